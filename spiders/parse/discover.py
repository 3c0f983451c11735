"""Where a site's lists may be: candidates read off a page, its headers and common paths, best first.

For `naba source try URL` and for dead feeds (spec feeds §2). Only finds: each candidate is fetched by the one
guarded fetcher and accepted if it parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from spiders.items import ListKind
from spiders.parse.plain import absolute, one_line
from spiders.parse.webpage import WebPage, anchors, read_webpage, registrable

__all__ = ["Found", "find_lists", "known_paths"]

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_VAGUE_TYPES = ("application/json", "application/xml", "text/xml")
_FEED_PATH = re.compile(
    r"/(?:rss|atom|feeds?|rdf)(?:\d|[._-]?(?:xml|php|aspx?|feeds?|html?))?(?=/|$)|\.(?:rss|atom|rdf)$", re.I
)
_FEED_WORD = re.compile(r"\b(?:rss|atom|feeds?)\b|خلاصات|خلاصة|(?:آر|ار)[ .]?(?:إس|اس)", re.I)
_SITEMAP_NAME = re.compile(r"sitemap[\w-]*\.xml(?:\.gz)?$", re.I)
_NARROW = re.compile(
    r"/(?:comments?|tags?|author|writer|user|autor|auteur|verfasser)(?=/|$)"
    r"|\b(?:comments?|kommentare?|commentaires|comentarios|commenti)\b|تعليق",
    re.I,
)
_SHARING = re.compile(r"/(?:dialog|share|sharer|intent|plugins)(?=/|$)", re.I)
_LINK = re.compile(r"<([^>]*)>((?:\s*;\s*[\w*!#$&+.^`|~-]+\s*=\s*(?:\"[^\"]*\"|[^\s\",;]+))*)")
_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))")
_PATHS = {
    "/feed": ListKind.FEED,
    "/rss": ListKind.FEED,
    "/rss.xml": ListKind.FEED,
    "/atom.xml": ListKind.FEED,
    "/feed.xml": ListKind.FEED,
    "/index.xml": ListKind.FEED,
    "/news-sitemap.xml": ListKind.SITEMAP,
    "/sitemap.xml": ListKind.SITEMAP,
}
_RANK_STATED, _RANK_LINKED, _RANK_GUESSED, _RANK_NARROW, _RANK_FOREIGN = 0, 20, 40, 100, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A candidate for a list of the site.

    Low `rank` first: stated by the site, linked, guessed; feeds of comments, tags or one author 100 later,
    addresses on another registrable domain (`other_domain`: not to be followed unseen) 200 later. `why` is
    `link-element`, `link-header`, `anchor` or `known-path`.
    """

    url: str
    kind: ListKind
    title: str | None
    rank: int
    why: str
    other_domain: bool = False


def find_lists(body: bytes, *, url: str, link_header: str | None = None) -> tuple[Found, ...]:
    """Return the lists that the page found at `url` and its `Link` header name, best first, each once."""
    page = read_webpage(body, url=url) if body.strip() else None
    found = [*_from_header(link_header or "", url)]
    if page is not None:
        found += [*_from_elements(page), *_from_anchors(page)]
    best: dict[str, Found] = {}
    for candidate in sorted((_ranked(candidate, url) for candidate in found), key=lambda found: found.rank):
        best.setdefault(candidate.url, candidate)
    return tuple(best.values())


def known_paths(url: str) -> tuple[Found, ...]:
    """Return the usual addresses of lists on the host of `url`, the likeliest first; fetch few of them."""
    return tuple(
        Found(url=address, kind=kind, title=None, rank=_RANK_GUESSED + number, why="known-path")
        for number, (path, kind) in enumerate(_PATHS.items())
        if (address := absolute(url, path))
    )


def _ranked(found: Found, url: str) -> Found:
    """Put narrow feeds and other people's last."""
    is_foreign = registrable(found.url) != registrable(url)
    is_narrow = bool(_NARROW.search(unquote(urlsplit(found.url).path)) or _NARROW.search(found.title or ""))
    rank = found.rank + _RANK_NARROW * is_narrow + _RANK_FOREIGN * is_foreign
    return replace(found, rank=rank, other_domain=is_foreign)


def _is_feed(kind: str, address: str, title: str | None) -> bool:
    """Say whether a media type is a feed's; a vague one only where a name says so (`wp-json` says not)."""
    named = _FEED_PATH.search(unquote(urlsplit(address).path)) or _FEED_WORD.search(title or "")
    return kind in _FEED_TYPES or (kind in _VAGUE_TYPES and bool(named) and "wp-json" not in address)


def _from_header(header: str, url: str) -> Iterator[Found]:
    """Read the `Link` header (RFC 8288)."""
    for match in _LINK.finditer(header[:8192]):
        parameters = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(match[2])}
        address = absolute(url, match[1])
        title = one_line(parameters.get("title"))
        is_alternate = "alternate" in parameters.get("rel", "").lower().split()
        if address and is_alternate and _is_feed(parameters.get("type", "").lower(), address, title):
            yield Found(url=address, kind=ListKind.FEED, title=title, rank=_RANK_STATED, why="link-header")


def _from_elements(page: WebPage) -> Iterator[Found]:
    """Read `<link rel="alternate">` (RSS autodiscovery, JSON Feed) and `<link rel="sitemap">`."""
    stated = 0
    for element in page.root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        address = absolute(page.base, element.get("href"))
        title = one_line(element.get("title"))
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        if address and "sitemap" in relations:
            yield Found(
                url=address, kind=ListKind.SITEMAP, title=title, rank=_RANK_LINKED, why="link-element"
            )
        elif address and ("alternate" in relations or "feed" in relations) and _is_feed(kind, address, title):
            rank = _RANK_STATED + min(stated, _RANK_LINKED - 1)
            stated += 1
            yield Found(url=address, kind=ListKind.FEED, title=title, rank=rank, why="link-element")


def _from_anchors(page: WebPage) -> Iterator[Found]:
    """Read the links whose words or path name a feed or a sitemap."""
    for anchor in anchors(page):
        path = unquote(urlsplit(anchor.url).path)
        text = anchor.text if anchor.text and len(anchor.text) <= 40 else None
        if _SITEMAP_NAME.search(path):
            yield Found(
                url=anchor.url, kind=ListKind.SITEMAP, title=text, rank=_RANK_LINKED + 1, why="anchor"
            )
        elif not _SHARING.search(path) and (_FEED_PATH.search(path) or _FEED_WORD.search(text or "")):
            yield Found(url=anchor.url, kind=ListKind.FEED, title=text, rank=_RANK_LINKED, why="anchor")
