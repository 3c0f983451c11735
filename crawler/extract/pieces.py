"""The other pieces of a body that was split: boxes beside the one that holds it, made exactly like it.

Before the post filters (`clean`): an advertisement or a newsletter box often parts a body in two, and a
reader may find the first half only (spec/extraction §3.3 takes up such siblings for wrappers too).
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extract.blocks import Block, Context
from crawler.extract.boxes import box_of
from crawler.extract.document import Document
from crawler.extract.text import mass

__all__ = ["with_pieces"]

PROSE_LINE = 60
LINKED = 0.3
MIN_PROSE = 0.2


def with_pieces(document: Document, kept: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with those of the boxes that share tag, class and parent with the body's own.

    Such a box must hold a paragraph and hardly any links; a box without a class has no likeness.
    """
    box = box_of(kept)
    if box is None or not box.names.strip() or box.parent is None:
        return tuple(kept)
    pieces: dict[int, list[Block]] = {}
    for block in document.blocks:
        piece = _beside(box, block.context)
        if piece is not None and _are_alike(piece, box):
            pieces.setdefault(id(piece), []).append(block)
    known = {id(block) for block in kept}
    added = {id(b) for lines in pieces.values() if _is_body(lines) for b in lines if not _is_linked(b)}
    if added <= known:
        return tuple(kept)
    return tuple(block for block in document.blocks if id(block) in known | added)


def _beside(box: Context, context: Context) -> Context | None:
    """The container at or above `context` that stands in one with the box."""
    at: Context | None = context
    while at is not None and at.parent is not box.parent:
        at = at.parent
    return at


def _are_alike(context: Context, box: Context) -> bool:
    is_twin = context.tag == box.tag and context.names == box.names
    return is_twin and context is not box and not context.hidden


def _is_body(lines: Sequence[Block]) -> bool:
    """Whether a box holds prose and not a list of links."""
    total = sum(len(block.text) for block in lines)
    linked = sum(block.link_chars for block in lines)
    prose = sum(len(b.text) for b in lines if mass(b.text) >= PROSE_LINE and not _is_linked(b))
    return prose >= MIN_PROSE * total and linked <= LINKED * total


def _is_linked(block: Block) -> bool:
    return block.link_chars >= LINKED * len(block.text)
