"""Five-field cron lines as crontab(5) writes them, checked and turned into plain field sets.

Pure. Exists because weekday numbers differ: in cron 0 and 7 are Sunday, in APScheduler 0 is Monday. The
fields that `parse_cron` returns name the weekdays, so both agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["CronFields", "parse_cron"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


@dataclass(frozen=True, slots=True, kw_only=True)
class CronFields:
    """The five fields, each `*` or a comma list; ready for `CronTrigger(**asdict(fields))`."""

    minute: str
    hour: str
    day: str
    month: str
    day_of_week: str

    def alternatives(self) -> tuple[CronFields, ...]:
        """Return the fields as lines of which any may fire.

        Where both `day` and `day_of_week` are given, cron fires on either (crontab(5)), APScheduler on both.
        """
        if "*" in (self.day, self.day_of_week):
            return (self,)
        return (replace(self, day="*"), replace(self, day_of_week="*"))


def parse_cron(text: str) -> CronFields:
    """Return the fields of a line such as `*/30 6-22 * * mon-fri`; `ValueError` says what is wrong."""
    parts = text.lower().split()
    if len(parts) != 5:
        raise ValueError(
            "expected five fields: minute hour day-of-month month day-of-week, such as '0 6 * * *'"
        )
    minute, hour, day, month, weekday = parts
    days = _parse_field(weekday, "day-of-week", low=0, high=7, names=_DAYS)
    return CronFields(
        minute=_join(_parse_field(minute, "minute", low=0, high=59)),
        hour=_join(_parse_field(hour, "hour", low=0, high=23)),
        day=_join(_parse_field(day, "day-of-month", low=1, high=31)),
        month=_join(_parse_field(month, "month", low=1, high=12, names=_MONTHS)),
        day_of_week=_join(days and {_DAYS[number % 7] for number in days}),
    )


def _join(values: set[int] | set[str] | None) -> str:
    return "*" if values is None else ",".join(str(value) for value in sorted(values))


def _parse_field(
    text: str, field: str, *, low: int, high: int, names: tuple[str, ...] = ()
) -> set[int] | None:
    """Return the numbers a field stands for, None for `*`."""
    if text == "*":
        return None
    numbers: set[int] = set()
    for part in text.split(","):
        text_of_span, slash, step = part.partition("/")
        span = _parse_span(text_of_span, field, low=low, high=high, names=names)
        if slash and not (_is_number(step) and 1 <= int(step) <= high):
            raise ValueError(f"{field} {part!r}: expected a step of 1 to {high} after '/'")
        if slash and len(span) == 1:
            span = range(span.start, high + 1)  # as in cron: `5/15` means `5-59/15`
        numbers.update(span[:: int(step) if slash else 1])
    return numbers


def _parse_span(text: str, field: str, *, low: int, high: int, names: tuple[str, ...]) -> range:
    if text == "*":
        return range(low, high + 1)
    first, dash, last = text.partition("-")
    start = _parse_number(first, field, low=low, high=high, names=names)
    end = _parse_number(last, field, low=low, high=high, names=names) if dash else start
    if names is _DAYS and end == 0 < start:
        end = 7  # `fri-sun`: Sunday closes the week too
    if end < start:
        raise ValueError(f"{field} {text!r}: expected the smaller number first")
    return range(start, end + 1)


def _parse_number(text: str, field: str, *, low: int, high: int, names: tuple[str, ...]) -> int:
    if text in names:
        return names.index(text) + low
    if not (_is_number(text) and low <= int(text) <= high):
        raise ValueError(f"{field} {text!r}: expected {low} to {high}, '*', a range or a list")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 2
