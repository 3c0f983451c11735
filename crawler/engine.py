"""Scrapy, set up: the hardened settings and the crawler made from them.

Runs without a Twisted reactor on the caller's asyncio loop: one loop for fetching, scheduling and writing,
and less than half of stock Scrapy's cost per page (ARCHITECTURE.md § Decisions). Every value here has its
reason in the fetching spec § 2; tests/test_architecture.py asserts each by name on a running crawler.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings as ScrapySettings

from config.model import FetchSettings, Source
from crawler.fetch.limits import PAGE, limit_of
from spiders.items import Task
from spiders.news import NewsSpider

__all__ = ["make_crawler", "request_headers", "request_meta", "scrapy_settings", "user_agent"]

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
SETTINGS: dict[str, Any] = {
    "TWISTED_REACTOR_ENABLED": False,
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,  # the frontier paces; Scrapy's slots only hold one request a host
    "DOWNLOAD_MAXSIZE": PAGE.max_bytes,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.fetch.download.DownloadHandler",
        "https": "crawler.fetch.download.DownloadHandler",
        "data": None,
        "file": None,
        "ftp": None,
        "s3": None,
    },
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "crawler.fetch.middleware.GuardMiddleware": 50,
        "crawler.fetch.middleware.RobotsMiddleware": 100,
    },
    "SPIDER_MIDDLEWARES_BASE": {},
    "EXTENSIONS_BASE": {},
    "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 64 * 1024 * 1024,
    "COMPRESSION_ENABLED": False,  # bodies are decoded in the workers, with a cap on the output
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "REDIRECT_ENABLED": False,  # each hop is a task of its own: guarded, paced, recorded
    "METAREFRESH_ENABLED": False,
    "RETRY_ENABLED": False,
    "ROBOTSTXT_OBEY": False,  # our own middleware does, by RFC 9309
    "HTTPERROR_ALLOW_ALL": True,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "MEMUSAGE_ENABLED": False,
    "STATS_DUMP": False,
    "WARN_ON_GENERATOR_RETURN_VALUE": False,  # reads the callback's source anew for every response
    "LOG_ENABLED": False,
    "DNS_TIMEOUT": 10,
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # known addresses are asked of the corpus
    "ITEM_PIPELINES": {"crawler.pipelines.Delivery": 100},
}


def user_agent(fetch: FetchSettings) -> str:
    """Return how we introduce ourselves: `naba/<version> (+<contact>)`."""
    name = f"naba/{version('naba')}"
    return f"{name} (+{fetch.contact})" if fetch.contact else name


def scrapy_settings(fetch: FetchSettings, sources: Iterable[Source]) -> ScrapySettings:
    """Return the settings of a crawler that fetches as the operator configured.

    The proxy is `fetch.proxy`, else the usual environment variables; never a source's to choose.
    """
    proxies = {"http": fetch.proxy, "https": fetch.proxy} if fetch.proxy else getproxies_environment()
    policy = {
        "networks": fetch.allow_networks,
        "ports": frozenset(fetch.allow_ports) | {port for source in sources for port in _ports(source)},
    }
    timeouts = {
        "connect": fetch.connect_timeout.total_seconds(),
        "first_byte": fetch.first_byte_timeout.total_seconds(),
        "total": fetch.timeout.total_seconds(),
    }
    return ScrapySettings(
        {
            **SETTINGS,
            "USER_AGENT": user_agent(fetch),
            "CONCURRENT_REQUESTS": 2 * fetch.concurrency,  # the frontier bounds; robots come on top
            "DOWNLOAD_TIMEOUT": timeouts["total"],
            "NABA_POLICY": policy,
            "NABA_TIMEOUTS": timeouts,
            "NABA_PROXIES": proxies,
        },
        priority="cmdline",
    )


def _ports(source: Source) -> set[int]:
    named = (source.url, *source.feeds, *source.sitemaps, *(listing.url for listing in source.listings))
    return {port for url in named if url and (port := urlsplit(url).port)}


def request_headers(fetch: FetchSettings) -> dict[str, str]:
    """Return the headers every request carries."""
    return {"User-Agent": user_agent(fetch), "Accept-Encoding": ACCEPT_ENCODING}


def request_meta(task: Task, source: Source | None) -> dict[str, Any]:
    """Return the limits of a task's request, in Scrapy's terms."""
    return {
        "download_maxsize": limit_of(task).max_bytes,
        "insecure_tls": bool(source and source.tls == "insecure"),
        "pause_s": source.delay.total_seconds() if source else 1.0,
    }


def make_crawler(settings: ScrapySettings) -> tuple[AsyncCrawlerRunner, Crawler]:
    """Return a runner and one crawler of the news spider; run it with `runner.crawl(crawler, ...)`."""
    runner = AsyncCrawlerRunner(settings)
    return runner, runner.create_crawler(NewsSpider)
