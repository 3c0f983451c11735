"""Sources in SQLite: who is due, who is leased, what is remembered of their lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from storage.columns import bindable, to_json, to_micros
from storage.corpus import StorageError
from storage.crawl import ListState, SourceRow
from storage.sqlite_db import Database
from storage.sqlite_rows import LISTS, to_list_state

__all__ = [
    "claim_due",
    "finish_poll",
    "load_lists",
    "release_leases",
    "renew_leases",
    "save_list",
    "source_number",
    "sync_sources",
]

_SYNC = """
INSERT INTO source (id, name, url, language, country, enabled, next_due)
VALUES (:id, :name, :url, :language, :country, :enabled, :due)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url, language = excluded.language,
    country = excluded.country, enabled = excluded.enabled,
    next_due = iif(next_due < :now, coalesce(:overdue, next_due), next_due)
"""
_DISABLE_OTHERS = "UPDATE source SET enabled = 0 WHERE enabled AND id NOT IN (SELECT value FROM json_each(?))"

_FREE = "(lease_until IS NULL OR lease_until <= :now)"
_CLAIM = """
UPDATE source SET lease_until = :until, lease_holder = :holder
WHERE n IN (SELECT n FROM source WHERE {which} AND {free} ORDER BY next_due LIMIT :limit)
RETURNING next_due, id
"""
_CLAIM_DUE = _CLAIM.format(which="enabled AND next_due <= :now", free=_FREE)
_CLAIM_NAMED = _CLAIM.format(which="id IN (SELECT value FROM json_each(:only))", free=_FREE)
_RENEW = "UPDATE source SET lease_until = ? WHERE lease_holder = ?"
_RELEASE = "UPDATE source SET lease_until = NULL, lease_holder = NULL WHERE lease_holder = ?"
_RELEASE_ALL = "UPDATE source SET lease_until = NULL, lease_holder = NULL WHERE lease_holder IS NOT NULL"
_FINISH = "UPDATE source SET next_due = ?, lease_until = NULL, lease_holder = NULL WHERE id = ?"

_NUMBER = "SELECT n FROM source WHERE id = ?"
_SAVE_LIST = """
INSERT INTO list_state (source, url, kind, etag, last_modified, body_hash, last_polled, last_success,
    last_new, failures, last_outcome, last_error, gone_sightings, validators_lie, extra)
VALUES (:source, :url, :kind, :etag, :last_modified, :body_hash, :last_polled, :last_success, :last_new,
    :failures, :last_outcome, :last_error, :gone_sightings, :validators_lie, :extra)
ON CONFLICT (source, url) DO UPDATE SET kind = excluded.kind, etag = excluded.etag,
    last_modified = excluded.last_modified, body_hash = excluded.body_hash,
    last_polled = excluded.last_polled, last_success = excluded.last_success, last_new = excluded.last_new,
    failures = excluded.failures, last_outcome = excluded.last_outcome, last_error = excluded.last_error,
    gone_sightings = excluded.gone_sightings, validators_lie = excluded.validators_lie,
    extra = excluded.extra
RETURNING id
"""


def sync_sources(
    db: Database,
    sources: Sequence[SourceRow],
    due: Sequence[datetime],
    *,
    now: datetime,
    overdue: Mapping[str, datetime],
) -> None:
    """Insert or update the sources; disable those not named."""
    rows = [
        {
            "id": source.id,
            "name": source.name,
            "url": source.url,
            "language": source.language,
            "country": source.country,
            "enabled": source.enabled,
            "due": to_micros(first),
            "now": to_micros(now),
            "overdue": to_micros(overdue.get(source.id)),
        }
        for source, first in zip(sources, due, strict=True)
    ]
    db.run_many(_SYNC, map(bindable, rows))
    db.run(_DISABLE_OTHERS, (to_json([source.id for source in sources]) or "[]",))


def claim_due(
    db: Database, now: datetime, *, limit: int, lease: timedelta, holder: str, only: Sequence[str] | None
) -> tuple[str, ...]:
    """Lease what is due (or named) and free; one statement."""
    bound = {
        "now": to_micros(now),
        "until": to_micros(now + lease),
        "holder": holder,
        "limit": limit,
        "only": to_json(list(only or ())) or "[]",
    }
    claimed = db.tuples(_CLAIM_DUE if only is None else _CLAIM_NAMED, bound)
    return tuple(source_id for _, source_id in sorted(claimed, key=lambda row: (row[0] or 0, row[1])))


def renew_leases(db: Database, until: datetime, *, holder: str) -> None:
    """Extend the holder's leases."""
    db.run(_RENEW, (to_micros(until), holder))


def release_leases(db: Database, *, holder: str | None) -> None:
    """End the holder's leases, or everybody's."""
    if holder is None:
        db.run(_RELEASE_ALL)
    else:
        db.run(_RELEASE, (holder,))


def finish_poll(db: Database, source_id: str, *, next_due: datetime) -> None:
    """Set the next due time and end the lease."""
    db.run(_FINISH, (to_micros(next_due), source_id))


def load_lists(db: Database, source_id: str) -> tuple[ListState, ...]:
    """Return what is remembered of the source's lists, oldest known first."""
    return tuple(to_list_state(row) for row in db.rows(f"{LISTS} WHERE s.id = ? ORDER BY l.id", (source_id,)))


def source_number(db: Database, source_id: str) -> int:
    """Return the row number of a source; `StorageError` where the corpus does not know it."""
    number: int | None = db.value(_NUMBER, (source_id,))
    if number is None:
        raise StorageError(f"source {source_id!r} is not in the corpus; `sync_sources` makes it known")
    return number


def save_list(db: Database, state: ListState, *, source: int) -> int:
    """Insert or replace a list's state; return its row id."""
    row = {
        "source": source,
        "url": state.url,
        "kind": str(state.kind),
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_hash": state.body_hash,
        "last_polled": to_micros(state.last_polled),
        "last_success": to_micros(state.last_success),
        "last_new": to_micros(state.last_new),
        "failures": state.failures,
        "last_outcome": state.last_outcome,
        "last_error": state.last_error,
        "gone_sightings": state.gone_sightings,
        "validators_lie": state.validators_lie,
        "extra": to_json(state.extra),
    }
    saved: int = db.value(_SAVE_LIST, bindable(row))
    return saved
