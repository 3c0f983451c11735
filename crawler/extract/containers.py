"""The containers around a page's blocks, as flat arrays: for sums over subtrees and looks upward.

Between `blocks` and `features`. Containers are numbered in document order, parents first, and the blocks of a
container stand in one unbroken run, so that a sum over its subtree is the difference of two running sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block, Context

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

__all__ = ["Containers", "read_containers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Containers:
    """All containers that hold a block. `of_block` maps a block to its container.

    `parent` is 0 for the root itself. `first` and `last` are the first block inside and the one after the
    last. `levels` lists the containers by nesting, the root first.
    """

    contexts: tuple[Context, ...]
    parent: Ints
    of_block: Ints
    first: Ints
    last: Ints
    levels: tuple[Ints, ...]

    def sums(self, values: Floats) -> Floats:
        """Sum a figure of the blocks over each container's subtree (columns are summed apart)."""
        running = np.zeros((len(values) + 1, *values.shape[1:]), dtype=np.float64)
        np.cumsum(values, axis=0, out=running[1:])
        return (running[self.last] - running[self.first]).astype(np.float32)

    def distances(self, own: NDArray[np.bool_], limit: int) -> Floats:
        """Steps up to the nearest container marked in each column of `own`; `limit` when there is none
        near."""
        steps = np.full(own.shape, limit, dtype=np.float32)
        for level in self.levels:
            above = np.minimum(steps[self.parent[level]] + 1, limit)
            steps[level] = np.where(own[level], 0, above)
        return steps

    def nesting(self) -> Floats:
        """How many containers stand around each."""
        depths = np.zeros(len(self.parent), dtype=np.float32)
        for depth, level in enumerate(self.levels):
            depths[level] = depth
        return depths

    def path_up(self, container: int) -> list[int]:
        """The container and every one around it, up to the root."""
        path = [container]
        while self.parent[path[-1]] != path[-1]:
            path.append(int(self.parent[path[-1]]))
        return path

    def meeting(self, marked: NDArray[np.bool_]) -> Ints:
        """For each container the nearest marked one at or above it; the root counts as marked."""
        meet = np.zeros(len(self.parent), dtype=np.int64)
        for level in self.levels[1:]:
            meet[level] = np.where(marked[level], level, meet[self.parent[level]])
        return meet

    def above(self, containers: Ints, steps: int) -> Ints:
        """The containers `steps` above the given ones; the root is above itself."""
        for _ in range(steps):
            containers = self.parent[containers]
        return containers


def read_containers(blocks: Sequence[Block]) -> Containers:
    """Number the containers of `blocks`, which must be all the blocks of one page in document order."""
    numbers: dict[int, int] = {}
    contexts: list[Context] = []
    parent: list[int] = []
    first: list[int] = []
    nesting: list[int] = []
    of_block = [0] * len(blocks)
    for at, block in enumerate(blocks):
        missing: list[Context] = []
        context: Context | None = block.context
        while context is not None and id(context) not in numbers:
            missing.append(context)
            context = context.parent
        for one in reversed(missing):
            above = numbers[id(one.parent)] if one.parent is not None else 0
            nesting.append(nesting[above] + 1 if one.parent is not None else 0)
            numbers[id(one)] = len(contexts)
            contexts.append(one)
            parent.append(above)
            first.append(at)
        of_block[at] = numbers[id(block.context)]
    levels = np.array(nesting, dtype=np.int64)
    order = np.argsort(levels, kind="stable")
    bounds = np.searchsorted(levels[order], np.arange(1, levels.max(initial=0) + 1))
    return Containers(
        contexts=tuple(contexts),
        parent=np.array(parent, dtype=np.int64),
        of_block=np.array(of_block, dtype=np.int64),
        first=np.array(first, dtype=np.int64),
        last=np.array(_lasts(of_block, parent), dtype=np.int64),
        levels=tuple(np.split(order, bounds)) if contexts else (),
    )


def _lasts(of_block: list[int], parent: list[int]) -> list[int]:
    """For each container the number after its last block."""
    last = [0] * len(parent)
    for at in range(len(of_block) - 1, -1, -1):
        container = of_block[at]
        while not last[container]:
            last[container] = at + 1
            container = parent[container]
    return last
