"""Which blocks to take, given how probable each is: the decision after `classify`.

Three steps, each measured on the development pages: a body that the page holds twice counts once; the
likeliest blocks are taken, as many as make the expected F1 highest; small gaps between blocks taken are
closed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block

    Floats = NDArray[np.float64]

__all__ = ["Choice", "choose", "expected_f1", "merge_copies", "weights_of"]

_LETTERS_PER_WORD, _WORDS_PER_LINE = 6, 3
"""A block weighs its words, and three more for being a line: a wrong short line is a wrong line all the
same."""
_LONG = 50
_COPIED_LINES, _COPIED_CHARS, _MAX_COPIES = 2, 300, 3
_MAX_GAP, _IN_GAP = 3, 0.2
_LINKED = 0.3
_SUREST = 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The blocks taken for the article, in document order.

    `kept` are their places among all blocks. `expected` is the F1 that the probabilities promise, 0 to 1.
    """

    blocks: tuple[Block, ...]
    kept: tuple[int, ...]
    expected: float


def choose(blocks: Sequence[Block], probabilities: Floats) -> Choice:
    """Take the likeliest blocks of a page, as many as make the expected F1 of the text highest.

    That cuts at half of the F1 to be reached: near .5 on a clear page, lower where all is doubtful.
    """
    if not blocks:
        return Choice(blocks=(), kept=(), expected=0.0)
    weights = weights_of(blocks)
    order = np.argsort(-probabilities, kind="stable")
    hits = np.cumsum((probabilities * weights)[order])
    f1 = 2 * hits / (np.cumsum(weights[order]) + hits[-1] + 1e-9)
    best = int(f1.argmax())
    taken = sorted(int(at) for at in order[: best + 1])
    kept = tuple(_without_gaps(blocks, probabilities, taken))
    return Choice(blocks=tuple(blocks[at] for at in kept), kept=kept, expected=float(f1[best]))


def expected_f1(chosen: Sequence[int], probabilities: Floats, weights: Floats) -> float:
    """Return the F1 the probabilities promise for a given choice of blocks."""
    at = list(chosen)
    hits = float((probabilities * weights)[at].sum())
    return 2 * hits / (float(weights[at].sum() + (probabilities * weights).sum()) + 1e-9)


def weights_of(blocks: Sequence[Block]) -> Floats:
    """What a wrong decision about each block costs, in words."""
    lengths = np.fromiter((len(block.text) for block in blocks), dtype=np.float64, count=len(blocks))
    return lengths / _LETTERS_PER_WORD + _WORDS_PER_LINE


def merge_copies(blocks: Sequence[Block], probabilities: NDArray[np.float32]) -> Floats:
    """Give the probability of all copies of a long line to the first that is shown, and none to the others.

    Only where several lines have two or three copies: a body for screens and one for phones. One text many
    times over is something else.
    """
    merged = probabilities.astype(np.float64)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        if len(block.text) >= _LONG and not _is_linked(block):
            places[block.text].append(at)
    copied = {text: found for text, found in places.items() if 1 < len(found) <= _MAX_COPIES}
    if len(copied) < _COPIED_LINES or sum(map(len, copied)) < _COPIED_CHARS:
        return merged
    for found in copied.values():
        shown = min(found, key=lambda at: (blocks[at].context.hidden, at))
        total = min(_SUREST, float(merged[found].sum()))
        merged[found] = 0
        merged[shown] = total
    return merged


def _without_gaps(blocks: Sequence[Block], probabilities: Floats, taken: list[int]) -> list[int]:
    """Add the blocks of short gaps between two taken ones that stand in one container with them, and the
    rest of a list."""
    added = [*_rest_of_list(blocks, probabilities, taken), *_at_the_seam(blocks, probabilities, taken)]
    for before, after in pairwise(taken):
        if not 1 < after - before <= _MAX_GAP + 1:
            continue
        around = blocks[before].context.parent
        if blocks[after].context is not blocks[before].context and blocks[after].context.parent is not around:
            continue
        own = {id(blocks[before].context), id(blocks[after].context)}
        for at in range(before + 1, after):
            context = blocks[at].context
            inside = id(context) in own or context.parent is around
            if inside and probabilities[at] >= _IN_GAP and not _is_linked(blocks[at]):
                added.append(at)
    return sorted({*taken, *added})


def _at_the_seam(blocks: Sequence[Block], probabilities: Floats, taken: list[int]) -> Iterator[int]:
    """A line between two pieces of a split body that stands as the line before or after it does."""
    for before, after in pairwise(taken):
        for at, beside in ((before + 1, before), (after - 1, after)):
            is_gap = before < at < after <= before + _MAX_GAP + 1 and not _is_linked(blocks[at])
            if is_gap and probabilities[at] >= _IN_GAP and _are_twins(blocks[at], blocks[beside]):
                yield at


def _rest_of_list(blocks: Sequence[Block], probabilities: Floats, taken: list[int]) -> Iterator[int]:
    """The items beside a taken item of the same list, as far as they are not unlikely."""
    known = set(taken)
    for at in taken:
        for step in (-1, 1) if blocks[at].tag == "li" else ():
            other = at + step
            while 0 <= other < len(blocks) and other not in known and _are_twins(blocks[at], blocks[other]):
                if probabilities[other] < _IN_GAP or _is_linked(blocks[other]):
                    break
                yield other
                other += step


def _are_twins(first: Block, second: Block) -> bool:
    return first.tag == second.tag and first.context.parent is second.context.parent


def _is_linked(block: Block) -> bool:
    return block.link_chars >= _LINKED * len(block.text)
