"""Discovery: the site's own lists first, narrow ones and other people's last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.items import ListKind
from spiders.parse.discover import Found, find_lists, known_paths
from spiders.parse.webpage import registrable

URL = "https://www.daily.test/"
PAGE = """<html><head>
<link rel="stylesheet" href="/x.css"><link rel="alternate" hreflang="en" href="/en/">
<link rel="alternate" type="application/rss+xml" title="الرئيسية" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Daily » Comments Feed" href="/comments/feed/">
<link rel="alternate" type="application/atom+xml" title="Salma" href="/author/salma/atom.xml">
<link rel="alternate" type="application/feed+json" href="/feed.json">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
<link rel="alternate" type="application/rss+xml" title="Elsewhere" href="https://feeds.other.test/daily">
<link rel="sitemap" type="application/xml" href="/sitemap_index.xml"></head><body>
<a href="/services/x">خلاصات الموقع</a><a href="/rss/sport.xml">رياضة</a><a href="/feed/">RSS</a>
<a href="/news-sitemap.xml">خريطة</a><a href="/feedback">رأيك</a>
<a href="/news/rss-is-not-dead-says-study">خبر</a>
<a href="https://www.facebook.test/dialog/feed?x=1">شارك</a></body></html>"""


def found() -> list[Found]:
    return list(find_lists(PAGE.encode(), url=URL))


def test_the_sites_own_feeds_come_first_and_narrow_ones_last() -> None:
    assert [candidate.url for candidate in found()] == [
        "https://www.daily.test/feed/",
        "https://www.daily.test/feed.json",
        "https://www.daily.test/sitemap_index.xml",
        "https://www.daily.test/services/x",
        "https://www.daily.test/rss/sport.xml",
        "https://www.daily.test/news-sitemap.xml",
        "https://www.daily.test/comments/feed/",
        "https://www.daily.test/author/salma/atom.xml",
        "https://feeds.other.test/daily",
    ]


def test_each_says_what_it_is_and_why() -> None:
    first = found()[0]
    assert first == Found(
        url="https://www.daily.test/feed/", kind=ListKind.FEED, title="الرئيسية", rank=0, why="link-element"
    )
    by_url = {candidate.url.rsplit("/", 1)[-1]: candidate for candidate in found()}
    assert by_url["sitemap_index.xml"].kind is ListKind.SITEMAP
    assert by_url["news-sitemap.xml"].kind is ListKind.SITEMAP
    assert by_url["x"].why == "anchor"
    assert by_url["daily"].other_domain
    assert not by_url["feed.json"].other_domain


def test_the_link_header_counts() -> None:
    header = (
        '</wp-json/>; rel="https://api.w.org/", </style.css>; rel=preload; as=style, '
        '</rss.xml>; rel="alternate home"; type="application/rss+xml"; title="Daily, all of it"'
    )
    candidates = find_lists(b"", url=URL, link_header=header)
    assert candidates == (
        Found(
            url="https://www.daily.test/rss.xml",
            kind=ListKind.FEED,
            title="Daily, all of it",
            rank=0,
            why="link-header",
        ),
    )


def test_known_paths_are_on_the_same_host() -> None:
    candidates = known_paths("https://www.daily.test/section/page.html")
    assert len(candidates) == 8
    assert candidates[0].url == "https://www.daily.test/feed"
    assert {candidate.url.rsplit("/", 1)[0] for candidate in candidates} == {"https://www.daily.test"}
    assert [candidate.kind for candidate in candidates][-2:] == [ListKind.SITEMAP] * 2
    assert [candidate.rank for candidate in candidates] == sorted(candidate.rank for candidate in candidates)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.bbc.co.uk/x", "bbc.co.uk"),
        ("https://www.jfranews.com.jo/", "jfranews.com.jo"),
        ("https://news.daily.test/x", "daily.test"),
        ("http://localhost:8080/", "localhost"),
        ("http://127.0.0.1:8080/x", "127.0.0.1"),
    ],
)
def test_the_registrable_domain_needs_no_network(url: str, domain: str) -> None:
    assert registrable(url) == domain


@given(st.text(alphabet='<>link rel="alternate" type=rss/href;,', max_size=200))
def test_any_page_and_header_are_answered(text: str) -> None:
    for candidate in find_lists(text.encode(), url=URL, link_header=text):
        assert candidate.url.startswith("http")
