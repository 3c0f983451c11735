"""Which lists a poll asks, and how discovery goes from stage to stage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from config.model import Source
from crawler.polling import SourcePoll, is_waiting, list_task, planned_lists
from spiders.items import ListKind, Task
from spiders.parse.discover import Found
from storage.crawl import ListState

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HOME = "https://s.example/"


def source(**kwargs: object) -> Source:
    return Source.model_validate({"id": "s", "name": "S", "url": HOME, **kwargs})


def state(url: str, **kwargs: object) -> ListState:
    return ListState(source_id="s", url=url, kind="feed", **kwargs)  # type: ignore[arg-type]


def test_configured_lists_are_polled_and_nothing_else() -> None:
    one = source(feeds=["https://s.example/f"], sitemaps=["https://s.example/m"], listings=[{"url": HOME}])
    assert planned_lists(one, ()) == {
        "https://s.example/f": ListKind.FEED,
        "https://s.example/m": ListKind.SITEMAP,
        HOME: ListKind.LISTING,
    }


def test_a_bare_address_is_discovered_once_and_again_when_all_it_found_fails() -> None:
    one, found = source(), state("https://s.example/f", extra={"discovered": True})
    assert planned_lists(one, ()) == {HOME: ListKind.DISCOVER}
    assert planned_lists(one, (found,)) == {"https://s.example/f": ListKind.FEED}
    failing = state("https://s.example/f", extra={"discovered": True}, failures=5.0)
    assert planned_lists(one, (failing,)) == {HOME: ListKind.DISCOVER}


def test_validators_are_sent_together_unless_they_lie() -> None:
    known = state("https://s.example/f", etag='"x"', last_modified="then", body_hash=b"h")
    task = list_task(source(), known.url, ListKind.FEED, known)
    assert dict(task.headers) == {"If-None-Match": '"x"', "If-Modified-Since": "then"}
    liar = state("https://s.example/f", etag='"x"', body_hash=b"h", validators_lie=True)
    assert list_task(source(), liar.url, ListKind.FEED, liar).headers == ()


def test_discovery_stops_at_the_first_stage_that_brings_entries() -> None:
    poll = SourcePoll(source(), ())
    (home,) = poll.first_tasks()
    feed = Found(url="https://s.example/f", kind=ListKind.FEED, title=None, rank=0, why="link")
    poll.plan_discovery(HOME, (feed,), ["https://s.example/map.xml"])
    (first,) = poll.ended(home)
    assert first.url == feed.url
    (second,) = poll.ended(first)
    assert (second.url, second.list_kind) == ("https://s.example/map.xml", ListKind.SITEMAP)
    poll.found_entries = True
    assert poll.ended(second) == ()
    assert poll.is_over


def test_discovery_ends_with_the_home_page_as_a_section_page() -> None:
    poll = SourcePoll(source(), ())
    tasks = poll.first_tasks()
    poll.plan_discovery(HOME, (), ())
    last: tuple[Task, ...] = ()
    while tasks:
        last, tasks = tasks, tuple(more for task in tasks for more in poll.ended(task))
    assert [(task.url, task.list_kind) for task in last] == [(HOME, ListKind.LISTING)]
    assert poll.is_over


def test_the_children_of_an_index_are_bounded_and_asked_once() -> None:
    poll = SourcePoll(source(sitemaps=["https://s.example/index.xml"]), ())
    (index,) = poll.first_tasks()
    children = [f"https://s.example/{n}.xml" for n in range(50)]
    tasks = poll.follow_children(index, children)
    assert [task.url for task in tasks] == children[:5]
    assert poll.follow_children(index, children) == ()
    assert not poll.ended(index)
    assert not poll.is_over


@pytest.mark.parametrize(
    ("children", "followed"),
    [
        (["post-sitemap.xml", "sitemap-news.xml", "tag-sitemap.xml"], ["sitemap-news.xml"]),
        (["category-sitemap.xml", "post-sitemap2.xml", "page-sitemap.xml"], ["post-sitemap2.xml"]),
        (["author-sitemap.xml"], ["author-sitemap.xml"]),
        (["newspaper1.xml", "newspaper2.xml"], ["newspaper1.xml", "newspaper2.xml"]),
    ],
)
def test_of_an_index_the_news_is_followed_and_sections_are_not(
    children: list[str], followed: list[str]
) -> None:
    root = "https://s.example/"
    poll = SourcePoll(source(sitemaps=[root + "index.xml"]), ())
    (index,) = poll.first_tasks()
    tasks = poll.follow_children(index, [root + child for child in children])
    assert [task.url for task in tasks] == [root + child for child in followed]


def test_a_list_told_to_wait_or_gone_is_left_alone() -> None:
    now = NOW.timestamp()
    assert is_waiting(state("u", extra={"retry_at": now + 60}), now_s=now)
    assert not is_waiting(state("u", extra={"retry_at": now - 60}), now_s=now)
    gone = state("u", gone_sightings=2, last_polled=NOW - timedelta(days=3))
    assert is_waiting(gone, now_s=now)
    assert not is_waiting(state("u", gone_sightings=2, last_polled=NOW - timedelta(days=31)), now_s=now)
