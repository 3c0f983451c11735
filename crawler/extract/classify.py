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

__all__ = ["MODEL_FILE", "Choice", "Model", "choose", "load_model", "model_version", "score"]

MODEL_FILE: Final = Path(__file__).with_name("model.npz")
_LETTERS_PER_WORD, _WORDS_PER_LINE = 6, 3
"""A block weighs its words, and three more for being a line: a wrong short line is a wrong line all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The shipped model: its forest, the feature columns it was trained on, and its version."""

    version: str
    names: tuple[str, ...]
    forest: Forest


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The blocks taken for the article, in document order.

    `kept` are their places among all blocks. `expected` is the F1 that the probabilities promise, 0 to 1.
    """

    blocks: tuple[Block, ...]
    kept: tuple[int, ...]
    expected: float


def score(blocks: Sequence[Block], evidence: Evidence) -> NDArray[np.float32]:
    """Return for each block the probability that it belongs to the article's body.

    `blocks` must be all blocks of one page, in document order.
    """
    return load_model().forest.probabilities(features(blocks, evidence))


def choose(blocks: Sequence[Block], probabilities: NDArray[np.float32]) -> Choice:
    """Take the likeliest blocks, as many as make the expected F1 of the text highest.

    That cuts at half of the F1 to be reached: near .5 on a clear page, lower where all is doubtful.
    """
    if not blocks:
        return Choice(blocks=(), kept=(), expected=0.0)
    lengths = np.fromiter((len(block.text) for block in blocks), dtype=np.float64, count=len(blocks))
    weights = lengths / _LETTERS_PER_WORD + _WORDS_PER_LINE
    order = np.argsort(-probabilities, kind="stable")
    hits = np.cumsum((probabilities * weights)[order])
    f1 = 2 * hits / (np.cumsum(weights[order]) + hits[-1] + 1e-9)
    best = int(f1.argmax())
    kept = tuple(sorted(int(at) for at in order[: best + 1]))
    return Choice(blocks=tuple(blocks[at] for at in kept), kept=kept, expected=float(f1[best]))


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
