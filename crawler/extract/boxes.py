"""Containers of text lines: what is around a line, around two of them, around a body.

Used by `foreign` and `pieces`. A body may have thousands of paragraphs hundreds of elements deep, so sums are
taken layer by layer, each container once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from crawler.extract.blocks import Block, Context
from crawler.extract.text import mass

__all__ = ["box_of", "chain", "shared"]

PROSE_LINE = 60
MOST = 0.9

_CELLS = frozenset(("td", "article", "main", "section"))


def box_of(kept: Sequence[Block]) -> Context | None:
    """The innermost container of nearly all text in paragraphs; of a lone one, what is around it."""
    layers: defaultdict[int, dict[int, tuple[Context, int]]] = defaultdict(dict)
    total = 0
    for block in kept:
        if mass(block.text) >= PROSE_LINE:
            _add(layers, block.context, len(block.text))
            total += len(block.text)
    box = _innermost(layers, MOST * total) if total else None
    is_lone = box is not None and box.tag not in _CELLS and sum(b.context is box for b in kept) == 1
    return box.parent if box and is_lone else box


def _innermost(layers: defaultdict[int, dict[int, tuple[Context, int]]], least: float) -> Context | None:
    """The deepest container that holds so many characters, layer by layer from the deepest one."""
    for depth in range(max(layers), -1, -1):
        for context, size in layers.pop(depth, {}).values():
            if size >= least:
                return context
            if context.parent is not None:
                _add(layers, context.parent, size)
    return None


def _add(layers: defaultdict[int, dict[int, tuple[Context, int]]], context: Context, size: int) -> None:
    layer = layers[context.depth]
    layer[id(context)] = (context, layer[id(context)][1] + size if id(context) in layer else size)


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
