"""A page cut into blocks: where lines end, what is read, what a block says of itself."""

from __future__ import annotations

import pytest

from crawler.extract.blocks import ASIDE_CHARS, Block, fold_text, segment
from crawler.extract.reasons import NoArticle
from crawler.extract.tree import parse_tree


def blocks_of(body: str) -> tuple[Block, ...]:
    """The blocks of a page with this body."""
    root = parse_tree(f"<html><head><title>No block</title></head><body>{body}</body></html>")
    assert not isinstance(root, NoArticle)
    return segment(root)


def texts_of(body: str) -> list[str]:
    """Their texts."""
    return [block.text for block in blocks_of(body)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>One line</p><div>another</div>",
        "One line<br>another",
        "One line<hr>another",
        "<pre>One line\nanother</pre>",
        "<ul><li>One line<li>another</ul>",
        'One line<span style="display: block">another</span>',
    ],
)
def test_a_line_ends_where_the_page_ends_it(body: str) -> None:
    """At block-level elements, breaks, and what the style makes one."""
    assert texts_of(body) == ["One line", "another"]


@pytest.mark.parametrize(
    "aside",
    [
        '<i class="fa fa-link" aria-hidden="true"></i>',
        '<span style="display:none">(opens in a new window)</span>',
        "<span hidden>seen by nobody</span>",
        "<!-- a comment -->",
        "<svg><title>arrow</title></svg>",
    ],
)
def test_what_is_hidden_amid_a_sentence_neither_shows_nor_parts_it(aside: str) -> None:
    """Icons, words for screen readers, terms explained on a click."""
    assert texts_of(f"<p>The ferry sails {aside}again on Monday.</p>") == ["The ferry sails again on Monday."]


def test_a_drop_cap_belongs_to_its_word() -> None:
    """It is hidden from screen readers, not from readers."""
    assert texts_of('<p><span aria-hidden="true">T</span>he ferry sails.</p>') == ["The ferry sails."]


def test_a_long_hidden_rest_stays_to_be_judged() -> None:
    """Some systems hide all but the first sentences until a click."""
    rest = "Nobody knows why it stayed in port. " * (ASIDE_CHARS // 20)
    first, second = blocks_of(f'<p>The ferry sails. <span style="display:none">{rest}</span></p>')
    assert (first.text, first.context.hidden) == ("The ferry sails.", False)
    assert (second.text, second.context.hidden) == (rest.strip(), True)


def test_links_and_emphasis_are_counted_by_their_characters() -> None:
    """Not by their elements."""
    (block,) = blocks_of('<p><a href="/x">Ferries</a> sail <b>again</b> <img src="x"></p>')
    assert (block.links, block.link_chars, block.strong_chars) == (1, len("Ferries"), len("again"))
    assert block.edges == 1


def test_a_picture_counts_for_the_block_after_it() -> None:
    """Captions follow their pictures."""
    assert [block.media for block in blocks_of("<p>One</p><img><p>two</p><p>three</p>")] == [0, 1, 0]


def test_containers_know_their_names_and_whether_they_hide() -> None:
    """A block's context is the nearest block-level element; being hidden is inherited."""
    (block,) = blocks_of('<div hidden><section class="story"><span>Text</span></section></div>')
    assert (block.tag, block.context.names, block.context.hidden) == ("section", "story", True)
    assert block.depth == 3


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("  two\u00a0 words\n", "two words"),
        ("soft\u00adware", "software"),
        ("\u202bالعربية\u202c", "العربية"),
        ("cafe\u0301", "caf\u00e9"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_text_is_folded_as_it_is_stored(raw: str, folded: str) -> None:
    """NFC, single spaces, no controls; a joiner inside a word has a meaning."""
    assert fold_text(raw) == folded
