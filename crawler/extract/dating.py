"""When an article was published and changed, from the first statement on the page that is plausible.

Two fields of `metadata`. Every date keeps its raw string and says whether a time zone was stated; one without
takes the zone `zones` finds for the outlet, or UTC, and is marked so (spec/extraction §4). Pure: `fetched_at`
is the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import chain, islice

from htmldate import find_date

from crawler.extract.clocks import MAX_CLOCKS, Clock, LearnedZone, learned_zone
from crawler.extract.datelines import date_lines
from crawler.extract.facts import Facts, Stated
from crawler.extract.hints import Hints
from crawler.extract.jsonld import one_text
from crawler.extract.zones import outlet_zone, stated_zone
from spiders.parse.dates import parse_date, plausible

__all__ = ["Dated", "modified_date", "outlet_clock", "published_date"]

MAX_RAW_CHARS = 160
TIMES_EACH = 3
MAX_CLOCK_LINES = 4
FARTHEST = timedelta(hours=14)
"""No clock on earth is farther from UTC."""

_PUBLISHED_METAS = """
    article:published_time og:article:published_time og:published_time og:pubdate datepublished
    article:published article.published parsely-pub-date sailthru.date cxenseparse:recs:publishtime
    publish-date publishdate publish_date pubdate publication_date publicationdate
    citation_publication_date citation_date dc.date.issued dcterms.issued dc.date.created
    dcterms.created dc.date dcterms.date originalpublicationdate rnews:datepublished date displaydate
    article_date_original
"""
_MODIFIED_METAS = """
    article:modified_time og:updated_time og:article:modified_time datemodified article:modified
    dcterms.modified dc.date.modified cxenseparse:recs:articlemodified lastmod last-modified revised
    updated_time
"""
# Microdata, RDFa (of Drupal, among others) and the `abbr` of hAtom, which Blogger writes.
_MARKED_PUBLISHED = (
    "//*[@pubdate or contains(@itemprop, 'datePublished') or contains(@property, 'datePublished')"
    " or contains(@property, 'dc:created')] | //abbr[contains(@class, 'published')][@title]"
)
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DIGIT = re.compile(r"\d")
_FINE = frozenset(("second", "minute", "hour"))
_MINUTE, _QUARTER = timedelta(minutes=1), timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A plausible date in UTC: how fine, whether its zone was `stated`, `learned` or `assumed`, its text and
    place."""

    at: datetime
    precision: str
    zone: str
    raw: str
    origin: str


def published_date(facts: Facts, headline: str | None, *, guess: bool = True) -> Dated | None:
    """Return the publishing date: JSON-LD, meta, `<time>`, the date line, the feed; else the address.

    A date to the day gives way to a later statement that names a time on about the same day. With `guess`,
    htmldate is asked before the address.
    """
    stated = chain(
        _of_node(facts, "datePublished", "dateCreated", "uploadDate"),
        _of_metas(facts, _PUBLISHED_METAS.split()),
        _of_times(facts, headline),
        date_lines(facts, headline),
        _of_entry(facts.hints),
    )
    zone = _zone(facts)
    found = _finest(_plausible_ones(stated, facts.hints, zone))
    guessed = chain(_of_htmldate(facts) if guess else (), _of_address(facts.hints.address))
    return found or next(_plausible_ones(guessed, facts.hints, zone), None)


def modified_date(facts: Facts) -> Dated | None:
    """Return when the article was last changed: JSON-LD, then meta."""
    stated = chain(_of_node(facts, "dateModified"), _of_metas(facts, _MODIFIED_METAS.split()))
    return next(_plausible_ones(stated, facts.hints, _zone(facts)), None)


def outlet_clock(facts: Facts, headline: str | None, published: Dated | None) -> Clock | None:
    """Return how far from UTC the outlet's clock was when it published, where this page shows it.

    By the zone of its date, if that is not UTC, which systems write for everybody; else, until enough pages
    showed it, by the same time written near the headline without a zone.
    """
    if published is None or published.zone != "stated" or published.precision not in _FINE:
        return None
    stated = parse_date(published.raw)
    if stated and stated.offset:
        return Clock(day=published.at.toordinal(), minutes=stated.offset // _MINUTE)
    is_known = len(facts.hints.clocks) >= MAX_CLOCKS
    for statement in () if is_known else islice(date_lines(facts, headline), MAX_CLOCK_LINES):
        local = parse_date(statement.text[:MAX_RAW_CHARS])
        if local and local.zone == "assumed" and local.precision in _FINE:
            quarters = round((local.at - published.at) / _QUARTER)
            apart = abs(local.at - published.at - quarters * _QUARTER)
            if apart < _MINUTE and abs(quarters * _QUARTER) <= FARTHEST:
                return Clock(day=local.at.toordinal(), minutes=quarters * 15)
    return None


def _zone(facts: Facts) -> tzinfo | None:
    """The zone of dates without one: the operator's word, another date's on the page, the one its other pages
    agree on, the outlet's country's."""
    stated = chain(
        _of_node(facts, "datePublished", "dateModified", "dateCreated"),
        _of_metas(facts, (*_PUBLISHED_METAS.split(), *_MODIFIED_METAS.split())),
    )
    usual = outlet_zone(facts.hints.address, _regional_language(facts))
    return (
        facts.hints.source_zone
        or stated_zone(statement.text for statement in stated)
        or learned_zone(facts.hints.clocks, usual=usual)
        or usual
    )


def _regional_language(facts: Facts) -> str | None:
    """The page's language as it states it, where it does so with its region."""
    head = facts.head
    stated = [lang for lang in (head.lang, head.first("og:locale", "content-language")) if lang]
    return next((lang for lang in stated if "-" in lang or "_" in lang), next(iter(stated), None))


def _plausible_ones(statements: Iterable[Stated], hints: Hints, zone: tzinfo | None) -> Iterator[Dated]:
    for statement in statements:
        raw, origin = statement.text.strip()[:MAX_RAW_CHARS], statement.origin
        found = parse_date(raw, default_zone=zone)
        if found and found.zone == "assumed" and found.precision not in _FINE:
            found = parse_date(raw)  # a bare day is that day, not the evening before it in UTC
        if found and (hints.fetched_at is None or plausible(found.at, now=hints.fetched_at)):
            is_learned = (
                found.zone == "assumed" and found.precision in _FINE and isinstance(zone, LearnedZone)
            )
            name = "learned" if is_learned else found.zone
            yield Dated(at=found.at, precision=found.precision, zone=name, raw=raw, origin=origin)


def _finest(dates: Iterator[Dated]) -> Dated | None:
    """The first date, unless a later one says the same more finely or with the zone it lacks."""
    best = next(dates, None)
    if best is None or (best.precision in _FINE and best.zone == "stated"):
        return best
    return next((other for other in dates if _is_finer(other, best) or _names_zone(other, best)), best)


def _is_finer(other: Dated, best: Dated) -> bool:
    about_same_day = abs(other.at - best.at) < timedelta(hours=36)
    return best.precision not in _FINE and other.precision in _FINE and about_same_day


def _names_zone(other: Dated, best: Dated) -> bool:
    """The same clock time in a stated zone: apart by whole quarters of an hour, as zones are."""
    apart = abs(other.at - best.at)
    same_clock = apart <= FARTHEST and apart.total_seconds() % 900 < 60
    return best.precision in _FINE and best.zone != "stated" and other.zone == "stated" and same_clock


def _of_node(facts: Facts, *keys: str) -> Iterator[Stated]:
    for name in keys:
        value = one_text(facts.linked.article.get(name))
        if value:
            yield Stated(text=value, origin=f"jsonld:{name}")


def _of_metas(facts: Facts, names: Iterable[str]) -> Iterator[Stated]:
    for name in names:
        for value in facts.head.meta.get(name, ())[:1]:
            yield Stated(text=value, origin=f"meta:{name}")


def _of_times(facts: Facts, headline: str | None) -> Iterator[Stated]:
    """Elements marked as the publishing date, then the `<time>` nearest the headline."""
    for element in facts.root.xpath(_MARKED_PUBLISHED)[:3]:
        values = (element.get(name) for name in ("datetime", "content", "title"))
        value = next((value for value in values if value and _DIGIT.search(value)), None)
        yield Stated(text=value or str(element.text_content()), origin="time:datePublished")
    for block in facts.near_headline(headline):
        for element in islice(block.element.iter("time"), TIMES_EACH) if block.timed else ():
            yield Stated(text=element.get("datetime") or str(element.text_content()), origin="time")


def _of_entry(hints: Hints) -> Iterator[Stated]:
    """The entry's date as its list wrote it, if that reads as the instant the list stands for."""
    if hints.entry_published is not None:
        raw = parse_date(hints.entry_published_raw or "")
        text = raw.raw if raw and raw.at == hints.entry_published and raw.zone == "stated" else None
        yield Stated(text=text or hints.entry_published.isoformat(), origin="entry")


def _of_htmldate(facts: Facts) -> Iterator[Stated]:
    """htmldate, the finder trafilatura uses, where it is sure: to the day only.

    Its search through the whole page costs 100 ms and more and was right for 1 of 3 known dates.
    """
    fetched_at = facts.hints.fetched_at
    found = find_date(
        facts.root,
        url=facts.hints.address or None,
        original_date=True,
        extensive_search=False,
        max_date=fetched_at.date().isoformat() if fetched_at else None,
    )
    # It reads a bare year, of a copyright line say, as its first day.
    if found and not found.endswith("-01-01"):
        yield Stated(text=found, origin="htmldate")


def _of_address(address: str) -> Iterator[Stated]:
    for match in _IN_ADDRESS.finditer(address):
        yield Stated(text="-".join(match.groups()), origin="url")
