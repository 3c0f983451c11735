"""RSS, RDF and Atom bodies to entries: feedparser, wrapped where it was measured to go wrong.

Takes over after fetching. Charset, dates, addresses and guards are ours (spec feeds §4); feedparser only
finds the fields, in raw mode (bodies are neither sanitised nor resolved: that is for those kept, P6).
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser
import feedparser.api

from spiders.items import FeedEntry
from spiders.parse.charset import decode
from spiders.parse.guards import refusal
from spiders.parse.lists import MAX_ENTRIES, ParsedList, finished, no_list, read_date
from spiders.parse.plain import absolute, language_tag, one_line
from spiders.parse.roots import Root, root_of, xml_of

__all__ = ["parse_feed", "read_feed"]

_DRIVER = "spiders.parse.saxdriver"
if _DRIVER not in feedparser.api.PREFERRED_XML_PARSERS:
    feedparser.api.PREFERRED_XML_PARSERS.insert(0, _DRIVER)

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_ROOTS = ("rss", "feed", "rdf", "channel")
_AMPERSAND = re.compile(r"&(?:amp|#0*38|#x0*26);", re.I)  # left by the loose parser, or escaped twice
_RSS_PREFIX = re.compile(r"(</?)rss:", re.I)
_ITEM_START = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.I)
_ITEM_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.I)
_LONG_NAME = re.compile(  # feedparser looks for an address in a name in quadratic time
    r"(<(?:[\w.-]+:)?(?:author|creator|managingeditor|webmaster|publisher)\b[^<>]*>\s*(?:<!\[CDATA\[)?[^<]{500})[^<\]]+",
    re.I,
)
_MAX_LABELS = 50
_MAX_BODY = 1_000_000
# What feedparser itself was seen or is able to raise on hostile input, such as a character beyond Unicode.
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError, RecursionError)
Fields = dict[str, Any]  # feedparser's dict, in truth: untyped, and it answers attributes too


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    rel: str
    type: str
    url: str | None


def parse_feed(
    body: bytes, *, url: str, http_charset: str | None = None, language: str | None = None, now: datetime
) -> ParsedList:
    """Read an RSS, RDF or Atom document found at `url`; never raises and never fetches.

    `language` is what the operator says the source is written in; it helps with undeclared charsets. Dates
    later than `now` and ten minutes, before 1995, or equal in all entries are left out (D3, D4).
    """
    if not body.strip():
        return no_list("empty")
    decoded = decode(body, http_charset=http_charset, language=language)
    warnings = ("doubtful_charset",) if decoded.doubtful else ()
    return read_feed(decoded.text, url=url, now=now, warnings=warnings)


def read_feed(text: str, *, url: str, now: datetime, warnings: tuple[str, ...] = ()) -> ParsedList:
    """Read a feed that is text already; `warnings` are passed on."""
    reason = refusal(text)
    if reason:
        return no_list(reason)
    root = root_of(text)
    if root is None or root.name not in _ROOTS:
        return no_list("html" if root else "not_a_list")
    whole, closed = xml_of(text, root)
    xml, capped = _cut(whole, root, closed=closed)
    parsed = _fields_of(xml, root)
    if parsed is None or not (parsed.entries or parsed.version or parsed.feed):
        return no_list("not_a_list")
    feed_language = language_tag(parsed.feed.get("language"))
    entries, found = finished(_entry(fields, url, feed_language, now) for fields in parsed.entries)
    notes = [
        *warnings,
        *capped,
        *found,
        *(["not_well_formed"] if parsed.bozo else []),
        *([] if closed else ["incomplete"]),
    ]
    return ParsedList(
        entries=entries,
        format=parsed.version or "rss",
        title=one_line(parsed.feed.get("title")),
        language=feed_language,
        next_url=_older(parsed.feed, url),
        incomplete=not closed,
        warnings=tuple(notes),
    )


def _cut(xml: str, root: Root, *, closed: bool) -> tuple[str, tuple[str, ...]]:
    """Return the document with no more items than we take, all of them whole, and a note where it had more.

    An item that the end of the document cuts goes: half an address is worse than none, and an incomplete
    list is fetched again (F6). Names are cut to what feedparser can bear.
    """
    ends = [match.end() for match in _ITEM_END.finditer(xml)]
    if len(ends) > MAX_ENTRIES or not closed:
        bounds = ends[:MAX_ENTRIES] or [match.start() for match in _ITEM_START.finditer(xml)] or [len(xml)]
        xml = f"{xml[: bounds[-1]]}{'</channel>' if root.name == 'rss' else ''}</{root.tag}>"
    notes = (f"capped:{len(ends)}",) if len(ends) > MAX_ENTRIES else ()
    return _LONG_NAME.sub(r"\1", xml), notes


def _fields_of(xml: str, root: Root) -> Any:
    """Let feedparser find the fields; None where the document breaks it."""
    if root.tag.lower().startswith("rss:") or "<rss:channel" in xml[:2000].lower():
        xml = _RSS_PREFIX.sub(r"\1", xml)
    try:
        return feedparser.parse(
            io.BytesIO(xml.encode()),
            response_headers=dict(_HEADERS),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FAULTS:
        return None


def _older(feed: Fields, url: str) -> str | None:
    """Return the address of the next older page of a paged or archived feed (RFC 5005)."""
    links = (_link(link, url) for link in feed.get("links", ()))
    return next((link.url for link in links if link.url and link.rel in ("next", "prev-archive")), None)


def _entry(fields: Fields, url: str, language: str | None, now: datetime) -> FeedEntry | None:
    """Return one entry, None where it has no address."""
    entry: Fields = dict(fields)  # plain: feedparser's own answers with other fields than asked for
    links = [_link(link, url) for link in entry.get("links", ())]
    address = _address(entry, links, url)
    if address is None:
        return None
    bodies = [*(content.get("value") for content in entry.get("content", ())), entry.get("summary")]
    published_raw = _first(entry, "published", "created", "updated")
    return FeedEntry(
        url=address,
        entry_id=_first(entry, "id"),
        title=one_line(entry.get("title")),
        summary=_body(entry.get("summary")),
        content=_body(max((body for body in bodies if body), key=len, default=None)),
        authors=_authors(entry),
        published=read_date(published_raw, now=now),
        published_raw=published_raw,
        updated=read_date(_first(entry, "updated"), now=now),
        language=language_tag(_first(entry, "language", "dc_language")) or language,
        tags=_lines(tag.get("label") or tag.get("term") for tag in entry.get("tags", ())),
        image_url=_image(entry, links, url),
        enclosures=tuple(dict.fromkeys(link.url for link in links if link.rel == "enclosure" and link.url)),
        comments_url=_absolute(url, _first(entry, "comments", "wfw_commentrss")),
    )


def _link(fields: Fields, url: str) -> _Link:
    return _Link(
        rel=fields.get("rel") or "", type=fields.get("type") or "", url=_absolute(url, fields.get("href"))
    )


def _body(markup: str | None) -> str | None:
    """Return a body as NFC, at most a million characters of it."""
    return unicodedata.normalize("NFC", markup[:_MAX_BODY].strip()) or None if markup else None


def _absolute(url: str, href: str | None) -> str | None:
    return absolute(url, _AMPERSAND.sub("&", href) if href else None)


def _first(entry: Fields, *names: str) -> str | None:
    """Return the first of the fields that holds text."""
    values = (entry.get(name) for name in names)
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _address(entry: Fields, links: list[_Link], url: str) -> str | None:
    """Return the article's address: the original link, a link element, or a guid that is an address."""
    guid = _first(entry, "id") or ""
    candidates = (
        _absolute(url, _first(entry, "feedburner_origlink")),
        *(link.url for link in links if link.rel == "alternate"),
        _absolute(url, guid) if guid.lower().startswith(("http://", "https://")) else None,
        *(link.url for link in links if link.rel in ("related", "via")),
    )
    return next(filter(None, candidates), None)


def _authors(entry: Fields) -> tuple[str, ...]:
    names = [author.get("name") or author.get("email") for author in entry.get("authors", ())]
    return _lines(names if any(names) else [entry.get("author")])


def _lines(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return the texts as plain lines, each once."""
    lines = (one_line(text) for text in texts)
    return tuple(dict.fromkeys(line for line in lines if line))[:_MAX_LABELS]


def _image(entry: Fields, links: list[_Link], url: str) -> str | None:
    """Return the entry's picture: Media RSS, an image enclosure, or the podcast image."""
    media = entry.get("media_content", ())
    pictures = [
        item for item in media if "image" in (item.get("medium"), (item.get("type") or "").split("/")[0])
    ]
    image = entry.get("image")
    candidates = (
        *(_absolute(url, item.get("url")) for item in (*pictures, *entry.get("media_thumbnail", ()))),
        *(link.url for link in links if link.rel == "enclosure" and link.type.startswith("image")),
        _absolute(url, image.get("href")) if isinstance(image, dict) else None,
    )
    return next(filter(None, candidates), None)
