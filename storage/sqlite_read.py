"""The corpus read from SQLite: `Corpus` over one connection.

Any number of readers work beside the one writer; every statement ends before its rows are used, so a reader
never holds back the writer's log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storage.cluster import Cluster
from storage.columns import from_json, from_micros
from storage.crawl import ListState, RunReport, SiteState, SourceHealth, Stats, Trace, Visit
from storage.model import Appearance, Revision, StoredArticle
from storage.query import ArticleQuery
from storage.sqlite_articles import find_articles, load_appearances, load_articles, load_revisions
from storage.sqlite_clusters import load_cluster
from storage.sqlite_db import Database
from storage.sqlite_memory import load_states
from storage.sqlite_rows import ENTRIES, LISTS, to_entry, to_list_state, to_source

__all__ = ["SqliteReader"]

_STATS = """
SELECT (SELECT count(*) FROM article) AS articles,
       (SELECT count(*) FROM appearance) AS appearances,
       (SELECT count(*) FROM version) - (SELECT count(*) FROM article) AS revisions,
       (SELECT count(DISTINCT cluster) FROM article) AS clusters,
       (SELECT count(*) FROM entry) AS entries,
       (SELECT count(*) FROM entry WHERE state = 'pending') AS pending,
       (SELECT count(*) FROM source WHERE enabled) AS sources
"""
_HEALTH = """
WITH seen AS (
    SELECT source, count(DISTINCT article) AS articles, max(id) AS newest FROM appearance GROUP BY source
),
waiting AS (SELECT source, count(*) AS pending FROM entry WHERE state = 'pending' GROUP BY source)
SELECT s.*, coalesce(seen.articles, 0) AS articles, coalesce(pending, 0) AS pending, p.seen_at AS last_new
FROM source s LEFT JOIN seen ON seen.source = s.n LEFT JOIN waiting ON waiting.source = s.n
LEFT JOIN appearance p ON p.id = seen.newest
ORDER BY s.id
"""
_RUNS = "SELECT started, ended, outcomes FROM run ORDER BY started DESC LIMIT ?"

_ALIAS = "SELECT entry, article FROM alias WHERE key = ?"
_VISITS = """
SELECT v.source, v.at, v.outcome, v.detail, s.id AS source_id,
       coalesce(v.url, e.url) AS url, coalesce(v.key, e.key) AS key
FROM visit v JOIN entry e ON e.id = v.entry JOIN source s ON s.n = v.source
WHERE v.entry = ? ORDER BY v.id
"""


class SqliteReader:
    """`storage.corpus.Corpus` in an SQLite file."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def articles(self, query: ArticleQuery) -> Iterator[StoredArticle]:
        return find_articles(self._db, query)

    def article(self, article_id: int) -> StoredArticle | None:
        found = load_articles(self._db, [article_id])
        return found[0] if found else None

    def appearances(self, article_id: int) -> tuple[Appearance, ...]:
        return load_appearances(self._db, article_id)

    def revisions(self, article_id: int) -> tuple[Revision, ...]:
        return load_revisions(self._db, article_id)

    def cluster(self, article_id: int) -> Cluster | None:
        return load_cluster(self._db, article_id)

    def trace(self, url: str, key: str) -> Trace:
        alias = self._db.row(_ALIAS, (key,))
        if alias is None:
            return Trace(url=url, key=key)
        entries = self._db.rows(f"{ENTRIES} WHERE e.id = ?", (alias["entry"],))
        articles = [alias["article"], *(row["article"] for row in entries)]
        return Trace(
            url=url,
            key=key,
            entries=tuple(to_entry(row) for row in entries),
            states=tuple(row["state"] for row in entries),
            visits=tuple(_to_visit(row) for row in self._db.rows(_VISITS, (alias["entry"],))),
            article_ids=tuple(dict.fromkeys(one for one in articles if one is not None)),
        )

    def health(self) -> tuple[SourceHealth, ...]:
        lists: dict[int, list[ListState]] = {}
        for row in self._db.rows(f"{LISTS} ORDER BY l.id"):
            lists.setdefault(row["source"], []).append(to_list_state(row))
        sites = load_states(self._db)
        return tuple(
            _to_health(row, tuple(lists.get(row["n"], ())), sites.get(row["n"], ()))
            for row in self._db.rows(_HEALTH)
        )

    def stats(self) -> Stats:
        return Stats(**self._db.rows(_STATS)[0])

    def runs(self, *, limit: int) -> tuple[RunReport, ...]:
        return tuple(
            RunReport(
                started=from_micros(row["started"]),
                ended=from_micros(row["ended"]),
                outcomes=from_json(row["outcomes"], {}),
            )
            for row in self._db.rows(_RUNS, (limit,))
        )

    def close(self) -> None:
        self._db.close()


def _to_visit(row: dict[str, Any]) -> Visit:
    return Visit(
        source_id=row["source_id"],
        url=row["url"],
        key=row["key"],
        outcome=row["outcome"],
        at=from_micros(row["at"]),
        detail=from_json(row["detail"], {}),
    )


def _to_health(
    row: dict[str, Any], lists: tuple[ListState, ...], sites: tuple[SiteState, ...]
) -> SourceHealth:
    return SourceHealth(
        source=to_source(row),
        lists=lists,
        next_due=from_micros(row["next_due"]),
        leased_until=from_micros(row["lease_until"]),
        articles=row["articles"],
        pending=row["pending"],
        last_new=from_micros(row["last_new"]),
        sites=sites,
    )
