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
from crawler.extract.text import ends_sentence, letters
from storage.fold import fold

__all__ = ["LineTable", "Lines", "count_lines", "is_dateline", "line_hash", "lines_of", "without_recurring"]

SEEN_ON = 2
"""A line seen in this many other articles recurs."""
LONG = 120
"""A line of this many characters is a paragraph of its own right and needs more than recurring twice."""
LONG_SEEN_ON = 3
LONG_RATE = 0.3
MAX_ONCE = 800
MAX_RECURRING = 300
MAX_LINES = 80
SHORT = 60
LINKED = 0.5
DATELINE = 60

_QUOTES = "\"'“”„«»‹›‘’「『"
_FIGURES = re.compile(r"\d+")
_DASHED = re.compile(r"[-–—:ـ،/|(]")


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

    def recurring(self) -> frozenset[int]:
        """Return the hashes of lines seen often enough; long ones only if they stand in a good part of all."""
        return frozenset(line for line, (count, _) in self.counts.items() if count >= SEEN_ON)

    def steady(self) -> frozenset[int]:
        """Return those of the recurring lines that most articles since their first have carried."""
        return frozenset(
            line
            for line, (count, first) in self.counts.items()
            if count >= LONG_SEEN_ON and count >= LONG_RATE * (self.articles - first)
        )


@lru_cache(maxsize=1_000)
def line_hash(text: str) -> int:
    """Return 40 bits of a line of clean text; case does not count, nor do the figures in a short one."""
    folded = text.casefold()
    if len(text) < LONG:
        folded = _FIGURES.sub("0", folded)
    return int.from_bytes(blake2b(folded.encode(), digest_size=5).digest(), "big")


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
    blocks: Sequence[Block], recurring: Collection[int], steady: Collection[int], names: Iterable[str] = ()
) -> tuple[Block, ...]:
    """Return the blocks without the site's recurring lines; `names` are the outlet's own.

    `recurring` and `steady` come from a `LineTable`. Leaves the blocks alone when the article as a whole is
    one that recurs, or has no paragraph of its own.
    """
    lines = [_Line(block, own := line_hash(block.text), own in recurring) for block in blocks]
    if not any(line.recurs for line in lines):
        return tuple(blocks)
    long = [line.hash for line in lines if len(line.block.text) >= LONG]
    own = [at for at, line in enumerate(lines) if not line.recurs and len(line.block.text) >= SHORT]
    if _is_told_again(long, recurring) or not own:
        return tuple(blocks)
    opens = is_dateline(blocks, names)
    return tuple(
        line.block
        for at, line in enumerate(lines)
        if not line.recurs
        or (at == 0 and opens)
        or not _is_furniture(line, steady, outside=at < own[0] or at > own[-1])
    )


def _is_furniture(line: _Line, steady: Collection[int], *, outside: bool) -> bool:
    """Whether a recurring line may go; `outside` says it lies before or behind all paragraphs of its own."""
    text = line.block.text
    linked = line.block.link_chars >= LINKED * len(text) > 0
    if _is_figures(text):
        return False
    if len(text) >= LONG:
        return line.hash in steady and (outside or linked)
    if outside or linked:
        return True
    return not _is_quoted(text) and len(text) <= SHORT and not ends_sentence(text) and line.hash in steady


def _is_figures(text: str) -> bool:
    digits = sum(char.isdecimal() for char in text)
    return 2 * digits >= letters(text)


def _is_quoted(text: str) -> bool:
    return any(quote in text for quote in _QUOTES)


def is_dateline(blocks: Sequence[Block], names: Iterable[str] = ()) -> bool:
    """Say whether the first block opens the body as a dateline does (`City - Agency`, the outlet's name).

    It is short, no link, and stands where the next line stands: in the same element, or in a twin of it.
    """
    if len(blocks) < 2:
        return False
    first, second = blocks[0], blocks[1]
    text = first.text
    if len(text) > DATELINE or first.links or not _stand_alike(first, second):
        return False
    own = fold(text)
    is_named = any(own and own == fold(name) for name in names)
    return is_named or bool(own and fold(second.text).startswith(own)) or bool(_DASHED.search(text))


def _stand_alike(first: Block, second: Block) -> bool:
    same = first.context is second.context
    twins = first.tag == second.tag and first.context.parent is second.context.parent
    return same or (twins and first.context.names == second.context.names)
