"""What every backend promises of digests: once a second story stands in one, the first is no copy of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from storage.model import Article, Copy, Fingerprint, Known, New, Passage, Verdict
from storage.open import open_corpus, open_crawl, open_operator, open_rebuild
from storage.query import ArticleQuery
from tests.stored import BACKENDS, NOW, make_fingerprint, make_source, store

LATER = NOW + timedelta(days=1)
DIGEST, FIRST, SECOND = "harbour storm library fire", "harbour storm", "library fire"


def fingerprint(text: str) -> Fingerprint:
    """Return one print a word: texts with a word in common are candidates of one another."""
    return make_fingerprint(text, tuple(sorted({sum(map(ord, word)) for word in text.split()})))


def judge(article: Article, made: Fingerprint, known: Known) -> Verdict:
    """Join two texts of which one begins with the other; say where else a text stands in a longer one."""
    text = article.text
    for one in known.near:
        if one.text.startswith(text) or text.startswith(one.text):
            ends = float(min(len(text), len(one.text)))
            scores = {"begins": 0.0, "ends": ends, "is_part": float(len(text) < len(one.text))}
            return Copy(of=one.id, relation="cut", scores=scores, rules=3)
    places = ((one.id, one.text.find(text)) for one in known.near)
    return New(passages=tuple(Passage(of=of, begins=at, ends=at + len(text)) for of, at in places if at > 0))


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    url = BACKENDS[request.param](tmp_path)
    corpus = open_crawl(url)
    corpus.sync_sources([make_source("north")], [NOW], now=NOW)
    corpus.close()
    return url


def put(url: str, *texts: str) -> None:
    corpus = open_crawl(url)
    for number, text in enumerate(texts, start=corpus.stats().articles):
        store(corpus, f"n{number}", text, prints=fingerprint(text).prints, judge=judge)
    corpus.close()


def links(url: str) -> list[tuple[int, int | None]]:
    """Return cluster and link of each article, the first article first."""
    corpus = open_corpus(url)
    found = [(one.cluster_id, one.copy_of) for one in corpus.articles(ArticleQuery(oldest_first=True))]
    corpus.close()
    return found


def test_a_part_joined_to_a_digest_is_parted_when_a_second_comes(url: str) -> None:
    put(url, DIGEST, FIRST)
    assert links(url) == [(1, None), (1, 1)]
    put(url, SECOND)
    assert links(url) == [(1, None), (2, None), (3, None)]


def test_a_digest_joined_to_its_first_part_is_parted_too(url: str) -> None:
    put(url, FIRST, DIGEST)
    assert links(url) == [(1, None), (1, 1)]
    put(url, SECOND)
    assert links(url) == [(1, None), (2, None), (3, None)]


def test_copies_go_along_and_the_log_says_so(url: str) -> None:
    put(url, DIGEST, FIRST, f"{FIRST} !", SECOND)
    assert links(url) == [(1, None), (2, None), (2, 2), (4, None)]
    corpus = open_corpus(url)
    cluster = corpus.cluster(2)
    assert cluster is not None
    told = [(edge.article_id, edge.of, edge.relation, edge.stands, edge.rules) for edge in cluster.edges]
    assert (2, 1, "cut", False, 3) in told
    assert (2, 1, "apart", True, 3) in told
    corpus.close()


def test_a_passage_at_the_same_place_makes_no_digest(url: str) -> None:
    put(url, DIGEST, FIRST, "storm")
    assert links(url)[:2] == [(1, None), (1, 1)]


def test_what_an_operator_joined_stays_joined(url: str) -> None:
    put(url, DIGEST, FIRST)
    corpus = open_operator(url)
    corpus.split(2, now=LATER)
    corpus.join(2, 1, now=LATER)
    corpus.close()
    put(url, SECOND)
    assert links(url)[:2] == [(1, None), (1, 1)]


@pytest.mark.parametrize("texts", [(DIGEST, FIRST, SECOND), (FIRST, DIGEST, SECOND)], ids=["first", "second"])
def test_a_rebuild_finds_the_same(url: str, texts: tuple[str, ...]) -> None:
    put(url, *texts)
    before = links(url)
    rebuild = open_rebuild(url, rules="test", read_only=False)
    while rebuild.step(judge=judge, fingerprint=fingerprint, limit=2):
        pass
    told = rebuild.apply(now=LATER)
    rebuild.close()
    assert (told.moved, told.relinked) == (0, 0)
    assert links(url) == before
