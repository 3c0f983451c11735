"""A learned wrapper: where the body stands in pages of one template, and how it is read and checked.

Path `wrapper` of extraction. A wrapper is data, induced from pages another reader has read (`induce`), and is
only as good as that reader: it buys speed and an alarm for redesigns (spec extraction § 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

from crawler.extract.blocks import Block, Context
from crawler.extract.cues import Cue
from crawler.extract.marks import marks_of, step_of
from crawler.extract.sketch import BARE, block_marks

__all__ = ["PATH", "STEP", "Selector", "Wrapped", "Wrapper", "own_marks", "path_below", "read_wrapped"]

PATH = "wrapper"
STEP = ">"
MAX_STEPS = 6


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

    `drops` are marks, bare tags, or paths from a body (`path_below`). `known` are the marks met inside the
    bodies while learning, and the paths to boxes there without marks (`own_marks`).
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
    """What a wrapper selects on one page, from how many bodies.

    `strange` is the share of text under marks it never met.
    """

    blocks: tuple[Block, ...]
    strange: float
    bodies: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a container stands: inside a body, and if so under a dropped mark, under unknown ones.

    `body` is the outermost body around it, None outside of all, `path` leads from there. `cues` are those of
    the containers with unknown marks on the way down.
    """

    body: Context | None = None
    path: str = ""
    dropped: bool = False
    strange: bool = False
    cues: int = 0
    bare: bool = False


_OUTSIDE = _Place()
_BOXES = frozenset(("div", "section", "table", "tbody", "tr", "td"))
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


def own_marks(tag: str, marks: tuple[str, ...], path: str) -> tuple[str, ...]:
    """Return the marks of an element inside a body; a box without any is known by the path that leads to
    it."""
    return marks or ((path,) if path and tag in _BOXES else ())


def path_below(path: str, step: str) -> str:
    """Return the path one step further down, `>div>p`; an empty step, and all beyond some depth, change
    nothing."""
    return f"{path}{STEP}{step}" if step and path.count(STEP) < MAX_STEPS else path


def read_wrapped(wrapper: Wrapper, blocks: Iterable[Block]) -> Wrapped:
    """Select the blocks of a page that the wrapper calls its body, in the order of the page.

    Text under marks never met while learning is body too, unless those marks speak of furniture. Of a body
    that stands on the page twice only the first copy is read.
    """
    places: dict[int, _Place] = {}
    chosen: dict[int, list[Block]] = {}
    strange = total = 0
    for block in blocks:
        place = _place(wrapper, block.context, places)
        if place.body is None:
            continue
        total += len(block.text)
        if place.dropped or not wrapper.drops.isdisjoint(block_marks(block)):
            continue
        strange += place.strange * len(block.text)
        if not place.cues & _FURNITURE:
            chosen.setdefault(id(place.body), []).append(block)
    own = list(_without_copies(chosen.values()))
    return Wrapped(
        blocks=tuple(chain.from_iterable(own)), strange=strange / total if total else 0.0, bodies=len(own)
    )


def _without_copies(bodies: Iterable[list[Block]]) -> Iterator[list[Block]]:
    """The bodies but those that say again what one before them says."""
    told: set[str] = set()
    for body in bodies:
        again = sum(len(block.text) for block in body if block.text in told)
        if 2 * again <= sum(len(block.text) for block in body):
            yield body
        told.update(block.text for block in body)


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
    if above.body is None:
        inside = any(body.picks(context) for body in wrapper.bodies)
        return _Place(body=context, dropped=BARE in wrapper.drops, bare=True) if inside else _OUTSIDE
    marks, path = marks_of(context.element), path_below(above.path, step_of(context.element))
    dropped = (
        (above.dropped and not above.bare)
        or context.tag in wrapper.drops
        or path in wrapper.drops
        or not wrapper.drops.isdisjoint(marks)
    )
    is_known = wrapper.known.issuperset(own_marks(context.tag, marks, path))
    return _Place(
        body=above.body,
        path=path,
        dropped=dropped,
        strange=above.strange or not is_known,
        cues=above.cues if is_known else above.cues | context.cues,
    )
