"""Where two texts part: which words were replaced, and how often some were added."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.gaps import Gap, Gaps, gaps_between, is_replaced
from crawler.dedup.shingles import shingled
from crawler.dedup.verify import compare
from storage.fold import tokens

TEXT = (
    "Anna Field has won the Ripon seat for the Labour party, easily beating Paul Moss of the Green party, in "
    "a contest that was declared in the early hours of the morning after a long and quiet night of counting."
)


def gaps(one: str, other: str) -> Gaps:
    match = compare(shingled(one), shingled(other))
    assert match is not None
    return gaps_between(match)


def replaced(one: str, other: str) -> list[str]:
    match = compare(shingled(one), shingled(other))
    assert match is not None
    words = tokens(one if match.is_first_smaller else other)
    found = gaps_between(match)
    return [" ".join(words[gap.here]) for gap in (*found.opening, *found.inside)]


def test_equal_texts_part_nowhere() -> None:
    found = gaps(TEXT, TEXT)
    assert (found.inserted, found.opening, found.inside) == (0, (), ())


def test_each_replaced_word_is_a_place() -> None:
    assert replaced(TEXT, TEXT.replace("Ripon", "Deal").replace("early", "small")) == ["ripon", "early"]


def test_words_added_are_counted_not_placed() -> None:
    found = gaps(TEXT, TEXT.replace("early hours", "very early hours"))
    assert (found.inserted, found.inside) == (1, ())


def test_a_value_that_stands_elsewhere_in_the_other_text_is_replaced_all_the_same() -> None:
    """The words shared by chance, askew between straight passages, are no sign of words added."""
    other = TEXT.replace("Labour", "Green").replace("Moss of the Green", "Hill of the Labour")
    found = gaps(TEXT, other)
    assert found.inserted == 0
    assert replaced(TEXT, other) == ["labour", "moss", "green"]


@given(
    st.lists(st.integers(0, 30), min_size=6, max_size=40),
    st.lists(st.integers(0, 30), min_size=6, max_size=40),
)
def test_places_are_in_order_and_within_the_texts(one: list[int], other: list[int]) -> None:
    words = [" ".join(f"w{number}" for number in (*numbers, 1, 2, 3, 4, 5)) for numbers in (one, other)]
    match = compare(*map(shingled, words))
    if match is None:
        return
    found: list[Gap] = [*gaps_between(match).opening, *gaps_between(match).inside]
    for side in ("here", "there"):
        places = [getattr(gap, side) for gap in found]
        assert all(place.start < place.stop for place in places)
        assert all(first.stop <= second.start for first, second in pairwise(places))
    assert is_replaced(match) is bool(found)
