"""What becomes of one list: its entries admitted, its state kept, its source's next poll set."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from typing import Any

import re2

from config.model import Source
from crawler.fetch.limits import limit_of
from crawler.fetch.throttle import retry_after
from crawler.polling import SourcePoll, is_waiting
from crawler.pool import WorkerLostError, WorkerTimeoutError
from crawler.schedule import after_list, next_due
from crawler.urls import entry_keys
from crawler.work import Work
from crawler.worker import ListJob, ListResult, read_list
from spiders.items import FeedEntry, ListKind, ListPage, Miss, Task
from spiders.parse.lists import ParsedList
from storage.crawl import Entry, Listed, ListState, Poll

__all__ = ["ListDesk", "to_listed"]

log = logging.getLogger(__name__)

_LIVE = 200  # new pages a source and poll; the rest is backfill (fetching spec § 6.3)
_ENOUGH_LINKS = 3  # a discovered section page must name that many articles


class ListDesk:
    """Ends lists and polls."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def due(self, poll: SourcePoll) -> tuple[Task, ...]:
        """Return the lists of a poll that may be asked now; those told to wait are counted as waiting."""
        now = datetime.now(UTC).timestamp()
        tasks = poll.first_tasks()
        waiting = [
            task for task in tasks if (state := poll.states.get(task.url)) and is_waiting(state, now_s=now)
        ]
        for task in waiting:
            self._work.balance.end_list(poll.source.id, "waiting")
            poll.ended(task)
        return tuple(task for task in tasks if task not in waiting)

    async def read(self, page: ListPage, poll: SourcePoll) -> tuple[tuple[Entry, ...], tuple[Task, ...]]:
        """Parse the list, admit its entries; return those to fetch and further lists to ask."""
        result = await self._parse(page, poll)
        state = _state(poll, page.task)
        if result.error:
            await self._fail(poll, state, f"failed:not_a_list:{result.error}", page.fetched_at)
            return (), ()
        if result.parsed is None:
            await self._admit(
                poll, after_list(state, outcome="unchanged", error=None, at=page.fetched_at), ()
            )
            self._work.balance.end_list(poll.source.id, "unchanged")
            poll.found_entries = True
            return (), self._children(poll, page.task, state)
        if page.task.list_kind is ListKind.DISCOVER and result.parsed.error:
            poll.plan_discovery(page.final_url, result.found, page.sitemaps)
            return (), ()
        return await self._take(page, poll, state, result.parsed, result.body_hash)

    async def miss(self, miss: Miss, poll: SourcePoll) -> tuple[Task, ...]:
        """Note a list that brought no document; an unchanged index may still have changed children."""
        state = _state(poll, miss.task)
        if miss.outcome != "not_modified":
            wait = retry_after(miss.retry_after, now=miss.at) if miss.status in (429, 503) else None
            if wait is not None:
                state = replace(state, extra={**state.extra, "retry_at": (miss.at + wait).timestamp()})
            await self._fail(poll, state, miss.outcome, miss.at, str(miss.detail.get("error", "")))
            return ()
        fresh = replace(
            state,
            etag=miss.validators.get("etag", state.etag),
            last_modified=miss.validators.get("last_modified", state.last_modified),
        )
        await self._admit(poll, after_list(fresh, outcome="not_modified", error=None, at=miss.at), ())
        self._work.balance.end_list(poll.source.id, "not_modified")
        poll.found_entries = True
        return self._children(poll, miss.task, state)

    async def finish(self, poll: SourcePoll) -> None:
        """Set when the source is due again and end its lease."""
        due = next_due(poll.source, tuple(poll.states.values()), now=datetime.now(UTC))
        source_id = poll.source.id
        await self._work.writer.call(lambda corpus: corpus.finish_poll(source_id, next_due=due))
        log.info("source=%s polled next=%s", source_id, due.isoformat(timespec="seconds"))

    async def _parse(self, page: ListPage, poll: SourcePoll) -> ListResult:
        task, state = page.task, poll.states.get(page.task.list_url or "")
        follow = next((one.follow for one in poll.source.listings if one.url == task.list_url), None)
        job = ListJob(
            body=page.body,
            coding=page.headers.get("content-encoding"),
            max_bytes=limit_of(task).max_bytes,
            kind=task.list_kind or ListKind.FEED,
            url=page.final_url,
            content_type=page.headers.get("content-type"),
            language=poll.source.language,
            follow=follow,
            last_hash=state.body_hash if state else None,
            now=page.fetched_at,
        )
        try:
            return await self._work.pool.run(read_list, job)
        except WorkerTimeoutError:
            return ListResult(body_hash=b"", error="worker_timeout")
        except WorkerLostError:
            return ListResult(body_hash=b"", error="worker_crashed")

    async def _take(
        self, page: ListPage, poll: SourcePoll, state: ListState, parsed: ParsedList, body_hash: bytes
    ) -> tuple[tuple[Entry, ...], tuple[Task, ...]]:
        source = poll.source
        listed = self._listed(source, parsed.entries)
        is_whole = not (parsed.incomplete or page.truncated)
        if is_whole:  # half a document must be asked for again: it keeps the old validators (F6)
            etag, modified = page.headers.get("etag"), page.headers.get("last-modified")
            state = replace(state, etag=etag, last_modified=modified, body_hash=body_hash)
        kind = ListKind.FEED if page.task.list_kind is ListKind.DISCOVER else state.kind
        state = replace(state, kind=str(kind), extra=_facts(poll, page.task, parsed))
        state = after_list(state, outcome="ok", error=None, at=page.fetched_at)
        entries, known = await self._admit(poll, state, listed)
        poll.found_entries |= _is_found(poll, page.task, parsed)
        self._work.balance.end_list(source.id, "ok")
        self._work.balance.take(known)
        self._work.balance.end(source.id, "known", known)
        return entries, poll.follow_children(page.task, parsed.children)

    def _listed(self, source: Source, entries: Iterable[FeedEntry]) -> tuple[Listed, ...]:
        """Return the entries the operator wants, counting those left out."""
        kept = []
        for entry in entries:
            outcome = None if _is_wanted(source, entry.url) else "excluded"
            listed = to_listed(entry, source.id) if outcome is None else None
            if listed is None:
                self._work.balance.take()
                self._work.balance.end(source.id, outcome or "failed:bad_url")
            else:
                kept.append(listed)
        return tuple(kept)

    async def _admit(
        self, poll: SourcePoll, state: ListState, listed: tuple[Listed, ...]
    ) -> tuple[tuple[Entry, ...], int]:
        at = state.last_polled or datetime.now(UTC)
        one = Poll(state=state, entries=listed, live=_LIVE, at=at)
        admitted = await self._work.writer.call(lambda corpus: corpus.admit(one, source_id=poll.source.id))
        poll.states[state.url] = replace(state, last_new=at) if admitted.new else state
        return admitted.new, admitted.known

    async def _fail(
        self, poll: SourcePoll, state: ListState, outcome: str, at: datetime, error: str = ""
    ) -> None:
        await self._admit(poll, after_list(state, outcome=outcome, error=error or None, at=at), ())
        self._work.balance.end_list(poll.source.id, outcome)

    def _children(self, poll: SourcePoll, index: Task, state: ListState) -> tuple[Task, ...]:
        children = state.extra.get("children")
        return poll.follow_children(index, children) if isinstance(children, list) else ()


def to_listed(entry: FeedEntry, source_id: str) -> Listed | None:
    """Return the entry with its keys and digest, or None if its address is no http(s) URL.

    The address stays as listed: a server may mind the order of its parameters, and only the keys compare.
    """
    try:
        keys = entry_keys(entry.url, entry.entry_id, source_id)
    except ValueError:
        return None
    said = (entry.title, entry.summary, entry.content, entry.published_raw, entry.updated)
    return Listed(
        keys=keys,
        url=entry.url,
        entry_id=entry.entry_id,
        title=entry.title,
        summary=entry.summary,
        content=entry.content,
        authors=entry.authors,
        published=entry.published,
        published_raw=entry.published_raw,
        updated=entry.updated,
        tags=entry.tags,
        digest=blake2b(repr(said).encode("utf-8", "replace"), digest_size=8).digest(),
    )


def _is_wanted(source: Source, url: str) -> bool:
    included = not source.include_urls or _matches(source.include_urls, url)
    return included and not _matches(source.exclude_urls, url)


def _matches(patterns: Iterable[str], url: str) -> bool:
    return any(_compiled(pattern).search(url) for pattern in patterns)


@cache
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern)


def _state(poll: SourcePoll, task: Task) -> ListState:
    url = task.list_url or task.url
    kind = task.list_kind or ListKind.FEED
    known = poll.states.get(url)
    return known or ListState(source_id=poll.source.id, url=url, kind=kind.value)


def _facts(poll: SourcePoll, task: Task, parsed: ParsedList) -> dict[str, object]:
    """Return what to remember of a list beside its validators."""
    facts: dict[str, object] = {"format": parsed.format, "entries": len(parsed.entries)}
    if _is_found(poll, task, parsed) and task.depth == 0 and not _is_configured(poll.source, task):
        facts["discovered"] = True
    if parsed.children:
        facts["children"] = list(parsed.children)[:50]
    if parsed.title:
        facts["title"] = parsed.title
    if task.chain:
        facts["moved_to"] = task.url
    return facts


def _is_found(poll: SourcePoll, task: Task, parsed: ParsedList) -> bool:
    if task.list_kind is ListKind.LISTING and not _is_configured(poll.source, task):
        return len(parsed.entries) >= _ENOUGH_LINKS
    return bool(parsed.entries or parsed.children)


def _is_configured(source: Source, task: Task) -> bool:
    named = (*source.feeds, *source.sitemaps, *(listing.url for listing in source.listings))
    return task.list_url in named
