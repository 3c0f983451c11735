"""Builders for what goes into a corpus, and the backends the contract suite runs over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from storage.corpus import CrawlCorpus, Judge
from storage.crawl import Entry, Listed, ListState, Poll, SourceRow, Visit
from storage.model import (
    Appearance,
    Article,
    Copy,
    Extraction,
    Fingerprint,
    Known,
    New,
    Recorded,
    RevisionOf,
    Unchanged,
    Verdict,
)

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BACKENDS: dict[str, Callable[[Path], str]] = {"sqlite": lambda folder: f"sqlite:///{folder / 'corpus.db'}"}
TEXT = "عمان - أعلنت البلدية خطة جديدة للحدائق العامة.\nوقالت إن العمل يبدأ في الربيع."


def make_source(source_id: str = "north", **rest: object) -> SourceRow:
    return SourceRow(**{"id": source_id, "name": source_id.title(), **rest})  # type: ignore[arg-type]


def make_listed(slug: str, **rest: object) -> Listed:
    url = f"https://north.example/{slug}"
    values = {"keys": (f"north.example/{slug}",), "url": url, "title": slug, "digest": b"1", **rest}
    return Listed(**values)  # type: ignore[arg-type]


def make_poll(*entries: Listed, source_id: str = "north", **rest: object) -> Poll:
    state = ListState(source_id=source_id, url=f"https://{source_id}.example/feed", kind="feed")
    return Poll(**{"state": state, "entries": entries, "at": NOW, **rest})  # type: ignore[arg-type]


def make_article(text: str = TEXT, **rest: object) -> Article:
    values = {
        "url": "https://north.example/a",
        "title": "خطة للحدائق",
        "text": text,
        "language": "ar",
        "direction": "rtl",
        "extraction": Extraction(path="blocks", version="1"),
        **rest,
    }
    return Article(**values)  # type: ignore[arg-type]


def make_appearance(entry: Entry, **rest: object) -> Appearance:
    values = {
        "source_id": entry.source_id,
        "source_name": entry.source_id.title(),
        "source_url": None,
        "key": entry.key,
        "requested_url": entry.url,
        "final_url": entry.url,
        "feed_url": entry.feed_url,
        "entry_id": entry.entry_id,
        "title": entry.title,
        "published": entry.published,
        "seen_at": NOW,
        **rest,
    }
    return Appearance(**values)  # type: ignore[arg-type]


def make_fingerprint(text: str, prints: tuple[int, ...] | None = None) -> Fingerprint:
    """A fingerprint of the whole text: equal texts agree, unequal ones share nothing."""
    digest = blake2b(text.encode(), digest_size=16).digest()
    return Fingerprint(text_hash=digest, prints=(int.from_bytes(digest[:5]),) if prints is None else prints)


def make_visit(entry: Entry, outcome: str = "", **rest: object) -> Visit:
    values = {"source_id": entry.source_id, "url": entry.url, "key": entry.key, "outcome": outcome, "at": NOW}
    return Visit(**{**values, **rest})  # type: ignore[arg-type]


def simple_judge(article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
    """The plainest judge: same text or same address, near copies by any candidate, the oldest."""
    if known.same_key and known.same_key.text_hash == fingerprint.text_hash:
        return Unchanged(of=known.same_key.id)
    if known.same_key and known.key_is_primary:
        return RevisionOf(of=known.same_key.id)
    if known.same_text:
        return Copy(of=known.same_text.id, relation="same_text")
    if known.near:
        return Copy(of=min(one.id for one in known.near), relation="near", scores={"containment": 0.9})
    return New()


def admit_one(corpus: CrawlCorpus, slug: str, *, source_id: str = "north", **rest: object) -> Entry:
    """Make the corpus know an entry of `source_id` and return it, pending."""
    url = f"https://{source_id}.example/{slug}"
    listed = make_listed(slug, **{"keys": (f"{source_id}.example/{slug}",), "url": url, **rest})
    return corpus.admit(make_poll(listed, source_id=source_id), source_id=source_id).new[0]


def record(
    corpus: CrawlCorpus,
    entry: Entry,
    text: str = TEXT,
    *,
    judge: Judge = simple_judge,
    prints: tuple[int, ...] | None = None,
    article: Article | None = None,
    **appearance: object,
) -> Recorded:
    """Record `text` as the page of `entry`."""
    return corpus.record(
        entry.id,
        article or make_article(text, url=entry.url),
        make_appearance(entry, **appearance),
        make_fingerprint(text, prints),
        judge=judge,
        visit=make_visit(entry),
    )


def store(
    corpus: CrawlCorpus, slug: str, text: str = TEXT, *, source_id: str = "north", **rest: object
) -> Recorded:
    """Admit an entry and record `text` for it."""
    return record(corpus, admit_one(corpus, slug, source_id=source_id), text, **rest)  # type: ignore[arg-type]
