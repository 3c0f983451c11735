"""When a source is polled: pure arithmetic on its interval, its failures and the time.

Due-ness is a column in the corpus; a timer only asks what is due. Each source keeps to a grid of its own
(`every`, shifted by a hash of its id), so polls spread evenly and a restart never bursts (feeds spec S5, S6).
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from config.cron import parse_cron
from config.model import Source
from storage.crawl import ListState

__all__ = ["after_list", "first_due", "next_due", "points_of", "spread_due"]

_DAY = timedelta(days=1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_START_SPREAD = timedelta(minutes=1)
_HARD = ("failed:dns", "failed:http_401", "blocked:address", "blocked:scheme", "blocked:port")
_TEMPORARY = ("failed:timeout", "failed:connection", "failed:http_5", "failed:http_429", "blocked:robots_un")
_WORKING = frozenset({"ok", "not_modified", "unchanged"})
_WEEKLY_FROM = 30.0


def points_of(outcome: str) -> float:
    """Return the error points of a list's outcome: hard 1, soft .5, temporary .25, none 0 (E1)."""
    if outcome in _WORKING:
        return 0.0
    if outcome.startswith(_HARD):
        return 1.0
    return 0.25 if outcome.startswith(_TEMPORARY) else 0.5


def after_list(state: ListState, *, outcome: str, error: str | None, at: datetime) -> ListState:
    """Return the list's state after a poll that ended in `outcome`; one success clears its points."""
    points = points_of(outcome)
    gone = state.gone_sightings + 1 if outcome == "failed:http_410" else 0
    return replace(
        state,
        last_polled=at,
        last_success=at if points == 0 else state.last_success,
        failures=state.failures + points if points else 0.0,
        gone_sightings=gone,
        last_outcome=outcome,
        last_error=error,
    )


def next_due(source: Source, states: tuple[ListState, ...], *, now: datetime) -> datetime:
    """Return when to poll the source again.

    Its cron or its own grid of `every`; with every list failing, the interval is multiplied by the error
    points of the best one, at most a day, and a week from 30 points on; never silently dead.
    """
    failing = min((state.failures for state in states), default=0.0)
    if source.cron and failing < 1:
        return _next_cron(source.cron, now) or now + _DAY
    if failing >= _WEEKLY_FROM:
        return _slot(source, timedelta(weeks=1), after=now)
    every = min(source.every * max(1.0, failing), max(_DAY, source.every))
    return _slot(source, every, after=now + every / 2)


def first_due(source: Source, *, now: datetime) -> datetime:
    """Return when to poll a source never polled before: within a minute, spread by its id."""
    return now + _START_SPREAD * _share(source.id)


def spread_due(source: Source, *, now: datetime) -> datetime:
    """Return when to poll a source that fell overdue while nothing ran: its next slot on the grid."""
    return _slot(source, min(source.every, _DAY), after=now)


def _next_cron(line: str, now: datetime) -> datetime | None:
    triggers = [CronTrigger(**asdict(one), timezone=UTC) for one in parse_cron(line).alternatives()]
    at = OrTrigger(triggers).get_next_fire_time(None, now)
    return at if isinstance(at, datetime) else None


def _slot(source: Source, every: timedelta, *, after: datetime) -> datetime:
    """Return the first moment after `after` on the source's own grid of `every`."""
    phase = _EPOCH + every * _share(source.id)
    return phase + ((after - phase) // every + 1) * every


def _share(source_id: str) -> float:
    """Return a number in [0, 1) that depends only on the id."""
    return int.from_bytes(blake2b(source_id.encode(), digest_size=6).digest(), "big") / 2**48
