"""A text as the numbers it is compared by: hashes of every three words in a row.

Between `storage.fold` and `crawler.dedup.fingerprint` and `verify`; pure. Hashes are the same in every
process and on every machine: they are stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from storage.fold import tokens

__all__ = ["Hashes", "Places", "Shingles", "pair_hashes", "shingle_hashes", "shingled", "word_hashes"]

Hashes: TypeAlias = NDArray[np.uint64]
Places: TypeAlias = NDArray[np.intp]

# odd constants of splitmix64 (Steele, Lea, Flood 2014): one for each place in a shingle, two to mix
_PLACES = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7))
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_MASKED = np.uint64(0x23)
_DIGIT = re.compile("[0-9]")
_REMEMBERED = 1 << 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Shingles:
    """One text, ready to be compared.

    `words` are the hashes of all words in their order; `plain` the distinct shingles, sorted, `places[i]` the
    word where `plain[i]` first begins; `masked` the distinct shingles when every word with a digit reads the
    same; `numbers` the words with digits, repeated ones repeated.
    """

    words: Hashes
    plain: Hashes
    places: Places
    masked: Hashes
    numbers: Hashes


def shingled(text: str) -> Shingles:
    """Return the numbers `text` is compared by; about .15 ms for 400 words."""
    found = tokens(text)
    words = word_hashes(found)
    plain, places = np.unique(shingle_hashes(words), return_index=True)
    numbered = [place for place, word in enumerate(found) if not word.isalpha() and _DIGIT.search(word)]
    masked = plain
    if numbered:
        hidden = words.copy()
        hidden[numbered] = _MASKED
        masked = np.unique(shingle_hashes(hidden))
    return Shingles(words=words, plain=plain, places=places, masked=masked, numbers=words[numbered])


def word_hashes(words: list[str]) -> Hashes:
    """Return a 64-bit hash of each word."""
    if len(_HASHES) > _REMEMBERED:
        _HASHES.clear()
    return np.fromiter(map(_HASHES.__getitem__, words), np.uint64, len(words))


class _WordHashes(dict[str, int]):
    """The hash of each word met: the same few thousand words make most of the news."""

    def __missing__(self, word: str) -> int:
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self[word] = found = int.from_bytes(digest, "big")
        return found


_HASHES = _WordHashes()


def shingle_hashes(words: Hashes) -> Hashes:
    """Return a 64-bit hash of every three words in a row; one or two words make one, none makes none."""
    if words.size < 3:
        words = np.pad(words, (0, 3 - words.size)) if words.size else words
    first, second, third = _PLACES
    mixed: Hashes = words[:-2] * first + words[1:-1] * second + words[2:] * third
    mixed = (mixed ^ (mixed >> _SHIFTS[0])) * _MIX[0]
    mixed = (mixed ^ (mixed >> _SHIFTS[1])) * _MIX[1]
    return mixed ^ (mixed >> _SHIFTS[2])


def pair_hashes(words: Hashes) -> Hashes:
    """Return the distinct hashes of every two words in a row, sorted."""
    first, second, _ = _PLACES
    pairs: Hashes = words[:-1] * first + words[1:] * second
    return np.unique(pairs)
