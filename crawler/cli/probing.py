"""How a probe of one source is run and shown: what `naba source try` and `naba source add` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from crawler.cli.app import Exit, errors
from crawler.cli.printing import how_read, print_line, print_rows, shown_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.model import Settings, Source
    from crawler.probe import Probe
    from storage.crawl import ListState, Visit
    from storage.model import StoredArticle

__all__ = ["print_probe", "print_tried", "probe_json", "run_probe"]

_SHOWN_LINES = 2
_ROBOTS = {"rules": "allowed by robots.txt", "none": "no robots.txt"}


def run_probe(source: Source, settings: Settings, *, pages: int) -> Probe:
    """Probe the source, with progress on a terminal; Ctrl-C ends the command."""
    from crawler.cli.crawl import run_async
    from crawler.cli.report import shown_progress
    from crawler.probe import probe

    with shown_progress(errors) as progress:
        tried = run_async(probe(source, settings, pages=pages, progress=progress))
    if tried.interrupted:
        raise typer.Exit(Exit.INTERRUPTED)
    return tried


def print_tried(tried: Probe) -> None:
    """Print every list that was asked, and what it answered."""
    print_rows(("kind", "list", "answer"), [(state.kind, state.url, _answer(state)) for state in tried.lists])


def _answer(state: ListState) -> str:
    if state.last_outcome == "ok":
        return f"{state.extra.get('entries', 0)} entries, {state.extra.get('format', 'unknown')}"
    said = (state.last_outcome, state.last_error)
    return ": ".join(dict.fromkeys(part for part in said if part)) or "not asked"


def print_probe(tried: Probe, suggested: Source) -> None:
    """Print what was found: lists, articles, the balance, and the lines for sources.yaml."""
    from config.entry import entry_lines

    print_tried(tried)
    for article, visit in zip(tried.articles, tried.visits, strict=True):
        _print_article(article, visit)
    print_line("")
    print_line(_balance(tried))
    print_line("")
    print_line("for sources.yaml:")
    for line in entry_lines(suggested):
        print_line(f"  {line}")


def _print_article(article: StoredArticle, visit: Visit) -> None:
    lines = article.text.split("\n")
    facts = (
        shown_time(article.published),
        article.language or "language unknown",
        f"{len(article.text):,} characters in {len(lines)} paragraphs",
        how_read(article.extraction),
        _ROBOTS.get(str(visit.detail.get("robots")), "robots.txt unknown"),
    )
    print_line("")
    print_line(article.title or article.url, style="bold")
    print_line(", ".join(facts), style="dim")
    for line in lines[:_SHOWN_LINES]:
        print_line(line)


def _balance(tried: Probe) -> str:
    outcomes: Sequence[tuple[str, int]] = tried.balance.outcomes.most_common()
    ended = ", ".join(f"{outcome} {count}" for outcome, count in outcomes) or "none"
    return f"{tried.balance.served} entries taken up: {ended}; {tried.waiting} wait for a crawl"


def probe_json(tried: Probe, suggested: Source) -> dict[str, object]:
    """Return the probe as JSON values; `entry` is the text for sources.yaml."""
    from config.entry import entry_lines
    from crawler.cli.report import balance_json
    from storage.record import to_plain, to_record

    return {
        "source": suggested.model_dump(mode="json"),
        "entry": "\n".join(entry_lines(suggested)),
        "lists": [to_plain(state) for state in tried.lists],
        "articles": [to_record(article) for article in tried.articles],
        "visits": [to_plain(visit) for visit in tried.visits],
        "balance": balance_json(tried.balance),
        "waiting": tried.waiting,
    }
