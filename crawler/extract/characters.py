"""Counts of kinds of characters in many short texts at once, for scripts of every language.

Below `features`: the texts of a page are laid end to end, every character is classed by one table look-up,
and sums are taken per text.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["COUNTED", "count_characters"]

COUNTED: Final = ("letter", "upper", "digit", "space", "comma", "stop", "divider", "sign", "dense")
"""The columns of `count_characters`. `dense` are letters of scripts that write words without spaces."""

_COMMAS = ",،、，;؛；﹐"
_STOPS = ".!?…؟۔。！？।॥։።‼⁇"
_DIVIDERS = "|»«›‹/\\•·→←►▶>¦■◄*#"
_SIGNS = "@©®€$%+=:_~{}[]"
_DENSE = (
    (0x0E00, 0x0EFF),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)
_TABLE_SIZE = 0x10000


def count_characters(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one row per text and one column per kind in `COUNTED`; empty texts count nothing.

    Characters beyond the basic plane are classed as what the plane's last code point is: nothing.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _table()[np.minimum(codes, _TABLE_SIZE - 1)]
    sums = np.zeros((len(codes) + 1, len(COUNTED)), dtype=np.int32)
    for column in range(len(COUNTED)):
        np.cumsum((kinds >> column) & 1, out=sums[1:, column])
    ends = np.cumsum(lengths)
    counts: NDArray[np.float32] = (sums[ends] - sums[ends - lengths]).astype(np.float32)
    return counts


@cache
def _table() -> NDArray[np.uint16]:
    """For each code point of the basic plane a bit set of the kinds it belongs to."""
    table = np.zeros(_TABLE_SIZE, dtype=np.uint16)
    for code in range(_TABLE_SIZE):
        letter = chr(code)
        category = unicodedata.category(letter)
        table[code] = (
            (category[0] == "L")
            | (category in ("Lu", "Lt")) << 1
            | (category == "Nd") << 2
            | (category == "Zs") << 3
            | (letter in _COMMAS) << 4
            | (letter in _STOPS) << 5
            | (letter in _DIVIDERS) << 6
            | (letter in _SIGNS) << 7
        )
    for first, last in _DENSE:
        table[first : last + 1] |= (table[first : last + 1] & 1) << 8
    return table
