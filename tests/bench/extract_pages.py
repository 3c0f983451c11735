"""Run the product's extraction over folders of pages and write what it found, one JSON object a page.

    python -m tests.bench.extract_pages DIR... --out OUT.jsonl [--site-memory] [--speed] [--models DIR]

A DIR is a set in the format of the shared extraction pages: `index.jsonl` and `html/*.html.gz`, page files as
served, in any encoding. `--site-memory` takes each site's pages in order and remembers, as the crawler does.
`--speed` prints CPU time a page beside trafilatura's, interleaved. `--models` takes the models of a
cross-validation (`train_blocks --cv --models DIR`) and reads every page with one that saw no page of its site.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.extract import classify
from crawler.extract.cascade import extract
from crawler.extract.hints import Hints
from crawler.extract.reasons import NoArticle
from spiders.parse.dates import parse_date
from tests.bench.dataset import FOLDS, fold_of, read_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.model import Article

__all__ = ["record_of"]


@dataclass(slots=True)
class Clock:
    """CPU seconds by path, ours and trafilatura's on the same pages."""

    ours: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    theirs: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    pages: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, path: str, ours: float, theirs: float) -> None:
        """Count one page."""
        self.ours[path] += ours
        self.theirs[path] += theirs
        self.pages[path] += 1

    def report(self) -> str:
        """One line a path: pages, milliseconds a page each, and how many times faster we are."""
        return "\n".join(
            f"{path:12} {count:5} pages  ours {1000 * self.ours[path] / count:7.1f} ms  "
            f"trafilatura {1000 * self.theirs[path] / count:7.1f} ms  "
            f"{self.theirs[path] / max(self.ours[path], 1e-9):5.1f} x"
            for path, count in sorted(self.pages.items())
        )


def record_of(page_id: str, found: Article | NoArticle) -> dict[str, Any]:
    """The line written for one page; absent is null."""
    if isinstance(found, NoArticle):
        empty = dict.fromkeys(("title", "date", "authors", "path", "confidence"))
        return {"id": page_id, "text": "", **empty, "reason": str(found.reason), "detail": found.detail}
    return {
        "id": page_id,
        "text": found.text,
        "title": found.title,
        "date": _local_date(found),
        "authors": [author.name for author in found.authors],
        "path": found.extraction.path,
        "confidence": found.extraction.confidence,
        "reason": None,
    }


def _local_date(article: Article) -> str | None:
    """The instant of publishing with the offset the page wrote it in: the day readers saw there."""
    if article.published is None:
        return None
    written = parse_date(article.published_raw or "")
    offset = written.at + written.offset - article.published if written else timedelta()
    is_zone = abs(offset) <= timedelta(hours=14) and offset % timedelta(minutes=15) == timedelta()
    return article.published.astimezone(timezone(offset) if is_zone else UTC).isoformat()


def _hints(record: dict[str, Any]) -> Hints:
    return Hints(url=record.get("url") or "", final_url=record.get("url") or "")


def _pages(folders: list[Path]) -> Iterator[tuple[dict[str, Any], bytes]]:
    for folder in folders:
        yield from read_pages(folder)


@contextmanager
def _model(path: Path | None) -> Iterator[None]:
    """Let the classifier use another model file for a while."""
    shipped = classify.MODEL_FILE
    try:
        classify.MODEL_FILE = path or shipped  # type: ignore[misc]  # the bench's one liberty
        classify.load_model.cache_clear()
        yield
    finally:
        classify.MODEL_FILE = shipped  # type: ignore[misc]
        classify.load_model.cache_clear()


def _read_all(folders: list[Path], models: Path | None, clock: Clock | None) -> Iterator[dict[str, Any]]:
    """Read the pages, fold by fold where there is a model for each."""
    for fold in range(FOLDS) if models else [None]:
        with _model(models / f"fold-{fold}.npz" if models else None):
            for record, data in _pages(folders):
                if fold is None or fold_of(record) == fold:
                    yield _read_one(record, data, clock)


def _read_one(record: dict[str, Any], data: bytes, clock: Clock | None) -> dict[str, Any]:
    hints = _hints(record)
    start = time.process_time()
    found = extract(data, hints)
    ours = time.process_time() - start
    line = record_of(record["id"], found)
    if clock is not None:
        clock.add(line["path"] or "no_article", ours, _time_trafilatura(data, hints.url))
    return line


def _time_trafilatura(data: bytes, url: str) -> float:
    """CPU seconds of a default run with metadata on the same bytes."""
    from trafilatura import bare_extraction

    start = time.process_time()
    bare_extraction(data, url=url or None, with_metadata=True, include_comments=False)
    return time.process_time() - start


def main() -> None:
    """Read the folders and write the records."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--site-memory", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--models", type=Path)
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    clock = Clock() if args.speed else None
    if args.site_memory:
        from tests.bench.site_by_site import read_with_memory

        lines: Iterator[dict[str, Any]] = read_with_memory(args.folders)
    else:
        lines = _read_all(args.folders, args.models, clock)
    with args.out.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    if clock:
        print(clock.report())


if __name__ == "__main__":
    main()
