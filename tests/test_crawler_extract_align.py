"""An outside tool's answer is found again among the page's own blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.align import align

PAGE = [
    "Home",
    "News",
    "Bridge closed for repairs",
    "The bridge over the weir will be closed until the end of May, the council said.",
    "Share",
    "Walkers can use the ferry, which runs every quarter of an hour.",
    "Bridge closed for repairs",
    "Ferry timetable changes",
]
WORDS = st.lists(st.text(alphabet="abcdefgh", min_size=3, max_size=8), min_size=4, max_size=12).map(" ".join)


def test_lines_glued_by_the_tool_are_taken_apart_again() -> None:
    """Spacing and punctuation of the answer do not matter."""
    found = align(PAGE, PAGE[3] + PAGE[5])
    assert found.chosen == (3, 5)
    assert found.coverage == 1.0


def test_a_short_line_must_be_whole_words_of_the_answer() -> None:
    """`News` is not found inside `newspapers`."""
    assert align(["News", "Old newspapers burn well."], "Old newspapers burn well.").chosen == (1,)


def test_a_line_the_tool_cut_is_still_the_line() -> None:
    """Most of its sequences stand in the answer; it comes back whole."""
    answer = "The bridge over the weir will be closed until the end of May"
    found = align(PAGE, answer)
    assert found.chosen == (3,)
    assert found.coverage < 1


def test_a_twin_of_a_taken_line_is_not_taken_too() -> None:
    """One occurrence in the answer, one block."""
    assert len(align(PAGE, PAGE[2]).chosen) == 1


def test_nothing_is_found_in_nothing() -> None:
    """An empty answer chooses no block."""
    assert align(PAGE, " \n").chosen == ()


@given(st.lists(WORDS, min_size=1, max_size=12, unique=True), st.data())
def test_any_selection_in_page_order_is_recovered(blocks: list[str], data: st.DataObject) -> None:
    """The law of the module: the chosen text reads as the answer did."""
    wanted = sorted(data.draw(st.sets(st.integers(0, len(blocks) - 1))))
    answer = "\n".join(blocks[i] for i in wanted)
    chosen = align(blocks, answer).chosen
    assert "".join(blocks[i] for i in chosen).replace(" ", "") == answer.replace("\n", "").replace(" ", "")
