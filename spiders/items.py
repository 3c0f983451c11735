"""What leaves a spider: entries of lists, fetched bytes, and fetches that brought none.

A spider's work ends here (design: "spiders end at a `Page`"); the crawler turns these into records.
Everything is plain data: bytes are as the wire carried them, still under their content codings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = ["FeedEntry", "Fetched", "ListKind", "ListPage", "Miss", "Page", "Task"]


class ListKind(StrEnum):
    """A kind of list a source may have; `DISCOVER` is a bare home page whose lists are to be found."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    DISCOVER = "discover"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a list as the list states it; addresses absolute, text NFC without tags in titles.

    `entry_id` is the guid or Atom id as written. `published_raw` is the string the date came from.
    `content` is the longest body the entry carries (HTML or text), `summary` the shorter one.
    """

    url: str
    entry_id: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_raw: str | None = None
    updated: datetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    enclosures: tuple[str, ...] = ()
    comments_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One address to fetch for a source: a list (`list_kind` set) or an article's page (`entry` id set).

    `chain` holds the addresses already redirected from, first asked first. `lane` is `list`, `live` or
    `backfill`. `newest` orders pages of a lane (seconds since the epoch, newest first).
    """

    source_id: str
    url: str
    lane: str
    list_kind: ListKind | None = None
    list_url: str | None = None
    entry_id: int | None = None
    chain: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    newest: float = 0.0
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The answer to a task: status, headers (lower-case names) and the body still encoded as sent.

    `truncated` says the connection ended before the announced length. `robots` is the state of the rules
    that allowed it, `crawl_delay_s` what they ask for, `sitemaps` the ones they name.
    """

    task: Task
    status: int
    final_url: str
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    elapsed_s: float = 0.0
    truncated: bool = False
    robots: str | None = None
    crawl_delay_s: float = 0.0
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Fetched):
    """The fetched document of one article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Fetched):
    """The fetched document of one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A task that brought no document: `outcome` is the counted word (`blocked:robots`, `failed:timeout`).

    `status` is None where no answer came. `validators` are the ETag and Last-Modified of a 304 (F2).
    """

    task: Task
    outcome: str
    at: datetime
    status: int | None = None
    elapsed_s: float = 0.0
    crawl_delay_s: float = 0.0
    retry_after: str | None = None
    validators: dict[str, str] = field(default_factory=dict)
    detail: dict[str, object] = field(default_factory=dict)
