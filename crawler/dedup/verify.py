"""Are two texts one text? The numbers that say so, and the rules on them.

Between `crawler.dedup.shingles` and `judge`; pure. Rules and thresholds: dedup spec §4.4, and what was added
to them and why: ARCHITECTURE.md § Copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crawler.dedup.shingles import Places, Shingles, pair_hashes
from crawler.dedup.words import Hashes

__all__ = ["PASSAGE", "RULES_VERSION", "Match", "compare", "refusal"]

RULES_VERSION = 3
"""Written on each edge: which rules joined two articles."""

PASSAGE = "passage"
"""The rule by which a passage from the middle of a longer text is no copy of it."""

LEAST = 0.35
"""Containment below which nothing is a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How much two texts share; the smaller is the one with fewer shingles, all shares are 0 to 1.

    `containment` and `pairs` are the shares of the smaller's shingles (three words) and word pairs found in
    the larger, `extent` the share of the larger's shingles found in the smaller. `lead` is the containment of
    the smaller's first half, `start` the share of what was found of it that stands at the larger's beginning.
    `unmasked` is the containment over what it is with all numbers alike, `numbers` the share of the fewer
    numbers found in both (None: fewer than three). `shingles` counts the smaller's. `here` and `there` are
    the places of the shared shingles in the smaller and in the larger. `is_first_smaller` says which of the
    two that were compared the smaller is.
    """

    containment: float
    extent: float
    pairs: float
    lead: float
    start: float
    unmasked: float
    numbers: float | None
    shingles: int
    smaller: Shingles
    larger: Shingles
    is_first_smaller: bool
    here: Places
    there: Places

    @property
    def score(self) -> float:
        """Rank among the matches of one text: more shared first, then the text nearer in length."""
        return self.containment + 0.3 * self.extent

    @property
    def is_cut(self) -> bool:
        """Say whether one text is far shorter than the other: a teaser or a shortened copy."""
        return self.smaller.plain.size < 0.4 * self.larger.plain.size

    @property
    def is_part(self) -> bool:
        """Say whether a good deal of the longer text is more than the shorter one has."""
        return self.smaller.plain.size < 0.7 * self.larger.plain.size


def compare(one: Shingles, other: Shingles) -> Match | None:
    """Return how much two texts share, whichever is given first; None when too little to look closer."""
    is_first_smaller = one.plain.size <= other.plain.size
    smaller, larger = (one, other) if is_first_smaller else (other, one)
    if not smaller.plain.size:
        return None
    at = np.searchsorted(larger.plain, smaller.plain)
    at[at == larger.plain.size] = 0
    found = larger.plain[at] == smaller.plain
    containment = _share(found)
    if containment < LEAST:
        return None
    early = smaller.places < smaller.words.size / 2
    return Match(
        containment=containment,
        extent=float(np.count_nonzero(found)) / larger.plain.size,
        pairs=_contained(pair_hashes(smaller.words), pair_hashes(larger.words)) if containment < 0.5 else 1.0,
        lead=_share(found[early]),
        start=_share(larger.places[at[found & early]] < 1.25 * smaller.words.size + 80),
        unmasked=_unmasked(containment, smaller, larger),
        numbers=_numbers_shared(smaller.numbers, larger.numbers),
        shingles=smaller.plain.size,
        smaller=smaller,
        larger=larger,
        is_first_smaller=is_first_smaller,
        here=smaller.places[found],
        there=larger.places[at[found]],
    )


def refusal(match: Match) -> str | None:
    """Return the rule by which two texts are not one, None when they pass all of them."""
    return next((rule for rule, breaks in _RULES if breaks(match)), None)


def _is_too_little(match: Match) -> bool:
    """Half of the shingles or of the word pairs: a word replaced breaks three of those, two of these."""
    if match.containment >= 0.4 and match.lead >= 0.8:
        return False
    return match.containment < 0.5 and match.pairs < 0.5


def _is_short(match: Match) -> bool:
    """Little text is little evidence: flashes, notices."""
    least = 0.95 if match.shingles < 30 else 0.6 if match.shingles < 60 else 0.0
    return match.containment < least


def _is_frame(match: Match) -> bool:
    """Only what follows is shared, not how it begins: subscription and copyright lines."""
    return match.lead < 0.33


def _is_passage(match: Match) -> bool:
    """A cut copy is the start of the longer text; a passage from its middle is a round-up or a quote."""
    return match.is_part and match.start < 0.85


def _has_other_numbers(match: Match) -> bool:
    """Texts that agree only once the numbers are masked, or not in their numbers, are different reports."""
    if match.numbers is None:
        return match.unmasked < 0.95
    return match.unmasked < 0.95 or match.numbers < (0.5 if match.unmasked >= 0.97 else 0.6)


_RULES: tuple[tuple[str, Callable[[Match], bool]], ...] = (
    ("too_little", _is_too_little),
    ("short", _is_short),
    ("frame", _is_frame),
    (PASSAGE, _is_passage),
    ("numbers", _has_other_numbers),
)


def _share(found: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(found)) / found.size if found.size else 1.0


def _contained(smaller: Hashes, larger: Hashes) -> float:
    """Return the share of the distinct sorted hashes of one text that are in the other's."""
    if not smaller.size or not larger.size:
        return 0.0
    at = np.searchsorted(larger, smaller)
    at[at == larger.size] = 0
    return _share(larger[at] == smaller)


def _unmasked(containment: float, smaller: Shingles, larger: Shingles) -> float:
    if not smaller.numbers.size or not larger.numbers.size:
        return 1.0
    masked = _contained(smaller.masked, larger.masked)
    return containment / masked if masked else 1.0


def _numbers_shared(one: Hashes, other: Hashes) -> float | None:
    fewer = min(one.size, other.size)
    if fewer < 3:
        return None
    return (Counter(one.tolist()) & Counter(other.tolist())).total() / fewer
