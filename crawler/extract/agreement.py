"""How far each block agrees with the evidence: the headline, the description, a body given elsewhere.

A part of `features`. Texts are compared by their letters and digits, and by their words as sets.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block
    from crawler.extract.evidence import Evidence

    Floats = NDArray[np.float32]

__all__ = ["evidence_columns"]

_TOKEN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")
_MIN_KEY = 12


def evidence_columns(blocks: Sequence[Block], evidence: Evidence, weight: Floats) -> dict[str, Floats]:
    """Return the columns of agreement for every block."""
    words = [_words(block.text[:600]) for block in blocks]
    titles = [_words(text) for text in (evidence.headline, evidence.og_title, evidence.title) if text]
    described = [_words(text) for text in (evidence.description, evidence.feed_summary) if text]
    bodies = [_joined(_words(text)) for text in (evidence.jsonld_body, evidence.feed_content) if text]
    authors = {word for name in evidence.authors for word in _words(name) if len(word) > 2}
    sets = [frozenset(own) for own in words]
    return {
        "title_match": _column(_likeness(own, titles) for own in sets),
        "title_share": _column(_share(own, titles) for own in sets),
        "described": _column(_share(own, described) for own in sets),
        "describes": _column(_covered(own, described) for own in sets),
        "has_description": np.full(len(blocks), bool(described), dtype=np.float32),
        "in_body": _column(_held(own, bodies) for own in words),
        "author_share": _column(len(own & authors) / len(own) if own and authors else 0.0 for own in sets),
    }


def _column(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float32)


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _TOKEN.findall(text.lower())


def _joined(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _likeness(own: frozenset[str], others: list[list[str]]) -> float:
    """The best Jaccard likeness to any of the texts."""
    best = 0.0
    for other in others:
        theirs = frozenset(other)
        both = len(own & theirs)
        if both:
            best = max(best, both / (len(own) + len(theirs) - both))
    return best


def _share(own: frozenset[str], others: list[list[str]]) -> float:
    """How much of the block any of the texts holds; -1 where there is no text."""
    if not own or not others:
        return -1.0
    return max(len(own.intersection(other)) for other in others) / len(own)


def _covered(own: frozenset[str], others: list[list[str]]) -> float:
    """How much of any of the texts the block holds."""
    if not own or not others:
        return -1.0
    return max(len(own.intersection(other)) / max(len(set(other)), 1) for other in others)


def _held(own: list[str], bodies: list[str]) -> float:
    """Whether the block's first and last words stand in a body given elsewhere; -1 without one."""
    if not bodies or not own:
        return -1.0
    head, tail = _joined(own[:8]), _joined(own[-8:])
    return max((head in body) * 0.5 + (tail in body) * 0.5 for body in bodies)
