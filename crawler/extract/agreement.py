"""How far each block agrees with the evidence: the headline, the description, a body given elsewhere.

A part of `features`. Texts are compared by their letters and digits, and by their words as sets.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block
    from crawler.extract.evidence import Evidence

    Floats = NDArray[np.float32]

__all__ = ["evidence_columns"]

_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+"
)
_MAX_CHARS = 600
_SHARES = ("title_match", "title_share", "described", "describes", "author_share", "site_share")


def evidence_columns(blocks: Sequence[Block], evidence: Evidence) -> dict[str, Floats]:
    """Return the columns of agreement for every block; -1 where the page offers nothing to compare with."""
    words = [_words(block.text[:_MAX_CHARS]) for block in blocks]
    titles = _sets(evidence.headline, evidence.og_title, evidence.title)
    described = _sets(evidence.description, evidence.feed_summary)
    bodies = [_joined(_words(text)) for text in (evidence.jsonld_body, evidence.feed_content) if text]
    authors = frozenset(word for name in evidence.authors for word in _words(name) if len(word) > 2)
    outlet = frozenset(_words(evidence.site_name or ""))
    known = authors.union(outlet, *titles, *described)
    apart = (0.0, 0.0 if titles else -1.0, *((0.0, 0.0) if described else (-1.0, -1.0)), 0.0, 0.0)
    rows = [
        apart
        if known.isdisjoint(listed)
        else _agreement(frozenset(listed), titles, described, authors, outlet)
        for listed in words
    ]
    columns = np.array(rows, dtype=np.float32).reshape(-1, len(_SHARES)).T
    held = np.array([_held(own, bodies) for own in words], dtype=np.float32)
    return {**dict(zip(_SHARES, columns, strict=True)), "in_body": held}


def _agreement(
    own: frozenset[str],
    titles: Sequence[frozenset[str]],
    described: Sequence[frozenset[str]],
    authors: frozenset[str],
    outlet: frozenset[str],
) -> tuple[float, ...]:
    """The row of `_SHARES` for a block of these words."""
    size = len(own)
    match = title = told = tells = 0.0
    for other in titles:
        both = len(own & other)
        match, title = max(match, both / (size + len(other) - both)), max(title, both / size)
    for other in described:
        both = len(own & other)
        told, tells = max(told, both / size), max(tells, both / len(other))
    return (
        match,
        title if titles else -1.0,
        told if described else -1.0,
        tells if described else -1.0,
        len(own & authors) / size,
        len(own & outlet) / size,
    )


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _TOKEN.findall(text.lower())


def _sets(*texts: str | None) -> list[frozenset[str]]:
    """The words of each text that is there and has any, the same ones once."""
    found = dict.fromkeys(frozenset(_words(text)) for text in texts if text)
    return [words for words in found if words]


def _joined(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _held(own: list[str], bodies: list[str]) -> float:
    """Whether the block's first and last words stand in a body given elsewhere; -1 without one."""
    if not bodies or not own:
        return -1.0
    head, tail = _joined(own[:8]), _joined(own[-8:])
    return max((head in body) * 0.5 + (tail in body) * 0.5 for body in bodies)
