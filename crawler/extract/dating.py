"""When an article was published and changed, from the first statement on the page that is plausible.

Two fields of `metadata`. Every statement keeps its raw string and says whether it named a time zone; one
without takes the source's zone, or UTC, and is marked so (spec/extraction §4). Pure: `fetched_at` is the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from htmldate import find_date
from lxml import html

from crawler.extract.blocks import Block
from crawler.extract.cues import Cue
from crawler.extract.hints import Hints
from crawler.extract.jsonld import LinkedData, one_text
from crawler.extract.metafields import HeadFields
from crawler.extract.text import key
from spiders.parse.dates import parse_date, plausible

__all__ = ["Dated", "around", "modified_date", "published_date"]

MAX_RAW_CHARS = 160
MAX_DATE_LINE = 140
ABOVE, BELOW = 6, 12

_PUBLISHED_METAS = (
    "article:published_time og:article:published_time og:published_time og:pubdate datepublished article:published "
    "article.published parsely-pub-date sailthru.date cxenseparse:recs:publishtime publish-date publishdate publish_date "
    "pubdate publication_date publicationdate citation_publication_date citation_date dc.date.issued dcterms.issued "
    "dc.date.created dcterms.created dc.date dcterms.date originalpublicationdate rnews:datepublished date displaydate "
    "article_date_original last-modified-original"
).split()
_MODIFIED_METAS = (
    "article:modified_time og:updated_time og:article:modified_time datemodified article:modified dcterms.modified "
    "dc.date.modified cxenseparse:recs:articlemodified lastmod last-modified revised updated_time"
).split()
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DIGIT = re.compile(r"\d")
_FINE = frozenset(("second", "minute", "hour"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One place that states a date, and its text there."""

    raw: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A plausible date in UTC: how fine, whether its zone was `stated` or `assumed`, its text and place."""

    at: datetime
    precision: str
    zone: str
    raw: str
    origin: str


def published_date(
    linked: LinkedData, head: HeadFields, root: html.HtmlElement, blocks: tuple[Block, ...], hints: Hints, headline: str | None
) -> Dated | None:
    """Return the publishing date: JSON-LD, meta, `<time>`, the date line, the feed, htmldate, the address.

    A statement to the day is made finer by a later one that names a time on about the same day.
    """
    stated = chain(
        _of_node(linked, "datePublished", "dateCreated", "uploadDate"),
        _of_metas(head, _PUBLISHED_METAS),
        _of_times(root, blocks, headline),
        _of_date_line(blocks, headline),
        _of_entry(hints),
    )
    found = _finest(_plausible_ones(stated, hints))
    guessed = chain(_of_htmldate(root, hints), _of_address(hints.address))
    return found or next(_plausible_ones(guessed, hints), None)


def modified_date(linked: LinkedData, head: HeadFields, hints: Hints) -> Dated | None:
    """Return when the article was last changed: JSON-LD, then meta."""
    statements = [*_of_node(linked, "dateModified"), *_of_metas(head, _MODIFIED_METAS)]
    return next(_plausible_ones(statements, hints), None)


def _plausible_ones(statements: Iterable[Statement], hints: Hints) -> Iterator[Dated]:
    for statement in statements:
        raw = statement.raw.strip()[:MAX_RAW_CHARS]
        parsed = parse_date(raw, default_zone=hints.source_zone)
        if parsed and (hints.fetched_at is None or plausible(parsed.at, now=hints.fetched_at)):
            yield Dated(at=parsed.at, precision=parsed.precision, zone=parsed.zone, raw=raw, origin=statement.origin)


def _finest(dates: Iterator[Dated]) -> Dated | None:
    """The first date, unless a later one says the same more finely or with the zone it lacks."""
    best = next(dates, None)
    if best is None or (best.precision in _FINE and best.zone == "stated"):
        return best
    for other in dates:
        if _is_finer(other, best) or _names_zone(other, best):
            return other
    return best


def _is_finer(other: Dated, best: Dated) -> bool:
    about_same_day = abs(other.at - best.at) < timedelta(hours=36)
    return best.precision not in _FINE and other.precision in _FINE and about_same_day


def _names_zone(other: Dated, best: Dated) -> bool:
    """The same clock time in a stated zone: apart by whole quarters of an hour, as zones are."""
    apart = abs(other.at - best.at)
    same_clock = apart <= timedelta(hours=14) and apart.total_seconds() % 900 < 60
    return best.precision in _FINE and best.zone == "assumed" and other.zone == "stated" and same_clock


def _of_node(linked: LinkedData, *keys: str) -> Iterator[Statement]:
    for name in keys:
        value = one_text(linked.article.get(name))
        if value:
            yield Statement(raw=value, origin=f"jsonld:{name}")


def _of_metas(head: HeadFields, names: Iterable[str]) -> Iterator[Statement]:
    for name in names:
        for value in head.meta.get(name, ())[:1]:
            yield Statement(raw=value, origin=f"meta:{name}")


def _of_times(root: html.HtmlElement, blocks: tuple[Block, ...], headline: str | None) -> Iterator[Statement]:
    """`<time datetime>` and microdata: those marked as the publishing date, then the one nearest the headline."""
    marked = [e for e in root.iter() if "datepublished" in (e.get("itemprop") or "").lower() or e.get("pubdate") is not None]
    for element in marked[:3]:
        value = element.get("datetime") or element.get("content") or element.text_content()
        yield Statement(raw=str(value), origin="time:datePublished")
    for block in around(blocks, headline):
        if block.timed:
            for element in block.element.iter("time"):
                yield Statement(raw=element.get("datetime") or str(element.text_content()), origin="time")


def _of_date_line(blocks: tuple[Block, ...], headline: str | None) -> Iterator[Statement]:
    """Short lines with digits close to the headline, those whose class speaks of dates first."""
    lines = [b for b in around(blocks, headline) if len(b.text) <= MAX_DATE_LINE and _DIGIT.search(b.text)]
    lines.sort(key=lambda b: not (b.context.cues & Cue.CREDIT))
    for block in lines:
        yield Statement(raw=block.text, origin="line")


def around(blocks: tuple[Block, ...], headline: str | None) -> tuple[Block, ...]:
    """Return the blocks close to the headline, where date lines and bylines stand, in document order."""
    wanted = key(headline or "")
    places = [i for i, b in enumerate(blocks) if b.tag == "h1" or (wanted and key(b.text) == wanted)]
    near = {j for i in places[:3] for j in range(max(0, i - ABOVE), i + BELOW + 1)}
    return tuple(blocks[i] for i in sorted(near) if i < len(blocks))


def _of_entry(hints: Hints) -> Iterator[Statement]:
    if hints.entry_published is not None:
        yield Statement(raw=hints.entry_published.isoformat(), origin="entry")


def _of_htmldate(root: html.HtmlElement, hints: Hints) -> Iterator[Statement]:
    """htmldate, the finder trafilatura uses: to the day only."""
    latest = hints.fetched_at.date().isoformat() if hints.fetched_at else None
    found = find_date(root, url=hints.address or None, original_date=True, max_date=latest)
    if found:
        yield Statement(raw=found, origin="htmldate")


def _of_address(address: str) -> Iterator[Statement]:
    for match in _IN_ADDRESS.finditer(address):
        yield Statement(raw="-".join(match.groups()), origin="url")
