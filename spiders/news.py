"""The one long-lived spider: takes tasks, gives back what the web answered.

Fed by the frontier through an async iterator, so it stays open as long as the service runs. Every task ends
in exactly one item: a `Page` or `ListPage` with its bytes, a `Task` to follow (one redirect hop), or a
`Miss` that names why there is nothing to read. It never sees the corpus.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.items import ListKind, ListPage, Miss, Page, Task

__all__ = ["MAX_REDIRECTS", "Answer", "Deliver", "NewsSpider", "RequestOptions"]

MAX_REDIRECTS = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT_PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
_ACCEPT_LIST = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml,"
    "application/xml;q=0.9,text/xml;q=0.9,text/html;q=0.8,*/*;q=0.5"
)

Answer = Page | ListPage | Miss | Task
Deliver = Callable[[Answer], Awaitable[None]]
RequestOptions = Callable[[Task], dict[str, Any]]


class NewsSpider(Spider):
    """Fetch what `tasks` hands out.

    `headers` go with every request, `options` gives each task's request meta (limits), and `deliver` is
    where the item pipeline takes each answer.
    """

    name = "news"

    def __init__(
        self,
        *,
        tasks: AsyncIterable[Task],
        headers: dict[str, str],
        options: RequestOptions,
        deliver: Deliver,
    ) -> None:
        super().__init__()
        self._tasks = tasks
        self._headers = headers
        self._options = options
        self.deliver = deliver

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request per task, for as long as there are tasks to come."""
        async for task in self._tasks:
            yield self.request_of(task)

    def request_of(self, task: Task) -> Request:
        """Return the request that a task stands for."""
        accept = _ACCEPT_LIST if task.list_kind and task.list_kind is not ListKind.LISTING else _ACCEPT_PAGE
        return Request(
            task.url,
            callback=self.parse,
            errback=self.missed,
            headers={**self._headers, "Accept": accept, **dict(task.headers)},
            meta={"task": task, **self._options(task)},
            dont_filter=True,
        )

    def parse(self, response: Response) -> Iterator[Answer]:
        """Turn an answer into the one item its task ends in."""
        task: Task = response.meta["task"]
        if response.status in _REDIRECTS:
            yield _hop(task, response)
        elif response.status == 304:
            yield _miss(task, "not_modified", response)
        elif 200 <= response.status < 300:
            yield _document(task, response)
        else:
            yield _miss(task, f"failed:http_{response.status}", response)

    def missed(self, failure: Failure) -> Iterator[Miss]:
        """Turn a fetch that brought no answer into a `Miss` with its counted word."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy's scraper
        yield Miss(
            task=request.meta["task"],
            outcome=_word(failure.value),
            at=datetime.now(UTC),
            detail={"error": str(failure.value)[:300]},
            elapsed_s=_seconds(request.meta, "elapsed_s"),
            crawl_delay_s=_seconds(request.meta, "crawl_delay_s"),
        )


def _word(error: BaseException | None) -> str:
    word = getattr(error, "word", None)
    if word:
        return f"blocked:{word}"
    match error:
        case DownloadTimeoutError():
            return "failed:timeout"
        case CannotResolveHostError():
            return "failed:dns"
    return {"BlockedError": "blocked:address", "TooLargeError": "failed:too_large"}.get(
        type(error).__name__, "failed:connection"
    )


def _hop(task: Task, response: Response) -> Task | Miss:
    """Return the next task of a redirect chain, or why it ends here (RFC 9110 § 15.4)."""
    location = (response.headers.get("Location") or b"").decode("utf-8", "replace").strip()
    if not location:
        return _miss(task, "failed:redirect_without_location", response)
    target = urljoin(task.url, location)
    chain = (*task.chain, task.url)
    if target in chain:
        return _miss(task, "failed:redirect_loop", response)
    if len(chain) > MAX_REDIRECTS:
        return _miss(task, "failed:too_many_redirects", response)
    if task.entry_id is not None and _is_home(target, of=task.url) and not _is_home(chain[0], of=chain[0]):
        return _miss(task, "no_article:soft_404", response)
    is_same = urlsplit(target)[:2] == urlsplit(task.url)[:2]  # validators stay with their origin
    return replace(task, url=target, chain=chain, headers=task.headers if is_same else ())


def _is_home(url: str, *, of: str) -> bool:
    """Whether `url` is the home page of the site that `of` lies on."""
    parts = urlsplit(url)
    return parts.netloc == urlsplit(of).netloc and parts.path in ("", "/") and not parts.query


def _document(task: Task, response: Response) -> Page | ListPage:
    kind = ListPage if task.list_kind else Page
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return kind(
        task=task,
        status=response.status,
        final_url=task.url,
        headers=headers,
        body=response.body,
        fetched_at=datetime.now(UTC),
        truncated="truncated" in response.flags,
        robots=response.meta.get("robots"),
        sitemaps=response.meta.get("robots_sitemaps", ()),
        elapsed_s=_seconds(response.meta, "elapsed_s"),
        crawl_delay_s=_seconds(response.meta, "crawl_delay_s"),
    )


def _miss(task: Task, outcome: str, response: Response) -> Miss:
    wanted = {"etag": "ETag", "last_modified": "Last-Modified"}
    found = {name: _header(response, header) for name, header in wanted.items()}
    return Miss(
        task=task,
        outcome=outcome,
        at=datetime.now(UTC),
        status=response.status,
        retry_after=_header(response, "Retry-After"),
        validators={name: value for name, value in found.items() if value},
        elapsed_s=_seconds(response.meta, "elapsed_s"),
        crawl_delay_s=_seconds(response.meta, "crawl_delay_s"),
    )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _seconds(meta: dict[str, Any], name: str) -> float:
    return float(meta.get(name, 0.0))
