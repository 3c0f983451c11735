"""kill -9 in mid write: nothing acknowledged is lost, nothing is half there (promises P1, P2)."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from storage.open import open_corpus
from storage.query import ArticleQuery
from tests.crash_writer import BATCH

KILLS = 12
ROOT = Path(__file__).parents[1]

_TORN = """
SELECT (SELECT count(*) FROM article) <> (SELECT count(*) FROM version)
    OR (SELECT count(*) FROM article) <> (SELECT count(*) FROM appearance)
    OR (SELECT count(*) FROM article) <> (SELECT count(*) FROM exact)
    OR (SELECT count(*) FROM article) <> (SELECT count(*) FROM visit)
    OR (SELECT count(*) FROM article) * 3 <> (SELECT count(*) FROM fingerprint)
    OR EXISTS (SELECT 1 FROM entry WHERE state <> 'stored' OR article IS NULL)
    OR EXISTS (SELECT 1 FROM listed)
"""


@pytest.mark.timeout(120)
def test_kill_in_mid_write_loses_and_tears_nothing(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    url = f"sqlite:///{path}"
    acknowledged = 0
    delays = random.Random(7)
    for _ in range(KILLS):
        acknowledged = max(acknowledged, _write_and_kill(url, after_s=delays.uniform(0.0, 0.12)))
        _check(path, acknowledged)
    assert acknowledged > BATCH
    corpus = open_corpus(url)
    texts = [article.text for article in corpus.articles(ArticleQuery(oldest_first=True))]
    assert texts == [f"نص رقم {n} " * 50 for n in range(len(texts))]
    corpus.close()


def _write_and_kill(url: str, *, after_s: float) -> int:
    """Return the last number the writer had acknowledged when it was killed."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.crash_writer", url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    try:
        writer.wait(after_s)
    except subprocess.TimeoutExpired:
        writer.kill()
    said, _ = writer.communicate()
    return max((int(line) for line in said.split()), default=0)


def _check(path: Path, acknowledged: int) -> None:
    db = apsw.Connection(str(path))
    assert db.pragma("integrity_check") == "ok"
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    count = db.execute("SELECT count(*) FROM article").get
    assert count >= acknowledged
    assert count % BATCH == 0
    assert db.execute(_TORN).get == 0
    db.close()
