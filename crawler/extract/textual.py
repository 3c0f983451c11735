"""What a block's own text looks like: lengths, marks, kinds of characters, repetition on the page.

A group of `features`. Nothing here reads a word; scripts without spaces or capitals are levelled, so that the
figures mean the same in every language.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from crawler.extract.characters import COUNTED, count_characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block

    Floats = NDArray[np.float32]

__all__ = ["text_columns"]

_DENSE_WORD = 1.7
"""Letters of a word in scripts that write without spaces."""
_CLOSERS = "\"'”’»)]}›」』）］〉》*_ "
_STOPS = frozenset(".!?…؟۔。！？।॥։")
_OPENERS = frozenset("\"'“„«‹「『—–-•*·")
_DASHES = ("-", "–", "—", "ـ", "/")
_EARLY = 30
_SIGNS_FROM = "\u2000"
_TITLE_CASE, _ALL_CAPS = 0.12, 0.6


def text_columns(blocks: Sequence[Block]) -> dict[str, Floats]:
    """Return the columns of the blocks' own texts. `weight` counts letters and digits, in Latin measure."""
    texts = [block.text for block in blocks]
    n = len(texts)
    count = dict(zip(COUNTED, count_characters(texts).T, strict=True))
    length = np.fromiter(map(len, texts), dtype=np.float32, count=n)
    letters = np.maximum(count["letter"], 1)
    weight = count["letter"] + count["digit"] + 1.5 * count["dense"]
    rate = 100 / np.maximum(weight, 20)
    upper = count["upper"] / letters
    return {
        "weight": weight,
        "length": length,
        "size": np.log1p(weight),
        "words": np.log1p(count["space"] + count["dense"] / _DENSE_WORD),
        "digit_share": count["digit"] / np.maximum(length, 1),
        "capitals": (upper > _TITLE_CASE).astype(np.float32) + (upper > _ALL_CAPS),
        "commas": count["comma"] * rate,
        "stops": np.log1p(count["stop"]),
        "stop_rate": count["stop"] * rate,
        "dividers": count["divider"],
        "signs": count["sign"],
        **_edges(texts),
        **_repetition(texts),
    }


def _edges(texts: list[str]) -> dict[str, Floats]:
    """How the texts begin and end."""
    first = [text[0] for text in texts]
    last = [text.rstrip(_CLOSERS)[-1:] for text in texts]
    return {
        "is_final": _column([mark in _STOPS for mark in last]),
        "is_colon": _column([mark in (":", "：") for mark in last]),
        "is_dash": _column([text.endswith(_DASHES) for text in texts]),
        "opens": _column([mark in _OPENERS for mark in first]),
        "opens_sign": _column([mark > _SIGNS_FROM and unicodedata.category(mark) == "So" for mark in first]),
        "digit_first": _column([mark.isdigit() for mark in first]),
        "colon": _column([text.find(":", 0, _EARLY) for text in texts]),
    }


def _repetition(texts: list[str]) -> dict[str, Floats]:
    """How often the text stands on the page, which of its copies this is, how many texts begin alike."""
    seen = Counter(texts)
    met: dict[str, int] = {}
    earlier = []
    for text in texts:
        earlier.append(count := met.get(text, 0))
        met[text] = count + 1
    starts = [" ".join(text.split(None, 2)[:2]) for text in texts]
    begun = Counter(starts)
    return {
        "copies": _column([seen[text] for text in texts]),
        "earlier_copies": _column(earlier),
        "same_start": _column([begun[start] for start in starts]),
    }


def _column(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float32)
