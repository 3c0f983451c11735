"""What runs in the worker processes: bytes in, articles or entries out. Pure.

The jobs carry bodies as the wire had them; decoding them here, with a cap, keeps a decompression bomb out of
the main process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from crawler.dedup.credits import find_credits
from crawler.dedup.fingerprint import fingerprint
from crawler.extract.hints import Hints
from crawler.extract.joining import MAX_PAGES, cut_short, join
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.site import read_site_page
from spiders.items import ListKind
from spiders.parse.codings import BodyError, decoded
from spiders.parse.discover import Found, find_lists
from spiders.parse.listing import parse_listing
from spiders.parse.lists import ParsedList
from spiders.parse.sniff import parse_any
from storage.crawl import Remembered
from storage.model import Article, Fingerprint

__all__ = ["ListJob", "ListResult", "PageJob", "PageResult", "read_list", "read_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJob:
    """One fetched page, its content coding and the most bytes it may decode to.

    `memory` is what is remembered of the pages of its host, `earlier` what the pages before it gave.
    """

    body: bytes
    coding: str | None
    max_bytes: int
    hints: Hints
    memory: bytes | None = None
    earlier: PageResult | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """The article with its fingerprint, and what its page taught.

    With `next_url` the article goes on there, and only its last page teaches: a memory is made of pages that
    are stored; `lines` are the keys of all that stands on its first. With `first_url` it began there, and
    this page was listed by itself.
    """

    article: Article
    fingerprint: Fingerprint
    remembered: Remembered | None = None
    next_url: str | None = None
    first_url: str | None = None
    lines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListJob:
    """One fetched list; `last_hash` is the body's hash at the last poll, `follow` a listing's selector."""

    body: bytes
    coding: str | None
    max_bytes: int
    kind: ListKind
    url: str
    content_type: str | None
    language: str | None
    follow: str | None
    last_hash: bytes | None
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListResult:
    """What the list names. `parsed` is None for an unchanged body; `found` are lists a home page links to."""

    body_hash: bytes
    parsed: ParsedList | None = None
    found: tuple[Found, ...] = ()
    error: str | None = None


def read_page(job: PageJob) -> PageResult | NoArticle:
    """Decode and extract one page, and join it to the pages of its article before it."""
    try:
        body = decoded(job.body, job.coding, max_bytes=job.max_bytes)
    except BodyError as error:
        reason = Reason.TOO_LARGE if error.reason == "too_large" else Reason.DECODE_FAILED
        return NoArticle(reason=reason, detail=error.reason)
    page = read_site_page(body.data, job.hints, job.memory, at=job.at)
    if isinstance(page.found, NoArticle):
        return page.found
    before, extracted = job.earlier, page.extracted
    article = join(before.article, page.found, beside=before.lines) if before else page.found
    next_url = extracted.next_url if article else None
    article = article or (before.article if before else page.found)
    if next_url and article.extraction.pages >= MAX_PAGES:
        article, next_url = cut_short(article), None
    credits = find_credits(article.text, language=article.language, source_name=job.hints.source_name)
    return PageResult(
        article=replace(article, info_sources=credits),
        fingerprint=fingerprint(article.text),
        remembered=None if next_url else page.remembered,
        next_url=next_url,
        first_url=extracted.first_url,
        lines=before.lines if before else extracted.lines,
    )


def read_list(job: ListJob) -> ListResult:
    """Decode and parse one list, unless its bytes are those of the last poll."""
    try:
        body = decoded(job.body, job.coding, max_bytes=job.max_bytes).data
    except BodyError as error:
        return ListResult(body_hash=b"", error=error.reason)
    digest = sha256(body).digest()
    if digest == job.last_hash:
        return ListResult(body_hash=digest)
    if job.kind is ListKind.LISTING:
        parsed = parse_listing(body, url=job.url, follow=job.follow, http_charset=_charset(job), now=job.now)
    else:
        parsed = parse_any(body, url=job.url, content_type=job.content_type, now=job.now)
    found = find_lists(body, url=job.url) if job.kind is ListKind.DISCOVER and parsed.error else ()
    failed = None if job.kind is ListKind.DISCOVER else parsed.error
    return ListResult(body_hash=digest, parsed=parsed, found=found, error=failed)


def _charset(job: ListJob) -> str | None:
    return charset_of(job.content_type)


def charset_of(content_type: str | None) -> str | None:
    """Return the charset parameter of a Content-Type header."""
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None
