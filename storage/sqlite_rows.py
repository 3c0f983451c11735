"""Rows of sources, lists and entries as the values of `storage.crawl`, for reading and for crawling alike."""

from __future__ import annotations

from typing import Any

from storage.columns import from_json, from_micros, unpack_body
from storage.crawl import Entry, ListState, SourceRow

__all__ = ["ENTRIES", "LISTS", "to_entry", "to_list_state", "to_source"]

ENTRIES = """
SELECT e.*, s.id AS source_id, l.url AS feed_url,
       d.summary, d.content, d.codec, d.authors, d.published_raw, d.updated, d.tags
FROM entry e JOIN source s ON s.n = e.source JOIN list_state l ON l.id = e.list
LEFT JOIN listed d ON d.entry = e.id
"""
LISTS = "SELECT l.*, s.id AS source_id FROM list_state l JOIN source s ON s.n = l.source"


def to_source(row: dict[str, Any]) -> SourceRow:
    """Return the source of a `source` row."""
    names = ("id", "name", "url", "language", "country")
    return SourceRow(**{name: row[name] for name in names}, enabled=bool(row["enabled"]))


def to_list_state(row: dict[str, Any]) -> ListState:
    """Return the list state of a `LISTS` row."""
    same = (
        "source_id", "url", "kind", "etag", "last_modified", "body_hash", "failures",
        "last_outcome", "last_error", "gone_sightings",
    )  # fmt: skip
    times = ("last_polled", "last_success", "last_new")
    return ListState(
        **{name: row[name] for name in same},
        **{name: from_micros(row[name]) for name in times},
        validators_lie=bool(row["validators_lie"]),
        extra=from_json(row["extra"], {}),
    )


def to_entry(row: dict[str, Any]) -> Entry:
    """Return the entry of an `ENTRIES` row; what its list said in full is there only while it waits."""
    same = (
        "id", "source_id", "feed_url", "url", "key", "lane", "attempts", "entry_id", "title", "summary",
        "published_raw",
    )  # fmt: skip
    times = ("not_before", "published", "updated")
    return Entry(
        **{name: row[name] for name in same},
        **{name: from_micros(row[name]) for name in times},
        revisit=bool(row["revisit"]),
        content=None if row["content"] is None else unpack_body(row["content"], row["codec"]),
        authors=tuple(from_json(row["authors"], ())),
        tags=tuple(from_json(row["tags"], ())),
    )
