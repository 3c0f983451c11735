"""Cron lines: what is accepted, and that weekdays are cron's, not APScheduler's."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.cron import parse_cron


@pytest.mark.parametrize(
    ("text", "weekdays"),
    [
        ("0 0 * * 0", "sun"),
        ("0 0 * * 7", "sun"),
        ("0 0 * * sun", "sun"),
        ("0 0 * * 1-5", "fri,mon,thu,tue,wed"),
        ("0 0 * * sat-sun", "sat,sun"),
        ("0 0 * * *", "*"),
    ],
)
def test_sunday_is_nought_and_seven(text: str, weekdays: str) -> None:
    assert parse_cron(text).day_of_week == weekdays


def test_lists_ranges_steps_and_names_become_numbers() -> None:
    fields = parse_cron("*/20 6-8,22 1 JAN-mar *")
    assert (fields.minute, fields.hour, fields.day) == ("0,20,40", "6,7,8,22", "1")
    assert (fields.month, fields.day_of_week) == ("1,2,3", "*")


def test_a_step_after_one_number_runs_to_the_end() -> None:
    assert parse_cron("5/20 * * * *").minute == "5,25,45"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "a * * * *",
        "1, * * * *",
        "*/x * * * *",
        "-1 * * * *",
        "٥ * * * *",
    ],
)
def test_what_cron_would_refuse_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_cron(text)


@settings(deadline=None)
@given(st.text(alphabet="0123456789*/-, monsu", max_size=30))
def test_any_text_is_fields_or_a_message(text: str) -> None:
    try:
        parse_cron(text)
    except ValueError as error:
        assert "expected" in str(error)


def test_the_scheduler_understands_the_fields() -> None:
    cron = pytest.importorskip("apscheduler.triggers.cron")
    trigger = cron.CronTrigger(**asdict(parse_cron("30 6 * * 0")), timezone=UTC)
    wednesday = datetime(2026, 1, 7, tzinfo=UTC)
    assert trigger.get_next_fire_time(None, wednesday) == datetime(2026, 1, 11, 6, 30, tzinfo=UTC)
