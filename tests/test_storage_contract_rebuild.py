"""What every backend promises of a rebuild: the corpus's own order, all at once or not at all, resumable."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from storage.corpus import CrawlCorpus, Judge, StorageError
from storage.lock import BusyError
from storage.model import Article, Copy, Fingerprint, Known, New, Verdict
from storage.open import open_corpus, open_crawl, open_operator, open_rebuild
from storage.query import ArticleQuery
from storage.rebuild import Regrouped
from tests.stored import (
    BACKENDS,
    NOW,
    make_article,
    make_fingerprint,
    make_listed,
    make_poll,
    make_source,
    record,
    simple_judge,
    store,
)

LATER = NOW + timedelta(days=400)


def prints_of(text: str) -> tuple[int, ...]:
    """Return one print a letter: texts with a letter in common are candidates of one another."""
    return tuple(sorted(map(ord, set(text))))


def fingerprint(text: str) -> Fingerprint:
    return make_fingerprint(text, prints_of(text))


def strict(article: Article, made: Fingerprint, known: Known) -> Verdict:
    """Join only what begins with the same letter."""
    for one in known.near:
        if one.text[0] == article.text[0]:
            return Copy(of=one.id, relation="near", scores={"containment": 0.7}, rules=2)
    return New()


def put(corpus: CrawlCorpus, *texts: str, judge: Judge = simple_judge) -> None:
    first = corpus.stats().articles
    for number, text in enumerate(texts, start=first):
        store(corpus, f"n{number}", text, prints=prints_of(text), judge=judge)


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Six articles; any shared letter joins: 1 ab, 2 bc, 3 cd, 4 x, 5 xy, 6 bx."""
    url = BACKENDS[request.param](tmp_path)
    corpus = open_crawl(url)
    corpus.sync_sources([make_source("north")], [NOW], now=NOW)
    put(corpus, "ab", "bc", "cd", "x", "xy", "bx")
    corpus.close()
    return url


def rebuilt(
    url: str,
    judge: Judge,
    *,
    rules: str = "2",
    dry_run: bool = False,
    limit: int = 2,
    steps: int | None = None,
) -> Regrouped | None:
    """Rebuild to the end, or leave off after so many steps."""
    work = open_rebuild(url, rules=rules, read_only=dry_run)
    try:
        while steps != 0 and work.step(judge=judge, fingerprint=fingerprint, limit=limit):
            steps = None if steps is None else steps - 1
        if steps == 0:
            return None
        return work.compare() if dry_run else work.apply(now=LATER)
    finally:
        work.close()


def links(url: str) -> list[tuple[int, int | None]]:
    corpus = open_corpus(url)
    found = [(one.cluster_id, one.copy_of) for one in corpus.articles(ArticleQuery(oldest_first=True))]
    corpus.close()
    return found


LOOSE = [(1, None), (1, 1), (1, 2), (4, None), (4, 4), (1, 1)]
STRICT = [(1, None), (2, None), (3, None), (4, None), (4, 4), (2, 2)]


def test_the_same_rules_give_the_same_stories(url: str) -> None:
    assert links(url) == LOOSE
    found = rebuilt(url, simple_judge)
    assert found == Regrouped(articles=6, before=2, after=2, moved=0, relinked=0, split=(), joined=())
    assert links(url) == LOOSE


def test_other_rules_part_and_join_and_say_so(url: str) -> None:
    found = rebuilt(url, strict)
    assert found == Regrouped(articles=6, before=2, after=4, moved=3, relinked=3, split=(1,), joined=())
    assert links(url) == STRICT
    corpus = open_corpus(url)
    alone, pair = corpus.cluster(3), corpus.cluster(6)
    assert alone is not None
    assert pair is not None
    assert [(edge.of, edge.relation, edge.stands) for edge in alone.edges] == [
        (2, "near", False),
        (2, "apart", True),
    ]
    (edge,) = pair.standing()
    assert (edge.article_id, edge.of, edge.rules, edge.scores) == (6, 2, 2, {"containment": 0.7})
    assert edge.at == LATER
    corpus.close()
    back = rebuilt(url, simple_judge, rules="3")
    assert back is not None
    assert (back.joined, back.split, links(url)) == ((1,), (), LOOSE)


def test_a_dry_run_changes_nothing_and_is_gone_on_from(url: str) -> None:
    crawl = open_crawl(url)
    told = rebuilt(url, strict, dry_run=True)
    assert links(url) == LOOSE
    put(crawl, "cz", judge=lambda *_: New())
    crawl.close()
    work = open_rebuild(url, rules="2", read_only=True)
    assert work.counts() == (6, 7)
    work.close()
    assert told is not None
    assert told.split == (1,)
    rebuilt(url, strict)
    assert links(url) == [*STRICT, (3, 3)]


def test_a_rebuild_left_off_goes_on_unless_the_rules_are_others(url: str) -> None:
    for _ in range(2):
        assert rebuilt(url, strict, limit=1, steps=2) is None
    assert links(url) == LOOSE
    work = open_rebuild(url, rules="2", read_only=False)
    assert work.counts() == (4, 6)
    work.close()
    work = open_rebuild(url, rules="3", read_only=False)
    assert work.counts() == (0, 6)
    work.close()
    rebuilt(url, strict)
    assert links(url) == STRICT


def test_what_comes_after_it_finds_the_new_index(url: str) -> None:
    rebuilt(url, strict)
    corpus = open_crawl(url)
    put(corpus, "ca", judge=strict)
    article = corpus.article(7)
    assert article is not None
    assert article.copy_of == 3
    corpus.close()


def test_the_operators_word_outlasts_a_rebuild(url: str) -> None:
    corpus = open_operator(url)
    corpus.split(2, now=LATER)
    corpus.join(4, 1, now=LATER)
    corpus.close()
    by_hand = [(1, None), (2, None), (2, 2), (1, 1), (1, 4), (1, 1)]
    assert links(url) == by_hand
    rebuilt(url, simple_judge)
    assert links(url) == by_hand
    rebuilt(url, strict, rules="4")
    assert links(url) == [(1, None), (2, None), (3, None), (1, 1), (1, 4), (2, 2)]


def test_a_word_said_in_between_begins_the_rebuild_anew(url: str) -> None:
    rebuilt(url, simple_judge, dry_run=True)
    corpus = open_operator(url)
    corpus.split(3, now=LATER)
    corpus.close()
    rebuilt(url, simple_judge)
    assert links(url)[2] == (3, None)


def test_a_revised_article_is_recognised_by_its_newest_text(url: str) -> None:
    corpus = open_crawl(url)
    again = corpus.admit(make_poll(make_listed("n3", digest=b"2")), source_id="north").new[0]
    record(corpus, again, "qq", prints=prints_of("qq"), article=make_article("qq"))
    put(corpus, "x9", "q9")
    corpus.close()
    before = links(url)
    assert before[-2:] == [(4, 5), (4, 4)]
    rebuilt(url, simple_judge)
    assert links(url) == before


def test_one_rebuild_at_a_time_and_none_beside_a_crawl(url: str) -> None:
    work = open_rebuild(url, rules="2", read_only=True)
    with pytest.raises(StorageError, match="another process"):
        open_rebuild(url, rules="2", read_only=True)
    work.close()
    crawl = open_crawl(url)
    with pytest.raises(BusyError):
        open_rebuild(url, rules="2", read_only=False)
    crawl.close()


def test_there_must_be_a_corpus(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no corpus there yet"):
        open_rebuild(f"sqlite:///{tmp_path / 'none.db'}", rules="2", read_only=True)


def _is_killed(code: str, *, after_s: float) -> bool:
    """Run Python code; kill it so long after its first line, unless it has ended."""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode == -9


@pytest.mark.timeout(120)
def test_killed_again_and_again_it_ends_as_if_left_alone(tmp_path: Path) -> None:
    words = random.Random(5)
    url = f"sqlite:///{tmp_path / 'corpus.db'}"
    corpus = open_crawl(url)
    corpus.sync_sources([make_source("north")], [NOW], now=NOW)
    with corpus.transaction():
        texts = ["".join(words.sample("abcdefghijklmnopqrstuvwxyz", 4)) for _ in range(400)]
        put(corpus, *texts, judge=lambda *_: New())
    corpus.close()
    code = f"""
from tests.test_storage_contract_rebuild import rebuilt, strict
print(flush=True)
rebuilt({url!r}, strict, limit=1)
"""
    kills = sum(_is_killed(code, after_s=words.uniform(0.0, 0.1)) for _ in range(5))
    assert kills >= 3
    rebuilt(url, strict, limit=100)
    found = links(url)
    assert rebuilt(url, strict, rules="again", dry_run=True) == Regrouped(
        articles=400,
        before=len({one for one, _ in found}),
        after=len({one for one, _ in found}),
        moved=0,
        relinked=0,
        split=(),
        joined=(),
    )
    assert len({one for one, _ in found}) < 400


def test_the_first_article_listed_is_judged_first(url: str) -> None:
    seen: list[str] = []

    def watching(article: Article, made: Fingerprint, known: Known) -> Verdict:
        seen.append(article.text)
        assert {one.text for one in known.near} <= set(seen)
        return New()

    rebuilt(url, watching)
    assert seen == ["ab", "bc", "cd", "x", "xy", "bx"]
