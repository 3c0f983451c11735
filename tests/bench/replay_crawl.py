"""Real input: crawl every captured page of the replay web, twice, and check what was stored against it.

    python -m tests.bench.replay_crawl

Prints the balance of both crawls, the share of served articles stored with the right source, headline and
address, what the second crawl fetched, and three of the articles.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from crawler.urls import url_key
from storage.open import open_corpus
from storage.query import ArticleQuery
from tests.bench.replay import environment, hits, naba, replayed, rows, write_config


def crawl(folder: Path, port: int) -> dict[str, Any]:
    """Run `naba crawl --all` to its end and return the balance it prints."""
    started = time.monotonic()
    done = subprocess.run(
        naba(folder, port, "crawl", "--all", "--json"),
        env=environment(port),
        stdout=subprocess.PIPE,
        check=False,
        timeout=1800,
    )
    balance: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    balance["seconds"] = round(time.monotonic() - started, 1)
    balance["exit"] = done.returncode
    return balance


def pages(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the requests for articles that were answered."""
    lists = {"/", "/feed.xml", "/robots.txt"}
    return [one for one in requests if one["path"] not in lists and one["status"] == 200]


def stored_right(folder: Path) -> tuple[int, int, Counter[str], list[Any]]:
    """Return how many served articles are stored right, how many were served, and what is wrong."""
    gold = {url_key(row["url"]): row for row in rows("--gold")}
    right, wrong, shown, found = 0, Counter[str](), [], {}
    corpus = open_corpus(f"sqlite:///{folder / 'corpus.db'}")
    for article in corpus.articles(ArticleQuery()):
        for seen in article.sources:
            found[seen.key] = (article, seen)
    for key, row in gold.items():
        article, seen = found.get(key, (None, None))
        if article is None:
            wrong["not stored"] += 1
            continue
        host = urlsplit(row["url"]).hostname
        if seen.source_name != host:
            wrong["source"] += 1
        elif not (article.title or "").strip():
            wrong["headline"] += 1
        else:
            right += 1
            shown.append(article)
    corpus.close()
    return right, len(gold), wrong, shown


def main() -> None:
    with TemporaryDirectory(prefix="naba-replay-") as name:
        folder = Path(name)
        write_config(folder)
        with replayed(folder) as (port, log):
            first = crawl(folder, port)
            before = len(hits(log))
            served = len({(one["host"], one["path"]) for one in pages(hits(log))})
            second = crawl(folder, port)
            again = hits(log, since=before)
        for label, balance in (("first", first), ("second", second)):
            balance.pop("sources")
            print(f"{label} crawl: {json.dumps(balance, ensure_ascii=False)}")
        right, total, wrong, shown = stored_right(folder)
        print(f"article pages answered: {served}; entries served: {first['served']}")
        share = f"{right} of {total} ({right / total:.1%})"
        print(f"stored with source, headline and address: {share}; wrong: {dict(wrong)}")
        print(f"second crawl: {len(pages(again))} article pages fetched")
        feeds = Counter(one["status"] for one in again if one["path"] == "/feed.xml")
        print(f"second crawl: feed answers {dict(feeds)}")
        for article in shown[:: max(1, len(shown) // 3)][:3]:
            print(f"\n{article.title}\n{article.source_name}  {article.url}\n{article.text[:300]}")


if __name__ == "__main__":
    main()
