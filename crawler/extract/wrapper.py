"""A learned wrapper: where the body stands in pages of one template, and how it is read and checked.

Path `wrapper` of extraction. A wrapper is data, induced from pages another reader has read (`induce`), and is
only as good as that reader: it buys speed and an alarm for redesigns (spec extraction § 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from crawler.extract.blocks import Block, Context
from crawler.extract.cues import Cue
from crawler.extract.marks import marks_of
from crawler.extract.sketch import BARE, block_marks

__all__ = ["PATH", "Selector", "Wrapped", "Wrapper", "read_wrapped"]

PATH = "wrapper"


@dataclass(frozen=True, slots=True)
class Selector:
    """Elements with this tag that carry all of these marks (none: the tag alone)."""

    tag: str
    marks: tuple[str, ...] = ()

    def picks(self, context: Context) -> bool:
        """Say whether a container is one of these elements."""
        return context.tag == self.tag and set(self.marks).issubset(marks_of(context.element))

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
    """What a wrapper selects on one page; `strange` is the share of text under marks it never met."""

    blocks: tuple[Block, ...]
    strange: float


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a container stands: inside a body, and if so under a dropped mark, under unknown ones.

    `cues` are those of the containers with unknown marks on the way down.
    """

    inside: bool
    dropped: bool = False
    strange: bool = False
    cues: int = 0
    bare: bool = False


_OUTSIDE = _Place(inside=False)
_FURNITURE = (
    Cue.CREDIT
    | Cue.CAPTION
    | Cue.RELATED
    | Cue.SHARE
    | Cue.COMMENT
    | Cue.AD
    | Cue.MENU
    | Cue.TAGS
    | Cue.SIDE
    | Cue.SIGNUP
)


def read_wrapped(wrapper: Wrapper, blocks: Iterable[Block]) -> Wrapped:
    """Select the blocks of a page that the wrapper calls its body, in the order of the page.

    Text under marks never met while learning is body too, unless those marks speak of furniture.
    """
    places: dict[int, _Place] = {}
    chosen: list[Block] = []
    strange = total = 0
    for block in blocks:
        place = _place(wrapper, block.context, places)
        if not place.inside:
            continue
        total += len(block.text)
        if place.dropped or not wrapper.drops.isdisjoint(block_marks(block)):
            continue
        strange += place.strange * len(block.text)
        if not place.cues & _FURNITURE:
            chosen.append(block)
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
    if not above.inside:
        inside = any(body.picks(context) for body in wrapper.bodies)
        return _Place(inside=True, dropped=BARE in wrapper.drops, bare=True) if inside else _OUTSIDE
    marks = marks_of(context.element)
    dropped = (
        (above.dropped and not above.bare)
        or context.tag in wrapper.drops
        or not wrapper.drops.isdisjoint(marks)
    )
    if wrapper.known.issuperset(marks):
        return _Place(inside=True, dropped=dropped, strange=above.strange, cues=above.cues)
    return _Place(inside=True, dropped=dropped, strange=True, cues=above.cues | context.cues)
