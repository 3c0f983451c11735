"""Parsing and extraction in killable worker processes, off the event loop.

A page that hangs or crashes its worker costs that page only: pebble stops the one worker and starts
another (fetching spec § 4). Workers are forked from a clean server, limited in address space, recycled.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import timedelta
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

__all__ = ["Pool", "WorkerLostError", "WorkerTimeoutError"]

T = TypeVar("T")
_TASKS_PER_WORKER = 2000
_STOP_S = 2.0
_QUEUE_S = 120.0  # the longest wait for a free worker; past it the pool itself is taken to be broken


class WorkerTimeoutError(Exception):
    """The document took longer than its limit; its worker was stopped."""


class WorkerLostError(Exception):
    """The document crashed its worker or ran out of memory, twice."""


class Pool:
    """Runs pure functions on documents, each within a time and memory limit."""

    def __init__(self, *, workers: int | None, timeout: timedelta, memory_mb: int) -> None:
        cores = os.cpu_count() or 1
        self._timeout = timeout.total_seconds()
        self._pool = ProcessPool(
            max_workers=workers or max(1, cores - 1),
            max_tasks=_TASKS_PER_WORKER,
            initializer=_limit_worker,
            initargs=(memory_mb,),
            context=_context(),
        )

    async def run(self, work: Callable[[Any], T], job: Any) -> T:
        """Return `work(job)` from a worker.

        Raises `WorkerTimeoutError`, `WorkerLostError` after a second try, and what `work` itself raises.
        """
        for last_try in (False, True):
            try:
                future = self._pool.schedule(work, args=(job,), timeout=self._timeout)
                result: T = await asyncio.wait_for(asyncio.wrap_future(future), self._timeout + _QUEUE_S)
            except FutureTimeoutError as error:
                raise WorkerTimeoutError(f"longer than {self._timeout:g} s") from error
            except (ProcessExpired, MemoryError) as error:
                if last_try:
                    raise WorkerLostError(str(error) or "out of memory") from error
            else:
                return result
        raise AssertionError("the loop returns or raises")

    def close(self) -> None:
        """Stop the workers, whatever they are doing."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble has no hints here
        with contextlib.suppress(FutureTimeoutError):  # its threads are daemons: they end with us
            self._pool.join(_STOP_S)


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["crawler.worker"])
    return context


def _limit_worker(memory_mb: int) -> None:
    """Let the worker grow by `memory_mb` beyond what it maps already."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is for the parent to act on
    gc.freeze()  # what was imported lives as long as the worker: not worth looking through again and again
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a kernel file
        mapped = int(statm.read().split()[0]) * resource.getpagesize()
    limit = mapped + memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
