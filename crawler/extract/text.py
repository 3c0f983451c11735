"""Cleaning and comparing one line of page text.

Used by every part of extraction: whatever leaves the page passes `clean_line` once. Rule: spec/extraction §1
(NFC, runs of white space one space, no controls, no bidi overrides).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["clean_line", "ends_sentence", "key", "letters", "mass"]

# Removed outright: controls that are no white space, bidi marks and overrides, zero-width spaces, soft
# hyphens, the object replacement, lone surrogates, and the private-use glyphs of icon fonts.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff9-\ufffc\ufffe\uffff\U000f0000-\U0010ffff]"
)
# A joiner has a meaning only inside a word (Persian, Urdu, Indic) or an emoji sequence.
_LOOSE_JOINER = re.compile(r"(?<!\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\S)")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_NON_WORD = re.compile(r"[\W_]+")
_NO_LETTERS = bytes(code for code in range(0x80) if not chr(code).isalnum())
_CLOSERS = "\"'”’»)]}›」』）］〉》*_ "
_TERMINALS = ".!?…؟۔۔。！？।॥։።‼⁇:;؛：；"


def clean_line(raw: str) -> str:
    """Return `raw` as one line of our text: NFC, single spaces, no controls; may be empty. Idempotent."""
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    text = unicodedata.normalize("NFC", _DROPPED.sub("", raw))
    text = " ".join(text.split())
    if "\u200c" in text or "\u200d" in text:
        text = " ".join(_LOOSE_JOINER.sub("", text).split())
    return text


@lru_cache(maxsize=4_000)
def key(text: str) -> str:
    """Return what two spellings of the same line share: its letters and digits, compatibility-folded."""
    if text.isascii():
        return text.lower().encode().translate(None, _NO_LETTERS).decode()
    return _NON_WORD.sub("", unicodedata.normalize("NFKC", text).casefold().replace("\u0640", ""))


@lru_cache(maxsize=4_000)
def letters(text: str) -> int:
    """Count letters and digits; marks, spaces and punctuation do not count."""
    if text.isascii():
        return len(text.encode().translate(None, _NO_LETTERS))
    return len(_NON_WORD.sub("", text))


def ends_sentence(text: str) -> bool:
    """Say whether a line ends as a sentence does, in any script, closing quotes aside."""
    return text.rstrip(_CLOSERS)[-1:] in _TERMINALS if text.rstrip(_CLOSERS) else False


@lru_cache(maxsize=4_000)
def mass(text: str) -> int:
    """Count letters as alphabets would need them: a Han, kana or Hangul sign says as much as three."""
    return letters(text) + (0 if text.isascii() else 2 * len(_IDEOGRAPHS.findall(text)))
