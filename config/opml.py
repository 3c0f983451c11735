"""OPML 2.0, in and out: the lists of feeds that readers exchange.

In: lenient as the files are (two of three public ones are not well-formed XML), guarded as XML must be, every
feed that is left out named. Out: what every reader understands, plus attributes of our own for the rest, so
that `parse_opml(to_opml(sources))` gives the same sources. Rules: spec of OPML 2.0, http://opml.org/spec2.opml.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree
from pydantic import TypeAdapter, ValidationError

from config.document import MAX_BYTES
from config.model import Source
from config.problem import ConfigError, Place, Problem
from config.values import HttpUrl, Language, Name, Tag, id_from_url

__all__ = ["MAX_FEEDS", "OpmlFeeds", "parse_opml", "to_opml"]

MAX_FEEDS = 10_000  # spec: feeds § 10
_NS = "urn:naba:source"
_ID, _REST = f"{{{_NS}}}id", f"{{{_NS}}}rest"
_AMPERSAND = re.compile(r"&(?!(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding=[\"']([A-Za-z0-9._-]{1,40})")
_URL: TypeAdapter[str] = TypeAdapter(HttpUrl)
_NAME: TypeAdapter[str] = TypeAdapter(Name)
_TAG: TypeAdapter[str] = TypeAdapter(Tag)
_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)
_CONTROLS = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeeds:
    """The sources of one OPML file, where each stands by its id, and which feeds were left out and why."""

    sources: tuple[Source, ...]
    places: Mapping[str, Place]
    skipped: tuple[Problem, ...]


def parse_opml(body: bytes, file: Path, *, known: Iterable[Source] = ()) -> OpmlFeeds:
    """Return the feeds of an OPML file as sources, one a feed; the outlines around one become its tags.

    What the `known` sources have already is left out. Raises `ConfigError` for what is no OPML, declares
    entities, or lists more than `MAX_FEEDS` feeds.
    """
    outlines = [outline for outline in _root(body, file).iter("{*}outline") if _is_feed(outline)]
    if len(outlines) > MAX_FEEDS:
        raise _error(file, f"lists {len(outlines)} feeds, more than {MAX_FEEDS}")
    seen = _Seen(known)
    sources: list[Source] = []
    places: dict[str, Place] = {}
    skipped: list[Problem] = []
    for outline in outlines:
        place = Place(file=file, line=outline.sourceline or 1)
        try:
            source = _source(outline, seen.ids)
            seen.add(source, is_ours=outline.get(_ID) is not None)
        except ValueError as error:
            skipped.append(Problem(place=place, message=f"left out: {_reason(error)}"))
        else:
            sources.append(source)
            places[source.id] = place
    return OpmlFeeds(sources=tuple(sources), places=places, skipped=tuple(skipped))


class _Seen:
    """The sources met so far, so that none comes twice."""

    def __init__(self, known: Iterable[Source]) -> None:
        known = tuple(known)
        self.ids = {source.id for source in known}
        self.known = {key: source.id for source in known for key in _keys(source)}
        self.met: dict[str, str] = {}

    def add(self, source: Source, *, is_ours: bool) -> None:
        """Remember `source`; raise `ValueError` if its id or one of its lists is there already.

        Two sources that we exported may share a list, as they do in the config they come from.
        """
        owners = self.known if is_ours else ChainMap(self.met, self.known)
        for key, url in zip(_keys(source), source.list_urls, strict=True):
            if key in owners:
                raise ValueError(f"the list {url!r} is known from source {owners[key]!r}")
        if source.id in self.ids:
            raise ValueError(f"there is a source {source.id!r} already")
        self.ids.add(source.id)
        self.met |= dict.fromkeys(_keys(source), source.id)


def to_opml(sources: Iterable[Source], *, title: str = "naba sources") -> bytes:
    """Return `sources` as an OPML 2.0 file in UTF-8."""
    root = etree.Element("opml", version="2.0", nsmap={"naba": _NS})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for source in sources:
        _add_outline(body, source)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _add_outline(body: etree._Element, source: Source) -> None:
    """Add an outline: standard attributes first, the rest as JSON in one of ours, further feeds below it."""
    rest = source.model_dump(mode="json", exclude_unset=True)
    attributes = {"text": rest.pop("name"), "type": "rss" if source.feeds else "link"}
    identifier = rest.pop("id")
    if len(source.feeds) == 1:
        del rest["feeds"]
    if source.feeds:
        attributes["xmlUrl"] = source.feeds[0]
    for key, name in (("url", "htmlUrl"), ("language", "language")):
        if rest.get(key) is not None:
            attributes[name] = rest.pop(key)
    if rest.get("tags"):
        attributes["category"] = ",".join(rest.pop("tags"))
    outline = etree.SubElement(body, "outline", attributes)
    outline.set(_ID, identifier)
    if rest:
        outline.set(_REST, json.dumps(rest))
    for url in source.feeds[1:]:
        etree.SubElement(outline, "outline", text=source.name, type="rss", xmlUrl=url)


def _root(body: bytes, file: Path) -> etree._Element:
    if len(body) > MAX_BYTES:
        raise _error(file, f"larger than {MAX_BYTES // 2**20} MiB")
    text = _DECLARATION.sub("", _decode(body), count=1).translate(_CONTROLS)
    if "<!entity" in text.lower():
        raise _error(file, "declares XML entities, which are not allowed")
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(_AMPERSAND.sub("&amp;", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise _error(file, f"not OPML: {error.msg}") from error
    if root is None or str(root.tag).rpartition("}")[2].lower() != "opml":
        raise _error(file, "not OPML: expected <opml> as the outermost element")
    return root


def _decode(body: bytes) -> str:
    """Return the text by its byte order mark, as strict UTF-8, as declared, or as windows-1252."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    declared = _ENCODING.match(body.removeprefix(b"\xef\xbb\xbf").lstrip())
    for encoding in ("utf-8-sig", declared[1].decode() if declared else "cp1252"):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("cp1252", "replace")


def _is_feed(outline: etree._Element) -> bool:
    parent = outline.getparent()
    if parent is not None and parent.get(_ID) is not None:
        return False  # a further feed of a source of ours, named in its own attributes
    return outline.get(_ID) is not None or "xmlurl" in _attributes(outline)


def _attributes(outline: etree._Element) -> dict[str, str]:
    """Return the attributes by lower-cased name: writers disagree on `xmlUrl`."""
    return {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}


def _source(outline: etree._Element, taken: Collection[str]) -> Source:
    attributes = _attributes(outline)
    identifier = outline.get(_ID)
    if identifier is not None:
        return Source.model_validate(_own_keys(attributes, identifier, outline.get(_REST)))
    return Source.model_validate(_foreign_keys(outline, attributes, taken))


def _foreign_keys(
    outline: etree._Element, attributes: Mapping[str, str], taken: Collection[str]
) -> dict[str, object]:
    """Return the keys of a source for another program's outline; only its feed must be right."""
    feed = _web_address(attributes["xmlurl"])
    home = _clean(_URL, _web_address(attributes.get("htmlurl", "")))
    names = (_clean(_NAME, html.unescape(attributes.get(key, ""))) for key in ("text", "title"))
    keys = {
        "id": _free_id(home, feed, taken),
        "name": next((name for name in names if name), None),
        "url": home,
        "language": _clean(_LANGUAGE, attributes.get("language", "")),
        "feeds": [feed],
        "tags": list(dict.fromkeys(_tags(outline, attributes))),
    }
    return {key: value for key, value in keys.items() if value}


def _own_keys(attributes: Mapping[str, str], identifier: str, rest: str | None) -> dict[str, object]:
    """Return the keys of a source that `to_opml` wrote."""
    keys: dict[str, object] = {"id": identifier, "name": attributes.get("text", identifier)}
    if attributes.get("xmlurl"):
        keys["feeds"] = [attributes["xmlurl"]]
    if attributes.get("htmlurl"):
        keys["url"] = attributes["htmlurl"]
    if attributes.get("language"):
        keys["language"] = attributes["language"]
    if attributes.get("category"):
        keys["tags"] = attributes["category"].split(",")
    more = json.loads(rest) if rest else {}
    if not isinstance(more, dict):
        raise ValueError("expected a JSON object in naba:rest")
    return {**keys, **more}


def _web_address(text: str) -> str:
    """Return `text` with `feed:` taken for what it stands for; some readers write it."""
    if text.startswith("feed://"):
        return "http://" + text.removeprefix("feed://")
    return text.removeprefix("feed:").replace(" ", "%20")


def _free_id(home: str | None, feed: str, taken: Collection[str]) -> str:
    """Return the host as the id; for a further feed of the host, with a short hash of its address."""
    host = id_from_url(home or feed) or "feed"
    if host not in taken:
        return host
    return f"{host[:55]}-{hashlib.sha256(feed.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _tags(outline: etree._Element, attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield the categories: the outlines around this one from the outside in, then its `category`."""
    around = [_attributes(outer) for outer in outline.iterancestors("{*}outline")]
    names = [outer.get("text") or outer.get("title", "") for outer in reversed(around)]
    for name in (*names, attributes.get("category", "")):
        for part in re.split("[,/]", html.unescape(name)):
            tag = _clean(_TAG, part)
            if tag:
                yield tag


def _clean(adapter: TypeAdapter[str], text: str) -> str | None:
    """Return `text` as the config may hold it, None where it may not."""
    try:
        return adapter.validate_python(text)
    except ValidationError:
        return None


def _keys(source: Source) -> list[str]:
    """Return what makes its lists the same as others: all but the scheme, a last slash and the fragment."""
    split = (urlsplit(url) for url in source.list_urls)
    return [f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}" for parts in split]


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(str(step) for step in first['loc'])}: {first['input']!r}: {first['msg']}"


def _error(file: Path, message: str) -> ConfigError:
    return ConfigError([Problem(place=Place(file=file), message=message)], [file])
