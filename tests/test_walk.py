"""The whole way of every article of the demo web, through all ten steps and over two editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.demo import DemoWeb, Facts, Hit
from crawler.report import Balance
from crawler.urls import url_key
from storage.model import StoredArticle
from storage.open import open_corpus
from tests.crawling import crawl, store_url, stored, write_config


@dataclass(frozen=True, kw_only=True)
class Walk:
    """What two crawls of the two editions left behind."""

    folder: Path
    web: DemoWeb
    first: Balance
    facts: Facts
    first_hits: tuple[Hit, ...]
    before: list[StoredArticle]
    second: Balance
    second_hits: tuple[Hit, ...]
    after: list[StoredArticle]
    later: Facts


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("walk")
    with DemoWeb(now=datetime.now(UTC), hang=timedelta(seconds=6)) as web:
        config = write_config(web, folder)
        first, facts = crawl(config, folder), web.expected
        first_hits, before = web.log, stored(folder)
        web.advance()
        second = crawl(config, folder)
        yield Walk(
            folder=folder,
            web=web,
            first=first,
            facts=facts,
            first_hits=first_hits,
            before=before,
            second=second,
            second_hits=web.log[len(first_hits) :],
            after=stored(folder),
            later=web.expected,
        )


def by_key(articles: list[StoredArticle]) -> dict[str, StoredArticle]:
    """Return the articles by every address they were asked for or answered at."""
    return {
        url_key(url): article
        for article in articles
        for seen in article.sources
        for url in (seen.requested_url, seen.final_url)
    }


def test_every_expected_article_is_stored_with_its_source_headline_and_address(walk: Walk) -> None:
    found = by_key(walk.before)
    missing = [one.url for one in walk.facts.articles if url_key(one.url) not in found]
    assert not missing
    for wanted in walk.facts.articles:
        article = found[url_key(wanted.url)]
        assert wanted.source_id in {seen.source_id for seen in article.sources}
        assert article.title


def test_arabic_bodies_come_back_exactly(walk: Walk) -> None:
    found = by_key(walk.before)
    arabic = [one for one in walk.facts.articles if one.language == "ar"]
    assert len(arabic) >= 10
    assert [found[url_key(one.url)].text for one in arabic] == [one.text for one in arabic]


def test_an_article_over_several_pages_is_one_article(walk: Walk) -> None:
    paged = next(one for one in walk.facts.articles if one.further_urls)
    article = by_key(walk.before)[url_key(paged.url)]
    assert article.text == paged.text
    assert article.complete
    assert article.extraction.pages == 1 + len(paged.further_urls)
    assert {url_key(url) for url in paged.further_urls} <= set(article.aliases)
    pages = (paged.url, *paged.further_urls)
    asked = Counter(hit.path for hit in walk.first_hits if hit.host in paged.url)
    assert [asked["/" + url.split("/", 3)[3]] for url in pages] == [1, 1, 1]


def test_a_link_to_the_next_article_is_no_further_page(walk: Walk) -> None:
    mill = [one for one in walk.before if one.source_id == "mill"]
    assert mill
    assert {one.extraction.pages for one in mill} == {1}


def test_every_entry_ends_in_exactly_one_counted_outcome(walk: Walk) -> None:
    assert walk.first.is_even
    assert walk.second.is_even
    assert walk.first.served > len(walk.facts.articles)


def test_every_trouble_is_counted_as_what_it_is(walk: Walk) -> None:
    corpus = open_corpus(store_url(walk.folder))
    try:
        for trouble in walk.facts.troubles:
            trace = corpus.trace(trouble.url, url_key(trouble.url))
            words = {visit.outcome.partition(":")[0] for visit in trace.visits}
            assert any(trouble.allows(word) for word in words), (trouble, words)
            assert not trace.article_ids, trouble
    finally:
        corpus.close()


def test_an_exact_copy_is_one_document_with_every_appearance(walk: Walk) -> None:
    exact = [group for group in walk.facts.copies if group.relation == "same_text"]
    assert exact
    found = by_key(walk.before)
    for group in exact:
        assert len({found[url_key(url)].id for url in group.urls}) == 1


def test_a_wire_text_run_by_three_outlets_is_one_cluster(walk: Walk) -> None:
    near = [group for group in walk.facts.copies if group.relation == "near"]
    assert near
    found = by_key(walk.before)
    for group in near:
        assert len({found[url_key(url)].cluster_id for url in group.urls}) == 1


def test_the_second_crawl_fetches_only_what_is_new_or_edited(walk: Walk) -> None:
    changed = {one.after.url for one in walk.later.edited} | {one.url for one in walk.later.added}
    settled = {one.url for one in walk.facts.articles} - changed
    fetched = {f"http://{hit.host}{hit.path}" for hit in walk.second_hits if hit.status == 200}
    assert {url_key(url) for url in fetched}.isdisjoint({url_key(url) for url in settled})
    assert walk.second.outcomes["stored"] + walk.second.outcomes["copy"] == len(walk.later.added)
    assert walk.second.outcomes["revision"] == len(walk.later.edited)


def test_an_edited_article_keeps_its_old_text(walk: Walk) -> None:
    found, before = by_key(walk.after), by_key(walk.before)
    corpus = open_corpus(store_url(walk.folder))
    try:
        for edited in walk.later.edited:
            key = url_key(edited.after.url)
            versions = corpus.revisions(found[key].id)
            assert [one.version for one in versions] == [1, 2]
            assert versions[0].text == before[key].text
            assert versions[1].text == found[key].text != versions[0].text
    finally:
        corpus.close()


def test_no_host_sees_two_requests_at_once_nor_faster_than_the_delay(walk: Walk) -> None:
    hits = walk.first_hits + walk.second_hits
    assert max(hit.in_flight for hit in hits) == 1
    by_host: dict[str, list[Hit]] = {}
    for hit in walk.first_hits:
        by_host.setdefault(hit.host, []).append(hit)
    gaps = [
        later.at - earlier.ended
        for ones in by_host.values()
        for earlier, later in zip(
            sorted(ones, key=lambda hit: hit.at), sorted(ones, key=lambda hit: hit.at)[1:], strict=False
        )
    ]
    assert min(gaps) > 0.15


def test_lists_that_did_not_change_answer_304_or_are_seen_unchanged(walk: Walk) -> None:
    quiet = walk.second.lists["not_modified"] + walk.second.lists["unchanged"]
    assert quiet >= walk.second.lists.total() - 5


def test_a_host_that_says_when_to_come_back_is_left_alone(walk: Walk) -> None:
    hits = Counter(hit.path for hit in walk.first_hits + walk.second_hits if hit.host.startswith("crier"))
    busy = [hit for hit in walk.first_hits if hit.host.startswith("crier") and hit.status == 429]
    assert len(busy) == 1
    after = [hit for hit in walk.first_hits if hit.host.startswith("crier") and hit.at > busy[0].ended]
    assert not after, hits
