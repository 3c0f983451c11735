"""From bytes to an article: overrides, fallbacks, provenance, and never an exception."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import cascade
from crawler.extract.cascade import extract
from crawler.extract.document import Document, Reading
from crawler.extract.hints import Hints
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.trafila import read_with_trafilatura
from storage.model import Article, Author
from tests.arabic_pages import ARTICLE, encoded
from tests.extract_help import HINTS

BANNER = (Path(__file__).parent / "pages" / "articles" / "banner.en.html").read_text(encoding="utf-8")
FRAGMENTS = [
    b"<p>",
    b"</p>",
    b"<br>",
    b"<table>",
    b"<a href='/x'>",
    b"<script>",
    b"<!--",
    b"&#x0;",
    b"\xff\xfe",
    b"<h1>",
]
SOUP = st.lists(
    st.sampled_from(FRAGMENTS) | st.binary(max_size=40) | st.text(max_size=40).map(str.encode), max_size=30
)


def read(page: str, **hints: object) -> Article:
    """Extract and insist on an article."""
    found = extract(page.encode(), replace(HINTS, **hints))  # type: ignore[arg-type]  # hints are given by name
    assert isinstance(found, Article), found
    return found


@settings(max_examples=60, deadline=None)
@given(SOUP.map(b"".join))
def test_any_bytes_are_an_article_or_a_reason(body: bytes) -> None:
    """And never a failure of ours."""
    found = extract(body, HINTS)
    assert isinstance(found, Article | NoArticle)
    assert not isinstance(found, NoArticle) or found.reason is not Reason.EXTRACTOR_ERROR


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_mangled_page_is_survived(data: st.DataObject) -> None:
    """Bytes cut out and turned over anywhere; what text comes back is one clean paragraph a line."""
    body = bytearray(encoded("br", data.draw(st.sampled_from(["utf-8", "cp1256 undeclared"]))))
    for _ in range(data.draw(st.integers(1, 20))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    found = extract(bytes(body[data.draw(st.integers(0, 200)) :]), HINTS)
    if isinstance(found, Article):
        assert all(line == " ".join(line.split()) and line for line in found.text.split("\n"))


def test_an_article_carries_its_metadata_and_provenance() -> None:
    """Every field with its origin, what the filters took, and how sure we are."""
    article = read(BANNER)
    assert article.title == "Missing ferry not found as search enters third day"
    assert article.authors == (Author(name="Ann Quayle"),)
    assert article.published == datetime(2024, 3, 7, 16, 5, tzinfo=UTC)
    assert (article.published_raw, article.published_precision) == ("2024-03-07T18:05:00+02:00", "second")
    assert article.modified == datetime(2024, 3, 7, 18, 0, tzinfo=UTC)
    assert (article.section, article.tags, article.publisher) == (
        "Local",
        ("ferry", "rescue"),
        "Harbour Post",
    )
    assert (article.language, article.direction, article.complete) == ("en", "ltr", True)
    assert article.url == HINTS.url
    extraction = article.extraction
    assert extraction.charset == "utf-8"
    assert extraction.fields["published"] == "jsonld:datePublished"
    assert extraction.fields["language"] == "declared"
    assert 0 < (extraction.confidence or 0) < 1


def test_the_operators_selectors_overrule_every_reader() -> None:
    """`body` names the containers, `drop` what is no body inside them."""
    page = (
        "<body><div class='x'><p>Short note.</p><p class='ad'>Buy boats.</p></div><p>"
        + "Long text. " * 90
        + "</p>"
    )
    article = read(
        f"<html><head><meta property='og:type' content='article'></head>{page}</html>",
        rules_body="div.x",
        rules_drop=(".ad", "broken["),
        entry_title="A note",
    )
    assert article.text != "Short note." or article.extraction.path == "rules"
    long = page.replace("Short note.", "A note of a length that no reader doubts. " * 8)
    found = read(long, rules_body="div.x", rules_drop=(".ad",))
    assert found.extraction.path == "rules"
    assert "Buy boats" not in found.text
    assert "Long text" not in found.text


def test_a_rule_that_matches_nothing_leaves_the_readers_to_it() -> None:
    """A redesign must not cost an article."""
    assert read(BANNER, rules_body="div.gone").extraction.path != "rules"


def test_the_feeds_full_text_stands_in_for_a_shell() -> None:
    """When the page gives nothing and the entry carries a whole article."""
    shell = '<html><body><div id="root"></div><script src="/a.js"></script></body></html>'
    content = "".join(f"<p>{line}</p>" for line in ARTICLE)
    article = read(shell, entry_content=content, entry_title="عنوان الخبر")
    assert article.text.split("\n") == list(ARTICLE)
    assert (article.extraction.path, article.title) == ("feed", "عنوان الخبر")
    assert "text_from_feed" in article.extraction.warnings


@pytest.mark.parametrize(
    "content", [None, "<p>Only a summary.</p>", "<p>" + "A beginning without end, " * 40 + "…</p>"]
)
def test_a_summary_stands_in_for_nothing(content: str | None) -> None:
    """A beginning is no article."""
    shell = b'<html><body><div id="root"></div><script src="/a.js"></script></body></html>'
    found = extract(shell, replace(HINTS, entry_content=content))
    assert isinstance(found, NoArticle)
    assert found.reason is Reason.SCRIPT_SHELL


def test_a_teaser_before_a_paywall_is_stored_as_incomplete() -> None:
    """The page says it is not free, and what it shows is short."""
    paid = BANNER.replace('"articleSection"', '"isAccessibleForFree":false,"articleSection"')
    article = read(paid)
    assert (article.free, article.complete) == (False, False)


def test_a_page_cut_by_the_network_is_incomplete() -> None:
    """And says so."""
    article = read(BANNER, truncated=True)
    assert not article.complete
    assert "truncated" in article.extraction.warnings


def test_noindex_is_a_warning_not_a_refusal() -> None:
    """Archives mark their articles so."""
    page = BANNER.replace("<head>", '<head><meta name="robots" content="noindex, follow">')
    assert "noindex" in read(page).extraction.warnings


def test_outside_tools_are_not_asked_on_a_deep_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """They would take minutes and gigabytes where paragraphs lie hundreds of elements deep."""
    monkeypatch.setattr(cascade, "READERS", (read_with_trafilatura,))
    page = "<h1>Ferries sail again</h1>{}<p>{}</p>"
    text = "The ferries to the islands sail again from Monday, the company said on Friday. " * 4
    shallow = extract(page.format("<div>" * 20, text).encode(), HINTS)
    deep = extract(page.format("<div>" * (cascade.HEAVY_DEPTH + 20), text).encode(), HINTS)
    assert isinstance(shallow, Article)
    assert isinstance(deep, NoArticle)


def test_a_reader_that_breaks_costs_its_page_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The edge of one page: counted, logged, and the crawl goes on."""

    def broken(document: Document) -> Reading | None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(cascade, "READERS", (broken,))
    with caplog.at_level(logging.ERROR):
        found = extract(BANNER.encode(), HINTS)
    assert isinstance(found, NoArticle)
    assert found.reason is Reason.EXTRACTOR_ERROR
    assert "RuntimeError" in found.detail


def test_trafilatura_alone_selects_the_pages_own_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer glues lines at `<br>`; ours are the page's."""
    monkeypatch.setattr(cascade, "READERS", (read_with_trafilatura,))
    found = extract(encoded("br", "utf-8"), Hints(final_url="https://news.example/article/1"))
    assert isinstance(found, Article)
    assert found.text.split("\n") == list(ARTICLE)
    assert found.extraction.path == "trafilatura"


def test_a_decoding_too_many_is_undone() -> None:
    """Arabic bytes once read as Latin letters and served as valid UTF-8."""
    twice = encoded("p", "utf-8").decode().encode("cp1256", "xmlcharrefreplace").decode("cp1252", "replace")
    found = extract(twice.encode(), HINTS)
    assert isinstance(found, Article)
    assert found.language == "ar"
    assert "charset_doubtful" in found.extraction.warnings
