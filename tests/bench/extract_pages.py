"""Run the product's extraction over folders of pages and write what it found, one JSON object a page.

    python -m tests.bench.extract_pages DIR... --out OUT.jsonl [--site-memory] [--rounds N] [--speed]
        [--models DIR] [--jobs 2]

A DIR is a set in the format of the shared extraction pages: `index.jsonl` and page files as served, in any
encoding, gzipped or not. Every page gets one line, in the order of the folders, whatever it holds.
`--site-memory` takes each site's pages in order and remembers, as the crawler does; `--rounds` reads
everything so many times, and what counts is the last: the sites are known by then. `--speed` prints CPU time
a page by path beside trafilatura's; the two take turns every 25 pages, so that each runs as it would alone
and both on the same machine in the same minute. `--models` takes the models of a cross-validation
(`train_blocks --cv --models DIR`) and reads every page with one that saw no page of its site.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import time
import zlib
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from crawler.extract import classify
from crawler.extract.cascade import extract
from crawler.extract.hints import Hints
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.site import host_of, read_site_page
from spiders.parse.dates import parse_date
from tests.bench.dataset import FOLDS, fold_of, read_page, read_records

if TYPE_CHECKING:
    from storage.model import Article

__all__ = ["hints_of", "record_of"]

PAGE_TIMEOUT_S = 60.0
TURN = 25
MAX_INLINE = 20
"""Fewer pages than this are read in this process even if `--jobs` would start more."""


@dataclass(slots=True)
class Clock:
    """CPU seconds by path, ours and trafilatura's on the same pages; `turn` are those it has yet to read."""

    ours: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    theirs: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    turn: list[tuple[str, bytes, str]] = field(default_factory=list)

    def add(self, path: str, ours: float, data: bytes, url: str) -> None:
        """Count one page; after some it is trafilatura's turn."""
        self.ours[path].append(ours)
        self.turn.append((path, data, url))
        if len(self.turn) >= TURN:
            self.catch_up()

    def catch_up(self) -> None:
        """Let trafilatura read the pages that wait for it."""
        for path, data, url in self.turn:
            self.theirs[path].append(_time_trafilatura(data, url))
        self.turn.clear()

    def report(self) -> str:
        """One line a path: pages, milliseconds a page each, and how many times faster we are."""
        self.catch_up()
        lines = [_line(path, self.ours[path], self.theirs[path]) for path in sorted(self.ours)]
        ours, theirs = (list(chain.from_iterable(side.values())) for side in (self.ours, self.theirs))
        return "\n".join([*lines, _line("all", ours, theirs)] if ours else [])


def _line(path: str, ours: list[float], theirs: list[float]) -> str:
    mean, other = (1000 * sum(side) / len(side) for side in (ours, theirs))
    return (
        f"{path:12} {len(ours):5} pages  ours {mean:7.1f} ms  trafilatura {other:7.1f} ms  "
        f"{other / max(mean, 1e-6):5.1f} x  worst {1000 * max(ours):7.0f} ms"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One page to read: its folder and its line of the index."""

    folder: Path
    record: dict[str, Any]


def record_of(page_id: str, found: Article | NoArticle) -> dict[str, Any]:
    """The line written for one page; absent is null."""
    if isinstance(found, NoArticle):
        empty = dict.fromkeys(("title", "date", "authors", "path", "confidence", "dropped", "warnings"))
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
        "dropped": found.extraction.dropped,
        "warnings": found.extraction.warnings,
    }


def _local_date(article: Article) -> str | None:
    """The instant of publishing with the offset the page wrote it in: the day readers saw there."""
    if article.published is None:
        return None
    written = parse_date(article.published_raw or "")
    offset = written.at + written.offset - article.published if written else timedelta()
    is_zone = abs(offset) <= timedelta(hours=14) and offset % timedelta(minutes=15) == timedelta()
    return article.published.astimezone(timezone(offset) if is_zone else UTC).isoformat()


def hints_of(record: dict[str, Any]) -> Hints:
    """What the crawler would know of the page: its address."""
    return Hints(url=record.get("url") or "", final_url=record.get("url") or "")


def _items(folders: list[Path]) -> list[Item]:
    return [Item(folder=folder, record=record) for folder in folders for record in read_records(folder)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads pages as the crawler does; with `memories` each site's pages teach how to read the next."""

    clock: Clock | None = None
    memories: dict[str, bytes] | None = None
    revisit: bool = False

    def read(self, item: Item) -> dict[str, Any]:
        """Read one page and return its line; a file that cannot be read is a page without an article too."""
        try:
            data = read_page(item.folder, item.record)
        except (OSError, EOFError, zlib.error) as error:
            return _lost(item, Reason.EXTRACTOR_ERROR, str(error))
        hints = replace(hints_of(item.record), revisit=self.revisit)
        start = time.process_time()
        found = self._found(hints, item.record.get("site") or "", data)
        ours = time.process_time() - start
        line = record_of(item.record["id"], found)
        if self.clock is not None:
            self.clock.add(line["path"] or "no_article", ours, data, hints.url)
        return line

    def _found(self, hints: Hints, site: str, data: bytes) -> Article | NoArticle:
        name = host_of(hints) or site
        if self.memories is None or not name:
            return extract(data, hints)
        page = read_site_page(data, hints, self.memories.get(name), at=datetime.now(UTC))
        if page.remembered is not None:
            self.memories[name] = page.remembered.body
        return page.found


def _lost(item: Item, reason: Reason, detail: str) -> dict[str, Any]:
    return record_of(item.record["id"], NoArticle(reason=reason, detail=detail))


def _time_trafilatura(data: bytes, url: str) -> float:
    """CPU seconds of a default run with metadata on the same bytes."""
    from trafilatura import bare_extraction

    start = time.process_time()
    with suppress(Exception):  # what it makes of the page is not the question here
        bare_extraction(data, url=url or None, with_metadata=True, include_comments=False)
    return time.process_time() - start


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


def _read_all(items: list[Item], jobs: int, reader: Reader) -> Iterator[dict[str, Any]]:
    """Read the pages one by one, or in `jobs` processes; a page that ends its process costs that page
    only."""
    if reader.clock is not None or reader.memories is not None or jobs < 2 or len(items) < MAX_INLINE:
        yield from map(reader.read, items)
        return
    with ProcessPool(max_workers=jobs) as pool:
        results = pool.map(reader.read, items, timeout=PAGE_TIMEOUT_S).result()
        for item in items:
            try:
                yield next(results)
            except TimeoutError:
                yield _lost(item, Reason.WORKER_TIMEOUT, f"{PAGE_TIMEOUT_S:.0f} s")
            except ProcessExpired as error:
                yield _lost(item, Reason.WORKER_CRASHED, str(error))


def _read_with_folds(items: list[Item], models: Path, jobs: int, reader: Reader) -> list[dict[str, Any]]:
    """Read every page with the model that saw no page of its site."""
    lines: dict[int, dict[str, Any]] = {}
    for fold in range(FOLDS):
        own = [(at, item) for at, item in enumerate(items) if fold_of(item.record) == fold]
        with _model(models / f"fold-{fold}.npz"):
            read = _read_all([item for _, item in own], jobs, reader)
            lines |= zip((at for at, _ in own), read, strict=True)
    return [lines[at] for at in sorted(lines)]


def _read(items: list[Item], args: argparse.Namespace, reader: Reader) -> Iterable[dict[str, Any]]:
    if args.models:
        return _read_with_folds(items, args.models, args.jobs, reader)
    return _read_all(items, args.jobs, reader)


def main() -> None:
    """Read the folders and write the records."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--site-memory", action="store_true")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--models", type=Path)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    memories: dict[str, bytes] | None = {} if args.site_memory else None
    clock = Clock() if args.speed else None
    items = _items(args.folders)
    if clock:
        warm = Clock()
        Reader(clock=warm).read(items[0])  # loads the models of both sides
        warm.catch_up()
        gc.freeze()  # as the crawler's workers do
    for number in range(args.rounds - 1):
        deque(_read(items, args, Reader(memories=memories, revisit=number > 0)), maxlen=0)
    lines = _read(items, args, Reader(clock=clock, memories=memories, revisit=args.rounds > 1))
    with args.out.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    if clock:
        print(clock.report())
    if memories:
        sizes = sorted(map(len, memories.values()))
        middle = sizes[len(sizes) // 2]
        print(f"{len(sizes)} sites remembered, {middle} bytes in the middle, {sizes[-1]} at most")


if __name__ == "__main__":
    main()
