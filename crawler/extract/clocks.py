"""The clock an outlet writes its dates by, learned from pages that state it, for those that do not.

One page shows how far its clock is from UTC on one day (`dating`); the site memory keeps the latest of such
observations; several that agree are a zone (spec extraction § 4: "the source's learned zone, marked").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

__all__ = ["MAX_CLOCKS", "Clock", "LearnedZone", "learned_zone"]

AGREE = 3
"""An offset counts when so many pages show it."""
MAX_CLOCKS = 24
NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """An outlet's distance from UTC in minutes, as one of its pages shows it, on a day (its ordinal)."""

    day: int
    minutes: int


class LearnedZone(tzinfo):
    """The offset observed on the day nearest to a date: with summer time it changes as the outlet's does."""

    def __init__(self, clocks: Sequence[Clock]) -> None:
        self._clocks = tuple(clocks)

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Return the offset on the day of `moment`, the latest one observed for none."""
        day = moment.toordinal() if moment else self._clocks[-1].day
        nearest = min(reversed(self._clocks), key=lambda clock: abs(clock.day - day))
        return timedelta(minutes=nearest.minutes)

    def dst(self, _: datetime | None) -> None:
        """Return None: what of the offset is summer time cannot be seen."""

    def tzname(self, _: datetime | None) -> str:
        """Return the word that dates read in it are marked with."""
        return "learned"


def learned_zone(clocks: Sequence[Clock], *, usual: tzinfo | None) -> tzinfo | None:
    """Return the zone that enough pages agree on; None where too few state any.

    That is `usual`, the zone its country or domain suggests, where the pages confirm it: a named zone knows
    the days without observations too.
    """
    pages = Counter(clock.minutes for clock in clocks)
    agreed = [clock for clock in clocks if pages[clock.minutes] >= AGREE]
    if not agreed:
        return None
    is_confirmed = usual is not None and all(_offset(usual, one.day) == one.minutes for one in agreed)
    return usual if is_confirmed else LearnedZone(agreed)


def _offset(zone: tzinfo, day: int) -> float:
    offset = zone.utcoffset(datetime.fromordinal(day) + NOON)
    return (offset or timedelta()) / timedelta(minutes=1)
