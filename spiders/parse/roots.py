"""The root element of a document: its name, where it begins, and whether it was closed.

Used by `sniff` to choose a reader and by the readers of XML to drop what stands around the root: warnings of
a broken server, doubled declarations, DOCTYPEs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

__all__ = ["LIST_ROOTS", "Root", "root_of", "xml_of"]

LIST_ROOTS = ("rss", "feed", "rdf", "channel", "urlset", "sitemapindex")
_HEAD = 1 << 16
_ROOT = re.compile(
    r"<!--.*?-->|<\?.*?>|<(?P<name>(?:\w+:)?(?:rss|feed|rdf|channel|urlset|sitemapindex|html|head|body))(?=[\s>/])",
    re.S | re.I,
)
_NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30};)")
_NUMBERED = re.compile(r"&#(?:x([0-9a-f]{1,16})|(\d{1,16}));?", re.I)
_BARE = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_BARE_OUTSIDE_CDATA = re.compile(rf"<!\[CDATA\[.*?(?:\]\]>|\Z)|{_BARE.pattern}", re.S)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """`name` is the local name in lower case, `tag` the name as written, `start` where its tag begins."""

    name: str
    tag: str
    start: int


def root_of(text: str) -> Root | None:
    """Return the first element in the first 64 kB that can be the root of a list or of an HTML page."""
    for match in _ROOT.finditer(text, 0, _HEAD):
        if match["name"]:
            tag = match["name"]
            return Root(name=tag.lower().rsplit(":", 1)[-1], tag=tag, start=match.start())
    return None


def xml_of(text: str, root: Root) -> tuple[str, bool]:
    """Return the root element alone, and whether it was closed.

    What XML forbids is mended: text around the root and control characters go, HTML's named characters are
    read, a bare `&` is escaped.
    """
    end = text.rfind(f"</{root.tag}")
    close = text.find(">", end) if end > root.start else -1
    xml = _CONTROLS.sub("", text[root.start : close + 1 if close > 0 else None])
    if "&#" in xml:
        xml = _NUMBERED.sub(_if_character, xml)
    xml = _NAMED.sub(lambda match: html5.get(match[1], match[0]), xml)
    if _BARE.search(xml):
        xml = _BARE_OUTSIDE_CDATA.sub(lambda match: "&amp;" if match[0] == "&" else match[0], xml)
    return xml, close > 0


def _if_character(match: re.Match[str]) -> str:
    """Keep a numbered reference to a character that XML allows; others break every parser."""
    number = int(match[1], 16) if match[1] else int(match[2])
    valid = (
        number in (9, 10, 13)
        or 0x20 <= number < 0xD800
        or 0xE000 <= number < 0xFFFE
        or 0xFFFF < number < 0x110000
    )
    return match[0] if valid else ""
