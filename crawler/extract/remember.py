"""Reading a page by what is remembered of its site, and saying what the page teaches.

`recall` runs first in the cascade and on success replaces the parse of the whole page; after an article is
read, by whichever way, `witness` says what it teaches. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import html

from crawler.extract.blocks import Block, segment
from crawler.extract.clean import filtered
from crawler.extract.cut import cut_page
from crawler.extract.document import Document, Reading
from crawler.extract.hints import Hints
from crawler.extract.metadata import read_metadata
from crawler.extract.reasons import NoArticle
from crawler.extract.recurring import lines_of
from crawler.extract.rules import drop_ruled_out
from crawler.extract.sitememory import Agreement, Observation, SiteMemory, Tried
from crawler.extract.sketch import pack_sketch, signature_of, sketch_page
from crawler.extract.tree import parse_tree
from crawler.extract.wrapper import PATH, Wrapped, Wrapper, read_wrapped

__all__ = ["Recalled", "agreement", "recall", "witness"]

MAX_LINKED = 0.4
MAX_STRANGE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A page read by a wrapper that passed its check: the cut-down page and its body."""

    document: Document
    reading: Reading


def recall(text: str, memory: SiteMemory, hints: Hints) -> Recalled | tuple[str, ...]:
    """Read a page's markup by a remembered wrapper; else the warnings that say why a wrapper did not.

    No wrapper fits (no warning), a check fails, or an audit is due. The operator's own rule for the body goes
    before any wrapper. Costs about a third of a whole reading.
    """
    warnings: list[str] = []
    for tried in memory.tried() if not hints.rules_body else ():
        found = _find(text, tried.wrapper, hints) if tried.active else None
        if found is None:
            continue
        failed = "audited" if tried.audit else _failed_check(found.wrapped, tried)
        if failed is None:
            return Recalled(document=found.document(hints, memory, tried), reading=_reading(found, tried))
        warnings.append(f"wrapper_{failed}")
        if tried.audit:
            break
    return tuple(warnings)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a wrapper selects on the cut-down page."""

    root: html.HtmlElement
    blocks: tuple[Block, ...]
    wrapped: Wrapped

    def document(self, hints: Hints, memory: SiteMemory, tried: Tried) -> Document:
        """The cut-down page as the readers and filters see pages."""
        return Document(
            root=self.root,
            blocks=self.blocks,
            metadata=read_metadata(self.root, self.blocks, hints),
            hints=hints,
            lines=memory.lines,
            language=tried.language,
        )


def _find(text: str, wrapper: Wrapper, hints: Hints) -> _Found | None:
    """Cut, parse and select; None when the page has no element the wrapper looks for."""
    cut = cut_page(text, wrapper.bodies)
    root = parse_tree(cut) if cut else None
    if root is None or isinstance(root, NoArticle):
        return None
    drop_ruled_out(root, hints)
    blocks = segment(root)
    wrapped = read_wrapped(wrapper, blocks)
    return _Found(root, blocks, wrapped) if wrapped.blocks else None


def _reading(found: _Found, tried: Tried) -> Reading:
    return Reading(
        path=PATH,
        blocks=found.wrapped.blocks,
        score=tried.score,
        wrapper=f"{tried.template}/{tried.wrapper.id}",
    )


def _failed_check(wrapped: Wrapped, tried: Tried) -> str | None:
    """The self-check: usual length, few links, no more bodies than usual, no text under marks never met."""
    chars = _chars(wrapped.blocks)
    linked = sum(block.link_chars for block in wrapped.blocks)
    if not tried.least <= chars <= tried.most:
        return "unusual_length"
    if linked > MAX_LINKED * chars:
        return "many_links"
    if wrapped.bodies > tried.bodies:
        return "more_bodies"
    return "unknown_marks" if wrapped.strange > MAX_STRANGE else None


def witness(
    *,
    text: str,
    document: Document,
    reading: Reading,
    kept: Sequence[Block],
    language: str | None,
    memory: SiteMemory,
) -> Observation:
    """Say what a page teaches that gave an article: `reading` as the reader chose, `kept` as it is stored.

    Read by a wrapper that is little; else the page is sketched and every remembered wrapper compared with it,
    each through the whole of its own path. A text from elsewhere than the page (from the feed) teaches only
    its lines.
    """
    clock = document.metadata.clock
    if reading.path == PATH:
        template = (reading.wrapper or "").partition("/")[0]
        return Observation(
            chars=_chars(reading.blocks), lines=lines_of(reading.blocks), template=template, clock=clock
        )
    if not {id(block) for block in document.blocks}.issuperset(map(id, kept)):
        return Observation(chars=_chars(kept), lines=lines_of(reading.blocks), clock=clock)
    return Observation(
        chars=_chars(kept),
        lines=lines_of(_with_siblings(document.blocks, (*reading.blocks, *kept))),
        signature=signature_of(document.blocks),
        sketch=pack_sketch(sketch_page(document.blocks, kept)),
        agreements={
            tried.wrapper.id: _compared(text, tried, kept, document, memory) for tried in memory.tried()
        },
        language=language,
        score=reading.score,
        clock=clock,
    )


def _compared(
    text: str, tried: Tried, kept: Sequence[Block], document: Document, memory: SiteMemory
) -> Agreement:
    """How a wrapper would have read the page of which this was kept."""
    found = _find(text, tried.wrapper, document.hints)
    if found is None:
        return Agreement()
    own = filtered(found.document(document.hints, memory, tried), found.wrapped.blocks).blocks
    return Agreement(share=round(agreement(own, kept), 3), bodies=found.wrapped.bodies)


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
