"""What every backend promises about site memories: kept with the article, replaced by newer ones, bounded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.corpus import CrawlCorpus
from storage.crawl import Remembered, SiteState
from storage.model import Verdict
from storage.open import open_crawl
from storage.sqlite_memory import MAX_HOSTS
from tests.stored import (
    NOW,
    TEXT,
    admit_one,
    make_appearance,
    make_article,
    make_fingerprint,
    make_visit,
    simple_judge,
)


def memory(pages: int, host: str = "north.example", **rest: object) -> Remembered:
    state = SiteState(
        host=host, stage="learning", pages=pages, updated=NOW + timedelta(minutes=pages), **rest
    )  # type: ignore[arg-type]
    return Remembered(state=state, body=b"\x00memory of %d" % pages)


def teach(
    corpus: CrawlCorpus, slug: str, remembered: Remembered, *, source_id: str = "north", judge: object = None
) -> None:
    """Record an article whose page taught this."""
    entry = admit_one(corpus, slug, source_id=source_id)
    corpus.record(
        entry.id,
        make_article(f"{TEXT} {slug}", url=entry.url),
        make_appearance(entry),
        make_fingerprint(f"{TEXT} {slug}"),
        judge=judge or simple_judge,  # type: ignore[arg-type]
        visit=make_visit(entry),
        remembered=remembered,
    )


def test_memory_comes_back_as_it_was_learned(corpus: CrawlCorpus) -> None:
    assert corpus.remembered("north", "north.example") is None
    learned = memory(3, wrappers=1, learned=NOW, redesigned=NOW - timedelta(days=1))
    teach(corpus, "a", learned)
    assert corpus.remembered("north", "north.example") == learned
    assert corpus.remembered("south", "north.example") is None
    assert corpus.health()[0].sites == (learned.state,)
    assert corpus.health()[1].sites == ()


def test_memory_outlives_the_process(corpus: CrawlCorpus, url: str) -> None:
    teach(corpus, "a", memory(1))
    corpus.close()
    again = open_crawl(url)
    assert again.remembered("north", "north.example") == memory(1)
    again.close()


def test_memory_made_of_fewer_pages_comes_too_late(corpus: CrawlCorpus) -> None:
    teach(corpus, "a", memory(2))
    for late in (1, 2):
        teach(corpus, f"late-{late}", Remembered(state=memory(late).state, body=b"late"))
    assert corpus.remembered("north", "north.example") == memory(2)
    teach(corpus, "b", memory(3))
    assert corpus.remembered("north", "north.example") == memory(3)


def test_memory_is_not_kept_without_its_article(corpus: CrawlCorpus) -> None:
    def broken(*_: object) -> Verdict:
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        teach(corpus, "a", memory(1), judge=broken)
    assert corpus.remembered("north", "north.example") is None
    assert corpus.stats().articles == 0


def test_hosts_of_a_source_are_bounded_and_the_latest_stay(corpus: CrawlCorpus) -> None:
    teach(corpus, "first", memory(1, "first.example"))
    for number in range(MAX_HOSTS):
        state = SiteState(
            host=f"h{number}.example", stage="learning", pages=1, updated=NOW + timedelta(hours=1 + number)
        )
        teach(corpus, f"a{number}", Remembered(state=state, body=b"m"))
    assert corpus.remembered("north", "first.example") is None
    hosts = [one.host for one in corpus.health()[0].sites]
    assert hosts == [f"h{number}.example" for number in reversed(range(MAX_HOSTS))]


def test_forgetting_drops_a_sources_memories_alone(corpus: CrawlCorpus) -> None:
    teach(corpus, "a", memory(1))
    teach(corpus, "b", memory(1, "other.example"))
    teach(corpus, "c", memory(1, "south.example"), source_id="south")
    assert corpus.forget("north") == 2
    assert corpus.forget("north") == corpus.forget("nobody") == 0
    assert corpus.remembered("north", "north.example") is None
    assert corpus.remembered("south", "south.example") == memory(1, "south.example")
    assert corpus.stats().articles == 3
