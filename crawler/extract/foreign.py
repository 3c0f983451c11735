"""Lines a reader chose that are not of this article: other articles below it, and strays outside its box.

Before the post filters (`clean`). Both are told by where lines stand in the tree and by links, never by
words: a next article stands under its own linked headline in a box of its own, and a counter or a caption
beside the box that holds the body (spec/extraction §10: teaser lists and next articles are the commonest
fault).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.blocks import Block, Context
from crawler.extract.boxes import box_of, chain, shared
from crawler.extract.cues import Cue
from crawler.extract.document import Document
from crawler.extract.text import ends_sentence, letters, mass

__all__ = ["without_foreign"]

LINKED = 0.7
HEAD_LETTERS = 15
LOOK_BACK = 4
PROSE_LINE = 60
FEW_BOXES = 2
MAX_STRAY = 100
MAX_DATELINE_WORDS = 5

_OTHER_BOXES = Cue.RELATED | Cue.SIGNUP | Cue.SHARE | Cue.AD | Cue.COMMENT
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
    home = {id(context) for context in chain(kept[first].context)}
    looks = {_look(context) for context in chain(kept[first].context) if context.names}
    boxes = (_other_box(blocks, places.get(id(block), 0)) for block in kept[first + 1 :])
    foreign = {id(box) for box in boxes if box and _look(box) not in looks} - home
    if not foreign:
        return tuple(kept)
    own = tuple(b for b in kept if not any(id(context) in foreign for context in chain(b.context)))
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
    box = shared(blocks[heading].context, blocks[at].context)
    before = blocks[heading - 1] if heading else None
    if box is None or box is blocks[heading].context:
        return None
    opens = before is None or all(context is not box for context in chain(before.context))
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
    plain = [block for block in kept if not _is_of_other_box(block)]
    box = box_of(plain if 2 * _text(plain) > _text(kept) else kept)
    if box is None:
        return tuple(kept)
    inside = [any(context is box for context in chain(block.context)) for block in kept]
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    return tuple(
        block
        for at, block in enumerate(kept)
        if first <= at <= last or not (_is_stray(block) or (at > last and _is_of_other_box(block)))
    )


def _is_of_other_box(block: Block) -> bool:
    """Whether a line stands in a box for sharing, signing up, other articles and the like."""
    cues = block.context.cues
    return bool(cues & _OTHER_BOXES) and not cues & Cue.BODY


def _is_stray(block: Block) -> bool:
    text = block.text
    is_dateline = len(text.split()) <= MAX_DATELINE_WORDS and _PARTED.search(text) is not None
    is_short = len(text) <= MAX_STRAY and not ends_sentence(text)
    return is_short and block.tag != "li" and not is_dateline
