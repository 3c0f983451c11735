"""What an incoming article is, given what the corpus already holds: new, a copy, a revision, or unchanged.

The corpus calls this inside its write transaction (`storage.corpus.Judge`) and applies the verdict. Pure but
for a memory of the texts compared last. Rules: dedup spec §2 and §4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from crawler.dedup.digest import WHOLE, is_list, is_of_two, place_in_larger
from crawler.dedup.gaps import is_replaced
from crawler.dedup.shingles import shingled
from crawler.dedup.siblings import recurrence
from crawler.dedup.slots import fills_slots
from crawler.dedup.verify import PASSAGE, RULES_VERSION, Match, compare, refusal
from storage.model import (
    Article,
    Candidate,
    Copy,
    Fingerprint,
    Known,
    New,
    Passage,
    RevisionOf,
    Unchanged,
    Verdict,
)

__all__ = ["Judge"]

WORDLESS = 12
"""Fewer words than these say nothing about where they come from: 'watch the video'."""

TERSE = 25
"""Fewer words than these may have been written twice: a flash joins a cluster but stays an article."""

PLAIN = 1.2
"""A score (of 1.3) that needs no better one: nearly all of both texts is shared."""


_Compared = tuple[Match, Candidate]


class Judge:
    """Decides what an incoming article is; remembers the shingles of the `hot` texts compared last.

    One memory of 2,000 texts takes about 40 MB and spares most of the work: who is copied today is copied
    again today.
    """

    def __init__(self, *, hot: int = 2000) -> None:
        self._shingled = lru_cache(maxsize=hot)(shingled)

    def __call__(self, article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
        """Return the verdict; the same for the same arguments, whatever was judged before."""
        same_key, same_text = known.same_key, known.same_text
        if same_key and same_key.text_hash == fingerprint.text_hash:
            return Unchanged(of=same_key.id)
        if same_key and known.key_is_primary:
            return RevisionOf(of=same_key.id)
        if fingerprint.tokens < WORDLESS:
            return New()
        if same_text and same_text.text_hash == fingerprint.text_hash:
            relation = "same_text" if fingerprint.tokens >= TERSE else "near"
            return Copy(of=same_text.id, relation=relation, scores={"containment": 1.0}, rules=RULES_VERSION)
        compared = list(self._compared(article.text, known.near)) if known.near else []
        passages = tuple(_passages(compared))
        copy = self._nearest(article.text, known.near, compared)
        return replace(copy, passages=passages) if copy else New(passages=passages)

    def _nearest(self, text: str, near: Sequence[Candidate], compared: Sequence[_Compared]) -> Copy | None:
        """Return the best match that passes all rules: one edge, or clusters chain together."""
        if is_of_two([(match, one.cluster_id) for match, one in compared]):
            return None
        passing = [(match, one) for match, one in compared if not refusal(match)]
        passing.sort(key=lambda found: (-found[0].score, found[1].id))
        forms: set[int] = set()  # clusters of which the text is another report: edited copies hide that
        for match, one in passing:
            is_likely = one.cluster_id in forms and is_replaced(match)
            if match.is_cut and is_list(_by_size(match, text, one)[1]):
                continue
            if not is_likely and not self._is_form(match, text, one, near):
                return _copy(match, one)
            forms.add(one.cluster_id)
        return None

    def _compared(self, text: str, near: Sequence[Candidate]) -> Iterator[_Compared]:
        """Yield the matches with the candidates, likeliest first; none after one that needs no better one."""
        shingles = self._shingled(text)
        for one in near:
            match = compare(shingles, self._shingled(one.text))
            if match is None:
                continue
            yield match, one
            if match.score >= PLAIN and not match.is_part and not refusal(match):
                return

    def _is_form(self, match: Match, text: str, one: Candidate, near: Sequence[Candidate]) -> bool:
        def others_say() -> float:
            shingles = self._shingled(one.text)
            others = (self._shingled(other.text) for other in near if other is not one)
            return recurrence(match, (compare(shingles, other) for other in others))

        return fills_slots(match, *_by_size(match, text, one), others_say)


def _passages(compared: Sequence[_Compared]) -> Iterator[Passage]:
    """Yield where nearly all of the text in question stands in the middle of longer texts."""
    for match, one in compared:
        if (
            match.is_first_smaller
            and match.is_part
            and match.containment >= WHOLE
            and refusal(match) == PASSAGE
        ):
            begins, ends = place_in_larger(match)
            yield Passage(of=one.id, begins=begins, ends=ends)


def _by_size(match: Match, text: str, one: Candidate) -> tuple[str, str]:
    """Return the smaller of the two texts and the larger."""
    return (text, one.text) if match.is_first_smaller else (one.text, text)


def _copy(match: Match, of: Candidate) -> Copy:
    scores = {
        "containment": match.containment,
        "extent": match.extent,
        "lead": match.lead,
        "start": match.start,
        "unmasked": match.unmasked,
        "score": match.score,
    }
    if match.numbers is not None:
        scores["numbers"] = match.numbers
    if match.is_part:
        scores["begins"], scores["ends"] = place_in_larger(match)
        scores["is_part"] = float(match.is_first_smaller)
    return Copy(
        of=of.id,
        relation="cut" if match.is_cut else "near",
        scores={name: round(value, 3) for name, value in scores.items()},
        rules=RULES_VERSION,
    )
