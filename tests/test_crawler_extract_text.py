"""One line of page text: what cleaning keeps and drops."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.text import clean_line, ends_sentence, key, letters, mass


@given(st.text())
def test_cleaning_is_idempotent_and_leaves_one_normal_line(raw: str) -> None:
    """NFC, no line break, no double or outer space, no control or bidi override."""
    line = clean_line(raw)
    assert clean_line(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert line == " ".join(line.split())
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Co") for char in line)
    assert not set(line) & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\xad")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("كلمة\xa0\xa0أولى\t\nثانية", "كلمة أولى ثانية"),
        ("می\u200cگوید", "می\u200cگوید"),
        ("آن\u200c ها \u200cرا\u200c", "آن ها را"),
        ("\u202bنص\u202c مخفي\u200f", "نص مخفي"),
        ("e\u0301tat", "état"),
        ("soft\u00adhyphen \ue001icon", "softhyphen icon"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
        (" \u200b ", ""),
    ],
)
def test_cleaning_keeps_joiners_only_inside_words(raw: str, clean: str) -> None:
    """A Persian word keeps its non-joiner; everything invisible else goes."""
    assert clean_line(raw) == clean


@given(st.text())
def test_a_key_ignores_spacing(text: str) -> None:
    """Two spellings that differ in white space share their key."""
    assert key(text) == key(" ".join(text)) or not text.isascii()


@pytest.mark.parametrize("line", ["It is.", "هل وصلت؟", "”He said so.”", "到了。", "यह है।", "So: (yes!)"])
def test_sentences_end_in_every_script(line: str) -> None:
    """Closing quotes and brackets aside."""
    assert ends_sentence(line)


@pytest.mark.parametrize("line", ["Related stories", "نبأ الساحل -", "", "”", "one, two"])
def test_unfinished_lines_end_no_sentence(line: str) -> None:
    """Headings, datelines and nothing at all."""
    assert not ends_sentence(line)


def test_han_signs_weigh_three_letters() -> None:
    """A short Chinese text says as much as a longer one in letters."""
    assert letters("到了, ok 1") == 5
    assert mass("到了, ok 1") == 9
