"""The desk: where each answer of the spider becomes what the corpus records.

One coroutine per answer: frees the host, reads the document in the pool, writes it through the one writer,
and ends the task in exactly one counted outcome. `Delivery` is the item pipeline that hands the answers over.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from config.model import Source
from crawler.articles import ArticleDesk
from crawler.begun import Begun
from crawler.fetch.throttle import retry_after
from crawler.frontier import TaskStream
from crawler.lists import ListDesk
from crawler.polling import SourcePoll
from crawler.report import Balance
from crawler.work import Work
from spiders.items import ListPage, Miss, Page, Task
from spiders.news import Answer, Deliver, NewsSpider
from storage.corpus import CrawlCorpus, StorageError
from storage.crawl import Entry

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["Delivery", "Desk"]

log = logging.getLogger(__name__)

_LONG_REST = timedelta(seconds=90)
_HELD = 2_000  # entries kept in memory; the rest waits in the corpus


class Delivery:
    """The item pipeline: every answer goes to the desk the spider was given."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Delivery:
        """Take the desk's door from the spider."""
        spider = crawler.spider
        if not isinstance(spider, NewsSpider):
            raise TypeError(f"expected the news spider, got {type(spider).__name__}")
        return cls(spider.deliver)

    async def process_item(self, item: Answer) -> Answer:
        """Hand the answer over and wait until it is written down."""
        await self._deliver(item)
        return item


class Desk:
    """Takes answers, keeps the frontier fed, and knows what is under way.

    `max_pages` bounds the entries taken up in the whole run; the rest stays pending in the corpus.
    """

    def __init__(
        self, stream: TaskStream, work: Work, sources: dict[str, Source], *, max_pages: int | None = None
    ) -> None:
        self.stream = stream
        self.sources = sources
        self.balance: Balance = work.balance
        self.failure: StorageError | None = None
        self._work = work
        self._max_pages = max_pages
        self._taken = 0
        self._articles = ArticleDesk(work)
        self._lists = ListDesk(work)
        self._held: dict[int, Entry] = {}
        self._begun: dict[int, Begun] = {}
        self._polls: dict[str, SourcePoll] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is queued, fetched or read at this moment."""
        frontier = self.stream.frontier
        return not (self._polls or self._held or frontier.waiting or frontier.outstanding)

    @property
    def has_room(self) -> bool:
        """Whether more entries may be taken from the corpus."""
        is_open = self._max_pages is None or self._taken < self._max_pages
        return is_open and len(self._held) < _HELD

    def is_polling(self, source_id: str) -> bool:
        """Whether a poll of the source is under way."""
        return source_id in self._polls

    async def begin(self, poll: SourcePoll) -> None:
        """Start polling a claimed source."""
        source_id = poll.source.id
        self._polls[source_id] = poll
        tasks = self._lists.due(poll)
        self._send(tasks)
        if not tasks:
            await self._end_poll(source_id)

    def hold(self, entries: Iterable[Entry]) -> None:
        """Take up entries whose pages are to be fetched, as far as there is room."""
        for entry in entries:
            if entry.id in self._held or entry.source_id not in self.sources or not self.has_room:
                continue
            self._held[entry.id] = entry
            self._taken += 1
            self.balance.take()
            self._send([_page_task(entry)])

    async def postpone_resting(self) -> None:
        """Put back what waits for hosts that asked to be left alone for long (S3)."""
        now = datetime.now(UTC)
        resting = self.stream.frontier.take_resting(monotonic(), longer_than=_LONG_REST)
        for task, left in resting:
            if task.entry_id is None:
                await self._end_waiting(task)
            elif (entry := self._let_go(task.entry_id)) is not None:
                self.balance.end(entry.source_id, "pending")
                postpone = partial(_postpone, entry_id=entry.id, until=now + left)
                await self._work.writer.call(postpone)

    async def _end_waiting(self, task: Task) -> None:
        if (poll := self._polls.get(task.source_id)) is not None:
            self.balance.end_list(task.source_id, "waiting")
            await self._follow(poll, task)

    def put_back(self) -> None:
        """End the entries this run did not come to as `pending`; the corpus keeps them for the next."""
        for entry in self._held.values():
            self.balance.end(entry.source_id, "pending")
        self._held.clear()
        self._begun.clear()

    def _let_go(self, entry_id: int) -> Entry | None:
        """Hold the entry no longer, nor what was read of its article."""
        self._begun.pop(entry_id, None)
        return self._held.pop(entry_id, None)

    async def deliver(self, answer: Answer) -> None:
        """Bring one answer to its end."""
        task = _asked(answer)
        self._free_host(task, answer)
        try:
            await self._end(answer, task)
        except StorageError as error:
            self.failure = self.failure or error
        except Exception:
            log.exception("url=%s: our fault, please report it", task.url)
            await self._abandon(task)
        finally:
            self.stream.frontier.settled(task)
            self.stream.changed()

    async def _end(self, answer: Answer, task: Task) -> None:
        if isinstance(answer, Task):
            self._send([answer])
        elif task.entry_id is not None:
            if (entry := self._held.get(task.entry_id)) is not None:
                await self._end_page(answer, entry)
        elif (poll := self._polls.get(task.source_id)) is not None:
            await self._end_list(answer, task, poll)

    async def _end_page(self, answer: Page | ListPage | Miss, entry: Entry) -> None:
        source, begun = self.sources.get(entry.source_id), self._begun.get(entry.id)
        if isinstance(answer, Page) and source is not None:
            outcome = await self._articles.read(answer, entry, source, begun)
        elif isinstance(answer, Miss):
            outcome = await self._articles.miss(answer, entry, source, begun)
        else:
            outcome = "pending"  # its source was removed while the page was fetched
        if isinstance(outcome, str):
            self._let_go(entry.id)
            self.balance.end(entry.source_id, outcome)
        else:
            self._go_on(entry, outcome)

    def _go_on(self, entry: Entry, further: Begun | Task) -> None:
        """Have the next page of an article fetched, or its first."""
        if isinstance(further, Begun):
            self._begun[entry.id] = further
        task = further.next_task if isinstance(further, Begun) else further
        self._send([task] if task else [])

    async def _end_list(self, answer: Page | ListPage | Miss, task: Task, poll: SourcePoll) -> None:
        if isinstance(answer, ListPage):
            entries, tasks = await self._lists.read(answer, poll)
            self.hold(entries)
        else:
            tasks = await self._lists.miss(answer, poll) if isinstance(answer, Miss) else ()
        self._send(tasks)
        await self._follow(poll, task)

    async def _follow(self, poll: SourcePoll, ended: Task) -> None:
        """Go on with a poll one of whose lists has ended."""
        self._send(poll.ended(ended))
        if poll.is_over and self._polls.get(poll.source.id) is poll:
            await self._end_poll(poll.source.id)

    async def _end_poll(self, source_id: str) -> None:
        poll = self._polls.pop(source_id)
        await self._lists.finish(poll)

    async def _abandon(self, task: Task) -> None:
        """Count a task our own fault broke; its entry stays pending in the corpus for the next run."""
        if task.entry_id is not None:
            self._let_go(task.entry_id)
            self.balance.end(task.source_id, "failed:internal")
        elif (poll := self._polls.get(task.source_id)) is not None:
            self.balance.end_list(task.source_id, "failed:internal")
            await self._follow(poll, task)

    def _send(self, tasks: Iterable[Task]) -> None:
        now = monotonic()
        for task in tasks:
            source = self.sources.get(task.source_id)
            delay = source.delay if source else timedelta(seconds=1)
            self.stream.frontier.add(task, delay=delay, now=now)
        self.stream.changed()

    def _free_host(self, task: Task, answer: Answer) -> None:
        """Let the host stand in line again, after the pause it is owed."""
        retry = retry_after(answer.retry_after, now=answer.at) if isinstance(answer, Miss) else None
        self.stream.frontier.answered(
            task,
            status=_status(answer),
            retry=retry,
            elapsed=timedelta(seconds=0.0 if isinstance(answer, Task) else answer.elapsed_s),
            crawl_delay=timedelta(seconds=0.0 if isinstance(answer, Task) else answer.crawl_delay_s),
            now=monotonic(),
        )
        self.stream.changed()


def _postpone(corpus: CrawlCorpus, *, entry_id: int, until: datetime) -> None:
    corpus.postpone(entry_id, not_before=until, visit=None)


def _status(answer: Answer) -> int | None:
    """Return the status to pace the host by; None where it was asked and did not answer."""
    if isinstance(answer, Task):
        return 302
    if isinstance(answer, Miss) and answer.outcome.startswith("blocked:"):
        return 200  # nothing was asked of the host
    return answer.status


def _asked(answer: Answer) -> Task:
    """Return the task an answer answers; for a redirect, the hop it came from."""
    if isinstance(answer, Task):
        return replace(answer, url=answer.chain[-1], chain=answer.chain[:-1])
    return answer.task


def _page_task(entry: Entry) -> Task:
    at = entry.published or entry.updated
    return Task(
        source_id=entry.source_id,
        url=entry.url,
        lane=entry.lane,
        entry_id=entry.id,
        newest=at.timestamp() if at else 0.0,
    )
