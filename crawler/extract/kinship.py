"""How a block compares with those that look like it, and with those next to it.

A group of `features`. *Kin* are blocks whose container has the same tag and the same names; *twins* also
share those of the container above. Digits in names do not count: they number things.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crawler.extract.blocks import Context
    from crawler.extract.containers import Containers

    Floats = NDArray[np.float32]
    Columns = dict[str, Floats]

__all__ = ["kin_columns", "neighbour_columns"]

_DIGITS = re.compile(r"\d+")
_BESIDE = ("size", "link_share", "strong_share", "is_final", "stops")
_NONE = -1.0


def kin_columns(tree: Containers, columns: Columns) -> Columns:
    """Return the figures of all blocks whose container looks the same, and how common the ancestors' looks
    are."""
    kin, twins = _looks(tree)
    n_looks = max(kin.max(initial=0), twins.max(initial=0)) + 1
    common = np.bincount(kin, minlength=n_looks)[kin]
    found: Columns = {
        f"alike_{steps}": np.log1p(common[tree.above(tree.of_block, steps)]).astype(np.float32)
        for steps in (1, 2, 3)
    }
    weight = columns["weight"]
    total_prose = max(float(columns["prose"].sum()), 1.0)
    for label, looks in (("kin", kin), ("twin", twins)):
        of = looks[tree.of_block]

        def total(values: Floats, of: NDArray[np.int64] = of) -> Floats:
            return np.bincount(of, weights=values, minlength=n_looks)[of].astype(np.float32)

        count, text = total(np.ones(len(of), dtype=np.float32)), total(weight)
        found |= {
            f"{label}_count": np.log1p(count),
            f"{label}_size": np.log1p(text / count).astype(np.float32),
            f"{label}_link": (total(weight * columns["link_share"]) / np.maximum(text, 1)).astype(np.float32),
            f"{label}_prose": total(columns["prose"]) / total_prose,
            f"{label}_final": total(columns["is_final"]) / count,
            f"{label}_best": total(columns["in_best"]) / count,
        }
    return found


def _looks(tree: Containers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for each container's looks, and one for its looks together with its parent's."""
    numbers: dict[tuple[str, str] | tuple[int, int], int] = {}
    kin = [numbers.setdefault(_look(context), len(numbers)) for context in tree.contexts]
    twins = [
        numbers.setdefault((own, kin[above]), len(numbers))
        for own, above in zip(kin, tree.parent, strict=True)
    ]
    return np.array(kin, dtype=np.int64), np.array(twins, dtype=np.int64)


def _look(context: Context) -> tuple[str, str]:
    return context.tag, _plain(context.names)


@lru_cache(maxsize=20_000)
def _plain(names: str) -> str:
    return _DIGITS.sub("", names)


def neighbour_columns(tree: Containers, columns: Columns) -> Columns:
    """Return figures of the blocks on either side; -1 beyond the page."""
    kin = _looks(tree)[0][tree.of_block].astype(np.float32)
    found: Columns = {"next_breaks": _beside(columns["breaks"], 1)}
    for label, shift in (("prev", -1), ("next", 1)):
        found |= {f"{label}_{name}": _beside(columns[name], shift) for name in _BESIDE}
        found[f"{label}_same_kin"] = (_beside(kin, shift) == kin).astype(np.float32)
    return found


def _beside(column: Floats, shift: int) -> Floats:
    """The figure of the block `shift` places later."""
    moved = np.full_like(column, _NONE)
    if shift > 0:
        moved[:-shift] = column[shift:]
    else:
        moved[-shift:] = column[:shift]
    return moved
