"""Fit what `crawler.extract.confidence` promises: of texts read with confidence c, a share c is exact.

    python -m tests.bench.extract_pages DIR... --models FOLDS --out READ.jsonl [--site-memory --rounds 6]
    python -m tests.bench.fit_confidence DIR... --read READ.jsonl [--margin 0.33] [--least 3]

The DIRs and their order are those of the first command, whose lines say which path read each page and how
sure it was; FOLDS are models that saw no page of the site (`train_blocks --cv --models FOLDS`). For each path
the log-odds it stated are fitted to "4-gram F1 at least .98" by a straight line, which turns the constants in
use into better ones: bias and weights times its slope, bias plus its intercept. A slope of 1 and an intercept
of 0 say that they stand as they are. `--least` leaves out sites of fewer pages, for what is learned from
several: read in rounds, a single page teaches its own wrapper. Standard errors are of pages; those of one
site are alike, so they are a little too small.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from crawler.extract.confidence import curve_of
from crawler.extract.hints import Hints
from crawler.extract.site import host_of
from tests.bench.dataset import read_records
from tests.bench.scoring import drop_headline, ngrams, precision_recall, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEAR_PERFECT = 0.98
BINS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0)
ROUNDED = 0.0005
"""Confidence is written to three places: nought and one stand for half a place more and less."""
RIDGE = 1.0
"""Holds a line of few pages near 1 and 0: worth about as much as four pages of even odds."""
STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One page read: by which path, how sure, and whether the text is all but exact."""

    path: str
    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Log-odds as they should be: `intercept` and `slope` times those stated, with standard errors."""

    intercept: float
    slope: float
    errors: tuple[float, float]


def judged(folders: Sequence[Path], lines: Iterable[dict[str, Any]], *, least: int = 1) -> Iterator[Judged]:
    """Compare what was read with the gold bodies, on sites of at least so many pages.

    Pages without an article or without gold are left out.
    """
    records = [record for folder in folders for record in read_records(folder)]
    pages = Counter(_site(record) for record in records)
    for record, line in zip(records, lines, strict=True):
        if record["id"] != line["id"]:
            raise ValueError(f"expected page {record['id']!r}, got {line['id']!r}: other folders or order")
        if line["confidence"] is not None and record["body"] and pages[_site(record)] >= least:
            yield Judged(
                path=line["path"],
                confidence=line["confidence"],
                is_right=_f1(record, line["text"]) >= NEAR_PERFECT,
            )


def _site(record: dict[str, Any]) -> str:
    return host_of(Hints(url=record.get("url") or "")) or record.get("site") or ""


def _f1(record: dict[str, Any], text: str) -> float:
    found = drop_headline(text, record.get("title"))
    wanted = drop_headline(record["body"], record.get("title"))
    return precision_recall(ngrams(tokens(found)), ngrams(tokens(wanted)))[2]


def fit_line(pages: Sequence[Judged]) -> Line:
    """Fit the log-odds stated to what was right: logistic regression by Newton's method, shrunk to (0, 1)."""
    stated = _log_odds(np.array([page.confidence for page in pages]))
    design = np.stack([np.ones_like(stated), stated], axis=1)
    right = np.array([page.is_right for page in pages], dtype=np.float64)
    prior, weights = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (right - sure) - RIDGE * (weights - prior)
        curve = design.T @ (design * (sure * (1 - sure))[:, None]) + RIDGE * np.eye(2)
        weights = weights + np.linalg.solve(curve, slope)
    errors = np.sqrt(np.diag(np.linalg.inv(curve)))
    return Line(
        intercept=float(weights[0]), slope=float(weights[1]), errors=(float(errors[0]), float(errors[1]))
    )


def _log_odds(confidence: Floats) -> Floats:
    sure = np.clip(confidence, ROUNDED, 1 - ROUNDED)
    return np.log(sure / (1 - sure))


def _table(pages: Sequence[Judged]) -> Iterator[str]:
    """A line for each range of confidence: pages, what they promised, what was right."""
    for low, high in pairwise(BINS):
        own = [page for page in pages if low <= page.confidence < high or page.confidence == high == 1.0]
        if own:
            promised = float(np.mean([page.confidence for page in own]))
            right = float(np.mean([page.is_right for page in own]))
            yield f"  {low:.1f} to {high:.1f}  {len(own):5} pages  promised {promised:.2f}  right {right:.2f}"


def _brier(pages: Sequence[Judged]) -> float:
    return float(np.mean([(page.confidence - page.is_right) ** 2 for page in pages]))


def _constants(path: str, line: Line, margin: float) -> str:
    used = curve_of(path)
    bias = line.intercept + line.slope * used.bias - margin
    signs = ", ".join(
        f"{name}={line.slope * weight:.2f}"
        for name in used.signs.__slots__
        if (weight := getattr(used.signs, name))
    )
    return f"bias={bias:.2f}, surety={line.slope * used.surety:.2f}" + (f", {signs}" if signs else "")


def _report(path: str, pages: Sequence[Judged], margin: float) -> Iterator[str]:
    right = float(np.mean([page.is_right for page in pages]))
    yield f"{path}: {len(pages)} pages, {right:.2f} all but exact, Brier score {_brier(pages):.4f}"
    yield from _table(pages)
    line = fit_line(pages)
    yield (
        f"  log-odds should be {line.intercept:.2f} (±{line.errors[0]:.2f}) + "
        f"{line.slope:.2f} (±{line.errors[1]:.2f}) x those stated"
    )
    yield f"  in use:        {_constants(path, Line(intercept=0, slope=1, errors=(0, 0)), 0)}"
    yield f"  best fit:      {_constants(path, line, 0)}"
    yield f"  with a margin: {_constants(path, line, margin)}"


def main() -> None:
    """Print for each path how its confidence came true, and the constants that would fit best."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--read", type=Path, required=True)
    parser.add_argument("--margin", type=float, default=0.33, help="log-odds to promise less than fits best")
    parser.add_argument("--least", type=int, default=1, help="pages a site must have")
    args = parser.parse_args()
    with args.read.open(encoding="utf-8") as lines:
        pages = list(judged(args.folders, map(json.loads, lines), least=args.least))
    by_path: defaultdict[str, list[Judged]] = defaultdict(list)
    for page in pages:
        by_path[page.path].append(page)
    for path, own in sorted(by_path.items()):
        print("\n".join(_report(path, own, args.margin)))
    print(f"all: {len(pages)} pages, Brier score {_brier(pages):.4f}")
    print("\n".join(_table(pages)))


if __name__ == "__main__":
    main()
