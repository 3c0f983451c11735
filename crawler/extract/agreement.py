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


def evidence_columns(blocks: Sequence[Block], evidence: Evidence) -> dict[str, Floats]:
    """Return the columns of agreement for every block; -1 where the page offers nothing to compare with."""
    words = [_words(block.text[:_MAX_CHARS]) for block in blocks]
    titles = _sets(evidence.headline, evidence.og_title, evidence.title)
    described = _sets(evidence.description, evidence.feed_summary)
    bodies = [_joined(_words(text)) for text in (evidence.jsonld_body, evidence.feed_content) if text]
    authors = {word for name in evidence.authors for word in _words(name) if len(word) > 2}
    outlet = frozenset(_words(evidence.site_name or ""))
    known = frozenset(authors).union(outlet, *titles, *described)
    n = len(words)
    columns = {
        "title_match": np.zeros(n, dtype=np.float32),
        "title_share": np.full(n, 0 if titles else -1, dtype=np.float32),
        "described": np.full(n, 0 if described else -1, dtype=np.float32),
        "describes": np.full(n, 0 if described else -1, dtype=np.float32),
        "author_share": np.zeros(n, dtype=np.float32),
        "site_share": np.zeros(n, dtype=np.float32),
        "in_body": np.array([_held(own, bodies) for own in words], dtype=np.float32),
    }
    for at, listed in enumerate(words):
        if known.isdisjoint(listed):
            continue
        own = frozenset(listed)
        columns["title_match"][at] = max((_jaccard(own, other) for other in titles), default=0)
        if titles:
            columns["title_share"][at] = max(len(own & other) for other in titles) / len(own)
        if described:
            columns["described"][at] = max(len(own & other) for other in described) / len(own)
            columns["describes"][at] = max(len(own & other) / len(other) for other in described)
        columns["author_share"][at] = len(own & authors) / len(own)
        columns["site_share"][at] = len(own & outlet) / len(own)
    return columns


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _TOKEN.findall(text.lower())


def _sets(*texts: str | None) -> list[frozenset[str]]:
    """The words of each text that is there and has any."""
    found = [frozenset(_words(text)) for text in texts if text]
    return [words for words in found if words]


def _joined(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _jaccard(own: frozenset[str], other: frozenset[str]) -> float:
    both = len(own & other)
    return both / (len(own) + len(other) - both)


def _held(own: list[str], bodies: list[str]) -> float:
    """Whether the block's first and last words stand in a body given elsewhere; -1 without one."""
    if not bodies or not own:
        return -1.0
    head, tail = _joined(own[:8]), _joined(own[-8:])
    return max((head in body) * 0.5 + (tail in body) * 0.5 for body in bodies)
