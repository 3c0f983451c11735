"""Pages that are no article are returned as what they are; articles that look like them are not lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract.cascade import extract
from crawler.extract.hints import Hints
from crawler.extract.reasons import NoArticle, Reason
from storage.model import Article

PAGES = Path(__file__).parent / "pages"
KINDS = sorted((PAGES / "kinds").glob("*.html"))
ARTICLES = sorted((PAGES / "articles").glob("*.html"))
URL = "https://harbour.example/news/1"
HINTS = Hints(url=URL, final_url=URL, fetched_at=datetime(2025, 1, 1, tzinfo=UTC))
ADDRESSES = {
    "forum": "https://weirforum.com/threads/moss.12/",
    "shop": "https://weirshop.com/products/lantern",
    "documentation": "https://weirworks.com/docs/locks",
    "landing_page": "https://weirgutters.com/gutters",
    "index_page-front": "https://weirpost.com/",
}
"""Where the pages of other kinds of site stand; the rest stand at `URL`."""


def hints_for(path: Path) -> Hints:
    """The hints of a page in the folder of kinds."""
    stem = path.stem.removesuffix("-ar")
    return replace(HINTS, url=ADDRESSES.get(stem, URL), final_url=ADDRESSES.get(stem, URL))


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.stem)
def test_a_page_that_is_no_article_is_refused_for_what_it_is(path: Path) -> None:
    """The file's name is the reason."""
    found = extract(path.read_bytes(), hints_for(path))
    assert isinstance(found, NoArticle), found
    assert found.reason == Reason(path.stem.split("-")[0])


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_comes_back_as_its_golden_text(path: Path) -> None:
    """Pages with everything around the text that misleads: banners, flashes, split bodies, wrapped lines."""
    found = extract(path.read_bytes(), HINTS)
    assert isinstance(found, Article), found
    assert found.text == path.with_suffix(".txt").read_text(encoding="utf-8").strip()
    assert found.language == path.stem.split(".")[1]


def test_a_live_blog_that_is_also_a_news_article_is_read() -> None:
    """Some publishers mark ordinary articles with both types."""
    page = (PAGES / "articles" / "banner.en.html").read_text(encoding="utf-8")
    both = page.replace('"@type":"NewsArticle"', '"@type":["NewsArticle","LiveBlogPosting"]')
    assert isinstance(extract(both.encode(), HINTS), Article)


@pytest.mark.parametrize(
    ("end", "kind"), [("2024-02-02T06:00:00Z", Article), ("2025-02-02T06:00:00Z", NoArticle)]
)
def test_a_live_blog_whose_coverage_is_over_is_read(end: str, kind: type) -> None:
    """Its text stays as it is, unlike that of one that still runs; the article says what it was."""
    page = (PAGES / "kinds" / "live_blog.html").read_text(encoding="utf-8")
    found = extract(
        page.replace('"liveBlogUpdate"', f'"coverageEndTime":"{end}","liveBlogUpdate"').encode(), HINTS
    )
    assert isinstance(found, kind)
    assert isinstance(found, NoArticle) or "live_blog" in found.extraction.warnings


def test_a_consent_host_is_a_wall_whatever_it_claims() -> None:
    """Redirected to a consent manager, even a page with article data is one."""
    page = (PAGES / "kinds" / "consent_wall.html").read_text(encoding="utf-8")
    page = page.replace("<head>", '<head><meta property="og:type" content="article">')
    hints = Hints(url=URL, final_url="https://consent.harbour.example/?back=1")
    found = extract(page.encode(), hints)
    assert isinstance(found, NoArticle)
    assert found.reason is Reason.CONSENT_WALL


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY_BODY),
        (b"\x00\x00", Reason.EMPTY_BODY),
        (b"just words, no markup at all", Reason.NOT_HTML),
        (b"\x89PNG\r\n\x1a\n....", Reason.NOT_HTML),
        (b"<html><body>" + b"<div>" * 3_000 + b"x", Reason.TOO_DEEP),
        (b"<html><body>" + b"<p>a</p>" * 160_000, Reason.TOO_LARGE),
    ],
)
def test_bodies_nobody_should_parse_are_refused(body: bytes, reason: Reason) -> None:
    """Empty, binary, bottomless and endless ones."""
    found = extract(body, HINTS)
    assert isinstance(found, NoArticle)
    assert found.reason is reason


@pytest.mark.parametrize("stem", ["forum", "shop", "documentation", "landing_page", "index_page-front"])
def test_the_same_page_with_an_article_s_data_is_read(stem: str) -> None:
    """What a news outlet publishes in such a place is still its article."""
    page = (PAGES / "kinds" / f"{stem}.html").read_text(encoding="utf-8")
    data = (
        '{"@type":"NewsArticle","headline":"x","datePublished":"2024-05-03T10:00:00Z","author":"Ann Quayle"}'
    )
    page = page.replace("</head>", f'<script type="application/ld+json">{data}</script></head>')
    assert isinstance(extract(page.encode(), hints_for(PAGES / f"{stem}.html")), Article)


@pytest.mark.parametrize("stem", ["landing_page", "index_page-front"])
def test_what_a_feed_announced_is_not_refused_for_its_shape_or_place(stem: str) -> None:
    """A configured source's entry is an article until the page itself says otherwise."""
    hints = replace(hints_for(PAGES / f"{stem}.html"), entry_title="Clear gutters before the rain")
    assert isinstance(extract((PAGES / "kinds" / f"{stem}.html").read_bytes(), hints), Article)


def test_paragraphs_with_read_also_links_between_are_no_list() -> None:
    """They share one box, teasers have one each."""
    link = '<p><a href="/n/1">Read also: the gates of the weir open once more before the rain</a></p>'
    line = (
        "<p>The keeper said that nobody should stand below the weir while its gates are opening, day {}.</p>"
    )
    body = "".join(line.format(day) + (link if day < 4 else "") for day in range(6))
    found = extract(f"<html><body><h1>The weir opens</h1><div>{body}</div></body></html>".encode(), HINTS)
    assert isinstance(found, Article), found


HOUSE = "<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
OUTLET = "<p>انطلق الموقع عام 2006 ويعمل فيه عشرون صحفيا، ويسعى إلى نقل أخبار المرافئ كما هي بلا تهويل.</p>"


@pytest.mark.parametrize("title", ["من نحن", "اتصل بنا", "درباره ما", "צור קשר", "Privacy Policy"])
def test_a_page_about_the_outlet_is_no_article(title: str) -> None:
    """It is headed as one, and states neither author nor date."""
    found = extract(HOUSE.format(title=title, body=OUTLET * 3).encode(), HINTS)
    assert isinstance(found, NoArticle)
    assert found.reason is Reason.LANDING_PAGE


def test_a_page_of_times_is_a_live_blog() -> None:
    """Each paragraph under its own time of day; nothing in its data says what it is."""
    lines = "".join(f"<div><span>14:{n}0</span><p>{OUTLET[3:-4]} ({n})</p></div>" for n in range(6))
    found = extract(HOUSE.format(title="تغطية حية من المرفأ", body=lines).encode(), HINTS)
    assert isinstance(found, NoArticle)
    assert found.reason is Reason.LIVE_BLOG


def test_an_undated_page_of_a_player_and_a_line_is_a_video() -> None:
    """Its data say nothing; the frame is that of a host of videos."""
    frame = '<iframe src="https://www.youtube.com/embed/abc"></iframe>'
    found = extract(HOUSE.format(title="قوارب تعود إلى المرفأ", body=frame + OUTLET * 2).encode(), HINTS)
    assert isinstance(found, NoArticle)
    assert found.reason is Reason.VIDEO_ONLY
