"""Articles over several pages, crawled: joined, looked up, cut short, begun again after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.extract.joining import MAX_PAGES, PAGES_MISSING
from crawler.urls import url_key
from storage.open import open_corpus
from tests.crawling import crawl, store_url, stored
from tests.site_pages import ARABIC, page
from tests.teaching_web import TeachingWeb, teaching_web

pytestmark = pytest.mark.timeout(60)


def list_also(web: TeachingWeb, path: str, *, first: bool) -> None:
    """Have the feed name a later page by itself, before its article or behind it."""
    one = replace(next(iter(web.pages.values())), html=web.further[path])
    web.pages = {path: one, **web.pages} if first else {**web.pages, path: one}


def test_pages_are_joined_and_lead_to_their_article(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        whole = web.publish_paged(3)
        balance = crawl(web.config(tmp_path), tmp_path)
        (article,) = stored(tmp_path)
        assert article.text == whole.text
        assert article.complete
        assert article.extraction.pages == 3
        assert balance.served == 1 and balance.is_even
        assert [path for path in web.asked if path != "/feed"] == [
            "/robots.txt",
            *list(web.pages),
            *web.further,
        ]
        with closing(open_corpus(store_url(tmp_path))) as corpus:
            url = f"http://127.0.0.1:{web.port}/news/0/3"
            trace = corpus.trace(url, url_key(url))
        assert trace.article_ids == (article.id,)
        assert trace.visits[-1].detail["pages"] == [url[:-1] + "2", url]


def test_pages_read_by_a_wrapper_are_joined_too(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        config = web.config(tmp_path)
        web.publish(6, "plain")
        crawl(config, tmp_path)
        whole = web.publish_paged(2)
        crawl(config, tmp_path)
    article = stored(tmp_path)[-1]
    assert article.extraction.path == "wrapper"
    assert article.extraction.pages == 2
    assert article.text == whole.text


@pytest.mark.parametrize("first", [True, False])
def test_a_later_page_listed_by_itself_is_no_article_of_its_own(tmp_path: Path, first: bool) -> None:
    with teaching_web(ARABIC) as web:
        whole = web.publish_paged(3)
        list_also(web, "/news/0/2", first=first)
        balance = crawl(web.config(tmp_path), tmp_path)
    (article,) = stored(tmp_path)
    assert article.text == whole.text
    assert balance.served == 2 and balance.is_even


def test_a_page_listed_later_is_known_already(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        web.publish_paged(2)
        config = web.config(tmp_path)
        crawl(config, tmp_path)
        list_also(web, "/news/0/2", first=True)
        web.asked.clear()
        assert crawl(config, tmp_path).outcomes["known"] == 2
        assert "/news/0/2" not in web.asked


def test_an_article_whose_later_page_is_gone_is_stored_as_far_as_it_goes(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        whole = web.publish_paged(3)
        del web.further["/news/0/3"]
        balance = crawl(web.config(tmp_path), tmp_path)
    (article,) = stored(tmp_path)
    assert whole.text.startswith(article.text) and article.extraction.pages == 2
    assert not article.complete
    assert PAGES_MISSING in article.extraction.warnings
    assert balance.outcomes["stored"] == 1


def test_an_article_whose_later_page_is_out_of_order_is_tried_again_later(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        web.publish_paged(2)
        web.broken.add("/news/0/2")
        balance = crawl(web.config(tmp_path), tmp_path)
    assert balance.outcomes == {"failed:http_503": 1}
    assert not stored(tmp_path)
    with closing(open_corpus(store_url(tmp_path))) as corpus:
        assert corpus.stats().pending == 1


def test_a_page_that_repeats_the_first_ends_the_article(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        whole = web.publish_paged(2)
        first = web.pages["/news/0"].html
        web.further["/news/0/2"] = first.replace('href="/news/0/2">2', 'href="/news/0/3">3')
        web.further["/news/0/3"] = first
        crawl(web.config(tmp_path), tmp_path)
        assert "/news/0/3" not in web.asked
    (article,) = stored(tmp_path)
    assert whole.text.startswith(article.text) and article.complete


def test_a_later_page_that_is_another_article_keeps_its_address(tmp_path: Path) -> None:
    """The outlet serves another article under the number: it is not joined, and listed it is an article."""
    with teaching_web(ARABIC) as web:
        whole = web.publish_paged(2)
        web.further["/news/0/2"] = page(ARABIC, 99).html
        config = web.config(tmp_path)
        crawl(config, tmp_path)
        list_also(web, "/news/0/2", first=True)
        crawl(config, tmp_path)
    first, second = stored(tmp_path)
    assert whole.text.startswith(first.text) and first.complete
    assert second.text == page(ARABIC, 99).text


def test_an_article_without_end_is_cut_short(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        whole = web.publish_paged(1)
        one = web.pages["/news/0"]
        for number in range(1, MAX_PAGES + 5):
            link = f'<div class="page-links"><a href="/news/0/{number + 1}">{number + 1}</a></div>'
            html = one.html.replace('<div class="comments">', link + '<div class="comments">')
            for old, new in zip(whole.body[1:], page(ARABIC, number).body, strict=False):
                html = html.replace(old, new)
            web.further[f"/news/0/{number}"] = html
        web.pages["/news/0"] = replace(one, html=web.further.pop("/news/0/1"))
        crawl(web.config(tmp_path), tmp_path)
    (article,) = stored(tmp_path)
    assert article.extraction.pages == MAX_PAGES
    assert not article.complete


def test_a_kill_between_pages_loses_nothing(tmp_path: Path) -> None:
    with teaching_web(ARABIC) as web:
        whole = web.publish_paged(3)
        config = web.config(tmp_path)
        web.held["/news/0/3"] = threading.Event()
        entry = "from crawler.cli import main; main()"
        options = ["--config", str(tmp_path), "--store", store_url(tmp_path)]
        command = [sys.executable, "-c", entry, *options, "crawl", "--all"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
            try:
                for _ in range(400):
                    time.sleep(0.05)
                    if "/news/0/3" in web.asked:
                        break
            finally:
                process.send_signal(signal.SIGKILL)
        web.held.pop("/news/0/3").set()
        assert not stored(tmp_path)
        crawl(config, tmp_path)
    (article,) = stored(tmp_path)
    assert article.text == whole.text and article.complete
