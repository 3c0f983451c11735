"""What stands below a body: invitations, contacts, credits, copyright, headings and links nothing follows.

The last of the post filters (`clean`). Read from the end upwards, and only as far as every line is such a
line: none of these signs counts amid the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.blocks import Block
from crawler.extract.furniture import fold, is_credit_line, is_tail_blurb, platforms, says
from crawler.extract.text import ends_sentence

__all__ = ["is_labelled_credit", "without_tail"]

TAIL_LINES = 8
BLURB_CHARS = 400
CREDIT_CHARS = 80
INVITATION_CHARS = 200
CONTACT_CHARS = 140
COUNTER_CHARS = 30
MIN_COUNTS = 3

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_CONTACT = re.compile(r"(?<!\d)\+?\d[\d\s()/-]{6,}\d(?!\d)|\w@\w|https?://|www\.|(?<!\w)@\w", re.IGNORECASE)
_COUNTER = re.compile(r"(?:[^\W\d]+\s+){1,2}[^\W\d]+\s*[:：]?\s*\d[\d.,]*|\W?\d[\d.,]*\W?\s+[^\W\d]+")
_COUNTS = re.compile(r"[^\W\d]+\s*[:(]?\s*\d+")
_LABEL = re.compile(r"[^:：]{2,30}[:：]\s*\S")


def without_tail(lines: Sequence[Block], names: Sequence[str] = ()) -> list[Block]:
    """Return the lines up to the last that is body; `names` are the outlet's own. The first always stays."""
    end = len(lines)
    folded = tuple(fold(name) for name in names)
    while end > 1 and len(lines) - end < TAIL_LINES and _is_tail(lines[end - 1], folded):
        end -= 1
    return list(lines[:end])


def _is_tail(block: Block, names: Sequence[str]) -> bool:
    text = block.text
    if len(text) <= BLURB_CHARS and is_tail_blurb(text):
        return True
    if _invites(block, names) or _is_note(text):
        return True
    if ends_sentence(text):
        return False
    return (
        _is_linked(block)
        or block.tag in _HEADINGS
        or _is_contact(text)
        or is_labelled_credit(text)
        or (block.tag != "li" and _is_counter(text))
    )


def _is_linked(block: Block) -> bool:
    return block.tag != "li" and block.links > 0 and block.link_chars >= 0.9 * len(block.text)


def _invites(block: Block, names: Sequence[str]) -> bool:
    """A line that names a network to follow the outlet on, with another sign: a link, a second one, the
    outlet, a number."""
    text = block.text
    if len(text) > INVITATION_CHARS:
        return False
    found = platforms(text)
    if not found:
        return False
    own = fold(text)
    is_short = len(text) <= CREDIT_CHARS
    return (
        (block.links > 0 and not ends_sentence(text))
        or (len(found) > 1 and is_short and not ends_sentence(text))
        or bool(_CONTACT.search(text))
        or (any(len(name) > 3 and name in own for name in names) and not ends_sentence(text))
    )


def _is_contact(text: str) -> bool:
    return len(text) <= CONTACT_CHARS and bool(_CONTACT.search(text)) and bool(_LABEL.match(text))


def _is_note(text: str) -> bool:
    """A line that asks for a click, or disclaims: wherever in it the words are."""
    is_short = len(text) <= INVITATION_CHARS
    return is_short and (says("click_here", text) or says("disclaimer", text)) is not None


def _is_counter(text: str) -> bool:
    """A few words and a number at either end: how often it was read, shared, rated."""
    many = _COUNTS.findall(text)
    words = len(text.split())
    is_row = len(many) >= MIN_COUNTS and 2 * len(many) <= words <= 3 * len(many) + 3
    return is_row or (len(text) <= COUNTER_CHARS and bool(_COUNTER.fullmatch(text)))


def is_labelled_credit(text: str) -> bool:
    """Say whether a line is a credit word and who it names: `Source: agencies`, `(Editing: somebody)`."""
    is_labelled = bool(_LABEL.match(text)) or text.lstrip()[:1] in "(["
    return len(text) <= CREDIT_CHARS and is_labelled and is_credit_line(text)
