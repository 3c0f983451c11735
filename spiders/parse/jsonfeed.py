"""JSON Feed bodies to entries (jsonfeed.org, versions 1.0 and 1.1), which feedparser does not read.

Used by `sniff`, whatever the content type said. Fields of a wrong type count as absent.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime

from spiders.items import FeedEntry
from spiders.parse.charset import decode
from spiders.parse.lists import MAX_ENTRIES, ParsedList, finished, no_list, read_date
from spiders.parse.plain import absolute, language_tag, one_line

__all__ = ["parse_jsonfeed", "read_jsonfeed"]

_MAX_BODY = 1_000_000
_MAX_LABELS = 50
Fields = Mapping[str, object]


def parse_jsonfeed(body: bytes, *, url: str, http_charset: str | None = None, now: datetime) -> ParsedList:
    """Read a JSON Feed found at `url`; never raises."""
    if not body.strip():
        return no_list("empty")
    return read_jsonfeed(decode(body, http_charset=http_charset).text, url=url, now=now)


def read_jsonfeed(text: str, *, url: str, now: datetime) -> ParsedList:
    """Read a JSON Feed that is text already; `not_a_list` where it is other JSON, or cut short."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return no_list("not_a_list")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return no_list("not_a_list")
    language = language_tag(_text(feed, "language"))
    items = feed["items"]
    entries, warnings = finished(_entry(item, url, language, now) for item in items[:MAX_ENTRIES])
    capped = (f"capped:{len(items)}",) if len(items) > MAX_ENTRIES else ()
    return ParsedList(
        entries=entries,
        format="jsonfeed",
        title=one_line(_text(feed, "title")),
        language=language,
        next_url=absolute(url, _text(feed, "next_url")),
        warnings=(*warnings, *capped),
    )


def _entry(item: object, url: str, language: str | None, now: datetime) -> FeedEntry | None:
    if not isinstance(item, dict):
        return None
    entry_id = str(item["id"]) if isinstance(item.get("id"), str | int | float) else None
    own = entry_id if entry_id and entry_id.lower().startswith(("http://", "https://")) else None
    addresses = (absolute(url, link) for link in (_text(item, "url"), own, _text(item, "external_url")))
    address = next(filter(None, addresses), None)
    if address is None:
        return None
    bodies = [body for body in (_body(item, "content_html"), _body(item, "content_text")) if body]
    raw = _text(item, "date_published") or _text(item, "date_modified")
    return FeedEntry(
        url=address,
        entry_id=entry_id,
        title=one_line(_text(item, "title")),
        summary=_body(item, "summary"),
        content=bodies[0] if bodies else _body(item, "summary"),
        authors=_lines(_text(author, "name") for author in _people(item)),
        published=read_date(raw, now=now),
        published_raw=raw,
        updated=read_date(_text(item, "date_modified"), now=now),
        language=language_tag(_text(item, "language")) or language,
        tags=_lines(tag for tag in _items(item, "tags") if isinstance(tag, str)),
        image_url=absolute(url, _text(item, "image")) or absolute(url, _text(item, "banner_image")),
        enclosures=_enclosures(item, url),
    )


def _text(fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _body(fields: Fields, name: str) -> str | None:
    text = _text(fields, name)
    return unicodedata.normalize("NFC", text[:_MAX_BODY].encode("utf-8", "ignore").decode()) if text else None


def _items(fields: Fields, name: str) -> list[object]:
    value = fields.get(name)
    return value if isinstance(value, list) else []


def _people(item: Fields) -> Iterator[Fields]:
    """Yield the authors of version 1.1 and the one of 1.0."""
    for person in [*_items(item, "authors"), item.get("author")]:
        if isinstance(person, dict):
            yield person


def _lines(texts: Iterator[str | None]) -> tuple[str, ...]:
    lines = (one_line(text) for text in texts)
    return tuple(dict.fromkeys(line for line in lines if line))[:_MAX_LABELS]


def _enclosures(item: Fields, url: str) -> tuple[str, ...]:
    files = (file for file in _items(item, "attachments") if isinstance(file, dict))
    addresses = (absolute(url, _text(file, "url")) for file in files)
    return tuple(dict.fromkeys(address for address in addresses if address))
