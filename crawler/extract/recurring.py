"""Lines that recur across a site's articles are furniture: how they are counted, and how they are dropped.

A part of the site memory (spec extraction § 3.5). `LineTable` counts line hashes by distinct articles;
`without_recurring` takes known lines out of a reading before the post filters run. What may look alike and is
not furniture stays: quotes, figures, a story told again, the dateline that opens the body.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from crawler.extract.blocks import Block
from crawler.extract.furniture import is_credit_line
from crawler.extract.text import ends_sentence, letters, mass
from storage.fold import fold

__all__ = ["LineTable", "Lines", "count_lines", "is_dateline", "line_hash", "lines_of", "without_recurring"]

RECURS = (2, 0.05)
"""A line recurs when this many articles had it, and this share of all since its first."""
STEADY = (3, 0.2)
"""The same for what needs stronger proof: long lines, whole sentences, lines amid the body."""
LONG = 120
"""Characters from which a line is a paragraph in its own right."""
SHORT = 60
LINKED = 0.5
HEAD_LINES = 4
MAX_ONCE = 800
MAX_RECURRING = 300
MAX_LINES = 80
TWIN_LEVELS = 2

_QUOTES = "\"'“”„«»‹›‘’「『"
_DATELINE = re.compile(r"\w\s*[-–—|/:؛;،,ـ]|\([^()]{2,30}\)")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The line hashes of one article in order: every line, and those long enough to tell a story by."""

    every: tuple[int, ...] = ()
    long: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTable:
    """In how many of a site's articles each line was seen, latest seen last; bounded.

    `counts` maps a hash to the number of articles and the running number of the first. `articles` counts all.
    """

    counts: dict[int, tuple[int, int]] = field(default_factory=dict)
    articles: int = 0

    def recurs(self, line: int) -> bool:
        """Say whether a line recurs."""
        return self._was_seen(line, *RECURS)

    def is_steady(self, line: int) -> bool:
        """Say whether a good part of the articles since its first have carried a line."""
        return self._was_seen(line, *STEADY)

    def _was_seen(self, line: int, times: int, rate: float) -> bool:
        count, first = self.counts.get(line, (0, 0))
        return count >= times and count >= rate * (self.articles - first)


@lru_cache(maxsize=1_000)
def line_hash(text: str) -> int:
    """Return 40 bits of a line of clean text; case does not count, figures do: prices are no furniture."""
    return int.from_bytes(blake2b(text.casefold().encode(), digest_size=5).digest(), "big")


def lines_of(blocks: Sequence[Block]) -> Lines:
    """Hash the lines of a reading; of very long articles the first and the last ones."""
    chosen = blocks if len(blocks) <= MAX_LINES else [*blocks[: MAX_LINES // 2], *blocks[-MAX_LINES // 2 :]]
    hashes = [line_hash(block.text) for block in chosen]
    longs = (line for line, block in zip(hashes, chosen, strict=True) if len(block.text) >= LONG)
    return Lines(every=tuple(dict.fromkeys(hashes)), long=tuple(dict.fromkeys(longs)))


def count_lines(table: LineTable, lines: Lines) -> LineTable:
    """Count one article more; an article that tells a known one again counts nothing.

    Pure. Forgets the lines longest unseen: those seen once first.
    """
    if _is_told_again(lines.long, table.counts):
        return table
    counts = dict(table.counts)
    for line in lines.every:
        count, first = counts.pop(line, (0, table.articles))
        counts[line] = (count + 1, first)
    once = [line for line, (count, _) in counts.items() if count == 1]
    often = [line for line, (count, _) in counts.items() if count > 1]
    for line in (*once[: max(0, len(once) - MAX_ONCE)], *often[: max(0, len(often) - MAX_RECURRING)]):
        del counts[line]
    return LineTable(counts=counts, articles=table.articles + 1)


def _is_told_again(long: Sequence[int], known: Collection[int]) -> bool:
    """Whether an article's first paragraph and most of the others are known: a story republished."""
    return bool(long) and long[0] in known and 2 * sum(line in known for line in long) > len(long)


@dataclass(frozen=True, slots=True)
class _Line:
    """A block beside what is known of its line."""

    block: Block
    hash: int
    recurs: bool


def without_recurring(
    blocks: Sequence[Block], table: LineTable, names: Iterable[str] = ()
) -> tuple[Block, ...]:
    """Return the blocks without the site's recurring lines; `names` are the outlet's own.

    Leaves the blocks alone when the article as a whole is one that recurs, or has no paragraph of its own.
    """
    if not table.articles:
        return tuple(blocks)
    hashes = [line_hash(block.text) for block in blocks]
    lines = [_Line(block, line, table.recurs(line)) for block, line in zip(blocks, hashes, strict=True)]
    if not any(line.recurs for line in lines):
        return tuple(blocks)
    own_lines = [at for at, line in enumerate(lines) if not line.recurs and mass(line.block.text) >= SHORT]
    long = [line for line in lines if len(line.block.text) >= LONG]
    again = {line.hash for line in lines if line.recurs}
    if not own_lines or _is_told_again([line.hash for line in long], again):
        return tuple(blocks)
    proof = _Proof(table, own_lines[0], own_lines[-1], any(not line.recurs for line in long))
    return tuple(
        line.block
        for at, line in enumerate(lines)
        if not (line.recurs and proof.is_furniture(line, at, blocks[max(0, at - 1) : at + 2]))
        or (at < HEAD_LINES and is_dateline(blocks[at : at + 2], names))
    )


@dataclass(frozen=True, slots=True)
class _Proof:
    """What tells furniture among the recurring lines of one article.

    `first` and `last` are the places of its own first and last paragraph, `has_long` says that one of its own
    paragraphs is long.
    """

    table: LineTable
    first: int
    last: int
    has_long: bool

    def is_furniture(self, line: _Line, at: int, around: Sequence[Block]) -> bool:
        """Whether a recurring line may go: by its place, its links, its length and how steadily it recurs."""
        text = line.block.text
        linked = line.block.link_chars >= LINKED * len(text) > 0
        outside = not self.first < at < self.last
        is_steady = self.table.is_steady(line.hash)
        if _is_figures(text) or (_is_quote(text) and not linked):
            return False
        if len(text) >= LONG:
            return is_steady and self.has_long and (outside or linked)
        if outside or linked:
            return is_steady or linked or not ends_sentence(text)
        return is_steady and not ends_sentence(text) and _is_set_apart(line.block, around)


def _is_set_apart(block: Block, around: Sequence[Block]) -> bool:
    """Whether a line amid the body stands otherwise than its neighbours, and not as a heading does."""
    if block.tag in _HEADINGS or 2 * block.strong_chars > len(block.text):
        return False
    return not any(_stand_alike(block, other) for other in around if other is not block)


def _is_figures(text: str) -> bool:
    digits = sum(char.isdecimal() for char in text)
    return 2 * digits >= letters(text)


def _is_quote(text: str) -> bool:
    return text[0] in _QUOTES and text.rstrip(".!?؟،, ")[-1:] in _QUOTES


def is_dateline(blocks: Sequence[Block], names: Iterable[str] = ()) -> bool:
    """Say whether the first of two blocks opens a body as a dateline does (`City - Agency`, one of `names`).

    It is short, holds no link, and stands where the line after it stands: in the same element or in its twin.
    """
    if len(blocks) < 2 or len(blocks[0].text) > SHORT or blocks[0].links or not _stand_alike(*blocks[:2]):
        return False
    text, own = blocks[0].text, fold(blocks[0].text)
    if any(own == fold(name) for name in names) or (own and fold(blocks[1].text).startswith(own)):
        return True
    return bool(_DATELINE.search(text)) and not (
        is_credit_line(text) or any(char.isdecimal() for char in text)
    )


def _stand_alike(first: Block, second: Block) -> bool:
    """Whether two lines stand in the same element, in twins, or in twins inside twins."""
    one, other = first.context, second.context
    for _ in range(TWIN_LEVELS):
        if one is other:
            return True
        if one.tag != other.tag or one.names != other.names or one.parent is None or other.parent is None:
            return False
        one, other = one.parent, other.parent
    return one is other
