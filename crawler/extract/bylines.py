"""Who wrote it: names from structured data and byline lines, cleaned to bare names.

One field of `metadata`. Names keep their spelling; addresses, job words and the words that introduce a
byline go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import html

from crawler.extract.creditlines import (
    INTRODUCTION,
    dated_names,
    introduced,
    named_beside_date,
    named_with_date,
)
from crawler.extract.facts import Facts
from crawler.extract.furniture import is_tool_line
from crawler.extract.jsonld import Json, names, texts
from crawler.extract.text import clean_line, key, letters
from storage.model import Author

__all__ = ["Authors", "clean_authors", "read_authors"]

MAX_AUTHORS = 20
MAX_NAME_CHARS = 80
MAX_NAME_WORDS = 7
MAX_MARKS = 200

_METAS = """
    author article:author article:author_name author_name articleauthor parsely-author sailthru.author
    dc.creator dcterms.creator citation_author cxenseparse:author twitter:misc:written byl
"""
_INTRODUCED = re.compile(rf"^\W*(?:{INTRODUCTION.pattern})", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?:https?:)?//|\s*www\.", re.IGNORECASE)
_SPLIT = re.compile(
    r"\s*(?:[;؛|/•·]|,(?!\s*(?:jr|sr|md|phd|dds|dvm|rd|esq)\b)|،|、)\s*(?:and\s+|und\s+|&\s+)?", re.IGNORECASE
)
_AND = re.compile(r"\s(?:and|und|et|y|e|og|och|en|ve|и|with|mit|avec|con|&|\+)\s", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"https?:|www\.|[@#<>{}\[\]=]|\d{2,}|\.(?:com|net|org)\b", re.IGNORECASE)
# What follows a name in a byline: a dash and a job or a date, the word for it, or a month with its day.
_AFTER = re.compile(
    r"\s+[-–—]+\s.*$|\s*\b(?:updated|published|posted|last modified|min read|contributor|follow)\b.*$|"
    r"\s+[^\W\d]{3,9}\.?\s+\d.*$|\s+\d.*$|\s+(?:في|بتاريخ|الساعة|در|بتاریخ)(?:\s.*)?$",
    re.IGNORECASE,
)
_BYLINE_CLASS = re.compile(
    r"by-?line|author|writer|auteur|autor(?!e?pos)|redakteur|journalist|reporter|katib", re.IGNORECASE
)
_OTHER_CLASS = re.compile(
    r"comment|bio|about|related|photo|image|img|social|avatar|more|desc|posts|follow|count|recommend|"
    r"link-?list|archive",
    re.IGNORECASE,
)
_NOBODY = (
    "admin administrator editor null undefined none unknown guest user staff webmaster author by "
    "powered agencies agency وكالات متابعات"
)
_PLACEHOLDERS = frozenset(_NOBODY.split()) | {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """The people or desks credited, and where they are: `jsonld`, `meta`, `entry`, `line`, `byline`,
    `date_line`, `beside`."""

    authors: tuple[Author, ...] = ()
    origin: str | None = None


def read_authors(facts: Facts, headline: str | None) -> Authors:
    """Return the authors of the first source that names people; the outlet itself only where nobody else is.

    A byline known by its class alone does not overrule an outlet that signs with its own name.
    """
    desks = {key(name) for name in (*facts.site_names(), *_organizations(facts.linked.article.get("author")))}
    desk = Authors()
    for claimed, origin in _claims(facts, headline):
        authors = clean_authors(claimed, not_names=[headline or ""])
        people = tuple(author for author in authors if key(author.name) not in desks)
        if people and not (desk.authors and origin in ("byline", "beside")):
            return Authors(authors=authors if origin == "jsonld" else people, origin=origin)
        if authors and not desk.authors:
            desk = Authors(authors=authors, origin=origin)
    return desk


Claimed = Iterable[tuple[str, str | None]]


def _claims(facts: Facts, headline: str | None) -> Iterator[tuple[Claimed, str]]:
    """Every statement of authorship as (text, url) pairs, best first."""
    yield names(facts.linked.article.get("author")), "jsonld"
    yield [(text, None) for text in facts.head.all(*_METAS.split())], "meta"
    yield [(text, None) for text in facts.hints.entry_authors], "entry"
    refused, near = _no_names(facts, headline), facts.near_headline(headline)
    yield [(name, None) for name in introduced(near, refused)], "line"
    for marked in _marked(facts.root, refused):
        yield [(text, None) for text in marked], "byline"
    yield [(name, None) for name in named_with_date(near, refused)], "date_line"
    yield [(name, None) for name in named_beside_date(near, refused)], "beside"


def _no_names(facts: Facts, headline: str | None) -> frozenset[str]:
    """The keys of what stands beside names: the headline, the site, and the parts of the title that name
    it."""
    parts = re.split(r"\s+[|\-–—·•»«]\s+", facts.head.title or "")
    return frozenset(key(text) for text in (headline or "", *facts.site_names(), *parts))


def _organizations(value: Json) -> Iterator[str]:
    """The names of those authors in JSON-LD that are no people."""
    for node in value if isinstance(value, list) else [value]:
        if isinstance(node, dict) and "organization" in str(node.get("@type")).lower():
            yield from texts(node.get("name"))


def clean_authors(claimed: Claimed, *, not_names: Iterable[str] = ()) -> tuple[Author, ...]:
    """Turn (text, url) pairs into authors: split lists, drop lead words, placeholders, addresses and twins.

    `not_names` are texts that are no author here (the headline, say).
    """
    refused = {key(name) for name in not_names} | _PLACEHOLDERS
    authors: dict[str, Author] = {}
    for text, url in claimed:
        parts = [] if _ADDRESS.match(text) else _parts(_INTRODUCED.sub("", clean_line(text)))
        for part in parts:
            name = _AFTER.sub("", _INTRODUCED.sub("", part)).strip(" .,:-–—'\"“”")
            if key(name) not in refused and _is_name(name):
                authors.setdefault(key(name), Author(name=name, url=url if len(parts) == 1 else None))
    return tuple(authors.values())[:MAX_AUTHORS]


def _parts(text: str) -> list[str]:
    """Cut a list of names: at its marks, and at an `and` between full names (not inside `Morgan &
    Morgan`)."""
    parts: list[str] = []
    for part in _SPLIT.split(text):
        joined = [name for name in _AND.split(part) if key(name) not in _PLACEHOLDERS]
        parts.extend(joined if len(joined) == 1 or all(" " in name for name in joined) else [part])
    return parts


def _is_name(text: str) -> bool:
    return (
        letters(text) >= 2
        and len(text) <= MAX_NAME_CHARS
        and len(text.split()) <= MAX_NAME_WORDS
        and not _NOT_A_NAME.search(text)
    )


def _marked(root: html.HtmlElement, refused: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The texts of elements marked up as bylines: by `itemprop` or `rel` together, by class one by one."""
    found: dict[str, list[str]] = {"itemprop": [], "rel": [], "class": []}
    for element in root.iter("a", "span", "div", "p", "address", "li", "strong", "b", "cite"):
        kind = _mark(element)
        if kind and len(found[kind]) < MAX_AUTHORS:
            text = clean_line(" ".join(element.itertext()))
            if 0 < len(text) <= 2 * MAX_NAME_CHARS:
                found[kind].append(text)
    yield from (tuple(dict.fromkeys(found[kind])) for kind in ("itemprop", "rel") if found[kind])
    for text in dict.fromkeys(found["class"]):
        if any(char.isdigit() for char in text):
            yield dated_names(text, refused)
        elif _names_somebody(text):
            yield (text,)


def _mark(element: html.HtmlElement) -> str | None:
    if element.get("itemprop") == "author":
        return "itemprop"
    if element.get("rel") == "author":
        return "rel"
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_MARKS]
    return "class" if len(marks) > 1 and _is_byline_class(marks) else None


@lru_cache(maxsize=20_000)
def _is_byline_class(marks: str) -> bool:
    return bool(_BYLINE_CLASS.search(marks)) and not _OTHER_CLASS.search(marks)


def _names_somebody(text: str) -> bool:
    """Whether a text known by its class only has two words of a name, or an introduced one."""
    bare = _AFTER.sub("", _INTRODUCED.sub("", text)).strip()
    return bare != "" and (" " in bare or bare != text or not bare.isascii()) and not is_tool_line(bare)
