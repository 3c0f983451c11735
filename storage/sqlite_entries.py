"""The durable frontier in SQLite: entries that wait, and how each ended."""

from __future__ import annotations

from datetime import datetime

from storage.columns import bindable, to_json, to_micros
from storage.corpus import StorageError
from storage.crawl import Entry, Visit
from storage.sqlite_db import Database
from storage.sqlite_rows import ENTRIES, to_entry
from storage.sqlite_schedule import source_number

__all__ = ["end_entry", "load_pending", "postpone_entry"]

_ORDER = "ORDER BY e.lane DESC, e.not_before, e.newest DESC, e.id LIMIT :limit"
_READY = "e.state = 'pending' AND (:now IS NULL OR e.not_before IS NULL OR e.not_before <= :now)"
_PENDING = f"{ENTRIES} WHERE {_READY} {_ORDER}"
_PENDING_OF_SOURCE = f"{ENTRIES} WHERE {_READY} AND s.id = :source {_ORDER}"
_POSTPONE = "UPDATE entry SET not_before = ?, attempts = attempts + 1 WHERE id = ? RETURNING id"
_END = """
UPDATE entry SET state = :state, article = coalesce(:article, article), content = NULL, not_before = NULL
WHERE id = :entry RETURNING id
"""
_ADD_VISIT = """
INSERT INTO visit (entry, source, at, outcome, url, key, detail)
SELECT :entry, :source, :at, :outcome, nullif(:url, url), nullif(:key, key), :detail FROM entry WHERE id = :entry
"""


def load_pending(
    db: Database, *, limit: int, source_id: str | None, now: datetime | None
) -> tuple[Entry, ...]:
    """Return waiting entries: live lane first, then those not postponed, newest first."""
    bound = {"limit": limit, "now": to_micros(now), "source": source_id}
    return tuple(to_entry(row) for row in db.rows(_PENDING_OF_SOURCE if source_id else _PENDING, bound))


def postpone_entry(db: Database, entry: int, *, not_before: datetime, visit: Visit) -> None:
    """Leave the entry pending until later and keep what happened."""
    if db.value(_POSTPONE, (to_micros(not_before), entry)) is None:
        raise StorageError(f"entry {entry} is not in the corpus")
    _add_visit(db, entry, visit)


def end_entry(db: Database, entry: int, visit: Visit, *, article: int | None = None) -> None:
    """End the entry with the visit's outcome, in `article` where there is one."""
    if db.value(_END, {"state": visit.outcome, "article": article, "entry": entry}) is None:
        raise StorageError(f"entry {entry} is not in the corpus")
    _add_visit(db, entry, visit)


def _add_visit(db: Database, entry: int, visit: Visit) -> None:
    row = {
        "entry": entry,
        "source": source_number(db, visit.source_id),
        "at": to_micros(visit.at),
        "outcome": visit.outcome,
        "url": visit.url,
        "key": visit.key,
        "detail": to_json(visit.detail),
    }
    db.run(_ADD_VISIT, bindable(row))
