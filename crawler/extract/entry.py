"""The last resort: the full text a feed entry carried, when the page itself gave nothing."""

from __future__ import annotations

from crawler.extract.blocks import segment
from crawler.extract.document import Document, Reading
from crawler.extract.reasons import NoArticle
from crawler.extract.text import ends_sentence, letters
from crawler.extract.tree import parse_tree

__all__ = ["PATH", "read_entry"]

PATH = "feed"
MIN_LETTERS = 400


def read_entry(document: Document) -> Reading | None:
    """Read the body from the feed entry's content; None if there is none or it is only a beginning."""
    content = document.hints.entry_content
    root = parse_tree(f"<div>{content}</div>") if content else None
    if root is None or isinstance(root, NoArticle):
        return None
    blocks = segment(root)
    whole = (
        bool(blocks)
        and ends_sentence(blocks[-1].text)
        and not blocks[-1].text.rstrip(" ]").endswith(("…", "..."))
    )
    if not whole or sum(letters(block.text) for block in blocks) < MIN_LETTERS:
        return None
    return Reading(path=PATH, blocks=blocks, warnings=("text_from_feed",))
