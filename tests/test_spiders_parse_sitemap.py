"""Sitemaps of all kinds, and where robots.txt says they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.items import FeedEntry
from spiders.parse.lists import ParsedList
from spiders.parse.sitemap import parse_sitemap, robots_sitemaps

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://daily.test/sitemap.xml"
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f'{XMLNS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def parse(text: str) -> ParsedList:
    return parse_sitemap(text.encode(), url=URL, now=NOW)


def urlset(*urls: str, attributes: str = XMLNS) -> str:
    body = "".join(f"<url>{url}</url>" for url in urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {attributes}>{body}</urlset>'


def test_a_sitemap_gives_addresses_and_when_they_changed() -> None:
    parsed = parse(
        urlset(
            "<loc> https://daily.test/1 </loc><lastmod>2026-11-22T10:00:00+03:00</lastmod>",
            "<loc>/2</loc><lastmod>2026-11-23</lastmod>",
            "<lastmod>2026-11-20</lastmod>",
        )
    )
    assert parsed.format == "sitemap"
    assert parsed.entries == (
        FeedEntry(url="https://daily.test/1", updated=datetime(2026, 11, 22, 7, tzinfo=UTC)),
        FeedEntry(url="https://daily.test/2"),
    )
    assert parsed.warnings == ("no_address:1",)


def test_a_news_sitemap_is_a_feed() -> None:
    entry = """<loc>https://daily.test/1</loc><news:news><news:publication><news:name>Daily</news:name>
    <news:language>ar</news:language></news:publication><news:publication_date>2026-11-22T10:00:00Z</news:publication_date>
    <news:title>افتتاح الجسر &amp; الطريق</news:title><news:keywords>محليات, طرق</news:keywords></news:news>
    <image:image><image:loc>https://daily.test/1.jpg</image:loc></image:image>"""
    parsed = parse(urlset(entry, attributes=NEWS))
    assert parsed.format == "news-sitemap"
    assert parsed.entries == (
        FeedEntry(
            url="https://daily.test/1",
            title="افتتاح الجسر & الطريق",
            published=datetime(2026, 11, 22, 10, tzinfo=UTC),
            published_raw="2026-11-22T10:00:00Z",
            language="ar",
            tags=("محليات", "طرق"),
            image_url="https://daily.test/1.jpg",
        ),
    )


def test_undeclared_prefixes_are_no_obstacle() -> None:
    entry = "<loc>/1</loc><news:news><news:title>One</news:title></news:news>"
    assert parse(urlset(entry, attributes="")).entries[0].title == "One"


def test_an_index_gives_its_children_newest_first() -> None:
    children = "".join(
        f"<sitemap><loc>https://daily.test/{name}.xml</loc>{lastmod}</sitemap>"
        for name, lastmod in [
            ("old", "<lastmod>2020-01-01</lastmod>"),
            ("undated", ""),
            ("new", "<lastmod>2026-11-22</lastmod>"),
            ("sitemap", ""),
        ]
    )
    parsed = parse(f"<sitemapindex {XMLNS}>{children}</sitemapindex>")
    assert parsed.format == "sitemap-index"
    assert parsed.children == tuple(f"https://daily.test/{name}.xml" for name in ("new", "old", "undated"))
    assert parsed.entries == ()


def test_lines_of_addresses_are_a_sitemap() -> None:
    parsed = parse("\ufeffhttps://daily.test/1\r\nhttps://daily.test/2\nnonsense\nhttps://daily.test/1\n")
    assert parsed.format == "sitemap-text"
    assert [entry.url for entry in parsed.entries] == ["https://daily.test/1", "https://daily.test/2"]


def test_many_lines_are_capped() -> None:
    parsed = parse("".join(f"https://daily.test/{number}\n" for number in range(2001)))
    assert len(parsed.entries) == 2000
    assert "capped:2001" in parsed.warnings


def test_a_cut_sitemap_is_incomplete() -> None:
    whole = urlset(*(f"<loc>https://daily.test/{number}</loc>" for number in range(3)))
    for cut in range(1, 60):
        parsed = parse(whole[:-cut])
        assert parsed.incomplete
        assert [entry.url for entry in parsed.entries] in (
            ["https://daily.test/0"],
            ["https://daily.test/0", "https://daily.test/1"],
        )
    assert len(parse(whole).entries) == 3


def test_the_newest_are_kept_of_too_many() -> None:
    urls = [f"<loc>/{n}</loc><lastmod>{2000 + n % 26}-01-01</lastmod>" for n in range(2100)]
    parsed = parse(urlset(*urls))
    assert len(parsed.entries) == 2000
    assert {entry.updated.year for entry in parsed.entries if entry.updated} == set(range(2002, 2026)) | {
        2001
    }
    assert "capped:2100" in parsed.warnings


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "empty"),
        ("<html><body>404</body></html>", "html"),
        ("<rss><channel/></rss>", "not_a_list"),
        ("User-agent: *", "not_a_list"),
        (f'<!DOCTYPE u [<!ENTITY a "b">]><urlset {XMLNS}/>', "forbidden_entity"),
    ],
)
def test_what_is_no_sitemap_says_why(text: str, error: str) -> None:
    assert parse(text).error == error


def test_robots_names_sitemaps() -> None:
    text = """\ufeffUser-agent: *
    Disallow: /x
    Sitemap: https://daily.test/a.xml  # the news
    SITEMAP:https://daily.test/b.xml
    sitemap: https://daily.test/a.xml
    Sitemap: /relative.xml
    # Sitemap: https://daily.test/c.xml
    """
    assert robots_sitemaps(text) == ("https://daily.test/a.xml", "https://daily.test/b.xml")


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    parse_sitemap(body, url=URL, now=NOW)
    parse_sitemap(b"<urlset><url><loc>" + body + b"</loc></url></urlset>", url=URL, now=NOW)
    robots_sitemaps(text)
