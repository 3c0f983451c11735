"""The words of a text as 64-bit hashes, all at once.

What `storage.fold.tokens` cuts a text into, without making a string of each word: nine tenths of the time of
recognition would go there. Pure; hashes are the same in every process and on every machine: they are stored.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from storage.fold import fold, tokens

__all__ = ["Hashes", "has_digit", "mixed", "word_hashes"]

Hashes: TypeAlias = NDArray[np.uint64]

_SPACE = 0x20
_LONG_WAY = 0xFFFF
_KNOWN = 0x3000  # punctuation and the scripts whose letters do not depend on their neighbours end before
_CYCLE = 256  # the weights of a word's letters come round again: no word of a language is as long

# odd constants and shifts of splitmix64 (Steele, Lea, Flood 2014)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_DIGIT_BIT = np.uint64(1)


@lru_cache(maxsize=4)
def word_hashes(text: str) -> Hashes:
    """Return a hash of every word of the folded text, in order; the lowest bit says: it has a digit.

    The array is not to be written to: fingerprint and judge are given the same one.
    """
    codes = _folded_codes(text)
    is_letter = codes != _SPACE
    letters = codes[is_letter]
    if not letters.size:
        return np.zeros(0, np.uint64)
    begins = is_letter.copy()
    begins[1:] &= ~is_letter[:-1]
    first = np.flatnonzero(begins[is_letter])  # where each word begins among the letters
    places = np.arange(letters.size)
    places -= first.repeat(np.diff(first, append=letters.size))
    polynomials = np.add.reduceat(letters * _weights()[places & (_CYCLE - 1)], first)
    hashes = mixed(polynomials) & ~_DIGIT_BIT
    digits = np.flatnonzero((letters >= ord("0")) & (letters <= ord("9")))
    hashes[np.searchsorted(first, digits, side="right") - 1] |= _DIGIT_BIT
    hashes.flags.writeable = False
    return hashes


def has_digit(hashes: Hashes) -> NDArray[np.bool_]:
    """Say of each word whether it has a digit."""
    return (hashes & _DIGIT_BIT).astype(np.bool_)


def mixed(numbers: Hashes) -> Hashes:
    """Scatter numbers over all 64 bits: close ones end far apart (splitmix64)."""
    numbers = (numbers ^ (numbers >> _SHIFTS[0])) * _MIX[0]
    numbers = (numbers ^ (numbers >> _SHIFTS[1])) * _MIX[1]
    scattered: Hashes = numbers ^ (numbers >> _SHIFTS[2])
    return scattered


def _folded_codes(text: str) -> NDArray[np.uint32]:
    """Return the characters of the folded text, words parted by one space or more."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    if codes.size and codes.max() < _KNOWN:
        folded: NDArray[np.uint32] = _table()[codes]
        if not (folded == _LONG_WAY).any():
            shown: NDArray[np.uint32] = folded[folded != 0]
            return shown
    return np.frombuffer(" ".join(tokens(text)).encode("utf-32-le", "surrogatepass"), "<u4")


@cache
def _table() -> NDArray[np.uint32]:
    """Return what each known character folds to: a character, 0 for nothing, or that one is not enough."""
    folded = [fold(f"a{chr(code)}a")[1:-1] for code in range(_KNOWN)]
    is_simple = [len(text) < 2 and text < "\u0900" for text in folded]
    return np.array(
        [ord(text or "\0") if simple else _LONG_WAY for text, simple in zip(folded, is_simple, strict=True)],
        np.uint32,
    )


@cache
def _weights() -> Hashes:
    return np.cumprod(np.full(_CYCLE, _STEP), dtype=np.uint64)
