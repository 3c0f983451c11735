"""How much one request may cost, by what it is for (fetching spec § 6.3)."""

from __future__ import annotations

from dataclasses import dataclass

from spiders.items import ListKind, Task

__all__ = ["LISTING", "PAGE", "ROBOTS", "Limit", "limit_of"]

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Bytes accepted on the wire and after decoding, each."""

    max_bytes: int


PAGE = Limit(max_bytes=8 * _MIB)
LISTING = Limit(max_bytes=8 * _MIB)
FEED = Limit(max_bytes=16 * _MIB)
SITEMAP = Limit(max_bytes=50 * _MIB)
ROBOTS = Limit(max_bytes=500 * 1024)

_BY_KIND = {
    ListKind.FEED: FEED,
    ListKind.SITEMAP: SITEMAP,
    ListKind.LISTING: LISTING,
    ListKind.DISCOVER: LISTING,
}


def limit_of(task: Task) -> Limit:
    """Return the limit that holds for a task."""
    return _BY_KIND[task.list_kind] if task.list_kind else PAGE
