"""What becomes of one entry: its page read and recorded, or the reason why not written down."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from config.model import Source
from crawler.begun import Begun
from crawler.extract.hints import Hints
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.site import REDESIGNED, host_of
from crawler.extract.zones import zone_of_country
from crawler.fetch.limits import PAGE
from crawler.fetch.throttle import retry_after
from crawler.memories import Memories
from crawler.pool import WorkerLostError, WorkerTimeoutError
from crawler.schedule import points_of
from crawler.urls import url_key
from crawler.work import Work
from crawler.worker import PageJob, PageResult, charset_of, read_page
from spiders.items import Miss, Page, Task
from storage.crawl import Entry, Visit
from storage.model import Appearance, Article, Copy, Http, Recorded, RevisionOf, Unchanged

__all__ = ["ArticleDesk"]

log = logging.getLogger(__name__)

_REDESIGNED = "its pages are built otherwise than before; a wrapper for them is learned anew"
_TRIES = 3
_FIRST_RETRY = timedelta(minutes=10)
_MAY_PASS = frozenset(  # what a page may have been only for the moment
    {Reason.CHALLENGE_PAGE, Reason.EMPTY_BODY, Reason.TRUNCATED, Reason.WORKER_TIMEOUT, Reason.WORKER_CRASHED}
)


class ArticleDesk:
    """Ends entries; each method returns the counted outcome."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._memories = Memories(work.writer)

    async def read(
        self, page: Page, entry: Entry, source: Source, begun: Begun | None = None
    ) -> str | Begun | Task:
        """Extract the page, judge and store its article.

        Half a document is asked for again; only the last try's is stored, marked incomplete. An article that
        goes on elsewhere is returned as `Begun` and comes back with its next page; for a later page that was
        listed by itself the `Task` to begin with is returned.
        """
        if page.truncated and entry.attempts + 1 < _TRIES:
            visit = _visit(entry, "failed:truncated", page.fetched_at, _evidence(page))
            await self._end(entry, visit, wait=None, again=True)
            return visit.outcome
        result = await self._extract(page, entry, source, begun)
        if isinstance(result, NoArticle):
            return await self._refuse(page, entry, source, result, begun)
        if begun is None and (first := _first_task(page.task, result.first_url)):
            return first
        begun = begun.after(page, result) if begun else Begun(first=page, result=result)
        return begun if result.next_url else await self._finish(begun, entry, source)

    async def miss(self, miss: Miss, entry: Entry, source: Source | None, begun: Begun | None = None) -> str:
        """End an entry whose page did not come: try again later if that may help, else for good.

        An article of which only further pages are missing is stored then as far as it goes.
        """
        if miss.outcome == "not_modified":
            visit = _visit(entry, "unchanged", miss.at, {"status": 304})
            await self._work.writer.call(lambda corpus: corpus.settle(entry.id, visit))
            return "unchanged"
        detail = {**miss.detail, "status": miss.status, "chain": list(miss.task.chain)}
        visit = _visit(entry, miss.outcome, miss.at, detail)
        again = 0 < points_of(miss.outcome) < 0.5
        if begun and source and not (again and entry.attempts + 1 < _TRIES):
            return await self._finish(begun.cut_short(), entry, source)
        wait = retry_after(miss.retry_after, now=miss.at)
        await self._end(entry, visit, wait=wait, again=again)
        return miss.outcome

    async def _finish(self, begun: Begun, entry: Entry, source: Source) -> str:
        """Store an article of which all pages there are were read."""
        recorded = await self._record(begun, entry, source)
        if REDESIGNED in begun.result.article.extraction.warnings:
            log.warning("source=%s url=%s: %s", source.id, entry.url, _REDESIGNED)
        return _word(recorded)

    async def _extract(
        self, page: Page, entry: Entry, source: Source, begun: Begun | None
    ) -> PageResult | NoArticle:
        hints = _hints(page, entry, source)
        earlier = begun.result if begun else None
        if earlier is not None:
            hints = _hints_of_further(hints, earlier.article.extraction.pages + 1)
        async with self._memories.turn(source.id, host_of(hints)) as memory:
            job = PageJob(
                body=page.body,
                coding=page.headers.get("content-encoding"),
                max_bytes=PAGE.max_bytes,
                hints=hints,
                memory=memory,
                earlier=earlier,
                at=page.fetched_at,
            )
            try:
                result = await self._work.pool.run(read_page, job)
            except WorkerTimeoutError as error:
                return NoArticle(reason=Reason.WORKER_TIMEOUT, detail=str(error))
            except WorkerLostError as error:
                return NoArticle(reason=Reason.WORKER_CRASHED, detail=str(error))
            if isinstance(result, PageResult) and result.remembered is not None:
                self._memories.learned(source.id, result.remembered)
            return result

    async def _refuse(
        self, page: Page, entry: Entry, source: Source, found: NoArticle, begun: Begun | None
    ) -> str:
        again = found.reason in _MAY_PASS
        if begun and not (again and entry.attempts + 1 < _TRIES):
            return await self._finish(begun.cut_short(), entry, source)
        outcome = f"no_article:{found.reason}"
        detail = {**_evidence(page), "reason": found.detail}
        visit = _visit(entry, outcome, page.fetched_at, detail)
        await self._end(entry, visit, wait=None, again=again)
        return outcome

    async def _record(self, begun: Begun, entry: Entry, source: Source) -> Recorded:
        page, result = begun.first, begun.result
        article, remembered = result.article, result.remembered
        appearance = _appearance(begun, entry, source)
        detail = {**_evidence(page), **_reading(article), "pages": list(begun.further)}
        visit = _visit(entry, "stored", page.fetched_at, detail)
        try:
            return await self._work.writer.call(
                lambda corpus: corpus.record(
                    entry.id,
                    article,
                    appearance,
                    result.fingerprint,
                    judge=self._work.judge,
                    visit=visit,
                    remembered=remembered,
                )
            )
        except BaseException:
            if remembered is not None:
                self._memories.forget(source.id, remembered.state.host)
            raise

    async def _end(self, entry: Entry, visit: Visit, *, wait: timedelta | None, again: bool) -> None:
        if again and entry.attempts + 1 < _TRIES:
            at = visit.at + (wait if wait is not None else _FIRST_RETRY * 6**entry.attempts)
            await self._work.writer.call(lambda corpus: corpus.postpone(entry.id, not_before=at, visit=visit))
        else:
            await self._work.writer.call(lambda corpus: corpus.settle(entry.id, visit))


def _reading(article: Article) -> dict[str, object]:
    """Who read the text and why: what `why` shows of it."""
    how = article.extraction
    return {"path": how.path, "confidence": how.confidence, "warnings": list(how.warnings)}


def _word(recorded: Recorded) -> str:
    match recorded.verdict:
        case Copy():
            return "copy"
        case RevisionOf():
            return "revision"
        case Unchanged():
            return "unchanged"
    return "stored"


def _visit(entry: Entry, outcome: str, at: datetime, detail: dict[str, object]) -> Visit:
    return Visit(
        source_id=entry.source_id, url=entry.url, key=entry.key, outcome=outcome, at=at, detail=detail
    )


def _evidence(page: Page) -> dict[str, object]:
    return {
        "status": page.status,
        "chain": list(page.task.chain),
        "final_url": page.final_url,
        "bytes": len(page.body),
        "elapsed_s": round(page.elapsed_s, 3),
        "robots": page.robots,
    }


def _hints(page: Page, entry: Entry, source: Source) -> Hints:
    return Hints(
        url=entry.url,
        final_url=page.final_url,
        http_charset=charset_of(page.headers.get("content-type")),
        source_language=source.language,
        source_name=source.name,
        source_zone=zone_of_country(source.country),
        rules_body=source.extract.body,
        rules_drop=source.extract.drop,
        entry_title=entry.title,
        entry_summary=entry.summary,
        entry_content=entry.content,
        entry_authors=entry.authors,
        entry_published=entry.published,
        entry_published_raw=entry.published_raw,
        entry_tags=entry.tags,
        fetched_at=page.fetched_at,
        truncated=page.truncated,
        revisit=entry.revisit,
    )


def _hints_of_further(hints: Hints, page: int) -> Hints:
    """A further page is none that the entry describes: what that says of the body holds for the first."""
    return replace(hints, page=page, entry_summary=None, entry_content=None)


def _first_task(task: Task, url: str | None) -> Task | None:
    """The first page of an article, as if a later one had redirected there; None if it came from it."""
    chain = (*task.chain, task.url)
    return replace(task, url=url, chain=chain) if url and url not in chain else None


def _appearance(begun: Begun, entry: Entry, source: Source) -> Appearance:
    page, article = begun.first, begun.result.article
    reached = (*page.task.chain, page.final_url, article.url, *begun.further)
    aliases = dict.fromkeys(url_key(url) for url in reached)
    aliases.pop(entry.key, None)
    return Appearance(
        source_id=source.id,
        source_name=source.name,
        source_url=source.url,
        key=entry.key,
        aliases=tuple(aliases),
        requested_url=entry.url,
        final_url=page.final_url,
        feed_url=entry.feed_url,
        entry_id=entry.entry_id,
        title=entry.title or article.title,
        published=entry.published or article.published,
        seen_at=page.fetched_at,
        http=Http(
            status=page.status,
            chain=page.task.chain,
            etag=page.headers.get("etag"),
            last_modified=page.headers.get("last-modified"),
        ),
    )
