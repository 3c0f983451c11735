"""One tolerant parse, and the habits of markup it undoes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.extract.blocks import segment
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.tree import MAX_ATTRIBUTES, MAX_ELEMENTS, SCRIPT_CHARS, drop, parse_tree, select


def parse(text: str) -> html.HtmlElement:
    """Parse and insist on a tree."""
    root = parse_tree(text)
    assert not isinstance(root, NoArticle), root
    return root


@given(st.text(alphabet=st.sampled_from("<>/!-ap b=\"'&;\x00\ud800كtdr")))
def test_any_text_gives_a_tree_or_a_reason(text: str) -> None:
    """Never an exception."""
    assert parse_tree(text) is not None


def test_a_meta_charset_does_not_decode_a_second_time() -> None:
    """The text is already text, whatever its head says."""
    root = parse('<?xml version="1.0" encoding="x"?><meta charset="windows-1256"><p>نص كيفما كان</p>')
    assert root.findtext(".//p") == "نص كيفما كان"


def test_control_characters_do_not_end_the_page() -> None:
    """What XML cannot hold is left out, the rest stays."""
    assert parse("<p>one\x00 two\x0b</p><p>three</p>").text_content() == "one twothree"


@pytest.mark.parametrize("reference", ["&#1;", "&#x1B;", "&#011;", "&#xFFFF;", "&#31"])
def test_a_reference_to_a_control_character_leaves_nothing(reference: str) -> None:
    """Tools that copy the text would fail on it."""
    assert parse(f"<p>one{reference} two</p>").findtext(".//p") == "one two"


def test_other_references_stay() -> None:
    """Numbers that only begin alike."""
    assert parse("<p>&#x1F600;&#14x&#155;&#10;&#65;</p>").findtext(".//p") == "\U0001f600x\u203a\nA"


@pytest.mark.parametrize("name", ["script", "STYLE"])
def test_a_long_script_is_cut_short(name: str) -> None:
    """Half of many a page is scripts, of which nothing is read but what they begin with."""
    root = parse(f"<{name} src='a.js'>{'x' * 3 * SCRIPT_CHARS}</{name}><p>The article.</p>")
    (found,) = root.iter(name.lower())
    assert len(found.text) == SCRIPT_CHARS
    assert found.get("src") == "a.js"
    assert root.findtext(".//p") == "The article."


@pytest.mark.parametrize(
    "page",
    [
        "<!-- <script> -->{filler}<p>The article.</p><script></script>",
        "<scripture>{filler}<p>The article.</p></scripture><script></script>",
    ],
)
def test_only_scripts_are_cut_short(page: str) -> None:
    """Not what a comment opens, nor what only begins like one."""
    root = parse(page.format(filler="<b>text</b>" * SCRIPT_CHARS))
    assert root.findtext(".//p") == "The article."


def test_linked_data_stays_whole() -> None:
    """However long."""
    root = parse(f'<script type="application/ld+json">"{"x" * 3 * SCRIPT_CHARS}"</script><p>The article.</p>')
    (found,) = root.iter("script")
    assert len(found.text) == 3 * SCRIPT_CHARS + 2


def test_a_break_span_is_a_break() -> None:
    """Some systems write `<span class="br">` where a line ends."""
    root = parse('<div>first line here.<span class="x br"></span>second line here.</div>')
    assert [block.text for block in segment(root)] == ["first line here.", "second line here."]


def test_a_button_never_closed_does_not_hide_the_article() -> None:
    """Everything after it would count as its label."""
    root = parse("<body><button>Menu<main><p>The article's text.</p></main></body>")
    assert "The article's text." in [block.text for block in segment(root)]


def test_an_article_for_browsers_without_scripts_is_read() -> None:
    """A long text inside `<noscript>` is the article; a plea for JavaScript is not."""
    long = parse("<body><noscript><p>" + "A long text. " * 80 + "</p></noscript></body>")
    short = parse("<body><p>Text.</p><noscript><p>Enable JavaScript.</p></noscript></body>")
    assert segment(long)
    assert [block.text for block in segment(short)] == ["Text."]


@pytest.mark.parametrize("attribute", ["a%d", "a%d=1", "a%d='>'", 'a%d="<"'])
def test_a_tag_of_too_many_attributes_is_refused_before_the_parse(attribute: str) -> None:
    tags = [" ".join(attribute % n for n in range(count)) for count in (MAX_ATTRIBUTES + 1, 500)]
    refused, read = (parse_tree(f"<body><p class='x' {tag}>text</p>") for tag in tags)
    assert refused == NoArticle(reason=Reason.TOO_LARGE, detail="a tag of more than 20000 attributes")
    assert not isinstance(read, NoArticle)


def test_a_page_of_too_many_tags_is_refused_before_the_parse() -> None:
    found = parse_tree("<body>" + "<a>x</a>" * (2 * MAX_ELEMENTS + 1))
    assert isinstance(found, NoArticle)
    assert found.reason is Reason.TOO_LARGE


def test_dropping_keeps_the_text_that_follows() -> None:
    """The operator's drop rule takes the element, not its tail."""
    root = parse('<div>a <b class="ad">x</b> c</div>')
    drop(select(root, ".ad"))
    assert root.text_content() == "a  c"


def test_a_selector_that_does_not_parse_is_a_value_error() -> None:
    """Config turns it into a message; extraction ignores the rule."""
    with pytest.raises(ValueError, match="not a CSS selector"):
        select(parse("<p>x</p>"), "p[")
