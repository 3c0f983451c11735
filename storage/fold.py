"""One spelling for every text: what search and copy recognition compare.

Pure and light; used by `storage.search` and `crawler.dedup`. Rules: dedup spec §4.1, storage spec §3.
The table is built from Unicode's own data, a character at a time, as characters are met.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["FOLD_VERSION", "fold", "tokens"]

FOLD_VERSION = 1
"""Written beside everything derived from folded text; another version means: derive it again."""

# Letters that Unicode does not take apart but readers and keyboards do (folded form of the target).
_LETTERS = {
    **dict(zip("đðħıŀłøŧ", "ddhillot", strict=True)),
    **{"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ĸ": "k", "ŋ": "n", "ə": "e", "ς": "σ"},
    # Arabic alef wasla; Farsi and other yehs, alef maqsura; Urdu and Persian hehs, teh marbuta; keheh
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("ىیېےۍ", "ي"),
    **dict.fromkeys("ةەہھۃۀ", "ه"),
    **dict.fromkeys("کڪ", "ك"),
    "ٶ": "و",
    "ٸ": "ي",
    "ـ": "",
}

# Marks that writers leave out or vary. Vowel signs of Indic and South-East Asian scripts are not among them.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_APOSTROPHES = re.compile("[\u02b9-\u02df\u02e5-\u02ff]")

# Scripts written without spaces, and Hangul whose spacing varies: every character is a token.
_SINGLE = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u30ff"
    "\u3100-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff])"
)


def fold(text: str) -> str:
    """Return `text` with everything gone that does not tell texts apart, words parted by one space.

    Case, marks, Arabic letter variants, tatweel, digit scripts, width, ligatures, punctuation and invisible
    characters do not matter afterwards. Idempotent; about .1 ms for 2,500 characters.
    """
    return " ".join(_folded(text).split())


def tokens(text: str) -> list[str]:
    """Return the folded words of `text`; each CJK, Hangul, Thai, Lao, Khmer or Burmese character is one."""
    text = _folded(text)
    if not text.isascii():
        text = _SINGLE.sub(r" \1 ", text)
    return text.split()


def _folded(text: str) -> str:
    if text.isascii():
        return text.translate(_TABLE)
    text = unicodedata.normalize("NFC", text).translate(_TABLE)
    return unicodedata.normalize("NFC", text)  # what stood between two halves of a letter may be gone


class _Table(dict[int, str]):
    """`str.translate` table that works a character out when it is first met."""

    def __missing__(self, code: int) -> str:
        text = unicodedata.normalize("NFKD", chr(code)).casefold()
        text = unicodedata.normalize("NFKD", text)
        folded = "".join(map(_folded_character, _MARKS.sub("", text)))
        self[code] = folded = unicodedata.normalize("NFC", folded)
        return folded


def _folded_character(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return character if category[0] in "LM" and not _APOSTROPHES.match(character) else " "


_TABLE = _Table()
