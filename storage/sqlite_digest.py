"""Digests found out: what was joined to one as a copy is parted from it again, and the log says so.

A digest that comes before its stories looks like a longer copy of the first of them. Once a second one stands
elsewhere in it (`storage.model.Passage`), neither is. Called by record and, on its own tables, by a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from storage.columns import from_json
from storage.model import Passage
from storage.sqlite_db import Database

__all__ = ["JUDGED", "STORED", "Parted", "Tables", "part_from_digests"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Statements over the tables of links: those `joined` to a digest, and to `part` one from it."""

    joined: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """An article no longer a copy of another, by the rules that had joined it."""

    article: int
    of: int
    rules: int


STORED = Tables(
    joined="""
    SELECT a.id, a.copy_of, e.rules, e.scores FROM article a
    JOIN edge e ON e.id = (SELECT max(id) FROM edge WHERE article = a.id AND of = a.copy_of)
    WHERE a.cluster = (SELECT cluster FROM article WHERE id = :of) AND a.copy_of IS NOT NULL
        AND (a.copy_of = :of OR a.id = :of) AND e.scores ->> 'is_part' = (a.id <> :of)
    """,
    part="""
    WITH RECURSIVE theirs (id) AS (
        VALUES (:article)
        UNION SELECT a.id FROM theirs t JOIN article a ON a.copy_of = t.id
        WHERE a.cluster = (SELECT cluster FROM article WHERE id = :article))
    UPDATE article SET cluster = :article, copy_of = iif(id = :article, NULL, copy_of)
    WHERE id IN (SELECT id FROM theirs)
    """,
)
JUDGED = Tables(
    joined="""
    SELECT article, copy_of, rules, scores FROM judged
    WHERE copy_of IS NOT NULL AND (copy_of = :of OR article = :of) AND scores ->> 'is_part' = (article <> :of)
    """,
    part="""
    WITH RECURSIVE theirs (id) AS (
        VALUES (:article) UNION SELECT j.article FROM theirs t JOIN judged j ON j.copy_of = t.id)
    UPDATE judged SET cluster = :article, copy_of = iif(article = :article, NULL, copy_of)
    WHERE article IN (SELECT id FROM theirs)
    """,
)


def part_from_digests(db: Database, tables: Tables, passages: Iterable[Passage]) -> list[Parted]:
    """Part what was joined to digests, as new passages show them to be; return who was parted from whom."""
    parted = []
    for passage in passages:
        joined = db.tuples(tables.joined, {"of": passage.of})
        told = [from_json(scores, {}) for *_, scores in joined]
        places = [(passage.begins, passage.ends), *((one["begins"], one["ends"]) for one in told)]
        if any(end <= start or stop <= begin for (begin, end), (start, stop) in combinations(places, 2)):
            for article, of, rules, _ in joined:
                db.run(tables.part, {"article": article})
                parted.append(Parted(article=article, of=of, rules=rules))
    return parted
