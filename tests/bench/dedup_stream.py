"""Stream articles through the product's own judge and a real SQLite corpus; write one cluster id a row.

    python -m tests.bench.dedup_stream ROWS.jsonl[.gz] --out CLUSTERS.json

Rows hold `source`, `url`, `lang`, `title`, `body` and `published` (seconds since the start of the stream) and
are judged in file order, each with what came before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.judge import Judge
from crawler.urls import url_key
from storage.corpus import CrawlCorpus
from storage.corpus import Judge as AnyJudge
from storage.crawl import Listed, ListState, Poll, SourceRow, Visit
from storage.model import Appearance, Article, Extraction, Fingerprint
from storage.open import open_crawl

START = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 50
Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = load_rows(args.rows)
    with Stream.opened(rows, Judge(), fingerprint) as stream:
        began = time.process_time()
        for first in range(0, len(rows), BATCH):
            stream.record(range(first, min(first + BATCH, len(rows))))
        seconds = time.process_time() - began
        clusters = stream.clusters()
    args.out.write_text(json.dumps(clusters), encoding="utf-8")
    print(f"rows {len(rows)}, clusters {len(set(clusters))}")
    print(f"CPU ms an article, recognising and storing: {1000 * seconds / len(rows):.2f}")


def load_rows(path: Path) -> list[Row]:
    """Read .jsonl or .jsonl.gz."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


class Stream:
    """Rows on their way into one corpus."""

    def __init__(
        self,
        corpus: CrawlCorpus,
        rows: Sequence[Row],
        judge: AnyJudge,
        print_of: Callable[[str], Fingerprint],
    ) -> None:
        self._corpus, self._rows, self._judge, self._print_of = corpus, rows, judge, print_of
        self._urls = [
            f"{row['url']}{'&' if '?' in row['url'] else '?'}row={number}" for number, row in enumerate(rows)
        ]
        self._entries = self._admitted()
        self._articles: list[int] = []

    @classmethod
    @contextmanager
    def opened(
        cls, rows: Sequence[Row], judge: AnyJudge, print_of: Callable[[str], Fingerprint]
    ) -> Iterator[Stream]:
        """Open an empty corpus for the rows, and drop it afterwards."""
        with tempfile.TemporaryDirectory() as scratch:
            corpus = open_crawl(f"sqlite:///{scratch}/corpus.db")
            try:
                yield cls(corpus, rows, judge, print_of)
            finally:
                corpus.close()

    def record(self, numbers: range) -> None:
        """Judge and store the rows of these numbers, in one commit as the crawler does."""
        with self._corpus.transaction():
            self._articles += map(self._record, numbers)

    def clusters(self) -> list[int]:
        """Return the cluster each recorded row ended in."""
        found = (self._corpus.article(article_id) for article_id in self._articles)
        return [article.cluster_id for article in found if article]

    def joined(self) -> list[int | None]:
        """Return the row each recorded row was joined to, None where it began a cluster."""
        first = {article: number for number, article in reversed(list(enumerate(self._articles)))}
        found = (self._corpus.article(article_id) for article_id in self._articles)
        return [
            first[article.id] if first[article.id] != number else first.get(article.copy_of or 0)
            for number, article in enumerate(found)
            if article
        ]

    def _admitted(self) -> dict[str, int]:
        """Let every row be listed by its source; return the id of its entry by address."""
        names = sorted({row["source"] for row in self._rows})
        sources = [SourceRow(id=_source_id(name), name=name) for name in names]
        self._corpus.sync_sources(sources, [START] * len(sources), now=START)
        entries: dict[str, int] = {}
        for source in sources:
            listed = tuple(
                Listed(keys=(url_key(url),), url=url)
                for url, row in zip(self._urls, self._rows, strict=True)
                if row["source"] == source.name
            )
            state = ListState(source_id=source.id, url=f"https://{source.id}.example/feed", kind="feed")
            poll = Poll(state=state, entries=listed, at=START)
            entries |= {entry.url: entry.id for entry in self._corpus.admit(poll, source_id=source.id).new}
        return entries

    def _record(self, number: int) -> int:
        row, url = self._rows[number], self._urls[number]
        seen_at = START + timedelta(seconds=row["published"])
        article = Article(
            url=url,
            title=row["title"],
            text=row["body"],
            language=row["lang"],
            extraction=Extraction(path="bench", version="1"),
        )
        appearance = Appearance(
            source_id=_source_id(row["source"]),
            source_name=row["source"],
            source_url=None,
            key=url_key(url),
            requested_url=url,
            final_url=url,
            title=row["title"],
            seen_at=seen_at,
        )
        visit = Visit(
            source_id=appearance.source_id, url=url, key=appearance.key, outcome="stored", at=seen_at
        )
        made = self._print_of(row["body"])
        entry_id = self._entries[url]
        return self._corpus.record(
            entry_id, article, appearance, made, judge=self._judge, visit=visit
        ).article_id


def _source_id(name: str) -> str:
    return "s" + name.encode("utf-8").hex()


if __name__ == "__main__":
    main()
