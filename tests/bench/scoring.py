"""How an extracted text is compared with a gold body: the 4-gram and paragraph F1 of spec extraction § 6.

Own implementation for labelling and for pages we generate; where the shared `score.py` is present a test
holds the two to the same figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["drop_headline", "fold", "ngrams", "paragraphs", "precision_recall", "tokens"]

_UNSPACED = (
    r"\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff"
    r"\U00020000-\U0002fa1f"
)
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_NON_WORD = re.compile(r"[\W_]+")
_MARKS = [*range(0x64B, 0x660), *range(0x591, 0x5C8), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_DROPPED = dict.fromkeys([0x640, 0xAD, 0xFEFF, *range(0x200B, 0x2010), *_MARKS])


def fold(text: str) -> str:
    """The form in which texts are compared: NFKC, no marks or direction controls, case folded."""
    return unicodedata.normalize("NFKC", text).translate(_DROPPED).casefold()


@lru_cache(maxsize=50_000)
def tokens(text: str) -> list[str]:
    """Words and numbers; a CJK or Thai character is one token. Do not change the returned list."""
    return _TOKEN.findall(fold(text))


def ngrams(items: Sequence[str], n: int = 4) -> Counter[tuple[str, ...]]:
    """Multiset of n-grams; a text shorter than n is one gram."""
    if not items:
        return Counter()
    if len(items) < n:
        return Counter([tuple(items)])
    return Counter(zip(*(items[i:] for i in range(n)), strict=False))


def paragraphs(text: str) -> Counter[str]:
    """Multiset of non-empty lines reduced to their letters and digits."""
    keys = (_NON_WORD.sub("", fold(line)) for line in text.split("\n"))
    return Counter(key for key in keys if key)


def precision_recall(predicted: Counter, gold: Counter) -> tuple[float, float, float]:
    """Precision, recall and F1 of two multisets; two empty ones agree fully."""
    hits = sum((predicted & gold).values())
    found, wanted = sum(predicted.values()), sum(gold.values())
    precision = hits / found if found else float(not wanted)
    recall = hits / wanted if wanted else float(not found)
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def drop_headline(text: str, title: str | None) -> str:
    """Remove one of the first four lines when it is the headline: gold bodies leave it out."""
    key = _NON_WORD.sub("", fold(title or ""))
    lines = text.split("\n")
    for at, line in enumerate(lines[:4]):
        if key and _NON_WORD.sub("", fold(line)) == key:
            return "\n".join(lines[:at] + lines[at + 1 :])
    return text
