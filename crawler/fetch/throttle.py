"""How often a host may be asked: delay, Retry-After and back-off, as pure arithmetic.

The frontier keeps one `HostPace` per host and asks `after_answer` what each answer changes
(fetching spec § 5, feeds spec S3 and E1; RFC 9110 § 10.2.3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["HostPace", "after_answer", "retry_after"]

_DAY = timedelta(days=1)
_FIRST_BACK_OFF = timedelta(seconds=30)
_BUSY = frozenset({429, 503})
_SLOWEST = timedelta(seconds=60)
_PATIENCE = 2  # failed connections in a row before a host is left alone for a while


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPace:
    """What we owe one host: its configured delay, what robots.txt asks, and how often it failed in a row."""

    delay: timedelta
    crawl_delay: timedelta = timedelta(0)
    failures: int = 0


def after_answer(
    pace: HostPace, *, status: int | None, retry: timedelta | None, elapsed: timedelta
) -> tuple[HostPace, timedelta]:
    """Return the pace after an answer, and how long the host is now left alone.

    `status` None is a failed connection, `elapsed` how long the answer took, `retry` its Retry-After.
    429 and 503 hold the host for Retry-After (at most a day) or double from 30 s without one; repeated
    failed connections back off the same way. Any other answer clears the count.
    """
    pause = max(pace.delay, pace.crawl_delay, min(elapsed, _SLOWEST))
    if status in _BUSY or (status is None and pace.failures >= _PATIENCE):
        hold = retry if retry is not None else _FIRST_BACK_OFF * 2 ** min(pace.failures, 12)
        return replace(pace, failures=pace.failures + 1), max(pause, min(hold, _DAY))
    failures = pace.failures + 1 if status is None else 0
    return replace(pace, failures=failures), pause


def retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """Read a Retry-After header: seconds or an HTTP date, at most a day; None if absent or unreadable."""
    text = (value or "").strip()
    if text.isdecimal():
        return min(timedelta(seconds=int(text[:9])), _DAY)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta(0)), _DAY)
