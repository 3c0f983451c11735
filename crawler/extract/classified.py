"""The classifier as a reader: path `blocks` of the cascade (spec/extraction §3.2)."""

from __future__ import annotations

import logging
from functools import cache

from crawler.extract.classify import choose, load_model, model_version
from crawler.extract.document import Document, Reading
from crawler.extract.evidence import read_evidence
from crawler.extract.features import features

__all__ = ["PATH", "read_with_classifier"]

log = logging.getLogger(__name__)

PATH = "blocks"


def read_with_classifier(document: Document) -> Reading | None:
    """Let the shipped model choose the blocks of the body; `score` is its margin, None if it takes none.

    A model trained on other features than this version computes is not asked: its answer would be noise.
    """
    if not document.blocks:
        return None
    metadata = document.metadata
    sheet = features(document.blocks, read_evidence(metadata.head, metadata.jsonld, document.hints))
    if not _fits(sheet.shape[1]):
        return None
    choice = choose(document.blocks, load_model().forest.probabilities(sheet))
    if not choice.blocks:
        return None
    return Reading(path=PATH, blocks=choice.blocks, score=choice.margin, model=model_version())


@cache
def _fits(columns: int) -> bool:
    """Whether the shipped model was trained on so many features; says once if it was not."""
    trained = len(load_model().names)
    if columns != trained:
        log.warning(
            "model %s knows %d features, this version has %d: not used", model_version(), trained, columns
        )
    return columns == trained
