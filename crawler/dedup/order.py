"""A text with its sentences in another text's order, so that the two can be laid side by side.

For `crawler.dedup.slots`: who moves paragraphs around cuts the passages at which slots are seen. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left

import numpy as np

from crawler.dedup.shingles import Places
from crawler.dedup.verify import Match
from storage.fold import tokens

__all__ = ["aligned", "in_order_of", "is_moved"]

_BACK = 8
"""Words back in the other text that are a moved passage, not a phrase used twice."""

_PIECE = re.compile(r"[^\n.!?؟。]*[\n.!?؟。]*")


def is_moved(match: Match) -> bool:
    """Say whether a passage shared by both texts stands earlier in the one and later in the other."""
    there = match.there[np.argsort(match.here)]
    return bool((there[1:] < there[:-1] - _BACK).any())


def in_order_of(match: Match, larger: str) -> str:
    """Return the larger text with its sentences in the order of the smaller.

    A sentence that shares nothing stays behind the one before it.
    """
    order = np.argsort(match.there)
    here, there = match.here[order], match.there[order]
    placed: list[tuple[float, str]] = []
    begin, place = 0, -1.0
    for piece in filter(None, _PIECE.findall(larger)):
        end = begin + len(tokens(piece))
        inside = here[np.searchsorted(there, begin) : np.searchsorted(there, end)]
        place = float(np.median(inside)) if inside.size else place
        placed.append((place, piece))
        begin = end
    placed.sort(key=lambda one: one[0])
    return "\n".join(piece for _, piece in placed)


def aligned(match: Match) -> tuple[Places, Places]:
    """Return the places of the shared shingles that stand in one order in both texts, the most there are."""
    order = np.argsort(match.here)
    here, there = match.here[order], match.there[order]
    if (there[1:] > there[:-1]).all():
        return here, there
    kept = _longest_rising(there.tolist())
    return here[kept], there[kept]


def _longest_rising(numbers: list[int]) -> list[int]:
    """Return the places of the longest subsequence that rises (Knuth's patience sorting)."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(places[at - 1] if at else -1)
        ends[at : at + 1], places[at : at + 1] = [number], [place]
    rising, place = [], places[-1]
    while place >= 0:
        rising.append(place)
        place = before[place]
    return rising[::-1]
