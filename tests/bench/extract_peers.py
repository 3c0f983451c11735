"""Score extraction tools side by side on page sets: four peers and ours.

    python -m tests.bench.extract_peers PAGES_DIR [--sets scrapinghub ...] [--ours PREDICTIONS.jsonl]

Needs the extra `bench`. `--ours` takes what `extract_pages` wrote (with `--models` for figures of a
cross-validation); without it the shipped model reads our pages, and it knows the development pages. Prints
F1, paragraph F1 and CPU time a page as a multiple of trafilatura's.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from crawler.extract.cascade import extract
from storage.model import Article
from tests.bench.dataset import read_pages
from tests.bench.extract_pages import hints_of
from tests.bench.scoring import drop_headline, ngrams, paragraphs, precision_recall, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    Tool = Callable[[bytes, dict[str, Any]], str]

__all__ = ["TOOLS"]

SETS = ("scrapinghub", "fundus_fix", "wcxb_article", "zh69", "mozilla")


def _trafilatura(data: bytes, record: dict[str, Any], **options: bool) -> str:
    from trafilatura import bare_extraction

    url = record.get("url") or None
    found = bare_extraction(data, url=url, with_metadata=True, include_comments=False, **options)
    return getattr(found, "text", None) or ""


def _trafilatura_precision(data: bytes, record: dict[str, Any]) -> str:
    return _trafilatura(data, record, favor_precision=True)


def _newspaper(data: bytes, record: dict[str, Any]) -> str:
    import newspaper

    article = newspaper.Article(record.get("url") or "http://page.example/", fetch_images=False)
    article.download(input_html=data.decode("utf-8", "replace"))
    article.parse()
    return "\n".join(line for line in article.text.split("\n") if line.strip())


def _readability(data: bytes, record: dict[str, Any]) -> str:
    from lxml import html
    from readability import Document

    from crawler.extract.blocks import segment

    summary = Document(data.decode("utf-8", "replace"), url=record.get("url")).summary()
    return "\n".join(block.text for block in segment(html.document_fromstring(summary)))


def _resiliparse(data: bytes, record: dict[str, Any]) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(data.decode("utf-8", "replace"), main_content=True, alt_texts=False)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _ours(data: bytes, record: dict[str, Any]) -> str:
    found = extract(data, hints_of(record))
    return found.text if isinstance(found, Article) else ""


TOOLS: dict[str, Tool] = {
    "trafilatura": _trafilatura,
    "trafilatura precision": _trafilatura_precision,
    "newspaper4k": _newspaper,
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
    "naba": _ours,
}


def _score(text: str, record: dict[str, Any]) -> tuple[float, float]:
    """F1 over 4-grams, and over paragraphs (nan where the gold has none)."""
    text, body = drop_headline(text, record.get("title")), record["body"]
    f1 = precision_recall(ngrams(tokens(text)), ngrams(tokens(body)))[2]
    para = precision_recall(paragraphs(text), paragraphs(body))[2] if record["paragraphs"] else float("nan")
    return f1, para


def _run(tool: Tool, data: bytes, record: dict[str, Any]) -> tuple[str, float]:
    """A tool's text ("" when it fails) and its CPU seconds."""
    start, text = time.process_time(), ""
    with suppress(Exception):  # a tool that breaks on a page found nothing on it
        text = tool(data, record)
    return text, time.process_time() - start


def _compare(folder: Path, ours: dict[str, str] | None) -> dict[str, tuple[float, float, float]]:
    """Mean F1, mean paragraph F1 and CPU seconds of each tool on one set; the tools take turns."""
    scores: dict[str, list[tuple[float, float]]] = {name: [] for name in TOOLS}
    spent = dict.fromkeys(TOOLS, 0.0)
    for record, data in read_pages(folder):
        if not record["body"]:
            continue
        for name, tool in TOOLS.items():
            text, seconds = _run(tool, data, record)
            if name == "naba" and ours is not None:
                text = ours.get(record["id"], "")
            scores[name].append(_score(text, record))
            spent[name] += seconds
    return {name: (*_means(found), spent[name]) for name, found in scores.items()}


def _means(found: list[tuple[float, float]]) -> tuple[float, float]:
    columns = np.array(found)
    known = ~np.isnan(columns[:, 1])
    return float(columns[:, 0].mean()), float(columns[known, 1].mean()) if known.any() else float("nan")


def main() -> None:
    """Compare and print one table, a row a tool."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--ours", type=Path)
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    ours = None
    if args.ours:
        with args.ours.open(encoding="utf-8") as lines:
            ours = {line["id"]: line["text"] for line in map(json.loads, lines)}
    tables = {name: _compare(args.pages / name, ours) for name in args.sets}
    print(f"| tool | {' | '.join(args.sets)} | CPU |")
    print(f"|---|{'---|' * (len(args.sets) + 1)}")
    base = sum(table["trafilatura"][2] for table in tables.values())
    for tool in TOOLS:
        cells = [
            f"{table[tool][0]:.3f}" + ("" if np.isnan(table[tool][1]) else f" / {table[tool][1]:.2f}")
            for table in tables.values()
        ]
        share = sum(table[tool][2] for table in tables.values()) / max(base, 1e-9)
        print(f"| {tool} | {' | '.join(cells)} | {share:.2f} |")


if __name__ == "__main__":
    main()
