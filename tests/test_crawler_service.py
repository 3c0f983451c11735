"""The service as an operator meets it: hostile sources, signals, a second instance, config reloads."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.demo import DemoWeb
from crawler.pool import Pool, WorkerLostError, WorkerTimeoutError
from crawler.report import Balance
from crawler.service import Service
from storage.corpus import StorageError
from storage.open import open_corpus
from tests.crawling import crawl, store_url, stored, write_config

GOOD = {"miraat", "barq", "hafenbote"}
BAD = {"slow", "powder", "inland"}


def command(folder: Path, *arguments: str) -> list[str]:
    entry = "from crawler.cli import main; main()"
    options = ["--config", str(folder), "--store", store_url(folder)]
    return [sys.executable, "-c", entry, *options, *arguments]


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start naba; whatever the test does, the process does not outlive it."""
    with subprocess.Popen(command(folder, *arguments), stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def tree_rss_mb(pid: int) -> float:
    """Return the resident memory of a process and all its children, in MB."""
    children: dict[int, list[int]] = {}
    rss: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(stat[1]), []).append(int(entry.name))
            rss[int(entry.name)] = int(stat[21]) * os.sysconf("SC_PAGE_SIZE")
    total, todo = 0, [pid]
    while todo:
        one = todo.pop()
        total += rss.get(one, 0)
        todo += children.get(one, [])
    return total / 1e6


def seconds_to_store(folder: Path, sources: set[str], wanted: int) -> tuple[float, float]:
    """Crawl; return when the good sources had stored all their articles, and the peak memory in MB."""
    begun, reached, peak = time.monotonic(), 0.0, 0.0
    with started(folder, "crawl", *sources) as process:
        while process.poll() is None:
            peak = max(peak, tree_rss_mb(process.pid))
            if not reached and _stored_by(folder, GOOD) >= wanted:
                reached = time.monotonic() - begun
            time.sleep(0.1)
    assert reached, "the crawl ended before the good sources' articles were stored"
    return reached, peak


def _stored_by(folder: Path, sources: set[str]) -> int:
    try:
        return sum(article.source_id in sources for article in stored(folder))
    except StorageError:  # not created yet
        return 0


def test_hostile_sources_delay_no_other_by_more_than_5_s_within_600_mb(tmp_path: Path) -> None:
    with DemoWeb(now=datetime.now(UTC), hang=timedelta(seconds=8)) as web:
        for name in ("calm", "hostile"):
            (tmp_path / name).mkdir()
            write_config(web, tmp_path / name)
        wanted = sum(one.source_id in GOOD for one in web.expected.articles) - 1  # one is a copy of another
        alone, _ = seconds_to_store(tmp_path / "calm", GOOD, wanted)
        beside, peak = seconds_to_store(tmp_path / "hostile", GOOD | BAD, wanted)
    assert beside - alone <= 5.0
    assert 50 < peak <= 600


def test_a_worker_that_dies_costs_only_its_page(tmp_path: Path) -> None:
    async def scenario() -> None:
        pool = Pool(workers=1, timeout=timedelta(seconds=1.5), memory_mb=256)
        try:
            assert await pool.run(abs, -3) == 3
            with pytest.raises(WorkerLostError):
                await pool.run(_die, 9)
            with pytest.raises(WorkerTimeoutError):
                await pool.run(time.sleep, 30)
            with pytest.raises(WorkerLostError):
                await pool.run(_hoard, 1024)
            assert await pool.run(abs, -4) == 4
        finally:
            pool.close()

    asyncio.run(scenario())


def _die(number: int) -> None:
    os.kill(os.getpid(), number)


def _hoard(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def test_sigterm_ends_a_run_within_15_s_and_loses_nothing(tmp_path: Path) -> None:
    with DemoWeb(now=datetime.now(UTC), hang=timedelta(seconds=30)) as web:
        write_config(web, tmp_path)
        with started(tmp_path, "run") as process:
            _wait_for_articles(tmp_path, 3)
            process.send_signal(signal.SIGHUP)  # what `systemctl reload` sends is no reason to end
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=0.5)
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=15)
            assert time.monotonic() - asked <= 15
        corpus = open_corpus(store_url(tmp_path))
        left = [row for row in corpus.health() if row.leased_until is not None]
        before = corpus.stats()
        corpus.close()
        assert not left
        config = write_config(web, tmp_path)
        crawl(config, tmp_path)
        urls = [seen.key for article in stored(tmp_path) for seen in article.sources]
        expected = {one.url for one in web.expected.articles}
    assert len(urls) == len(set(urls))
    assert len(urls) >= len(expected)
    assert before.articles >= 3


def _wait_for_articles(folder: Path, wanted: int) -> None:
    for _ in range(900):
        time.sleep(0.1)
        with suppress(StorageError):  # not created yet
            corpus = open_corpus(store_url(folder))
            count = corpus.stats().articles
            corpus.close()
            if count >= wanted:
                return
    raise AssertionError("the service stored too little in 90 s")


def test_a_second_instance_refuses_within_2_s_and_names_the_first(tmp_path: Path) -> None:
    with DemoWeb(now=datetime.now(UTC), hang=timedelta(seconds=30)) as web:
        write_config(web, tmp_path)
        with started(tmp_path, "run") as first:
            _wait_for_articles(tmp_path, 1)
            start_up = _seconds(command(tmp_path, "check"))[0]
            took, second = _seconds(command(tmp_path, "crawl"))
            first.terminate()
            first.wait(timeout=20)
    assert second.returncode == 4
    assert str(first.pid) in second.stderr
    assert "Traceback" not in second.stderr
    assert took - start_up <= 2  # beyond what any command costs to start on this machine at this moment


def _seconds(arguments: list[str]) -> tuple[float, subprocess.CompletedProcess[str]]:
    asked = time.monotonic()
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)
    return time.monotonic() - asked, done


def test_a_reloaded_config_is_polled_without_a_restart(tmp_path: Path) -> None:
    with DemoWeb(now=datetime.now(UTC)) as web:
        both = write_config(web, tmp_path, only={"miraat", "vigie"})
        one = replace(both, sources=both.sources[:1])
        changed = iter([both])

        async def scenario() -> Balance:
            service = Service(one, store_url(tmp_path), linger_s=0.02, reload=lambda: next(changed, None))

            def watch(balance: Balance) -> None:
                if len(balance.sources) == 2 and balance.outcomes.total() >= 5:
                    service.stop()

            service._progress = watch
            return await asyncio.wait_for(service.run(), 100)

        balance = asyncio.run(scenario())
    assert set(balance.sources) == {"miraat", "vigie"}
    assert balance.is_even
