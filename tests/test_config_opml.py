"""OPML in, as messy as it comes, and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from config.model import Source
from config.opml import MAX_FEEDS, OpmlFeeds, parse_opml, to_opml
from config.problem import ConfigError
from tests.test_config_entry import sources

FILE = Path("friends.opml")


def parse(outlines: str, **keywords: list[Source]) -> OpmlFeeds:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<body>\n'
    return parse_opml(f"{head}{outlines}\n</body>\n</opml>".encode(), FILE, **keywords)


@settings(deadline=None)
@given(st.lists(sources(), max_size=4, unique_by=(lambda source: source.id)))
def test_what_goes_out_comes_in_the_same(exported: list[Source]) -> None:
    found = parse_opml(to_opml(exported), FILE)
    assert found.skipped == ()
    assert found.sources == tuple(exported)


def test_other_readers_see_every_feed() -> None:
    source = Source(
        id="daily", name="Daily", url="https://d.example/", tags=("a", "b"), language="ar",
        feeds=("https://d.example/1", "https://d.example/2"),
    )  # fmt: skip
    root = etree.fromstring(to_opml([source]))
    assert root.get("version") == "2.0"
    assert root.xpath("//outline[@type='rss']/@xmlUrl") == list(source.feeds)
    assert root.xpath("//outline/@category") == ["a,b"]


def test_folders_and_categories_become_tags() -> None:
    found = parse(
        """
        <outline text="World"><outline title="North/Africa">
            <outline text="Daily" xmlUrl="https://d.example/rss" htmlUrl="https://www.d.example/"
                category="/x/y,z"/>
        </outline></outline>"""
    )
    (source,) = found.sources
    assert source.tags == ("World", "North", "Africa", "x", "y", "z")
    assert (source.id, source.name, source.url) == ("d.example", "Daily", "https://www.d.example/")


def test_raw_ampersands_and_other_slips_are_forgiven() -> None:
    found = parse(
        """<outline text="Q&A &eacute; &amp; co" xmlurl="https://d.example/rss?a=1&b=2&copy=3">
           <outline title='No text' xmlUrl='feed://e.example/rss' language='English'>"""
    )
    assert [source.feeds[0] for source in found.sources] == [
        "https://d.example/rss?a=1&b=2&copy=3",
        "http://e.example/rss",
    ]
    assert found.sources[0].name == "Q&A é & co"
    assert found.sources[1].language is None


def test_what_is_left_out_is_named_with_its_line() -> None:
    found = parse(
        """<outline text="A" xmlUrl="https://d.example/rss"/>
        <outline text="B" xmlUrl="http://D.example/rss/"/>
        <outline text="C" xmlUrl="javascript:alert(1)"/>
        <outline text="D" xmlUrl=""/>"""
    )
    assert [source.name for source in found.sources] == ["A"]
    assert [str(problem).partition("friends.opml")[2] for problem in found.skipped] == [
        ":5:1: left out: the list 'http://D.example/rss/' is known from source 'd.example'",
        ":6:1: left out: feeds.0: 'javascript:alert(1)': Value error, expected an address that begins with "
        "http:// or https://",
        ":7:1: left out: feeds.0: '': Value error, expected an address that begins with http:// or https://",
    ]


def test_a_second_feed_of_a_host_gets_an_id_that_does_not_depend_on_its_neighbours() -> None:
    one, two, three = (f'<outline text="x" xmlUrl="https://d.example/{name}"/>' for name in "abc")
    ids = {source.feeds[0][-1]: source.id for source in parse(one + two + three).sources}
    assert ids["a"] == "d.example" and len(set(ids.values())) == 3
    assert {source.id for source in parse(one + three).sources} == {ids["a"], ids["c"]}


def test_what_the_config_has_already_is_left_out() -> None:
    known = [Source(id="daily", name="Daily", feeds=("https://d.example/rss",))]
    found = parse('<outline text="x" xmlUrl="http://d.example/rss"/>', known=known)
    assert found.sources == () and "known from source 'daily'" in str(found.skipped[0])


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1256", "iso-8859-6", "utf-8-sig"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = f"""<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>
    <opml><body><outline text="أخبار" xmlUrl="https://d.example/rss"/></body></opml>"""
    assert parse_opml(text.encode(encoding), FILE).sources[0].name == "أخبار"


def test_an_encoding_that_is_declared_wrongly_costs_names_not_feeds() -> None:
    text = '<?xml version="1.0" encoding="no-such"?><opml><body><outline text="Caf\u00e9" xmlUrl="https://d.example/rss"/></body></opml>'
    assert parse_opml(text.encode("cp1252"), FILE).sources[0].name == "Café"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "not OPML"),
        (b"hello", "not OPML"),
        (b"<html><body/></html>", "expected <opml>"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml/>', "XML entities"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml/>'.encode("utf-16"), "XML entities"),
        (b"<opml><body>" + b'<outline xmlUrl="x"/>' * (MAX_FEEDS + 1) + b"</body></opml>", "more than 10000"),
    ],
)
def test_what_is_no_opml_or_harmful_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_opml(body, FILE)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text('<opml>outine xmlUr="h:/.&;!-[]', max_size=200).map(str.encode))
@example(b"<:")
def test_any_bytes_are_feeds_or_a_config_error(body: bytes) -> None:
    try:
        parse_opml(body, FILE)
    except ConfigError as error:
        assert error.problems


def test_a_damaged_attribute_of_ours_costs_that_source_only() -> None:
    text = to_opml([Source(id="a", name="a", url="https://a.example/", country="JO")]).decode()
    text = text.replace("</body>", '<outline text="b" xmlUrl="https://b.example/"/></body>')
    for damage in ("[]", "{", "{&quot;colour&quot;: 1}"):
        start, end = text.index('rest="') + 6, text.index('"/>')
        found = parse_opml((text[:start] + damage + text[end:]).encode(), FILE)
        assert [source.name for source in found.sources] == ["b"]
        assert len(found.skipped) == 1
