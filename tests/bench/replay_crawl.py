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
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.text import key
from crawler.urls import url_key
from storage.model import Appearance, StoredArticle
from storage.open import open_corpus
from storage.query import ArticleQuery
from tests.bench.replay import environment, feed_titles, hits, naba, replayed, rows, write_config


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


@dataclass(slots=True, kw_only=True)
class Compared:
    """What was stored against what was served: right articles, faults by kind, wrong headlines."""

    total: int
    right: list[StoredArticle] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    headlines: list[tuple[str | None, str]] = field(default_factory=list)


def compare(folder: Path) -> Compared:
    """Look every served article up in the corpus by its address and check source and headline.

    The headline of a page without a recorded one is what its feed said, which may carry the site's name.
    """
    gold = {url_key(row["url"]): row for row in rows("--gold")}
    announced = feed_titles()
    result = Compared(total=len(gold))
    corpus = open_corpus(f"sqlite:///{folder / 'corpus.db'}")
    found = {
        seen.key: (article, seen) for article in corpus.articles(ArticleQuery()) for seen in article.sources
    }
    corpus.close()
    for address, row in gold.items():
        article, seen = found.get(address, (None, None))
        if article is None or seen is None:
            result.faults["not stored"] += 1
        elif seen.source_name != urlsplit(row["url"]).hostname:
            result.faults["source"] += 1
        elif not same_headline(headline_of(article, seen), row["title"], announced[row["url"]]):
            result.faults["headline"] += 1
            result.headlines.append((headline_of(article, seen), row["title"] or announced[row["url"]]))
        else:
            result.right.append(article)
    return result


def headline_of(article: StoredArticle, seen: Appearance) -> str | None:
    """The headline of one appearance: the article's own; of a copy elsewhere what its list said."""
    return article.title if seen.key == article.sources[0].key else seen.title


def same_headline(stored: str | None, recorded: str | None, announced: str) -> bool:
    """Whether a stored headline is the recorded one, letters and digits compared.

    Of a page without a record only its `<title>` is known, which its feed announced: there our headline is
    the better part of it, the rest being names. A page without that either may have any headline.
    """
    ours = key(stored or "")
    if recorded:
        return ours == key(recorded)
    return ours != "" and (
        announced.startswith("/") or (ours in key(announced) and _is_most(ours, announced))
    )


def _is_most(ours: str, announced: str) -> bool:
    return len(ours) > 0.4 * len(key(announced))


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
        found = compare(folder)
        print(f"article pages answered: {served}; entries served: {first['served']}")
        share = f"{len(found.right)} of {found.total} ({len(found.right) / found.total:.1%})"
        print(f"stored with source, headline and address: {share}; wrong: {dict(found.faults)}")
        for ours, theirs in found.headlines:
            print(f"  headline {ours!r}, recorded {theirs!r}")
        print(f"second crawl: {len(pages(again))} article pages fetched")
        feeds = Counter(one["status"] for one in again if one["path"] == "/feed.xml")
        print(f"second crawl: feed answers {dict(feeds)}")
        for article in found.right[:: max(1, len(found.right) // 3)][:3]:
            print(f"\n{article.title}\n{article.source_name}  {article.url}\n{article.text[:300]}")


if __name__ == "__main__":
    main()
