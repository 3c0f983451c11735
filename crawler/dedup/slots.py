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
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from crawler.dedup.order import aligned, in_order_of, is_moved
from crawler.dedup.shingles import shingled
from crawler.dedup.verify import Match, compare
from crawler.dedup.words import word_hashes
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

MOST_LOWER = 1.5
"""What all such words can say together: a form has few of them, a rewritten text has nothing else."""

RESPELLED = -1.0
"""Nearly the same letters: one name spelled in two ways."""

FURTHER_WORD = 0.5
"""Each further word of a name, at most two."""

_MOST = NAMED + 2 * FURTHER_WORD
_LONGEST = 16
_LONGEST_OPENING = 24
_MOST_OPENING = 6
_NUMERAL = 2
_SAMPLE = 100
_LONGEST_FORM = 300
_UNSPACED = "\u2e80"  # from here on a letter is a word
_SENTENCE_END = (".", "!", "?", "…", ":", "؟", "。")
_OPENING = "\"'“‘«(["
_CLOSING = "\"'”’»)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """A place where other words stand in each text: from where to where, how many in one text only."""

    here: slice
    there: slice
    own: int
    other: int

    @property
    def most(self) -> float:
        """The most that the place can say for slots."""
        if not self.own or not self.other:
            return REUSED_NAME
        return NAMED + FURTHER_WORD * (min(self.own, self.other, 3) - 1)


def fills_slots(match: Match, smaller: str, larger: str) -> bool:
    """Say whether what differs between the texts are the values of slots, not the edits of an editor.

    The longer the texts, the more of it is needed: names are spelled in many ways, and outlets put their own.
    """
    if match.here.size <= _LONGEST_FORM and is_moved(match):
        ordered = in_order_of(match, larger)
        again = compare(match.smaller, shingled(ordered))
        if again is not None:
            pair = (smaller, ordered) if again.is_first_smaller else (ordered, smaller)
            return _are_slots(again, *pair)
    return _are_slots(match, smaller, larger)


def _are_slots(match: Match, smaller: str, larger: str) -> bool:
    here, there = aligned(match)
    # words between one shared passage and the next
    width, breadth = here[1:] - here[:-1] - 3, there[1:] - there[:-1] - 3
    parting = (np.minimum(width, breadth) >= -2) & (np.maximum(width, breadth) <= _LONGEST)
    parting &= (width != breadth) | (width > 0)
    replaced = np.flatnonzero(parting & (width > 0) & (breadth > 0))
    insertions = int(np.count_nonzero(parting)) - replaced.size
    evidence = INSERTED_ONCE + INSERTED_AGAIN * (insertions - 1) if insertions else 0.0
    needed = max(0.25, here.size / (30 * _letters_a_word(smaller)) - 0.8)
    opening = (
        _MOST_OPENING if min(here[0], there[0]) > 2 and max(here[0], there[0]) <= _LONGEST_OPENING else 0
    )
    if evidence + _MOST * (replaced.size + opening) < needed:
        return False
    gaps = [
        *(_opening(match, int(here[0]), int(there[0])) if opening else ()),
        *(
            (slice(here[at] + 3, here[at + 1]), slice(there[at] + 3, there[at + 1]))
            for at in replaced.tolist()
        ),
    ]
    counted = _counted(match, [part for gap in gaps for part in _parted(match, gap)])
    if evidence + sum(gap.most for gap in counted) < needed:
        return False
    return evidence + _weights(counted, smaller, larger) >= needed


def _opening(match: Match, here: int, there: int) -> list[tuple[slice, slice]]:
    """Return where words were replaced before the first shared passage: forms have most of their slots there.

    None unless form words stand between them: a dateline is replaced as a whole.
    """
    one, other = match.smaller.words[:here].tolist(), match.larger.words[:there].tolist()
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    if sum(last - first for tag, first, last, *_ in codes if tag == "equal") < 2:
        return []
    return [(slice(*code[1:3]), slice(*code[3:5])) for code in codes if code[0] == "replace"]


def _parted(match: Match, gap: tuple[slice, slice]) -> list[tuple[slice, slice]]:
    """Return the places within a gap where words were replaced: two words that stay are no passage yet."""
    one, other = match.smaller.words[gap[0]].tolist(), match.larger.words[gap[1]].tolist()
    if set(one).isdisjoint(other):
        return [gap]
    return [
        (
            slice(gap[0].start + first, gap[0].start + last),
            slice(gap[1].start + begin, gap[1].start + end),
        )
        for tag, first, last, begin, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        if tag == "replace"
    ]


def _counted(match: Match, gaps: Sequence[tuple[slice, slice]]) -> list[_Gap]:
    """Return the places where words were replaced, without those that only repeat a replacement."""
    words, others = match.smaller.words.tolist(), match.larger.words.tolist()
    shared = set(words).intersection(others)
    seen: set[int] = set()
    counted = []
    for one, other in gaps:
        if _are_numerals(words[one], others[other]):
            own, foreign = words[one], others[other]
        else:
            own = [word for word in words[one] if word not in shared]
            foreign = [word for word in others[other] if word not in shared]
        if not seen.issuperset(own + foreign):
            counted.append(_Gap(here=one, there=other, own=len(own), other=len(foreign)))
        seen.update(own, foreign)
    return counted


def _are_numerals(one: list[int], other: list[int]) -> bool:
    """Say whether a value is replaced by another and nothing else is, wherever else either may stand."""
    return max(len(one), len(other)) <= _NUMERAL and bool(
        _value_hashes().intersection(one) and _value_hashes().intersection(other)
    )


def _weights(gaps: Sequence[_Gap], smaller: str, larger: str) -> float:
    words, others = tokens(smaller), tokens(larger)
    shared = set(words).intersection(others)
    capitals = _capitals(smaller) | _capitals(larger)
    weights = [_weight(words[gap.here], others[gap.there], shared, capitals) for gap in gaps]
    lower = weights.count(LOWER) * LOWER
    return sum(weights) - lower + min(lower, MOST_LOWER)


def _weight(one: list[str], other: list[str], shared: set[str], capitals: set[str]) -> float:
    if max(len(one), len(other)) <= _NUMERAL and _are_values(one, other):
        return NAMED
    own = [word for word in one if word not in shared]
    foreign = [word for word in other if word not in shared]
    if not own or not foreign:
        return REUSED_NAME if (own or foreign) and _named(one, other, capitals) else 0.0
    if _are_values(own, foreign):
        return _named(own, foreign, capitals)
    if _is_respelled(own, foreign):
        return RESPELLED
    if any(map(str.isdecimal, (*own, *foreign))):
        return 0.0
    return _named(own, foreign, capitals) or LOWER


def _named(one: Sequence[str], other: Sequence[str], capitals: set[str]) -> float:
    """Return how much the words look like names or values; 0 where they do not."""
    words = min(len(one), len(other), 3)
    if _are_values(one, other) or not (capitals.isdisjoint(one) or capitals.isdisjoint(other)):
        return NAMED + FURTHER_WORD * (words - 1)
    if any(word != word.upper() for word in (*one, *other)):
        return 0.0
    return UNCASED[0] if words == 1 else UNCASED[1] + FURTHER_WORD * (words - 2)


def _are_values(one: Sequence[str], other: Sequence[str]) -> bool:
    return not (_values().isdisjoint(one) or _values().isdisjoint(other))


def _is_respelled(one: Sequence[str], other: Sequence[str]) -> bool:
    first, second = "".join(one), "".join(other)
    return max(len(first), len(second)) >= 5 and SequenceMatcher(None, first, second).ratio() >= 0.75


def _capitals(text: str) -> set[str]:
    """Return the folded words written with a capital in mid-sentence; none where all is in capitals."""
    if text.isupper():
        return set()
    found = []
    for line in text.split("\n"):
        for before, word in pairwise(line.split()):
            if word.lstrip(_OPENING)[:1].isupper() and not before.rstrip(_CLOSING).endswith(_SENTENCE_END):
                found.append(word)
    return set(tokens(" ".join(found)))


def _letters_a_word(text: str) -> float:
    """Return how many of our words one word takes: Chinese is written without spaces, a letter is a word."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return 1.0
    return 1.7 if sum(character >= _UNSPACED for character in sample) > len(sample) / 2 else 1.0


@cache
def _value_hashes() -> frozenset[int]:
    return frozenset(word_hashes(" ".join(sorted(_values()))).tolist())


@cache
def _values() -> frozenset[str]:
    lines = Path(__file__).with_name("values.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in tokens(line))
