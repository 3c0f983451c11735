"""How many pages that are no articles are refused, and how many articles are lost by it.

    python -m tests.bench.page_kinds PAGES_DIR

PAGES_DIR holds the sets (`wcxb_other`, `scrapinghub` ...). Prints the pages refused by kind and reason, every
article lost, and the same for made-up pages of Arabic, Persian, Urdu and Hebrew systems.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.extract.cascade import extract
from crawler.extract.hints import Hints
from crawler.extract.reasons import NoArticle
from tests.bench.dataset import read_pages
from tests.bench.page_generator.generate import write_pages

ARTICLES = ("wcxb_article", "scrapinghub", "fundus_fix", "zh69")
OTHERS = "wcxb_other"
OUTLETS, PAGES_EACH, SEED, OTHERS_SHARE = 80, 4, 31, 0.6

Pages = Iterator[tuple[dict[str, Any], bytes]]


def made_up() -> Pages:
    """Pages of held-back systems, more than half of them no articles."""
    for page in write_pages(OUTLETS, PAGES_EACH, seed=SEED, held_back=True, others_share=OTHERS_SHARE):
        yield page.record, page.html.encode(page.charset, "xmlcharrefreplace")


def report(name: str, pages: Pages) -> None:
    """Print how many pages of each kind were refused, for what, and which articles."""
    total: Counter[str] = Counter()
    refused: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for record, data in pages:
        kind = record.get("page_type") or "article"
        address = record.get("url") or ""
        found = extract(data, Hints(url=address, final_url=address))
        total[kind] += 1
        if isinstance(found, NoArticle):
            refused[kind][str(found.reason)] += 1
            if kind == "article":
                print(f"  lost: {record['id']} {address} {found.reason}: {found.detail}")
    for kind, count in sorted(total.items()):
        reasons = ", ".join(f"{reason} {n}" for reason, n in refused[kind].most_common())
        print(f"{name:14} {kind:14} {refused[kind].total():4} of {count:4} refused  {reasons}")
    others = total.total() - total["article"]
    if others:
        right = sum(counts.total() for kind, counts in refused.items() if kind != "article")
        print(f"{name:14} no articles refused: {right} of {others} ({right / others:.3f})")


def main() -> None:
    """Run over all sets that are there."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("pages", type=Path)
    folder = parser.parse_args().pages
    logging.disable(logging.CRITICAL)
    for name in (OTHERS, *ARTICLES):
        report(name, read_pages(folder / name))
    report("made up", made_up())


if __name__ == "__main__":
    main()
