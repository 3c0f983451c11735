"""Learned wrappers: marks, sketches, induction, reading, and the page cut down before the parse."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import Block, segment
from crawler.extract.cut import cut_page
from crawler.extract.induce import induce, widened
from crawler.extract.marks import is_stable, marks_of
from crawler.extract.reasons import NoArticle
from crawler.extract.sketch import (
    MAX_NODES,
    Sketch,
    likeness,
    pack_sketch,
    signature_of,
    sketch_page,
    unpack_sketch,
)
from crawler.extract.tree import parse_tree
from crawler.extract.wrapper import Selector, Wrapper, read_wrapped
from tests.site_pages import ARABIC, ENGLISH, Site, SitePage, page

LAYOUTS = ("plain", "modern", "table", "opinion")


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of a page's markup."""
    root = parse_tree(html)
    assert not isinstance(root, NoArticle)
    return segment(root)


def body_of(one: SitePage, blocks: tuple[Block, ...]) -> list[Block]:
    """The blocks a perfect reader would take."""
    return [block for block in blocks if block.text in one.body]


def sketch_of(one: SitePage) -> Sketch:
    """The sketch of a page read perfectly."""
    blocks = blocks_of(one.html)
    return sketch_page(blocks, body_of(one, blocks))


def lines(blocks: tuple[Block, ...]) -> list[str]:
    """Their texts."""
    return [block.text for block in blocks]


@pytest.mark.parametrize("site", [ARABIC, ENGLISH], ids=lambda site: site.language)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_wrapper_of_three_pages_reads_the_fourth(site: Site, layout: str) -> None:
    wrapper = induce([sketch_of(page(site, number, layout)) for number in range(3)])
    fourth = page(site, 9, layout)
    assert wrapper is not None
    read = lines(read_wrapped(wrapper, blocks_of(fourth.html)).blocks)
    assert [line for line in read if line != site.tail] == list(fourth.body)


@pytest.mark.parametrize("site", [ARABIC, ENGLISH], ids=lambda site: site.language)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_cut_page_holds_the_same_body_and_headline_as_the_whole(site: Site, layout: str) -> None:
    wrapper = induce([sketch_of(page(site, number, layout)) for number in range(3)])
    fourth = page(site, 9, layout)
    assert wrapper is not None
    cut = cut_page(fourth.html, wrapper.bodies)
    assert cut is not None
    assert len(cut) < len(fourth.html)
    whole = read_wrapped(wrapper, blocks_of(fourth.html)).blocks
    assert lines(read_wrapped(wrapper, blocks_of(cut)).blocks) == lines(whole)
    assert fourth.title in lines(blocks_of(cut))


def test_body_split_by_a_box_is_read_whole() -> None:
    wrapper = induce([sketch_of(page(ENGLISH, number, "modern")) for number in range(3)])
    assert wrapper is not None
    assert [str(body) for body in wrapper.bodies] == ["div.chunk"]


def test_marks_inside_a_body_that_only_left_out_text_carries_are_dropped() -> None:
    wrapper = induce([sketch_of(page(ENGLISH, number, "plain")) for number in range(3)])
    assert wrapper is not None
    assert ".more" in wrapper.drops


def test_text_under_unknown_marks_is_body_unless_they_speak_of_furniture() -> None:
    wrapper = Wrapper(bodies=(Selector("div", (".story",)),), known=frozenset({".story"}))
    html = (
        '<div class="story"><p>The first paragraph.</p><p class="intro-x">A new kind of paragraph.</p>'
        '<div class="share-bar">Tell your friends</div></div>'
    )
    read = read_wrapped(wrapper, blocks_of(html))
    assert lines(read.blocks) == ["The first paragraph.", "A new kind of paragraph."]
    assert 0.5 < read.strange < 0.9


def test_text_directly_in_a_body_is_dropped_where_it_never_was_taken() -> None:
    html = '<div class="story">By a writer<p>{}</p></div><p>{}</p>'
    pages = [html.format(f"Paragraph number {n}, long enough to count.", "Elsewhere") for n in range(3)]
    drawn = []
    for one in pages:
        blocks = blocks_of(one)
        drawn.append(sketch_page(blocks, [block for block in blocks if block.text.startswith("Paragraph")]))
    wrapper = induce(drawn)
    assert wrapper is not None
    assert lines(read_wrapped(wrapper, blocks_of(pages[0])).blocks) == [
        "Paragraph number 0, long enough to count."
    ]


def test_no_wrapper_is_learned_where_nothing_tells_the_body_apart() -> None:
    html = "<p>{}</p><p>{}</p><p>{}</p>"
    drawn = []
    for number in range(3):
        blocks = blocks_of(html.format(f"Menu {number} " * 9, f"Body {number} " * 9, f"Other {number} " * 9))
        drawn.append(sketch_page(blocks, [block for block in blocks if block.text.startswith("Body")]))
    assert induce(drawn) is None


def test_learning_does_not_depend_on_the_order_of_pages() -> None:
    drawn = [sketch_of(page(ARABIC, number, "modern")) for number in range(4)]
    first, second = induce(drawn), induce(drawn[::-1])
    assert first is not None
    assert second is not None
    assert (first.bodies, first.drops) == (second.bodies, second.drops)
    assert first.id == second.id


def test_wrapper_grows_by_the_marks_of_a_page_it_read_well() -> None:
    wrapper = Wrapper(bodies=(Selector("div", (".story",)),), known=frozenset({".story"}))
    html = '<div class="story"><p class="intro-x">A new kind of paragraph.</p></div>'
    blocks = blocks_of(html)
    wider = widened(wrapper, sketch_page(blocks, blocks))
    assert wider.known == {".story", ".intro-x"}
    assert wider.id == wrapper.id
    assert read_wrapped(wider, blocks).strange == 0


def test_wrapper_drops_from_now_on_what_the_page_it_read_well_left_out() -> None:
    wrapper = Wrapper(bodies=(Selector("div", (".story",)),), known=frozenset({".story"}))
    html = (
        '<div class="story"><p>A paragraph that was taken.</p><p class="stamp-x">Changed at noon.</p></div>'
    )
    blocks = blocks_of(html)
    wider = widened(wrapper, sketch_page(blocks, blocks[:1]))
    assert wider.drops == {".stamp-x"}
    assert lines(read_wrapped(wider, blocks).blocks) == ["A paragraph that was taken."]


def test_box_without_marks_is_known_by_the_way_to_it() -> None:
    row = "<table><tr><td>{}</td></tr></table>"
    wrapper = Wrapper(bodies=(Selector("td", ("#story",)),))
    page_of = "<table><tr><td id=story><p>The story itself.</p>{}</td></tr></table>".format
    assert read_wrapped(wrapper, blocks_of(page_of(""))).strange == 0
    blocks = blocks_of(page_of(row.format("Another story altogether.")))
    assert read_wrapped(wrapper, blocks).strange > 0.5
    assert read_wrapped(widened(wrapper, sketch_page(blocks, blocks)), blocks).strange == 0


def test_bodies_are_counted_and_copies_of_one_are_not() -> None:
    wrapper = Wrapper(bodies=(Selector("div", (".story",)),))
    body = '<div class="story"><p>{}</p></div>'.format
    html = body("One story of its own.") + body("The next story below it.") + body("One story of its own.")
    assert read_wrapped(wrapper, blocks_of(html)).bodies == 2


def test_marks_leave_out_what_names_one_page_or_one_build() -> None:
    html = '<div id="post-48123" class="story css-1x2y3z col6 a9f3c1d7" data-kind="text">Text</div>'
    assert marks_of(blocks_of(html)[0].element) == ("data-kind=text", ".story", ".col6")


@given(st.text(max_size=80))
def test_stability_of_a_mark_is_always_answered(value: str) -> None:
    assert is_stable(value) in (True, False)


def test_pages_of_one_template_are_alike_and_of_two_are_not() -> None:
    signatures = {
        (layout, number): signature_of(blocks_of(page(ENGLISH, number, layout).html))
        for layout in LAYOUTS
        for number in (1, 2)
    }
    for one in LAYOUTS:
        for other in LAYOUTS:
            same = likeness(signatures[one, 1], signatures[other, 2])
            assert same > 0.8 if one == other else same < 0.4


def test_sketch_is_small_and_packs_without_loss() -> None:
    items = "".join(
        f'<div class="kind{chr(97 + n % 26)}{chr(97 + n // 26)}">Left {n}</div>' for n in range(400)
    )
    blocks = blocks_of(f'<div class="story"><p>{"Body text. " * 900}</p>{items}</div>')
    drawn = sketch_page(blocks, blocks[:1])
    assert len(drawn.nodes) <= MAX_NODES
    assert sum(node.kept + node.left for node in drawn.nodes) == sum(len(block.text) for block in blocks)
    assert unpack_sketch(pack_sketch(drawn)) == drawn
    assert len(pickle.dumps(pack_sketch(drawn))) < 4_000


STORY = (Selector("div", (".story",)),)


@pytest.mark.parametrize(
    "html",
    [
        '<head><title>T</title></head><body><div class="a story b"><p>One</p><div>Two</div></div>No',
        "<head></head><body><DIV CLASS='story'><p>One</p><DIV>Two</DIV></DIV><div>No</div>",
        "<head></head><body><div id=x class=story><p>One</p><div>Two</div></div><div>No</div>",
        '<div class="story"><p>One</p><script>"<div>"</script><!-- <div> --><div>Two</div></div>No',
        '<head></head><body><script>var s = "<div class=\'story\'>No"</script><div\n class="story">One<p>Two',
        '<body><div class="story"><p>One</p></div><div class="story"><div class="story">Two</div></div>',
    ],
)
def test_cut_finds_elements_as_pages_really_write_them(html: str) -> None:
    cut = cut_page(html, STORY)
    assert cut is not None
    read = read_wrapped(Wrapper(bodies=STORY, known=frozenset({".story"})), blocks_of(cut))
    assert lines(read.blocks) == ["One", "Two"]


def test_cut_keeps_linked_data_and_head_but_no_scripts() -> None:
    html = (
        '<head><meta name="author" content="A"><script>var big = 1;</script></head><body><h1>Title</h1>'
        '<div class="story">Body</div><script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    )
    cut = cut_page(html, STORY)
    assert cut is not None
    assert "NewsArticle" in cut
    assert 'name="author"' in cut
    assert "var big" not in cut


def test_cut_never_loses_the_rest_of_a_body_that_is_not_closed() -> None:
    cut = cut_page('<head></head><body><div class="story"><div>One</div><p>Two<p>Three', STORY)
    assert cut is not None
    assert cut.endswith("<p>Two<p>Three")


@pytest.mark.parametrize(
    "html", ["", "no markup", "<head></head><body><div class='history'>x</div>", "<div class=story"]
)
def test_cut_is_none_where_the_body_is_not_found(html: str) -> None:
    assert cut_page(html, STORY) is None


@given(st.text(alphabet="<>/div class='story\"-!scriptbody h1", max_size=200))
def test_cut_never_raises(html: str) -> None:
    cut_page(html, (*STORY, Selector("article")))


def test_the_cut_page_keeps_a_marked_date_below_the_body() -> None:
    """Some systems write it into the foot of the article."""
    mark = "<abbr class='published' title='2024-08-05T12:30:00+03:00'>"
    html = (
        f"<head></head><body><div class='story'><p>One</p></div><p>Two</p><div>{mark}noon</abbr></div></body>"
    )
    cut = cut_page(html, STORY)
    assert cut is not None
    assert mark in cut
    assert "Two" not in cut
