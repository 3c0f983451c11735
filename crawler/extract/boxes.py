"""Containers of text lines: what is around a line, around two of them, around a body.

Used by `foreign` and `pieces`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.extract.blocks import Block, Context
from crawler.extract.text import mass

__all__ = ["box_of", "chain", "shared"]

PROSE_LINE = 60
MOST = 0.9

_CELLS = frozenset(("td", "article", "main", "section"))


def box_of(kept: Sequence[Block]) -> Context | None:
    """The innermost container of nearly all text in paragraphs; of a lone one, what is around it."""
    held: dict[int, int] = {}
    contexts: dict[int, Context] = {}
    for block in kept:
        if mass(block.text) >= PROSE_LINE:
            held[id(block.context)] = held.get(id(block.context), 0) + len(block.text)
            contexts[id(block.context)] = block.context
    total = sum(held.values())
    for number, size in list(held.items()):
        around = contexts[number].parent
        while around is not None:
            held[id(around)] = held.get(id(around), 0) + size
            contexts[id(around)] = around
            around = around.parent
    boxes = [contexts[i] for i, size in held.items() if size >= MOST * total]
    box = max(boxes, key=lambda context: context.depth, default=None)
    is_lone = box is not None and box.tag not in _CELLS and sum(b.context is box for b in kept) == 1
    return box.parent if box and is_lone else box


def shared(first: Context, second: Context) -> Context | None:
    """The innermost container around both."""
    around = {id(context) for context in chain(first)}
    return next((context for context in chain(second) if id(context) in around), None)


def chain(context: Context) -> Iterator[Context]:
    """A container and all around it, innermost first."""
    at: Context | None = context
    while at is not None:
        yield at
        at = at.parent
