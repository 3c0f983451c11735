"""When sources are polled."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.model import Source
from crawler.schedule import after_list, first_due, next_due, points_of, spread_due
from storage.crawl import ListState

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def source(**kwargs: object) -> Source:
    return Source.model_validate({"id": "s", "name": "S", "url": "https://s.example/", **kwargs})


def state(**kwargs: object) -> ListState:
    return ListState(source_id="s", url="https://s.example/feed", kind="feed", **kwargs)  # type: ignore[arg-type]


@given(st.integers(0, 10_000), st.integers(1, 600))
def test_a_poll_on_its_slot_is_due_again_one_interval_later(n: int, minutes: int) -> None:
    one = source(id=f"s{n}", every=f"{minutes}m")
    slot = spread_due(one, now=NOW)
    assert next_due(one, (state(),), now=slot + timedelta(seconds=2)) == slot + one.every


@given(st.integers(0, 10_000))
def test_after_a_stop_a_source_is_due_within_one_interval(n: int) -> None:
    one = source(id=f"s{n}", every="15m")
    assert NOW < spread_due(one, now=NOW) <= NOW + one.every
    assert NOW <= first_due(one, now=NOW) <= NOW + timedelta(minutes=1)


def test_overdue_sources_spread_evenly_over_the_interval() -> None:
    minutes = Counter(
        int((spread_due(source(id=f"s{n}", every="15m"), now=NOW) - NOW).total_seconds() // 60)
        for n in range(3000)
    )
    assert len(minutes) == 15
    assert max(minutes.values()) < 1.5 * min(minutes.values())


def test_cron_names_its_own_times() -> None:
    assert next_due(source(cron="30 6 * * *"), (), now=NOW) == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def test_cron_with_a_day_and_a_weekday_fires_on_either() -> None:
    line = source(cron="0 6 1 * fri")  # NOW is a Sunday
    friday = next_due(line, (), now=NOW)
    assert friday == datetime(2026, 11, 27, 6, tzinfo=UTC)
    assert next_due(line, (), now=friday + timedelta(days=2)) == datetime(2026, 12, 1, 6, tzinfo=UTC)


def test_failures_stretch_the_interval_to_a_day_then_a_week_and_one_working_list_keeps_it() -> None:
    one = source(every="1h")
    failing = state(failures=4.0)
    wait = next_due(one, (failing,), now=NOW) - NOW
    assert timedelta(hours=2) <= wait <= timedelta(hours=6)
    assert next_due(one, (failing, state()), now=NOW) - NOW <= timedelta(hours=1.5)
    assert next_due(one, (state(failures=29.0),), now=NOW) - NOW <= timedelta(hours=36)
    assert next_due(one, (state(failures=40.0),), now=NOW) - NOW <= timedelta(weeks=1)


def test_points_weigh_the_kind_of_failure_and_one_success_clears_them() -> None:
    assert [points_of(word) for word in ("ok", "failed:timeout", "failed:http_404", "failed:dns")] == [
        0.0,
        0.25,
        0.5,
        1.0,
    ]
    bad = after_list(state(), outcome="failed:http_404", error="gone?", at=NOW)
    worse = after_list(bad, outcome="failed:dns", error=None, at=NOW)
    assert (worse.failures, worse.last_success) == (1.5, None)
    good = after_list(worse, outcome="not_modified", error=None, at=NOW)
    assert (good.failures, good.last_success, good.last_error) == (0.0, NOW, None)


def test_gone_is_counted_only_in_a_row() -> None:
    once = after_list(state(), outcome="failed:http_410", error=None, at=NOW)
    twice = after_list(once, outcome="failed:http_410", error=None, at=NOW)
    assert twice.gone_sightings == 2
    assert after_list(twice, outcome="ok", error=None, at=NOW).gone_sightings == 0
