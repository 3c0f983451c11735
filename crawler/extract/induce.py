"""Learn a wrapper from sketches of several pages of one template (spec extraction § 3.3).

Greedy: the selector that explains best what was taken on all pages, then up to two more while they help; then
the marks that only left-out text carries inside them are dropped. Pure; ten to fifty
milliseconds for six pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.extract.marks import strength
from crawler.extract.sketch import BARE, HIDDEN, LINKED, Node, Sketch
from crawler.extract.wrapper import STEP, Selector, Wrapper, own_marks, path_below

__all__ = ["induce", "widened"]

MAX_BODIES = 3
MAX_DROPS = 40
MAX_KNOWN = 80
MIN_GAIN = 0.005
MIN_AGREEMENT = 0.75
"""Below this mean agreement with what was taken there is no wrapper to be had."""
STRAY = 0.25
"""A mark is dropped though so much of what was left under it was taken elsewhere: readers err."""
BY_TAG = frozenset(("article", "main"))
PARAGRAPHS = frozenset(["p", "h2", "h3", "h4", "li", "span", "blockquote"])
DROPPING = 0.15
NARROW = 0.04
"""A selector of paragraphs must be better than one of a container by this: it loses what is none."""
ALWAYS = frozenset((LINKED, HIDDEN, "aside", "nav", "footer", "form", "figcaption", "button"))
"""Dropped also where no page had any, unless what stood there was taken."""
DROPPED_TAGS = frozenset(
    ["aside", "nav", "footer", "form", "figure", "figcaption", "header", "button", "table"]
)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A set of selectors tried on all pages: which nodes they cover, what to drop in them, the agreement.

    `dropped` is the share of the covered text that goes by the drops.
    """

    bodies: tuple[Selector, ...]
    covers: tuple[frozenset[int], ...]
    drops: frozenset[str]
    score: float
    dropped: float


def induce(sketches: Sequence[Sketch]) -> Wrapper | None:
    """Return the wrapper that agrees best with all the sketches, None if none agrees well."""
    covers = _distinct(_candidates(sketches), sketches)
    best: _Trial | None = None
    while best is None or len(best.bodies) < MAX_BODIES:
        better = _improved(best, covers, sketches)
        if better is None:
            break
        best = better
    if best is None or best.score < MIN_AGREEMENT:
        return None
    known = _known(best, sketches)
    return Wrapper(bodies=best.bodies, drops=best.drops, known=known)


def widened(wrapper: Wrapper, sketch: Sketch) -> Wrapper:
    """Return the wrapper knowing also the marks inside its bodies on `sketch`, a page it read well.

    Those under which nothing was taken are dropped from now on.
    """
    cover = frozenset[int]().union(*(_covers(body, [sketch])[0] for body in wrapper.bodies))
    kept: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for cell in _cells(sketch.nodes, cover):
        for mark in cell.marks - wrapper.known - wrapper.drops:
            kept[mark] += cell.kept
            left[mark] += cell.left
    met = sorted(own for cell in _cells(sketch.nodes, cover) for own in cell.own if own in left)
    useless = [mark for mark in met if left[mark] and kept[mark] <= STRAY * left[mark]]
    return replace(
        wrapper,
        known=_added(wrapper.known, met, MAX_KNOWN),
        drops=_added(wrapper.drops, useless, MAX_DROPS),
    )


def _added(marks: frozenset[str], new: Iterable[str], most: int) -> frozenset[str]:
    return marks | frozenset(list(dict.fromkeys(new))[: max(0, most - len(marks))])


def _candidates(sketches: Sequence[Sketch]) -> list[Selector]:
    """Selectors for every container that holds any of the body, on at least half of the pages."""
    counts: Counter[Selector] = Counter()
    for sketch in sketches:
        found: set[Selector] = set()
        for node, kept in zip(sketch.nodes, _kept_inside(sketch.nodes), strict=True):
            if kept and node.tag not in ("", "html", "body"):
                found.update(_selectors(node))
        counts.update(found)
    return sorted((one for one, count in counts.items() if 2 * count >= len(sketches)), key=str)


def _kept_inside(nodes: Sequence[Node]) -> list[int]:
    kept = [node.kept for node in nodes]
    for at in range(len(nodes) - 1, -1, -1):
        if nodes[at].parent >= 0:
            kept[nodes[at].parent] += kept[at]
    return kept


def _selectors(node: Node) -> Iterable[Selector]:
    if node.tag in BY_TAG:
        yield Selector(node.tag)
    for mark in node.marks:
        yield Selector(node.tag, (mark,))
    classes = tuple(mark for mark in node.marks if mark[0] == ".")
    if len(classes) > 1:
        yield Selector(node.tag, classes)


def _covers(selector: Selector, sketches: Sequence[Sketch]) -> tuple[frozenset[int], ...]:
    """For each page the nodes that the selector picks or that stand inside one."""
    wanted = set(selector.marks)
    pages = []
    for sketch in sketches:
        covered: set[int] = set()
        for at, node in enumerate(sketch.nodes):
            if node.parent in covered or (wanted.issubset(node.marks) and node.tag == selector.tag):
                covered.add(at)
        pages.append(frozenset(covered))
    return tuple(pages)


def _distinct(
    candidates: Iterable[Selector], sketches: Sequence[Sketch]
) -> dict[Selector, tuple[frozenset[int], ...]]:
    """What each selector covers; of those that cover the same the one likeliest to last."""
    selectors: dict[tuple[frozenset[int], ...], Selector] = {}
    for selector in candidates:
        own = _covers(selector, sketches)
        if own not in selectors or _lasting(selector) > _lasting(selectors[own]):
            selectors[own] = selector
    return {selector: own for own, selector in selectors.items()}


def _improved(
    base: _Trial | None, covers: dict[Selector, tuple[frozenset[int], ...]], sketches: Sequence[Sketch]
) -> _Trial | None:
    """The best trial with one selector more than `base`; None when that is hardly better."""
    best: _Trial | None = None
    for selector, own in covers.items():
        if base and not _adds(own, base, sketches):
            continue
        joined = tuple(map(frozenset.union, own, base.covers)) if base else own
        trial = _try((*(base.bodies if base else ()), selector), joined, sketches)
        if best is None or _rank(trial) > _rank(best):
            best = trial
    if best and base and _worth(best) < _worth(base) + MIN_GAIN:
        return None
    return best


def _adds(own: tuple[frozenset[int], ...], base: _Trial, sketches: Sequence[Sketch]) -> bool:
    """Whether a selector covers, on half of the pages, text that was taken and that `base` does not cover."""
    pages = zip(sketches, own, base.covers, strict=True)
    adding = sum(any(sketch.nodes[at].kept for at in mine - covered) for sketch, mine, covered in pages)
    return 2 * adding >= len(sketches)


def _lasting(selector: Selector) -> float:
    return max((strength(mark) for mark in selector.marks), default=2.5) - 0.1 * len(selector.marks)


def _rank(trial: _Trial) -> tuple[int, float]:
    """Worth first, in steps of half a point; then the selector that is likelier to last."""
    return round(200 * _worth(trial)), _lasting(trial.bodies[-1])


def _worth(trial: _Trial) -> float:
    """Agreement; resting on drops counts against it, and so does picking single paragraphs."""
    narrow = NARROW if trial.bodies[0].tag in PARAGRAPHS else 0.0
    return trial.score - narrow - DROPPING * trial.dropped


@dataclass(frozen=True, slots=True)
class _Cell:
    """A covered node: the marks and the path on the way down to it from the body, and its characters.

    `own` are what it is known by itself.
    """

    marks: frozenset[str]
    path: str
    kept: int
    left: int
    own: tuple[str, ...] = ()


def _try(
    bodies: tuple[Selector, ...], covers: tuple[frozenset[int], ...], sketches: Sequence[Sketch]
) -> _Trial:
    pages = [
        [cell for cell in _cells(sketch.nodes, cover) if cell.kept or cell.left]
        for sketch, cover in zip(sketches, covers, strict=True)
    ]
    cells = [cell for page in pages for cell in page]
    drops = _drops(cells, pages)
    scores = [_agreement(sketch, page, drops) for sketch, page in zip(sketches, pages, strict=True)]
    gone = sum(cell.kept + cell.left for cell in cells if not drops.isdisjoint(cell.marks))
    total = sum(cell.kept + cell.left for cell in cells)
    return _Trial(bodies, covers, drops, sum(scores) / len(scores), gone / total if total else 0.0)


def _cells(nodes: Sequence[Node], cover: frozenset[int]) -> list[_Cell]:
    found: dict[int, _Cell] = {}
    for at in sorted(cover):
        node = nodes[at]
        above = found.get(node.parent)
        if above is None:
            found[at] = _Cell(frozenset((BARE,)), "", node.kept, node.left)
            continue
        path = path_below(above.path, node.step)
        own = {*node.marks, path, *({node.tag} & DROPPED_TAGS)} - {""}
        known_by = own_marks(node.tag, node.marks, path)
        found[at] = _Cell(above.marks - {BARE} | own, path, node.kept, node.left, known_by)
    return list(found.values())


def _drops(cells: Sequence[_Cell], pages: Sequence[Sequence[_Cell]]) -> frozenset[str]:
    """Marks inside the bodies under which (almost) nothing was taken on any page; no more than it takes.

    A path is weaker proof than a mark: it must have led to nothing on two pages.
    """
    kept: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for cell in cells:
        for mark in cell.marks:
            kept[mark] += cell.kept
            left[mark] += cell.left
    chosen = {mark for mark in ALWAYS if kept[mark] <= left[mark]}
    useless = {mark for mark, count in left.items() if count and kept[mark] <= STRAY * count} - chosen
    seen = Counter(
        mark for page in pages for mark in {mark for cell in page if cell.left for mark in cell.marks}
    )
    useless = {mark for mark in useless if mark[0] != STEP or seen[mark] > 1}
    waste = [cell for cell in cells if cell.left]
    for mark in sorted(useless, key=lambda mark: (mark[0] == STEP, -left[mark], mark)):
        rest = [cell for cell in waste if mark not in cell.marks]
        if len(rest) < len(waste) and len(chosen) < MAX_DROPS:
            chosen.add(mark)
            waste = rest
    return frozenset(chosen)


def _agreement(sketch: Sketch, cells: Iterable[_Cell], drops: frozenset[str]) -> float:
    """F1, by characters, of what would be read and what was taken."""
    read = [cell for cell in cells if drops.isdisjoint(cell.marks)]
    hits = sum(cell.kept for cell in read)
    both = hits + sum(cell.left for cell in read) + sum(node.kept for node in sketch.nodes)
    return 2 * hits / both if both else 0.0


def _known(trial: _Trial, sketches: Sequence[Sketch]) -> frozenset[str]:
    """All marks met inside the bodies, commonest first."""
    counts: Counter[str] = Counter()
    for sketch, cover in zip(sketches, trial.covers, strict=True):
        for cell in _cells(sketch.nodes, cover):
            counts.update(cell.own)
    return frozenset(sorted(counts, key=lambda mark: (-counts[mark], mark))[:MAX_KNOWN])
