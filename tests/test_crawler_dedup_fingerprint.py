"""Fingerprints: the same for the same words, similar for similar texts, small always."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.fingerprint import fingerprint

WORDS = ("river", "stone", "market", "council", "1200", "bridge", "وزير", "مدينة", "طريق", "école", "вода")
BODIES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=120).map(" ".join)


def long_text(seed: int, words: int = 300) -> str:
    chance = random.Random(seed)
    return " ".join(f"{chance.choice(WORDS)}{chance.choice('abcdefgh')}" for _ in range(words))


@given(BODIES)
def test_spacing_case_and_marks_do_not_change_the_exact_hash(text: str) -> None:
    varied = unicodedata.normalize("NFD", text.upper()).replace(" ", " \n\u00a0 ")
    assert fingerprint(varied).text_hash == fingerprint(text).text_hash
    assert fingerprint(varied).prints == fingerprint(text).prints


@given(st.text())
def test_at_most_sixteen_prints_of_forty_bits(text: str) -> None:
    made = fingerprint(text)
    assert len(made.prints) <= 16
    assert all(0 <= value < 1 << 40 for value in made.prints)
    assert list(made.prints) == sorted(set(made.prints))
    assert len(made.text_hash) == 16


def test_a_text_without_words_has_no_prints() -> None:
    assert fingerprint("… – !").tokens == 0
    assert fingerprint("").prints == ()


def test_one_other_word_changes_the_hash_but_few_prints() -> None:
    text = long_text(1)
    edited = text.replace(text.split()[150], "another", 1)
    one, other = fingerprint(text), fingerprint(edited)
    assert one.text_hash != other.text_hash
    assert len(set(one.prints) & set(other.prints)) >= 10


def test_a_teaser_shares_prints_with_its_text() -> None:
    text = long_text(2)
    teaser = " ".join(text.split()[:70])
    assert len(set(fingerprint(text).prints) & set(fingerprint(teaser).prints)) >= 8


def test_other_texts_share_none() -> None:
    assert not set(fingerprint(long_text(3)).prints) & set(fingerprint(long_text(4)).prints)


def test_a_text_that_repeats_itself_keeps_what_it_has() -> None:
    assert 1 <= len(fingerprint("again and " * 500).prints) <= 3
