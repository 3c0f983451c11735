"""The writer thread: batches, durability before answers, and calls that fail alone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.writer import Writer
from storage.corpus import CrawlCorpus, StorageError
from storage.crawl import SourceRow
from storage.open import open_corpus, open_crawl

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def add_source(name: str, corpus: CrawlCorpus) -> str:
    corpus.sync_sources([SourceRow(id=name, name=name)], [NOW], now=NOW)
    return name


def test_what_was_answered_is_readable_by_another_connection(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"

    async def scenario() -> int:
        writer = Writer(lambda: open_crawl(url), linger_s=0.01)
        writer.start()
        try:
            await writer.call(lambda corpus: add_source("one", corpus))
            reader = open_corpus(url)
            count = reader.stats().sources
            reader.close()
            return count
        finally:
            writer.close()

    assert asyncio.run(scenario()) == 1


def test_a_call_that_fails_undoes_only_itself(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"

    def broken(corpus: CrawlCorpus) -> None:
        add_source("broken", corpus)
        raise ValueError("our fault")

    async def scenario() -> list[object]:
        writer = Writer(lambda: open_crawl(url), linger_s=0.05)
        writer.start()
        try:
            calls = [
                writer.call(lambda corpus: add_source("good", corpus)),
                writer.call(broken),
                writer.call(lambda corpus: corpus.stats().sources),
            ]
            return list(await asyncio.gather(*calls, return_exceptions=True))
        finally:
            writer.close()

    good, failed, sources = asyncio.run(scenario())
    assert good == "good"
    assert isinstance(failed, ValueError)
    assert sources == 1


def test_opening_fails_where_start_is_called(tmp_path: Path) -> None:
    (tmp_path / "c.db").write_bytes(b"this is not a corpus at all" * 100)
    writer = Writer(lambda: open_crawl(f"sqlite:///{tmp_path / 'c.db'}"))
    with pytest.raises(StorageError):
        writer.start()
    writer.close()


def test_a_caller_that_goes_away_does_not_stop_the_writer(tmp_path: Path) -> None:
    async def scenario() -> int:
        writer = Writer(lambda: open_crawl(f"sqlite:///{tmp_path / 'c.db'}"), linger_s=0.05)
        writer.start()
        try:
            for _ in range(20):
                gone = asyncio.ensure_future(writer.call(lambda corpus: add_source("gone", corpus)))
                await asyncio.sleep(0.01)
                gone.cancel()
            return await asyncio.wait_for(writer.call(lambda corpus: corpus.stats().articles), 5)
        finally:
            writer.close()

    assert asyncio.run(scenario()) == 0
