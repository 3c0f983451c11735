"""The post filters: lines a reader chose that are no body, taken out in a fixed order and counted.

After the readers, before the article is built (spec/extraction §3.6). Each filter is careful: a line goes for
its words only together with its place or its links, and a dateline that opens the body always stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from crawler.extract.blocks import Block
from crawler.extract.creditlines import is_byline
from crawler.extract.cues import Cue
from crawler.extract.document import Document
from crawler.extract.facts import names_headline
from crawler.extract.foreign import without_foreign
from crawler.extract.furniture import (
    is_ad_label,
    is_comment_note,
    is_credit_line,
    is_tag_line,
    is_tool_line,
    read_also_lead,
)
from crawler.extract.metadata import Metadata
from crawler.extract.opening import opened, outlet_names
from crawler.extract.pieces import with_pieces
from crawler.extract.recurring import without_recurring
from crawler.extract.tails import is_labelled_credit, without_tail
from crawler.extract.text import ends_sentence, key, letters
from spiders.parse.dates import parse_date

__all__ = ["Cleaned", "clean", "filtered"]

HEAD_LINES = 4
CREDIT_LINES = 6
MIN_IN_TITLE = 15
MOST_OF_TITLE = 0.5
SHORT_LINE = 140
LONG_LEAD = 200
LINKED = 0.6
FEW_LETTERS = 40
MENU_ITEMS, MENU_ITEM_WORDS = 4, 3
LABEL_CHARS, MIN_LINK_WORDS = 30, 4
LABEL_WORDS = 4
LABELLED_CREDIT = 40
MAX_LABELLED = 3
"""More lines of a label and a link are a list its author made."""
COPIED_LINES, COPIED_CHARS = 3, 300
"""From here on a repeated run of lines is a second copy, not a refrain."""

_RULE = re.compile(r"[*_=~•·–—-][*_=~•·–—.\s-]*")
_BARS = re.compile(r"\s*[|•»]\s*")
_DATELINE_END = re.compile(r"[-–—:ـ،]\s*$")
_BOXES = frozenset(("div", "td", "center", "figure"))
_MEDIA = ("iframe", "video", "audio", "img", "embed", "object", "amp-youtube", "amp-video")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CAPTION_TAGS = frozenset(("figcaption", "caption"))

Lines = list[Block]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The blocks that are body, and how many each filter took (names are stable: they are stored)."""

    blocks: tuple[Block, ...]
    dropped: dict[str, int]


def filtered(document: Document, blocks: Sequence[Block]) -> Cleaned:
    """Turn what a reader chose into the text: without the site's recurring lines, then through the
    filters."""
    chosen = opened(document, without_foreign(document, with_pieces(document, blocks)))
    own = without_recurring(chosen, document.lines, outlet_names(document))
    cleaned = clean(own, document.metadata)
    gone = {"foreign": len(set(map(id, blocks)) - set(map(id, chosen))), "recurring": len(chosen) - len(own)}
    return replace(cleaned, dropped={name: n for name, n in gone.items() if n} | cleaned.dropped)


def clean(blocks: Sequence[Block], metadata: Metadata) -> Cleaned:
    """Run every filter in order over the chosen blocks; a text of a few words is left as it is."""
    if not any(total >= FEW_LETTERS for total in accumulate(letters(block.text) for block in blocks)):
        return Cleaned(blocks=tuple(blocks), dropped={})
    filters: tuple[tuple[str, Callable[[Lines], Lines]], ...] = (
        ("headline", lambda lines: _without_headline(lines, metadata)),
        ("copy", _without_copies),
        ("caption", _without_captions),
        ("menu", _without_menus),
        ("ad_label", lambda lines: [b for b in lines if not is_ad_label(b.text)]),
        ("tool", lambda lines: [b for b in lines if not (is_tool_line(b.text) or _RULE.fullmatch(b.text))]),
        ("tags", lambda lines: [b for b in lines if not is_tag_line(b.text)]),
        ("label", lambda lines: [b for b in lines if not _announces(b)]),
        ("credit", lambda lines: _without_credits(lines, metadata)),
        ("read_also", _without_read_also),
        ("comments", _without_comments),
        ("tail", lambda lines: without_tail(lines, metadata.site_names)),
    )
    lines, dropped = list(blocks), {}
    for name, run in filters:
        kept = run(lines)
        if len(kept) < len(lines) and kept:
            dropped[name] = len(lines) - len(kept)
            lines = kept
    return Cleaned(blocks=tuple(lines), dropped=dropped)


def _without_headline(lines: Lines, metadata: Metadata) -> Lines:
    """Filter 1: among the first lines, what equals a headline or is a good part of `<title>`."""
    wordings = metadata.headline.keys
    spelt = key(metadata.headline.text or "")
    title = key(metadata.head.title or "")

    def is_headline(block: Block) -> bool:
        own = key(block.text)
        in_title = len(own) >= MIN_IN_TITLE and own in title and len(own) >= MOST_OF_TITLE * len(title)
        return (
            own in wordings
            or in_title
            or (spelt != "" and names_headline(block.text, spelt) and not ends_sentence(block.text))
        )

    return [b for i, b in enumerate(lines) if i >= HEAD_LINES or not is_headline(b)]


def _without_copies(lines: Lines) -> Lines:
    """Runs of lines that stand above word for word: the body a page holds twice, for screens and for
    phones. A hidden line that is shown too goes alone."""
    shown = {b.text for b in lines if not b.context.hidden}
    lines = [b for b in lines if not b.context.hidden or b.text not in shown]
    kept: Lines = []
    first: dict[str, int] = {}
    at = 0
    while at < len(lines):
        start = first.setdefault(lines[at].text, at)
        run = _same_run(lines, start, at) if start < at else 0
        if run < COPIED_LINES or sum(len(b.text) for b in lines[at : at + run]) < COPIED_CHARS:
            run = 1
            kept.append(lines[at])
        at += run
    return kept


def _same_run(lines: Lines, start: int, at: int) -> int:
    """How many lines from `at` on are the same as those from `start` on, up to `at`."""
    run = 0
    while start + run < at and at + run < len(lines) and lines[start + run].text == lines[at + run].text:
        run += 1
    return run


def _without_captions(lines: Lines) -> Lines:
    return [b for b in lines if b.tag not in _CAPTION_TAGS and not _is_beside_picture(b)]


def _is_beside_picture(block: Block) -> bool:
    """A short line that is no sentence, in a box that is for pictures or holds one and nothing else."""
    is_box = block.tag in _BOXES or (block.tag == "p" and block.strong_chars >= 0.9 * len(block.text))
    is_short = len(block.text) <= SHORT_LINE and not ends_sentence(block.text)
    if not (block.media and is_box and is_short):
        return False
    is_alone = key(str(block.element.text_content())) == key(block.text)
    has_picture = next(block.element.iter("img"), None) is not None
    return is_alone and (has_picture or bool(block.context.cues & Cue.CAPTION))


def _announces(block: Block) -> bool:
    """Whether a few words with a colon stand right before a picture or player, which is not text."""
    text = block.text.rstrip()
    if len(text.split()) > LABEL_WORDS or text[-1] not in ":：…" or block.tag in _HEADINGS:
        return False
    after = block.element.getnext()
    return (
        after is not None
        and next(after.iter(*_MEDIA), None) is not None
        and not key(str(after.text_content()))
    )


def _without_menus(lines: Lines) -> Lines:
    """Rows of links that are no sentence: two or more at the head, four or more anywhere; rows of words with
    bars between them."""
    return [
        b
        for i, b in enumerate(lines)
        if not (_is_barred(b.text) or (b.links >= (2 if i < HEAD_LINES else 4) and _is_row(b)))
    ]


def _is_barred(text: str) -> bool:
    items = _BARS.split(text)
    return len(items) >= MENU_ITEMS and all(len(item.split()) <= MENU_ITEM_WORDS for item in items)


def _is_row(block: Block) -> bool:
    return block.link_chars >= 0.7 * len(block.text) and not ends_sentence(block.text)


def _without_credits(lines: Lines, metadata: Metadata) -> Lines:
    """Filter 2: byline and date lines at the head, when they repeat the metadata."""
    return [b for i, b in enumerate(lines) if i >= CREDIT_LINES or not _is_credit(b, metadata)]


def _is_credit(block: Block, metadata: Metadata) -> bool:
    text = block.text
    if is_byline(text) or (len(text) <= LABELLED_CREDIT and is_labelled_credit(text)):
        return True
    if len(text) > SHORT_LINE or _DATELINE_END.search(text):
        return False
    rest = key(text)
    for author in sorted(metadata.authors, key=lambda a: -len(a.name)):
        rest = rest.replace(key(author.name), "", 1)
    named = len(rest) < letters(text)
    if named and (not rest or (is_credit_line(text) and len(rest) <= 30)):
        return True
    return _repeats_date(block, metadata, named=named)


def _repeats_date(block: Block, metadata: Metadata, *, named: bool) -> bool:
    """A line whose date is the article's own and that says little else."""
    if not any(char.isdecimal() for char in block.text) or ends_sentence(block.text.rstrip(":")):
        return False
    found = parse_date(block.text)
    dates = [dated.at for dated in (metadata.published, metadata.modified) if dated]
    if found is None or not any(abs((found.at - date).total_seconds()) < 36 * 3600 for date in dates):
        return False
    words = sum(letters(word) > 0 and not any(c.isdecimal() for c in word) for word in block.text.split())
    return block.timed or named or is_credit_line(block.text) or words <= 6


def _without_read_also(lines: Lines) -> Lines:
    """Filter 3: read-also lines with their link lists; the words alone never suffice."""
    kept: Lines = []
    following = False
    labelled = {id(block) for block in lines if _is_labelled_link(block)}
    for index, block in enumerate(lines):
        following_line = lines[index + 1] if index + 1 < len(lines) else None
        is_labelled = id(block) in labelled and len(labelled) <= MAX_LABELLED
        if is_labelled or _is_read_also(block, following_line):
            following = True
            continue
        if following and block.link_chars >= LINKED * len(block.text) and not ends_sentence(block.text):
            continue
        following = False
        kept.append(block)
    return kept


def _is_labelled_link(block: Block) -> bool:
    """A line that is a short label with a colon and one link to its end: `More: <headline>`."""
    label, _, rest = block.text.partition(":")
    is_rest = block.links == 1 and abs(letters(rest) - block.link_chars) <= 0.2 * len(rest) + 2
    is_label = len(label) <= LABEL_CHARS and len(rest.split()) >= MIN_LINK_WORDS
    return bool(is_label and is_rest and block.edges & 2 and not ends_sentence(rest))


def _is_read_also(block: Block, following: Block | None) -> bool:
    rest = read_also_lead(block.text)
    if rest is None or len(block.text) > LONG_LEAD:
        return False
    linked = block.link_chars >= 0.4 * len(block.text) > 0
    alone = letters(rest) == 0
    marked = bool(re.match(r"\s*[:：|؛«\"“–—-]", rest)) or rest.startswith("..")
    next_linked = following is not None and following.link_chars >= LINKED * len(following.text)
    return (
        linked
        or (alone and (next_linked or following is None or len(block.text) <= 60))
        or (marked and not ends_sentence(block.text))
    )


def _without_comments(lines: Lines) -> Lines:
    """Everything from the head of a comment section on, when it stands in the lower half."""
    total = sum(len(b.text) for b in lines)
    seen = 0
    for index, block in enumerate(lines):
        if index and seen >= total / 2 and is_comment_note(block.text):
            return lines[:index]
        seen += len(block.text)
    return lines
