"""Dates as publishers write them, read to UTC with what we know about their precision and zone.

Used for entries of lists and for pages alike (rules D1 to D4 of spec feeds). Reads RFC 822 with and without
zone, RFC 3339, numeric dates, epoch seconds and milliseconds, and the words of some twenty languages;
Persian solar dates are converted, Hijri ones ignored. Relative dates ("two hours ago") and dates without a
year are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spiders.parse.datewords import MERIDIEM, OFFSETS, PLACES, marked

__all__ = ["ParsedDate", "parse_date", "plausible"]

Precision = Literal["second", "minute", "hour", "day", "month"]

_MAX_LENGTH = 200
_AHEAD = timedelta(minutes=10)
_OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
_YEARS = range(1900, 2101)
_SOLAR_YEARS = range(1320, 1431)

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:(?:[T_\s]\s?|t|(?<=^\d{8})(?=\d{4}(?:\d\d)?$))(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_GLUED = re.compile(r"(\d{4}[-/.]\d\d[-/.]\d\d|\d\d[-/.]\d\d[-/.]\d{4})(?=\d\d?:\d\d)")
"""A date and a time from elements with nothing between them."""
_AMERICAN = re.compile(r"(?=[\d/]*(?<!\d)[1-9]/)\d\d?/\d\d?/\d{4},? \d\d?:\d\d:\d\d [AP]M")
"""What .NET and browsers write in the United States' English, known by numbers without a leading zero."""
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?")

_HALF = "|".join(sorted(map(re.escape, MERIDIEM), key=len, reverse=True))
_LONG_HALF = "|".join(sorted((re.escape(word) for word in MERIDIEM if len(word) > 1), key=len, reverse=True))
_HOUR_WORD = "時|时|点|點|시"
_CLOCK = re.compile(
    rf"""
    (?:(?<![a-z\u0600-\u06ff]) (?P<before>{_LONG_HALF}) \s*)?
    (?<![\d:./#]) (?P<h>\d{{1,2}})
    (?:
        \s? (?:[:h]|{_HOUR_WORD}) \s? (?P<m>[0-5]\d)(?!\d) (?:min|分|분)?
        (?:(?:\s?[:.]|(?<=[分분])\s?) (?P<s>[0-6]\d)(?!\d) (?:[.,]\d+|秒|초)?)?
      | \. (?P<dm>[0-5]\d)(?!\d)
        (?: (?=\s*(?:uhr|wib|wita|wit|{_HALF})(?!\w)) | (?<=(?:ore|kl.)[ ]\d\d\.\d\d) )
      | (?=\s* (?:(?:h|uhr|{_LONG_HALF})(?!\w) | {_HOUR_WORD}))
    )
    (?:\s? (?:uhr|h(?!\w)|{_HOUR_WORD}))?
    (?:\s* (?P<after>(?:{_HALF})(?!\w)|صباحا|مساءا|مساء))?
    """,
    re.X,
)
_ZONE = re.compile(
    r"""
    \s* \(?
    (?: (?P<z>z(?!\w))
      | (?: (?:gmt|utc|ut)\s?(?P<gs>[+-])\s? | (?P<s>[+-]) ) (?P<h>\d{1,2}) (?::?(?P<m>\d{2}))? (?![\d/.:#])
      | (?P<name>[a-z]{2,4}(?!\w))
    )
    """,
    re.X,
)
_PLACE = re.compile(r"(?:ب)?(?:ال)?توقيت\s+(?:ال)?(\w+)(?:\s+\w+)?")
_ORDINAL = r"(?:st|nd|rd|th|er|eme|[ºª°.])?"
_OF = r"[\s.,،/-]*(?:(?:de|del|of|من)\s+)?"
_DATES = (
    ("ymd", re.compile(r"(?<!\d)((?:1[349]|20)\d\d)\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")),
    ("dmy", re.compile(rf"(?<!\d)(\d{{1,2}}){_ORDINAL}{_OF}#(j?\d\d)#{_OF}[`’']?(\d{{4}}|\d{{2}})(?!\d)")),
    ("mdy", re.compile(rf"#(j?\d\d)#[\s.-]*(\d{{1,2}}){_ORDINAL}{_OF}(\d{{4}})(?!\d)")),
    ("ymd", re.compile(r"(?<!\d)(\d{4})[\s.,،/-]*#(j?\d\d)#[\s.,/-]*(\d{1,2})(?!\d)")),
    ("d/m", re.compile(r"(?<![\d#])(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")),
    ("my", re.compile(rf"#(j?\d\d)#{_OF}(\d{{4}})(?!\d)")),
    ("ym", re.compile(r"(?<!\d)(\d{4})\s?(?:[-/.]\s?|年\s?|년\s?)(\d{1,2})(?![\d/])")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDate:
    """One date: the instant in UTC, how finely it was stated, whether its zone was, and its text.

    `offset` is that zone's distance from UTC: what turns the instant back into the publisher's day.
    """

    at: datetime
    precision: Precision
    zone: Literal["stated", "assumed"]
    raw: str
    offset: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    """A time of day found in a text, its zone, and the text without it."""

    rest: str
    time: tuple[int, int, int] | None = None
    precision: Precision = "day"
    zone: tzinfo | None = None


def parse_date(text: str, *, default_zone: tzinfo | None = None, day_first: bool = True) -> ParsedDate | None:
    """Read the first date in `text`, at most 200 characters; None where there is none or it does not exist.

    `default_zone` is the source's own, for times without one (UTC where absent); letters that mean several
    zones (`AST`) are read as the one nearest to it. `day_first` settles 1/2/2026. Never raises.
    """
    raw = text.strip()
    if not raw or len(raw) > _MAX_LENGTH:
        return None
    try:
        return _iso(raw, default_zone) or _epoch(raw) or _worded(raw, default_zone, day_first)
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return None


def plausible(at: datetime, *, now: datetime) -> bool:
    """Say whether a published date can be true: not before 1995, not more than ten minutes ahead (D3, D4)."""
    return _OLDEST <= at <= now + _AHEAD


def _iso(raw: str, default_zone: tzinfo | None) -> ParsedDate | None:
    match = _ISO.fullmatch(raw)
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None  # perhaps digits of another kind
    if day.year not in _YEARS:
        return None
    parts: tuple[Precision, ...] = ("day", "hour", "minute", "second")
    precision = parts[sum(match[part] is not None for part in (4, 5, 6))]
    time = (int(match[4] or 0), int(match[5] or 0), int(match[6] or 0))
    return _dated(day, time, precision, zones=(_offset(match[7]), default_zone), raw=raw)


def _offset(text: str | None) -> tzinfo | None:
    """Return the zone of `Z` or `+03:00`, None for none or one that no clock on earth shows."""
    if not text:
        return None
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return _fixed(-minutes if text[0] == "-" else minutes)


def _fixed(minutes: int) -> tzinfo | None:
    return timezone(timedelta(minutes=minutes)) if -12 * 60 <= minutes <= 14 * 60 else None


def _epoch(raw: str) -> ParsedDate | None:
    """Read seconds or milliseconds since 1970, and the bare digits of a date."""
    match = _EPOCH.fullmatch(raw)
    if match and raw[0] != "0":
        millis = len(match[1]) > 10
        at = datetime.fromtimestamp(int(match[1]) / (1000 if millis else 1), UTC).replace(microsecond=0)
        return ParsedDate(at=at, precision="second", zone="stated", raw=raw)
    return None


def _worded(raw: str, default_zone: tzinfo | None, day_first: bool) -> ParsedDate | None:
    clock = _clock(marked(_GLUED.sub(r"\1 ", raw)), default_zone)
    day_first = day_first and not _AMERICAN.fullmatch(raw)
    for order, pattern in _DATES:
        match = pattern.search(clock.rest)
        if match:
            day, precision = _day(order, match.groups(), day_first)
            time = clock.time if clock.time and precision == "day" else (0, 0, 0)
            finest = clock.precision if precision == "day" else precision
            return _dated(day, time, finest, zones=(clock.zone, default_zone), raw=raw)
    return None


def _clock(text: str, default_zone: tzinfo | None) -> _Clock:
    match = _CLOCK.search(text)
    if not match:
        return _Clock(rest=text)
    hour = _hour(int(match["h"]), match["before"] or match["after"])
    minute = match["m"] or match["dm"]
    zone, end = _zone_after(text, match.end(), default_zone)
    return _Clock(
        rest=f"{text[: match.start()]} {text[end:]}",
        time=(hour, int(minute or 0), int(match["s"] or 0)),
        precision="second" if match["s"] else "minute" if minute else "hour",
        zone=zone,
    )


def _hour(hour: int, half: str | None) -> int:
    """Return the hour of 24 for one of 12."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if MERIDIEM[half] == "pm" else 0)


def _zone_after(text: str, at: int, default_zone: tzinfo | None) -> tuple[tzinfo | None, int]:
    """Return the zone named behind a clock time, or anywhere by a city's name, and where it ends."""
    match = _ZONE.match(text, at)
    if match and match["h"] and _is_offset(match):
        minutes = int(match["h"]) * 60 + int(match["m"] or 0) if len(match["h"]) < 3 else 0
        return _fixed(-minutes if (match["gs"] or match["s"]) == "-" else minutes), match.end()
    name = match and (match["z"] or match["name"])
    if match and name and name in OFFSETS:
        return _named(name, default_zone), match.end()
    place = _PLACE.search(text)
    return (_named(place[1], default_zone) if place else None), at


def _is_offset(match: re.Match[str]) -> bool:
    """Tell `10:00 +0300` and `10:00+3` from `10:00 - 22 ...`: a lone number stands close to the time."""
    return bool(match["gs"] or match["m"] or not match[0][0].isspace())


def _named(name: str, default_zone: tzinfo | None) -> tzinfo | None:
    if name in PLACES:
        return ZoneInfo(PLACES[name])
    offsets = OFFSETS.get(name)
    if not offsets:
        return None
    local = default_zone.utcoffset(datetime(2000, 1, 1)) if default_zone and len(offsets) > 1 else None  # noqa: DTZ001
    if local is None:
        return _fixed(offsets[0])
    minutes = local.total_seconds() / 60
    return _fixed(min(offsets, key=lambda offset: abs(offset - minutes)))


def _day(order: str, parts: tuple[str, ...], day_first: bool) -> tuple[date, Precision]:
    """Put year, month and day in order; raise ValueError where there is no such day."""
    if order == "d/m":
        first, second = int(parts[0]), int(parts[1])
        swap = second > 12 or (not day_first and first <= 12)
        parts, order = (parts[1], parts[0], parts[2]) if swap else parts, "dmy"
    by_name = dict(zip(order, parts, strict=True))
    year, month = int(by_name["y"]), int(by_name["m"].removeprefix("j"))
    day = int(by_name.get("d", 1))
    precision: Precision = "day" if "d" in by_name else "month"
    if by_name["m"].startswith("j") or year in _SOLAR_YEARS:
        return _from_solar(year, month, day), precision
    if len(by_name["y"]) == 2:
        year += 2000 if year < 70 else 1900
    if year not in _YEARS:
        raise ValueError(f"{year}: not a year of news")
    return date(year, month, day), precision


def _from_solar(year: int, month: int, day: int) -> date:
    """Convert a day of the Persian solar calendar (33-year rule, right from 1244 to 1473)."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError(f"{year}/{month}/{day}: no such day")
    leaps = sum(_is_solar_leap(earlier) for earlier in range(1300, year))
    days = (year - 1300) * 365 + leaps + (month - 1) * 30 + min(month - 1, 6) + day - 1
    return date(1921, 3, 21) + timedelta(days=days)


def _is_solar_leap(year: int) -> bool:
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def _dated(
    day: date,
    time: tuple[int, int, int],
    precision: Precision,
    *,
    zones: tuple[tzinfo | None, tzinfo | None],
    raw: str,
) -> ParsedDate:
    """Join the parts in their zone and convert to UTC; 24:00 is the next midnight, second 60 is 59."""
    hour, minute, second = time
    stated, default = zones
    midnight = hour == 24 and minute == second == 0
    local = datetime(
        day.year,
        day.month,
        day.day,
        0 if midnight else hour,
        minute,
        min(second, 59),
        tzinfo=stated or default or UTC,
    )
    local += timedelta(days=midnight)
    return ParsedDate(
        at=local.astimezone(UTC),
        precision=precision,
        zone="stated" if stated else "assumed",
        raw=raw,
        offset=local.utcoffset() or timedelta(),
    )
