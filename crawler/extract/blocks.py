"""A page's tree cut into text blocks, in document order.

Sits after the one parse and before every reader: the classifier, the wrapper and the filters all choose among
these blocks and never rewrite them, so a block's text is already what we would store (spec extraction § 3.1).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract.cues import MARKED_BODY, read_cues
from crawler.extract.handwrapped import join_wrapped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["MAX_DEPTH", "Block", "Context", "fold_text", "segment"]

MAX_DEPTH = 512
"""Elements nested deeper than this are not read."""
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main "
    "menu nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SKIPPED_TAGS = frozenset(
    "script style noscript template option optgroup textarea input datalist output progress meter title link "
    "meta base rp rt".split()
)
_CLOSED_TAGS = frozenset("svg button select canvas map".split())
"""Not read either, unless a page that never closed one holds its whole content inside."""
_CONTENT_TAGS = ("p", "article", "main", "h1")
_MEDIA_TAGS = frozenset("img picture video audio iframe object embed amp-img amp-video amp-iframe".split())
_STRONG_TAGS = frozenset("b strong em i u h1 h2 h3 h4 h5 h6 th".split())
_COUNTED_TAGS = _MEDIA_TAGS | _STRONG_TAGS | {"a", "time"}
_SKIPPED, _CLOSED, _BOUNDARY, _COUNTED, _BREAK = 1, 2, 4, 8, 16
_KINDS = {"br": _BREAK} | {
    tag: _SKIPPED * (tag in _SKIPPED_TAGS)
    | _CLOSED * (tag in _CLOSED_TAGS)
    | _BOUNDARY * (tag in _BLOCK_TAGS)
    | _COUNTED * (tag in _COUNTED_TAGS)
    for tag in _SKIPPED_TAGS | _CLOSED_TAGS | _BLOCK_TAGS | _COUNTED_TAGS
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


@dataclass(frozen=True, slots=True)
class Context:
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


@dataclass(frozen=True, slots=True)
class Block:
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
    if folded.isascii() and folded.isprintable():
        return folded
    if _HAS_DROPPED.search(folded):
        folded = " ".join(folded.translate(_DROPPED).split())
    return folded if unicodedata.is_normalized("NFC", folded) else unicodedata.normalize("NFC", folded)


class _Open:
    """An element being walked; its `Context` is made when a block first needs it."""

    __slots__ = (
        "boundary",
        "container",
        "cues",
        "depth",
        "element",
        "hidden",
        "inline_cues",
        "kind",
        "made",
        "names",
        "preformatted",
        "tag",
    )

    def __init__(self, element: HtmlElement, tag: str, kind: int, parent: _Open | None) -> None:
        self.element, self.tag, self.kind, self.names = element, tag, kind, ""
        self.cues = self.depth = self.inline_cues = 0
        self.boundary = kind & _BOUNDARY > 0 or parent is None
        self.preformatted, self.hidden = tag == "pre", False
        self.made: Context | None = None
        self.container: _Open | None = None
        if attributes := element.items():
            self._read(attributes)
        if parent is not None:
            self.depth = parent.depth + 1
            self.hidden = self.hidden or parent.hidden
            self.preformatted = self.preformatted or parent.preformatted
            self.container = parent if parent.boundary else parent.container
            if not self.boundary:
                self.inline_cues = parent.inline_cues | self.cues

    def _read(self, attributes: list[tuple[str, str]]) -> None:
        """Take from the attributes the element's names and whether it hides itself or is a block."""
        for key, value in attributes:
            if key in _NAME_ATTRIBUTES:
                name = MARKED_BODY if key == "itemprop" and value.lower() == "articlebody" else value
                self.names = f"{self.names} {name}" if self.names else name
            elif key == "style":
                if value:
                    self.hidden = self.hidden or bool(_HIDING_STYLE.search(value))
                    self.boundary = self.boundary or bool(_BLOCK_STYLE.search(value))
            elif key == "hidden" or (key == "aria-hidden" and value == "true"):
                self.hidden = True
        self.boundary = self.boundary or self.hidden
        if self.names:
            self.cues = read_cues(self.names)

    def context(self) -> Context:
        """The context of this element, or of the nearest block-level one around it."""
        opened: _Open | None = self if self.boundary else self.container
        missing: list[_Open] = []
        while opened is not None and opened.made is None:
            missing.append(opened)
            opened = opened.container
        made = opened.made if opened else None
        for one in reversed(missing):
            made = one.made = Context(one.element, one.tag, made, one.depth, one.cues, one.names, one.hidden)
        return made  # type: ignore[return-value]  # the root is a boundary, so there is one


class _Walk:
    """The state of one walk: the open elements, the block being gathered, the blocks finished."""

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
        self.open: list[_Open] = []
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
            if event == "end" and opened and opened[-1].element is element:
                self._end(opened[-1])
            if opened and (tail := element.tail):
                self._text(tail)

    def _start(self, element: HtmlElement) -> bool:
        """Open `element`; return False when its content is not to be read."""
        tag = str(element.tag)
        kind = _KINDS.get(tag, 0)
        if kind & _SKIPPED:
            return False
        parent = self.open[-1] if self.open else None
        if parent is not None and not self._enters(element, kind, parent):
            return False
        opened = _Open(element, tag, kind, parent)
        if opened.boundary:
            if self.pieces:
                self._flush()
            self.breaks = 0
        self.open.append(opened)
        if kind & _COUNTED:
            self._count(tag, 1)
        if text := element.text:
            self._text(text)
        return True

    def _enters(self, element: HtmlElement, kind: int, parent: _Open) -> bool:
        """Whether an element inside another is one to walk into; a line break is none."""
        if kind & _BREAK:
            self._break()
            return False
        return parent.depth < MAX_DEPTH and not (kind & _CLOSED and _is_closed(element))

    def _end(self, opened: _Open) -> None:
        if opened.boundary:
            if self.pieces:
                self._flush()
            self.breaks = 0
        self.open.pop()
        if opened.kind & _COUNTED:
            self._count(opened.tag, -1)

    def _count(self, tag: str, step: int) -> None:
        """Keep account of an element that opens (step 1) or closes (-1) around text."""
        if tag == "a":
            self.link_depth += step
            self.links += step > 0
        elif tag in _STRONG_TAGS:
            self.strong_depth += step
        elif step > 0:
            self.media += tag in _MEDIA_TAGS
            self.timed = self.timed or tag == "time"

    def _text(self, text: str) -> None:
        if not (self.open[-1].preformatted and "\n" in text):
            if self.pieces or not text.isspace():
                self._piece(text)
            return
        first, *rest = text.split("\n")
        self._piece(first)
        for line in rest:
            self._break()
            self._piece(line)

    def _piece(self, text: str) -> None:
        if not self.pieces:
            if not text or text.isspace():
                return
            self.inline_cues = self.open[-1].inline_cues
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
            self.open[-1].context(),
            self.breaks,
            min(self.link_chars, len(text)),
            self.links,
            min(self.strong_chars, len(text)),
            self.media,
            self.inline_cues,
            self.timed,
            self.starts_in | self.ends_in_link << 1,
        )


def _is_closed(element: HtmlElement) -> bool:
    return next(element.iter(*_CONTENT_TAGS), None) is None
