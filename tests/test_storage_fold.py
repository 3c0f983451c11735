"""Folding: what does not tell texts apart is gone, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.fold import FOLD_VERSION, fold, tokens

ANY = st.text()
LETTERS = st.text(
    alphabet="abc ÉàñŁß ёйΣς אבג سلام عليكم أإآىةؤئ 中国 ニュース 한국 ข่าว हिन्दी 0٣۷９", max_size=40
)


@given(ANY | LETTERS)
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert tokens(folded) == tokens(text)


@given(ANY | LETTERS)
def test_tokens_spell_the_folded_text(text: str) -> None:
    assert "".join(tokens(text)) == fold(text).replace(" ", "")
    assert all(token and not token.isspace() for token in tokens(text))


@given(st.lists(LETTERS), st.sampled_from([" ", "\n", "\u00a0\u2003", "\r\n\t", " - ", "… »"]))
def test_spacing_and_punctuation_do_not_matter(words: list[str], between: str) -> None:
    assert fold(between.join(words)) == fold(" ".join(words))


@given(LETTERS)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(ANY | LETTERS, st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_letters_are_the_same(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)


@given(
    st.lists(st.sampled_from("aéسלж"), min_size=1),
    st.sampled_from(
        ["\u0301", "\u064b", "\u0651", "\u05b7", "\u0308", "\u200f", "\u00ad", "\u0640", "\ufe0f"]
    ),
)
def test_marks_and_invisible_characters_do_not_matter(letters: list[str], mark: str) -> None:
    assert fold(mark.join(letters) + mark) == fold("".join(letters))


@given(st.integers(min_value=0))
def test_digit_script_does_not_matter(number: int) -> None:
    for zero in "٠۰०๐０":
        assert fold("".join(chr(ord(zero) + int(digit)) for digit in str(number))) == str(number)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أَكَّدَ المسـؤولُ إلى الآنَ", "اكد المسوول الي الان"),
        ("مدرسة ٢٠٢٤ ﻻ", "مدرسه 2024 لا"),
        ("کتاب می‌خواهد", "كتاب ميخواهد"),
        ("İstanbul'da ILIK", "istanbul da ilik"),
        ("Łódź, Đà Nẵng, Straße, œuvre, Ærø", "lodz da nang strasse oeuvre aero"),
        ("ЁЛКА й", "елка и"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("שָׁלוֹם", "שלום"),
        ("ＡＢＣ１２３", "abc123"),
        ("ｶﾞｽ", "ガス"),
        ("हिन्दी", "हिन्दी"),
        ("e-mail: a_b@c.d (50%)", "e mail a b c d 50"),
        ("", ""),
    ],
)
def test_what_writers_vary_becomes_one_spelling(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    assert tokens("中国 news 2024年") == ["中", "国", "news", "2024", "年"]
    assert tokens("한국") == ["한", "국"]
    assert tokens("ไทย") == ["ไ", "ท", "ย"]


def test_import_is_light() -> None:
    code = "import sys, storage.fold; print([m for m in ('numpy', 'apsw', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version_is_stated() -> None:
    assert FOLD_VERSION == 1
