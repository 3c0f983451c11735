"""What two texts share, for a reader who asks why they were joined. Pure; runs on demand, never in a crawl.

The judge writes down its numbers; the passage behind them is found again here from the texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from crawler.dedup.shingles import Places, shingled
from crawler.dedup.slots import fills_slots
from crawler.dedup.verify import Match, compare, refusal
from storage.fold import tokens

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How the shorter of two texts stands in the other.

    `shared` of its `words` words stand there in runs of three or more; `passage` is the longest such run as
    it is written, of `passage_words` words. `refused` names the rule by which the texts are no copies, None
    where they are.
    """

    words: int
    shared: int
    passage: str
    passage_words: int
    refused: str | None


def explain(one: str, other: str) -> Explanation | None:
    """Return what two texts share, None where that is too little to look closer."""
    match = compare(shingled(one), shingled(other))
    if match is None:
        return None
    smaller, larger = (one, other) if match.is_first_smaller else (other, one)
    first, count = _longest_run(match)
    return Explanation(
        words=match.smaller.words.size,
        shared=min(_shared_words(match.here), match.smaller.words.size),
        passage=_written(smaller, first, count),
        passage_words=count,
        refused=refusal(match) or ("slots" if fills_slots(match, smaller, larger) else None),
    )


def _shared_words(here: Places) -> int:
    return int(np.unique((here[:, None] + np.arange(3)).ravel()).size)


def _longest_run(match: Match) -> tuple[int, int]:
    """Return the word of the smaller text where the longest shared passage begins, and its words."""
    order = np.argsort(match.here)
    here, there = match.here[order], match.there[order]
    breaks = np.flatnonzero((np.diff(here) != 1) | (np.diff(there) != 1)) + 1
    begins = np.concatenate(([0], breaks))
    lengths = np.diff(begins, append=here.size)
    longest = int(np.argmax(lengths))
    words = min(int(lengths[longest]) + 2, match.smaller.words.size)
    return int(here[begins[longest]]), words


def _written(text: str, first: int, count: int) -> str:
    """Return the stretch of `text` that holds these words, as it is written."""
    spans = _word_spans(text)
    wanted = spans[first : first + count]
    return text[wanted[0][0] : wanted[-1][1]] if wanted else ""


def _word_spans(text: str) -> list[tuple[int, int]]:
    """Return where each folded word stands; words written together share the place of them all."""
    spans: list[tuple[int, int]] = []
    for piece in re.finditer(r"\S+", text):
        begin, end = piece.span()
        letters = [place for place in range(begin, end) if tokens(text[place])]
        many = len(tokens(piece[0]))
        if many == len(letters):  # written without spaces: every character is a word
            spans += [(place, place + 1) for place in letters]
        else:
            spans += [(begin, end)] * many
    return spans
