"""How long a host is left alone after each kind of answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetch.throttle import HostPace, after_answer, retry_after

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PACE = HostPace(delay=SECOND)


def answer(pace: HostPace, status: int | None, *, retry: timedelta | None = None, took: float = 0.1) -> tuple:
    return after_answer(pace, status=status, retry=retry, elapsed=timedelta(seconds=took))


def test_the_pause_is_the_longest_of_what_is_asked() -> None:
    assert answer(PACE, 200)[1] == SECOND
    assert answer(PACE, 200, took=7)[1] == timedelta(seconds=7)
    assert answer(HostPace(delay=SECOND, crawl_delay=timedelta(seconds=9)), 200)[1] == timedelta(seconds=9)


def test_retry_after_holds_the_host_at_most_a_day() -> None:
    assert answer(PACE, 429, retry=timedelta(hours=1))[1] == timedelta(hours=1)
    assert answer(PACE, 503, retry=timedelta(days=9))[1] == timedelta(days=1)


def test_back_off_without_retry_after_doubles_and_one_good_answer_clears_it() -> None:
    pace, first = answer(PACE, 429)
    pace, second = answer(pace, 429)
    assert (first, second) == (timedelta(seconds=30), timedelta(seconds=60))
    pace, after = answer(pace, 200)
    assert (pace.failures, after) == (0, SECOND)


def test_a_host_that_does_not_answer_is_given_three_tries_before_it_rests() -> None:
    pace, pauses = PACE, []
    for _ in range(4):
        pace, pause = answer(pace, None)
        pauses.append(pause)
    assert pauses[:2] == [SECOND, SECOND]
    assert pauses[2] > timedelta(minutes=1)
    assert pauses[3] == pauses[2] * 2


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("Sun, 22 Nov 2026 10:05:00 GMT", timedelta(minutes=5)),
        ("Sun, 22 Nov 2026 09:00:00 GMT", timedelta(0)),
        ("99999999999999999999", timedelta(days=1)),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(value: str | None, wait: timedelta | None) -> None:
    assert retry_after(value, now=NOW) == wait
