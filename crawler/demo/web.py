"""The demo web on a socket: one loopback server for every site, told apart by the Host header.

The shell around `world`: a thread with its own event loop, so that a crawler under test can run in the
other. It also keeps the log from which politeness is judged.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, deque
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Self

from aiohttp import web

from crawler.demo.answer import Answer, Delivery
from crawler.demo.facts import Facts, facts_of
from crawler.demo.settings import config_text, settings_text, sources_of
from crawler.demo.site import load_sites
from crawler.demo.story import load_stories
from crawler.demo.traps import endless_start
from crawler.demo.world import World, address

__all__ = ["DEMO_PORT", "FIRST_DAY", "DemoWeb", "Hit"]

DEMO_PORT = 8765
FIRST_DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_HOST = "127.0.0.1"
_ENDLESS_MAX_BYTES = 1024 * 1024 * 1024
_START_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One request as the server saw it.

    `headers` are the request's, names in lower case. `at` and `ended` are seconds since the server
    started, by the monotonic clock. `in_flight` counts the requests of that host being answered when this
    one came, itself included. `status` is 0 where no status was sent; `sent` counts body bytes.
    """

    host: str
    path: str
    status: int
    headers: Mapping[str, str]
    at: float
    ended: float
    in_flight: int
    sent: int


class DemoWeb:
    """The miniature news web, served while the context lasts.

    `port` 0 takes a free one. `now` is the moment from which the stories' ages count back (fixed by
    default: the same web every time). `hang` is how long the page that hangs holds its connection. The
    log keeps the last `log_size` requests. `OSError` on entering: the port is taken.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        now: datetime = FIRST_DAY,
        hang: timedelta = timedelta(seconds=30),
        log_size: int = 20_000,
    ) -> None:
        self._hang_s = hang.total_seconds()
        self._hits: deque[Hit] = deque(maxlen=log_size)
        self._in_flight: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._started_s = 0.0
        self._thread: threading.Thread | None = None
        sites = {site.id: site for site in load_sites()}
        self._world = World(sites=sites, stories=load_stories(now), now=now, port=port)

    def __enter__(self) -> Self:
        ready: Future[int] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="demo-web", daemon=True)
        self._thread.start()
        self._world = replace(self._world, port=ready.result(_START_S))
        return self

    def __exit__(self, *exception: object) -> None:
        if self._loop and self._stop:
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread:
            self._thread.join()

    @property
    def port(self) -> int:
        """The port it listens on, on 127.0.0.1."""
        return self._world.port

    @property
    def world(self) -> World:
        """What is being served."""
        return self._world

    @property
    def log(self) -> tuple[Hit, ...]:
        """Every finished request, in the order of arrival."""
        with self._lock:
            return tuple(sorted(self._hits, key=lambda hit: hit.at))

    @property
    def expected(self) -> Facts:
        """What a crawler must make of this web, in both editions."""
        return facts_of(self._world)

    def url(self, site: str, path: str = "/") -> str:
        """Return the address of a path (readable, not yet escaped) on a site."""
        return address(site, path, port=self.port)

    def advance(self) -> None:
        """Move to the second edition: articles edited, articles added."""
        self._world = replace(self._world, edition=2)

    def sources(self) -> tuple[dict[str, Any], ...]:
        """Return every site as an entry of `sources.yaml`."""
        return sources_of(self._world)

    def config_text(self) -> str:
        """Return a `sources.yaml` with every site."""
        return config_text(self._world)

    def settings_text(self) -> str:
        """Return the `settings.yaml` a crawler needs to reach this web: loopback and the port allowed."""
        return settings_text(self._world)

    def _run(self, ready: Future[int]) -> None:
        asyncio.run(self._serve(ready))

    async def _serve(self, ready: Future[int]) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._started_s = self._loop.time()
        server = web.Server(self._handle, handler_cancellation=True)
        runner = web.ServerRunner(server, shutdown_timeout=0.5, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, _HOST, self._world.port).start()
            ready.set_result(runner.addresses[0][1])
            await self._stop.wait()
        except OSError as error:
            ready.set_exception(error)
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request and log it, also when the client leaves before the end."""
        host = request.host.partition(":")[0].lower()
        self._in_flight[host] += 1
        visit = _Visit(host=host, at=self._clock(), in_flight=self._in_flight[host])
        try:
            return await self._respond(request, visit)
        except ConnectionError:
            return web.Response()
        finally:
            self._in_flight[host] -= 1
            self._note(request, visit)

    async def _respond(self, request: web.BaseRequest, visit: _Visit) -> web.StreamResponse:
        if request.method not in {"GET", "HEAD"}:
            visit.status = 405
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        accepted = request.headers.get("Accept-Encoding", "")
        world = self._world  # off the loop: the bombs take half a second to build
        answer = await asyncio.to_thread(world.answer, request.host, request.raw_path, accepted=accepted)
        if is_not_modified(request, answer):
            answer = replace(answer, status=304, body=b"")
        match answer.delivery:
            case Delivery.HANG:
                return await self._hang(request)
            case Delivery.ENDLESS:
                return await self._stream(request, visit)
            case Delivery.CUT:
                return await _cut(request, answer, visit)
        visit.status, visit.sent = answer.status, len(answer.body)
        return web.Response(status=answer.status, body=answer.body, headers=wire_headers(answer))

    async def _hang(self, request: web.BaseRequest) -> web.StreamResponse:
        """Send nothing until the time is over (or the server stops), then hang up."""
        assert self._stop is not None
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), self._hang_s)
        if request.transport:
            request.transport.abort()
        raise ConnectionResetError("hung up as promised")

    async def _stream(self, request: web.BaseRequest, visit: _Visit) -> web.StreamResponse:
        """Send paragraphs until the client has had enough."""
        response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
        await response.prepare(request)
        visit.status = response.status
        head, chunk = endless_start()
        await response.write(head)
        while visit.sent < _ENDLESS_MAX_BYTES and self._stop and not self._stop.is_set():
            await response.write(chunk)
            visit.sent += len(chunk)
            await asyncio.sleep(0.001)
        return response

    def _clock(self) -> float:
        assert self._loop is not None
        return self._loop.time() - self._started_s

    def _note(self, request: web.BaseRequest, visit: _Visit) -> None:
        hit = Hit(
            host=visit.host,
            path=request.raw_path,
            status=visit.status,
            headers={name.lower(): value for name, value in request.headers.items()},
            at=visit.at,
            ended=self._clock(),
            in_flight=visit.in_flight,
            sent=visit.sent,
        )
        with self._lock:
            self._hits.append(hit)


@dataclass(slots=True, kw_only=True)
class _Visit:
    """A request being answered: the part of a `Hit` that grows while it lasts."""

    host: str
    at: float
    in_flight: int
    status: int = 0
    sent: int = 0


def wire_headers(answer: Answer) -> dict[str, str]:
    """Return the response headers of an answer, validators included."""
    headers = {"Content-Type": answer.content_type, **answer.headers}
    if answer.etag:
        headers["ETag"] = f'"{answer.etag}"'
    if answer.modified:
        headers["Last-Modified"] = format_datetime(answer.modified, usegmt=True)
    return headers


def is_not_modified(request: web.BaseRequest, answer: Answer) -> bool:
    """Judge the request's conditions: the entity tag where it names any, else the date (RFC 9110 §13.2.2)."""
    if answer.status != 200:
        return False
    if "If-None-Match" in request.headers:
        tags = {tag.value for tag in request.if_none_match or ()}
        return answer.etag is not None and bool(tags & {answer.etag, "*"})
    since = request.if_modified_since
    return since is not None and answer.modified is not None and answer.modified <= since


async def _cut(request: web.BaseRequest, answer: Answer, visit: _Visit) -> web.StreamResponse:
    """Announce the whole body, send half of it, hang up."""
    response = web.StreamResponse(headers=wire_headers(answer))
    response.content_length = len(answer.body)
    await response.prepare(request)
    half = answer.body[: len(answer.body) // 2]
    await response.write(half)
    visit.status, visit.sent = response.status, len(half)
    if request.transport:
        request.transport.close()
    raise ConnectionResetError("hung up as promised")
