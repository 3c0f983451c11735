"""Which blocks of a page the gold body wants: the labels the block classifier is trained on.

A block's share of gold 4-grams decides clear cases; the doubtful ones (copies, short lines, half-wanted
blocks) are settled by what raises the page's own score, F1 plus a part of the paragraph F1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from tests.bench.scoring import ngrams, paragraphs, precision_recall, tokens

__all__ = ["label_texts", "page_score"]

_PARAGRAPH_SHARE = 0.3
_ROUNDS = 3


def page_score(lines: list[str], gold: Gold) -> float:
    """F1 over 4-grams plus .3 of the exact-paragraph F1 of the text made of `lines`."""
    items = [token for line in lines for token in tokens(line)]
    score = precision_recall(ngrams(items), gold.grams)[2]
    if gold.keys is not None:
        score += _PARAGRAPH_SHARE * precision_recall(paragraphs("\n".join(lines)), gold.keys)[2]
    return score


@dataclass(slots=True)
class Gold:
    """A gold body in the forms that labelling compares with."""

    grams: Counter
    keys: Counter | None
    joined: str = ""
    shares: dict[str, float] = field(default_factory=dict)

    def share(self, text: str) -> float:
        """The share of the text's 4-grams that the body holds (short texts: whole, as a run of tokens)."""
        if text not in self.shares:
            items = tokens(text)
            if len(items) < 4:
                self.shares[text] = float(bool(items) and f" {' '.join(items)} " in self.joined)
            else:
                grams = ngrams(items)
                self.shares[text] = sum((grams & self.grams).values()) / sum(grams.values())
        return self.shares[text]


def read_gold(body: str, *, has_paragraphs: bool) -> Gold:
    """Prepare a gold body."""
    items = tokens(body)
    return Gold(ngrams(items), paragraphs(body) if has_paragraphs else None, f" {' '.join(items)} ")


def label_texts(texts: list[str], body: str, *, has_paragraphs: bool) -> tuple[list[bool], float]:
    """Return which of the page's block texts the body wants, and the F1 of exactly those."""
    gold = read_gold(body, has_paragraphs=has_paragraphs)
    shares = [gold.share(text) for text in texts]
    counts = Counter(texts)
    wanted = [share >= 0.5 for share in shares]
    _settle_short(texts, wanted, gold)
    doubtful = [
        i
        for i, text in enumerate(texts)
        if 0 < shares[i] < 0.95 or (shares[i] and (counts[text] > 1 or len(text) < 120))
    ]
    wanted = _improve(texts, wanted, doubtful, gold)
    items = [token for text, kept in zip(texts, wanted, strict=True) if kept for token in tokens(text)]
    return wanted, precision_recall(ngrams(items), gold.grams)[2]


def _settle_short(texts: list[str], wanted: list[bool], gold: Gold) -> None:
    """Drop short wanted blocks that lie outside the run of the long ones: words that merely also occur."""
    long_ones = [i for i, text in enumerate(texts) if wanted[i] and len(tokens(text)) >= 12]
    if not long_ones:
        return
    first, last = long_ones[0], long_ones[-1]
    for i, text in enumerate(texts):
        if wanted[i] and len(tokens(text)) < 8 and not first - 3 <= i <= last + 3:
            wanted[i] = False


class _Pool:
    """The 4-grams and paragraph keys of the blocks chosen so far, changed block by block."""

    def __init__(self, texts: list[str], gold: Gold) -> None:
        self.items = [tokens(text) for text in texts]
        self.keys = [next(iter(paragraphs(text)), "") for text in texts]
        self.gold = gold

    def grams_around(self, chosen: list[int], at: int) -> Counter:
        """The 4-grams that touch block `at` or cross it, were `chosen` (sorted) the blocks kept."""
        before: list[str] = []
        for i in reversed([i for i in chosen if i < at][-6:]):
            before = self.items[i] + before
        after: list[str] = []
        for i in [i for i in chosen if i > at][:6]:
            after = after + self.items[i]
        own = self.items[at] if at in chosen else []
        run = before[-3:] + own + after[:3]
        return Counter(zip(*(run[k:] for k in range(4)), strict=False))


def _improve(texts: list[str], wanted: list[bool], doubtful: list[int], gold: Gold) -> list[bool]:
    """Flip doubtful blocks one at a time while that raises the page's score."""
    pool = _Pool(texts, gold)
    chosen = sorted(i for i, kept in enumerate(wanted) if kept)
    grams = ngrams([token for i in chosen for token in pool.items[i]])
    keys = Counter(pool.keys[i] for i in chosen)
    best = _score(grams, keys, gold)
    for _ in range(_ROUNDS):
        changed = False
        for i in _far_first(doubtful, _middle(chosen, texts)):
            other = sorted(set(chosen) ^ {i})
            new_grams = grams.copy()
            new_grams.subtract(pool.grams_around(chosen, i))
            new_grams.update(pool.grams_around(other, i))
            new_keys = keys.copy()
            new_keys[pool.keys[i]] += 1 if i in other else -1
            score = _score(+new_grams, +new_keys, gold)
            if score > best + 1e-9:
                chosen, grams, keys, best, changed = other, +new_grams, +new_keys, score, True
        if not changed:
            break
    kept = set(chosen)
    return [i in kept for i in range(len(texts))]


def _middle(chosen: list[int], texts: list[str]) -> int:
    """Where the body is: the middle of the chosen blocks that stand on the page once; else the first
    chosen."""
    counts = Counter(texts)
    single = [i for i in chosen if counts[texts[i]] == 1]
    return single[len(single) // 2] if len(single) * 3 > len(chosen) else chosen[0] if chosen else 0


def _far_first(doubtful: list[int], middle: int) -> list[int]:
    """The doubtful blocks, those farthest from the middle first."""
    return sorted(doubtful, key=lambda i: -abs(i - middle))


def _score(grams: Counter, keys: Counter, gold: Gold) -> float:
    score = precision_recall(grams, gold.grams)[2]
    if gold.keys is not None:
        score += _PARAGRAPH_SHARE * precision_recall(keys, gold.keys)[2]
    return score


def runs(flags: list[bool]) -> int:
    """How many runs of wanted blocks there are."""
    return sum(b and not a for a, b in pairwise([False, *flags]))
