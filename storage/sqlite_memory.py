"""Site memories in SQLite: one a host of a source, replaced with each article read there."""

from __future__ import annotations

from typing import Any

from storage.columns import bindable, from_micros, to_micros
from storage.crawl import Remembered, SiteState
from storage.sqlite_db import Database
from storage.sqlite_schedule import source_number

__all__ = ["MAX_HOSTS", "drop_memories", "load_memory", "load_states", "save_memory"]

MAX_HOSTS = 50
"""Hosts remembered of one source; of one that lists half the web the latest."""

_STATE = "SELECT m.source, host, stage, pages, wrappers, learned, redesigned, updated FROM site_memory m"
_LOAD = """
SELECT host, stage, pages, wrappers, learned, redesigned, updated, body
FROM site_memory WHERE source = (SELECT n FROM source WHERE id = ?) AND host = ?
"""
_SAVE = """
INSERT INTO site_memory (source, host, stage, pages, wrappers, learned, redesigned, updated, body)
VALUES (:source, :host, :stage, :pages, :wrappers, :learned, :redesigned, :updated, :body)
ON CONFLICT (source, host) DO UPDATE SET stage = excluded.stage, pages = excluded.pages,
    wrappers = excluded.wrappers, learned = excluded.learned, redesigned = excluded.redesigned,
    updated = excluded.updated, body = excluded.body
WHERE excluded.pages > pages
"""
_FORGET_OLDEST = """
DELETE FROM site_memory WHERE source = :source AND id NOT IN (
    SELECT id FROM site_memory WHERE source = :source ORDER BY updated DESC, id DESC LIMIT :hosts)
"""
_DROP = "DELETE FROM site_memory WHERE source = (SELECT n FROM source WHERE id = ?) RETURNING id"


def load_memory(db: Database, source_id: str, host: str) -> Remembered | None:
    """Return what is remembered of a host of a source."""
    row = db.row(_LOAD, (source_id, host))
    return Remembered(state=_to_state(row), body=row["body"]) if row else None


def save_memory(db: Database, source_id: str, remembered: Remembered) -> None:
    """Replace a memory by one made of more pages; one of as many or fewer came too late and is dropped."""
    state = remembered.state
    row = {
        "source": source_number(db, source_id),
        "host": state.host,
        "stage": state.stage,
        "pages": state.pages,
        "wrappers": state.wrappers,
        "learned": to_micros(state.learned),
        "redesigned": to_micros(state.redesigned),
        "updated": to_micros(state.updated),
        "body": remembered.body,
    }
    db.run(_SAVE, bindable(row))
    if state.pages == 1:
        db.run(_FORGET_OLDEST, {"source": row["source"], "hosts": MAX_HOSTS})


def drop_memories(db: Database, source_id: str) -> int:
    """Forget all of a source; return how many hosts that were."""
    return len(db.tuples(_DROP, (source_id,)))


def load_states(db: Database) -> dict[int, tuple[SiteState, ...]]:
    """Return the states by source number, latest first."""
    states: dict[int, tuple[SiteState, ...]] = {}
    for row in db.rows(f"{_STATE} ORDER BY updated DESC, id DESC"):
        states[row["source"]] = (*states.get(row["source"], ()), _to_state(row))
    return states


def _to_state(row: dict[str, Any]) -> SiteState:
    return SiteState(
        host=row["host"],
        stage=row["stage"],
        pages=row["pages"],
        wrappers=row["wrappers"],
        learned=from_micros(row["learned"]),
        redesigned=from_micros(row["redesigned"]),
        updated=from_micros(row["updated"]),
    )
