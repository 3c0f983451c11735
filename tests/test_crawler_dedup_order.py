"""Sentences moved around: seen, and laid side by side again."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.order import aligned, in_order_of, is_moved
from crawler.dedup.shingles import shingled
from crawler.dedup.verify import Match, compare
from storage.fold import tokens

LINES = [
    f"{word} {' '.join(f'{word}{letter}' for letter in 'abcdefghijkl')}." for word in ("one", "two", "six")
]
TEXT = "\n".join(LINES)


def matched(one: str, other: str) -> Match:
    match = compare(shingled(one), shingled(other))
    assert match is not None
    return match


def test_a_moved_paragraph_is_seen_and_put_back() -> None:
    moved = "\n".join([LINES[2], LINES[0], "a line of its own", LINES[1]])
    match = matched(TEXT, moved)
    assert is_moved(match)
    again = tokens(in_order_of(match, moved))
    assert again == tokens("\n".join([LINES[0], "a line of its own", LINES[1], LINES[2]]))


def test_a_phrase_used_twice_is_no_move() -> None:
    assert not is_moved(matched(TEXT, TEXT))
    assert not is_moved(matched(TEXT, f"{TEXT} and again onea oneb onec"))


@given(st.permutations(LINES), st.integers(0, 9))
def test_aligned_passages_rise_in_both_texts(lines: list[str], seed: int) -> None:
    words = " ".join(lines).split()
    random.Random(seed).shuffle(words[:6])
    match = matched(TEXT, " ".join(words))
    here, there = aligned(match)
    assert (np.diff(here) > 0).all()
    assert (np.diff(there) > 0).all()
    assert 0 < here.size <= match.here.size
    assert set(zip(here.tolist(), there.tolist(), strict=True)) <= set(
        zip(match.here.tolist(), match.there.tolist(), strict=True)
    )


def test_texts_in_one_order_are_aligned_as_a_whole() -> None:
    match = matched(TEXT, f"before it. {TEXT}")
    assert aligned(match)[0].size == match.here.size
