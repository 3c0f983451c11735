"""The corpus as its users see it: `Corpus` to read, `CrawlCorpus` to crawl into, `OperatorCorpus` to correct.

A backend implements all and passes the one contract suite (tests/test_storage_contract.py); a
feature that only one backend can offer is not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from storage.cluster import Cluster
from storage.crawl import (
    Admitted,
    Entry,
    ListState,
    Poll,
    Remembered,
    RunReport,
    SourceHealth,
    SourceRow,
    Stats,
    Trace,
    Visit,
)
from storage.model import (
    Appearance,
    Article,
    Fingerprint,
    Known,
    Recorded,
    Revision,
    StoredArticle,
    Verdict,
)
from storage.query import ArticleQuery

__all__ = ["Corpus", "CrawlCorpus", "Judge", "OperatorCorpus", "StorageError"]


class StorageError(Exception):
    """The corpus cannot do what was asked; the message says why and what to do next."""


class Judge(Protocol):
    """Decides what an incoming article is, from what the corpus already holds. Pure."""

    def __call__(self, article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
        """Return the verdict; storage applies it in the same transaction."""


class Corpus(Protocol):
    """Everything stored, for reading. Methods may be called from one thread at a time."""

    def articles(self, query: ArticleQuery) -> Iterator[StoredArticle]:
        """Yield the articles that match, lazily; never blocks the writer."""

    def article(self, article_id: int) -> StoredArticle | None:
        """Return one article at its newest version, or None."""

    def appearances(self, article_id: int) -> tuple[Appearance, ...]:
        """Return every place the article was seen, first seen first."""

    def revisions(self, article_id: int) -> tuple[Revision, ...]:
        """Return every text state of the article, oldest first."""

    def cluster(self, article_id: int) -> Cluster | None:
        """Return the story the article is in, None where there is no such article.

        A cluster bears the id of its first article, so the id of one since joined to another leads there too.
        """

    def trace(self, url: str, key: str) -> Trace:
        """Return what is known of an address; empty tuples where nothing is."""

    def health(self) -> tuple[SourceHealth, ...]:
        """Return one row per source, in the order of their ids."""

    def stats(self) -> Stats:
        """Return counts over the whole corpus."""

    def runs(self, *, limit: int) -> tuple[RunReport, ...]:
        """Return the newest runs, newest first."""

    def close(self) -> None:
        """Release the file or connection; further calls are errors."""


class CrawlCorpus(Corpus, Protocol):
    """The corpus as the one crawling process writes it. Every method is atomic by itself."""

    def transaction(self) -> AbstractContextManager[None]:
        """Commit what is called inside together, or nothing of it; nested ones are savepoints."""

    def sync_sources(
        self,
        sources: Sequence[SourceRow],
        due: Sequence[datetime],
        *,
        now: datetime,
        overdue: Mapping[str, datetime] = {},
    ) -> None:
        """Make the corpus know exactly these sources; `due[i]` is the first due time if source i is new.

        Known sources keep their `next_due`, but one that lies before `now` and is named in `overdue` takes
        that time instead. Sources no longer named are disabled, never deleted.
        """

    def claim_due(
        self, now: datetime, *, limit: int, lease: timedelta, holder: str, only: Sequence[str] | None = None
    ) -> tuple[str, ...]:
        """Lease enabled sources that are due (or, with `only`, those ids due or not); return their ids.

        Most overdue first. A source leased by a live lease is not returned, whoever holds it.
        """

    def renew_leases(self, until: datetime, *, holder: str) -> None:
        """Extend every lease of this holder."""

    def release_leases(self, *, holder: str | None) -> None:
        """End the leases of this holder (None: of everybody, at start-up) without touching `next_due`."""

    def finish_poll(self, source_id: str, *, next_due: datetime) -> None:
        """Set when the source is due again and end its lease."""

    def list_states(self, source_id: str) -> tuple[ListState, ...]:
        """Return what is remembered of the source's lists."""

    def admit(self, poll: Poll, *, source_id: str) -> Admitted:
        """Store the list's state and its unknown entries as pending, in one transaction.

        An entry any of whose keys is known is not added; if its digest changed since, it becomes pending
        again as a revisit. A known entry listed by another source than before gains an appearance there.
        """

    def pending(self, now: datetime, *, limit: int, only: Sequence[str] | None = None) -> tuple[Entry, ...]:
        """Return entries that wait for their page and may be tried by `now`, live lane first, newest first.

        `only` limits them to some sources.
        """

    def postpone(self, entry_id: int, *, not_before: datetime, visit: Visit | None) -> None:
        """Leave the entry pending, to be tried again not before that time.

        With the visit it counts one attempt; None: its host is resting and nothing was tried.
        """

    def settle(self, entry_id: int, visit: Visit) -> None:
        """End a pending entry with an outcome that stored no article."""

    def record(
        self,
        entry_id: int,
        article: Article,
        appearance: Appearance,
        fingerprint: Fingerprint,
        *,
        judge: Judge,
        visit: Visit,
        remembered: Remembered | None = None,
    ) -> Recorded:
        """Judge and store an article and end its entry, in one transaction.

        `visit.outcome` is replaced by the verdict's word: `stored`, `copy`, `revision`, `unchanged`.
        `remembered`, what the page taught of its host, becomes durable with it; it replaces only what was
        made of fewer pages, and the hosts remembered of a source are bounded.
        """

    def remembered(self, source_id: str, host: str) -> Remembered | None:
        """Return what is remembered of the pages of a host of a source."""

    def forget(self, source_id: str) -> int:
        """Drop all that is remembered of a source's pages; return how many hosts that were."""

    def save_run(self, report: RunReport) -> None:
        """Add or (same `started`) replace the balance of a run."""


class OperatorCorpus(Corpus, Protocol):
    """The corpus as an operator corrects its stories. Every method is atomic by itself and can be undone."""

    def split(self, article_id: int, *, now: datetime) -> int:
        """Part an article, and those joined through it, from its story; return the id of their own.

        It stays apart from the article it was joined to: no rebuild joins them again. Raises `StorageError`
        for one that is not there or was joined to none (the first of its story).
        """

    def join(self, article_id: int, other_id: int, *, now: datetime) -> int:
        """Make the stories of two articles one, the earlier one's; return its id. Undoes a `split`.

        Raises `StorageError` where one is not there or they are in one story already.
        """
