"""The worker's side of the site memory: read a page by what is remembered, report what was seen.

`recall` runs first in the cascade and on success replaces the parse of the whole page; after an article is
read, by whichever way, `witness` says what it teaches. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crawler.extract.blocks import Block, segment
from crawler.extract.cut import cut_page
from crawler.extract.document import Document, Reading
from crawler.extract.hints import Hints
from crawler.extract.metadata import read_metadata
from crawler.extract.reasons import NoArticle
from crawler.extract.recurring import lines_of, without_recurring
from crawler.extract.rules import drop_ruled_out
from crawler.extract.sitememory import Lesson, Observation, Tried
from crawler.extract.sketch import pack_sketch, signature_of, sketch_page
from crawler.extract.tree import parse_tree
from crawler.extract.wrapper import PATH, Wrapped, Wrapper, read_wrapped

__all__ = ["Recalled", "drop_recurring", "recall", "witness"]

MAX_LINKED = 0.4
MAX_STRANGE = 0.3

Finish = Callable[[Document, Sequence[Block]], Sequence[Block]]
"""The filters that make a reader's blocks the final text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A page read by a wrapper that passed its check: the cut-down page and its body.

    `language` is that of the template's other articles, None where they differ.
    """

    document: Document
    reading: Reading
    language: str | None


def recall(text: str, lesson: Lesson, hints: Hints) -> Recalled | None:
    """Read a page's markup by a remembered wrapper; None when none fits, its check fails, or an audit is due.

    The operator's own rule for the body goes before any wrapper. Costs a tenth to a fifth of a whole reading.
    """
    if hints.rules_body:
        return None
    for tried in lesson.tried:
        found = _read(text, tried.wrapper, hints) if tried.active else None
        if found is None or not _passes(found.wrapped, tried):
            continue
        if tried.audit:
            return None
        reading = Reading(
            path=PATH, blocks=found.wrapped.blocks, wrapper=f"{tried.template}/{tried.wrapper.id}"
        )
        return Recalled(document=found.document, reading=reading, language=tried.language)
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    document: Document
    wrapped: Wrapped


def _read(text: str, wrapper: Wrapper, hints: Hints) -> _Found | None:
    """Cut, parse and select; None when the page has no element the wrapper looks for."""
    cut = cut_page(text, wrapper.bodies)
    root = parse_tree(cut) if cut else None
    if root is None or isinstance(root, NoArticle):
        return None
    drop_ruled_out(root, hints)
    blocks = segment(root)
    wrapped = read_wrapped(wrapper, blocks)
    if not wrapped.blocks:
        return None
    return _Found(
        Document(root=root, blocks=blocks, metadata=read_metadata(root, blocks, hints), hints=hints), wrapped
    )


def _passes(wrapped: Wrapped, tried: Tried) -> bool:
    """The self-check: usual length, few links, (almost) no text under marks never met before."""
    chars = _chars(wrapped.blocks)
    linked = sum(block.link_chars for block in wrapped.blocks)
    return (
        tried.least <= chars <= tried.most and linked <= MAX_LINKED * chars and wrapped.strange <= MAX_STRANGE
    )


def drop_recurring(blocks: Sequence[Block], lesson: Lesson, document: Document) -> tuple[Block, ...]:
    """Take the site's recurring lines out of a reading."""
    names = [name for name in (document.metadata.publisher, document.hints.source_name) if name]
    return without_recurring(blocks, lesson.recurring, lesson.steady, names)


def witness(
    *,
    text: str,
    document: Document,
    reading: Reading,
    kept: Sequence[Block],
    language: str | None,
    lesson: Lesson,
    finish: Finish,
) -> Observation:
    """Say what a page teaches that gave an article: `reading` as the reader chose, `kept` as it is stored.

    Read by a wrapper that is little; else the page is sketched and every remembered wrapper compared with it,
    each through the whole of its own path, `finish` included. A text from elsewhere than the page (from the
    feed) teaches only its lines.
    """
    if reading.path == PATH:
        template = (reading.wrapper or "").partition("/")[0]
        return Observation(chars=_chars(reading.blocks), lines=lines_of(reading.blocks), template=template)
    if not {id(block) for block in document.blocks}.issuperset(map(id, kept)):
        return Observation(chars=_chars(kept), lines=lines_of(reading.blocks))
    agreements: dict[str, float] = {}
    for tried in lesson.tried:
        found = _read(text, tried.wrapper, document.hints)
        own = finish(found.document, found.wrapped.blocks) if found else ()
        agreements[tried.wrapper.id] = round(agreement(own, kept), 3)
    return Observation(
        chars=_chars(kept),
        lines=lines_of(_with_siblings(document.blocks, (*reading.blocks, *kept))),
        signature=signature_of(document.blocks),
        sketch=pack_sketch(sketch_page(document.blocks, kept)),
        agreements=agreements,
        language=language,
    )


def _with_siblings(blocks: Sequence[Block], taken: Sequence[Block]) -> list[Block]:
    """The blocks taken and those left out beside them, where a wrapper will meet them again."""
    beside = {id(context) for block in taken for context in (block.context, block.context.parent)}
    return [block for block in blocks if not beside.isdisjoint((id(block.context), id(block.context.parent)))]


def agreement(one: Sequence[Block], other: Sequence[Block]) -> float:
    """F1, by characters, of the lines two readings have in common."""
    ours, theirs = Counter(block.text for block in one), Counter(block.text for block in other)
    both = sum(len(text) * count for text, count in (ours & theirs).items())
    total = _chars(one) + _chars(other)
    return 2 * both / total if total else 0.0


def _chars(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)
