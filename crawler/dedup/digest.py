"""Is a text a digest: several stories one after the other? Then it is a copy of none of them.

Told by what it holds of two known stories, or, with only one of them known, by its paragraphs: what one
speaks of is not taken up by any other. For `crawler.dedup.judge`. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np

from crawler.dedup.verify import Match
from storage.fold import tokens

__all__ = ["WHOLE", "is_list", "is_of_two", "place_in_larger"]

WHOLE = 0.7
"""How much of a story a digest holds of it, at least."""

UNRELATED = 0.1
"""Share of a paragraph's words found in any other, on average: digests have .07, of articles one in fifty."""

_LEAST_WORDS = 8
_LEAST_PARAGRAPHS = 4
_LEAST_TEXT = 100


def is_of_two(compared: Sequence[tuple[Match, int]]) -> bool:
    """Say whether the text holds two other stories, one after the other; a match comes with its cluster."""
    parts = [
        (match, cluster)
        for match, cluster in compared
        if not match.is_first_smaller and match.is_part and match.containment >= WHOLE
    ]
    return any(
        cluster != other_cluster and not _overlap(match, other)
        for (match, cluster), (other, other_cluster) in combinations(parts, 2)
    )


def is_list(text: str) -> bool:
    """Say whether the paragraphs of a text have nothing to do with one another; False for too few of them."""
    paragraphs = [words for line in text.split("\n") if len(words := tokens(line)) >= _LEAST_WORDS]
    count = sum(map(len, paragraphs))
    if len(paragraphs) < _LEAST_PARAGRAPHS or count < _LEAST_TEXT:
        return False
    length = sum(len(word) for words in paragraphs for word in words) / count
    telling = [_telling(one, length) for one in paragraphs]
    times = Counter(word for words in telling for word in words)
    taken_up = [sum(times[word] > 1 for word in words) / len(words) for words in telling if words]
    return bool(taken_up) and sum(taken_up) / len(taken_up) < UNRELATED


def _telling(words: Sequence[str], length: float) -> set[str]:
    """Return the words longer than the average: short ones are those of any text. Of signs, the pairs."""
    if length < 1.5:
        return {first + second for first, second in pairwise(words)}
    return {word for word in words if len(word) > length}


def place_in_larger(match: Match) -> tuple[int, int]:
    """Return from which word to which of the larger text most of what the two share stands."""
    begins, ends = np.percentile(match.there, (10, 90))
    return int(begins), int(ends)


def _overlap(one: Match, other: Match) -> bool:
    """Say whether what two texts share with a third stands at the same place of it."""
    (begin, end), (start, stop) = place_in_larger(one), place_in_larger(other)
    return begin < stop and start < end
