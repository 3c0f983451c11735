"""One poll of one source: which lists to ask, and, for a bare address, how its lists are found.

Pure bookkeeping over tasks: `SourcePoll` knows which lists are still out and whether discovery has a next
stage (home page's feeds, then robots.txt sitemaps, then well-known paths, then the home page's own links;
feeds spec § 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from config.model import Source
from spiders.items import ListKind, Task
from spiders.parse.discover import Found, known_paths
from storage.crawl import ListState

__all__ = ["SourcePoll", "is_waiting", "list_task", "planned_lists"]

_FEEDS_FOLLOWED = 3
_CHILDREN_FOLLOWED = 5
_STALE_FAILURES = 3.0
_DEPTH = 2
_NEWS = {"news", "googlenews"}
_NO_ARTICLES = {
    *("category", "categories", "tag", "tags", "taxonomy", "author", "authors", "page", "pages"),
    *("section", "sections", "topic", "topics", "image", "images", "video", "videos", "product", "products"),
}


def list_task(source: Source, url: str, kind: ListKind, state: ListState | None) -> Task:
    """Return the task that polls one list, conditional on what its last answer let us know (F2, F3)."""
    headers = []
    if state and state.body_hash and not state.validators_lie:
        if state.etag:
            headers.append(("If-None-Match", state.etag))
        if state.last_modified:
            headers.append(("If-Modified-Since", state.last_modified))
    return Task(
        source_id=source.id, url=url, lane="list", list_kind=kind, list_url=url, headers=tuple(headers)
    )


def planned_lists(source: Source, states: tuple[ListState, ...]) -> dict[str, ListKind]:
    """Return the lists to poll by address: those configured, else those discovered, else a discovery."""
    named = dict.fromkeys(source.feeds, ListKind.FEED)
    named |= dict.fromkeys(source.sitemaps, ListKind.SITEMAP)
    named |= {listing.url: ListKind.LISTING for listing in source.listings}
    if named or source.url is None:
        return named
    found = {state.url: ListKind(state.kind) for state in states if state.extra.get("discovered")}
    failing = [state.failures >= _STALE_FAILURES for state in states if state.url in found]
    return {source.url: ListKind.DISCOVER} if not found or all(failing) else found


def is_waiting(state: ListState, *, now_s: float) -> bool:
    """Whether the list's server asked us to come back later, or the list is gone (E3, S3)."""
    retry_at = state.extra.get("retry_at")
    if isinstance(retry_at, int | float) and retry_at > now_s:
        return True
    month = timedelta(days=30).total_seconds()
    return state.gone_sightings >= 2 and bool(state.last_polled) and now_s - _seconds(state) < month


def _seconds(state: ListState) -> float:
    return state.last_polled.timestamp() if state.last_polled else 0.0


def _best_children(children: Iterable[str]) -> list[str]:
    """Return the news sitemaps among those of an index; without any, those not named for other things.

    Sitemap writers name a child for what it holds: `post-sitemap.xml`, `category-sitemap2.xml`,
    `sitemap-news.xml`. Sections and tags are not articles (feeds spec §2, §9).
    """
    named = [(url, set(re.split(r"[^a-z]+", url.rsplit("/", 1)[-1].lower()))) for url in children]
    news = [url for url, words in named if words & _NEWS]
    return news or [url for url, words in named if not words & _NO_ARTICLES] or [url for url, _ in named]


class SourcePoll:
    """The lists of one source that are out, and what discovery would try next."""

    def __init__(self, source: Source, states: tuple[ListState, ...]) -> None:
        self.source = source
        self.states = {state.url: state for state in states}
        self._out: set[str] = set()
        self._seen: set[str] = set()
        self._stages: list[tuple[Task, ...]] = []
        self.found_entries = False

    def first_tasks(self) -> tuple[Task, ...]:
        """Return the tasks the poll begins with; lists already out are not repeated."""
        planned = planned_lists(self.source, tuple(self.states.values()))
        return self._send(
            list_task(self.source, url, kind, self.states.get(url)) for url, kind in planned.items()
        )

    def follow_children(self, index: Task, children: Iterable[str]) -> tuple[Task, ...]:
        """Return tasks for a bounded number of the sitemaps an index names (newest first), best ones only."""
        if index.depth >= _DEPTH:
            return ()
        tasks = (
            list_task(self.source, url, ListKind.SITEMAP, self.states.get(url))
            for url in _best_children(children)[:_CHILDREN_FOLLOWED]
        )
        return self._send(replace(task, depth=index.depth + 1) for task in tasks)

    def plan_discovery(self, home: str, found: tuple[Found, ...], sitemaps: Iterable[str]) -> None:
        """Set the stages to try after the home page, the surest first."""
        feeds = [one for one in found if one.kind is ListKind.FEED][:_FEEDS_FOLLOWED]
        self._stages = [
            tuple(list_task(self.source, one.url, one.kind, None) for one in feeds),
            tuple(list_task(self.source, url, ListKind.SITEMAP, None) for url in list(sitemaps)[:3]),
            tuple(list_task(self.source, one.url, one.kind, None) for one in known_paths(home)[:6]),
            (list_task(self.source, home, ListKind.LISTING, None),),
        ]

    def ended(self, task: Task) -> tuple[Task, ...]:
        """Note that a list has ended; return the next stage of discovery if all is out and none was found."""
        self._out.discard(task.list_url or "")
        while not self._out and not self.found_entries and self._stages:
            if tasks := self._send(self._stages.pop(0), again=True):
                return tasks
        return ()

    @property
    def is_over(self) -> bool:
        """Whether every list of this poll has ended."""
        return not self._out

    def _send(self, tasks: Iterable[Task], *, again: bool = False) -> tuple[Task, ...]:
        fresh = tuple(task for task in tasks if again or task.url not in self._seen)
        self._seen |= {task.url for task in fresh}
        self._out |= {task.list_url or "" for task in fresh}
        return fresh
