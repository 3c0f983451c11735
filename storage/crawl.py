"""What the crawl writes down between runs: due times, list states, entries and their outcomes.

Beside `storage.model` (what consumers read); a backend keeps both in one file so that an article and
the marks that say it was seen commit together (design: validators never before the articles).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

__all__ = [
    "Admitted",
    "Entry",
    "ListState",
    "Listed",
    "Poll",
    "Remembered",
    "RunReport",
    "SiteState",
    "SourceHealth",
    "SourceRow",
    "Stats",
    "Trace",
    "Visit",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as the corpus knows it: enough to credit its articles and to schedule its polls."""

    id: str
    name: str
    url: str | None = None
    language: str | None = None
    country: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """What is remembered of one list (feed, sitemap, section page) between polls.

    `failures` are the error points since the last success (hard 1, soft .5, temporary .25: feeds spec E1).
    `validators_lie` stops conditional requests (F3). `extra` holds small per-kind facts as JSON values.
    """

    source_id: str
    url: str
    kind: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    last_polled: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    failures: float = 0.0
    last_outcome: str | None = None
    last_error: str | None = None
    gone_sightings: int = 0
    validators_lie: bool = False
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One entry of a list, ready for the corpus: the address with its keys, and what the list says.

    `keys` are the names a match on any of which means "known" (feeds spec I2), the URL key first.
    `digest` is a hash of title, summary, content and dates: another one means the entry was edited (C1).
    """

    keys: tuple[str, ...]
    url: str
    entry_id: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_raw: str | None = None
    updated: datetime | None = None
    tags: tuple[str, ...] = ()
    digest: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One read of one list: its state afterwards and the entries it named, committed together.

    Entries beyond the first `live` (newest first) go to the backfill lane.
    """

    state: ListState
    entries: tuple[Listed, ...] = ()
    live: int = 200
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry that waits for its page to be fetched: the durable frontier."""

    id: int
    source_id: str
    feed_url: str
    url: str
    key: str
    lane: str
    attempts: int = 0
    not_before: datetime | None = None
    revisit: bool = False
    entry_id: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_raw: str | None = None
    updated: datetime | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What `admit` did with a poll: entries newly pending (or pending again), and how many were known."""

    new: tuple[Entry, ...] = ()
    known: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What happened to one address at one time; the evidence behind `why`.

    `outcome` is the counted word (`stored`, `copy`, `no_article:too_short`, `failed:timeout` ...), `detail`
    plain JSON values (status, chain, robots rule, path, scores, bytes, milliseconds).
    """

    source_id: str
    url: str
    key: str
    outcome: str
    at: datetime
    detail: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Everything the corpus knows of one address: where it was listed, each visit, where it ended."""

    url: str
    key: str
    entries: tuple[Entry, ...] = ()
    states: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    article_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """What is known of the pages of one host of a source, in short.

    `stage` is `learning` (no wrapper yet), `wrapper` (pages are read by one) or `relearning`; `wrappers` are
    in use, the newest since `learned`. `redesigned` is when a change of layout was last noticed.
    """

    host: str
    stage: str
    pages: int
    wrappers: int = 0
    learned: datetime | None = None
    redesigned: datetime | None = None
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """The site memory of one host of a source; `body` is extraction's own, some kilobytes."""

    state: SiteState
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One source's row in `naba status`; `sites` are the hosts whose pages are remembered, latest first."""

    source: SourceRow
    lists: tuple[ListState, ...]
    next_due: datetime | None
    leased_until: datetime | None
    articles: int
    pending: int
    last_new: datetime | None
    sites: tuple[SiteState, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Counts over the whole corpus."""

    articles: int
    appearances: int
    revisions: int
    clusters: int
    entries: int
    pending: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """The balance of one run: how many entries were served, and how each ended."""

    started: datetime
    ended: datetime | None
    outcomes: dict[str, int]
