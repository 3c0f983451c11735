"""The operator's own reader: the CSS selectors of a source's `extract` rules (config: body, drop)."""

from __future__ import annotations

from lxml import html

from crawler.extract.blocks import Block, Context
from crawler.extract.document import Document, Reading
from crawler.extract.hints import Hints
from crawler.extract.tree import drop, select

__all__ = ["PATH", "drop_ruled_out", "read_with_rules"]

PATH = "rules"


def drop_ruled_out(root: html.HtmlElement, hints: Hints) -> None:
    """Take what the operator wants gone out of the tree; a selector that does not parse is no rule."""
    for css in hints.rules_drop:
        drop([element for element in _matching(root, css) if element is not root])


def read_with_rules(document: Document) -> Reading | None:
    """Select every block inside the operator's body elements; None without a rule or a match."""
    if not document.hints.rules_body:
        return None
    bodies = set(_matching(document.root, document.hints.rules_body))
    chosen = tuple(block for block in document.blocks if bodies and _is_inside(block, bodies))
    return Reading(path=PATH, blocks=chosen, score=1.0) if chosen else None


def _matching(root: html.HtmlElement, css: str) -> list[html.HtmlElement]:
    try:
        return select(root, css)
    except ValueError:
        return []


def _is_inside(block: Block, bodies: set[html.HtmlElement]) -> bool:
    context: Context | None = block.context
    while context is not None:
        if context.element in bodies:
            return True
        context = context.parent
    return False
