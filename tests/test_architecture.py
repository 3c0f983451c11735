"""Rules of the house that no linter knows: file sizes, security settings by name, what reading costs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.model import FetchSettings, Source
from crawler.engine import make_crawler, request_headers, request_meta, scrapy_settings
from crawler.frontier import Frontier, TaskStream

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("config", "spiders", "crawler", "storage", "tests")
FILES = sorted(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))

SETTINGS: dict[str, Any] = {
    "TWISTED_REACTOR_ENABLED": False,
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_MAXSIZE": 8 * 1024 * 1024,
    "DOWNLOAD_TIMEOUT": 60.0,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "COMPRESSION_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "RETRY_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "STATS_DUMP": False,
    "DNS_TIMEOUT": 10,
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_is_over_400_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc", "manager"])
def test_no_file_has_a_name_that_says_nothing(name: str) -> None:
    assert not [file for file in FILES if file.stem == name]


def running_crawler() -> Any:
    """Return a crawler that has opened its spider and was stopped again."""

    async def run() -> Any:
        stream = TaskStream(Frontier(limit=1))
        source = Source(id="s", name="S", url="https://s.example/")
        fetch = FetchSettings()
        runner, crawler = make_crawler(scrapy_settings(fetch, (source,)))

        async def deliver(_: object) -> None:
            raise AssertionError("nothing was asked for")

        crawling = runner.crawl(
            crawler,
            tasks=stream,
            headers=request_headers(fetch),
            options=lambda task: request_meta(task, source),
            deliver=deliver,
        )
        await asyncio.sleep(0.05)
        stream.close()
        await crawling
        return crawler

    return asyncio.run(run())


@pytest.fixture(scope="module")
def crawler() -> Any:
    return running_crawler()


@pytest.mark.parametrize(("name", "value"), SETTINGS.items())
def test_every_security_setting_holds_on_the_running_crawler(crawler: Any, name: str, value: object) -> None:
    assert crawler.settings.get(name) == value


@pytest.mark.parametrize("scheme", ["data", "file", "ftp", "s3"])
def test_only_http_has_a_download_handler(crawler: Any, scheme: str) -> None:
    assert crawler.settings.getdict("DOWNLOAD_HANDLERS")[scheme] is None


def test_http_goes_through_the_guarded_handler_and_both_middlewares(crawler: Any) -> None:
    handlers = crawler.settings.getdict("DOWNLOAD_HANDLERS")
    assert {handlers["http"], handlers["https"]} == {"crawler.fetch.download.DownloadHandler"}
    names = [type(one).__name__ for one in crawler.engine.downloader.middleware.middlewares]
    assert names == ["GuardMiddleware", "RobotsMiddleware"]
    assert not crawler.extensions.middlewares


def test_we_say_who_we_are() -> None:
    fetch = FetchSettings(contact="https://naba.example/bot")
    agent = request_headers(fetch)["User-Agent"]
    assert agent.startswith("naba/")
    assert agent.endswith("(+https://naba.example/bot)")


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT)
    return set(done.stdout.split())


def test_reading_the_corpus_loads_no_crawling_library() -> None:
    heavy = {"scrapy", "twisted", "feedparser", "trafilatura", "apscheduler", "aiohttp", "pydantic", "typer"}
    assert not heavy & loaded_by("import storage")
    assert not heavy & loaded_by("import storage.open")


def test_the_command_line_starts_without_the_crawling_libraries() -> None:
    heavy = {"scrapy", "twisted", "feedparser", "trafilatura", "apscheduler"}
    assert not heavy & loaded_by("from crawler.cli.commands import load_commands; load_commands()")
