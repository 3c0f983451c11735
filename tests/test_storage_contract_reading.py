"""What every backend promises its readers: queries, paging, reading beside the writer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.corpus import CrawlCorpus
from storage.open import open_corpus
from storage.query import ArticleQuery
from tests.stored import HOUR, NOW, admit_one, make_article, record, store


@pytest.fixture
def shelf(corpus: CrawlCorpus) -> CrawlCorpus:
    """Five articles an hour apart; 2 is a copy of 1, 3 also ran in south, 4 is English."""
    store(corpus, "one", "أول", prints=(1,))
    store(corpus, "two", "ثان", prints=(1,), seen_at=NOW + HOUR)
    store(corpus, "three", "ثالث", seen_at=NOW + 2 * HOUR)
    store(corpus, "three", "ثالث", source_id="south", seen_at=NOW + 2 * HOUR)
    english = make_article("four", language="en")
    record(corpus, admit_one(corpus, "four"), "four", article=english, seen_at=NOW + 3 * HOUR)
    store(corpus, "five", "خامس", source_id="south", seen_at=NOW + 4 * HOUR)
    return corpus


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (ArticleQuery(), [5, 4, 3, 2, 1]),
        (ArticleQuery(oldest_first=True), [1, 2, 3, 4, 5]),
        (ArticleQuery(limit=2), [5, 4]),
        (ArticleQuery(limit=0), []),
        (ArticleQuery(source="south"), [5, 3]),
        (ArticleQuery(source="nobody"), []),
        (ArticleQuery(language="en"), [4]),
        (ArticleQuery(since=NOW + HOUR, until=NOW + 3 * HOUR), [3, 2]),
        (ArticleQuery(cluster=1, oldest_first=True), [1, 2]),
        (ArticleQuery(one_per_story=True), [5, 4, 3, 1]),
        (ArticleQuery(source="south", since=NOW + 3 * HOUR, limit=9), [5]),
        (ArticleQuery(one_per_story=True, source="south"), [5, 3]),
        (ArticleQuery(one_per_story=True, language="ar", limit=2), [5, 3]),
        (ArticleQuery(one_per_story=True, since=NOW + HOUR / 2), [5, 4, 3]),
    ],
)
def test_query_chooses_articles(shelf: CrawlCorpus, query: ArticleQuery, ids: list[int]) -> None:
    assert [one.id for one in shelf.articles(query)] == ids


def test_articles_are_read_page_by_page_without_gap_or_repeat(corpus: CrawlCorpus) -> None:
    with corpus.transaction():
        for n in range(450):
            store(corpus, f"n{n}", f"نص {n}", seen_at=NOW + timedelta(seconds=n // 7))
    for oldest_first in (False, True):
        ids = [one.id for one in corpus.articles(ArticleQuery(oldest_first=oldest_first))]
        assert len(ids) == 450
        assert sorted(ids) == list(range(1, 451))
    assert len(list(corpus.articles(ArticleQuery(limit=301)))) == 301


def test_reader_beside_the_writer_sees_each_commit_and_never_blocks_it(corpus: CrawlCorpus, url: str) -> None:
    for n in range(3):
        store(corpus, f"n{n}", f"نص {n}")
    reader = open_corpus(url)
    reading = reader.articles(ArticleQuery())
    assert next(reading).id == 3
    store(corpus, "later", "لاحق")
    assert [one.id for one in reading] == [2, 1]
    assert reader.stats().articles == 4
    reader.close()


def test_one_per_story_is_the_first_that_the_source_ran(corpus: CrawlCorpus) -> None:
    store(corpus, "one", "أول", prints=(1,))
    store(corpus, "two", "ثان", prints=(1,), source_id="south")
    store(corpus, "three", "ثالث", prints=(1,), source_id="south")
    query = ArticleQuery(one_per_story=True, source="south")
    assert [one.id for one in corpus.articles(query)] == [2]


def test_cluster_holds_the_articles_of_a_story_and_why(shelf: CrawlCorpus) -> None:
    found = shelf.cluster(2)
    assert found is not None
    assert (found.id, [one.id for one in found.articles]) == (1, [1, 2])
    assert found == shelf.cluster(1)
    assert found.edges == found.standing(2, 1) == found.standing(1)
    (edge,) = found.edges
    assert (edge.article_id, edge.of, edge.relation, edge.rules) == (2, 1, "near", 1)
    assert (edge.scores, edge.at, edge.stands) == ({"containment": 0.9}, NOW + HOUR, True)
    assert found.lead.id == 1
    assert (found.origin.reason, found.origin.name) == ("seen_first", "North")


def test_an_article_alone_is_a_story_of_one(shelf: CrawlCorpus) -> None:
    found = shelf.cluster(3)
    assert found is not None
    assert ([one.id for one in found.articles], found.edges) == ([3], ())
    assert len(found.articles[0].sources) == 2


def test_cluster_of_no_article_is_none(shelf: CrawlCorpus) -> None:
    assert shelf.cluster(99) is None
