"""Do two texts fill one form with other names? Then they are two reports, however much they share.

The digits tests of `crawler.dedup.verify` see forms whose numbers change; this one sees those whose names,
teams, cities, days and spelled-out numbers do. Pure; looks closely only at pairs that passed everything else.

An editor inserts, drops and replaces words, and what he replaces often stands elsewhere in the text. A form
only ever replaces, and its values stand nowhere else in the other text. So each place where two texts part
says something for the one or the other. The weights are rounded logarithms of how much more often each kind
of place was seen between reports of a form than between copies (ARCHITECTURE.md § Copies).
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np

from crawler.dedup.verify import Match
from crawler.dedup.written import Case, Word, written_words
from storage.fold import tokens

__all__ = ["fills_slots"]

INSERTED_ONCE = -0.5
"""Words added or dropped at one place: no form does that, but whoever copies a report may."""

INSERTED_AGAIN = -3.0
"""Words added or dropped at each further place."""

REUSED_NAME = 0.25
"""What one text has there stands elsewhere in the other, but looks like a name: two slots, one value."""

NAMED = 2.0
"""Capitals in mid-sentence on both sides, or numbers, days and months spelled out."""

UNCASED = (0.75, 2.0)
"""One word, or more, in a script without capitals: people have two names, editors change one word."""

LOWER = 0.5
"""Words in lower case: a crime, a cause, a state of the sky; or an editor's other word."""

RESPELLED = -1.0
"""Nearly the same letters: one name spelled in two ways."""

FURTHER_WORD = 0.5
"""Each further word of a name, at most two."""

SAME_OPENING = 1.0
"""Both texts differ up to the same word, five or more from the start: longer than most datelines."""

_MOST = NAMED + 2 * FURTHER_WORD
_LONGEST = 16

_Swap: TypeAlias = tuple[tuple[Word, ...], tuple[Word, ...]]


def fills_slots(match: Match, smaller: str, larger: str) -> bool:
    """Say whether what differs between the texts are the values of slots, not the edits of an editor.

    The longer the texts, the more of it is needed: names are spelled in many ways, and outlets put their own.
    """
    needed = max(0.25, match.here.size / 50 - 0.3)
    order = np.argsort(match.here)
    here, there = match.here[order], match.there[order]
    width, breadth = np.diff(here) - 3, np.diff(there) - 3  # words between one shared passage and the next
    parting = (np.minimum(width, breadth) >= -2) & (np.maximum(width, breadth) <= _LONGEST)
    parting &= (width != breadth) | (width > 0)
    replaced = np.flatnonzero(parting & (width > 0) & (breadth > 0))
    insertions = int(np.count_nonzero(parting)) - replaced.size
    evidence = INSERTED_ONCE + INSERTED_AGAIN * (insertions - 1) if insertions else 0.0
    if not insertions and here[0] == there[0] >= 5:
        evidence += SAME_OPENING
    if not replaced.size or evidence + _MOST * replaced.size < needed:
        return False
    one, other = written_words(smaller), written_words(larger)
    swaps = _swaps(
        [one[here[at] + 3 : here[at + 1]] for at in replaced],
        [other[there[at] + 3 : there[at + 1]] for at in replaced],
        frozenset(word.text for word in one) & frozenset(word.text for word in other),
    )
    return evidence + sum(_weight(gap, swap) for swap, gap in swaps.items()) >= needed


def _swaps(
    ones: Sequence[Sequence[Word]], others: Sequence[Sequence[Word]], shared: frozenset[str]
) -> dict[_Swap, _Swap]:
    """Return the words of each place by those of one text only, so that the same swap counts once."""
    return {
        (
            tuple(word for word in one if word.text not in shared),
            tuple(word for word in other if word.text not in shared),
        ): (tuple(one), tuple(other))
        for one, other in zip(ones, others, strict=True)
    }


def _weight(gap: _Swap, swap: _Swap) -> float:
    one, other = swap
    if not one or not other:
        return REUSED_NAME if (one or other) and _named(*gap) else 0.0
    if _are_values(one, other):
        return _named(one, other)
    if _is_respelled(one, other):
        return RESPELLED
    if _has_number(one) or _has_number(other):
        return 0.0
    return _named(one, other) or LOWER


def _named(one: Sequence[Word], other: Sequence[Word]) -> float:
    """Return how much the words look like names or values; 0 where they do not."""
    words = min(len(one), len(other), 3)
    if _are_values(one, other) or (_has_capital(one) and _has_capital(other)):
        return NAMED + FURTHER_WORD * (words - 1)
    if any(word.case is not Case.NONE for word in (*one, *other)):
        return 0.0
    return UNCASED[0] if words == 1 else UNCASED[1] + FURTHER_WORD * (words - 2)


def _are_values(one: Sequence[Word], other: Sequence[Word]) -> bool:
    return all(any(word.text in _values() for word in words) for words in (one, other))


def _has_number(words: Sequence[Word]) -> bool:
    return any(word.text.isdecimal() for word in words)


def _has_capital(words: Sequence[Word]) -> bool:
    return any(word.case is Case.CAPITAL for word in words)


def _is_respelled(one: Sequence[Word], other: Sequence[Word]) -> bool:
    first, second = ("".join(word.text for word in words) for words in (one, other))
    return max(len(first), len(second)) >= 5 and SequenceMatcher(None, first, second).ratio() >= 0.75


@cache
def _values() -> frozenset[str]:
    lines = Path(__file__).with_name("values.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in tokens(line))
