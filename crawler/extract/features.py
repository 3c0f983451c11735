"""What the classifier is told of each block: numbers that mean the same on a page of any language.

Between `blocks` and `classify`; the groups (spec/extraction §3.2) live in `textual`, `surroundings`,
`placement`, `kinship` and `agreement`. No feature reads a word of any human language.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from lxml import html

from crawler.extract.agreement import evidence_columns
from crawler.extract.blocks import segment
from crawler.extract.containers import read_containers
from crawler.extract.evidence import Evidence
from crawler.extract.kinship import kin_columns, neighbour_columns
from crawler.extract.placement import container_columns, page_columns, title_columns
from crawler.extract.surroundings import ancestor_columns, markup_columns
from crawler.extract.textual import text_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block

    Floats = NDArray[np.float32]

__all__ = ["feature_names", "features"]


def features(blocks: Sequence[Block], evidence: Evidence) -> Floats:
    """Return one row per block and one column per name in `feature_names()`.

    `blocks` must be all blocks of one page in document order, as `segment` returns them.
    """
    if not blocks:
        return np.zeros((0, len(feature_names())), dtype=np.float32)
    columns = _columns(blocks, evidence)
    return np.stack(list(columns.values()), dtype=np.float32, casting="same_kind").T


@cache
def feature_names() -> tuple[str, ...]:
    """The columns of `features`, in order."""
    return tuple(_columns(segment(html.document_fromstring("<p>.")), Evidence()))


def _columns(blocks: Sequence[Block], evidence: Evidence) -> dict[str, Floats]:
    """Every column by name; later groups build on earlier ones."""
    tree = read_containers(blocks)
    columns = text_columns(blocks)
    columns |= markup_columns(blocks, tree, columns)
    columns |= ancestor_columns(tree, evidence.body_names)
    columns |= page_columns(columns)
    columns |= container_columns(tree, columns)
    columns |= kin_columns(tree, columns)
    columns |= evidence_columns(blocks, evidence)
    columns |= title_columns(tree, columns)
    columns |= neighbour_columns(tree, columns)
    return columns
