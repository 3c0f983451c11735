"""Appearances in SQLite: one a source and address key of an article, added or seen again.

Used by `record` (the page itself) and by `admit` (another source lists an address already known).
"""

from __future__ import annotations

from typing import Any

from storage.columns import bindable, from_micros, to_fields, to_json, to_micros
from storage.model import Appearance
from storage.sqlite_db import Database
from storage.sqlite_schedule import source_number

__all__ = ["add_appearance", "add_listed_elsewhere"]

_SEEN_AGAIN = """
UPDATE appearance SET last_seen = max(last_seen, :seen_at)
WHERE article = :article AND source = :source AND key = :key
RETURNING id
"""
_ADD = """
INSERT INTO appearance (article, source, key, aliases, requested_url, final_url, feed_url, entry_id, title,
    published, seen_at, last_seen, http)
VALUES (:article, :source, :key, :aliases, :requested_url, :final_url, :feed_url, :entry_id, :title,
    :published, :seen_at, :seen_at, :http)
"""
_ELSEWHERE = """
SELECT g.*, coalesce(a.article, e.article) AS article, l.url AS feed_url,
       s.id AS source_id, s.name, s.url AS home
FROM sighting g JOIN entry e ON e.id = g.entry JOIN list_state l ON l.id = g.list
JOIN source s ON s.n = l.source LEFT JOIN alias a ON a.key = g.key
WHERE g.entry = ? AND l.source <> e.source ORDER BY g.seen_at, g.list
"""


def add_appearance(db: Database, article: int, appearance: Appearance) -> None:
    """Write where the article was seen, or that it was seen there again."""
    row = {
        "article": article,
        "source": source_number(db, appearance.source_id),
        "key": appearance.key,
        "aliases": to_json(appearance.aliases),
        "requested_url": appearance.requested_url,
        "final_url": None if appearance.final_url == appearance.requested_url else appearance.final_url,
        "feed_url": appearance.feed_url,
        "entry_id": appearance.entry_id,
        "title": appearance.title,
        "published": to_micros(appearance.published),
        "seen_at": to_micros(appearance.seen_at),
        "http": to_json(to_fields(appearance.http)) if appearance.http else None,
    }
    bound = bindable(row)
    if db.value(_SEEN_AGAIN, bound) is None:
        db.run(_ADD, bound)


def add_listed_elsewhere(db: Database, entry: int) -> None:
    """Add an appearance for each other source that lists the entry, once its key leads to an article."""
    for row in db.rows(_ELSEWHERE, (entry,)):
        if row["article"] is not None:
            add_appearance(db, row["article"], _to_listing(row))


def _to_listing(row: dict[str, Any]) -> Appearance:
    return Appearance(
        source_id=row["source_id"],
        source_name=row["name"],
        source_url=row["home"],
        key=row["key"],
        requested_url=row["url"],
        final_url=row["url"],
        feed_url=row["feed_url"],
        entry_id=row["entry_id"],
        title=row["title"],
        published=from_micros(row["published"]),
        seen_at=from_micros(row["seen_at"]),
    )
