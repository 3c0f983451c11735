"""What we refuse to hand to an XML parser: looked for in the decoded text, before any parsing.

Used by the readers of feeds and sitemaps (rule P3 of spec feeds, limits of spec fetching §6.3 and §6.4). One
pass over the markup; it is no parser and need not agree with one, it only bounds what one may be made to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["refusal"]

MAX_CHARS = 50 << 20
MAX_DEPTH = 256
MAX_TAGS = 300_000  # 150,000 elements and as many end tags
MAX_TAG = 1 << 18
MAX_CHILDREN = 500  # of one item: feedparser compares each category with all before it
_PROLOG = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.S)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.I)
_ENTITY = re.compile(r"<!ENTITY\b", re.I)
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<end>/?)(?P<name>[^\W\d][\w:.-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+(?P<tail>>|(?=<)|\Z)",
    re.S,
)
_ITEMS = ("item", "entry", "rss:item", "atom:entry")
_IN_ITEM = [[name] for name in _ITEMS]
_VOID = frozenset(("br", "hr", "img", "input", "wbr", "source", "col"))


def refusal(text: str, *, check_shape: bool = True) -> str | None:
    """Return the reason not to parse `text`, None where there is none.

    `check_shape` walks the tags too; a parser with limits of its own, such as lxml, needs that not.

    `forbidden_entity` (a DOCTYPE that declares entities), `too_deep` (more than 256 levels), `too_large` (50
    million characters, 150,000 elements, 500 elements in one item, or one tag of 256 kB).
    """
    if len(text) > MAX_CHARS:
        return "too_large"
    prolog = _PROLOG.match(text)
    if prolog and _DOCTYPE.match(text, prolog.end()) and _ENTITY.search(text, prolog.end()):
        return "forbidden_entity"
    return _shape(text) if check_shape else None


def _shape(text: str) -> str | None:
    """Walk the tags; an end tag closes what was left open inside its element, as in broken feeds."""
    open_names: list[str] = []
    children = 0
    for count, match in enumerate(_tags(text)):
        name = match["name"]
        if match["end"]:
            _close(open_names, name)
            continue
        children = 0 if name in _ITEMS else children + (open_names[-1:] in _IN_ITEM)
        if count > MAX_TAGS or children > MAX_CHILDREN or match.end() - match.start() > MAX_TAG:
            return "too_large"
        if match[0][-2:] != "/>":
            open_names.append(name)
        if len(open_names) > MAX_DEPTH:
            return "too_deep"
    return None


def _tags(text: str) -> Iterator[re.Match[str]]:
    """Yield the tags outside comments and CDATA, without the elements of HTML that are never closed."""
    return (match for match in _MARKUP.finditer(text) if match["name"] and match["name"] not in _VOID)


def _close(open_names: list[str], name: str) -> None:
    if open_names and open_names[-1] == name:
        open_names.pop()
    elif name in open_names:
        while open_names.pop() != name:
            pass
