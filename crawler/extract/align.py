"""Finding an outside tool's answer again among the page's own blocks.

A tool such as trafilatura returns rewritten text; this tells which blocks of the page it chose, so that our
text stays the page's. The blocks taken are the heaviest chain that occurs in the answer in the page's order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Alignment", "align"]

MAX_OCCURRENCES = 30
SHORT = 12
SHINGLE = 12
PARTIAL_SHARE = 0.6
PARTIAL_LENGTH = 40

_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Indices of the chosen blocks in page order, and the share of the answer's letters they account for."""

    chosen: tuple[int, ...]
    coverage: float


@dataclass(frozen=True, slots=True)
class _Link:
    """One place of one block in the answer, and the best chain that ends there."""

    block: int
    start: int
    end: int
    weight: float
    before: _Link | None


def align(blocks: Sequence[str], answer: str) -> Alignment:
    """Choose the blocks whose texts make up `answer`; spacing and punctuation do not count.

    A block that occurs only in part (the tool left out a link inside it) is chosen when most of its word
    sequences occur.
    """
    keys = ["".join(_TOKEN.findall(text)) for text in blocks]
    answer_tokens = _TOKEN.findall(answer)
    joined = "".join(answer_tokens)
    if not joined:
        return Alignment(chosen=(), coverage=0.0)
    chain = _heaviest_chain(keys, joined, _starts(answer_tokens))
    covered = sum(link.end - link.start for link in chain)
    chosen = {link.block for link in chain} | _partly_there(keys, chain, joined)
    return Alignment(chosen=tuple(sorted(chosen)), coverage=min(1.0, covered / len(joined)))


def _starts(tokens: list[str]) -> set[int]:
    """Offsets in the joined tokens where a word begins, the end included."""
    starts, at = {0}, 0
    for token in tokens:
        at += len(token)
        starts.add(at)
    return starts


def _heaviest_chain(keys: list[str], joined: str, starts: set[int]) -> list[_Link]:
    """Weighted longest chain of block places that neither overlap nor go back in the answer.

    `ends` and `best` hold, for growing end offsets, growing chain weights; a block's places all build on the
    state before it, so no block is used twice. A later twin of the same weight replaces an earlier one.
    """
    ends: list[int] = []
    best: list[_Link] = []
    for index, text in enumerate(keys):
        extended = [_extended(index, at, len(text), ends, best) for at in _places(text, joined, starts)]
        for place in extended:
            _insert(place, ends, best)
    chain: list[_Link] = []
    link: _Link | None = best[-1] if best else None
    while link is not None:
        chain.append(link)
        link = link.before
    return chain[::-1]


def _places(text: str, joined: str, starts: set[int]) -> list[int]:
    places: list[int] = []
    at = joined.find(text) if text else -1
    while at >= 0 and len(places) < MAX_OCCURRENCES:
        if len(text) > SHORT or (at in starts and at + len(text) in starts):
            places.append(at)
        at = joined.find(text, at + 1)
    return places


def _extended(block: int, start: int, length: int, ends: list[int], best: list[_Link]) -> _Link:
    position = bisect_right(ends, start)
    before = best[position - 1] if position else None
    return _Link(block, start, start + length, length + (before.weight if before else 0.0), before)


def _insert(link: _Link, ends: list[int], best: list[_Link]) -> None:
    position = bisect_right(ends, link.end)
    if position and best[position - 1].weight > link.weight:
        return
    if position and ends[position - 1] == link.end:
        position -= 1
    last = position
    while last < len(best) and best[last].weight <= link.weight:
        last += 1
    ends[position:last] = [link.end]
    best[position:last] = [link]


def _partly_there(keys: list[str], chain: list[_Link], joined: str) -> set[int]:
    """Blocks most of whose character sequences occur in the stretches of the answer no block accounts for."""
    shingles: set[str] = set()
    at = 0
    for start, end in [*((link.start, link.end) for link in chain), (len(joined), len(joined))]:
        shingles.update(joined[i : i + SHINGLE] for i in range(at, start - SHINGLE + 1))
        at = end
    taken = {link.block for link in chain}
    found: set[int] = set()
    for index, text in enumerate(keys if shingles else ()):
        if len(text) >= PARTIAL_LENGTH and index not in taken:
            own = [text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)]
            if sum(shingle in shingles for shingle in own) >= PARTIAL_SHARE * len(own):
                found.add(index)
    return found
