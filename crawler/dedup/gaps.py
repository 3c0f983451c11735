"""Where two texts that share passages part: words replaced, words in one of them only.

Between `crawler.dedup.verify` and the tests that ask what such a place says (`slots`, `siblings`). Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from crawler.dedup.order import aligned
from crawler.dedup.shingles import Places
from crawler.dedup.verify import Match

__all__ = ["Gap", "Gaps", "gaps_between", "is_replaced"]

_LONGEST = 16
_LONGEST_OPENING = 24
_ISLAND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place where words were replaced: which words of the smaller text, which of the larger."""

    here: slice
    there: slice


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Where two texts part: in how many places words were `inserted` or dropped, and where replaced.

    `before` is all that stands before the first passage they share, `opening` the places there; `shared` is
    the number of shared shingles.
    """

    shared: int
    inserted: int
    before: Gap
    opening: tuple[Gap, ...]
    inside: tuple[Gap, ...]


def gaps_between(match: Match) -> Gaps:
    """Return the places of at most 16 words where the two texts part: longer ones are passages."""
    here, there = _without_islands(*aligned(match))
    width, breadth = here[1:] - here[:-1] - 3, there[1:] - there[:-1] - 3
    parting = (np.minimum(width, breadth) >= -2) & (np.maximum(width, breadth) <= _LONGEST)
    parting &= (width != breadth) | (width > 0)
    replaced = np.flatnonzero(parting & (width > 0) & (breadth > 0))
    is_opening = min(here[0], there[0]) > 2 and max(here[0], there[0]) <= _LONGEST_OPENING
    return Gaps(
        shared=here.size,
        inserted=int(np.count_nonzero(parting)) - replaced.size,
        before=Gap(here=slice(0, here[0]), there=slice(0, there[0])),
        opening=_opening(match, int(here[0]), int(there[0])) if is_opening else (),
        inside=tuple(
            part
            for at in replaced.tolist()
            for part in _parted(match, slice(here[at] + 3, here[at + 1]), slice(there[at] + 3, there[at + 1]))
        ),
    )


def is_replaced(match: Match) -> bool:
    """Say whether words were replaced anywhere between the first and the last passage of two texts."""
    gaps = gaps_between(match)
    return bool(gaps.opening or gaps.inside)


def _without_islands(here: Places, there: Places) -> tuple[Places, Places]:
    """Leave out a few shared shingles that lie askew between passages that lie straight: chance."""
    offsets = there - here
    begins = np.flatnonzero(np.diff(offsets, prepend=offsets[0] - 1))
    ends = np.append(begins[1:], offsets.size) - 1
    words, run = here[ends] - here[begins], offsets[begins]
    aside = np.minimum(np.abs(run[1:-1] - run[:-2]), np.abs(run[1:-1] - run[2:]))
    is_island = np.zeros(run.size, np.bool_)
    is_island[1:-1] = (words[1:-1] < _ISLAND) & (words[1:-1] < np.minimum(words[:-2], words[2:]))
    is_island[1:-1] &= np.abs(run[2:] - run[:-2]) < aside
    kept = ~is_island.repeat(ends - begins + 1)
    return here[kept], there[kept]


def _parted(match: Match, here: slice, there: slice) -> list[Gap]:
    """Return the places within a gap where words were replaced: two words that stay are no passage yet."""
    one, other = match.smaller.words[here].tolist(), match.larger.words[there].tolist()
    if set(one).isdisjoint(other):
        return [Gap(here=here, there=there)]
    return [
        Gap(
            here=slice(here.start + first, here.start + last),
            there=slice(there.start + begin, there.start + end),
        )
        for tag, first, last, begin, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        if tag == "replace"
    ]


def _opening(match: Match, here: int, there: int) -> tuple[Gap, ...]:
    """Return where words were replaced before the first shared passage: forms have most of their slots there.

    None unless form words stand between them: a dateline is replaced as a whole.
    """
    one, other = match.smaller.words[:here].tolist(), match.larger.words[:there].tolist()
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    if sum(last - first for tag, first, last, *_ in codes if tag == "equal") < 2:
        return ()
    return tuple(
        Gap(here=slice(*code[1:3]), there=slice(*code[3:5])) for code in codes if code[0] == "replace"
    )
