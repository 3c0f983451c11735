"""Scrapy's download handler on aiohttp: one guarded connection pool, every limit enforced while reading.

Sits under Scrapy's downloader middlewares. Scrapy's own handlers have no address filter, time out by
idleness, and read a redirect's body; this one connects only where the policy allows, bounds connect,
first byte and total time, stops reading at the task's byte limit, and returns bodies as the wire had them.
"""

from __future__ import annotations

import asyncio
import ssl
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # missing in typeshed

import aiohttp
import yarl
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Headers, HtmlResponse, Request, Response

from crawler.fetch.guard import BlockedAddressError, GuardedResolver, Policy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["BlockedError", "DownloadHandler", "TooLargeError"]

_HEADER_BYTES = 64 * 1024
_SMALL_BYTES = 1024 * 1024
_LARGE_BODIES = 4  # bodies past a mebibyte read at the same time: what bounds the memory of hostile hosts
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class BlockedError(DownloadFailedError):
    """The guard refused the connection."""


class TooLargeError(DownloadFailedError):
    """The body passed its byte limit; what was read is thrown away."""


class DownloadHandler(BaseDownloadHandler):
    """Fetch http and https through aiohttp.

    Settings: `NABA_POLICY` (networks, ports), `NABA_TIMEOUTS` (seconds: connect, first byte, total),
    `NABA_PROXIES` (proxy address by scheme). Request meta: `download_maxsize` bytes, `insecure_tls`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._policy = Policy(**settings.getdict("NABA_POLICY"))
        self._proxies: dict[str, str] = settings.getdict("NABA_PROXIES")
        times = settings.getdict("NABA_TIMEOUTS")
        self._timeout = aiohttp.ClientTimeout(
            total=times["total"], sock_connect=times["connect"], sock_read=times["first_byte"]
        )
        self._maxsize = settings.getint("DOWNLOAD_MAXSIZE")
        self._verified = ssl.create_default_context()
        self._unverified = ssl.create_default_context()
        self._unverified.check_hostname = False
        self._unverified.verify_mode = ssl.CERT_NONE
        self._large = asyncio.Semaphore(_LARGE_BODIES)
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    def _session(self, *, proxied: bool) -> aiohttp.ClientSession:
        if proxied not in self._sessions:
            self._sessions[proxied] = self._open(proxied=proxied)
        return self._sessions[proxied]

    def _open(self, *, proxied: bool) -> aiohttp.ClientSession:
        guard: dict[str, Any] = {}
        if not proxied:  # a proxy is the operator's word; it resolves and connects, so it must check
            guard = {"resolver": GuardedResolver(self._policy), "socket_factory": self._policy.socket_for}
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=300, **guard),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
            timeout=self._timeout,
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
            trust_env=False,
        )

    async def download_request(self, request: Request) -> Response:
        """Fetch one request without following redirects.

        Raises Scrapy's download errors, `BlockedError` and `TooLargeError`. A connection that ends early
        gives the response so far with the flag `truncated`.
        """
        started = monotonic()
        try:
            response = await self._exchange(request)
        except BlockedAddressError as error:
            raise BlockedError(str(error)) from error
        except TimeoutError as error:
            raise DownloadTimeoutError(f"{request.url} gave no whole answer in time") from error
        except aiohttp.ClientConnectorDNSError as error:
            if isinstance(error.os_error, BlockedAddressError):
                raise BlockedError(str(error.os_error)) from error
            raise CannotResolveHostError(str(error)) from error
        except aiohttp.ClientError as error:
            if isinstance(getattr(error, "os_error", None), BlockedAddressError):
                raise BlockedError(str(error)) from error
            raise DownloadFailedError(f"{type(error).__name__}: {error}") from error
        request.meta["elapsed_s"] = monotonic() - started
        return response

    async def _exchange(self, request: Request) -> Response:
        proxy = self._proxy_for(request.url)
        limit = int(request.meta.get("download_maxsize", self._maxsize))
        context = self._unverified if request.meta.get("insecure_tls") else self._verified
        async with self._session(proxied=proxy is not None).request(
            request.method,
            yarl.URL(request.url, encoded=True),
            headers=request.headers.to_tuple_list(),
            ssl=context,
            allow_redirects=False,
            proxy=proxy,
        ) as answer:
            truncated, body = False, b""
            if answer.status not in _REDIRECTS:
                truncated, body = await self._read(answer, limit)
            return HtmlResponse(
                url=request.url,
                status=answer.status,
                headers=Headers(list(answer.headers.items())),
                body=body,
                flags=["truncated"] if truncated else [],
                request=request,
            )

    def _proxy_for(self, url: str) -> str | None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host.endswith("localhost") or proxy_bypass_environment(host, self._proxies):
            return None  # names under localhost are this machine, never a proxy's (RFC 6761 § 6.3)
        return self._proxies.get(parts.scheme)

    async def _read(self, answer: aiohttp.ClientResponse, limit: int) -> tuple[bool, bytes]:
        """Read the body up to `limit` bytes; return whether the network cut it short, and the bytes."""
        if (answer.content_length or 0) > limit:
            raise TooLargeError(f"{answer.content_length} bytes announced, {limit} allowed")
        chunks = answer.content.iter_any()
        body = bytearray()
        try:
            async for chunk in chunks:
                body += chunk
                if len(body) > min(limit, _SMALL_BYTES):
                    break
            else:
                return False, bytes(body)
            async with self._large:
                async for chunk in chunks:
                    body += chunk
                    if len(body) > limit:
                        break
        except aiohttp.ClientPayloadError:
            return True, bytes(body)
        if len(body) > limit:
            raise TooLargeError(f"more than {limit} bytes")
        return False, bytes(body)

    async def close(self) -> None:
        """Close every connection."""
        for session in self._sessions.values():
            await session.close()
            await asyncio.sleep(0)  # lets closed transports finish before the loop ends
