"""What a page says about its article, each field from the first source that passes its check.

Comes after the parse and before the readers, which use it as evidence. Every field names its origin
(spec/extraction §4); the language is settled later, on the extracted text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.blocks import Block
from crawler.extract.bylines import clean_authors, is_introduced, read_bylines
from crawler.extract.dating import Dated, around, modified_date, published_date
from crawler.extract.headlines import Candidate, Headline, choose_headline
from crawler.extract.hints import Hints
from crawler.extract.jsonld import LinkedData, names, one_text, read_jsonld, texts
from crawler.extract.metafields import HeadFields, absolute_url, read_head
from crawler.extract.text import clean_line, key
from crawler.urls import canonical, registrable_domain
from storage.model import Author

__all__ = ["Metadata", "canonical_address", "read_metadata"]

MAX_TAGS = 40
MAX_TAG_CHARS = 80
MAX_DESCRIPTION_CHARS = 2_000
_VARIANT = re.compile(r"(?:amp|print|m|index|amp\.html|index\.html?|\d{1,2}|all|full)/?", re.IGNORECASE)
_AUTHOR_METAS = (
    "author article:author article:author_name author_name parsely-author sailthru.author dc.creator dcterms.creator "
    "citation_author cxenseparse:author twitter:misc:written byl"
).split()
_LIST_MARKS = re.compile(r"\s*[,،、;؛|]\s*")

Found = tuple[str | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Everything but the text; `origins` says where each present field came from.

    `jsonld` and `head` are the raw material, for the checks of `kinds` and the classifier's evidence.
    """

    headline: Headline = field(default_factory=Headline)
    h1s: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    published: Dated | None = None
    modified: Dated | None = None
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


def read_metadata(root: html.HtmlElement, blocks: tuple[Block, ...], hints: Hints) -> Metadata:
    """Read every field of the page's metadata; absent or implausible ones are None or empty."""
    head, linked = read_head(root, hints.address), read_jsonld(root)
    article = linked.article
    origins: dict[str, str] = {}

    def first(field_name: str, *found: Found) -> str | None:
        for value, origin in found:
            if value:
                origins[field_name] = origin
                return value
        return None

    h1s = tuple(text for h1 in root.iter("h1") if (text := clean_line(str(h1.text_content()))))
    publisher = first(
        "publisher",
        (one_text(article.get("publisher")), "jsonld"),
        (head.first("og:site_name"), "og"),
        (head.first("application-name"), "meta"),
        (hints.source_name, "source"),
    )
    headline = choose_headline(_headline_claims(head, linked, h1s, hints), _site_names(head, linked, hints))
    published = published_date(linked, head, root, blocks, hints, headline.text)
    modified = modified_date(linked, head, hints)
    authors, origins["authors"] = _authors(root, blocks, head, linked, hints, headline)
    tags, origins["tags"] = _tags(head, linked, hints)
    description = first(
        "description",
        (head.first("og:description"), "og"),
        (head.first("description"), "meta"),
        (one_text(article.get("description")), "jsonld"),
        (head.first("twitter:description"), "twitter"),
    )
    free, origins["free"] = _free(article.get("isAccessibleForFree"), head)
    metadata = Metadata(
        headline=headline,
        h1s=h1s,
        authors=authors,
        published=published,
        modified=modified,
        description=description[:MAX_DESCRIPTION_CHARS] if description else None,
        section=first(
            "section",
            (one_text(article.get("articleSection")), "jsonld"),
            (head.first("article:section", "og:section", "og:article:section", "section"), "meta"),
        ),
        tags=tags,
        image_url=_image(head, linked, hints, origins),
        publisher=publisher,
        licence=first(
            "licence",
            (one_text(article.get("license")), "jsonld"),
            (head.link("license"), "link"),
            (head.first("dcterms.license", "dc.rights.license", "license"), "meta"),
        ),
        free=free,
        url=canonical_address(head, linked, hints, origins),
        declared_language=head.lang or head.first("og:locale", "content-language") or one_text(article.get("inLanguage")),
        jsonld=linked,
        head=head,
        origins=origins,
    )
    origins.update(_date_origins(metadata))
    return _pruned(metadata)


def _pruned(metadata: Metadata) -> Metadata:
    """Drop the origins of fields that turned out empty."""
    for name in [name for name, origin in metadata.origins.items() if not origin]:
        del metadata.origins[name]
    if metadata.headline.origin:
        metadata.origins["title"] = metadata.headline.origin
    return metadata


def _date_origins(metadata: Metadata) -> dict[str, str]:
    found = {"published": metadata.published, "modified": metadata.modified}
    origins = {name: dated.origin for name, dated in found.items() if dated}
    zones = {f"{name}_zone": dated.zone for name, dated in found.items() if dated}
    return origins | zones


def _headline_claims(head: HeadFields, linked: LinkedData, h1s: tuple[str, ...], hints: Hints) -> list[Candidate]:
    article = linked.article
    claims = [
        (one_text(article.get("headline")) or one_text(article.get("name")), "jsonld"),
        (head.first("og:title"), "og"),
        *((h1, "h1") for h1 in h1s[: 1 if len(h1s) > 2 else 2]),
        (clean_line(hints.entry_title or ""), "entry"),
        (head.first("twitter:title"), "twitter"),
        (head.title, "title"),
    ]
    return [Candidate(text=text, origin=origin) for text, origin in claims if text]


def _site_names(head: HeadFields, linked: LinkedData, hints: Hints) -> list[str]:
    host = urlsplit(hints.address).hostname or ""
    domain = registrable_domain(host) if host else ""
    listed = [
        one_text(linked.article.get("publisher")),
        head.first("og:site_name"),
        head.first("application-name"),
        hints.source_name,
        host.removeprefix("www."),
        domain,
        domain.split(".", maxsplit=1)[0],
    ]
    return [name for name in listed if name]


def _authors(
    root: html.HtmlElement,
    blocks: tuple[Block, ...],
    head: HeadFields,
    linked: LinkedData,
    hints: Hints,
    headline: Headline,
) -> tuple[tuple[Author, ...], str]:
    """The first source that names people; the outlet itself is the author only where nobody else is."""
    desks = {key(name) for name in (*_site_names(head, linked, hints), one_text(linked.article.get("publisher")) or "")}
    desk: tuple[tuple[Author, ...], str] = ((), "")
    for found, origin in _author_claims(root, blocks, head, linked, hints, headline):
        authors = clean_authors(found, not_names=[headline.text or ""])
        people = tuple(author for author in authors if key(author.name) not in desks)
        if people and not (desk[0] and origin == "byline"):
            return (authors if origin == "jsonld" else people), origin
        desk = desk if desk[0] else (authors, origin)
    return desk


def _author_claims(
    root: html.HtmlElement,
    blocks: tuple[Block, ...],
    head: HeadFields,
    linked: LinkedData,
    hints: Hints,
    headline: Headline,
) -> Iterator[tuple[Iterable[tuple[str, str | None]], str]]:
    """Every statement of authorship, best first."""
    yield names(linked.article.get("author")), "jsonld"
    yield [(text, None) for text in head.all(*_AUTHOR_METAS)], "meta"
    yield [(text, None) for text in hints.entry_authors], "entry"
    yield [(b.text.split(",", 1)[0], None) for b in around(blocks, headline.text) if is_introduced(b.text)][:1], "line"
    for texts_of_one in read_bylines(root):
        yield [(text, None) for text in texts_of_one], "byline"


def _tags(head: HeadFields, linked: LinkedData, hints: Hints) -> tuple[tuple[str, ...], str]:
    sources: tuple[tuple[Iterable[str], str], ...] = (
        (texts(linked.article.get("keywords")), "jsonld"),
        (head.all("article:tag"), "meta:article:tag"),
        (head.all("news_keywords"), "meta:news_keywords"),
        (head.all("keywords"), "meta:keywords"),
        (hints.entry_tags, "entry"),
    )
    for values, origin in sources:
        parts = (clean_line(part) for value in values for part in _LIST_MARKS.split(value))
        tags = {key(part): part for part in parts if key(part) and len(part) <= MAX_TAG_CHARS}
        if tags:
            return tuple(tags.values())[:MAX_TAGS], origin
    return (), ""


def _image(head: HeadFields, linked: LinkedData, hints: Hints, origins: dict[str, str]) -> str | None:
    image = linked.article.get("image")
    first = image[0] if isinstance(image, list) and image else image
    stated = one_text(first.get("url")) if isinstance(first, dict) else one_text(first)
    found = ((head.first("og:image", "og:image:url"), "og"), (stated, "jsonld"), (head.first("twitter:image"), "twitter"))
    for value, origin in found:
        url = absolute_url(value, head.base)
        if url and url != hints.address:
            origins["image_url"] = origin
            return url
    return None


def _free(stated: object, head: HeadFields) -> tuple[bool | None, str]:
    word = str(stated).strip().lower().rsplit("/", 1)[-1]
    if word in ("true", "false"):
        return word == "true", "jsonld"
    tier = (head.first("article:content_tier", "og:article:content_tier") or "").lower()
    if tier in ("free", "locked", "metered"):
        return tier == "free", "meta"
    return None, ""


def canonical_address(head: HeadFields, linked: LinkedData, hints: Hints, origins: dict[str, str]) -> str:
    """Return the address the page gives itself, if it can be this article's, else the one that answered.

    Believed only on the same registrable domain and when it is no home or section page above the article.
    """
    entity = linked.article.get("mainEntityOfPage")
    stated = entity.get("@id") if isinstance(entity, dict) else entity
    found = ((head.link("canonical"), "link"), (head.first("og:url"), "og"), (one_text(stated), "jsonld"))
    for value, origin in found:
        url = absolute_url(value, head.base)
        if url and _can_be_own(url, hints.address):
            try:
                spelt = canonical(url)
            except ValueError:
                continue
            origins["url"] = origin
            return spelt
    try:
        return canonical(hints.address)
    except ValueError:
        return hints.address


def _can_be_own(url: str, address: str) -> bool:
    """A home page never is; nor a page above the address, unless what it leaves out is an AMP or print mark."""
    own, stated = urlsplit(address), urlsplit(url)
    path = stated.path.strip("/")
    if not path and not stated.query:
        return False
    if not own.hostname:
        return True
    if registrable_domain(stated.hostname or "") != registrable_domain(own.hostname):
        return False
    below = own.path.strip("/").removeprefix(path + "/")
    is_above = below != own.path.strip("/") and not stated.query
    return not is_above or bool(_VARIANT.fullmatch(below))
