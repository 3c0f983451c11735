"""Numbered schema changes, forward only: which files there are and which of them a corpus still needs.

Pure but for reading the package's own SQL files; the backend applies each in one transaction and keeps the
number in the corpus (`storage.sqlite_schema`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from storage.corpus import StorageError

__all__ = [
    "DamagedCorpusError",
    "ForeignFileError",
    "Migration",
    "NewerCorpusError",
    "load_migrations",
    "plan_migrations",
]


class NewerCorpusError(StorageError):
    """The corpus was written by a newer naba."""


class ForeignFileError(StorageError):
    """The file belongs to another program."""


class DamagedCorpusError(StorageError):
    """The file is not a whole corpus: cut, overwritten, or no corpus at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One schema change; applying it brings a corpus to schema `number`."""

    number: int
    sql: str


def load_migrations(backend: str) -> tuple[Migration, ...]:
    """Return the migrations of `backend` (a folder of storage/schema), lowest number first."""
    folder = files("storage") / "schema" / backend
    found = [
        Migration(number=int(file.name.removesuffix(".sql")), sql=file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    ]
    return tuple(sorted(found, key=lambda migration: migration.number))


def plan_migrations(schema: int, migrations: Sequence[Migration], *, where: str) -> tuple[Migration, ...]:
    """Return those a corpus at number `schema` still needs; `NewerCorpusError` if it is beyond them all."""
    newest = max(migration.number for migration in migrations)
    if schema > newest:
        raise NewerCorpusError(
            f"{where}: written by a newer naba (schema {schema}, this one knows {newest}); upgrade naba"
        )
    return tuple(migration for migration in migrations if migration.number > schema)
