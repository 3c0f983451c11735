"""The end of a rebuild over SQLite: what it changes, and the one transaction that puts it in place.

`work` is the file `storage.sqlite_rebuild` has filled. Old edges stay; what no longer holds is said by a
newer one (`apart`), so that every move can be explained and undone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.columns import to_micros
from storage.rebuild import Regrouped
from storage.sqlite_db import Database

__all__ = ["compare_links", "put_in_place"]

_COUNTS = """
SELECT count(*), count(DISTINCT a.cluster), count(DISTINCT j.cluster),
    count(*) FILTER (WHERE a.cluster <> j.cluster), count(*) FILTER (WHERE a.copy_of IS NOT j.copy_of)
FROM article a JOIN work.judged j ON j.article = a.id
"""
_SPLIT = """
SELECT a.cluster FROM article a JOIN work.judged j ON j.article = a.id
GROUP BY a.cluster HAVING count(DISTINCT j.cluster) > 1 ORDER BY a.cluster
"""
_JOINED = """
SELECT j.cluster FROM article a JOIN work.judged j ON j.article = a.id
GROUP BY j.cluster HAVING count(DISTINCT a.cluster) > 1 ORDER BY j.cluster
"""

_PUT_IN_PLACE = (
    """
    INSERT INTO edge (article, of, relation, scores, rules, at)
    SELECT a.id, a.copy_of, 'apart', '{}', coalesce(nullif(j.rules, 0), (SELECT max(rules) FROM edge)), :now
    FROM article a JOIN work.judged j ON j.article = a.id
    WHERE a.copy_of IS NOT NULL AND a.copy_of IS NOT j.copy_of ORDER BY a.id
    """,
    """
    INSERT INTO edge (article, of, relation, scores, rules, at)
    SELECT j.article, j.copy_of, j.relation, j.scores, j.rules, :now
    FROM work.judged j JOIN article a ON a.id = j.article
    WHERE j.copy_of IS NOT NULL AND (a.copy_of IS NOT j.copy_of OR j.rules >
        (SELECT max(rules) FROM edge WHERE article = j.article AND of = j.copy_of)) ORDER BY j.article
    """,
    """
    UPDATE article SET cluster = j.cluster, copy_of = j.copy_of FROM work.judged j
    WHERE j.article = article.id AND (article.cluster <> j.cluster OR article.copy_of IS NOT j.copy_of)
    """,
    """
    UPDATE article SET rules = j.fold, prints = j.prints FROM work.judged j
    WHERE j.article = article.id AND (article.rules <> j.fold OR article.prints IS NOT j.prints)
    """,
    """
    UPDATE version SET text_hash = h.hash FROM work.hashed h
    WHERE h.article = version.article AND h.n = version.n AND version.text_hash <> h.hash
    """,
    "DELETE FROM exact",
    "INSERT INTO exact SELECT hash, article FROM work.exact",
    "DELETE FROM fingerprint",
    "INSERT INTO fingerprint SELECT fp, article FROM work.fingerprint",
)


def compare_links(db: Database, work: Path) -> Regrouped:
    """Return how the stories of the rebuild differ from those of the corpus."""
    with _attached(db, work):
        articles, before, after, moved, relinked = db.tuples(_COUNTS)[0]
        return Regrouped(
            articles=articles,
            before=before,
            after=after,
            moved=moved,
            relinked=relinked,
            split=tuple(one for (one,) in db.tuples(_SPLIT)),
            joined=tuple(one for (one,) in db.tuples(_JOINED)),
        )


def put_in_place(db: Database, work: Path, *, now: datetime) -> None:
    """Write links, edges, hashes and index of the rebuild into the corpus, all of it or nothing."""
    with _attached(db, work), db.transaction():
        for sql in _PUT_IN_PLACE:
            db.run(sql, {"now": to_micros(now)} if ":now" in sql else ())


@contextmanager
def _attached(db: Database, work: Path) -> Iterator[None]:
    db.run("ATTACH ? AS work", (str(work),))
    try:
        yield
    finally:
        db.run("DETACH work")
