"""Comparing two texts: the numbers, the rules on them, and their laws."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.dedup.shingles import shingled
from crawler.dedup.verify import Match, compare, refusal

TEXTS = st.lists(
    st.sampled_from([f"word{letter}" for letter in "abcdefghij"] + ["7", "12"]), max_size=80
).map(" ".join)


def words(first: int, last: int) -> str:
    return " ".join(f"w{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}x" for n in range(first, last))


def matched(one: str, other: str) -> Match:
    match = compare(shingled(one), shingled(other))
    assert match is not None
    return match


@given(TEXTS, TEXTS)
def test_comparing_is_the_same_either_way_round(one: str, other: str) -> None:
    a, b = shingled(one), shingled(other)
    assume(a.plain.size != b.plain.size)
    there, back = compare(a, b), compare(b, a)
    assert (there is None) == (back is None)
    if there and back:
        assert there.score == back.score
        assert refusal(there) == refusal(back)
        assert there.is_first_smaller != back.is_first_smaller


@given(TEXTS, TEXTS)
def test_every_share_is_between_nothing_and_all(one: str, other: str) -> None:
    match = compare(shingled(one), shingled(other))
    if match:
        shares = [match.containment, match.extent, match.pairs, match.lead, match.start, match.numbers or 0.0]
        assert all(0 <= share <= 1 for share in shares)
        assert 0 <= match.score <= 1.3


@given(TEXTS)
def test_a_text_is_wholly_contained_in_itself(text: str) -> None:
    shingles = shingled(text)
    match = compare(shingles, shingles)
    assert (match is None) == (not shingles.plain.size)
    if match:
        assert match.score == pytest.approx(1.3)
        assert refusal(match) is None


def test_texts_with_little_in_common_are_not_compared_closely() -> None:
    assert compare(shingled(words(0, 100)), shingled(words(80, 200))) is None


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (words(0, 100), words(0, 100), None),
        (words(0, 80), words(0, 300), None),
        (words(0, 20) + " " + words(300, 310), words(0, 30), "short"),
        (words(100, 200) + " " + words(400, 560), words(300, 430) + " " + words(400, 560), "frame"),
        (words(300, 400), words(0, 600), "passage"),
        ("1 2 3 4 " + words(0, 60) + " 5 6", "7 8 9 10 " + words(0, 60) + " 11 12", "numbers"),
    ],
)
def test_the_refusing_rule_is_named(one: str, other: str, rule: str | None) -> None:
    assert refusal(matched(one, other)) == rule


def test_a_match_knows_where_its_passages_stand() -> None:
    match = matched(words(0, 60), "intro " + words(0, 60))
    assert (match.there - match.here).tolist() == [1] * 58
