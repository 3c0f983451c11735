"""The schema.org data a page carries in `application/ld+json` scripts, read tolerantly.

Feeds `metadata` and `kinds`. Such data is often broken (spec/extraction §4): control characters inside
strings, comments, trailing commas, HTML entities, several documents in one script. What cannot be read is
left out; nothing raises.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from crawler.extract.text import clean_line

__all__ = ["ARTICLE_TYPES", "LinkedData", "names", "one_text", "read_jsonld", "texts"]

MAX_SCRIPT_CHARS = 1_000_000
MAX_NODES = 5_000
MAX_NESTING = 40

_ARTICLE_TYPES = """
    article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle
    reviewnewsarticle askpublicnewsarticle advertisercontentarticle satiricalarticle blogposting
    liveblogposting socialmediaposting techarticle scholarlyarticle report review
"""
ARTICLE_TYPES = frozenset(_ARTICLE_TYPES.split())
"""Lower-case schema.org types that describe an article."""

_COMMENTED = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://\s*)?(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_TAG = re.compile(r"<[^<>]{1,200}>")

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Node = dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """All nodes of a page's JSON-LD and the one that describes the article, where there is one."""

    article: Node = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()
    types: frozenset[str] = frozenset()


def read_jsonld(root: html.HtmlElement) -> LinkedData:
    """Collect every JSON-LD node of the page and choose the main article among them.

    The main article is the first node of an article type; one with a headline is preferred, and one that
    is not nested below another (a related story) over one that is.
    """
    nodes: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            for document in _documents(script.text[:MAX_SCRIPT_CHARS]):
                nodes.extend(_walk(document, MAX_NODES - len(nodes)))
    kinds = [_types(node) for node in nodes]
    types = frozenset().union(*kinds)
    articles = [node for node, own in zip(nodes, kinds, strict=True) if own & ARTICLE_TYPES]
    titled = [node for node in articles if one_text(node.get("headline")) or one_text(node.get("name"))]
    best = (titled or articles or [{}])[0]
    return LinkedData(article=best, nodes=tuple(nodes), types=types)


def _documents(script: str) -> Iterator[Json]:
    """Parse one script: as it is, then repaired, then as several documents one after the other."""
    source = script.strip()
    if not (source.startswith(("{", "[")) and source.endswith(("}", "]", ";"))):
        source = _COMMENTED.sub("", source).strip()
    source = source.rstrip(";")
    for mended in (str, lambda text: _TRAILING_COMMA.sub(r"\1", text), entities.unescape):
        try:
            yield json.loads(mended(source), strict=False)
        except (ValueError, RecursionError):
            continue
        return
    yield from _concatenated(source)


def _concatenated(source: str) -> Iterator[Json]:
    decoder, at = json.JSONDecoder(strict=False), 0
    while at < len(source):
        try:
            document, at = decoder.raw_decode(source, at)
        except (ValueError, RecursionError):
            return
        yield document
        while at < len(source) and source[at] in " \t\r\n,;":
            at += 1


def _walk(document: Json, limit: int) -> Iterator[Node]:
    """Yield the objects of a document, outer before inner, breadth first, at most `limit`."""
    queue: list[tuple[Json, int]] = [(document, 0)]
    count = 0
    for value, depth in queue:
        if count >= limit or depth > MAX_NESTING:
            return
        children: list[Json] = []
        if isinstance(value, dict):
            count += 1
            yield value
            children = list(value.values())
        elif isinstance(value, list):
            children = value
        queue.extend((child, depth + 1) for child in children if isinstance(child, dict | list))


def _types(node: Node) -> frozenset[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(k.rsplit("/", 1)[-1].lower() for k in listed if isinstance(k, str))


def texts(value: Json) -> tuple[str, ...]:
    """Return the strings of a value that may be one string or a list, cleaned, markup and empties out."""
    listed = value if isinstance(value, list) else [value]
    strings = (str(v) for v in listed if isinstance(v, str | int | float) and not isinstance(v, bool))
    plain = (clean_line(_TAG.sub(" ", entities.unescape(entities.unescape(text)))) for text in strings)
    return tuple(text for text in plain if text)


def one_text(value: Json) -> str | None:
    """Return the first string of a value, or None; of an object its `@value`, `name`, `url` or `@id`."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, dict):
        value = next(
            (value[k] for k in ("@value", "name", "url", "@id") if isinstance(value.get(k), str)), None
        )
    found = texts(value)
    return found[0] if found else None


def names(value: Json) -> tuple[tuple[str, str | None], ...]:
    """Return (name, url) of the people or organisations a value lists: strings, objects, lists of either."""
    out: list[tuple[str, str | None]] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            url = one_text(item.get("url"))
            out.extend((name, url) for name in texts(item.get("name")))
        else:
            out.extend((name, None) for name in texts(item))
    return tuple(out)
