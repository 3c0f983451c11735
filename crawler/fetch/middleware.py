"""The downloader middlewares: guard and robots, each a thin shell around its rule.

Every request passes both, whatever made it; what they refuse becomes a `RefusedError` whose word is the
counted outcome (`blocked:address`, `blocked:robots`).
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadFailedError, IgnoreRequest

from crawler.fetch.download import BlockedError
from crawler.fetch.guard import Policy
from crawler.fetch.limits import ROBOTS
from crawler.fetch.robots import Robots, RobotsMemory, rules_of
from spiders.parse.codings import BodyError, decoded

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

__all__ = ["AGENT", "GuardMiddleware", "RefusedError", "RobotsMiddleware"]

AGENT = "naba"
_ROBOTS_HOPS = 5  # RFC 9309 § 2.3.1.2


class RefusedError(IgnoreRequest):
    """A request we will not make; `word` is why, as counted."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class GuardMiddleware:
    """Refuse addresses outside the policy, before anything else sees the request."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Take the policy from the `NABA_POLICY` setting."""
        return cls(Policy(**crawler.settings.getdict("NABA_POLICY")))

    def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `RefusedError`."""
        if why := self._policy.refuse_url(request.url):
            raise RefusedError(why)


class RobotsMiddleware:
    """Ask each authority's robots.txt once a day and hold to it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._memory = RobotsMemory()
        self._asking: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Build the middleware; it fetches through the crawler's own engine."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `RefusedError`; tells the request what was found."""
        if request.meta.get("is_robots"):
            return
        rules = await self._rules(request)
        request.meta["robots"] = rules.state
        request.meta["crawl_delay_s"] = rules.crawl_delay(AGENT)
        request.meta["robots_sitemaps"] = rules.sitemaps()
        if not rules.allows(request.url, AGENT):
            raise RefusedError("robots_unreachable" if rules.state == "unreachable" else "robots")

    async def _rules(self, request: Request) -> Robots:
        parts = urlsplit(request.url)
        authority = f"{parts.scheme}://{parts.netloc}".lower()
        lock = self._asking.setdefault(authority, asyncio.Lock())
        try:
            async with lock:
                known = self._memory.recall(authority, now=datetime.now(UTC))
                if known:
                    return known
                rules = await self._ask(urljoin(authority, "/robots.txt"), request)
                self._memory.keep(authority, rules)
                await asyncio.sleep(float(request.meta.get("pause_s", 0.0)))
                return rules
        finally:
            if not lock.locked():
                self._asking.pop(authority, None)

    async def _ask(self, url: str, request: Request) -> Robots:
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("robots asked before the engine runs")
        status, body = None, b""
        for _ in range(_ROBOTS_HOPS + 1):
            try:
                answer = await engine.download_async(self._request(url, request))
            except BlockedError as error:
                raise RefusedError("address") from error
            except (DownloadFailedError, IgnoreRequest, OSError):
                break  # no answer: status stays None, which forbids for a while
            status, body = answer.status, _body(answer)
            location = answer.headers.get("Location")
            if not (300 <= answer.status < 400 and location):
                break
            status = 404  # more hops than allowed, or a hop we may not take: as if there were none
            url = urljoin(url, location.decode("latin-1"))
        return rules_of(status, body, now=datetime.now(UTC))

    def _request(self, url: str, request: Request) -> Request:
        meta = {
            "is_robots": True,
            "download_maxsize": ROBOTS.max_bytes,
            "insecure_tls": request.meta.get("insecure_tls", False),
        }
        headers = request.headers.copy()
        headers["Accept"] = "text/plain,*/*;q=0.5"
        for name in ("If-None-Match", "If-Modified-Since"):
            headers.pop(name, None)
        return Request(url, headers=headers, meta=meta, dont_filter=True)


def _body(answer: Response) -> bytes:
    """Return the decoded body; one we cannot decode has no rules in it."""
    coding = answer.headers.get("Content-Encoding")
    try:
        return decoded(
            answer.body, coding.decode("latin-1") if coding else None, max_bytes=ROBOTS.max_bytes
        ).data
    except BodyError:
        return b""
