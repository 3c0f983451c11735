"""The classifier as a reader: path `blocks` of the cascade (spec/extraction §3.2)."""

from __future__ import annotations

from crawler.extract.classify import choose, model_version, score
from crawler.extract.document import Document, Reading
from crawler.extract.evidence import read_evidence

__all__ = ["PATH", "read_with_classifier"]

PATH = "blocks"


def read_with_classifier(document: Document) -> Reading | None:
    """Let the shipped model choose the blocks of the body; `score` is its margin, None if it takes none."""
    metadata = document.metadata
    evidence = read_evidence(metadata.head, metadata.jsonld, document.hints)
    choice = choose(document.blocks, score(document.blocks, evidence))
    if not choice.blocks:
        return None
    return Reading(path=PATH, blocks=choice.blocks, score=choice.margin, model=model_version())
