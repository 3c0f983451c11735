"""The trafilatura reader: fallback and third opinion (spec/extraction §3.4).

trafilatura chooses; the text stays the page's own blocks. It joins lines at `<br>` and puts headlines into
the text, so its answer is only used to pick blocks.
"""

from __future__ import annotations

import logging

from trafilatura import bare_extraction

from crawler.extract.align import Alignment, align
from crawler.extract.document import Document, Reading
from crawler.extract.text import clean_line

__all__ = ["PATH", "ask_trafilatura", "read_with_trafilatura"]

PATH = "trafilatura"
FOUND_AGAIN = 0.9
"""Below this share of its answer found among our blocks the reading carries a warning."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def ask_trafilatura(document: Document) -> Alignment | None:
    """Return which blocks trafilatura takes for the body; None when it finds none or the page is heavy."""
    if document.heavy:
        return None
    answer = bare_extraction(
        document.root,
        url=document.hints.address or None,
        include_comments=False,
        favor_precision=True,
    )
    body = getattr(answer, "body", None)
    if body is None:
        return None
    text = clean_line("\n".join(part for part in body.itertext() if part))
    return align([block.text for block in document.blocks], text)


def read_with_trafilatura(document: Document) -> Reading | None:
    """Let trafilatura choose the body; None when it finds none or the page is heavy. It copies the tree."""
    found = ask_trafilatura(document)
    if found is None or not found.chosen:
        return None
    chosen = tuple(document.blocks[index] for index in found.chosen)
    warnings = (
        () if found.coverage >= FOUND_AGAIN else (f"trafilatura_text_not_found:{1 - found.coverage:.2f}",)
    )
    return Reading(path=PATH, blocks=chosen, warnings=warnings)
