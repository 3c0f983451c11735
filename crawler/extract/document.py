"""The page as every reader sees it, and what a reader hands back.

A reader is a function `Document -> Reading | None`; `cascade` asks them in order. A reading selects blocks of
the document: its text is the page's own, never a tool's rendering (spec/extraction §3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import html

from crawler.extract.blocks import Block
from crawler.extract.hints import Hints
from crawler.extract.metadata import Metadata
from crawler.extract.recurring import LineTable

__all__ = ["Document", "Reader", "Reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One parsed page: its tree, its text blocks in document order, its metadata and what we were told.

    A reader must not change `root`. On a `heavy` page none may spend time that grows faster than its size.
    `lines` are those of the site's other articles, `language` is theirs where they all have one.
    """

    root: html.HtmlElement
    blocks: tuple[Block, ...]
    metadata: Metadata
    hints: Hints
    heavy: bool = False
    lines: LineTable = field(default_factory=LineTable)
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The body as one reader sees it: chosen blocks in document order.

    `score` is the reader's own certainty, 0 to 1, None where it has none. `model` and `wrapper` name the
    trained parts behind it. `warnings` go into the article's provenance.
    """

    path: str
    blocks: tuple[Block, ...]
    score: float | None = None
    model: str | None = None
    wrapper: str | None = None
    warnings: tuple[str, ...] = ()


Reader = Callable[[Document], Reading | None]
