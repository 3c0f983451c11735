"""What a crawl learns from a source's pages: wrappers learned, kept over restarts and kills, learned anew."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from storage.corpus import StorageError
from storage.crawl import SiteState
from storage.model import StoredArticle
from storage.open import open_corpus
from tests.crawling import crawl, store_url, stored
from tests.site_pages import ARABIC, SitePage
from tests.teaching_web import teaching_web

pytestmark = pytest.mark.timeout(120)


def site_state(folder: Path) -> SiteState:
    """What the corpus remembers of the one host of the one source."""
    with closing(open_corpus(store_url(folder))) as corpus:
        ((state,),) = [one.sites for one in corpus.health()]
    return state


def paths(articles: list[StoredArticle]) -> str:
    """The readers of the articles in the order they were stored: `w` for the wrapper."""
    return "".join("w" if one.extraction.path == "wrapper" else "t" for one in articles)


def read_whole(articles: list[StoredArticle], published: list[SitePage]) -> bool:
    """Whether every published page is stored once, its dateline and its last paragraph included."""
    return sorted(one.text for one in articles) == sorted(one.text for one in published)


def test_wrapper_is_learned_kept_over_a_restart_and_learned_anew_after_a_redesign(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with teaching_web(ARABIC) as web:
        config = web.config(tmp_path)
        published = web.publish(7, "plain")
        crawl(config, tmp_path)
        assert paths(stored(tmp_path)) == "tttttww"
        learned = site_state(tmp_path)
        assert (learned.stage, learned.pages, learned.wrappers) == ("wrapper", 7, 1)
        published += web.publish(2, "plain")
        crawl(config, tmp_path)
        assert paths(stored(tmp_path)) == "tttttwwww"
        published += web.publish(6, "modern")
        with caplog.at_level(logging.WARNING):
            crawl(config, tmp_path)
        articles = stored(tmp_path)
    assert paths(articles) == "tttttwwwwtttttw"
    assert read_whole(articles, published)
    now = site_state(tmp_path)
    assert (now.stage, now.pages, now.wrappers) == ("wrapper", 15, 2)
    assert now.redesigned is not None
    noticed = [one for one in articles if "site_redesigned" in one.extraction.warnings]
    assert len(noticed) == 1
    assert "built otherwise than before" in caplog.text
    assert all(one.extraction.wrapper for one in articles if one.extraction.path == "wrapper")


def command(folder: Path, *arguments: str) -> list[str]:
    entry = "from crawler.cli import main; main()"
    options = ["--config", str(folder), "--store", store_url(folder)]
    return [sys.executable, "-c", entry, *options, *arguments]


def crawl_and_kill(folder: Path, *, at: int) -> None:
    """Crawl in a process of its own, killed as soon as so many articles are stored."""
    with subprocess.Popen(command(folder, "crawl", "--all"), stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                time.sleep(0.05)
                with suppress(StorageError), closing(open_corpus(store_url(folder))) as corpus:
                    if corpus.stats().articles >= at:
                        break
        finally:
            process.send_signal(signal.SIGKILL)


def test_killed_crawl_remembers_exactly_the_pages_it_stored(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        config = web.config(tmp_path)
        published = web.publish(8, "modern")
        for at in (2, 5):
            crawl_and_kill(tmp_path, at=at)
            with closing(open_corpus(store_url(tmp_path))) as corpus:
                assert site_state(tmp_path).pages == corpus.stats().articles
        crawl(config, tmp_path)
    articles = stored(tmp_path)
    assert read_whole(articles, published)
    assert paths(articles) == "tttttwww"
    assert site_state(tmp_path).pages == 8


def naba(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *arguments), capture_output=True, text=True, timeout=60, check=False
    )


def test_operator_sees_what_was_learned_and_drops_it(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        config = web.config(tmp_path)
        web.publish(6, "plain")
        crawl(config, tmp_path)
        assert "wrapper since" in naba(tmp_path, "status").stdout
        assert naba(tmp_path, "source", "forget", "coast").returncode == 0
        assert naba(tmp_path, "source", "forget", "coast").returncode == 1
        assert naba(tmp_path, "source", "forget", "nobody").returncode == 1
        assert "(6 pages)" not in naba(tmp_path, "status").stdout
        web.publish(1, "plain")
        crawl(config, tmp_path)
    assert paths(stored(tmp_path)) == "tttttwt"
    assert site_state(tmp_path).pages == 1


def test_trying_a_source_says_who_read_its_pages(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        web.config(tmp_path)
        web.publish(7, "plain")
        shown = naba(tmp_path, "source", "try", "coast", "--pages", "7").stdout
    assert shown.count(", wrapper ") == 2
    assert shown.count(", blocks ") == 5
