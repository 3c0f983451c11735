"""What every reader of lists returns, and the rules that hold for entries of any kind of list.

The readers (`feed`, `jsonfeed`, `sitemap`, `listing`) build entries; `finished` applies what they share: the
cap, the identity of repeated guids (I4) and the dates that say nothing (D4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from spiders.items import FeedEntry
from spiders.parse.dates import parse_date, plausible

__all__ = ["MAX_ENTRIES", "ParsedList", "finished", "no_list", "read_date"]

MAX_ENTRIES = 2000
_MANY = 3  # so many entries of one and the same instant carry the moment of rendering, not of publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedList:
    """What one list said: its entries in document order, and what was wrong with it.

    `format` is feedparser's name (`rss20`, `atom10`, ...), `jsonfeed`, `sitemap`, `news-sitemap`,
    `sitemap-index`, `sitemap-text` or `listing`. `children` are further lists to read, newest first.
    `next_url` is the older page of a paged feed (RFC 5005). `incomplete`: the document ends before its root
    element does (F6). `error` is the reason where it is no list at all: `empty`, `html`, `not_a_list`,
    `forbidden_entity`, `too_deep`, `too_large`, `bad_selector` or `no_links`; there are no entries then.
    """

    entries: tuple[FeedEntry, ...] = ()
    format: str = ""
    title: str | None = None
    language: str | None = None
    children: tuple[str, ...] = ()
    next_url: str | None = None
    incomplete: bool = False
    warnings: tuple[str, ...] = ()
    error: str | None = None


def no_list(reason: str) -> ParsedList:
    """Return the answer for a document that is no list, with the reason word."""
    return ParsedList(error=reason)


def read_date(raw: str | None, *, now: datetime) -> datetime | None:
    """Return the instant a list states, None where it states none or one that cannot be true (D3, D4)."""
    parsed = parse_date(raw) if raw else None
    return parsed.at if parsed and plausible(parsed.at, now=now) else None


def finished(entries: Iterable[FeedEntry | None]) -> tuple[tuple[FeedEntry, ...], tuple[str, ...]]:
    """Apply the rules that hold across a list and return its entries and what was wrong with them.

    None stands for an entry without an address. At most 2,000 entries are kept.
    """
    found = list(entries)
    kept = [entry for entry in found if entry]
    warnings = [f"no_address:{len(found) - len(kept)}"] if len(kept) < len(found) else []
    if len(kept) > MAX_ENTRIES:
        warnings.append(f"capped:{len(kept)}")
        kept = kept[:MAX_ENTRIES]
    kept, repeated = _own_ids(kept)
    warnings += [f"repeated_id:{repeated}"] if repeated else []
    times = {entry.published for entry in kept}
    if len(kept) >= _MANY and len(times) == 1 and None not in times:
        kept = [replace(entry, published=None) for entry in kept]
        warnings.append("one_date_for_all")
    return tuple(kept), tuple(warnings)


def _own_ids(entries: list[FeedEntry]) -> tuple[list[FeedEntry], int]:
    """Give an entry whose guid stood in this list before the guid and its address as id (I4)."""
    seen: set[str] = set()
    repeated = 0
    result = []
    for entry in entries:
        if entry.entry_id in seen:
            repeated += 1
            entry = replace(entry, entry_id=f"{entry.entry_id} {entry.url}")  # noqa: PLW2901
        elif entry.entry_id:
            seen.add(entry.entry_id)
        result.append(entry)
    return result, repeated
