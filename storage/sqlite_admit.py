"""A poll's entries into SQLite: new, edited or known, decided on what the aliases say.

An entry is known if any of its keys is. Its wording (`digest`) is compared list by list, because two lists
may word the same entry differently for ever, and only its own source's edits bring it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storage.columns import bindable, encodable, pack_body, to_json, to_micros
from storage.crawl import Admitted, Listed, Poll
from storage.sqlite_appearances import add_listed_elsewhere
from storage.sqlite_db import Database
from storage.sqlite_rows import ENTRIES, to_entry
from storage.sqlite_schedule import save_list, source_number

__all__ = ["admit"]

_KNOWN = """
SELECT a.key, a.entry, e.source, e.state, g.digest
FROM alias a JOIN entry e ON e.id = a.entry LEFT JOIN sighting g ON g.entry = a.entry AND g.list = :list
WHERE a.key IN (SELECT value FROM json_each(:keys))
"""
_LAST_ID = "SELECT coalesce(max(id), 0) FROM entry"
_ADD_ENTRY = """
INSERT INTO entry (id, source, list, url, key, lane, newest, entry_id, title, published)
VALUES (:id, :source, :list, :url, :key, :lane, :newest, :entry_id, :title, :published)
"""
_REVISIT = """
UPDATE entry SET state = 'pending', revisit = 1, attempts = 0, not_before = NULL, lane = :lane,
    newest = :newest, title = :title, published = :published
WHERE id = :id
"""
_ADD_LISTED = """
INSERT OR REPLACE INTO listed (entry, summary, content, codec, authors, published_raw, updated, tags)
VALUES (:id, :summary, :content, :codec, :authors, :published_raw, :updated, :tags)
"""
_ADD_ALIAS = "INSERT OR IGNORE INTO alias (key, entry) VALUES (?, ?)"
_ADD_SIGHTING = """
INSERT INTO sighting (entry, list, digest, seen_at, key, url, entry_id, title, published)
VALUES (:entry, :list, :digest, :seen_at, :key, :url, :entry_id, :title, :published)
ON CONFLICT (entry, list) DO UPDATE SET digest = excluded.digest
"""
_BY_IDS = f"""
{ENTRIES} WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.lane DESC, e.newest DESC, e.id
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An entry the corpus has; `digest` is its wording in this list, None where this list is new to it."""

    id: int
    source: int
    state: str
    digest: bytes | None

    def is_reworded(self, again: Sequence[Listed]) -> bool:
        return self.digest not in {listed.digest for listed in again}

    def is_edited(self, again: Sequence[Listed], *, source: int) -> bool:
        """Say whether its own source lists it in other words than before, after its page was seen."""
        settled_here = self.source == source and self.state != "pending"
        return settled_here and self.digest is not None and self.is_reworded(again)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a poll happened: row ids of the source and its list, and when, in microseconds."""

    source: int
    list: int
    at: int


def admit(db: Database, poll: Poll, *, source_id: str) -> Admitted:
    """Apply a poll inside the caller's transaction."""
    source = source_number(db, source_id)
    place = _Place(source=source, list=save_list(db, poll.state, source=source), at=to_micros(poll.at) or 0)
    entries = [_encodable_keys(listed) for listed in poll.entries]
    by_key = _load_known(db, entries, place=place)
    known = {entry.id: entry for entry in by_key.values()}
    groups = _group(entries, by_key, next_id=db.value(_LAST_ID) + 1)
    waiting = {
        entry_id: again[0]
        for entry_id, again in groups.items()
        if entry_id not in known or known[entry_id].is_edited(again, source=source)
    }
    _save_waiting(db, waiting, known, place=place, live=poll.live)
    _save_names(db, groups, known, by_key, place=place)
    admitted = tuple(to_entry(row) for row in db.rows(_BY_IDS, (to_json(list(waiting)) or "[]",)))
    return Admitted(new=admitted, known=len(entries) - len(admitted))


def _encodable_keys(listed: Listed) -> Listed:
    keys = tuple(map(encodable, listed.keys))
    return listed if keys == listed.keys else replace(listed, keys=keys)


def _load_known(db: Database, entries: Iterable[Listed], *, place: _Place) -> dict[str, _Known]:
    keys = [key for listed in entries for key in listed.keys]
    rows = db.tuples(_KNOWN, {"list": place.list, "keys": to_json(keys) or "[]"})
    return {
        key: _Known(id=entry, source=source, state=state, digest=digest)
        for key, entry, source, state, digest in rows
    }


def _group(
    entries: Iterable[Listed], by_key: Mapping[str, _Known], *, next_id: int
) -> dict[int, list[Listed]]:
    """Gather what is listed by the entry it is, known or new, in the list's order."""
    ids = {key: entry.id for key, entry in by_key.items()}
    groups: dict[int, list[Listed]] = {}
    for listed in entries:
        entry_id = next((ids[key] for key in listed.keys if key in ids), next_id)
        next_id += entry_id == next_id
        groups.setdefault(entry_id, []).append(listed)
        for key in listed.keys:
            ids.setdefault(key, entry_id)
    return groups


def _save_waiting(
    db: Database, waiting: Mapping[int, Listed], known: Mapping[int, _Known], *, place: _Place, live: int
) -> None:
    rows = [_to_row(entry_id, listed, place=place) for entry_id, listed in waiting.items()]
    rows.sort(key=lambda row: -row["newest"])
    for rank, row in enumerate(rows):
        row["lane"] = "live" if rank < live else "backfill"
    db.run_many(_ADD_ENTRY, [row for row in rows if row["id"] not in known])
    db.run_many(_REVISIT, [row for row in rows if row["id"] in known])
    db.run_many(_ADD_LISTED, rows)


def _to_row(entry_id: int, listed: Listed, *, place: _Place) -> dict[str, Any]:
    published = to_micros(listed.published)
    content = pack_body(listed.content) if listed.content else None
    return bindable(
        {
            "id": entry_id,
            "source": place.source,
            "list": place.list,
            "url": listed.url,
            "key": listed.keys[0],
            "newest": min(place.at, published or place.at),
            "entry_id": listed.entry_id,
            "title": listed.title,
            "summary": listed.summary,
            "content": content and content.blob,
            "codec": content.codec if content else 0,
            "authors": to_json(listed.authors),
            "published": published,
            "published_raw": listed.published_raw,
            "updated": to_micros(listed.updated),
            "tags": to_json(listed.tags),
        }
    )


def _save_names(
    db: Database,
    groups: Mapping[int, Sequence[Listed]],
    known: Mapping[int, _Known],
    by_key: Mapping[str, _Known],
    *,
    place: _Place,
) -> None:
    """Write which keys lead to which entry and which entries the list names, where that is new."""
    names = {key: entry for entry, again in groups.items() for listed in again for key in listed.keys}
    db.run_many(_ADD_ALIAS, [(key, entry) for key, entry in names.items() if key not in by_key])
    reworded = [
        entry for entry, again in groups.items() if entry not in known or known[entry].is_reworded(again)
    ]
    db.run_many(_ADD_SIGHTING, [_to_sighting(entry, groups[entry][0], known, place) for entry in reworded])
    for entry in reworded:
        if entry in known and known[entry].source != place.source and known[entry].digest is None:
            add_listed_elsewhere(db, entry)


def _to_sighting(entry: int, listed: Listed, known: Mapping[int, _Known], place: _Place) -> dict[str, Any]:
    """Return the row of a sighting, with the details an appearance needs where the source is another."""
    row: dict[str, Any] = {
        "entry": entry,
        "list": place.list,
        "digest": listed.digest,
        "seen_at": place.at,
        **dict.fromkeys(("key", "url", "entry_id", "title", "published")),
    }
    if entry in known and known[entry].source != place.source:
        row |= {"key": listed.keys[0], "url": listed.url, "entry_id": listed.entry_id, "title": listed.title}
        row["published"] = to_micros(listed.published)
    return bindable(row)
