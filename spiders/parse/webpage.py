"""An HTML page as far as finding lists and links needs it: its tree, its base address, its links.

Used by `listing` and `discover`. Article text is none of its business: that is `crawler.extract`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from urllib.parse import urlsplit

import lxml.html
import tldextract
from lxml import etree

from spiders.parse.charset import decode
from spiders.parse.plain import absolute, one_line

__all__ = ["Anchor", "WebPage", "anchors", "read_webpage", "registrable"]


_MAX_ANCHORS = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A parsed page; `base` is the address its links are relative to."""

    root: lxml.html.HtmlElement
    url: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link to another page: absolute address without fragment, and the words it is shown with."""

    url: str
    text: str | None
    element: lxml.html.HtmlElement


def read_webpage(body: bytes, *, url: str, http_charset: str | None = None) -> WebPage | None:
    """Parse the page found at `url`; None where there is nothing to parse. Never raises."""
    text = decode(body, http_charset=http_charset).text.replace("\x00", "")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    stated = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return WebPage(root=root, url=url, base=absolute(url, stated) or url)


def anchors(page: WebPage) -> Iterator[Anchor]:
    """Yield the page's links to http(s) addresses in document order, of the first 5,000 links."""
    for element in islice(page.root.iter("a"), _MAX_ANCHORS):
        address = absolute(page.base, element.get("href"))
        if address:
            yield Anchor(url=address.partition("#")[0], text=_shown(element), element=element)


def registrable(url: str) -> str:
    """Return the registrable domain of an address (`bbc.co.uk`), or its bare host where there is none."""
    return _registrable_of(urlsplit(url).netloc)


@lru_cache(maxsize=4096)
def _registrable_of(netloc: str) -> str:
    parts = _suffixes()(netloc)
    if parts.suffix:
        return parts.top_domain_under_public_suffix or parts.suffix
    # Not on the list: the last label is the suffix (the list's rule `*`); an IP address is all domain.
    return ".".join(filter(None, (parts.subdomain.rsplit(".", 1)[-1], parts.domain)))


@cache
def _suffixes() -> tldextract.TLDExtract:
    """Return the public suffix list shipped with the package: no download, no cache folder."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def _shown(element: lxml.html.HtmlElement) -> str | None:
    """Return the words of a link: its headline, else all its text, else the picture's or the link's title."""
    headline = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    picture = next(element.iter("img"), None)
    words = " ".join((headline if headline is not None else element).itertext())
    return (
        one_line(words)
        or one_line(element.get("title"))
        or one_line(picture.get("alt") if picture is not None else None)
    )
