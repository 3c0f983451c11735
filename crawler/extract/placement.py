"""Where a block stands: on the page, among the prose, in the best container, below the headline.

A group of `features`. *Prose* is text that reads like paragraphs: long enough, hardly linked, with sentence
marks. The *best container* is the one most prose stands in directly, or one or two steps below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crawler.extract.containers import Containers

    Floats = NDArray[np.float32]
    Columns = dict[str, Floats]

__all__ = ["container_columns", "page_columns", "title_columns"]

_PROSE_SIZE = float(np.log1p(60))
_PROSE_LINKS = 0.35
_USUAL_SIZE = 100.0
_STEPS = 5
_NEAR, _FAR = 40, 60
_MAX_NESTING = 12


def page_columns(columns: Columns) -> Columns:
    """Return the place on the page and the distance to prose; needs the text and markup columns."""
    weight, unlinked = columns["weight"], columns["unlinked"]
    n = len(weight)
    at = np.arange(n, dtype=np.float32)
    total = max(float(unlinked.sum()), 1.0)
    is_prose = (columns["size"] > _PROSE_SIZE) & (columns["link_share"] < _PROSE_LINKS)
    is_prose &= columns["stops"] + columns["is_final"] > 0
    usual = float(weight[is_prose].mean()) if is_prose.any() else _USUAL_SIZE
    spots = np.flatnonzero(is_prose)
    before, after = _gaps(at, spots)
    return {
        "place": at / max(n - 1, 1),
        "from_top": np.minimum(at, _FAR),
        "from_end": np.minimum(n - 1 - at, _FAR),
        "text_before": (np.cumsum(unlinked) - unlinked) / total,
        "page_size": np.full(n, np.log1p(total), dtype=np.float32),
        "page_blocks": np.full(n, np.log1p(n), dtype=np.float32),
        "prose": np.where(is_prose, weight, 0).astype(np.float32),
        "relative_size": np.log((weight + 5) / usual).astype(np.float32),
        "prose_count": np.full(n, np.log1p(len(spots)), dtype=np.float32),
        "to_prose_before": before,
        "to_prose_after": after,
    }


def _gaps(at: Floats, spots: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Blocks back to the nearest prose and on to the next, at most `_NEAR`."""
    padded = np.concatenate(([-_NEAR], spots, [len(at) + _NEAR]))
    after = np.searchsorted(spots, at) + 1
    before = np.minimum(at - padded[after - 1], _NEAR)
    return before.astype(np.float32), np.minimum(padded[after] - at, _NEAR).astype(np.float32)


def container_columns(tree: Containers, columns: Columns) -> Columns:
    """Return what the five innermost containers hold and how the block lies to the best one."""
    prose, weight = columns["prose"], columns["weight"]
    n = len(prose)
    ones = np.ones(n, dtype=np.float32)
    sums = tree.sums(
        np.stack(
            (prose, weight, weight * columns["link_share"], ones, columns["is_final"], columns["timed"]),
            axis=1,
        )
    )
    total = max(float(prose.sum()), 1.0)
    score = _scores(tree, prose)
    best, top = int(score.argmax()), float(score.max()) or 1.0
    found: Columns = {}
    for steps in range(_STEPS):
        above = tree.above(tree.of_block, steps)
        own_prose, own_weight, own_links, own_blocks, own_final, own_times = sums[above].T
        found |= {
            f"prose_in_{steps}": own_prose / total,
            f"link_in_{steps}": own_links / np.maximum(own_weight, 1),
            f"size_in_{steps}": np.log1p(own_weight),
            f"blocks_in_{steps}": np.log1p(own_blocks),
            f"final_in_{steps}": own_final / np.maximum(own_blocks, 1),
            f"score_in_{steps}": (score[above] / top).astype(np.float32),
        }
    found["times_around"] = own_times
    found["best_share"] = np.full(n, sums[best, 0] / total, dtype=np.float32)
    return found | _around_best(tree, columns, best)


def _scores(tree: Containers, prose: Floats) -> Floats:
    """How good a container each is: its own prose, that one step below, half of that two steps below."""
    of, parent, n = tree.of_block, tree.parent, len(tree.parent)
    own = np.bincount(of, weights=prose, minlength=n)
    below = np.bincount(parent[of], weights=prose, minlength=n)
    further = np.bincount(parent[parent[of]], weights=prose, minlength=n)
    return (own + below + 0.5 * further).astype(np.float32)


def _around_best(tree: Containers, columns: Columns, best: int) -> Columns:
    """How each block lies to the best container, in the tree and along the page."""
    n, of = len(tree.of_block), tree.of_block
    at = np.arange(n, dtype=np.float32)
    inside = (at >= tree.first[best]) & (at < tree.last[best])
    nesting = tree.nesting()
    on_path = np.zeros((len(tree.parent), 1), dtype=bool)
    on_path[tree.path_up(best)] = True
    meeting = tree.meeting(on_path[:, 0])
    spots = np.flatnonzero(inside & (columns["prose"] > 0))
    first, last = (float(spots[0]), float(spots[-1])) if len(spots) else (0.0, n - 1.0)
    return {
        "nesting": nesting[of],
        "in_best": inside.astype(np.float32),
        "below_best": np.where(inside, nesting[of] - nesting[best], -1).astype(np.float32),
        "after_best": np.clip(at - tree.last[best], -_FAR, _FAR).astype(np.float32),
        "before_best": np.clip(tree.first[best] - at, -_FAR, _FAR).astype(np.float32),
        "to_best_path": tree.distances(on_path, _MAX_NESTING)[of, 0],
        "best_above": np.minimum(nesting[best] - nesting[meeting], _MAX_NESTING)[of].astype(np.float32),
        "from_first_prose": np.clip(at - first, -_NEAR, _NEAR),
        "from_last_prose": np.clip(at - last, -_NEAR, _NEAR),
        "along_best": ((at - first) / max(last - first, 1)).clip(-1, 2),
    }


def title_columns(tree: Containers, columns: Columns) -> Columns:
    """Return the distance to the headline: the block most like the title, a heading rather than not."""
    n = len(tree.of_block)
    at = np.arange(n, dtype=np.float32)
    marks = columns["title_match"] + 0.3 * (columns["heading"] == 1) + 0.05 * columns["is_heading"]
    spot = int(marks.argmax()) if float(marks.max()) > 0.25 else -1
    unlinked = columns["unlinked"]
    before = np.cumsum(unlinked) - unlinked
    gap = before - before[spot]
    return {
        "from_title": np.clip(at - spot, -_NEAR, _NEAR) if spot >= 0 else np.full(n, -99, dtype=np.float32),
        "text_from_title": (np.sign(gap) * np.log1p(np.abs(gap))).astype(np.float32),
        "h1_count": np.full(n, (columns["heading"] == 1).sum(), dtype=np.float32),
        "articles": np.full(n, sum(context.tag == "article" for context in tree.contexts), dtype=np.float32),
    }
