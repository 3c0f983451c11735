"""One tolerant parse of the decoded page, bounded in depth and size.

The second step of extraction: everything later works on this tree. The tree is made from the decoded text,
so a `<meta charset>` that lies cannot decode it a second time.
"""

from __future__ import annotations

import re

from lxml import etree, html

from crawler.extract.reasons import NoArticle, Reason

__all__ = ["MAX_ATTRIBUTES", "MAX_DEPTH", "MAX_ELEMENTS", "SCRIPT_CHARS", "drop", "parse_tree", "select"]

MAX_DEPTH = 512
MAX_ELEMENTS = 150_000
MAX_CHARS = 20_000_000
MAX_ATTRIBUTES = 20_000
"""In one tag: libxml2 compares each with all before it, 0.4 s for so many, minutes for a megabyte of them."""
HIDDEN_ARTICLE_CHARS = 800
SCRIPT_CHARS = 5_000
"""What is kept of a script: enough to know a robot check by."""

_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
# A malformed doctype makes libxml2 lose the document (lxml bug 1955915); it tells us nothing.
_DOCTYPE = re.compile(r"<!doctype[^>]*>", re.IGNORECASE)
# NUL and the other characters XML cannot hold would end the parse or break whoever copies the text.
_NOT_XML = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NO_CHARACTERS = ("\ufffe", "\uffff")
_REFERENCE = re.compile(
    rb"&#(?:[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45]))"
    rb"(?![0-9a-fA-F]);?"
)
_BURDENED_TAG = re.compile(
    rb"""<[a-zA-Z][^\s>]*+(?:[\s/]++[^\s"'>/=][^\s"'>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]*+))?+)"""
    + rb"{%d}+" % (MAX_ATTRIBUTES + 1)
)
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_LEAST_PER_ELEMENT = 3
"""Bytes of the shortest start tag, so that a small page need not be counted."""
_RAW = re.compile(r"<(?:(?P<name>[sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE]))(?=[\s>/])[^>]*>|!--)")
_RAW_ENDS = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}
_COUNT = etree.XPath("count(//*)")
_MENDED = ("span", "button", "select", "textarea", "noscript")
_CLASSES = etree.ElementDefaultClassLookup(element=html.HtmlElement)
"""One class for every element: lxml.html's own look-up calls Python for each, and we use no forms."""


def parse_tree(text: str) -> html.HtmlElement | NoArticle:
    """Parse a page's text into one lxml HTML tree, or say why that is not worth trying."""
    if len(text) > MAX_CHARS:
        return NoArticle(reason=Reason.TOO_LARGE, detail=f"{len(text)} characters")
    short = _without_long_scripts(_DOCTYPE.sub("", _XML_HEAD.sub("", text), count=1))
    data = short.encode(errors="ignore").translate(None, _NOT_XML)
    for sign in _NO_CHARACTERS:
        if sign in short:
            data = data.replace(sign.encode(), b"")
    data = _REFERENCE.sub(b"", data)
    if not data.strip():
        return NoArticle(reason=Reason.EMPTY_BODY)
    refused = _burden(data)
    if refused:
        return refused
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, collect_ids=False, remove_comments=True, remove_pis=True
    )
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        return NoArticle(reason=Reason.EMPTY_BODY, detail=str(error)[:200])
    refused = _excess(root, len(data))
    if refused:
        return refused
    _mend(root)
    return root


def _without_long_scripts(text: str) -> str:
    """Cut long scripts and styles short, half of many a page's bytes; linked data stays whole.

    What stands in a comment or is never closed stays for the parser to judge.
    """
    parts: list[str] = []
    kept = at = 0
    while (found := _RAW.search(text, at)) and (at := _raw_end(text, found)) >= 0:
        if at - found.end() > SCRIPT_CHARS and "ld+json" not in found[0].lower():
            parts.append(text[kept : found.end() + SCRIPT_CHARS])
            kept = at
    return "".join((*parts, text[kept:]))


def _raw_end(text: str, start: re.Match[str]) -> int:
    """Where a script, style or comment ends; -1 for nowhere."""
    if start["name"] is None:
        return text.find("-->", start.end())
    end = _RAW_ENDS[start["name"].lower()].search(text, start.end())
    return end.start() if end else -1


def _burden(data: bytes) -> NoArticle | None:
    """Refuse before the parse what would cost minutes or hundreds of megabytes in it."""
    many = 2 * MAX_ELEMENTS  # twice: scripts hold the sign too
    if len(data) > _LEAST_PER_ELEMENT * many and data.count(b"<") - data.count(b"</") > many:
        return NoArticle(reason=Reason.TOO_LARGE, detail=f"more than {MAX_ELEMENTS} elements")
    if _BURDENED_TAG.search(data):
        return NoArticle(reason=Reason.TOO_LARGE, detail=f"a tag of more than {MAX_ATTRIBUTES} attributes")
    return None


def _excess(root: html.HtmlElement, size: int) -> NoArticle | None:
    """Refuse a tree no later step should walk: too many elements or too deep (both counted in C).

    `size` is that of the markup in bytes: a small one cannot hold too many.
    """
    if size > MAX_ELEMENTS and _COUNT(root) > MAX_ELEMENTS:
        return NoArticle(reason=Reason.TOO_LARGE, detail=f"more than {MAX_ELEMENTS} elements")
    if _TOO_DEEP(root):
        return NoArticle(reason=Reason.TOO_DEEP, detail=f"deeper than {MAX_DEPTH}")
    return None


def _mend(root: html.HtmlElement) -> None:
    """Undo habits of markup that hide text: break spans, unclosed buttons, articles inside `<noscript>`."""
    for element in list(root.iter(*_MENDED)):
        if element.tag == "span":
            names = element.get("class")
            if names and "br" in names and "br" in names.split() and not len(element) and not element.text:
                element.tag = "br"
        elif element.tag == "noscript":
            if element.find(".//p") is not None and len(str(element.text_content())) >= HIDDEN_ARTICLE_CHARS:
                element.drop_tag()
        elif element.find(".//main") is not None or element.find(".//article") is not None:
            element.drop_tag()


def select(root: html.HtmlElement, css: str) -> list[html.HtmlElement]:
    """Return the elements a CSS selector of the operator names, in document order.

    Raises `ValueError` for a selector that does not parse (config checks it first).
    """
    try:
        return root.cssselect(css)
    except (etree.XPathError, SyntaxError, ValueError) as error:
        raise ValueError(f"not a CSS selector: {css!r}") from error


def drop(elements: list[html.HtmlElement]) -> None:
    """Take elements out of their tree, keeping the text that follows each."""
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()
