"""Where a text parts from its best match, do other texts part from that match, too?

Editors change a text anywhere; the values of a form stand where the other reports of the form have theirs. So
a third text tells copies from reports in any language, whatever the values are. For `crawler.dedup.judge`.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from crawler.dedup.gaps import gaps_between
from crawler.dedup.verify import Match

__all__ = ["MOST_RECURRENCE", "recurrence"]

IN_FORM = 0.75
"""How often a report of a form differs from another where a third report differs from that one, too."""

LEAST_CHANCE = 0.08
"""How often an edit falls where other texts differ, at least: editors change what matters as well."""


MOST_RECURRENCE = log(IN_FORM / LEAST_CHANCE)
"""What one changed place can say at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Words of one text, from `first` to before `last`, and what another text has in their place."""

    first: int
    last: int
    instead: frozenset[int]

    def meets(self, other: _Change) -> bool:
        return self.first < other.last and other.first < self.last


def recurrence(match: Match, siblings: Iterable[Match | None]) -> float:
    """Return how much the text that says most says for a form, as a logarithm; 0 where none does.

    `match` is that of the text in question with its best match, `siblings` are those of the best match with
    other texts, the best match given first. A place where the text has what a sibling has says nothing.
    Texts that do not say form may be copies of the best match, so they say nothing for a copy either.
    """
    changes = _changes(match, of_first=False)
    if not changes:
        return 0.0
    return max((_said(changes, one) for one in siblings if one), default=0.0)


def _said(changes: Sequence[_Change], sibling: Match) -> float:
    others = _changes(sibling, of_first=True)
    if not others:
        return 0.0
    size = (sibling.smaller if sibling.is_first_smaller else sibling.larger).words.size
    covered = sum(change.last - change.first for change in others)
    chance = min(max(covered / size, LEAST_CHANCE), 0.5)
    said = 0.0
    for change in changes:
        met = [other for other in others if change.meets(other)]
        if not met:
            said += log((1 - IN_FORM) / (1 - chance))
        elif all(change.instead.isdisjoint(other.instead) for other in met):
            said += log(IN_FORM / chance)
    return max(said, 0.0)


def _changes(match: Match, *, of_first: bool) -> list[_Change]:
    """Return where words of one of the two texts were replaced by words it does not have there."""
    is_smaller = match.is_first_smaller is of_first
    words, others = (shingles.words.tolist() for shingles in (match.smaller, match.larger))
    if not is_smaller:
        words, others = others, words
    gaps = gaps_between(match)
    changes = []
    for gap in (*gaps.opening, *gaps.inside):
        at, instead = (gap.here, gap.there) if is_smaller else (gap.there, gap.here)
        own = frozenset(others[instead]).difference(words[at])
        if own:
            changes.append(_Change(first=at.start, last=at.stop, instead=own))
    return changes
