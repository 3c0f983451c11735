"""Stream articles through the product's own judge and a real SQLite corpus; write one cluster id a row.

    python -m tests.bench.dedup_stream ROWS.jsonl[.gz] --out CLUSTERS.json

Rows hold `source`, `url`, `lang`, `title`, `body` and `published` (seconds since the start of the stream) and
are judged in file order, each with what came before. Prints the CPU an article costs, and what of it is
recognition: the same run with a judge that looks at nothing is the other side.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.judge import Judge
from crawler.urls import url_key
from storage.corpus import CrawlCorpus
from storage.corpus import Judge as AnyJudge
from storage.crawl import Listed, ListState, Poll, SourceRow, Visit
from storage.model import Appearance, Article, Extraction, Fingerprint, Known, New, Verdict
from storage.open import open_crawl

START = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 50


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--no-baseline", action="store_true", help="skip the run that looks at nothing")
    args = parser.parse_args()
    rows = load_rows(args.rows)
    clusters, seconds = stream(rows, Judge(), fingerprint)
    args.out.write_text(json.dumps(clusters), encoding="utf-8")
    print(f"rows {len(rows)}, clusters {len(set(clusters))}")
    print(f"CPU ms an article: all {1000 * seconds / len(rows):.2f}")
    if not args.no_baseline:
        _, bare = stream(rows, _look_at_nothing, _no_fingerprint)
        print(
            f"CPU ms an article: storing alone {1000 * bare / len(rows):.2f}, "
            f"recognition {1000 * (seconds - bare) / len(rows):.2f}"
        )


def load_rows(path: Path) -> list[dict[str, Any]]:
    """Read .jsonl or .jsonl.gz."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines if line.strip()]


def stream(
    rows: Sequence[dict[str, Any]], judge: AnyJudge, print_of: Any, *, folder: str | None = None
) -> tuple[list[int], float]:
    """Record the rows in order; return the cluster each ended in, and the CPU seconds of recording."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        corpus = open_crawl(f"sqlite:///{scratch}/corpus.db")
        try:
            entries = _admit(corpus, rows)
            began = time.process_time()
            articles = []
            for first in range(0, len(rows), BATCH):
                with corpus.transaction():
                    for row in range(first, min(first + BATCH, len(rows))):
                        articles.append(_record(corpus, entries[row], rows[row], judge, print_of))
            seconds = time.process_time() - began
            return [_cluster(corpus, article) for article in articles], seconds
        finally:
            corpus.close()


def _admit(corpus: CrawlCorpus, rows: Sequence[dict[str, Any]]) -> list[tuple[int, str]]:
    """Let every row be listed, so that it has an entry to end; return entry id and address of each row."""
    names = sorted({row["source"] for row in rows})
    sources = [SourceRow(id=_source_id(row), name=row) for row in names]
    corpus.sync_sources(sources, [START] * len(sources), now=START)
    urls = [f"{row['url']}{'&' if '?' in row['url'] else '?'}row={number}" for number, row in enumerate(rows)]
    entries: dict[str, int] = {}
    for name in names:
        listed = tuple(
            Listed(keys=(url_key(url),), url=url)
            for url, row in zip(urls, rows, strict=True)
            if row["source"] == name
        )
        state = ListState(
            source_id=_source_id(name), url=f"https://{_source_id(name)}.example/feed", kind="feed"
        )
        admitted = corpus.admit(Poll(state=state, entries=listed, at=START), source_id=_source_id(name))
        entries |= {entry.url: entry.id for entry in admitted.new}
    return [(entries[url], url) for url in urls]


def _record(
    corpus: CrawlCorpus, entry: tuple[int, str], row: dict[str, Any], judge: AnyJudge, print_of: Any
) -> int:
    entry_id, url = entry
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
    visit = Visit(source_id=appearance.source_id, url=url, key=appearance.key, outcome="stored", at=seen_at)
    made = print_of(row["body"])
    return corpus.record(entry_id, article, appearance, made, judge=judge, visit=visit).article_id


def _cluster(corpus: CrawlCorpus, article_id: int) -> int:
    article = corpus.article(article_id)
    assert article is not None
    return article.cluster_id


def _source_id(name: str) -> str:
    return "s" + name.encode("utf-8").hex()


def _look_at_nothing(article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
    return New()


_count = iter(range(sys.maxsize))


def _no_fingerprint(text: str) -> Fingerprint:
    return Fingerprint(text_hash=next(_count).to_bytes(16, "big"))


if __name__ == "__main__":
    main()
