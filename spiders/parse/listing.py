"""Section pages to entries: the links that lead to articles, by selector or learned from their shapes.

The way in for sources without a living feed (spec feeds §1 and §9). Nothing is remembered between pages: the
shapes are those of the page itself, and what is known already falls out later by address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import mean
from urllib.parse import parse_qsl, unquote, urlsplit

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from spiders.items import FeedEntry
from spiders.parse.lists import ParsedList, finished, no_list
from spiders.parse.plain import language_tag, one_line
from spiders.parse.webpage import Anchor, WebPage, anchors, read_webpage, registrable

__all__ = ["parse_listing"]

_NOT_ARTICLES = re.compile(
    r"/(?:tags?|categor(?:y|ies)|cat|kategorie?|authors?|autore?s?|auteurs?|verfasser|writers?|topics?|thema|temas?|"
    r"emne|etiquetas?|etiket|sections?|rubrik|login|logout|sign-?(?:in|up)|register|"
    r"subscri(?:be|ptions?)|newsletters?|search|contact(?:-us)?|about(?:-us)?|privacy(?:-policy)?|terms|rss|feeds?|"
    r"pages?|archives?|amp|print|users?|profiles?|accounts?|cart|share|advertis\w*|careers?|help|faq|sitemap|"
    r"wp-(?:admin|login|content|json)|cdn-cgi|cookies?|وسم|وسوم|تصنيف|تصنيفات|قسم|أقسام|كاتب|كتاب|الكاتب|بحث|من-نحن|"
    r"اتصل-بنا)(?=[/?.]|-\d|$)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|json|css|js|apk)$",
    re.I,
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|pagination|pager|social|share|login|cookies?)"
    r"(?:$|[\s_-])",
    re.I,
)
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?(?:1[0-2]|0?[1-9])(?:[/-]?(?:3[01]|[0-2]?\d))?(?=[/_-]|$)")
_NUMBER = re.compile(r"\d{3,}")
_TOKEN = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{8,}", re.I)
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cms|ece)$", re.I)
_WORDS = re.compile(r"[-_+\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """One address of the page with the longest text it is linked with."""

    url: str
    text: str | None
    shape: str
    score: float


def parse_listing(
    body: bytes, *, url: str, follow: str | None, http_charset: str | None = None, now: datetime
) -> ParsedList:
    """Read the links to articles off the page found at `url`, in document order.

    `follow` is a CSS selector, or an XPath beginning with `/` or `(`, of the links or of what holds them;
    every http(s) link in it counts. Without it links are told by shape, on the page's own domain only. The
    error is `empty`, `bad_selector`, or `no_links`. `now` is taken for symmetry: a link states no date.
    """
    page = read_webpage(body, url=url, http_charset=http_charset) if body.strip() else None
    if page is None:
        return no_list("empty")
    links = _selected(page, follow) if follow else _learned(page)
    if links is None:
        return no_list("bad_selector")
    entries, warnings = finished(FeedEntry(url=link.url, title=link.text) for link in links)
    title = page.root.findtext(".//title")
    return ParsedList(
        entries=entries,
        format="listing",
        title=one_line(title),
        language=language_tag(page.root.get("lang")),
        warnings=warnings,
        error=None if entries else "no_links",
    )


def _selected(page: WebPage, follow: str) -> list[_Link] | None:
    """Return the links that the operator's selector names, None where it is no selector."""
    try:
        path = follow if follow.startswith(("/", "(")) else CSSSelector(follow, translator="html").path
        found = page.root.xpath(path)
    except (SelectorError, etree.XPathError):
        return None
    nodes = found if isinstance(found, list) else []
    chosen = {link for node in nodes if isinstance(node, etree._Element) for link in node.iter("a")}
    return _distinct(anchor for anchor in anchors(page) if anchor.element in chosen)


def _learned(page: WebPage) -> list[_Link]:
    """Return the links whose shape is that of articles on this page."""
    home = registrable(page.url)
    furniture = _furniture(page)
    own = page.url.rstrip("/")
    links = _distinct(
        anchor
        for anchor in anchors(page)
        if anchor.element not in furniture
        and anchor.url.rstrip("/") != own
        and _may_be_article(anchor.url, home)
    )
    links_by_shape: dict[str, list[_Link]] = defaultdict(list)
    for link in links:
        links_by_shape[link.shape].append(link)
    good = {shape for shape, group in links_by_shape.items() if _is_of_articles(group)}
    return [link for link in links if link.shape in good]


def _may_be_article(url: str, home: str) -> bool:
    parts = urlsplit(url)
    path = unquote(parts.path)
    names_something = bool(_DATED.sub("", path).strip("/") or parts.query)
    return names_something and not _NOT_ARTICLES.search(path) and registrable(url) == home


def _furniture(page: WebPage) -> set[etree._Element]:
    """Return the links in menus, footers and the like; an element with most of the page's links is none."""
    most = len(list(page.root.iter("a"))) * 0.6
    found: set[etree._Element] = set()
    for element in page.root.iter(etree.Element):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag in ("nav", "footer") or _FURNITURE.search(names):
            inside = set(element.iter("a"))
            found |= inside if len(inside) <= most else set()
    return found


def _distinct(found: Iterable[Anchor]) -> list[_Link]:
    """Return each address once, where it stood first, with the longest of its texts."""
    texts: dict[str, str | None] = {}
    for anchor in found:
        texts[anchor.url] = max(texts.get(anchor.url) or "", anchor.text or "", key=len) or None
    return [
        _Link(url=url, text=text, shape=_shape(url), score=_score(url, text)) for url, text in texts.items()
    ]


def _shape(url: str) -> str:
    """Return the template of an address: `#` for a number, `*` for a slug, `w` for a plain word."""
    parts = urlsplit(url)
    path = _DATED.sub("/#", _EXTENSION.sub("", unquote(parts.path)))
    kinds = [_kind(segment) for segment in path.strip("/").split("/")]
    query = sorted(f"{key}={_kind(value)}" for key, value in parse_qsl(parts.query))
    return "/".join(kinds) + ("?" + "&".join(query) if query else "")


def _kind(segment: str) -> str:
    if segment.isdecimal() or segment == "#":
        return "#"
    if _TOKEN.fullmatch(segment):
        return "id"
    words = len(_WORDS.split(segment))
    return f"*{'#' if _NUMBER.search(segment) else ''}" if words >= 3 or len(segment) > 25 else "w"


def _score(url: str, text: str | None) -> float:
    """Return how much one link looks like an article's: 3 and more for a clear one."""
    parts = urlsplit(url)
    path = _EXTENSION.sub("", unquote(parts.path)).rstrip("/")
    last = path.rsplit("/", 1)[-1]
    words = len(_WORDS.split(last))
    is_dated = bool(_DATED.search(path))
    is_numbered = bool(_NUMBER.search(f"{_DATED.sub('', path)}?{parts.query}") or _TOKEN.fullmatch(last))
    length = len(text or "")
    slug = 2.0 if words >= 4 else 1.0 if words == 3 or len(last) > 25 else 0.0
    return 3.0 * is_dated + 2.0 * is_numbered + slug + (1.5 if length >= 40 else 1.0 if length >= 20 else 0.0)


def _is_of_articles(group: list[_Link]) -> bool:
    """Say whether links of one shape lead to articles: by their scores, or several by their headlines."""
    score = mean(link.score for link in group)
    is_long = mean(len(link.text or "") for link in group) >= 25
    if group[0].shape.split("?")[0].rsplit("/", 1)[-1] == "w" and "=#" not in group[0].shape:
        return len(group) >= 5 and is_long and score >= 1.5 and "/" in group[0].shape
    return score >= 3.0 or (len(group) >= 3 and is_long and score >= 2.0)
