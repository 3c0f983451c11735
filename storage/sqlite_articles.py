"""Articles, their appearances and text states read out of SQLite.

The reading half of `storage.sqlite_read`, apart because rows become objects here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from storage.columns import from_json, from_micros, to_json, to_micros, unpack_body
from storage.model import (
    Appearance,
    Author,
    Extraction,
    Http,
    InfoSource,
    Revision,
    StoredArticle,
)
from storage.query import ArticleQuery
from storage.sqlite_db import Database

__all__ = ["find_articles", "load_appearances", "load_articles", "load_revisions"]

PAGE = 200

_ARTICLES = """
SELECT a.*, v.title, v.text_hash, v.codec, v.body
FROM article a JOIN version v ON v.article = a.id AND v.n = a.version
WHERE a.id IN (SELECT value FROM json_each(?))
"""
_APPEARANCES = """
SELECT p.*, s.id AS source_id, s.name AS source_name, s.url AS source_url
FROM appearance p JOIN source s ON s.n = p.source
WHERE p.article IN (SELECT value FROM json_each(?)) ORDER BY p.id
"""
_REVISIONS = "SELECT * FROM version WHERE article = ? ORDER BY n"

_FIND = """
SELECT a.id, a.first_seen FROM article a WHERE {where}
ORDER BY a.first_seen {order}, a.id {order} LIMIT :page
"""
_FILTERS = {
    "source": "a.id IN (SELECT article FROM source JOIN appearance ON source = n WHERE source.id = :source)",
    "language": "a.language = :language",
    "since": "a.first_seen >= :since",
    "until": "a.first_seen < :until",
    "cluster": "a.cluster = :cluster",
    "one_per_story": """NOT EXISTS (
        SELECT 1 FROM article b WHERE b.cluster = a.cluster AND b.id < a.id
            AND (:language IS NULL OR b.language = :language)
            AND (:source IS NULL OR b.id IN (
                SELECT article FROM source JOIN appearance ON source = n WHERE source.id = :source)))""",
}
_AFTER = {
    "DESC": "a.first_seen <= :seen AND (a.first_seen < :seen OR a.id < :id)",
    "ASC": "a.first_seen >= :seen AND (a.first_seen > :seen OR a.id > :id)",
}


def find_articles(db: Database, query: ArticleQuery) -> Iterator[StoredArticle]:
    """Yield what matches, a page of rows at a time, so that no snapshot stays open between pages."""
    bound = {
        "source": query.source,
        "language": query.language,
        "since": to_micros(query.since),
        "until": to_micros(query.until),
        "cluster": query.cluster,
        "one_per_story": query.one_per_story or None,
    }
    order = "ASC" if query.oldest_first else "DESC"
    wanted = [_FILTERS[name] for name, value in bound.items() if value is not None]
    first, later = (
        _FIND.format(where=" AND ".join([*wanted, part]), order=order) for part in ("1", _AFTER[order])
    )
    left = query.limit
    sql = first
    while left is None or left > 0:
        page = db.tuples(sql, {**bound, "page": PAGE if left is None else min(PAGE, left)})
        yield from load_articles(db, [row[0] for row in page])
        if len(page) < PAGE:
            return
        left = None if left is None else left - len(page)
        bound["id"], bound["seen"] = page[-1]
        sql = later


def load_articles(db: Database, ids: Sequence[int]) -> list[StoredArticle]:
    """Return these articles in this order; ids that do not exist are left out."""
    wanted = to_json(list(ids))
    rows = {row["id"]: row for row in db.rows(_ARTICLES, (wanted,))}
    seen: dict[int, list[Appearance]] = {}
    for row in db.rows(_APPEARANCES, (wanted,)):
        seen.setdefault(row["article"], []).append(_to_appearance(row))
    return [_to_article(rows[one], tuple(seen[one])) for one in ids if one in rows and one in seen]


def load_appearances(db: Database, article_id: int) -> tuple[Appearance, ...]:
    """Return where the article was seen, in the order the corpus learned of it."""
    return tuple(_to_appearance(row) for row in db.rows(_APPEARANCES, (to_json([article_id]),)))


def load_revisions(db: Database, article_id: int) -> tuple[Revision, ...]:
    """Return the article's text states, oldest first."""
    return tuple(
        Revision(
            article_id=article_id,
            version=row["n"],
            title=row["title"],
            text=unpack_body(row["body"], row["codec"]),
            text_hash=row["text_hash"].hex(),
            published=from_micros(row["published"]),
            modified=from_micros(row["modified"]),
            fetched_at=from_micros(row["fetched_at"]),
        )
        for row in db.rows(_REVISIONS, (article_id,))
    )


def _to_appearance(row: dict[str, Any]) -> Appearance:
    http = from_json(row["http"], None)
    return Appearance(
        source_id=row["source_id"],
        source_name=row["source_name"],
        source_url=row["source_url"],
        key=row["key"],
        aliases=tuple(from_json(row["aliases"], ())),
        requested_url=row["requested_url"],
        final_url=row["final_url"] or row["requested_url"],
        feed_url=row["feed_url"],
        entry_id=row["entry_id"],
        title=row["title"],
        published=from_micros(row["published"]),
        seen_at=from_micros(row["seen_at"]),
        http=http and Http(**{**http, "chain": tuple(http.get("chain", ()))}),
    )


_SAME_NAME = (
    "id", "version", "url", "title", "description", "language", "direction", "published_raw", "status",
    "published_precision", "modified_raw", "section", "image_url", "publisher", "licence", "copy_of",
)  # fmt: skip
_TIMES = ("published", "modified", "first_seen", "fetched_at", "updated_at")
_FROM_FIRST = (
    "source_id", "source_name", "source_url", "requested_url", "final_url", "feed_url", "entry_id", "http",
)  # fmt: skip


def _to_article(row: dict[str, Any], sources: tuple[Appearance, ...]) -> StoredArticle:
    first = sources[0]
    keys = dict.fromkeys(key for one in sources for key in (one.key, *one.aliases))
    return StoredArticle(
        **{name: row[name] for name in _SAME_NAME},
        **{name: from_micros(row[name]) for name in _TIMES},
        **{name: getattr(first, name) for name in _FROM_FIRST},
        text=unpack_body(row["body"], row["codec"]),
        authors=tuple(Author(**one) for one in from_json(row["authors"], ())),
        tags=tuple(from_json(row["tags"], ())),
        free=None if row["free"] is None else bool(row["free"]),
        complete=bool(row["complete"]),
        info_sources=tuple(_to_info_source(one) for one in from_json(row["info_sources"], ())),
        extraction=_to_extraction(row["extraction"]),
        aliases=tuple(key for key in keys if key != row["key"]),
        entry_title=first.title,
        sources=sources,
        text_hash=row["text_hash"].hex(),
        cluster_id=row["cluster"],
    )


def _to_info_source(value: dict[str, Any]) -> InfoSource:
    start, end = value["span"]
    return InfoSource(**{**value, "span": (start, end)})


def _to_extraction(text: str) -> Extraction:
    value = from_json(text, {})
    return Extraction(**{**value, "warnings": tuple(value.get("warnings", ()))})
