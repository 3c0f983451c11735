"""kill -9 in mid write, again and again: is every article whole, with its prints, its hash and its edge?

    python -m tests.bench.kill_corpus [--kills 30] [--seed 1]

A process stores the reports and copies of `tests.dedup_families` through the product's own judge, some of
them again as revisions, and is killed at random moments. After each kill the file is checked as SQLite
checks it, and every row of recognition against the articles.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.judge import Judge
from storage.open import open_crawl
from tests.dedup_families import copied, reports
from tests.stored import NOW, make_appearance, make_article, make_listed, make_poll, make_source, make_visit

BATCH = 20

COMMON = 30
KEPT = (1 << 33) - 1  # what the index keeps of a print
"""A print in more texts than these may be missing: beyond 40 none is written, and revisions take some of
the 40 away again. At 40, 4 of 60 checks of a writer that nobody killed complain; at 30 none does."""

_BROKEN = {
    "article without its text": """
        SELECT count(*) FROM article a WHERE NOT EXISTS
            (SELECT 1 FROM version v WHERE v.article = a.id AND v.n = a.version)
            OR (SELECT count(*) FROM version WHERE article = a.id) <> a.version""",
    "article never seen anywhere": """
        SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM appearance WHERE article = a.id)""",
    "article not led to by its address": """
        SELECT count(*) FROM article a WHERE NOT EXISTS
            (SELECT 1 FROM alias WHERE key = a.key AND article = a.id AND own)""",
    "copy without its edge": """
        SELECT count(*) FROM article a WHERE copy_of IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM edge WHERE article = a.id AND of = a.copy_of)""",
    "edge of no copy": """
        SELECT count(*) FROM edge e JOIN article a ON a.id = e.article WHERE a.copy_of IS NOT e.of""",
    "copy in another story": """
        SELECT count(*) FROM article a JOIN article b ON b.id = a.copy_of WHERE a.cluster <> b.cluster""",
    "first article with another's story": """
        SELECT count(*) FROM article WHERE copy_of IS NULL AND cluster <> id""",
    "text not found by its hash": """
        SELECT count(*) FROM article a JOIN version v ON v.article = a.id AND v.n = a.version
        WHERE NOT EXISTS (SELECT 1 FROM exact WHERE hash = substr(v.text_hash, 1, 8))""",
    "hash of no text": """
        SELECT count(*) FROM exact x JOIN article a ON a.id = x.article
        JOIN version v ON v.article = a.id AND v.n = a.version WHERE substr(v.text_hash, 1, 8) <> x.hash""",
    "entry ended without article or visit": """
        SELECT count(*) FROM entry e WHERE state <> 'pending' AND (article IS NULL OR NOT EXISTS
            (SELECT 1 FROM visit WHERE entry = e.id))""",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", metavar="URL", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.write:
        write(args.write)
        return
    chance = random.Random(args.seed)
    broken = lost = 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.db"
        for kill in range(args.kills):
            acknowledged = write_and_kill(path, after_s=chance.uniform(0.0, 1.0))
            faults, stored = check(path)
            broken += bool(faults)
            lost += stored < acknowledged
            print(
                f"kill {kill + 1}: {acknowledged} acknowledged, {stored} there {', '.join(faults)}",
                flush=True,
            )
    print(f"{args.kills} kills: {broken} inconsistent, {lost} lost acknowledged rows")
    sys.exit(bool(broken or lost))


def texts() -> Iterator[str]:
    """Yield reports of the families for ever, every third with a copy of another outlet."""
    for seed in count():
        for report in reports(each=3, seed=seed):
            yield report.text
            if report.number == 1:
                yield copied(report)


def write(url: str) -> None:
    """Store texts in batches, going on where the corpus ends; print each batch once it is committed."""
    corpus = open_crawl(url)
    corpus.sync_sources([make_source()], [NOW], now=NOW)
    judge = Judge()
    done = corpus.stats().entries
    stream = chain.from_iterable([texts()])
    for _ in range(done):
        next(stream)
    print("open", flush=True)
    while True:
        with corpus.transaction():
            for number in range(done, done + BATCH):
                text = next(stream)
                _store(corpus, f"n{number}", text, judge, hours=number)
                if number % 7 == 0:
                    _store(corpus, f"n{number}", f"{text} Updated.", judge, hours=number, digest=b"2")
        done += BATCH
        print(done, flush=True)


def _store(corpus, slug: str, text: str, judge: Judge, *, hours: int, digest: bytes = b"1") -> None:  # type: ignore[no-untyped-def]
    listed = make_listed(slug, digest=digest)
    (entry,) = corpus.admit(make_poll(listed), source_id="north").new
    seen = make_appearance(entry, seen_at=NOW + timedelta(hours=hours))
    article = make_article(text, url=entry.url)
    corpus.record(entry.id, article, seen, fingerprint(text), judge=judge, visit=make_visit(entry))


def write_and_kill(path: Path, *, after_s: float) -> int:
    """Let a process write for so long; return the last number it had acknowledged."""
    command = [sys.executable, "-m", "tests.bench.kill_corpus", "--write", f"sqlite:///{path}"]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    try:
        writer.wait(after_s)
    except subprocess.TimeoutExpired:
        writer.kill()
    said, _ = writer.communicate()
    return max((int(line) for line in said.split()), default=0)


def check(path: Path) -> tuple[list[str], int]:
    """Return what is wrong with the file, and how many entries have ended."""
    db = apsw.Connection(str(path))
    faults = [f"{n} {name}" for name, sql in _BROKEN.items() if (n := db.execute(sql).get)]
    if db.pragma("integrity_check") != "ok" or db.execute("PRAGMA foreign_key_check").fetchall():
        faults.append("not a sound file")
    faults += _misplaced(db)
    ended: int = db.execute("SELECT count(*) FROM entry WHERE state <> 'pending'").get
    pending = db.execute("SELECT count(*) FROM entry WHERE state = 'pending'").get
    if pending:
        faults.append(f"{pending} entries of half a batch")
    db.close()
    return faults, ended


def _misplaced(db: apsw.Connection) -> list[str]:
    """Compare the index with the prints each article bears; common prints may be missing in it."""
    indexed: dict[int, set[int]] = defaultdict(set)
    often: dict[int, int] = defaultdict(int)
    for fp, article in db.execute("SELECT fp, article FROM fingerprint"):
        kept = int.from_bytes(fp, "big") & KEPT
        indexed[article].add(kept)
        often[kept] += 1
    faults = []
    for article, blob in db.execute("SELECT id, prints FROM article"):
        borne = {int.from_bytes(blob[at : at + 5], "big") & KEPT for at in range(0, len(blob), 5)}
        found = indexed.pop(article, set())
        missing = borne - found
        if found - borne or any(often[one] <= COMMON for one in missing):
            faults.append(f"prints of article {article}")
    if indexed:
        faults.append(f"prints of {len(indexed)} articles that are not there")
    return faults


if __name__ == "__main__":
    main()
