"""Clusters in SQLite: read with their edges, parted and joined by an operator.

`article.cluster` and `article.copy_of` say how things stand; `edge` is the log of why, to which rows are only
added. An article's link stands by the newest edge to its `copy_of`; `never` is written in both directions.
"""

from __future__ import annotations

from typing import Any

from storage.cluster import PARTED, Cluster, Edge
from storage.columns import from_json, from_micros, to_json
from storage.sqlite_articles import load_articles
from storage.sqlite_db import Database

__all__ = ["load_cluster"]

_MEMBERS = """
SELECT id, copy_of FROM article WHERE cluster = (SELECT cluster FROM article WHERE id = ?) ORDER BY id
"""
_EDGES = "SELECT * FROM edge WHERE article IN (SELECT value FROM json_each(?)) ORDER BY id"


def load_cluster(db: Database, article_id: int) -> Cluster | None:
    """Return the cluster the article is in, its bodies included; None where there is no such article."""
    links = dict(db.tuples(_MEMBERS, (article_id,)))
    if not links:
        return None
    edges = db.rows(_EDGES, (to_json(list(links)),))
    newest = {(row["article"], row["of"]): row["id"] for row in edges}
    return Cluster(
        id=min(links),
        articles=tuple(load_articles(db, list(links))),
        edges=tuple(_to_edge(row, links, newest[row["article"], row["of"]]) for row in edges),
    )


def _to_edge(row: dict[str, Any], links: dict[int, int | None], newest: int) -> Edge:
    is_link = row["relation"] not in PARTED
    return Edge(
        article_id=row["article"],
        of=row["of"],
        relation=row["relation"],
        scores=from_json(row["scores"], {}),
        rules=row["rules"],
        at=from_micros(row["at"]),
        stands=row["id"] == newest and is_link == (links[row["article"]] == row["of"]),
    )
