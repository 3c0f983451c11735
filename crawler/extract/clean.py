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
from crawler.extract.document import Document
from crawler.extract.furniture import (
    is_ad_label,
    is_comment_head,
    is_credit_line,
    is_tail_blurb,
    is_tool_line,
    read_also_lead,
)
from crawler.extract.metadata import Metadata
from crawler.extract.recurring import without_recurring
from crawler.extract.text import ends_sentence, key, letters
from spiders.parse.dates import parse_date

__all__ = ["Cleaned", "clean", "filtered"]

HEAD_LINES = 4
CREDIT_LINES = 6
TAIL_LINES = 8
MIN_IN_TITLE = 15
MOST_OF_TITLE = 0.5
SHORT_LINE = 140
LONG_LEAD = 200
BLURB_CHARS = 400
LINKED = 0.6
FEW_LETTERS = 40
COPIED_LINES, COPIED_CHARS = 3, 300
"""From here on a repeated run of lines is a second copy, not a refrain."""

_DATELINE_END = re.compile(r"[-–—:ـ،]\s*$")
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
    names = [name for name in (document.metadata.publisher, document.hints.source_name) if name]
    own = without_recurring(blocks, document.lines, names)
    cleaned = clean(own, document.metadata)
    gone = len(blocks) - len(own)
    return replace(cleaned, dropped={"recurring": gone, **cleaned.dropped}) if gone else cleaned


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
        ("tool", lambda lines: [b for b in lines if not is_tool_line(b.text)]),
        ("credit", lambda lines: _without_credits(lines, metadata)),
        ("read_also", _without_read_also),
        ("comments", _without_comments),
        ("tail", _without_tail),
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
    title = key(metadata.head.title or "")

    def is_headline(block: Block) -> bool:
        own = key(block.text)
        in_title = len(own) >= MIN_IN_TITLE and own in title and len(own) >= MOST_OF_TITLE * len(title)
        return own in wordings or in_title

    return [b for i, b in enumerate(lines) if i >= HEAD_LINES or not is_headline(b)]


def _without_copies(lines: Lines) -> Lines:
    """Runs of lines that stand above word for word: the body a page holds twice, for screens and for
    phones."""
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
    return [b for b in lines if b.tag not in _CAPTION_TAGS]


def _without_menus(lines: Lines) -> Lines:
    """Rows of links that are no sentence: two or more at the head, four or more anywhere."""
    return [b for i, b in enumerate(lines) if b.links < (2 if i < HEAD_LINES else 4) or not _is_row(b)]


def _is_row(block: Block) -> bool:
    return block.link_chars >= 0.7 * len(block.text) and not ends_sentence(block.text)


def _without_credits(lines: Lines, metadata: Metadata) -> Lines:
    """Filter 2: byline and date lines at the head, when they repeat the metadata."""
    return [b for i, b in enumerate(lines) if i >= CREDIT_LINES or not _is_credit(b, metadata)]


def _is_credit(block: Block, metadata: Metadata) -> bool:
    text = block.text
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
    for index, block in enumerate(lines):
        following_line = lines[index + 1] if index + 1 < len(lines) else None
        if _is_read_also(block, following_line):
            following = True
            continue
        if following and block.link_chars >= LINKED * len(block.text) and not ends_sentence(block.text):
            continue
        following = False
        kept.append(block)
    return kept


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
        if index and seen >= total / 2 and is_comment_head(block.text):
            return lines[:index]
        seen += len(block.text)
    return lines


def _without_tail(lines: Lines) -> Lines:
    """Filter 5: invitations, copyright and agency lines at the end, links and headings nothing follows."""
    end = len(lines)
    while end > 1 and len(lines) - end < TAIL_LINES and _is_tail(lines[end - 1]):
        end -= 1
    return lines[:end]


def _is_tail(block: Block) -> bool:
    text = block.text
    if len(text) <= BLURB_CHARS and is_tail_blurb(text):
        return True
    if ends_sentence(text):
        return False
    linked = block.tag != "li" and block.links > 0 and block.link_chars >= 0.9 * len(text)
    return linked or block.tag in ("h2", "h3", "h4", "h5", "h6")
