"""The fair per-host queue between the schedule and the spider.

`Frontier` is a plain state machine over monotonic seconds that never blocks and never reads a clock:
hosts take turns, a host has at most one request in flight, lists go before pages, newest page first,
and backfill only where nothing live waits (fetching spec § 3). `TaskStream` makes it an async iterator.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from time import monotonic
from urllib.parse import urlsplit

from crawler.fetch.throttle import HostPace, after_answer
from spiders.items import Task

__all__ = ["Frontier", "TaskStream", "authority"]

_RANK = {"list": 0, "live": 1, "backfill": 2}


def authority(url: str) -> str:
    """Return the host and port that one politeness pace holds for."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


@dataclass(slots=True)
class _Host:
    pace: HostPace
    tasks: list[tuple[int, float, int, Task]] = field(default_factory=list)
    ready_at: float = 0.0
    busy: bool = False
    queued: bool = False  # stands in the ready line or among the sleepers


class Frontier:
    """Tasks by host; `limit` bounds the tasks handed out and not yet settled, a quarter of them backfill."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._backfill_limit = max(1, limit // 4)
        self._hosts: dict[str, _Host] = {}
        self._ready: deque[str] = deque()
        self._sleeping: list[tuple[float, int, str]] = []
        self._order = count()
        self._out: dict[str, int] = {"list": 0, "live": 0, "backfill": 0}
        self.waiting = 0

    @property
    def outstanding(self) -> int:
        """How many tasks are handed out and not settled."""
        return sum(self._out.values())

    @property
    def is_full(self) -> bool:
        """Whether nothing more is handed out until something is settled."""
        return self.outstanding >= self._limit

    def add(self, task: Task, *, delay: timedelta, now: float) -> None:
        """Queue a task; `delay` is the least pause its source asks between requests to a host."""
        name = authority(task.url)
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(HostPace(delay=delay))
        heapq.heappush(host.tasks, (_RANK[task.lane], -task.newest, next(self._order), task))
        self.waiting += 1
        self._line_up(name, host, now)

    def next_ready(self, now: float) -> Task | None:
        """Hand out the next task, or None if no host is ready or the limit is reached."""
        if self.is_full:
            return None
        self._wake(now)
        for _ in range(len(self._ready)):
            name = self._ready.popleft()
            host = self._hosts[name]
            if not host.tasks:
                host.queued = False
                continue
            lane = host.tasks[0][3].lane
            if lane == "backfill" and self._out[lane] >= self._backfill_limit:
                self._ready.append(name)
                continue
            host.queued, host.busy = False, True
            self._out[lane] += 1
            self.waiting -= 1
            return heapq.heappop(host.tasks)[3]
        return None

    def next_wake(self) -> float | None:
        """Return when the next sleeping host becomes ready, or None if none sleeps."""
        return self._sleeping[0][0] if self._sleeping else None

    def answered(
        self,
        task: Task,
        *,
        status: int | None,
        retry: timedelta | None,
        elapsed: timedelta,
        crawl_delay: timedelta,
        now: float,
    ) -> timedelta:
        """The wire is free again: update the host's pace, let it stand in line, return how long it rests."""
        name = authority(task.url)
        host = self._hosts[name]
        if crawl_delay:
            host.pace = replace(host.pace, crawl_delay=crawl_delay)
        host.pace, wait = after_answer(host.pace, status=status, retry=retry, elapsed=elapsed)
        host.busy, host.ready_at = False, now + wait.total_seconds()
        self._line_up(name, host, now)
        return wait

    def settled(self, task: Task) -> None:
        """The task is over: what became of it is written down."""
        self._out[task.lane] -= 1

    def take_resting(self, now: float, *, longer_than: timedelta) -> tuple[tuple[Task, timedelta], ...]:
        """Take back the tasks of hosts left alone for longer than that from `now`, with the time left."""
        first = now + longer_than.total_seconds()
        taken = []
        for ready_at, _, name in self._sleeping:
            if ready_at > first:
                left = timedelta(seconds=ready_at - now)
                taken += [(entry[3], left) for entry in self._hosts[name].tasks]
                self._hosts[name].tasks.clear()
        self.waiting -= len(taken)
        return tuple(taken)

    def drain(self) -> tuple[Task, ...]:
        """Take back every task not yet handed out."""
        left = tuple(entry[3] for host in self._hosts.values() for entry in host.tasks)
        for host in self._hosts.values():
            host.tasks.clear()
            host.queued = False
        self._ready.clear()
        self._sleeping.clear()
        self.waiting = 0
        return left

    def forget_idle(self, now: float) -> None:
        """Drop hosts with nothing queued whose pause is over and that have answered well."""
        idle = [
            name
            for name, host in self._hosts.items()
            if not (host.tasks or host.busy or host.pace.failures) and host.ready_at <= now
        ]
        for name in idle:
            del self._hosts[name]

    def _line_up(self, name: str, host: _Host, now: float) -> None:
        if host.busy or host.queued or not host.tasks:
            return
        host.queued = True
        if host.ready_at <= now:
            self._ready.append(name)
        else:
            heapq.heappush(self._sleeping, (host.ready_at, next(self._order), name))

    def _wake(self, now: float) -> None:
        while self._sleeping and self._sleeping[0][0] <= now:
            self._ready.append(heapq.heappop(self._sleeping)[2])


class TaskStream:
    """The frontier as an endless async iterator, fed and freed from the same event loop."""

    def __init__(self, frontier: Frontier) -> None:
        self.frontier = frontier
        self._changed = asyncio.Event()
        self._closed = False

    def changed(self) -> None:
        """Say that the frontier may have something to hand out."""
        self._changed.set()

    async def wait_for_change(self, seconds: float) -> None:
        """Wait for the next change, at most so long."""
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)

    def close(self) -> None:
        """End the iteration after the task being handed out."""
        self._closed = True
        self._changed.set()

    async def __aiter__(self) -> AsyncIterator[Task]:
        while not self._closed:
            task = self.frontier.next_ready(monotonic())
            if task is not None:
                yield task
                continue
            self._changed.clear()
            wake = None if self.frontier.is_full else self.frontier.next_wake()
            timeout = max(0.0, wake - monotonic()) if wake is not None else None
            try:
                await asyncio.wait_for(self._changed.wait(), timeout)
            except TimeoutError:
                continue
