"""What a page says about its article, each field from the first source that passes its check.

Comes after the parse and before the readers, which use it as evidence. Every field names its origin
(spec/extraction §4); the language is settled later, on the extracted text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import html

from crawler.extract.address import own_address
from crawler.extract.blocks import Block
from crawler.extract.bylines import read_authors
from crawler.extract.clocks import Clock
from crawler.extract.dating import Dated, modified_date, outlet_clock, published_date
from crawler.extract.facts import Facts, Stated, read_facts
from crawler.extract.headlines import Headline, read_headline
from crawler.extract.hints import Hints
from crawler.extract.jsonld import Json, LinkedData, one_text, texts
from crawler.extract.metafields import HeadFields, absolute_url
from crawler.extract.sitenames import cuts
from crawler.extract.text import clean_line, key
from storage.model import Author

__all__ = ["Metadata", "read_metadata"]

MAX_TAGS = 40
MAX_TAG_CHARS = 80
MAX_DESCRIPTION_CHARS = 2_000
_LIST_MARKS = re.compile(r"\s*[,،、;؛|]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Everything but the text; `origins` says where each present field came from.

    `jsonld` and `head` are the raw material, for the checks of `kinds` and the classifier's evidence.
    """

    headline: Headline = field(default_factory=Headline)
    site_names: tuple[str, ...] = ()
    h1s: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    published: Dated | None = None
    modified: Dated | None = None
    clock: Clock | None = None
    description: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    publisher: str | None = None
    licence: str | None = None
    free: bool | None = None
    url: str = ""
    declared_language: str | None = None
    jsonld: LinkedData = field(default_factory=LinkedData)
    head: HeadFields = field(default_factory=HeadFields)
    origins: dict[str, str] = field(default_factory=dict)


def _beside(headline: Headline, title: str | None) -> Iterable[str]:
    """The part of `<title>` beside the headline: mostly what the site calls itself."""
    for parts in cuts(clean_line(title or "")):
        if any(key(part) in headline.keys for part in parts):
            yield from (part for part in parts if key(part) not in headline.keys)


def read_metadata(
    root: html.HtmlElement, blocks: tuple[Block, ...], hints: Hints, *, heavy: bool = False
) -> Metadata:
    """Read every field of the page's metadata; absent or implausible ones are None or empty.

    On a `heavy` page only what is stated counts: no outside tool looks for dates.
    """
    facts = read_facts(root, blocks, hints)
    found = {name: _first(claims) for name, claims in _claims(facts).items()}
    values = {name: stated.text for name, stated in found.items() if stated}
    headline, url = read_headline(facts), own_address(facts)
    published, modified = published_date(facts, headline.text, guess=not heavy), modified_date(facts)
    authors = read_authors(facts, headline.text)
    tags, free = _tags(facts), values.get("free")
    origins = {
        "title": headline.origin,
        "url": url.origin,
        "authors": authors.origin,
        "tags": tags.origin,
        **{name: stated.origin for name, stated in found.items() if stated},
        **_date_origins(published=published, modified=modified),
    }
    return Metadata(
        headline=headline,
        site_names=(*facts.site_names(), *_beside(headline, facts.head.title)),
        h1s=facts.h1s,
        authors=authors.authors,
        published=published,
        modified=modified,
        clock=outlet_clock(facts, headline.text, published),
        description=values.get("description", "")[:MAX_DESCRIPTION_CHARS] or None,
        section=values.get("section"),
        tags=tags.tags,
        image_url=values.get("image_url"),
        publisher=values.get("publisher"),
        licence=values.get("licence"),
        free=None if free is None else free in ("true", "free"),
        url=url.text,
        declared_language=_declared_language(facts),
        jsonld=facts.linked,
        head=facts.head,
        origins={name: origin for name, origin in origins.items() if origin},
    )


Claims = tuple[tuple[str | None, str], ...]


def _first(claims: Claims) -> Stated | None:
    return next((Stated(text=text, origin=origin) for text, origin in claims if text), None)


def _claims(facts: Facts) -> dict[str, Claims]:
    """The sources of the plain fields, best first."""
    head, article = facts.head, facts.linked.article
    return {
        "publisher": (
            (one_text(article.get("publisher")), "jsonld"),
            (head.first("og:site_name"), "og"),
            (head.first("application-name"), "meta"),
            (facts.hints.source_name, "source"),
        ),
        "description": (
            (head.first("og:description"), "og"),
            (head.first("description"), "meta"),
            (one_text(article.get("description")), "jsonld"),
            (head.first("twitter:description"), "twitter"),
        ),
        "section": (
            (one_text(article.get("articleSection")), "jsonld"),
            (head.first("article:section", "og:section", "og:article:section", "section"), "meta"),
        ),
        "licence": (
            (one_text(article.get("license")), "jsonld"),
            (head.link("license"), "link"),
            (head.first("dcterms.license", "dc.rights.license", "license"), "meta"),
        ),
        "image_url": tuple((_image(url, facts), origin) for url, origin in _image_claims(facts)),
        "free": (
            (_word(article.get("isAccessibleForFree"), "true", "false"), "jsonld"),
            (_word(head.first("article:content_tier"), "free", "locked", "metered"), "meta"),
        ),
    }


def _word(value: Json, *known: str) -> str | None:
    """Return one of the `known` words if `value` is it, however spelt (`True`, `https://schema.org/False`)."""
    word = str(value).strip().lower().rsplit("/", 1)[-1]
    return word if word in known else None


def _image_claims(facts: Facts) -> Claims:
    image = facts.linked.article.get("image")
    first = image[0] if isinstance(image, list) and image else image
    stated = one_text(first.get("url")) if isinstance(first, dict) else one_text(first)
    head = facts.head
    return (
        (head.first("og:image", "og:image:url"), "og"),
        (stated, "jsonld"),
        (head.first("twitter:image"), "twitter"),
    )


def _image(url: str | None, facts: Facts) -> str | None:
    """The picture's absolute address; never the article's own, which some systems put there."""
    found = absolute_url(url, facts.head.base)
    return found if found != facts.hints.address else None


def _declared_language(facts: Facts) -> str | None:
    stated = facts.head.lang or facts.head.first("og:locale", "content-language")
    return stated or one_text(facts.linked.article.get("inLanguage"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tags:
    tags: tuple[str, ...] = ()
    origin: str | None = None


def _tags(facts: Facts) -> _Tags:
    """Keywords of the first source that has any, split at list marks, without twins."""
    head = facts.head
    sources: tuple[tuple[Iterable[str], str], ...] = (
        (texts(facts.linked.article.get("keywords")), "jsonld"),
        (head.all("article:tag"), "meta:article:tag"),
        (head.all("news_keywords"), "meta:news_keywords"),
        (head.all("keywords"), "meta:keywords"),
        (facts.hints.entry_tags, "entry"),
    )
    for values, origin in sources:
        parts = [clean_line(part) for value in values for part in _LIST_MARKS.split(value)]
        tags = {key(part): part for part in parts if key(part) and len(part) <= MAX_TAG_CHARS}
        if tags:
            return _Tags(tags=tuple(tags.values())[:MAX_TAGS], origin=origin)
    return _Tags()


def _date_origins(**dates: Dated | None) -> dict[str, str]:
    found = {name: dated for name, dated in dates.items() if dated}
    zones = {f"{name}_zone": dated.zone for name, dated in found.items()}
    return {name: dated.origin for name, dated in found.items()} | zones
