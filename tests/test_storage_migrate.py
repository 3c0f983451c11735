"""Schema changes: forward only, one transaction each, and files that are not ours left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from storage.corpus import StorageError
from storage.migrate import (
    DamagedCorpusError,
    ForeignFileError,
    Migration,
    NewerCorpusError,
    load_migrations,
    plan_migrations,
)
from storage.open import open_corpus, open_crawl
from storage.sqlite_db import connect
from storage.sqlite_known import find_hits, find_same_text, pack_prints, take_prints
from storage.sqlite_schema import APPLICATION_ID, upgrade_schema

NEWEST = len(load_migrations("sqlite"))
NEXT = Migration(number=NEWEST + 1, sql="CREATE TABLE added (x); INSERT INTO added VALUES (1);")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corpus.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


def alter(path: Path, sql: str) -> None:
    db = apsw.Connection(str(path))
    db.execute(sql)
    db.close()


def test_migrations_are_numbered_without_gap() -> None:
    numbers = [one.number for one in load_migrations("sqlite")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_plan_is_what_is_still_missing() -> None:
    steps = [Migration(number=n, sql="") for n in (1, 2, 3)]
    assert [one.number for one in plan_migrations(1, steps, where="x")] == [2, 3]
    assert plan_migrations(3, steps, where="x") == ()
    with pytest.raises(NewerCorpusError, match="upgrade naba"):
        plan_migrations(4, steps, where="x")


def test_new_corpus_is_born_as_the_spec_says(path: Path, url: str) -> None:
    open_crawl(url).close()
    db = apsw.Connection(str(path))
    pragmas = ("application_id", "user_version", "auto_vacuum", "journal_mode")
    assert [db.pragma(name) for name in pragmas] == [APPLICATION_ID, len(load_migrations("sqlite")), 2, "wal"]
    db.close()


def test_writer_connection_is_safe(path: Path) -> None:
    db = connect(path, read_only=False)
    upgrade_schema(db)
    wanted = {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 5000}
    assert {name: db.value(f"PRAGMA {name}") for name in wanted} == wanted
    db.close()


def test_upgrade_adds_what_is_missing_and_keeps_a_copy_of_before(path: Path, url: str) -> None:
    open_crawl(url).close()
    db = connect(path, read_only=False)
    upgrade_schema(db, [*load_migrations("sqlite"), NEXT])
    assert (db.value("PRAGMA user_version"), db.value("SELECT x FROM added")) == (NEWEST + 1, 1)
    db.close()
    backup = connect(path.with_name(f"corpus.db.schema{NEWEST}"), read_only=True)
    assert backup.value("PRAGMA user_version") == NEWEST
    backup.close()


def test_texts_indexed_under_their_whole_hash_are_still_found(path: Path) -> None:
    db = connect(path, read_only=False)
    upgrade_schema(db, [one for one in load_migrations("sqlite") if one.number < 3])
    db.run("INSERT INTO exact VALUES (?, 7)", (bytes(range(16)),))
    upgrade_schema(db)
    assert find_same_text(db, bytes(range(16))) == 7
    db.close()


def test_prints_indexed_under_longer_keys_are_still_found_and_taken_out(path: Path) -> None:
    db = connect(path, read_only=False)
    upgrade_schema(db, [one for one in load_migrations("sqlite") if one.number < 4])
    now, fp = datetime(2026, 5, 1, tzinfo=UTC), 0xFEDCBA9876
    month = (now.year * 12 + now.month) % 128
    db.run("INSERT INTO fingerprint VALUES (?, 7)", (month << 40 | fp,))
    upgrade_schema(db)
    assert find_hits(db, [fp], now=now, days=60).best() == [7]
    take_prints(db, 7, bytes(16), pack_prints([fp]), at=now)
    assert find_hits(db, [fp], now=now, days=60).best() == []
    db.close()


def test_failed_upgrade_leaves_the_old_corpus_usable(path: Path, url: str) -> None:
    open_crawl(url).close()
    db = connect(path, read_only=False)
    broken = Migration(number=NEWEST + 1, sql="CREATE TABLE half (x); CREATE TABLE half (x);")
    with pytest.raises(StorageError, match="already exists"):
        upgrade_schema(db, [*load_migrations("sqlite"), broken])
    db.close()
    open_crawl(url).close()
    assert open_corpus(url).stats().articles == 0


def test_newer_corpus_is_refused(path: Path, url: str) -> None:
    open_crawl(url).close()
    alter(path, "PRAGMA user_version=999")
    for opening in (open_corpus, open_crawl):
        with pytest.raises(NewerCorpusError, match="upgrade naba"):
            opening(url)


def test_older_corpus_is_not_read_before_it_is_upgraded(path: Path, url: str) -> None:
    open_crawl(url).close()
    alter(path, "PRAGMA user_version=0")
    with pytest.raises(StorageError, match="older naba"):
        open_corpus(url)


def test_file_of_another_program_is_refused_and_left_as_it_was(path: Path, url: str) -> None:
    alter(path, "CREATE TABLE contacts (name)")
    before = path.read_bytes()
    for opening in (open_corpus, open_crawl):
        with pytest.raises(ForeignFileError, match="another program"):
            opening(url)
    assert path.read_bytes() == before


@pytest.mark.parametrize("keep", [20, 1000, 5000])
def test_cut_file_is_called_damaged(path: Path, url: str, keep: int) -> None:
    open_crawl(url).close()
    path.write_bytes(path.read_bytes()[:keep])
    for opening in (open_corpus, open_crawl):
        with pytest.raises(DamagedCorpusError, match="backup"):
            opening(url)


def test_corpus_without_its_tables_is_called_damaged(path: Path, url: str) -> None:
    alter(path, f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version=1")
    with pytest.raises(DamagedCorpusError, match="without its tables"):
        open_crawl(url)
