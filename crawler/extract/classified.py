"""The classifier as a reader: path `blocks` of the cascade, `mixed` where trafilatura was asked too.

The third opinion (spec/extraction §3) costs more than all the rest, so only a doubtful page is shown to
trafilatura. Unless the model finds its answer implausible, each block's probability and trafilatura's yes or
no count one half then.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from crawler.extract.choose import Choice, choose, expected_f1, merge_copies, weights_of
from crawler.extract.classify import load_model, model_version
from crawler.extract.document import Document, Reading
from crawler.extract.evidence import read_evidence
from crawler.extract.features import features
from crawler.extract.text import mass
from crawler.extract.trafila import ask_trafilatura

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["MIXED", "PATH", "read_with_classifier"]

log = logging.getLogger(__name__)

PATH, MIXED = "blocks", "mixed"

SURE = 0.92
"""A choice that expects less F1 is doubtful: measured, there and only there the third opinion pays."""

ENOUGH = 200
"""A choice of fewer letters (Han signs count three) is doubtful too."""

PLAUSIBLE = 0.75
"""Trafilatura's answer counts when the model expects of it this share of the F1 of its own choice."""

LIKELY = 0.5
"""Some block must be this likely, or nothing was found."""


def read_with_classifier(document: Document) -> Reading | None:
    """Let the shipped model choose the blocks of the body, with trafilatura where it is in doubt.

    `score` is the expected F1. None when nothing on the page looks like a body. A model trained on other
    features than this version computes is not asked: its answer would be noise.
    """
    if not document.blocks:
        return None
    metadata = document.metadata
    sheet = features(document.blocks, read_evidence(metadata.head, metadata.jsonld, document.hints))
    if not _fits(sheet.shape[1]):
        return None
    probabilities = merge_copies(document.blocks, load_model().forest.probabilities(sheet))
    choice = choose(document.blocks, probabilities)
    second = _second_choice(document, probabilities, choice) if _is_doubtful(choice) else None
    if second is not None:
        return _reading(MIXED, second)
    return _reading(PATH, choice) if probabilities.max() > LIKELY else None


def _is_doubtful(choice: Choice) -> bool:
    return choice.expected < SURE or sum(mass(block.text) for block in choice.blocks) < ENOUGH


def _second_choice(document: Document, probabilities: Floats, first: Choice) -> Choice | None:
    """Choose by the mean of the model's probabilities and trafilatura's yes (1) or no (0), if that is
    plausible.

    Where the model finds nothing likely, whatever trafilatura finds is plausible.
    """
    other = ask_trafilatura(document)
    if other is None or not other.chosen:
        return None
    expected = expected_f1(other.chosen, probabilities, weights_of(document.blocks))
    if expected < PLAUSIBLE * first.expected and probabilities.max() > LIKELY:
        return None
    votes = np.zeros_like(probabilities)
    votes[list(other.chosen)] = 1
    return choose(document.blocks, (probabilities + votes) / 2)


def _reading(path: str, choice: Choice) -> Reading:
    return Reading(path=path, blocks=choice.blocks, score=choice.expected, model=model_version())


@cache
def _fits(columns: int) -> bool:
    """Whether the shipped model was trained on so many features; says once if it was not."""
    trained = len(load_model().names)
    if columns != trained:
        log.warning(
            "model %s knows %d features, this version has %d: not used", model_version(), trained, columns
        )
    return columns == trained
