"""Clusters in SQLite: read with their edges, parted and joined by an operator.

`article.cluster` and `article.copy_of` say how things stand; `edge` is the log of why, to which rows are only
added. An article's link stands by the newest edge to its `copy_of`; `never` is written in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.cluster import PARTED, Cluster, Edge
from storage.columns import from_json, from_micros, to_json, to_micros
from storage.corpus import StorageError
from storage.sqlite_articles import load_articles
from storage.sqlite_db import Database

__all__ = ["Rulings", "join_clusters", "load_cluster", "load_rulings", "split_cluster"]

_MEMBERS = """
SELECT id, copy_of FROM article WHERE cluster = (SELECT cluster FROM article WHERE id = ?) ORDER BY id
"""
_EDGES = "SELECT * FROM edge WHERE article IN (SELECT value FROM json_each(?)) ORDER BY id"

_LINK = "UPDATE article SET copy_of = ? WHERE id = ?"
_MOVE = "UPDATE article SET cluster = ? WHERE id IN (SELECT value FROM json_each(?))"
_ADD_EDGE = "INSERT INTO edge (article, of, relation, scores, rules, at) VALUES (?, ?, ?, '{}', 0, ?)"
_PARTED = """
SELECT e.article, e.of, e.relation FROM edge e
WHERE e.article IN (SELECT value FROM json_each(?)) AND e.of IN (SELECT value FROM json_each(?))
ORDER BY e.id
"""

_RULINGS = """
SELECT e.article, e.of, e.relation, a.copy_of FROM edge e JOIN article a ON a.id = e.article
WHERE e.relation IN ('operator', 'never')
    AND e.id = (SELECT max(id) FROM edge WHERE article = e.article AND of = e.of)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """The operator's word: which article each was joined to, and which each is kept apart from."""

    joined: dict[int, int]
    parted: dict[int, set[int]]


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


def split_cluster(db: Database, article_id: int, *, now: datetime) -> int:
    """Part the article and all joined through it from its cluster; return the id of theirs."""
    links = _links(db, article_id)
    of = links[article_id]
    if of is None:
        raise StorageError(
            f"article {article_id} is the first of its story; split the others from it instead"
        )
    parted = {article_id}
    for one, link in sorted(links.items()):  # a link leads to an earlier article
        if link in parted:
            parted.add(one)
    db.run(_LINK, (None, article_id))
    db.run(_MOVE, (article_id, to_json(sorted(parted))))
    _log(db, "never", article_id, of, now=now)
    _log(db, "never", of, article_id, now=now)
    return article_id


def join_clusters(db: Database, article_id: int, other_id: int, *, now: datetime) -> int:
    """Make two clusters one; return its id, the earlier one's.

    The first article of the later one is linked to the one it was once split from, if that is here, else to
    the first of the earlier one. What kept articles of the two apart is overruled, pair by pair.
    """
    earlier, later = sorted((_links(db, article_id), _links(db, other_id)), key=min)
    first, root = min(earlier), min(later)
    if first == root:
        raise StorageError(f"articles {article_id} and {other_id} are in one story already")
    parted = _parted(db, earlier, later)
    of = next((there for one, there in reversed(parted) if one == root and there < root), first)
    for one, there in parted:
        _log(db, "operator", one, there, now=now)
        _log(db, "operator", there, one, now=now)
    if (root, of) not in parted:
        _log(db, "operator", root, of, now=now)
    db.run(_LINK, (of, root))
    db.run(_MOVE, (first, to_json(sorted(later))))
    return first


def load_rulings(db: Database) -> Rulings:
    """Return what the operator said of the stories and has not taken back."""
    joined: dict[int, int] = {}
    parted: dict[int, set[int]] = {}
    for article, of, relation, copy_of in db.tuples(_RULINGS):
        if relation == "never":
            parted.setdefault(article, set()).add(of)
        elif copy_of == of:
            joined[article] = of
    return Rulings(joined=joined, parted=parted)


def _links(db: Database, article_id: int) -> dict[int, int | None]:
    """Return what each article of the cluster is a copy of."""
    links = dict(db.tuples(_MEMBERS, (article_id,)))
    if not links:
        raise StorageError(f"there is no article {article_id}")
    return links


def _parted(db: Database, earlier: Mapping[int, Any], later: Mapping[int, Any]) -> list[tuple[int, int]]:
    """Return the pairs (of the later, of the earlier cluster) that are kept apart, the newest last."""
    pairs: dict[tuple[int, int], str] = {}
    for article, of, relation in db.tuples(_PARTED, (to_json(list(later)), to_json(list(earlier)))):
        pairs.pop((article, of), None)
        pairs[article, of] = relation
    return [pair for pair, relation in pairs.items() if relation == "never"]


def _log(db: Database, relation: str, article: int, of: int, *, now: datetime) -> None:
    db.run(_ADD_EDGE, (article, of, relation, to_micros(now)))


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
