"""What recognition costs as the corpus grows: CPU and bytes an article from 100 thousand to 3 million.

    python -m tests.bench.dedup_growth [--articles 3000000] [--months 3] [--plot docs/dedup-growth.svg]

The product's own look-up and insert (`storage.sqlite_known`) in a real corpus file, in commits of 50, over
synthetic fingerprints: 14 prints a text, every fourth text a copy that shares eight with one of the 50,000
before it. The articles come evenly over the months, all within what a window of 60 days touches with the
defaults. What grows is looked at only: making the fingerprints is not counted. Takes half an hour.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import numpy as np

from storage.model import Fingerprint
from storage.sqlite_db import Database, connect
from storage.sqlite_known import find_hits, put_fingerprint
from storage.sqlite_schema import upgrade_schema
from tests.bench.plot import Line, draw

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
COMMIT, POINT, NEAR_DAYS = 50, 50_000, 60
PRINTS, SHARED, RECENT = 14, 8, 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The cost around one size: CPU milliseconds and index bytes an article, of prints and of hashes."""

    articles: int
    cpu_ms: float
    print_bytes: float
    hash_bytes: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=3_000_000)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    points = []
    with tempfile.TemporaryDirectory() as folder:
        for point in grow(Path(folder) / "corpus.db", args.articles, months=args.months):
            points.append(point)
            print(
                f"{point.articles:>9,} articles {point.cpu_ms:6.3f} CPU-ms, bytes of prints"
                f" {point.print_bytes:6.1f}, of hashes {point.hash_bytes:5.1f}, an article"
            )
            sys.stdout.flush()
    base = next((one for one in points if one.articles >= 100_000), points[0])
    print(f"CPU an article, {points[-1].articles:,} over {base.articles:,}: {_ratio(points, base):.2f}")
    if args.plot:
        lines = [
            Line(name="CPU of look-up and insert, ms", points=[(p.articles / 1e6, p.cpu_ms) for p in points]),
            Line(name="index, kB", points=[(p.articles / 1e6, _bytes(p) / 1000) for p in points]),
        ]
        draw(args.plot, "Recognition, an article", "million articles in the corpus", lines)


def grow(path: Path, articles: int, *, months: int) -> Iterator[Point]:
    """Fill a corpus's index, yielding what the last 50,000 articles cost each time."""
    db = connect(path, read_only=False)
    upgrade_schema(db)
    dice = np.random.default_rng(1)
    past = np.zeros((RECENT, PRINTS), np.int64)
    step = timedelta(days=30.4 * months) / articles
    spent = 0.0
    for first in range(0, articles, COMMIT):
        batch = _made(dice, past, first)
        began = process_time()
        _store(db, first, batch, BEGIN, step)
        spent += process_time() - began
        if (first + COMMIT) % POINT == 0:
            count = first + COMMIT
            prints, hashes = (_size(db, table) / count for table in ("fingerprint", "exact"))
            yield Point(articles=count, cpu_ms=1000 * spent / POINT, print_bytes=prints, hash_bytes=hashes)
            spent = 0.0
    db.close()


def _made(dice: np.random.Generator, past: np.ndarray, first: int) -> list[Fingerprint]:
    """Return the fingerprints of the next articles, remembering them among the recent ones."""
    prints = dice.integers(0, 1 << 40, (COMMIT, PRINTS))
    for row in range(COMMIT if first else 0):
        if dice.random() < 0.25:
            prints[row, :SHARED] = past[dice.integers(0, min(first, RECENT)), :SHARED]
    past[np.arange(first, first + COMMIT) % RECENT] = prints
    return [Fingerprint(text_hash=dice.bytes(16), prints=tuple(row)) for row in prints.tolist()]


def _store(db: Database, first: int, batch: list[Fingerprint], begin: datetime, step: timedelta) -> None:
    with db.transaction():
        for article, made in enumerate(batch, start=first + 1):
            now = begin + article * step
            hits = find_hits(db, made.prints, now=now, days=NEAR_DAYS)
            hits.best()
            put_fingerprint(db, article, made, hits, now=now)


def _size(db: Database, table: str) -> int:
    names = (table, f"sqlite_autoindex_{table}_1")
    found: int = db.value("SELECT sum(pgsize) FROM dbstat WHERE name IN (?, ?) AND aggregate = TRUE", names)
    return found


def _bytes(point: Point) -> float:
    return point.print_bytes + point.hash_bytes


def _ratio(points: list[Point], base: Point) -> float:
    """Return the mean cost of the last four points over that of the base: single ones are noisy."""
    last = points[-4:]
    return sum(one.cpu_ms for one in last) / len(last) / base.cpu_ms


if __name__ == "__main__":
    main()
