"""The head of a body: the dateline a reader missed, and lines that stand above the article's own date line.

Before the post filters (`clean`), on the blocks a reader chose. Both follow from the order of a news page:
headline, standfirst, date line or byline, dateline, body (spec/extraction §1).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from crawler.extract.blocks import Block
from crawler.extract.document import Document
from crawler.extract.furniture import is_tool_line
from crawler.extract.metadata import Metadata
from crawler.extract.recurring import is_dateline
from crawler.extract.text import ends_sentence, key
from spiders.parse.dates import parse_date

__all__ = ["opened", "outlet_names"]

MAX_DATE_LINE = 140
MAX_DATELINE, MAX_DATELINE_WORDS = 40, 5
MAX_ABOVE = 3
MAX_STRAP = 100
MAX_DATE_WORDS = 14


def opened(document: Document, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with the dateline before them and without what stands above the date line."""
    if not blocks:
        return ()
    return _with_dateline(document, _below_date_line(document, blocks))


def outlet_names(document: Document) -> tuple[str, ...]:
    """Return what the outlet calls itself: its stated names, and the part of `<title>` beside the
    headline."""
    metadata = document.metadata
    names = [metadata.publisher, document.hints.source_name, *metadata.site_names]
    return tuple(dict.fromkeys(name for name in names if name))


def _with_dateline(document: Document, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Take up a short line right before the body that opens it as datelines do."""
    at = next((i for i, block in enumerate(document.blocks) if block is blocks[0]), 0)
    before = document.blocks[at - 1] if at else None
    if before is None or len(before.text) > MAX_DATELINE or len(before.text.split()) > MAX_DATELINE_WORDS:
        return blocks
    if key(before.text) in document.metadata.headline.keys or is_tool_line(before.text):
        return blocks
    return (before, *blocks) if is_dateline((before, blocks[0]), outlet_names(document)) else blocks


def _below_date_line(document: Document, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Drop lines that stand between the headline and the date line: a standfirst, a kicker."""
    places = {id(block): at for at, block in enumerate(document.blocks)}
    own = [places.get(id(block), -1) for block in blocks]
    stretch = range(own[0], own[min(MAX_ABOVE, len(own) - 1)])
    dated = next((at for at in stretch if _is_date_line(document.blocks[at], document.metadata)), -1)
    return tuple(
        block for block, at in zip(blocks, own, strict=True) if at >= dated or not _is_strap(block.text)
    )


def _is_strap(text: str) -> bool:
    """Whether a line is short and no sentence; a summary in sentences is the lede for many an outlet."""
    return len(text) <= MAX_STRAP and not ends_sentence(text)


def _is_date_line(block: Block, metadata: Metadata) -> bool:
    """Whether a line says when the article was published and little else."""
    published, text = metadata.published, block.text
    if published is None or len(text) > MAX_DATE_LINE or ends_sentence(text) or text.isalpha():
        return False
    if text == published.raw:
        return True
    found = parse_date(text) if len(text.split()) <= MAX_DATE_WORDS else None
    return found is not None and abs(found.at - published.at) < timedelta(hours=36)
