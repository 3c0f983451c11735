"""A gradient-boosted forest of oblivious trees, evaluated with numpy.

The machine under `classify`. In an oblivious tree every node of one level asks the same
question, so a row's leaf is a number made of the level's answers: no walking, one table look-up per tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Forest", "load_forest"]

_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """The trees of one model: per tree and level a feature and a border, per tree and leaf a value.

    `columns` (trees, levels) and `borders` (trees, levels): the answer is `feature > border`, the first level
    the lowest bit of the leaf's number. `leaves` is (trees, 2 ** levels); their sum plus `bias` is the
    log-odds.
    """

    columns: NDArray[np.int16]
    borders: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: float

    def log_odds(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the log-odds of each row; `rows` is (n, features) without NaN. Linear in n times trees."""
        parts = [self._log_odds(rows[at : at + _ROWS_AT_ONCE]) for at in range(0, len(rows), _ROWS_AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of each row."""
        return (1 / (1 + np.exp(-self.log_odds(rows)))).astype(np.float32)

    def _log_odds(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        turned = np.ascontiguousarray(rows.T)
        trees, levels = self.columns.shape
        leaf = np.zeros((trees, len(rows)), dtype=np.int16)
        for level in range(levels):
            answers = turned[self.columns[:, level]] > self.borders[:, level, None]
            leaf |= answers.astype(np.int16) << level
        leaf_at = leaf + (np.arange(trees, dtype=np.int32) << levels)[:, None]
        total: NDArray[np.float32] = self.leaves.ravel()[leaf_at].sum(axis=0, dtype=np.float32) + np.float32(
            self.bias
        )
        return total


def load_forest(arrays: Mapping[str, NDArray[Any]], prefix: str) -> Forest:
    """Read the forest stored under `prefix` in a model file."""
    return Forest(
        columns=arrays[f"{prefix}_columns"],
        borders=arrays[f"{prefix}_borders"],
        leaves=arrays[f"{prefix}_leaves"],
        bias=float(arrays[f"{prefix}_bias"]),
    )
