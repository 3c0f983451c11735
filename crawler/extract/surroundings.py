"""What the markup on and around a block says: links and emphasis inside it, tags and names of its ancestors.

A group of `features`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crawler.extract.cues import Cue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block
    from crawler.extract.containers import Containers

    Floats = NDArray[np.float32]

__all__ = ["ancestor_columns", "markup_columns"]

_FAR = 8
"""Ancestors further up than this are as good as absent."""
_CUES = tuple(cue for cue in Cue if cue not in (Cue.STORY, Cue.MATTER))
_CUE_BITS = np.array([cue.value for cue in _CUES], dtype=np.int64)
_AROUND = [
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "nav",
    "figure",
    "figcaption",
    "table",
    "td",
    "ul",
    "ol",
    "li",
    "dl",
    "blockquote",
    "form",
    "section",
]
_AROUND_AT = {tag: at for at, tag in enumerate(_AROUND)}
_KINDS = {"p": 1, "div": 2, "li": 3, "td": 4}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def markup_columns(
    blocks: Sequence[Block], tree: Containers, columns: dict[str, Floats]
) -> dict[str, Floats]:
    """Return the columns of the block's own markup; needs `length` and `weight`."""
    rows = np.array(
        [
            (
                b.link_chars,
                b.strong_chars,
                b.links,
                b.media,
                b.breaks,
                b.timed,
                b.edges,
                c.depth,
                c.hidden,
            )
            for b in blocks
            for c in (b.context,)
        ],
        dtype=np.int64,
    )
    link, strong, links, media, breaks, timed, edges, depth, hidden = rows.T
    length = np.maximum(columns["length"], 1)
    link_share = (link / length).astype(np.float32)
    tags = [context.tag for context in tree.contexts]
    heading = np.array([_HEADINGS.get(tag, 0) for tag in tags], dtype=np.float32)[tree.of_block]
    kinds = np.array([_KINDS.get(tag, 0) for tag in tags], dtype=np.int64)
    found = {
        "link_share": link_share,
        "strong_share": strong / length,
        "links": links,
        "media": media,
        "breaks": breaks,
        "timed": timed,
        "ends_link": edges >> 1 & 1,
        "begins_strong": edges >> 2 & 1,
        "depth": depth,
        "hidden": hidden,
        "unlinked": columns["weight"] * (1 - link_share),
        "heading": heading,
        "is_heading": heading > 0,
    }
    found |= {f"tag_{tag}": kinds[tree.of_block] == number for tag, number in _KINDS.items()}
    return {name: values.astype(np.float32) for name, values in found.items()}


def ancestor_columns(tree: Containers, body_names: frozenset[str]) -> dict[str, Floats]:
    """Return the steps up to the nearest ancestor of each tag and with each cue; `_FAR` for none."""
    contexts = tree.contexts
    cues = np.array([context.cues for context in contexts], dtype=np.int64)
    own = np.zeros((len(contexts), len(_CUES) + len(_AROUND)), dtype=bool)
    own[:, : len(_CUES)] = (cues[:, None] & _CUE_BITS) != 0
    for at, context in enumerate(contexts):
        column = _AROUND_AT.get(context.tag)
        if column is not None:
            own[at, len(_CUES) + column] = True
        if body_names and not body_names.isdisjoint(context.names.split()):
            own[at, _CUES.index(Cue.MARKED)] = True
    names = [f"to_{(cue.name or '').lower()}" for cue in _CUES] + [f"in_{tag}" for tag in _AROUND]
    return dict(zip(names, tree.distances(own, _FAR)[tree.of_block].T, strict=True))
