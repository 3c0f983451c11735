"""The one writer thread: owns the write connection and commits in batches.

Callers on the event loop hand over a call and await its result, which arrives only after the commit that
made it durable. A batch closes at 50 calls or 250 ms, whichever comes first (storage spec § 2).
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import Any, TypeVar

from storage.corpus import CrawlCorpus, StorageError

__all__ = ["Writer"]

T = TypeVar("T")
_Call = tuple[Callable[[CrawlCorpus], Any], "Future[Any]"]


class Writer:
    """Runs calls on the corpus in one thread, up to `batch` of them in a transaction."""

    def __init__(
        self, open_corpus: Callable[[], CrawlCorpus], *, batch: int = 50, linger_s: float = 0.25
    ) -> None:
        self._open = open_corpus
        self._batch = batch
        self._linger = linger_s
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="naba-writer", daemon=True)
        self.failed: StorageError | None = None

    def start(self) -> None:
        """Open the corpus in the thread; raises what opening raises."""
        self._thread.start()
        self._opened.result()

    async def call(self, work: Callable[[CrawlCorpus], T]) -> T:
        """Run `work(corpus)` in a batch and return its result once committed."""
        done: Future[T] = Future()
        self._calls.put((work, done))
        return await asyncio.wrap_future(done)

    def close(self) -> None:
        """Commit what is queued, close the corpus, end the thread."""
        if self._thread.is_alive():
            self._calls.put(None)
            self._thread.join()

    def _run(self) -> None:
        try:
            corpus = self._open()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that called start()
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        while (batch := self._gather()) is not None:
            self._commit(corpus, batch)
        corpus.close()

    def _gather(self) -> list[_Call] | None:
        """Wait for a call and take what follows until the batch is full or lingered; None at the end."""
        first = self._calls.get()
        if first is None:
            return None
        batch, until = [first], monotonic() + self._linger
        while len(batch) < self._batch:
            try:
                call = self._calls.get(timeout=max(0.0, until - monotonic()))
            except queue.Empty:
                break
            if call is None:
                self._calls.put(None)
                break
            batch.append(call)
        return batch

    def _commit(self, corpus: CrawlCorpus, batch: list[_Call]) -> None:
        """Run a batch in one transaction; a call that fails undoes only itself."""
        results: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with corpus.transaction():
                for work, done in batch:
                    if not done.set_running_or_notify_cancel():
                        continue  # its caller is gone; from here on it can no longer be cancelled
                    try:
                        with corpus.transaction():
                            results.append((done, work(corpus), None))
                    except Exception as error:  # noqa: BLE001 - given back to the caller that asked
                        results.append((done, None, error))
        except StorageError as error:
            self.failed = error
            results = [(done, None, error) for _, done in batch if not done.cancelled()]
        for done, value, failure in results:
            if failure is not None:
                done.set_exception(failure)
            else:
                done.set_result(value)
