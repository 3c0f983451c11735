"""Which blocks are taken, given how probable each is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import Block, segment
from crawler.extract.choose import choose, expected_f1, merge_copies, weights_of
from crawler.extract.tree import parse_tree

LONG = [f"A sentence of some length that stands on this page as number {n}, and it ends." for n in range(5)]


def blocks_of(*lines: str, around: str = "{}") -> tuple[Block, ...]:
    """The blocks of a page of paragraphs."""
    root = parse_tree(around.format("".join(f"<p>{line}</p>" for line in lines)))
    return segment(root)  # type: ignore[arg-type]  # such a page parses


def chances(*values: float) -> np.ndarray:
    """Probabilities, one a block."""
    return np.array(values, dtype=np.float32)


def test_a_clear_page_is_cut_in_the_middle() -> None:
    """Sure blocks in, unlikely ones out."""
    assert choose(blocks_of(*LONG), chances(0.02, 0.97, 0.95, 0.96, 0.03)).kept == (1, 2, 3)


def test_a_doubtful_page_is_cut_lower() -> None:
    """Where the best is .45 a block of .4 is more likely a gain than a loss."""
    found = choose(blocks_of(*LONG), chances(0.01, 0.45, 0.4, 0.42, 0.01))
    assert found.kept == (1, 2, 3)
    assert found.expected < 0.7


def test_a_small_gap_inside_one_container_is_closed() -> None:
    """A short line between two paragraphs of the body, a little likely."""
    lines = [LONG[0], "A subheading", LONG[1], LONG[2]]
    assert choose(blocks_of(*lines), chances(0.98, 0.3, 0.97, 0.98)).kept == (0, 1, 2, 3)


def test_links_in_a_gap_stay_out() -> None:
    """Read-also lines stand in gaps too."""
    lines = [LONG[0], '<a href="/b">Another story altogether</a>', LONG[1], LONG[2]]
    assert choose(blocks_of(*lines), chances(0.98, 0.3, 0.97, 0.98)).kept == (0, 2, 3)


def test_a_body_that_stands_twice_counts_once() -> None:
    """The copy that is shown takes the probability of both."""
    lines = "".join(f"<p>{line}</p>" for line in LONG)
    page = f'<div style="display:none">{lines}</div><div>{lines}</div>'
    blocks = segment(parse_tree(page))  # type: ignore[arg-type]
    merged = merge_copies(blocks, chances(*[0.4] * 10))
    assert np.allclose(merged, [0.0] * 5 + [0.8] * 5)


def test_a_refrain_is_no_copy() -> None:
    """One line many times over stays as it is."""
    blocks = blocks_of(*[LONG[0]] * 6)
    assert np.allclose(merge_copies(blocks, chances(*[0.6] * 6)), 0.6)


def test_no_blocks_no_choice() -> None:
    """An empty page."""
    assert choose((), chances()).kept == ()


@given(st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5))
def test_no_single_block_betters_the_expected_f1(values: list[float]) -> None:
    """What is taken before gaps are closed is the best set there is, so no one block alone is better."""
    blocks = blocks_of(*LONG)
    probabilities = np.array(values)
    expected = choose(blocks, probabilities).expected
    weights = weights_of(blocks)
    assert all(expected_f1((at,), probabilities, weights) <= expected + 1e-6 for at in range(5))


def test_a_list_is_taken_whole() -> None:
    """The items beside one that is taken, unless they are unlikely or links."""
    root = parse_tree("<p>" + LONG[0] + "</p><ul><li>One boat</li><li>Two nets</li><li>Three</li></ul>")
    found = choose(segment(root), chances(0.99, 0.3, 0.9, 0.1))  # type: ignore[arg-type]  # such a page parses
    assert found.kept == (0, 1, 2)


def test_a_sub_heading_before_the_seam_of_a_split_body_is_taken() -> None:
    """It stands as the paragraph before it does, though the next one stands in another box."""
    root = parse_tree(f"<div><p>{LONG[0]}</p><p>A heading</p></div><div>Ad</div><div><p>{LONG[1]}</p></div>")
    found = choose(segment(root), chances(0.99, 0.3, 0.02, 0.98))  # type: ignore[arg-type]  # such a page parses
    assert found.kept == (0, 1, 3)
