"""The durable frontier in SQLite: entries that wait, and how each ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.columns import bindable, to_json, to_micros
from storage.corpus import StorageError
from storage.crawl import Entry, Visit
from storage.sqlite_db import Database
from storage.sqlite_rows import ENTRIES, to_entry
from storage.sqlite_schedule import source_number

__all__ = ["end_entry", "load_pending", "postpone_entry"]

_PENDING = f"""
{ENTRIES} WHERE e.state = 'pending' AND (e.not_before IS NULL OR e.not_before <= :now)
    AND (:only IS NULL OR s.id IN (SELECT value FROM json_each(:only)))
ORDER BY e.lane DESC, e.newest DESC, e.id LIMIT :limit
"""  # noqa: S608 - made of constants
_POSTPONE = "UPDATE entry SET not_before = ?, attempts = attempts + ? WHERE id = ? RETURNING id"
_END = """
UPDATE entry SET state = :state, article = coalesce(:article, article), not_before = NULL
WHERE id = :entry RETURNING id
"""
_DROP_LISTED = "DELETE FROM listed WHERE entry = ?"
_ADD_VISIT = """
INSERT INTO visit (entry, source, at, outcome, url, key, detail)
SELECT id, :source, :at, :outcome, nullif(:url, url), nullif(:key, key), :detail FROM entry WHERE id = :entry
"""


def load_pending(db: Database, now: datetime, *, limit: int, only: Sequence[str] | None) -> tuple[Entry, ...]:
    """Return entries that may be tried by `now`: live lane first, newest first."""
    wanted = None if only is None else to_json(list(only)) or "[]"
    rows = db.rows(_PENDING, {"limit": limit, "now": to_micros(now), "only": wanted})
    return tuple(to_entry(row) for row in rows)


def postpone_entry(db: Database, entry: int, *, not_before: datetime, visit: Visit | None) -> None:
    """Leave the entry pending until later and keep what happened; without a visit nothing was tried."""
    tried = 0 if visit is None else 1
    if db.value(_POSTPONE, (to_micros(not_before), tried, entry)) is None:
        raise StorageError(f"entry {entry} is not in the corpus")
    if visit is not None:
        _add_visit(db, entry, visit)


def end_entry(db: Database, entry: int, visit: Visit, *, article: int | None = None) -> None:
    """End the entry with the visit's outcome, in `article` where there is one."""
    if db.value(_END, {"state": visit.outcome, "article": article, "entry": entry}) is None:
        raise StorageError(f"entry {entry} is not in the corpus")
    db.run(_DROP_LISTED, (entry,))
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
