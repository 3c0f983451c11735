"""A learned wrapper: where the body stands in pages of one template, and how it is read and checked.

Path `wrapper` of extraction. A wrapper is data, induced from pages another reader has read (`induce`), and is
only as good as that reader: it buys speed and an alarm for redesigns (spec extraction § 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from crawler.extract.blocks import Block, Context
from crawler.extract.marks import marks_of
from crawler.extract.sketch import block_marks

__all__ = ["PATH", "Selector", "Wrapped", "Wrapper", "read_wrapped"]

PATH = "wrapper"


@dataclass(frozen=True, slots=True)
class Selector:
    """Elements with this tag that carry all of these marks (none: the tag alone)."""

    tag: str
    marks: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.tag + "".join(mark if mark[0] in "#." else f"[{mark}]" for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """The body is what stands inside any of `bodies` and carries none of `drops` on the way down to it.

    `drops` are marks, or bare tags. `known` are the marks met inside the bodies while learning.
    """

    bodies: tuple[Selector, ...]
    drops: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """A short name for exactly this wrapper, part of the provenance of what it reads."""
        rule = "|".join([*map(str, self.bodies), "-", *sorted(self.drops)])
        return blake2b(rule.encode(), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """What a wrapper selects on one page: the blocks, and the share of their text under marks it never met."""

    blocks: tuple[Block, ...]
    strange: float


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a container stands: inside a body, under a dropped mark, under an unknown one."""

    inside: bool
    dropped: bool
    strange: bool


_OUTSIDE = _Place(inside=False, dropped=False, strange=False)


def read_wrapped(wrapper: Wrapper, blocks: Iterable[Block]) -> Wrapped:
    """Select the blocks of a page that the wrapper calls its body, in the order of the page."""
    places: dict[int, _Place] = {}
    chosen: list[Block] = []
    strange = total = 0
    for block in blocks:
        place = _place(wrapper, block.context, places)
        if not place.inside or place.dropped or not wrapper.drops.isdisjoint(block_marks(block)):
            continue
        chosen.append(block)
        total += len(block.text)
        strange += place.strange * len(block.text)
    return Wrapped(blocks=tuple(chosen), strange=strange / total if total else 0.0)


def _place(wrapper: Wrapper, context: Context, places: dict[int, _Place]) -> _Place:
    """The place of a container, worked out from those around it once."""
    chain: list[Context] = []
    above: Context | None = context
    while above is not None and id(above) not in places:
        chain.append(above)
        above = above.parent
    place = places[id(above)] if above is not None else _OUTSIDE
    for one in reversed(chain):
        place = places[id(one)] = _below(wrapper, one, place)
    return place


def _below(wrapper: Wrapper, context: Context, above: _Place) -> _Place:
    marks = marks_of(context.element)
    if not above.inside:
        return _Place(_matches(wrapper.bodies, context.tag, marks), dropped=False, strange=False)
    dropped = above.dropped or context.tag in wrapper.drops or not wrapper.drops.isdisjoint(marks)
    return _Place(True, dropped, above.strange or not wrapper.known.issuperset(marks))


def _matches(bodies: Sequence[Selector], tag: str, marks: tuple[str, ...]) -> bool:
    return any(body.tag == tag and set(body.marks) <= set(marks) for body in bodies)
