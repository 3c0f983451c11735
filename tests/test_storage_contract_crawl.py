"""What every backend promises the crawl: due times, leases, lists, entries (the `CrawlCorpus` protocol)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.corpus import CrawlCorpus, StorageError
from storage.crawl import ListState, Poll, RunReport
from storage.open import open_crawl
from tests.stored import (
    HOUR,
    NOW,
    admit_one,
    make_listed,
    make_poll,
    make_source,
    make_visit,
    record,
    store,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def corpus(url: str) -> Iterator[CrawlCorpus]:
    opened = open_crawl(url)
    opened.sync_sources([make_source("north"), make_source("south")], [NOW, NOW + MINUTE], now=NOW)
    yield opened
    opened.close()


def claim(corpus: CrawlCorpus, at: timedelta = timedelta(0), **rest: object) -> tuple[str, ...]:
    options = {"limit": 10, "lease": 10 * MINUTE, "holder": "me", **rest}
    return corpus.claim_due(NOW + at, **options)  # type: ignore[arg-type]


def test_due_sources_are_claimed_most_overdue_first(corpus: CrawlCorpus) -> None:
    assert claim(corpus, -MINUTE) == ()
    assert claim(corpus) == ("north",)
    corpus.release_leases(holder="me")
    assert claim(corpus, HOUR) == ("north", "south")
    corpus.release_leases(holder=None)
    assert claim(corpus, HOUR, limit=1) == ("north",)


def test_leased_source_is_claimed_again_only_when_its_lease_is_over(corpus: CrawlCorpus) -> None:
    assert claim(corpus) == ("north",)
    assert claim(corpus, 9 * MINUTE, holder="other", only=["north"]) == ()
    corpus.renew_leases(NOW + 20 * MINUTE, holder="me")
    assert claim(corpus, 15 * MINUTE, holder="other") == ("south",)
    assert claim(corpus, 20 * MINUTE, holder="other") == ("north",)


def test_named_sources_are_claimed_due_or_not_enabled_or_not(corpus: CrawlCorpus) -> None:
    corpus.sync_sources([make_source("north"), make_source("south", enabled=False)], [NOW, NOW], now=NOW)
    assert claim(corpus, HOUR) == ("north",)
    assert claim(corpus, -HOUR, only=["south", "nobody"]) == ("south",)
    assert claim(corpus, HOUR, only=[]) == ()


def test_finished_poll_is_due_when_it_was_told(corpus: CrawlCorpus) -> None:
    claim(corpus)
    corpus.finish_poll("north", next_due=NOW + HOUR)
    assert claim(corpus, HOUR - MINUTE) == ("south",)
    assert claim(corpus, HOUR) == ("north",)


def test_releasing_leaves_the_due_time_and_others_leases(corpus: CrawlCorpus) -> None:
    claim(corpus)
    claim(corpus, MINUTE, holder="other")
    corpus.release_leases(holder="me")
    assert claim(corpus, MINUTE) == ("north",)
    assert claim(corpus, MINUTE, only=["south"]) == ()
    assert [one.next_due for one in corpus.health()] == [NOW, NOW + MINUTE]


def test_syncing_again_keeps_due_times_and_disables_what_is_gone(corpus: CrawlCorpus) -> None:
    renamed = make_source("north", name="New name", language="ar", country="JO", url="https://north.example/")
    corpus.sync_sources([renamed], [NOW + HOUR], now=NOW)
    north, south = corpus.health()
    assert north.source == renamed
    assert north.next_due == NOW
    assert not south.source.enabled
    assert claim(corpus, HOUR) == ("north",)
    corpus.sync_sources([renamed, make_source("south")], [NOW, NOW + HOUR], now=NOW)
    assert claim(corpus, MINUTE) == ("south",)


def test_overdue_sources_take_the_time_they_are_spread_to(corpus: CrawlCorpus) -> None:
    sources, due = [make_source("north"), make_source("south")], [NOW, NOW]
    spread = {"north": NOW + HOUR, "south": NOW + HOUR}
    corpus.sync_sources(sources, due, now=NOW + MINUTE, overdue=spread)
    assert [one.next_due for one in corpus.health()] == [NOW + HOUR, NOW + MINUTE]


def test_no_sources_at_all_disables_all(corpus: CrawlCorpus) -> None:
    corpus.sync_sources([], [], now=NOW)
    assert claim(corpus, HOUR) == ()


def test_list_state_comes_back_as_it_was_saved(corpus: CrawlCorpus) -> None:
    state = ListState(
        source_id="north",
        url="https://north.example/feed",
        kind="feed",
        etag='W/"1"',
        last_modified="Sat, 14 Mar 2026 12:00:00 GMT",
        body_hash=b"\x00\xff",
        last_polled=NOW,
        last_success=NOW - HOUR,
        last_new=NOW - 2 * HOUR,
        failures=1.25,
        last_outcome="failed:timeout",
        last_error="no answer",
        gone_sightings=1,
        validators_lie=True,
        extra={"gap": 3, "names": ["أ"]},
    )
    corpus.admit(Poll(state=state, at=NOW), source_id="north")
    assert corpus.list_states("north") == (state,)
    assert corpus.list_states("south") == corpus.list_states("nobody") == ()
    cleared = ListState(source_id="north", url=state.url, kind="feed")
    corpus.admit(Poll(state=cleared, at=NOW), source_id="north")
    assert corpus.list_states("north") == (cleared,)
    assert corpus.health()[0].lists == (cleared,)


def test_poll_of_an_unknown_source_is_refused(corpus: CrawlCorpus) -> None:
    with pytest.raises(StorageError, match="'west'"):
        corpus.admit(make_poll(make_listed("a")), source_id="west")


def test_unknown_entry_waits_with_all_its_list_said(corpus: CrawlCorpus) -> None:
    listed = make_listed(
        "a",
        keys=("north.example/a", "guid:1"),
        entry_id="1",
        summary="ملخص",
        content="<p>متن</p>" * 50,
        authors=("سلمى",),
        published=NOW - HOUR,
        published_raw="an hour ago",
        updated=NOW,
        tags=("x", "y"),
    )
    admitted = corpus.admit(make_poll(listed), source_id="north")
    assert admitted.known == 0
    (entry,) = admitted.new
    assert (entry.source_id, entry.feed_url, entry.key) == (
        "north",
        "https://north.example/feed",
        "north.example/a",
    )
    assert (entry.lane, entry.attempts, entry.not_before, entry.revisit) == ("live", 0, None, False)
    for name in ("url", "entry_id", "title", "summary", "content", "authors", "published", "published_raw"):
        assert getattr(entry, name) == getattr(listed, name)
    assert (entry.updated, entry.tags) == (listed.updated, listed.tags)
    assert corpus.pending(NOW, limit=5) == (entry,)


def test_entry_is_known_by_any_of_its_keys(corpus: CrawlCorpus) -> None:
    corpus.admit(make_poll(make_listed("a", keys=("north.example/a", "guid:1"))), source_id="north")
    moved = make_listed("b", keys=("north.example/b", "guid:1"))
    assert corpus.admit(make_poll(moved), source_id="north").known == 1
    by_new_key = make_listed("b", keys=("north.example/b", "guid:2"))
    assert corpus.admit(make_poll(by_new_key), source_id="north").known == 1
    assert corpus.stats().entries == 1


def test_entry_twice_in_one_list_is_one_entry(corpus: CrawlCorpus) -> None:
    twins = (make_listed("a"), make_listed("a", digest=b"2"), make_listed("b", keys=("x", "north.example/a")))
    admitted = corpus.admit(make_poll(*twins), source_id="north")
    assert (len(admitted.new), admitted.known) == (1, 2)
    record(corpus, admitted.new[0])
    assert corpus.admit(make_poll(*reversed(twins)), source_id="north").new == ()


def test_edited_entry_waits_again_as_a_revisit(corpus: CrawlCorpus) -> None:
    entry = admit_one(corpus, "a")
    assert corpus.admit(make_poll(make_listed("a", digest=b"2")), source_id="north").new == ()
    record(corpus, entry)
    edited = make_listed("a", digest=b"3", title="عنوان جديد", summary="س")
    admitted = corpus.admit(make_poll(edited), source_id="north")
    assert admitted.known == 0
    (again,) = admitted.new
    assert (again.id, again.revisit, again.title, again.summary) == (entry.id, True, "عنوان جديد", "س")
    assert corpus.admit(make_poll(edited), source_id="north").known == 1
    record(corpus, again)
    assert corpus.admit(make_poll(edited), source_id="north").new == ()


def test_two_lists_that_word_an_entry_differently_do_not_revisit_it(corpus: CrawlCorpus) -> None:
    store(corpus, "a")
    sitemap = ListState(source_id="north", url="https://north.example/map", kind="sitemap")
    for _ in range(2):
        for state, digest in ((sitemap, b"map"), (make_poll().state, b"1")):
            poll = Poll(state=state, entries=(make_listed("a", digest=digest),), at=NOW)
            assert corpus.admit(poll, source_id="north").known == 1


def test_entry_listed_by_another_source_gains_an_appearance(corpus: CrawlCorpus) -> None:
    store(corpus, "a")
    listed = make_listed("a", title="as south says", entry_id="s1", published=NOW - HOUR)
    for _ in range(2):
        assert corpus.admit(make_poll(listed, source_id="south", at=NOW + HOUR), source_id="south").known == 1
    _, south = corpus.appearances(1)
    assert (south.source_id, south.key, south.final_url) == ("south", "north.example/a", listed.url)
    assert (south.feed_url, south.title, south.entry_id) == (
        "https://south.example/feed",
        "as south says",
        "s1",
    )
    assert (south.published, south.seen_at) == (NOW - HOUR, NOW + HOUR)
    edited = replace(listed, digest=b"9")
    assert corpus.admit(make_poll(edited, source_id="south"), source_id="south").new == ()


def test_listing_elsewhere_counts_even_before_the_article_is_there(corpus: CrawlCorpus) -> None:
    entry = admit_one(corpus, "a")
    corpus.admit(make_poll(make_listed("a"), source_id="south"), source_id="south")
    record(corpus, entry)
    assert [one.source_id for one in corpus.appearances(1)] == ["north", "south"]


def test_redirect_target_listed_later_is_known(corpus: CrawlCorpus) -> None:
    record(corpus, admit_one(corpus, "a"), aliases=("north.example/target",))
    assert corpus.admit(make_poll(make_listed("target")), source_id="north").known == 1


def test_newest_entries_are_live_and_the_rest_backfill(corpus: CrawlCorpus) -> None:
    listed = [make_listed(f"n{n}", published=NOW - n * HOUR) for n in (3, 0, 4, 1)]
    undated, future = make_listed("undated"), make_listed("future", published=NOW + 900 * HOUR)
    corpus.admit(make_poll(*listed, undated, future, live=4), source_id="north")
    waiting = corpus.pending(NOW, limit=10)
    assert [one.title for one in waiting] == ["n0", "undated", "future", "n1", "n3", "n4"]
    assert [one.lane for one in waiting] == ["live"] * 4 + ["backfill"] * 2
    assert [one.title for one in corpus.pending(NOW, limit=2)] == ["n0", "undated"]


def test_pending_may_be_limited_to_sources(corpus: CrawlCorpus) -> None:
    admit_one(corpus, "a")
    admit_one(corpus, "b", source_id="south")
    assert [one.title for one in corpus.pending(NOW, limit=5, only=["south"])] == ["b"]
    assert corpus.pending(NOW, limit=5, only=[]) == ()


def test_postponed_entry_waits_for_its_time(corpus: CrawlCorpus) -> None:
    entry = admit_one(corpus, "a")
    corpus.postpone(entry.id, not_before=NOW + HOUR, visit=make_visit(entry, "failed:timeout"))
    assert corpus.pending(NOW, limit=5) == ()
    (later,) = corpus.pending(NOW + HOUR, limit=5)
    assert (later.id, later.attempts, later.not_before) == (entry.id, 1, NOW + HOUR)
    assert [visit.outcome for visit in corpus.trace("", entry.key).visits] == ["failed:timeout"]


def test_settled_entry_no_longer_waits(corpus: CrawlCorpus) -> None:
    entry = admit_one(corpus, "a")
    visit = make_visit(entry, "no_article:too_short", detail={"status": 200, "chain": ["x"]})
    corpus.settle(entry.id, visit)
    assert corpus.pending(NOW, limit=5) == ()
    trace = corpus.trace(entry.url, entry.key)
    assert (trace.states, trace.visits, trace.article_ids) == (("no_article:too_short",), (visit,), ())
    assert corpus.admit(make_poll(make_listed("a")), source_id="north").known == 1


def test_entry_that_is_not_there_cannot_end(corpus: CrawlCorpus) -> None:
    entry = replace(admit_one(corpus, "a"), id=99)
    with pytest.raises(StorageError, match="entry 99"):
        corpus.settle(99, make_visit(entry, "x"))
    with pytest.raises(StorageError, match="entry 99"):
        corpus.postpone(99, not_before=NOW, visit=make_visit(entry, "x"))
    with pytest.raises(StorageError, match="entry 99"):
        record(corpus, entry)
    assert corpus.stats().articles == 0


def test_trace_tells_of_an_address_and_of_none(corpus: CrawlCorpus) -> None:
    record(corpus, admit_one(corpus, "a"), aliases=("north.example/target",))
    for key in ("north.example/a", "north.example/target"):
        trace = corpus.trace("https://north.example/a", key)
        assert trace.article_ids == (1,)
        assert [one.title for one in trace.entries] == ["a"]
    nothing = corpus.trace("https://nowhere.example/", "nowhere.example/")
    assert nothing.entries == nothing.states == nothing.visits == nothing.article_ids == ()


def test_visit_elsewhere_keeps_its_own_address(corpus: CrawlCorpus) -> None:
    entry = admit_one(corpus, "a")
    visit = make_visit(entry, "blocked:robots", url="https://north.example/hop", key="north.example/hop")
    corpus.settle(entry.id, visit)
    assert corpus.trace("", entry.key).visits == (visit,)


def test_health_and_stats_count(corpus: CrawlCorpus) -> None:
    store(corpus, "a", seen_at=NOW + HOUR)
    store(corpus, "b", source_id="south")
    admit_one(corpus, "c")
    claim(corpus)
    north, south = corpus.health()
    assert (north.articles, north.pending, north.last_new) == (1, 1, NOW + HOUR)
    assert (north.leased_until, south.leased_until) == (NOW + 10 * MINUTE, None)
    assert (south.articles, south.pending, south.last_new) == (1, 0, NOW)
    stats = corpus.stats()
    assert (stats.articles, stats.appearances, stats.revisions, stats.clusters) == (1, 2, 0, 1)
    assert (stats.entries, stats.pending, stats.sources) == (3, 1, 2)


def test_runs_are_kept_newest_first_and_replaced_by_start(corpus: CrawlCorpus) -> None:
    first = RunReport(started=NOW, ended=None, outcomes={})
    second = RunReport(started=NOW + HOUR, ended=NOW + 2 * HOUR, outcomes={"stored": 2})
    corpus.save_run(first)
    corpus.save_run(second)
    ended = replace(first, ended=NOW + MINUTE, outcomes={"copy": 1})
    corpus.save_run(ended)
    assert corpus.runs(limit=9) == (second, ended)
    assert corpus.runs(limit=1) == (second,)


def test_lone_surrogates_cost_no_poll(corpus: CrawlCorpus) -> None:
    broken = make_listed("a", keys=("north.example/a", "guid:\ud800"), title="\udcff", summary="\ud800")
    (entry,) = corpus.admit(make_poll(broken, make_listed("b")), source_id="north").new[:1]
    assert entry.title in {"?", "b"}
    assert corpus.admit(make_poll(broken), source_id="north").known == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(polls=st.lists(st.lists(st.sets(st.integers(0, 12), min_size=1, max_size=3), max_size=6), max_size=4))
def test_every_entry_is_new_or_known(corpus: CrawlCorpus, polls: list[list[set[int]]]) -> None:
    for keys in polls:
        entries = [make_listed("x", keys=tuple(map(str, sorted(one)))) for one in keys]
        admitted = corpus.admit(make_poll(*entries), source_id="north")
        assert len(admitted.new) + admitted.known == len(entries)
        assert corpus.admit(make_poll(*entries), source_id="north").new == ()
