"""Sitemaps to entries: ordinary ones, indexes, news sitemaps and plain lists of addresses.

Used by `sniff`. A news sitemap is a feed in all respects (spec feeds §9): title, date, language. An ordinary
one gives addresses and `updated` (its `lastmod`, to be trusted only where it proved true). Gzip is undone by
`codings` before. Formats: sitemaps.org, and the news and image namespaces of Google.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from spiders.items import FeedEntry
from spiders.parse.charset import decode
from spiders.parse.guards import refusal
from spiders.parse.lists import MAX_ENTRIES, ParsedList, finished, no_list, read_date
from spiders.parse.plain import absolute, language_tag, one_line
from spiders.parse.roots import root_of, xml_of

__all__ = ["parse_sitemap", "read_sitemap", "robots_sitemaps"]

MAX_NEWS = 1000
_MAX_CHILDREN = 50_000
_MAX_LINES = 50_000


def parse_sitemap(body: bytes, *, url: str, http_charset: str | None = None, now: datetime) -> ParsedList:
    """Read a sitemap of any kind found at `url`; never raises.

    Of more than 2,000 entries (1,000 in a news sitemap) the newest are kept, undated ones last.
    """
    if not body.strip():
        return no_list("empty")
    return read_sitemap(decode(body, http_charset=http_charset).text, url=url, now=now)


def read_sitemap(text: str, *, url: str, now: datetime) -> ParsedList:
    """Read a sitemap that is text already."""
    reason = refusal(text, check_shape=False)
    if reason:
        return no_list(reason)
    root = root_of(text)
    if root is None:
        return _from_lines(text, url)
    if root.name not in ("urlset", "sitemapindex"):
        return no_list("html" if root.name in ("html", "head", "body") else "not_a_list")
    xml, closed = xml_of(text, root)
    tree = _tree(xml)
    if tree is None:
        return no_list("not_a_list")
    if not closed and len(tree):
        tree.remove(tree[-1])  # the end of the document may have cut its address
    notes = () if closed else ("incomplete",)
    if root.name == "sitemapindex":
        children = _children(tree, url, now)
        return ParsedList(format="sitemap-index", children=children, incomplete=not closed, warnings=notes)
    elements = list(_named(tree, "url"))
    is_news = any(element.find("{*}news") is not None for element in elements[:100])
    chosen = _newest(elements, MAX_NEWS if is_news else MAX_ENTRIES, now)
    kept, warnings = finished(_entry(element, url, now) for element in chosen)
    capped = (f"capped:{len(elements)}",) if len(chosen) < len(elements) else ()
    return ParsedList(
        entries=kept,
        format="news-sitemap" if is_news else "sitemap",
        incomplete=not closed,
        warnings=(*warnings, *capped, *notes),
    )


def robots_sitemaps(text: str) -> tuple[str, ...]:
    """Return the addresses of the `Sitemap:` lines of a robots.txt, each once, in order."""
    found = []
    for line in text.lstrip("\ufeff").splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        address = absolute("", value) if name.strip().lower() == "sitemap" else None
        if address:
            found.append(address)
    return tuple(dict.fromkeys(found))


def _tree(xml: str) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        return etree.fromstring(xml.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _local(element: etree._Element) -> str:
    """Return the name without namespace or undeclared prefix; comments have none."""
    return element.tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _local(child) == name)


def _fields(element: etree._Element) -> dict[str, str]:
    """Return the texts of an entry by path of local names, the first of each (`news.title`, `image.loc`)."""
    fields: dict[str, str] = {}
    for child in element.iterdescendants():
        text = (child.text or "").strip() if isinstance(child.tag, str) else ""
        parent = child.getparent()
        if text and parent is not None:
            path = _local(child) if parent is element else f"{_local(parent)}.{_local(child)}"
            fields.setdefault(path, text)
    return fields


def _entry(element: etree._Element, url: str, now: datetime) -> FeedEntry | None:
    fields = _fields(element)
    address = absolute(url, fields.get("loc"))
    if address is None:
        return None
    tags = [one_line(tag) for tag in fields.get("news.keywords", "").split(",")]
    return FeedEntry(
        url=address,
        title=one_line(fields.get("news.title")),
        published=read_date(fields.get("news.publication_date"), now=now),
        published_raw=fields.get("news.publication_date"),
        updated=read_date(fields.get("lastmod"), now=now),
        language=language_tag(fields.get("publication.language")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        image_url=absolute(url, fields.get("image.loc")),
    )


def _newest(elements: list[etree._Element], limit: int, now: datetime) -> list[etree._Element]:
    """Return the `url` elements in their order, or the `limit` newest ones where there are more."""
    if len(elements) <= limit:
        return elements
    return sorted(elements, key=lambda element: _age_rank(element, now))[:limit]


def _age_rank(element: etree._Element, now: datetime) -> float:
    raw = element.findtext("{*}news/{*}publication_date") or element.findtext("{*}lastmod")
    date = read_date(raw, now=now)
    return -date.timestamp() if date else 0.0


def _children(tree: etree._Element, url: str, now: datetime) -> tuple[str, ...]:
    """Return the sitemaps of an index, the last modified first, those without a date after them."""
    dated: dict[str, float] = {}
    for element in _named(tree, "sitemap"):
        fields = _fields(element)
        address = absolute(url, fields.get("loc"))
        date = read_date(fields.get("lastmod"), now=now)
        if address and address != url:
            dated.setdefault(address, date.timestamp() if date else 0.0)
    return tuple(sorted(dated, key=lambda address: -dated[address]))[:_MAX_CHILDREN]


def _from_lines(text: str, url: str) -> ParsedList:
    """Read a sitemap of one address a line; anything else on its first line makes it none."""
    lines = [line.strip() for line in text.split("\n", _MAX_LINES)[:_MAX_LINES] if line.strip()]
    if not lines or not lines[0].lower().startswith(("http://", "https://")):
        return no_list("not_a_list")
    addresses = dict.fromkeys(absolute(url, line) for line in lines if "://" in line[:8])
    entries, warnings = finished(FeedEntry(url=address) for address in addresses if address)
    return ParsedList(entries=entries, format="sitemap-text", warnings=warnings)
