"""What is SQLite's own: the view for other tools, a full disk, a file that may not be written."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from storage.corpus import StorageError
from storage.sqlite import SqliteCorpus, open_writer
from storage.sqlite_db import connect
from tests.stored import NOW, TEXT, make_source, store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corpus.db"


@pytest.fixture
def corpus(path: Path) -> SqliteCorpus:
    opened = open_writer(path, near_days=60)
    opened.sync_sources([make_source()], [NOW], now=NOW)
    return opened


def test_view_shows_articles_with_their_text(corpus: SqliteCorpus, path: Path) -> None:
    store(corpus, "a")
    db = connect(path, read_only=True)
    row = db.row("SELECT id, title, source, first_seen, text FROM articles")
    assert row == {
        "id": 1,
        "title": "خطة للحدائق",
        "source": "north",
        "first_seen": "2026-03-14T12:00:00Z",
        "text": TEXT,
    }
    db.close()
    corpus.close()


def test_long_bodies_are_compressed_and_short_ones_are_not(corpus: SqliteCorpus, path: Path) -> None:
    store(corpus, "a", "قصير")
    store(corpus, "b", TEXT * 30)
    db = connect(path, read_only=True)
    assert db.tuples("SELECT codec, length(body) < 300 FROM version ORDER BY article") == [(0, 1), (1, 1)]
    db.close()
    corpus.close()


def test_full_disk_undoes_one_call_and_damages_nothing(corpus: SqliteCorpus) -> None:
    store(corpus, "before")
    limit = corpus._db.value("PRAGMA page_count") + 20
    corpus._db.run(f"PRAGMA max_page_count={limit}")
    with pytest.raises(StorageError, match="disk is full"), corpus.transaction():
        for n in range(200):
            with corpus.transaction():
                store(corpus, f"n{n}", f"{n}" + TEXT * 9)
    assert corpus.stats().articles == corpus.stats().entries == 1
    corpus._db.run("PRAGMA max_page_count=1000000")
    store(corpus, "after", "بعد ذلك")
    assert corpus.stats().articles == 2
    assert corpus._db.value("PRAGMA integrity_check") == "ok"
    corpus.close()


def test_transaction_lost_inside_is_not_taken_for_a_commit(corpus: SqliteCorpus) -> None:
    """SQLite may roll everything back on an error; going on would commit the rest call by call."""
    with pytest.raises(StorageError), corpus.transaction():
        corpus._db.run("ROLLBACK")
        with pytest.raises(StorageError, match="rolled back"):
            store(corpus, "a")
    assert corpus.stats().entries == 0


def test_second_connection_that_writes_is_called_busy(corpus: SqliteCorpus, path: Path) -> None:
    corpus._db.run("PRAGMA busy_timeout=1")
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="another process is writing"):
        store(corpus, "a")
    other.close()
    store(corpus, "a")
    corpus.close()


def test_file_that_may_not_be_written_is_a_storage_error(tmp_path: Path) -> None:
    db = connect(tmp_path / "corpus.db", read_only=False)
    db.run("CREATE TABLE x (y)")
    db.close()
    reader = connect(tmp_path / "corpus.db", read_only=True)
    assert reader.is_read_only()
    with pytest.raises(StorageError, match="may not be written"):
        reader.run("INSERT INTO x VALUES (1)")
    reader.close()


def test_pending_needs_no_sorting(corpus: SqliteCorpus) -> None:
    """The frontier's order is an index, however long the backlog."""
    from storage.sqlite_entries import _PENDING

    plan = corpus._db.tuples(f"EXPLAIN QUERY PLAN {_PENDING}", {"limit": 1, "now": 1, "only": None})
    steps = [row[3] for row in plan]
    assert any("entry_pending" in step for step in steps)
    assert not any("ORDER BY" in step for step in steps)
    corpus.close()


def test_claiming_reads_an_index(corpus: SqliteCorpus) -> None:
    from storage.sqlite_schedule import _CLAIM_DUE

    bound = {"now": 1, "until": 2, "holder": "x", "limit": 3}
    steps = [row[3] for row in corpus._db.tuples(f"EXPLAIN QUERY PLAN {_CLAIM_DUE}", bound)]
    assert any("source_due" in step for step in steps)
    corpus.close()


def test_the_index_is_parted_by_the_month_an_article_came_in(corpus: SqliteCorpus, path: Path) -> None:
    """A window is a few ranges of keys: an old month is never read, and could be dropped as one range."""
    for month in range(4):
        seen_at = NOW + timedelta(days=31 * month)
        store(corpus, f"n{month}", f"نص {month}", prints=(1, 2), seen_at=seen_at)
    corpus.close()
    db = apsw.Connection(str(path))
    keys = [int.from_bytes(fp, "big") for (fp,) in db.execute("SELECT fp FROM fingerprint ORDER BY fp")]
    db.close()
    months = [fp >> 33 for fp in keys]
    assert [months.count(one) for one in dict.fromkeys(months)] == [2, 2, 2, 2]
    assert {fp & (1 << 33) - 1 for fp in keys} == {1, 2}
