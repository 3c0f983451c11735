"""Text and addresses made safe, guards, and the roots of documents."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.parse.guards import refusal
from spiders.parse.plain import absolute, language_tag, one_line
from spiders.parse.roots import root_of, xml_of

BASE = "https://daily.test/a/b"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("c", "https://daily.test/a/c"),
        ("?q=1", "https://daily.test/a/b?q=1"),
        (" /x\n/y ", "https://daily.test/x/y"),
        ("https://Other.test/ب", "https://Other.test/ب"),
        ("//other.test", "https://other.test"),
        ("http://", None),
        ("http://[::1", None),
        ("data:text/html,x", None),
        ("tel:1", None),
        ("https://daily.test/" + "x" * 5000, None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_are_absolute_http_or_nothing(href: str | None, url: str | None) -> None:
    assert absolute(BASE, href) == url


@given(st.text(max_size=80))
def test_any_reference_is_answered(href: str) -> None:
    url = absolute(BASE, href)
    assert url is None or (url.lower().startswith(("http://", "https://")) and url == absolute(BASE, url))


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_a_line_is_plain(text: str) -> None:
    line = one_line(text)
    if line is not None:
        assert line == line.strip() == unicodedata.normalize("NFC", line)
        assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]|</?[a-z][^<>]*>", line, re.I)
        line.encode()


@pytest.mark.parametrize(
    ("text", "tag"), [("ar_JO", "ar-jo"), ("EN", "en"), ("arabic language", None), ("", None), (None, None)]
)
def test_languages_are_tags(text: str | None, tag: str | None) -> None:
    assert language_tag(text) == tag


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<rss/>", None),
        ("<a>" * 257, "too_deep"),
        ("<a>" * 256 + "</a>" * 256, None),
        ("<item><br>" * 250 + "</item>" * 250, None),
        ("<item><p></item>" * 1000, None),
        (f'<a b="{"x" * (1 << 18)}">', "too_large"),
        ("<a/>" * 300_002, "too_large"),
        ("<![CDATA[" + "<a>" * 1000 + "]]>", None),
        ("<!-- <!DOCTYPE x [<!ENTITY a 'b'>]> --><a/>", None),
        ("<!DOCTYPE x [<!ELEMENT a ANY>]><a/>", None),
        ("<!DOCTYPE x [<!ENTITY % a 'b'>]><a/>", "forbidden_entity"),
    ],
)
def test_the_guard_refuses_what_would_cost_too_much(text: str, reason: str | None) -> None:
    assert refusal(text) == reason


def test_the_guard_leaves_shape_to_stronger_parsers() -> None:
    assert refusal("<a>" * 257, check_shape=False) is None


def test_the_root_stands_behind_comments_and_rubbish() -> None:
    root = root_of('oops <b>x</b><!-- <html> --><?xml version="1.0"?><rdf:RDF x="y">')
    assert root is not None
    assert (root.name, root.tag) == ("rdf", "rdf:RDF")
    assert root_of("<svg/>") is None
    assert root_of("<rssx>") is None


def test_the_xml_of_a_document_is_its_root_mended() -> None:
    text = "junk<rss>a & b &amp; &nbsp;&foo; <![CDATA[c & d]]>\x00&#0;</rss>tail"
    root = root_of(text)
    assert root is not None
    assert xml_of(text, root) == ("<rss>a &amp; b &amp; \xa0&amp;foo; <![CDATA[c & d]]></rss>", True)
    assert xml_of("<rss>a", root_of("<rss>a") or root) == ("<rss>a", False)
