"""What a page teaches about its template: its containers with the characters taken and left in each.

Made by the worker from a page that was read without a wrapper; small enough to travel and to be kept, so that
`induce` can compare several pages of a site long after they are gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zlib import compress, decompress

from crawler.extract.blocks import Block, Context
from crawler.extract.marks import marks_of, step_of

__all__ = [
    "BARE",
    "HIDDEN",
    "LINKED",
    "MAX_NODES",
    "Node",
    "Sketch",
    "block_marks",
    "likeness",
    "pack_sketch",
    "signature_of",
    "sketch_page",
    "unpack_sketch",
]

MAX_NODES = 110
MAX_ALIKE = 10
SIGNATURE_SIZE = 24
MIN_SHARE = 0.2
"""A container holding less of the body than this share of its text is none a wrapper could start from."""
LINKED = "~linked"
"""The mark of a block that is a link and little else."""
HIDDEN = "~hidden"
"""The mark of a block that the page does not show."""
BARE = "~bare"
"""The mark of text directly in a body, outside of all containers in it."""
MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Node:
    """One container, or all like it under one parent: step, marks, characters taken (`kept`) and left in it.

    `parent` is its parent's place in the sketch, -1 for none. Containers inside it count for themselves. A
    node without a step stands for those blocks of its parent that have marks of their own (`LINKED`, ...).
    """

    parent: int
    step: str
    marks: tuple[str, ...]
    kept: int
    left: int

    @property
    def tag(self) -> str:
        """The tag alone."""
        return self.step.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """The containers of one page, parents before children."""

    nodes: tuple[Node, ...]


def pack_sketch(sketch: Sketch) -> bytes:
    """Return a sketch as bytes, between one and two kilobytes."""
    rows = [[node.parent, node.step, list(node.marks), node.kept, node.left] for node in sketch.nodes]
    return compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def unpack_sketch(packed: bytes) -> Sketch:
    """Return the sketch that `pack_sketch` packed."""
    rows = json.loads(decompress(packed))
    return Sketch(
        nodes=tuple(Node(parent, step, tuple(marks), kept, left) for parent, step, marks, kept, left in rows)
    )


@dataclass(slots=True)
class _Row:
    """A node being counted; the totals include what lies inside it."""

    parent: int
    step: str
    marks: tuple[str, ...]
    kept: int = 0
    left: int = 0
    all_kept: int = 0
    all_left: int = 0


def block_marks(block: Block) -> tuple[str, ...]:
    """Return the marks a block carries itself, whatever it stands in."""
    linked = (LINKED,) if block.link_chars >= MOSTLY * len(block.text) > 0 else ()
    return (*linked, HIDDEN) if block.context.hidden else linked


def sketch_page(blocks: Sequence[Block], kept: Iterable[Block]) -> Sketch:
    """Draw the sketch of a page whose body are the blocks `kept`, taken from `blocks` themselves.

    Containers that hold none of the body are drawn inside those that hold much of it, and elsewhere only if a
    mark of theirs could be mistaken for one of the body's. At most `MAX_NODES`, the largest.
    """
    taken = {id(block) for block in kept}
    draft = _Draft()
    for block in blocks:
        at = draft.place(block.context)
        own = block_marks(block)
        row = draft.rows[draft.number(at, "", own) if own else at]
        if id(block) in taken:
            row.kept += len(block.text)
        else:
            row.left += len(block.text)
    return Sketch(nodes=_chosen(draft.rows))


class _Draft:
    """Rows by what they are: like containers under one parent share one."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self._numbers: dict[tuple[int, str, tuple[str, ...]], int] = {}
        self._places: dict[int, int] = {}

    def place(self, context: Context) -> int:
        """The row of a container, made with those around it if need be."""
        chain: list[Context] = []
        above: Context | None = context
        while above is not None and id(above) not in self._places:
            chain.append(above)
            above = above.parent
        at = self._places[id(above)] if above is not None else -1
        for one in reversed(chain):
            at = self._places[id(one)] = self.number(at, step_of(one.element), marks_of(one.element))
        return at

    def number(self, parent: int, step: str, marks: tuple[str, ...]) -> int:
        """The row of this kind of container under `parent`."""
        at = self._numbers.setdefault((parent, step, marks), len(self.rows))
        if at == len(self.rows):
            self.rows.append(_Row(parent, step, marks))
        return at


def _chosen(rows: list[_Row]) -> tuple[Node, ...]:
    """The rows that matter, as nodes: parents always come before and with their children."""
    _add_up(rows)
    inside = _inside_hosts(rows)
    alike = _look_alikes(rows, inside)[:MAX_ALIKE]
    ranked = sorted(
        (at for at, row in enumerate(rows) if row.all_kept or inside[at]),
        key=lambda at: (not rows[at].all_kept, -rows[at].all_kept, -rows[at].all_left, at),
    )
    order = sorted([*ranked[: MAX_NODES - len(alike)], *alike])
    places = {at: place for place, at in enumerate(order)}
    for at in ranked[MAX_NODES - len(alike) :]:
        above = rows[at].parent
        while above not in places:
            above = rows[above].parent
        rows[above].kept += rows[at].kept
        rows[above].left += rows[at].left
    for at in alike:
        rows[at].left = rows[at].all_left
    return tuple(
        Node(places.get(row.parent, -1), row.step, row.marks, row.kept, row.left)
        for row in (rows[at] for at in order)
    )


def _add_up(rows: list[_Row]) -> None:
    for row in reversed(rows):
        row.all_kept += row.kept
        row.all_left += row.left
        if row.parent >= 0:
            rows[row.parent].all_kept += row.all_kept
            rows[row.parent].all_left += row.all_left


def _inside_hosts(rows: list[_Row]) -> list[bool]:
    """For each row whether it lies in a container that could be the body's."""
    inside: list[bool] = []
    for row in rows:
        above = rows[row.parent] if row.parent >= 0 else None
        hosted = above is not None and above.all_kept > MIN_SHARE * (above.all_kept + above.all_left)
        inside.append(hosted or (above is not None and inside[row.parent]))
    return inside


def _look_alikes(rows: list[_Row], inside: list[bool]) -> list[int]:
    """Outermost rows elsewhere on the page that share a mark with one of the body's, largest first."""
    marks = {mark for row in rows if row.all_kept for mark in row.marks}
    found: list[int] = []
    covered: list[bool] = []
    for at, row in enumerate(rows):
        above = row.parent >= 0 and covered[row.parent]
        is_alike = not (row.all_kept or inside[at] or above) and not marks.isdisjoint(row.marks)
        covered.append(above or is_alike)
        if is_alike:
            found.append(at)
    return sorted(found, key=lambda at: -rows[at].all_left)


def signature_of(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Return the least hashes of the page's container marks: pages of one template share most of them.

    Compare with `likeness`. Made of everything that holds text, so that the body's own layout counts no more
    than the rest of the page.
    """
    seen: set[int] = set()
    words: set[str] = set()
    for block in blocks:
        context: Context | None = block.context
        while context is not None and id(context) not in seen:
            seen.add(id(context))
            words.update(f"{context.tag}{mark}" for mark in marks_of(context.element) or ("",))
            context = context.parent
    hashes = (int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big") for word in words)
    return tuple(sorted(hashes)[:SIGNATURE_SIZE])


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate which share of their marks two pages have in common, 0 to 1 (bottom-k sketch)."""
    least = sorted({*one, *other})[: max(len(one), len(other))]
    both = set(one) & set(other)
    return sum(value in both for value in least) / len(least) if least else 1.0
