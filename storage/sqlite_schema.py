"""Brings an SQLite file to the newest schema, or says why it is not ours to touch.

Each migration is one transaction with its number in `user_version`; a corpus that already holds something is
first copied beside itself. A killed migration leaves the old corpus usable.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.corpus import StorageError
from storage.migrate import (
    DamagedCorpusError,
    ForeignFileError,
    Migration,
    load_migrations,
    plan_migrations,
)
from storage.sqlite_db import Database

__all__ = ["APPLICATION_ID", "check_schema", "upgrade_schema"]

APPLICATION_ID = int.from_bytes(b"naba", "big")


def check_schema(db: Database) -> None:
    """Accept a corpus of exactly this version's schema; `StorageError` saying what to do otherwise."""
    if _is_empty(db):
        raise StorageError(f"{db.path}: an empty corpus; run `naba crawl` first")
    if _missing(db, load_migrations("sqlite")):
        raise StorageError(f"{db.path}: written by an older naba; run `naba crawl` once to upgrade it")


def upgrade_schema(db: Database, migrations: Sequence[Migration] | None = None) -> None:
    """Apply the migrations the file lacks (all of them to an empty file), each in one transaction."""
    missing = _missing(db, load_migrations("sqlite") if migrations is None else migrations)
    db.become_writer()
    schema = db.value("PRAGMA user_version")
    backup = db.path.with_name(f"{db.path.name}.schema{schema}")
    if missing and schema and not backup.exists():
        db.run("VACUUM INTO ?", (str(backup),))
    for migration in missing:
        with db.transaction():
            db.run(migration.sql)
            db.run(f"PRAGMA application_id={APPLICATION_ID}")
            db.run(f"PRAGMA user_version={migration.number:d}")


def _is_empty(db: Database) -> bool:
    used = db.value("PRAGMA application_id") or db.value("PRAGMA user_version")
    return not used and not db.value("SELECT count(*) FROM sqlite_schema")


def _missing(db: Database, migrations: Sequence[Migration]) -> tuple[Migration, ...]:
    """Return the migrations to apply; raise for a file that is foreign, newer or damaged."""
    if _is_empty(db):
        return tuple(migrations)
    if db.value("PRAGMA application_id") != APPLICATION_ID:
        raise ForeignFileError(f"{db.path}: an SQLite file of another program, not a corpus of naba")
    missing = plan_migrations(db.value("PRAGMA user_version"), migrations, where=str(db.path))
    if not db.value("SELECT count(*) FROM sqlite_schema WHERE name = 'article'"):
        raise DamagedCorpusError(f"{db.path}: a corpus without its tables; restore it from a backup")
    return missing
