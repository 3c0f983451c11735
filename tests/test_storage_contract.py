"""What every backend promises of articles: judging, storing, reading back (the `Corpus` protocol)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.corpus import CrawlCorpus, StorageError
from storage.model import (
    Article,
    Author,
    Copy,
    Extraction,
    Fingerprint,
    Http,
    InfoSource,
    Known,
    New,
    RevisionOf,
    Unchanged,
    Verdict,
)
from storage.open import open_crawl
from storage.query import ArticleQuery
from tests.stored import (
    HOUR,
    NOW,
    TEXT,
    admit_one,
    make_appearance,
    make_article,
    make_fingerprint,
    make_listed,
    make_poll,
    make_source,
    make_visit,
    record,
    simple_judge,
    store,
)

OTHER = "بيروت - نص آخر تماما."


@pytest.fixture
def corpus(url: str) -> Iterator[CrawlCorpus]:
    opened = open_crawl(url)
    sources = [make_source("north", url="https://north.example/"), make_source("south")]
    opened.sync_sources(sources, [NOW, NOW], now=NOW)
    yield opened
    opened.close()


def test_article_comes_back_as_it_went_in(corpus: CrawlCorpus) -> None:
    article = make_article(
        TEXT,
        url="https://north.example/full",
        description="ملخص",
        authors=(Author(name="سلمى", url="https://north.example/salma"), Author(name="Desk")),
        published=NOW - HOUR,
        published_raw="14/3/2026 13:00",
        published_precision="minute",
        modified=NOW - HOUR / 2,
        modified_raw="13:30",
        section="محليات",
        tags=("حدائق", "عمان"),
        image_url="https://north.example/full.jpg",
        publisher="North",
        licence="CC BY 4.0",
        free=False,
        complete=False,
        info_sources=(InfoSource(name="Petra", name_as_written="بترا", role="agency", span=(3, 7)),),
        extraction=Extraction(
            path="wrapper",
            version="2",
            model="m",
            wrapper="w",
            confidence=0.5,
            charset="cp1256",
            fields={"title": "og"},
            dropped={"ads": 2},
            warnings=("short",),
        ),
    )
    entry = admit_one(corpus, "full", entry_id="guid-1", published=NOW - 2 * HOUR)
    seen = make_appearance(
        entry,
        aliases=("north.example/short",),
        final_url="https://north.example/full?x",
        source_url="https://north.example/",
        http=Http(status=200, chain=("https://north.example/old",), etag='"1"', last_modified="then"),
    )
    corpus.record(
        entry.id, article, seen, make_fingerprint(TEXT), judge=simple_judge, visit=make_visit(entry)
    )
    stored = corpus.article(1)
    assert stored is not None
    assert {name.name: getattr(stored, name.name) for name in fields(Article)} == {
        name.name: getattr(article, name.name) for name in fields(Article)
    }
    assert stored.sources == (seen,) == corpus.appearances(1)
    assert (stored.source_id, stored.source_name, stored.source_url) == (
        "north",
        "North",
        "https://north.example/",
    )
    assert (stored.requested_url, stored.final_url) == (entry.url, "https://north.example/full?x")
    assert (stored.feed_url, stored.entry_id, stored.entry_title) == (entry.feed_url, "guid-1", "full")
    assert (stored.first_seen, stored.fetched_at, stored.updated_at) == (NOW, NOW, NOW)
    assert (stored.version, stored.cluster_id, stored.copy_of, stored.status) == (1, 1, None, "live")
    assert stored.aliases == ("north.example/short",)
    assert stored.text_hash == make_fingerprint(TEXT).text_hash.hex()
    assert stored.http == seen.http


def test_article_that_is_not_there_is_none(corpus: CrawlCorpus) -> None:
    assert corpus.article(7) is None
    assert corpus.appearances(7) == corpus.revisions(7) == ()


def test_judge_is_shown_what_bears_on_the_article(corpus: CrawlCorpus) -> None:
    store(corpus, "a", prints=(1, 2, 3))
    store(corpus, "b", OTHER, prints=(3, 4))
    shown: list[Known] = []

    def judge(article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
        shown.append(known)
        return New()

    entry = admit_one(corpus, "c")
    record(corpus, entry, OTHER, prints=(2, 3, 4), judge=judge, aliases=("north.example/a",))
    (known,) = shown
    assert known.same_key is not None
    assert (known.same_key.id, known.same_key.text, known.same_key.key) == (1, TEXT, "north.example/a")
    assert known.key_is_primary
    assert known.same_text is not None
    assert (known.same_text.id, known.same_text.source_id) == (2, "north")
    assert [(one.id, one.version, one.cluster_id) for one in known.near] == [(2, 1, 1), (1, 1, 1)]
    assert corpus.trace("", "north.example/a").article_ids == (1,), "an alias never takes a key away"


def test_near_candidates_come_most_shared_first_and_at_most_six(corpus: CrawlCorpus) -> None:
    for n in range(8):
        store(corpus, f"n{n}", f"نص {n}", prints=tuple(range(n + 1)), judge=lambda *_: New())
    shown: list[Known] = []

    def judge(article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
        shown.append(known)
        return New()

    record(corpus, admit_one(corpus, "all"), "كلها", prints=tuple(range(8)), judge=judge)
    assert [one.id for one in shown[0].near] == [8, 7, 6, 5, 4, 3]


def test_of_near_candidates_alike_the_newest_come_first(corpus: CrawlCorpus) -> None:
    for n in range(8):
        store(corpus, f"n{n}", f"نص {n}", prints=(1, 2), judge=lambda *_: New())
    shown: list[Known] = []

    def judge(article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
        shown.append(known)
        return New()

    record(corpus, admit_one(corpus, "next"), "التالي", prints=(1, 2), judge=judge)
    assert [one.id for one in shown[0].near] == [8, 7, 6, 5, 4, 3]


@pytest.mark.parametrize(("days", "found"), [(None, True), (300, True), (1, False)])
def test_the_window_of_near_copies_is_sixty_days_unless_said_otherwise(
    url: str, days: int | None, found: bool
) -> None:
    corpus = open_crawl(url) if days is None else open_crawl(url, near_days=days)
    corpus.sync_sources([make_source()], [NOW], now=NOW)
    store(corpus, "a", prints=(1,))
    verdict = store(corpus, "b", OTHER, prints=(1,), seen_at=NOW + timedelta(days=59)).verdict
    assert isinstance(verdict, Copy) == found
    late = store(corpus, "c", "ثالث", prints=(1,), seen_at=NOW + timedelta(days=290)).verdict
    assert isinstance(late, Copy) == (days == 300)
    exact = store(corpus, "d", TEXT, source_id="north", seen_at=NOW + timedelta(days=3000)).verdict
    assert exact == Copy(of=1, relation="same_text"), "the same text is found however old"
    corpus.close()


def test_fingerprint_of_many_texts_says_nothing(corpus: CrawlCorpus) -> None:
    with corpus.transaction():
        for n in range(41):
            store(corpus, f"n{n}", f"نص {n}", prints=(7,), judge=lambda *_: New())
    assert store(corpus, "last", "الأخير", prints=(7,)).verdict == New()


def test_near_copies_are_looked_for_in_a_window(url: str) -> None:
    corpus = open_crawl(url, near_days=60)
    corpus.sync_sources([make_source()], [NOW], now=NOW)
    store(corpus, "a", prints=(1,))
    late, later = NOW + timedelta(days=45), NOW + timedelta(days=200)
    assert isinstance(store(corpus, "b", OTHER, prints=(1,), seen_at=late).verdict, Copy)
    assert store(corpus, "c", "ثالث", prints=(1,), seen_at=later).verdict == New()
    corpus.close()


def test_fingerprints_of_other_rules_are_not_compared(corpus: CrawlCorpus) -> None:
    store(corpus, "a", prints=(1,))
    entry = admit_one(corpus, "b")
    newer = replace(make_fingerprint(OTHER, (1,)), version=2)
    article, seen = make_article(OTHER), make_appearance(entry)
    done = corpus.record(entry.id, article, seen, newer, judge=simple_judge, visit=make_visit(entry))
    assert done.verdict == New()


def test_same_text_elsewhere_is_one_article_with_two_appearances(corpus: CrawlCorpus) -> None:
    store(corpus, "a")
    done = store(corpus, "b", source_id="south")
    assert (done.article_id, done.version) == (1, 1)
    assert isinstance(done.verdict, Copy)
    assert [(one.source_id, one.key) for one in corpus.appearances(1)] == [
        ("north", "north.example/a"),
        ("south", "south.example/b"),
    ]
    stored = corpus.article(1)
    assert stored is not None
    assert (stored.source_id, stored.aliases) == ("north", ("south.example/b",))
    assert corpus.stats().articles == 1


def test_near_copy_is_an_article_of_its_own_in_the_same_cluster(corpus: CrawlCorpus) -> None:
    store(corpus, "a", prints=(1, 2))
    done = store(corpus, "b", OTHER, source_id="south", prints=(2, 3))
    assert done.article_id == 2
    copy = corpus.article(2)
    assert copy is not None
    assert (copy.cluster_id, copy.copy_of, copy.source_id) == (1, 1, "south")
    third = store(corpus, "c", "ثالث", prints=(3,))
    stored = corpus.article(third.article_id)
    assert stored is not None
    assert (stored.copy_of, stored.cluster_id) == (2, 1)
    assert corpus.stats().clusters == 1


def test_revision_keeps_old_text_and_first_published_date(corpus: CrawlCorpus) -> None:
    first = make_article(TEXT, published=NOW - HOUR, published_raw="one", title="قبل")
    record(corpus, admit_one(corpus, "a"), article=first)
    again = corpus.admit(make_poll(make_listed("a", digest=b"2")), source_id="north").new[0]
    edited = make_article(OTHER, published=NOW, published_raw="two", title="بعد", modified=NOW)
    done = record(corpus, again, OTHER, article=edited, seen_at=NOW + HOUR)
    assert (done.article_id, done.version, done.verdict) == (1, 2, RevisionOf(of=1))
    stored = corpus.article(1)
    assert stored is not None
    assert (stored.text, stored.title, stored.version) == (OTHER, "بعد", 2)
    assert (stored.published, stored.published_raw, stored.modified) == (NOW - HOUR, "one", NOW)
    assert (stored.first_seen, stored.fetched_at, stored.updated_at) == (NOW, NOW + HOUR, NOW + HOUR)
    assert [(one.version, one.title, one.text) for one in corpus.revisions(1)] == [
        (1, "قبل", TEXT),
        (2, "بعد", OTHER),
    ]
    assert [one.published for one in corpus.revisions(1)] == [NOW - HOUR, NOW]
    assert corpus.stats().revisions == 1


def test_revised_article_is_recognised_by_its_new_text(corpus: CrawlCorpus) -> None:
    store(corpus, "a", prints=(1,))
    again = corpus.admit(make_poll(make_listed("a", digest=b"2")), source_id="north").new[0]
    record(corpus, again, OTHER, prints=(2,))
    assert store(corpus, "b", TEXT, prints=(1,)).verdict == New()
    assert store(corpus, "c", OTHER, prints=()).article_id == 1
    assert store(corpus, "d", "رابع", prints=(2,)).verdict == Copy(
        of=1, relation="near", scores={"containment": 0.9}
    )


def test_unchanged_body_writes_no_version(corpus: CrawlCorpus) -> None:
    store(corpus, "a")
    again = corpus.admit(make_poll(make_listed("a", digest=b"2")), source_id="north").new[0]
    done = record(corpus, again, seen_at=NOW + HOUR, aliases=("north.example/alias",))
    assert (done.article_id, done.version, done.verdict) == (1, 1, Unchanged(of=1))
    assert len(corpus.appearances(1)) == len(corpus.revisions(1)) == 1
    assert corpus.trace("", "north.example/alias").article_ids == (1,)


def test_changed_text_where_it_was_only_an_appearance_moves_the_address(corpus: CrawlCorpus) -> None:
    store(corpus, "a")
    store(corpus, "b", source_id="south")
    edited = make_listed("b", keys=("south.example/b",), digest=b"2")
    again = corpus.admit(make_poll(edited, source_id="south"), source_id="south").new[0]
    assert record(corpus, again, OTHER).verdict == New()
    assert corpus.trace("", "south.example/b").article_ids == (2,)
    assert len(corpus.appearances(1)) == 2
    stored = corpus.article(1)
    assert stored is not None
    assert stored.text == TEXT


def test_verdict_on_an_article_that_is_not_there_writes_nothing(corpus: CrawlCorpus) -> None:
    entry = admit_one(corpus, "a")
    for verdict in (Copy(of=9, relation="near"), Copy(of=9, relation="same_text"), RevisionOf(of=9)):
        with pytest.raises(StorageError, match="article 9"):
            record(corpus, entry, judge=lambda *_, verdict=verdict: verdict)
    assert corpus.stats().articles == 0
    assert corpus.pending(NOW, limit=5) == (entry,)


def test_judge_that_fails_leaves_no_trace(corpus: CrawlCorpus) -> None:
    def judge(article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
        raise RuntimeError("broken")

    entry = admit_one(corpus, "a")
    with corpus.transaction(), pytest.raises(RuntimeError):
        record(corpus, entry, judge=judge)
    assert corpus.stats().articles == 0
    assert corpus.pending(NOW, limit=5) == (entry,)


def test_transaction_is_all_or_nothing_and_nests(corpus: CrawlCorpus) -> None:
    with pytest.raises(RuntimeError), corpus.transaction():
        store(corpus, "a")
        raise RuntimeError("the power fails")
    assert corpus.stats().entries == corpus.stats().articles == 0
    with corpus.transaction():
        store(corpus, "b")
        with pytest.raises(RuntimeError), corpus.transaction():
            store(corpus, "c", OTHER)
            raise RuntimeError("this one only")
    assert [one.url for one in corpus.articles(ArticleQuery())] == ["https://north.example/b"]


def test_entry_ends_with_the_verdicts_word(corpus: CrawlCorpus) -> None:
    store(corpus, "a", prints=(1,))
    store(corpus, "b", source_id="south")
    store(corpus, "c", OTHER, prints=(1,))
    for slug, text, digest in (("a", TEXT, b"2"), ("a", "معدل", b"3")):
        again = corpus.admit(make_poll(make_listed(slug, digest=digest)), source_id="north").new[0]
        record(corpus, again, text)
    outcomes = [visit.outcome for visit in corpus.trace("", "north.example/a").visits]
    assert outcomes == ["stored", "unchanged", "revision"]
    copied = corpus.trace("", "south.example/b")
    assert copied.states == ("copy",)
    assert copied.visits[0].detail == {
        "article": 1,
        "version": 1,
        "of": 1,
        "relation": "same_text",
        "scores": {},
    }
    near = corpus.trace("", "north.example/c").visits[0]
    assert near.detail["scores"] == {"containment": 0.9}


def test_closed_corpus_refuses(url: str) -> None:
    corpus = open_crawl(url)
    corpus.close()
    corpus.close()
    with pytest.raises(StorageError):
        corpus.stats()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=400))
def test_any_text_comes_back_whole(corpus: CrawlCorpus, text: str) -> None:
    """Surrogates alone are no text: st.text() makes none."""
    entry = admit_one(corpus, blake(text), digest=text.encode(), title=text)
    done = record(corpus, entry, text, judge=lambda *_: New())
    stored = corpus.article(done.article_id)
    assert stored is not None
    assert (stored.text, stored.entry_title) == (text, text)


def blake(text: str) -> str:
    return make_fingerprint(text).text_hash.hex() + str(len(text))
