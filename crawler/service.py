"""Builds everything and runs it: one process, one asyncio loop, one corpus.

`Service` opens the corpus through the writer thread, starts the worker pool and Scrapy on the running loop,
and lets APScheduler tick: each tick claims due sources and keeps the frontier fed from the corpus. `crawl`
ends when nothing is due and nothing is in flight; `run` ends when asked to.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from config.load import Config
from config.model import Source
from crawler.engine import make_crawler, request_headers, request_meta, scrapy_settings
from crawler.frontier import Frontier, TaskStream
from crawler.pipelines import Desk
from crawler.polling import SourcePoll
from crawler.pool import Pool
from crawler.report import Balance
from crawler.schedule import first_due, spread_due
from crawler.work import Work
from crawler.writer import Writer
from storage.corpus import CrawlCorpus, StorageError
from storage.crawl import Entry, ListState, RunReport, SourceRow
from storage.open import open_crawl

__all__ = ["Service"]

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
_CLAIM = 200  # sources claimed a tick
_REFILL = 500  # entries waiting in memory below which the corpus is asked for more
_GRACE_S = 4.0  # what SIGTERM leaves to requests in flight


class Service:
    """One run over a config and a corpus.

    `only` limits it to some source ids, polled whether due or not; `max_pages` to that many articles' pages.
    `reload` returns a changed config, or None; it is asked every few seconds.
    """

    def __init__(
        self,
        config: Config,
        store_url: str,
        *,
        only: Sequence[str] | None = None,
        max_pages: int | None = None,
        linger_s: float = 0.25,
        reload: Callable[[], Config | None] = lambda: None,
        progress: Callable[[Balance], None] = lambda _: None,
    ) -> None:
        self._config = config
        self._only = None if only is None else frozenset(only)
        self._wanted = list(only) if only is not None else None
        self._max_pages = max_pages
        self._reload = reload
        self._progress = progress
        self._holder = f"{os.getpid()}"
        self._writer = Writer(
            lambda: open_crawl(store_url, near_days=config.settings.copies.window.days), linger_s=linger_s
        )
        self._sources = self._enabled()
        self._started = datetime.now(UTC)
        self._stop = asyncio.Event()
        self._stopping = False
        self._crawling: asyncio.Task[None] | None = None

    def _enabled(self) -> dict[str, Source]:
        """The sources this run may poll: enabled ones, or those named whether enabled or not."""
        if self._only is not None:
            return {source.id: source for source in self._config.sources if source.id in self._only}
        return {source.id: source for source in self._config.sources if source.enabled}

    @property
    def was_interrupted(self) -> bool:
        """Whether the run was asked to stop before it was done."""
        return self._stopping

    def stop(self) -> None:
        """Ask the run to end: nothing more is claimed, what is in flight gets a moment to finish."""
        self._stopping = True
        self._stop.set()

    async def crawl(self) -> Balance:
        """Poll what is due (or wanted), fetch and store until nothing is left; return the balance."""
        async with self._running(tick_s=0.25, respread=False) as desk:
            while not self._stop.is_set():
                await self._wait(0.2)
                self._progress(desk.balance)
                if desk.failure or (desk.is_idle and await self._is_done(desk)):
                    break
        return desk.balance

    async def run(self) -> Balance:
        """Serve until `stop` is called or storage fails; return the balance since the start."""
        async with self._running(tick_s=1.0, respread=True) as desk:
            while not self._stop.is_set() and desk.failure is None:
                await self._wait(1.0)
                self._progress(desk.balance)
        return desk.balance

    async def _wait(self, seconds: float) -> None:
        """Wait for the stop; raises what ended the spider before its time."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)
        if self._crawling is not None and self._crawling.done():
            self._crawling.result()

    @contextlib.asynccontextmanager
    async def _running(self, *, tick_s: float, respread: bool) -> AsyncIterator[Desk]:
        """Everything started, and stopped again in the reverse order whatever happens in between."""
        with self._signals():
            async with self._started_up(tick_s=tick_s, respread=respread) as desk:
                yield desk

    @contextlib.asynccontextmanager
    async def _started_up(self, *, tick_s: float, respread: bool) -> AsyncIterator[Desk]:
        settings = self._config.settings
        self._writer.start()
        pool = Pool(
            workers=settings.extract.workers,
            timeout=settings.extract.timeout,
            memory_mb=settings.extract.memory_mb,
        )
        stream = TaskStream(Frontier(limit=settings.fetch.concurrency))
        desk = Desk(stream, Work(writer=self._writer, pool=pool), self._sources, max_pages=self._max_pages)
        try:
            await self._sync(respread=respread)
            runner, crawler = make_crawler(scrapy_settings(settings.fetch, self._config.sources))
            self._crawling = runner.crawl(
                crawler,
                tasks=stream,
                headers=request_headers(settings.fetch),
                options=lambda task: request_meta(task, self._sources.get(task.source_id)),
                deliver=desk.deliver,
            )
            timer = self._timer(desk, tick_s)
            yield desk
            timer.shutdown(wait=False)
            await self._wind_down(desk, self._crawling)
        finally:
            pool.close()
            self._writer.close()
        if desk.failure:
            raise desk.failure

    def _timer(self, desk: Desk, tick_s: float) -> AsyncIOScheduler:
        timer = AsyncIOScheduler(timezone=UTC)
        options = {"trigger": "interval", "coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        timer.add_job(self._tick, seconds=tick_s, args=[desk], next_run_time=datetime.now(UTC), **options)
        timer.add_job(self._renew, seconds=60, **options)
        timer.add_job(self._look_at_config, seconds=2, args=[desk], **options)
        timer.add_job(lambda: desk.stream.frontier.forget_idle(monotonic()), seconds=60, **options)
        timer.start()
        return timer

    async def _sync(self, *, respread: bool) -> None:
        """Make the corpus know the sources and free the leases of a run that died."""
        now = datetime.now(UTC)
        rows = [_row(source) for source in self._config.sources]
        due = [first_due(source, now=now) if respread else now for source in self._config.sources]
        spread = (
            {source.id: spread_due(source, now=now) for source in self._config.sources} if respread else {}
        )

        def write(corpus: CrawlCorpus) -> None:
            corpus.release_leases(holder=None)
            corpus.sync_sources(rows, due, overdue=spread, now=now)

        await self._writer.call(write)

    async def _tick(self, desk: Desk) -> None:
        """Claim due sources, take entries while there is room, put back those whose hosts rest for long."""
        if self._stopping or desk.failure:
            return
        try:
            for source_id, states in await self._claim():
                source = self._sources.get(source_id)
                if source is not None and not desk.is_polling(source_id):
                    await desk.begin(SourcePoll(source, states))
            await self._refill(desk)
            await desk.postpone_resting()
        except StorageError as error:
            desk.failure = desk.failure or error

    async def _claim(self) -> list[tuple[str, tuple[ListState, ...]]]:
        only = None
        if self._wanted is not None:
            only, self._wanted = self._wanted[:_CLAIM], self._wanted[_CLAIM:]
            if not only:
                return []
        now = datetime.now(UTC)

        def claim(corpus: CrawlCorpus) -> list[tuple[str, tuple[ListState, ...]]]:
            ids = corpus.claim_due(now, limit=_CLAIM, lease=LEASE, holder=self._holder, only=only)
            return [(source_id, corpus.list_states(source_id)) for source_id in ids]

        return await self._writer.call(claim)

    async def _refill(self, desk: Desk) -> None:
        if desk.stream.frontier.waiting < _REFILL and desk.has_room:
            desk.hold(await self._pending())

    async def _pending(self) -> tuple[Entry, ...]:
        now, only = datetime.now(UTC), None if self._only is None else tuple(self._only)
        return await self._writer.call(lambda corpus: corpus.pending(now, limit=4 * _REFILL, only=only))

    async def _is_done(self, desk: Desk) -> bool:
        """Whether an idle crawl has nothing left to claim or to fetch."""
        await self._tick(desk)
        return desk.is_idle and not self._wanted

    async def _renew(self) -> None:
        until = datetime.now(UTC) + LEASE
        await self._writer.call(lambda corpus: corpus.renew_leases(until, holder=self._holder))

    async def _look_at_config(self, desk: Desk) -> None:
        """Apply a changed config: new sources are known from the next tick on, removed ones rest."""
        config = self._reload()
        if config is not None:
            if _at_start(config) != _at_start(self._config):
                log.warning("settings of fetch, extract or store changed: they apply after a restart")
            self._config = config
            self._sources = self._enabled()
            desk.sources = self._sources
            await self._sync(respread=True)
            log.warning("config reloaded: %d sources enabled", len(self._sources))

    async def _wind_down(self, desk: Desk, crawling: asyncio.Task[None]) -> None:
        """Let requests in flight finish for a moment, then write down the rest as pending."""
        frontier = desk.stream.frontier
        frontier.drain()
        until = monotonic() + _GRACE_S
        while frontier.outstanding and monotonic() < until and desk.failure is None:
            await desk.stream.wait_for_change(0.1)
        desk.stream.close()
        if frontier.outstanding:
            crawling.cancel()
        await asyncio.wait({crawling}, timeout=2.0)  # not wait_for: that would wait for its cancellation too
        desk.put_back()
        if desk.failure is None:
            await self._writer.call(lambda corpus: self._close_books(corpus, desk.balance))

    def _close_books(self, corpus: CrawlCorpus, balance: Balance) -> None:
        corpus.release_leases(holder=self._holder)
        report = RunReport(started=self._started, ended=datetime.now(UTC), outcomes=dict(balance.outcomes))
        corpus.save_run(report)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        handlers = {signal.SIGTERM: self.stop, signal.SIGINT: self.stop, signal.SIGHUP: self._on_hangup}
        with contextlib.suppress(NotImplementedError, ValueError):  # not the main thread, or Windows
            for number, handler in handlers.items():
                loop.add_signal_handler(number, handler)
        try:
            yield
        finally:
            with contextlib.suppress(NotImplementedError, ValueError):  # as above: nothing was added
                for number in handlers:
                    loop.remove_signal_handler(number)

    def _on_hangup(self) -> None:
        """Take `systemctl reload` for what it means; changed files are seen within two seconds anyway."""
        log.info("SIGHUP: changed config files are taken up at the next look")


def _at_start(config: Config) -> tuple[object, ...]:
    """The settings that are read once, when a run starts."""
    settings = config.settings
    return settings.fetch, settings.extract, settings.store


def _row(source: Source) -> SourceRow:
    return SourceRow(
        id=source.id,
        name=source.name,
        url=source.url,
        language=source.language,
        country=source.country,
        enabled=source.enabled,
    )
