"""What storing costs: `record`, `admit`, `claim_due`, and the bytes an article takes.

`python -m tests.bench.storage_write [ARTICLES]`, from the root. Texts are random words of about 5.6 kB. The
other side, in the same run and interleaved, is the least that stores an article at all: zstd and one insert
into a table with one index, in the same batches, so that the ratio holds on a busy machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import process_time

import apsw

from storage.columns import pack_body
from storage.corpus import CrawlCorpus
from storage.crawl import Entry, ListState, Poll
from storage.model import Extraction, Fingerprint, Http, New
from storage.open import open_crawl
from tests.stored import NOW, make_appearance, make_article, make_listed, make_poll, make_source, make_visit

BATCH, A_LIST, WORDS = 50, 500, 500
SOURCES = 50_000


class Clock:
    """CPU seconds by what they went into."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    @contextmanager
    def time(self, name: str) -> Iterator[None]:
        started = process_time()
        yield
        self.spent[name] += process_time() - started

    def tell(self, name: str, times: int, unit: str) -> None:
        sys.stdout.write(f"{name:28} {self.spent[name] / times * 1000:9.3f} CPU-ms {unit}\n")


def main(count: int) -> None:
    clock, dice = Clock(), random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.db"
        corpus = open_crawl(f"sqlite:///{path}")
        corpus.sync_sources([make_source()], [NOW], now=NOW)
        plain = _plain_store(Path(folder) / "plain.db")
        size = 0
        for batch in _batches(corpus, count, dice):
            size += sum(len(text.encode()) for _, text in batch)
            with clock.time("plain insert"):
                _store_plainly(plain, batch)
            with clock.time("record"):
                _record(corpus, batch, dice)
        corpus.close()
        _tell_articles(clock, count, size, path)
        corpus = open_crawl(f"sqlite:///{path}")
        _time_polls(clock, corpus)
        _time_schedule(clock, corpus)
        corpus.close()


def _batches(corpus: CrawlCorpus, count: int, dice: random.Random) -> Iterator[list[tuple[Entry, str]]]:
    """Yield entries with a text each, as polls of a feed bring them."""
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    words = ["".join(dice.choices(letters, k=dice.randint(2, 8))) for _ in range(3000)]
    for start in range(0, count, A_LIST):
        slugs = [f"2026/03/14/some-headline-{n}" for n in range(start, start + A_LIST)]
        poll = make_poll(*(make_listed(slug, summary="س" * 150) for slug in slugs))
        entries = corpus.admit(poll, source_id="north").new
        for first in range(0, len(entries), BATCH):
            yield [
                (entry, " ".join(dice.choices(words, k=WORDS))) for entry in entries[first : first + BATCH]
            ]


def _plain_store(path: Path) -> apsw.Connection:
    db = apsw.Connection(str(path))
    db.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, url TEXT UNIQUE, codec, body)")
    return db


def _store_plainly(db: apsw.Connection, batch: list[tuple[Entry, str]]) -> None:
    with db:
        for entry, text in batch:
            body = pack_body(text)
            db.execute(
                "INSERT INTO article (url, codec, body) VALUES (?, ?, ?)", (entry.url, body.codec, body.blob)
            )


def _record(corpus: CrawlCorpus, batch: list[tuple[Entry, str]], dice: random.Random) -> None:
    extraction = Extraction(
        path="blocks", version="1", confidence=0.9, fields={"title": "og", "published": "jsonld"}
    )
    with corpus.transaction():
        for entry, text in batch:
            corpus.record(
                entry.id,
                make_article(
                    text, url=entry.url, description="س" * 150, extraction=extraction, published=NOW
                ),
                make_appearance(entry, http=Http(status=200, etag='"1"')),
                Fingerprint(
                    text_hash=dice.randbytes(16), prints=tuple(dice.getrandbits(40) for _ in range(14))
                ),
                judge=lambda *_: New(),
                visit=make_visit(entry, detail={"status": 200, "bytes": 50_000, "path": "blocks"}),
            )


def _tell_articles(clock: Clock, count: int, size: int, path: Path) -> None:
    sys.stdout.write(f"{count} articles of {size / count:.0f} bytes\n")
    for name in ("plain insert", "record"):
        clock.tell(name, count, f"an article, batches of {BATCH}")
    ratio = clock.spent["record"] / clock.spent["plain insert"]
    sys.stdout.write(f"{'record / plain insert':28} {ratio:9.1f} x\n")
    sys.stdout.write(f"{'file':28} {path.stat().st_size / count:9.0f} bytes an article\n")


def _time_polls(clock: Clock, corpus: CrawlCorpus) -> None:
    entries = tuple(
        make_listed(f"big/{n}", keys=(f"north.example/big/{n}", f"guid:{n}")) for n in range(2000)
    )
    state = ListState(source_id="north", url="https://north.example/map", kind="sitemap")
    poll = Poll(state=state, entries=entries, at=NOW)
    for name in ("admit 2,000 new", "admit 2,000 known"):
        with clock.time(name):
            corpus.admit(poll, source_id="north")
        clock.tell(name, 1, "")
    with clock.time("pending 2,000"):
        corpus.pending(NOW, limit=2000)
    clock.tell("pending 2,000", 1, "")


def _time_schedule(clock: Clock, corpus: CrawlCorpus) -> None:
    """A minute of ticks over sources polled every ten minutes."""
    sources = [make_source(f"s{n}") for n in range(SOURCES)]
    due = [NOW + timedelta(seconds=600 * n / SOURCES) for n in range(SOURCES)]
    with clock.time("sync"):
        corpus.sync_sources(sources, due, now=NOW)
    clock.tell("sync", 1, f"for {SOURCES} sources")
    for second in range(60):
        now = NOW + timedelta(seconds=second)
        with clock.time("claim_due"):
            ids = corpus.claim_due(now, limit=200, lease=timedelta(minutes=10), holder="bench")
        with clock.time("finish_poll"), corpus.transaction():
            for source_id in ids:
                corpus.finish_poll(source_id, next_due=now + timedelta(minutes=10))
    clock.tell("claim_due", 60, f"a second, {len(ids)} sources due in it")
    clock.tell("finish_poll", 60, "a second, all of them")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("articles", type=int, nargs="?", default=5000)
    main(arguments.parse_args().articles)
