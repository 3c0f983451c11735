"""Do two texts fill one form with other names? Then they are two reports, however much they share.

The digits tests of `crawler.dedup.verify` see forms whose numbers change; this one sees those whose names,
teams, cities, days and spelled-out numbers do. Pure; looks closely only at pairs that passed everything else.

An editor inserts, drops and replaces words, and what he replaces often stands elsewhere in the text. A form
only ever replaces, and its values stand nowhere else in the other text. So each place where two texts part
says something for the one or the other. The weights are rounded logarithms of how much more often each kind
of place was seen between reports of a form than between copies (ARCHITECTURE.md § Copies).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path

from crawler.dedup.gaps import Gap, gaps_between
from crawler.dedup.order import in_order_of, is_moved
from crawler.dedup.shingles import shingled
from crawler.dedup.siblings import MOST_RECURRENCE
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

MOST_UNCASED = 3.0
"""What all single words of such a script can say together."""

LOWER = 0.5
"""Words in lower case: a crime, a cause, a state of the sky; or an editor's other word."""

MOST_LOWER = 1.5
"""What all such words can say together: a form has few of them, a rewritten text has nothing else."""

RESPELLED = -1.0
"""Nearly the same letters: one name spelled in two ways."""

FURTHER_WORD = 0.5
"""Each further word of a name, at most two."""

_MOST = NAMED + 2 * FURTHER_WORD
_NUMERAL = 2
_LONGEST_BEGINNING = 8
_MARK = frozenset("-–—:|/()،,\n")
_SAMPLE = 100
_LONGEST_FORM = 300
_UNSPACED = "\u2e80"  # from here on a letter is a word
_SENTENCE_END = (".", "!", "?", "…", ":", "؟", "。")
_OPENING = "\"'“‘«(["
_CLOSING = "\"'”’»)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
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


def fills_slots(match: Match, smaller: str, larger: str, recurrence: Callable[[], float] = float) -> bool:
    """Say whether what differs between the texts are the values of slots, not the edits of an editor.

    The longer the texts, the more of it is needed: names are spelled in many ways, and outlets put their own.
    `recurrence` works out what other texts say (`crawler.dedup.siblings`), where that can matter.
    """
    if match.here.size <= _LONGEST_FORM and is_moved(match):
        ordered = in_order_of(match, larger)
        again = compare(match.smaller, shingled(ordered))
        if again is not None:
            pair = (smaller, ordered) if again.is_first_smaller else (ordered, smaller)
            return _are_slots(again, *pair, recurrence)
    return _are_slots(match, smaller, larger, recurrence)


def _are_slots(match: Match, smaller: str, larger: str, recurrence: Callable[[], float]) -> bool:
    gaps = gaps_between(match)
    evidence = INSERTED_ONCE + INSERTED_AGAIN * (gaps.inserted - 1) if gaps.inserted else 0.0
    needed = max(0.25, gaps.shared / (30 * _letters_a_word(smaller)) - 0.8)
    opening = gaps.opening or _beginning(gaps.before, smaller, larger)
    from_others = MOST_RECURRENCE * (len(gaps.opening) + len(gaps.inside))
    if evidence + from_others + _MOST * (len(opening) + len(gaps.inside)) < needed:
        return False
    counted = _counted(match, (*opening, *gaps.inside))
    if evidence + from_others + sum(gap.most for gap in counted) < needed:
        return False
    evidence += _weights(counted, smaller, larger)
    return evidence >= needed or (evidence + from_others >= needed and evidence + recurrence() >= needed)


def _beginning(before: Gap, smaller: str, larger: str) -> tuple[Gap, ...]:
    """Return the first words as a place where they were replaced, unless they are a byline or a dateline."""
    words, others = before.here.stop, before.there.stop
    if not 0 < min(words, others) <= max(words, others) <= _LONGEST_BEGINNING:
        return ()
    heads = " ".join(_head(text, count) for text, count in ((smaller, words), (larger, others)))
    return (before,) if _MARK.isdisjoint(heads) else ()


def _head(text: str, words: int) -> str:
    """Return what stands before the word of this number, and that word where words are parted by spaces."""
    return " ".join(text.split(" ", words + 1)[: words + 1]) if " " in text[:_SAMPLE] else text[: words + 1]


def _counted(match: Match, gaps: Sequence[Gap]) -> list[_Place]:
    """Return the places where words were replaced, without those that only repeat a replacement."""
    words, others = match.smaller.words.tolist(), match.larger.words.tolist()
    shared = set(words).intersection(others)
    seen: set[int] = set()
    counted = []
    for gap in gaps:
        one, other = gap.here, gap.there
        if _are_numerals(words[one], others[other]):
            own, foreign = words[one], others[other]
        else:
            own = [word for word in words[one] if word not in shared]
            foreign = [word for word in others[other] if word not in shared]
        if not seen.issuperset(own + foreign):
            counted.append(_Place(here=one, there=other, own=len(own), other=len(foreign)))
        seen.update(own, foreign)
    return counted


def _are_numerals(one: list[int], other: list[int]) -> bool:
    """Say whether a value is replaced by another and nothing else is, wherever else either may stand."""
    return max(len(one), len(other)) <= _NUMERAL and bool(
        _value_hashes().intersection(one) and _value_hashes().intersection(other)
    )


def _weights(gaps: Sequence[_Place], smaller: str, larger: str) -> float:
    words, others = tokens(smaller), tokens(larger)
    shared = set(words).intersection(others)
    capitals = _capitals(smaller) | _capitals(larger)
    weights = [_weight(words[gap.here], others[gap.there], shared, capitals) for gap in gaps]
    said = sum(weights)
    for weight, most in ((LOWER, MOST_LOWER), (UNCASED[0], MOST_UNCASED)):
        said -= max(weights.count(weight) * weight - most, 0.0)
    return said


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
