"""Which text blocks of a page are its article: the path `blocks` of extraction.

Sits after `blocks` and `features`. The trained model is the file `model.npz` beside this module; how it was made is
in `model_card.md`. numpy evaluates it, no training library is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from crawler.extract.features import feature_names, features
from crawler.extract.trees import Forest, load_forest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block
    from crawler.extract.evidence import Evidence

__all__ = ["MODEL_FILE", "THRESHOLD", "Choice", "Model", "choose", "load_model", "model_version", "score"]

MODEL_FILE: Final = Path(__file__).with_name("model.npz")
THRESHOLD: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The shipped model: its forest, the feature columns it was trained on, and its version."""

    version: str
    names: tuple[str, ...]
    forest: Forest


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The blocks taken for the article, in document order.

    `kept` are their places among all blocks. `margin` is 0 to 1: how far, weighed by text, the blocks' probabilities
    lie from the threshold; below about .6 the choice is doubtful.
    """

    blocks: tuple[Block, ...]
    kept: tuple[int, ...]
    margin: float


def score(blocks: Sequence[Block], evidence: Evidence) -> NDArray[np.float32]:
    """Return for each block the probability that it belongs to the article's body.

    `blocks` must be all blocks of one page, in document order.
    """
    return load_model().forest.probabilities(features(blocks, evidence))


def choose(blocks: Sequence[Block], probabilities: NDArray[np.float32]) -> Choice:
    """Take the blocks whose probability passes the threshold."""
    taken = probabilities > THRESHOLD
    kept = tuple(int(at) for at in np.flatnonzero(taken))
    sizes = np.fromiter((len(block.text) for block in blocks), dtype=np.float32, count=len(blocks))
    sure = np.abs(probabilities - THRESHOLD) * 2
    weights = sizes * np.maximum(probabilities, 0.05)
    margin = float((sure * weights).sum() / weights.sum()) if kept else 0.0
    return Choice(blocks=tuple(blocks[at] for at in kept), kept=kept, margin=margin)


def model_version() -> str:
    """The version of the shipped model, part of every article's provenance."""
    return load_model().version


@cache
def load_model() -> Model:
    """Read the shipped model once. Raises `ValueError` when it does not fit the code's features."""
    with np.load(MODEL_FILE) as arrays:
        model = Model(
            version=str(arrays["version"]),
            names=tuple(str(name) for name in arrays["names"]),
            forest=load_forest(arrays, "blocks"),
        )
    if model.names != feature_names():
        raise ValueError(f"{MODEL_FILE.name} {model.version} was trained on other features: train it again")
    return model
