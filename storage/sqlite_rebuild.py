"""A rebuild over SQLite: texts judged again, one by one, into a file of its own beside the corpus.

That file (`<corpus>.rebuild`) holds the new index, the new links and how far it has come; each step is one
transaction in it, so that a killed rebuild goes on. The corpus changes in `storage.sqlite_regroup` only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.columns import from_micros, to_json, unpack_body
from storage.corpus import Judge, StorageError
from storage.lock import instance_lock
from storage.model import Article, Candidate, Copy, Extraction, Fingerprint, Known, New, Verdict
from storage.rebuild import Fingerprinter, Regrouped
from storage.sqlite import check_exists
from storage.sqlite_clusters import Rulings, load_rulings
from storage.sqlite_db import Database, connect
from storage.sqlite_digest import JUDGED, part_from_digests
from storage.sqlite_known import find_hits, find_same_text, pack_prints, put_fingerprint, take_prints
from storage.sqlite_regroup import compare_links, put_in_place
from storage.sqlite_schema import check_schema, upgrade_schema

__all__ = ["open_sqlite_rebuild"]

_WORK = """
CREATE TABLE progress (signature TEXT NOT NULL, done INTEGER NOT NULL, article INTEGER, n INTEGER);
CREATE TABLE judged (
    article  INTEGER PRIMARY KEY,
    version  INTEGER NOT NULL,
    cluster  INTEGER NOT NULL,
    copy_of  INTEGER,
    relation TEXT,
    scores   TEXT,
    rules    INTEGER,
    hash     BLOB NOT NULL,
    fold     INTEGER NOT NULL,
    prints   BLOB NOT NULL,
    at       INTEGER NOT NULL
);
CREATE INDEX judged_copy_of ON judged (copy_of) WHERE copy_of IS NOT NULL;
CREATE TABLE hashed (article INTEGER, n INTEGER, hash BLOB NOT NULL, PRIMARY KEY (article, n)) WITHOUT ROWID;
CREATE TABLE exact (hash BLOB PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE fingerprint (fp BLOB, article INTEGER, PRIMARY KEY (fp, article)) WITHOUT ROWID;
"""
_WORK_PRAGMAS = ("busy_timeout=0", "locking_mode=EXCLUSIVE", "journal_mode=TRUNCATE", "synchronous=NORMAL")
_BEGIN = "INSERT INTO progress VALUES (?, 0, NULL, NULL)"
_PROGRESS = "SELECT signature, done, article, n FROM progress"
_ADVANCE = "UPDATE progress SET done = ?, article = ?, n = ?"
_TEXT_AT = "SELECT article, n FROM version WHERE rowid = ?"
_COUNTS = "SELECT count(*) FILTER (WHERE rowid <= ?), count(*) FROM version"
_NEXT = """
SELECT v.rowid AS place, v.article, v.n, v.title, v.fetched_at, v.codec, v.body, a.url
FROM version v JOIN article a ON a.id = v.article WHERE v.rowid > ? ORDER BY v.rowid LIMIT ?
"""
_BODY = """
SELECT a.key, s.id AS source_id, v.codec, v.body
FROM version v JOIN article a ON a.id = v.article JOIN source s ON s.n = a.source
WHERE v.article = ? AND v.n = ?
"""
_JUDGED = "SELECT version, cluster, hash, prints, at FROM judged WHERE article = ?"
_ADD_HASH = "INSERT INTO hashed VALUES (:article, :n, :hash)"
_ADD = """
INSERT INTO judged VALUES (:article, :n, :cluster, :copy_of, :relation, :scores, :rules, :hash, :fold,
    :prints, :fetched_at)
"""
_REVISE = """
UPDATE judged SET version = :n, hash = :hash, fold = :fold, prints = :prints, at = :fetched_at
WHERE article = :article
"""


def open_sqlite_rebuild(path: Path, *, rules: str, near_days: int, read_only: bool) -> SqliteRebuild:
    """Open the corpus and its rebuild, the one left off if it was by the same rules."""
    check_exists(path)
    with ExitStack() as held:
        if not read_only:
            held.enter_context(instance_lock(path))
        corpus = connect(path, read_only=read_only)
        held.callback(corpus.close)
        if read_only:
            check_schema(corpus)
        else:
            upgrade_schema(corpus)
        rulings = load_rulings(corpus)
        schema = corpus.value("PRAGMA user_version")
        signature = f"schema {schema}, {rules}, {near_days} days, {rulings.joined}, {rulings.parted}"
        work = _open_work(path.with_name(f"{path.name}.rebuild"), signature, corpus)
        held.callback(work.close)
        return SqliteRebuild(corpus, work, rulings, near_days=near_days, held=held.pop_all())


def _open_work(path: Path, signature: str, corpus: Database) -> Database:
    work = _connect_work(path)
    if not _goes_on(work, signature, corpus):
        work.close()
        _drop(path)
        work = _connect_work(path)
        with work.transaction():
            work.run(_WORK)
            work.run(_BEGIN, (signature,))
    return work


def _connect_work(path: Path) -> Database:
    work = connect(path, read_only=False)
    for pragma in _WORK_PRAGMAS:
        work.run(f"PRAGMA {pragma}")
    with work.transaction():  # takes the file for us, until closed
        return work


def _drop(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}-journal")):
        file.unlink(missing_ok=True)


def _goes_on(work: Database, signature: str, corpus: Database) -> bool:
    """Say whether the file holds the beginning of this very rebuild."""
    if not work.value("SELECT count(*) FROM sqlite_schema"):
        return False
    begun, done, *last = work.tuples(_PROGRESS)[0]
    return begun == signature and (not done or corpus.tuples(_TEXT_AT, (done,)) == [tuple(last)])


class SqliteRebuild:
    """`storage.rebuild.Rebuild` over an SQLite corpus."""

    def __init__(
        self, corpus: Database, work: Database, rulings: Rulings, *, near_days: int, held: ExitStack
    ) -> None:
        self._corpus = corpus
        self._work = work
        self._rulings = rulings
        self._near_days = near_days
        self._held = held

    def counts(self) -> tuple[int, int]:
        done, total = self._corpus.tuples(_COUNTS, (self._done(),))[0]
        return done, total

    def step(self, *, judge: Judge, fingerprint: Fingerprinter, limit: int) -> int:
        rows = self._corpus.rows(_NEXT, (self._done(), limit))
        with self._work.transaction():
            for row in rows:
                text = unpack_body(row.pop("body"), row.pop("codec"))
                self._take(row, text, fingerprint(text), judge)
            if rows:
                last = rows[-1]
                self._work.run(_ADVANCE, (last["place"], last["article"], last["n"]))
        return len(rows)

    def compare(self) -> Regrouped:
        self._work.close()
        return compare_links(self._corpus, self._work.path)

    def apply(self, *, now: datetime) -> Regrouped:
        self._work.close()
        found = compare_links(self._corpus, self._work.path)
        put_in_place(self._corpus, self._work.path, now=now)
        _drop(self._work.path)
        return found

    def close(self) -> None:
        self._held.close()

    def _done(self) -> int:
        done: int = self._work.value("SELECT done FROM progress")
        return done

    def _take(self, row: dict[str, Any], text: str, made: Fingerprint, judge: Judge) -> None:
        """Judge one text against those taken before, then put it into the index."""
        at: datetime = from_micros(row["fetched_at"])
        hits = find_hits(self._work, made.prints, now=at, days=self._near_days)
        row |= {"hash": made.text_hash, "fold": made.version, "prints": pack_prints(made.prints)}
        if row["n"] == 1:
            known = self._known(row["article"], made, hits.best())
            verdict = self._verdict(row, text, made, known, judge)
            row |= self._linked(row, verdict if isinstance(verdict, Copy) else None)
            self._work.run(_ADD, row)
            if isinstance(verdict, New | Copy):
                part_from_digests(self._work, JUDGED, verdict.passages)
        else:
            _, _, text_hash, prints, then = self._work.tuples(_JUDGED, (row["article"],))[0]
            take_prints(self._work, row["article"], text_hash, prints, at=from_micros(then))
            self._work.run(_REVISE, row)
        self._work.run(_ADD_HASH, row)
        put_fingerprint(self._work, row["article"], made, hits, now=at)

    def _verdict(
        self, row: dict[str, Any], text: str, made: Fingerprint, known: Known, judge: Judge
    ) -> Verdict:
        joined = self._rulings.joined.get(row["article"])
        if joined is not None:
            return Copy(of=joined, relation="operator", rules=0)
        article = Article(
            url=row["url"], title=row["title"], text=text, extraction=Extraction(path="stored", version="")
        )
        return judge(article, made, known)

    def _linked(self, row: dict[str, Any], copy: Copy | None) -> dict[str, Any]:
        if copy is None:
            return {"cluster": row["article"], **dict.fromkeys(("copy_of", "relation", "scores", "rules"))}
        return {
            "cluster": self._cluster(copy.of),
            "copy_of": copy.of,
            "relation": copy.relation,
            "scores": to_json(copy.scores) or "{}",
            "rules": copy.rules,
        }

    def _known(self, article: int, made: Fingerprint, near: list[int]) -> Known:
        """Return what the judge decides on, without the stories the operator parted the article from."""
        parted = {self._cluster(one) for one in self._rulings.parted.get(article, ()) if one < article}
        found = find_same_text(self._work, made.text_hash)
        same = [] if found is None else [found]
        same_text, close = (
            tuple(one for one in self._candidates(ids) if one.cluster_id not in parted)
            for ids in (same, near)
        )
        return Known(same_text=same_text[0] if same_text else None, near=close)

    def _candidates(self, ids: list[int]) -> Iterator[Candidate]:
        """Yield articles at the text they had when this one came."""
        for one in ids:
            version, cluster, text_hash, *_ = self._work.tuples(_JUDGED, (one,))[0]
            row = self._corpus.rows(_BODY, (one, version))[0]
            yield Candidate(
                id=one,
                version=version,
                cluster_id=cluster,
                source_id=row["source_id"],
                key=row["key"],
                text_hash=text_hash,
                text=unpack_body(row["body"], row["codec"]),
            )

    def _cluster(self, article: int) -> int:
        found = self._work.value("SELECT cluster FROM judged WHERE article = ?", (article,))
        if found is None:
            raise StorageError(f"{self._corpus.path}: article {article} is later than what was joined to it")
        return int(found)
