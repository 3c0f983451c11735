"""Words and shingles: the same numbers for what folds to the same words, in every process."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.shingles import pair_hashes, shingle_hashes, shingled
from crawler.dedup.words import has_digit, word_hashes
from storage.fold import fold, tokens

TEXTS = st.text() | st.text(alphabet="abÉß 12٣ سلامأة中国한ニガ\u3099\u1100\u1161\u200dहि.-\n", max_size=60)


@given(TEXTS)
def test_there_is_one_hash_for_each_word(text: str) -> None:
    words, hashes = tokens(text), word_hashes(text).tolist()
    assert len(words) == len(hashes)
    assert len(set(words)) == len(set(hashes)) == len(dict(zip(words, hashes, strict=True)))


@given(TEXTS)
def test_the_hashes_are_those_of_the_folded_text(text: str) -> None:
    assert word_hashes(text).tolist() == word_hashes(fold(text)).tolist()


@given(TEXTS)
def test_the_short_way_and_the_long_way_give_the_same_hashes(text: str) -> None:
    """A character beyond the table sends the whole text the long way."""
    assert word_hashes(text + " 中").tolist()[:-1] == word_hashes(text).tolist()


@given(TEXTS)
def test_words_with_digits_are_marked(text: str) -> None:
    assert has_digit(word_hashes(text)).tolist() == [
        any(character in "0123456789" for character in word) for word in tokens(text)
    ]


def test_hashes_do_not_depend_on_the_process() -> None:
    code = "from crawler.dedup.words import word_hashes; print(word_hashes('نبأ news 12').tolist())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(word_hashes("نبأ news 12").tolist())


@pytest.mark.parametrize(("text", "count"), [("", 0), ("a", 1), ("a b", 1), ("a b c", 1), ("a b c d", 2)])
def test_short_texts_have_a_shingle_too(text: str, count: int) -> None:
    assert shingle_hashes(word_hashes(text)).size == count
    assert shingled(text).plain.size == count


def test_the_order_of_words_counts() -> None:
    assert shingled("a b c").plain.tolist() != shingled("c b a").plain.tolist()
    assert pair_hashes(word_hashes("a b")).tolist() != pair_hashes(word_hashes("b a")).tolist()


@given(TEXTS)
def test_shingles_are_distinct_sorted_and_placed_where_they_first_stand(text: str) -> None:
    found = shingled(text)
    assert (np.diff(found.plain.astype(object)) > 0).all()
    all_of_them = [int(value) >> 16 for value in shingle_hashes(found.words)]
    assert [all_of_them.index(int(value)) for value in found.plain] == found.places.tolist()


def test_numbers_are_masked_only_in_the_masked_shingles() -> None:
    one, other = shingled("gold rose to 41 dinars"), shingled("gold rose to 45 dinars")
    assert one.plain.tolist() != other.plain.tolist()
    assert one.masked.tolist() == other.masked.tolist()
    assert one.numbers.tolist() == word_hashes("41").tolist()


def test_a_very_long_text_and_a_very_long_word_are_no_trouble() -> None:
    assert shingled("word " * 200_000).words.size == 65_535
    assert word_hashes("x" * 100_000).size == 1
