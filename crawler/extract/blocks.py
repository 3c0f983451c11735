"""A page's tree cut into text blocks, in document order.

Sits after the one parse and before every reader: the classifier, the wrapper and the filters all choose among
these blocks and never rewrite them, so a block's text is already what we would store (spec extraction § 3.1).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from crawler.extract.cues import MARKED_BODY, read_cues
from crawler.extract.handwrapped import join_wrapped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["ASIDE_CHARS", "MAX_DEPTH", "Block", "Context", "fold_text", "segment"]

MAX_DEPTH = 512
"""Elements nested deeper than this are not read."""
ASIDE_CHARS = 80
"""Hidden text amid a line is dropped up to this length."""
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main "
    "menu nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SKIPPED_TAGS = frozenset(
    "script style noscript template option optgroup textarea input datalist output progress meter title link "
    "meta base rp rt".split()
)
_CLOSED_TAGS = frozenset("head svg button select canvas map".split())
"""Not read either, unless a page that never closed one holds its whole content inside."""
_CONTENT_TAGS = ("p", "article", "main", "h1")
_MEDIA_TAGS = frozenset("img picture video audio iframe object embed amp-img amp-video amp-iframe".split())
_STRONG_TAGS = frozenset("b strong em i u h1 h2 h3 h4 h5 h6 th".split())
_SKIPPED, _CLOSED, _BREAK, _BOUNDARY, _LINK, _STRONG, _MEDIA, _TIME = (1 << bit for bit in range(8))
_ASKED = _SKIPPED | _CLOSED | _BREAK
"""Kinds that are not simply walked into."""
_COUNTED = _LINK | _STRONG | _MEDIA | _TIME
_TAGS_OF_KIND = {
    _SKIPPED: _SKIPPED_TAGS,
    _CLOSED: _CLOSED_TAGS,
    _BREAK: frozenset(("br",)),
    _BOUNDARY: _BLOCK_TAGS,
    _LINK: frozenset(("a",)),
    _STRONG: _STRONG_TAGS,
    _MEDIA: _MEDIA_TAGS,
    _TIME: frozenset(("time",)),
}
_KINDS = {
    tag: sum(kind for kind, tags in _TAGS_OF_KIND.items() if tag in tags)
    for tag in frozenset().union(*_TAGS_OF_KIND.values())
}
"""What each tag is, in one look-up: segmentation spends its time on elements, not on text."""
_NAME_ATTRIBUTES = frozenset(("class", "id", "itemprop", "role"))
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.I)
_DROPPED = dict.fromkeys(
    [
        *range(0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x200B,
        0x2060,
        0xFEFF,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_HAS_DROPPED = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


class Context(NamedTuple):
    """One container element and its place in the tree of containers; shared by all blocks inside it.

    `names` are the class and id as written, `cues` a set of `Cue` bits of this element alone, `depth` counts
    elements from the root, `hidden` is inherited.
    """

    element: HtmlElement
    tag: str
    parent: Context | None
    depth: int
    cues: int
    names: str
    hidden: bool


class Block(NamedTuple):
    """One run of text between two block-level boundaries, as we would store it.

    `breaks` counts the `<br>` directly before it (0: an element boundary). `link_chars` and `strong_chars`
    are characters inside links and inside emphasis, `links` the number of links. `media` counts images and
    players met since the block before. `inline_cues` are the `Cue` bits of the inline elements the text
    begins in, `timed` says that a `<time>` element lies inside. `edges` has bit 1 when the text begins inside
    a link, 2 when it ends inside one, 4 when it begins in emphasis.
    """

    text: str
    context: Context
    breaks: int
    link_chars: int
    links: int
    strong_chars: int
    media: int
    inline_cues: int
    timed: bool
    edges: int

    @property
    def element(self) -> HtmlElement:
        """The nearest block-level element around the text."""
        return self.context.element

    @property
    def tag(self) -> str:
        """The tag of that element."""
        return self.context.tag

    @property
    def depth(self) -> int:
        """How many elements deep it stands."""
        return self.context.depth


def segment(root: HtmlElement) -> tuple[Block, ...]:
    """Return the text blocks below `root` in document order.

    Linear in the size of the tree and without recursion. What stands in scripts, form controls and other
    elements that show no text is left out, as is everything deeper than `MAX_DEPTH`.
    """
    walk = _Walk()
    walk.run(root)
    return tuple(join_wrapped(walk.blocks))


def fold_text(text: str) -> str:
    """Return `text` as we store it: NFC, one space a run of white space, no controls, no bidi overrides."""
    folded = " ".join(text.split())
    if not folded.isprintable() and _HAS_DROPPED.search(folded):
        folded = " ".join(folded.translate(_DROPPED).split())
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


class _Box:
    """A block-level element being walked; its `Context` is made when a block first needs it."""

    __slots__ = ("cues", "depth", "element", "hidden", "made", "names", "parent", "preformatted", "tag")

    def __init__(self, element: HtmlElement, tag: str, parent: _Box | None, depth: int, names: str) -> None:
        self.element, self.tag, self.parent, self.depth, self.names = element, tag, parent, depth, names
        self.cues = read_cues(names) if names else 0
        self.preformatted: bool = tag == "pre" or (parent is not None and parent.preformatted)
        self.hidden: bool = parent is not None and parent.hidden
        self.made: Context | None = None

    def context(self) -> Context:
        """The context of this element, and of those around it."""
        missing: list[_Box] = []
        box: _Box | None = self
        while box is not None and box.made is None:
            missing.append(box)
            box = box.parent
        made = box.made if box else None
        for box in reversed(missing):
            made = box.made = Context(box.element, box.tag, made, box.depth, box.cues, box.names, box.hidden)
        return made  # type: ignore[return-value]  # there is one: this box was missing or had it


class _Walk:
    """The state of one walk: the open elements, the block being gathered, the blocks finished.

    `open` holds for each open element its kind, the box it stands in or is, and the cues of the inline
    elements down to it.
    """

    __slots__ = (
        "blocks",
        "breaks",
        "ends_in_link",
        "inline_cues",
        "link_chars",
        "link_depth",
        "links",
        "media",
        "open",
        "pieces",
        "starts_in",
        "strong_chars",
        "strong_depth",
        "timed",
    )

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open: list[tuple[HtmlElement, int, _Box, int]] = []
        self.pieces: list[str] = []
        self.breaks = self.links = self.media = self.inline_cues = self.starts_in = 0
        self.link_chars = self.link_depth = self.strong_chars = self.strong_depth = 0
        self.timed = self.ends_in_link = False

    def run(self, root: HtmlElement) -> None:
        """Walk the tree by its events."""
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        opened = self.open
        for event, element in walker:
            if event == "start":
                if not self._start(element):
                    walker.skip_subtree()
                continue
            if event == "end" and opened and opened[-1][0] is element:
                self._end(opened[-1][1])
            if opened and (tail := element.tail):
                self._text(tail)

    def _start(self, element: HtmlElement) -> bool:
        """Open `element`; return False when its content is not to be read."""
        tag = str(element.tag)
        kind = _KINDS.get(tag, 0)
        if (kind & _ASKED or len(self.open) > MAX_DEPTH) and not self._enters(element, kind):
            return False
        attributes = element.items()
        names, kind, hides = _read(attributes, kind) if attributes else ("", kind, False)
        if hides and not kind & _BOUNDARY:
            if self.pieces and _is_short(element):
                return False
            kind |= _BOUNDARY
        self.open.append(self._opened(element, tag, kind, names, hides=hides))
        if kind & _COUNTED:
            self._count(kind)
        if text := element.text:
            self._text(text)
        return True

    def _opened(
        self, element: HtmlElement, tag: str, kind: int, names: str, *, hides: bool
    ) -> tuple[HtmlElement, int, _Box, int]:
        """The entry of an element in `open`; a block-level one ends the block being gathered."""
        box, cues = self.open[-1][2:] if self.open else (None, 0)
        if box is not None and not kind & _BOUNDARY:
            return element, kind, box, cues | read_cues(names) if names else cues
        if self.pieces:
            self._flush()
        self.breaks = 0
        own = _Box(element, tag, box, len(self.open), names)
        own.hidden = own.hidden or hides
        return element, kind | _BOUNDARY, own, 0

    def _enters(self, element: HtmlElement, kind: int) -> bool:
        """Whether an element is one to walk into; a line break is none, whatever is too deep neither."""
        if kind & _BREAK and self.open:
            self._break()
            return False
        return not (kind & _SKIPPED or len(self.open) > MAX_DEPTH or _is_closed(element))

    def _end(self, kind: int) -> None:
        """Close the innermost element, which is of this kind."""
        if kind & _BOUNDARY:
            if self.pieces:
                self._flush()
            self.breaks = 0
        self.open.pop()
        if kind & _LINK:
            self.link_depth -= 1
        elif kind & _STRONG:
            self.strong_depth -= 1

    def _count(self, kind: int) -> None:
        """Keep account of an element that opens around text."""
        if kind & _LINK:
            self.link_depth += 1
            self.links += 1
        elif kind & _STRONG:
            self.strong_depth += 1
        else:
            self.media += kind & _MEDIA > 0
            self.timed = self.timed or kind & _TIME > 0

    def _text(self, text: str) -> None:
        if "\n" in text and self.open[-1][2].preformatted:
            first, *rest = text.split("\n")
            self._piece(first)
            for line in rest:
                self._break()
                self._piece(line)
        elif self.pieces or not text.isspace():
            self._piece(text)

    def _piece(self, text: str) -> None:
        if not self.pieces:
            if not text or text.isspace():
                return
            self.inline_cues = self.open[-1][3]
            self.starts_in = (self.link_depth > 0) | (self.strong_depth > 0) << 2
        self.pieces.append(text)
        if not text.isspace():
            self.ends_in_link = self.link_depth > 0
        if self.link_depth:
            self.link_chars += len(text)
        if self.strong_depth:
            self.strong_chars += len(text)

    def _break(self) -> None:
        breaks = 0 if self.pieces else self.breaks
        self._flush()
        self.breaks = breaks + 1

    def _flush(self) -> None:
        """End the block being gathered: it stands in the innermost open element."""
        if self.pieces:
            text = fold_text("".join(self.pieces))
            if text:
                self.blocks.append(self._block(text))
                self.media = 0
            self.pieces.clear()
            self.link_chars = self.strong_chars = self.links = 0
            self.timed = False
        self.breaks = 0

    def _block(self, text: str) -> Block:
        return Block(
            text,
            self.open[-1][2].context(),
            self.breaks,
            min(self.link_chars, len(text)),
            self.links,
            min(self.strong_chars, len(text)),
            self.media,
            self.inline_cues,
            self.timed,
            self.starts_in | self.ends_in_link << 1,
        )


def _read(attributes: list[tuple[str, str]], kind: int) -> tuple[str, int, bool]:
    """The names an element bears, its kind as its style has it, and whether it hides itself.

    `aria-hidden` on a piece of a line hides it from screen readers only: icons, drop caps.
    """
    names, hides, unspoken = "", False, False
    for key, value in attributes:
        if key in _NAME_ATTRIBUTES:
            name = MARKED_BODY if key == "itemprop" and value.lower() == "articlebody" else value
            names = f"{names} {name}" if names else name
        elif key == "style":
            hides = hides or bool(_HIDING_STYLE.search(value))
            kind |= _BOUNDARY if _BLOCK_STYLE.search(value) else 0
        elif key == "hidden":
            hides = True
        elif key == "aria-hidden":
            unspoken = value == "true"
    return names, kind, hides or (unspoken and kind & _BOUNDARY > 0)


def _is_short(element: HtmlElement) -> bool:
    """Whether what is hidden amid a line is an aside of it, not the rest of a text to be opened."""
    return all(total <= ASIDE_CHARS for total in accumulate(map(len, element.itertext())))


def _is_closed(element: HtmlElement) -> bool:
    return next(element.iter(*_CONTENT_TAGS), None) is None
