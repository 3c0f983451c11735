"""Every field from the first source that passes its check, with its origin."""

from __future__ import annotations

import pytest

from crawler.extract.metadata import Metadata
from tests.extract_help import URL, metadata_of

LD = """<script type="application/ld+json">
{"@type":"NewsArticle","headline":"Bridge closes",
"description":"From LD","keywords":"bridges, rivers, Bridges",
"articleSection":["Local","News"],"license":"https://cc.example/by","isAccessibleForFree":"False","image":[{"@type":"ImageObject","url":"/ld.jpg"}],"inLanguage":"en-GB",
"publisher":{"@type":"Organization","name":"Harbour Post"}}</script>"""


def read(head: str, **hints: object) -> Metadata:
    """The metadata of a page with this head."""
    return metadata_of(f"<html><head>{head}</head><body><p>Some text.</p></body></html>", **hints)


def test_json_ld_fills_what_it_knows() -> None:
    """Section, tags, licence, payment, publisher, image, language."""
    metadata = read(LD)
    assert (metadata.section, metadata.licence, metadata.free) == ("Local", "https://cc.example/by", False)
    assert metadata.tags == ("Bridges", "rivers")
    assert (metadata.publisher, metadata.description) == ("Harbour Post", "From LD")
    assert metadata.image_url == "https://harbour.example/ld.jpg"
    assert metadata.declared_language == "en-GB"
    assert metadata.origins["section"] == metadata.origins["tags"] == metadata.origins["free"] == "jsonld"


def test_open_graph_comes_before_json_ld_for_what_readers_see() -> None:
    """Description and image."""
    head = LD + '<meta property="og:description" content="From OG">'
    metadata = read(head + '<meta property="og:image" content="//i.example/a.png">')
    assert (metadata.description, metadata.image_url) == ("From OG", "https://i.example/a.png")
    assert metadata.origins["image_url"] == "og"


def test_an_empty_page_says_nothing_and_names_no_origin() -> None:
    """Only the address is known, from the answer itself."""
    metadata = read("")
    assert metadata.origins == {"url": "address"}
    assert (metadata.headline.text, metadata.free, metadata.tags) == (None, None, ())


def test_the_articles_own_address_is_no_picture() -> None:
    """Some systems put it into `og:image`."""
    assert read(f'<meta property="og:image" content="{URL}">').image_url is None


@pytest.mark.parametrize(
    ("tier", "free"), [("free", True), ("locked", False), ("metered", False), ("mystery", None)]
)
def test_the_content_tier_says_whether_it_is_free(tier: str, free: bool | None) -> None:
    """Meta `article:content_tier`."""
    assert read(f'<meta property="article:content_tier" content="{tier}">').free is free


@pytest.mark.parametrize(
    ("link", "final_url", "url"),
    [
        ("https://harbour.example/news/bridge", URL, "https://harbour.example/news/bridge"),
        ("https://www.harbour.example/n/1?utm_source=x", URL, "https://www.harbour.example/n/1"),
        ("/news/bridge", URL, "https://harbour.example/news/bridge"),
        ("https://harbour.example/", URL, URL),
        ("https://harbour.example/news/", URL, URL),
        ("https://other.example/news/bridge", URL, URL),
        ("javascript:void(0)", URL, URL),
        ("http://[broken", URL, URL),
        (
            "https://harbour.example/news/1",
            "https://harbour.example/news/1/amp",
            "https://harbour.example/news/1",
        ),
        (
            "https://harbour.example/news/1",
            "https://harbour.example/news/1/2",
            "https://harbour.example/news/1",
        ),
        ("https://harbour.example/?p=12", URL, "https://harbour.example/?p=12"),
    ],
)
def test_a_canonical_link_is_believed_where_it_can_be_the_articles(
    link: str, final_url: str, url: str
) -> None:
    """Not another site, not a home or section page; AMP and page twins yes."""
    assert read(f'<link rel="canonical" href="{link}">', final_url=final_url).url == url


def test_a_saved_page_without_an_address_has_its_canonical_one() -> None:
    """Offline extraction knows nothing better."""
    head = '<link rel="canonical" href="https://harbour.example/news/bridge">'
    assert read(head, url="", final_url="").url == "https://harbour.example/news/bridge"


def test_links_count_from_the_base_element() -> None:
    """As browsers do."""
    head = '<base href="https://cdn.harbour.example/x/"><meta property="og:image" content="a.jpg">'
    assert read(head).image_url == "https://cdn.harbour.example/x/a.jpg"
