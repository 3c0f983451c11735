"""Lines a reader chose that are not of this article: other articles below it, and strays outside its box.

Before the post filters (`clean`). Both are told by where lines stand in the tree and by links, never by
words: a next article stands under its own linked headline in a box of its own, and a counter or a caption
beside the box that holds the body (spec/extraction §10: teaser lists and next articles are the commonest
fault).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from crawler.extract.blocks import Block, Context
from crawler.extract.document import Document
from crawler.extract.text import ends_sentence, letters, mass

__all__ = ["without_foreign"]

LINKED = 0.7
HEAD_LETTERS = 15
LOOK_BACK = 4
PROSE_LINE = 60
FEW_BOXES = 2
MAX_STRAY = 100
MOST = 0.9
MAX_DATELINE_WORDS = 5

_CELLS = frozenset(("td", "article", "main", "section"))
_PARTED = re.compile(r"\s[-–—/]\s|[-–—:]$")


def without_foreign(document: Document, kept: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of `kept`, in document order, that belong to the article."""
    return _without_strays(_without_others(document, kept))


def _without_others(document: Document, kept: Sequence[Block]) -> tuple[Block, ...]:
    """Drop what stands in a box that a linked headline opens, and that is without the first paragraph.

    Where that stands under one itself, or such boxes outweigh the rest of a page that is undated or has many
    of them, the page is a list: others judge it.
    """
    blocks = document.blocks
    places = {id(block): at for at, block in enumerate(blocks)}
    first = next((at for at, block in enumerate(kept) if mass(block.text) >= PROSE_LINE), None)
    if first is None or _heading_of(blocks, places.get(id(kept[first]), 0)) is not None:
        return tuple(kept)
    home = {id(context) for context in _chain(kept[first].context)}
    looks = {_look(context) for context in _chain(kept[first].context) if context.names}
    boxes = (_other_box(blocks, places.get(id(block), 0)) for block in kept[first + 1 :])
    foreign = {id(box) for box in boxes if box and _look(box) not in looks} - home
    if not foreign:
        return tuple(kept)
    own = tuple(b for b in kept if not any(id(context) in foreign for context in _chain(b.context)))
    is_doubtful = len(foreign) > FEW_BOXES or document.metadata.published is None
    return tuple(kept) if is_doubtful and _text(own) < _text(kept) / 2 else own


def _look(context: Context) -> tuple[str, str]:
    """What tells the pieces of a body that was split: they share it."""
    return context.tag, context.names


def _other_box(blocks: Sequence[Block], at: int) -> Context | None:
    """The box around a line and the linked headline right above it that opens the box."""
    heading = _heading_of(blocks, at)
    if heading is None:
        return None
    box = _shared(blocks[heading].context, blocks[at].context)
    before = blocks[heading - 1] if heading else None
    if box is None or box is blocks[heading].context:
        return None
    opens = before is None or all(context is not box for context in _chain(before.context))
    return box if opens else None


def _text(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _heading_of(blocks: Sequence[Block], at: int) -> int | None:
    """Where the linked headline is that a line stands right under, short lines such as dates between them
    aside."""
    for above in range(at - 1, max(at - LOOK_BACK, 0) - 1, -1):
        block = blocks[above]
        if letters(block.text) >= HEAD_LETTERS:
            return above if block.links == 1 and block.link_chars >= LINKED * len(block.text) else None
    return None


def _without_strays(kept: Sequence[Block]) -> tuple[Block, ...]:
    """Drop short unfinished lines before and after the body that stand outside the box of its paragraphs."""
    box = _box(kept)
    if box is None:
        return tuple(kept)
    inside = [any(context is box for context in _chain(block.context)) for block in kept]
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    return tuple(
        b for at, b in enumerate(kept) if first <= at <= last or b.tag == "li" or not _is_stray(b.text)
    )


def _is_stray(text: str) -> bool:
    is_dateline = len(text.split()) <= MAX_DATELINE_WORDS and _PARTED.search(text) is not None
    return len(text) <= MAX_STRAY and not ends_sentence(text) and not is_dateline


def _box(kept: Sequence[Block]) -> Context | None:
    """The innermost container of nearly all text in paragraphs; of a lone one, what is around it."""
    held: Counter[int] = Counter()
    contexts: dict[int, Context] = {}
    for block in kept:
        if mass(block.text) >= PROSE_LINE:
            held[id(block.context)] += len(block.text)
            contexts[id(block.context)] = block.context
    total = held.total()
    for context, size in [(contexts[i], size) for i, size in held.items()]:
        for around in islice(_chain(context), 1, None):
            held[id(around)] += size
            contexts[id(around)] = around
    boxes = [contexts[i] for i, size in held.items() if size >= MOST * total]
    box = max(boxes, key=lambda context: context.depth, default=None)
    is_lone = box is not None and box.tag not in _CELLS and sum(b.context is box for b in kept) == 1
    return box.parent if box and is_lone else box


def _shared(first: Context, second: Context) -> Context | None:
    """The innermost container around both."""
    around = {id(context) for context in _chain(first)}
    return next((context for context in _chain(second) if id(context) in around), None)


def _chain(context: Context) -> Iterator[Context]:
    """A container and all around it, innermost first."""
    at: Context | None = context
    while at is not None:
        yield at
        at = at.parent
