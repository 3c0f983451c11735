"""What every backend promises an operator who corrects stories: parted stays parted, all can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.corpus import OperatorCorpus, StorageError
from storage.open import open_corpus, open_crawl, open_operator
from storage.query import ArticleQuery
from tests.stored import BACKENDS, NOW, make_source, store

LATER = NOW + timedelta(days=1)


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Two stories: 1 with its copies 2 and 3 and a copy 4 of 3; and 5 with its copy 6."""
    url = BACKENDS[request.param](tmp_path)
    corpus = open_crawl(url)
    corpus.sync_sources([make_source("north"), make_source("south")], [NOW, NOW], now=NOW)
    for number, prints in enumerate([(1,), (1,), (1, 2, 3), (2, 3, 4), (9,), (9,)], start=1):
        store(corpus, f"n{number}", f"text {number}", prints=prints)
    corpus.close()
    return url


@pytest.fixture
def corpus(url: str) -> Iterator[OperatorCorpus]:
    opened = open_operator(url)
    yield opened
    opened.close()


def clusters(corpus: OperatorCorpus) -> list[tuple[int, int | None]]:
    """Return the cluster and the link of each article, the first article first."""
    return [(one.cluster_id, one.copy_of) for one in corpus.articles(ArticleQuery(oldest_first=True))]


WHOLE = [(1, None), (1, 1), (1, 1), (1, 3), (5, None), (5, 5)]


def test_a_split_takes_along_what_was_joined_through_it(corpus: OperatorCorpus) -> None:
    assert clusters(corpus) == WHOLE
    assert corpus.split(3, now=LATER) == 3
    assert clusters(corpus) == [(1, None), (1, 1), (3, None), (3, 3), (5, None), (5, 5)]


def test_a_split_is_logged_on_both_sides_and_the_old_edge_stays(corpus: OperatorCorpus) -> None:
    corpus.split(3, now=LATER)
    parted, left = corpus.cluster(4), corpus.cluster(1)
    assert parted is not None
    assert left is not None
    told = [(edge.article_id, edge.of, edge.relation, edge.stands) for edge in parted.edges]
    assert told == [(3, 1, "near", False), (4, 3, "near", True), (3, 1, "never", True)]
    assert [(edge.article_id, edge.of, edge.relation) for edge in left.edges] == [
        (2, 1, "near"),
        (1, 3, "never"),
    ]
    assert (parted.edges[-1].at, parted.edges[-1].rules) == (LATER, 0)
    assert parted.standing() == parted.edges[1:2]


def test_joining_undoes_a_split(corpus: OperatorCorpus) -> None:
    for article in (4, 3):
        corpus.split(article, now=LATER)
    assert corpus.join(3, 2, now=LATER) == 1
    assert corpus.join(1, 4, now=LATER) == 1
    assert clusters(corpus) == WHOLE
    whole = corpus.cluster(1)
    assert whole is not None
    assert not [edge for edge in whole.edges if edge.relation == "never" and edge.stands]
    assert {(edge.article_id, edge.of) for edge in whole.standing()} == {(2, 1), (3, 1), (4, 3)}


def test_the_id_of_a_story_joined_to_another_still_leads_to_it(corpus: OperatorCorpus) -> None:
    assert corpus.join(2, 6, now=LATER) == 1
    joined = corpus.cluster(5)
    assert joined is not None
    assert (joined.id, len(joined.articles)) == (1, 6)
    assert corpus.split(5, now=LATER) == 5
    assert clusters(corpus) == WHOLE


def test_a_later_copy_of_a_parted_article_joins_it_alone(corpus: OperatorCorpus, url: str) -> None:
    corpus.split(3, now=LATER)
    corpus.close()
    crawl = open_crawl(url)
    assert store(crawl, "n7", "text 7", prints=(2, 3)).article_id == 7
    assert [one.id for one in crawl.articles(ArticleQuery(cluster=3))] == [7, 4, 3]
    store(crawl, "n3", "text 3", source_id="south")
    article = crawl.article(3)
    assert article is not None
    assert (article.cluster_id, article.copy_of) == (3, None)
    crawl.close()


def test_what_cannot_be_done_is_said(corpus: OperatorCorpus) -> None:
    with pytest.raises(StorageError, match="first of its story"):
        corpus.split(1, now=LATER)
    with pytest.raises(StorageError, match="no article 99"):
        corpus.split(99, now=LATER)
    with pytest.raises(StorageError, match="one story already"):
        corpus.join(2, 4, now=LATER)
    with pytest.raises(StorageError, match="no article 99"):
        corpus.join(99, 4, now=LATER)
    assert clusters(corpus) == WHOLE


def test_a_corpus_is_not_made_to_be_corrected(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no corpus there yet"):
        open_operator(f"sqlite:///{tmp_path / 'none.db'}")
    assert not list(tmp_path.iterdir())


def test_one_article_a_story_follows_the_operator(corpus: OperatorCorpus, url: str) -> None:
    corpus.split(3, now=LATER)
    reader = open_corpus(url)
    assert [one.id for one in reader.articles(ArticleQuery(one_per_story=True))] == [5, 3, 1]
    reader.close()
