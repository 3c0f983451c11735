"""A text as the numbers it is compared by: hashes of every three words in a row.

Between `crawler.dedup.words` and `fingerprint`, `verify`; pure. The hashes are stored, as prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from crawler.dedup.words import Hashes, has_digit, mixed, word_hashes

__all__ = ["MOST_WORDS", "Places", "Shingles", "pair_hashes", "shingle_hashes", "shingled"]

Places: TypeAlias = NDArray[np.intp]

# one odd constant for each place in a shingle, so that the order of words counts
_FIRST, _SECOND, _THIRD = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7))
_MASKED = np.uint64(0x23)

MOST_WORDS = (1 << 16) - 1
"""Words compared of one text: a place takes 16 bits."""

_PLACE_BITS = np.uint64(16)
_PLACE = np.uint64(MOST_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shingles:
    """One text, ready to be compared.

    `words` are the hashes of all words in their order; `plain` the distinct shingles (48 bits), sorted,
    `places[i]` the word where `plain[i]` first begins; `masked` the distinct shingles when every word with a
    digit reads the same; `numbers` the words with digits, repeated ones repeated.
    """

    words: Hashes
    plain: Hashes
    places: Places
    masked: Hashes
    numbers: Hashes


def shingled(text: str) -> Shingles:
    """Return the numbers `text` is compared by, of its first 65,535 words; about .1 ms for 400 words."""
    words = word_hashes(text)[:MOST_WORDS]
    placed = np.sort(_placed(shingle_hashes(words)))
    plain = placed >> _PLACE_BITS
    is_first = _is_first(plain)
    numbered = has_digit(words)
    numbers = words[numbered]
    masked = plain = plain[is_first]
    if numbers.size:
        hidden = shingle_hashes(np.where(numbered, _MASKED, words))
        masked = np.sort(hidden >> _PLACE_BITS)
        masked = masked[_is_first(masked)]
    places = (placed[is_first] & _PLACE).astype(np.intp)
    return Shingles(words=words, plain=plain, places=places, masked=masked, numbers=numbers)


def _placed(shingles: Hashes) -> Hashes:
    """Write the place of each shingle into its low bits, so that one sort orders both."""
    placed: Hashes = (shingles & ~_PLACE) | np.arange(shingles.size, dtype=np.uint64)
    return placed


def _is_first(ordered: Hashes) -> NDArray[np.bool_]:
    """Say of each of the sorted numbers whether it is the first of its kind."""
    is_first = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return is_first


def shingle_hashes(words: Hashes) -> Hashes:
    """Return a 64-bit hash of every three words in a row; one or two words make one, none makes none."""
    if 0 < words.size < 3:
        words = np.pad(words, (0, 3 - words.size))
    return mixed(words[:-2] * _FIRST + words[1:-1] * _SECOND + words[2:] * _THIRD)


def pair_hashes(words: Hashes) -> Hashes:
    """Return the distinct hashes of every two words in a row, sorted."""
    pairs: Hashes = np.sort(words[:-1] * _FIRST + words[1:] * _SECOND)
    return pairs[_is_first(pairs)]
