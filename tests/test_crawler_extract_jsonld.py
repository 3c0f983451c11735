"""JSON-LD as pages really carry it: broken in many ways, read in most."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.jsonld import LinkedData, names, one_text, read_jsonld, texts
from crawler.extract.reasons import NoArticle
from crawler.extract.tree import parse_tree

ARTICLE = '{"@context":"https://schema.org","@type":"NewsArticle","headline":"A bridge closes"}'


def read(script: str) -> LinkedData:
    """The linked data of a page with one script."""
    root = parse_tree(
        f'<html><head><script type="application/ld+json">{script}</script></head><body><p>x</p>'
    )
    assert not isinstance(root, NoArticle)
    return read_jsonld(root)


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        '{"@graph":[{"@type":"WebSite","name":"x"},' + ARTICLE + "]}",
        ARTICLE.replace('"}', '",}'),
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        ARTICLE.replace("A bridge", "A\nbridge"),
        ARTICLE + ";",
        '{"@type":"WebSite"}' + ARTICLE,
        ARTICLE.replace('"', "&quot;"),
        ARTICLE.replace("NewsArticle", "http://schema.org/NewsArticle"),
        ARTICLE.replace('"NewsArticle"', '["Thing","NewsArticle"]'),
        '{"@type":"WebPage","mainEntity":' + ARTICLE + "}",
    ],
)
def test_the_article_is_found_however_it_is_written(script: str) -> None:
    """In lists, graphs and nested nodes; with comments, trailing commas, line breaks and entities."""
    assert one_text(read(script).article.get("headline")) == "A bridge closes"


@given(st.text())
def test_any_script_is_survived(script: str) -> None:
    """What cannot be read is left out."""
    assert isinstance(read(script.replace("<", "")), LinkedData)


def test_depth_is_no_trap() -> None:
    """Thousands of nested lists are refused by the parser and by us, without an exception."""
    assert read("[" * 50_000).article == {}
    assert read('{"a":' * 300 + ARTICLE + "}" * 300).article == {}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_values_of_any_shape_give_clean_strings(value: object) -> None:
    """Never markup, never an exception."""
    again = json.loads(json.dumps(value))
    assert all(isinstance(text, str) and text for text in texts(again))
    assert one_text(again) is None or one_text(again)


def test_names_come_with_their_addresses() -> None:
    """Strings, objects, and lists of either."""
    value = [
        "Ann",
        {"@type": "Person", "name": "Bo &amp; Co", "url": "https://x.example/bo"},
        {"name": ["C", "D"]},
    ]
    assert names(value) == (
        ("Ann", None),
        ("Bo & Co", "https://x.example/bo"),
        ("C", None),
        ("D", None),
    )


def test_markup_in_a_value_goes() -> None:
    """Headlines come with tags and entities in them."""
    assert texts("A <b>bold</b> &lt;i&gt;claim&lt;/i&gt;") == ("A bold claim",)
