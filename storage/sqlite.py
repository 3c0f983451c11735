"""The corpus in one SQLite file, as the crawling process writes it: `CrawlCorpus`.

Each method is one transaction around a function of the storage.sqlite_* modules, which hold the SQL; inside
`transaction()` it is a savepoint of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from storage.columns import to_json, to_micros
from storage.corpus import Judge, StorageError
from storage.crawl import Admitted, Entry, ListState, Poll, Remembered, RunReport, SourceRow, Visit
from storage.lock import instance_lock
from storage.model import Appearance, Article, Fingerprint, Recorded
from storage.sqlite_admit import admit
from storage.sqlite_clusters import join_clusters, split_cluster
from storage.sqlite_db import Database, connect
from storage.sqlite_entries import end_entry, load_pending, postpone_entry
from storage.sqlite_memory import drop_memories, load_memory, save_memory
from storage.sqlite_read import SqliteReader
from storage.sqlite_record import record
from storage.sqlite_schedule import (
    claim_due,
    finish_poll,
    load_lists,
    release_leases,
    renew_leases,
    sync_sources,
)
from storage.sqlite_schema import check_schema, upgrade_schema

__all__ = ["SqliteCorpus", "check_exists", "open_reader", "open_writer"]

_NONE: Mapping[str, datetime] = MappingProxyType({})
_SAVE_RUN = """
INSERT INTO run (started, ended, outcomes) VALUES (?, ?, ?)
ON CONFLICT (started) DO UPDATE SET ended = excluded.ended, outcomes = excluded.outcomes
"""


def open_reader(path: Path) -> SqliteReader:
    """Open the corpus at `path` for reading; `StorageError` where there is none or not one of ours."""
    check_exists(path)
    with ExitStack() as held:
        db = connect(path, read_only=True)
        held.callback(db.close)
        check_schema(db)
        held.pop_all()
    return SqliteReader(db)


def check_exists(path: Path) -> None:
    """Raise `StorageError` saying what to do where there is no corpus."""
    if not path.is_file():
        raise StorageError(f"{path}: no corpus there yet; run `naba crawl` first, or name another by --store")


def open_writer(path: Path, *, near_days: int) -> SqliteCorpus:
    """Open or create the corpus at `path` as its one writer, at the newest schema."""
    with ExitStack() as held:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            held.enter_context(instance_lock(path))
        except OSError as error:
            raise StorageError(f"{path}: cannot be written: {error.strerror}") from error
        db = connect(path, read_only=False)
        held.callback(db.close)
        if db.is_read_only():
            raise StorageError(f"{path}: may not be written; check its permissions")
        upgrade_schema(db)
        return SqliteCorpus(db, near_days=near_days, held=held.pop_all())


class SqliteCorpus(SqliteReader):
    """`storage.corpus.CrawlCorpus` and `OperatorCorpus` in an SQLite file."""

    def __init__(self, db: Database, *, near_days: int, held: ExitStack) -> None:
        super().__init__(db)
        self._near_days = near_days
        self._held = held

    def close(self) -> None:
        self._held.close()

    def transaction(self) -> AbstractContextManager[None]:
        return self._db.transaction()

    def sync_sources(
        self,
        sources: Sequence[SourceRow],
        due: Sequence[datetime],
        *,
        now: datetime,
        overdue: Mapping[str, datetime] = _NONE,
    ) -> None:
        with self.transaction():
            sync_sources(self._db, sources, due, now=now, overdue=overdue)

    def claim_due(
        self, now: datetime, *, limit: int, lease: timedelta, holder: str, only: Sequence[str] | None = None
    ) -> tuple[str, ...]:
        with self.transaction():
            return claim_due(self._db, now, limit=limit, lease=lease, holder=holder, only=only)

    def renew_leases(self, until: datetime, *, holder: str) -> None:
        with self.transaction():
            renew_leases(self._db, until, holder=holder)

    def release_leases(self, *, holder: str | None) -> None:
        with self.transaction():
            release_leases(self._db, holder=holder)

    def finish_poll(self, source_id: str, *, next_due: datetime) -> None:
        with self.transaction():
            finish_poll(self._db, source_id, next_due=next_due)

    def list_states(self, source_id: str) -> tuple[ListState, ...]:
        return load_lists(self._db, source_id)

    def admit(self, poll: Poll, *, source_id: str) -> Admitted:
        with self.transaction():
            return admit(self._db, poll, source_id=source_id)

    def pending(self, now: datetime, *, limit: int, only: Sequence[str] | None = None) -> tuple[Entry, ...]:
        return load_pending(self._db, now, limit=limit, only=only)

    def postpone(self, entry_id: int, *, not_before: datetime, visit: Visit | None) -> None:
        with self.transaction():
            postpone_entry(self._db, entry_id, not_before=not_before, visit=visit)

    def settle(self, entry_id: int, visit: Visit) -> None:
        with self.transaction():
            end_entry(self._db, entry_id, visit)

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
        with self.transaction():
            if remembered is not None:
                save_memory(self._db, appearance.source_id, remembered)
            return record(
                self._db,
                entry_id,
                article,
                appearance,
                fingerprint,
                judge=judge,
                visit=visit,
                near_days=self._near_days,
            )

    def remembered(self, source_id: str, host: str) -> Remembered | None:
        return load_memory(self._db, source_id, host)

    def forget(self, source_id: str) -> int:
        with self.transaction():
            return drop_memories(self._db, source_id)

    def save_run(self, report: RunReport) -> None:
        row = (to_micros(report.started), to_micros(report.ended), to_json(report.outcomes) or "{}")
        with self.transaction():
            self._db.run(_SAVE_RUN, row)

    def split(self, article_id: int, *, now: datetime) -> int:
        with self.transaction():
            return split_cluster(self._db, article_id, now=now)

    def join(self, article_id: int, other_id: int, *, now: datetime) -> int:
        with self.transaction():
            return join_clusters(self._db, article_id, other_id, now=now)
