"""How probably each text block of a page belongs to its article.

Sits after `blocks` and `features`, before `choose`. The trained model is the file `model.npz` beside this
module; how it was made is in `model_card.md`. numpy evaluates it, no training library is needed.
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

__all__ = ["MODEL_FILE", "Model", "load_model", "model_version", "score"]

MODEL_FILE: Final = Path(__file__).with_name("model.npz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The shipped model: its forest, the feature columns it was trained on, and its version."""

    version: str
    names: tuple[str, ...]
    forest: Forest


def score(blocks: Sequence[Block], evidence: Evidence) -> NDArray[np.float32]:
    """Return for each block the probability that it belongs to the article's body.

    `blocks` must be all blocks of one page, in document order.
    """
    return load_model().forest.probabilities(features(blocks, evidence))


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
