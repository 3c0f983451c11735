"""One SQLite connection: pragmas, the function text(), transactions, and errors said in our words.

Under the other storage.sqlite_* modules, which hold the statements. Why apsw and these pragmas: it brings a
current SQLite (the interpreter's own may carry the WAL-reset bug fixed in 3.51.3), and FULL is required
because a change once handed out must not roll back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from storage.columns import unpack_body
from storage.corpus import StorageError
from storage.migrate import DamagedCorpusError

__all__ = ["Database", "connect"]

BUSY_TIMEOUT_MS = 5_000
WAL_KEPT_BYTES = 64 * 2**20
CHECKPOINT_PAGES = 8192  # 32 MB: fingerprints are scattered, and a page changed twice by then is written once
Bindings = Sequence[Any] | Mapping[str, Any]

_PRAGMAS = ("foreign_keys=ON", "trusted_schema=OFF", "cache_size=-16384", "temp_store=MEMORY")
_WRITER_PRAGMAS = (
    "auto_vacuum=INCREMENTAL",  # before the first table, and before WAL writes the first page
    "journal_mode=WAL",
    "synchronous=FULL",
    f"journal_size_limit={WAL_KEPT_BYTES}",
    f"wal_autocheckpoint={CHECKPOINT_PAGES}",
)


def connect(path: Path, *, read_only: bool) -> Database:
    """Open the file at `path`, changing nothing in it yet; a writer creates an empty one.

    Raises `StorageError` where that cannot be.
    """
    mode = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    with _in_our_words(path):
        connection = apsw.Connection(str(path), flags=mode)
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            connection.create_scalar_function(
                "text", _to_text, 2, deterministic=True, flags=apsw.SQLITE_INNOCUOUS
            )
        except apsw.Error:
            connection.close()
            raise
    return Database(connection, path)


class Database:
    """A connection with its open transaction. For one thread at a time."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._depth = 0

    def run(self, sql: str, bindings: Bindings = ()) -> None:
        """Execute one statement and drop what it returns."""
        with _in_our_words(self.path):
            self._connection.execute(sql, bindings).fetchall()

    def run_many(self, sql: str, bindings: Iterable[Bindings]) -> None:
        """Execute one statement once for each of `bindings`."""
        with _in_our_words(self.path):
            self._connection.executemany(sql, bindings)

    def insert(self, sql: str, bindings: Bindings) -> int:
        """Execute an insert and return the row's id."""
        self.run(sql, bindings)
        return self._connection.last_insert_rowid()

    def tuples(self, sql: str, bindings: Bindings = ()) -> list[tuple[Any, ...]]:
        """Return all rows; none stays open, so no reader holds a snapshot."""
        with _in_our_words(self.path):
            return self._connection.execute(sql, bindings).fetchall()

    def rows(self, sql: str, bindings: Bindings = ()) -> list[dict[str, Any]]:
        """Return all rows by column name."""
        with _in_our_words(self.path):
            found: list[dict[str, Any]] = []
            names: list[str] = []
            for row in (cursor := self._connection.execute(sql, bindings)):
                names = names or [column[0] for column in cursor.get_description()]
                found.append(dict(zip(names, row, strict=True)))
            return found

    def row(self, sql: str, bindings: Bindings = ()) -> dict[str, Any] | None:
        """Return the first row by column name, or None."""
        found = self.rows(sql, bindings)
        return found[0] if found else None

    def value(self, sql: str, bindings: Bindings = ()) -> Any:
        """Return the first column of the first row, None where there is no row."""
        found = self.tuples(sql, bindings)
        return found[0][0] if found else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is done inside together or not at all; inside another one, a savepoint of it."""
        if self._depth and not self._connection.in_transaction:
            raise StorageError(f"{self.path}: the open transaction was rolled back by an earlier error")
        begin, commit, rollback = _STATEMENTS[self._depth > 0]
        self.run(begin)
        self._depth += 1
        try:
            yield
            self.run(commit)
        except BaseException:
            if self._connection.in_transaction:
                self.run(rollback)
            raise
        finally:
            self._depth -= 1

    def become_writer(self) -> None:
        """Set what the file and a writing connection need; only for a file known to be ours or empty."""
        for pragma in _WRITER_PRAGMAS:
            self.run(f"PRAGMA {pragma}")

    def is_read_only(self) -> bool:
        """Say whether the file cannot be written."""
        return self._connection.readonly("main")

    def close(self) -> None:
        """Close the connection; the last writer's checkpoint happens here. Closing again does nothing."""
        with _in_our_words(self.path):
            self._connection.close()


_STATEMENTS = {
    False: ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"),
    True: ("SAVEPOINT inner", "RELEASE inner", "ROLLBACK TO inner; RELEASE inner"),
}


_EXPLAINED: tuple[tuple[tuple[type[apsw.Error], ...], Callable[[str], StorageError], str], ...] = (
    ((apsw.NotADBError, apsw.CorruptError, apsw.FormatError), DamagedCorpusError,
     "not a whole corpus file (cut, overwritten, or no corpus at all); restore it from a backup"),
    ((apsw.BusyError, apsw.LockedError), StorageError,
     "another process is writing to it; try again when that has ended"),
    ((apsw.FullError,), StorageError, "the disk is full; nothing is damaged: free space and run again"),
    ((apsw.ReadOnlyError, apsw.PermissionsError), StorageError, "may not be written; check its permissions"),
    ((apsw.CantOpenError,), StorageError, "cannot be opened; check the folder and its permissions"),
    ((apsw.ConnectionClosedError,), StorageError, "the corpus is closed"),
)  # fmt: skip


def _to_text(*values: Any) -> str:
    """The SQL function text(body, codec)."""
    blob, codec = values
    return unpack_body(blob, codec)


@contextmanager
def _in_our_words(path: Path) -> Iterator[None]:
    """Turn errors of the driver into `StorageError`s that name the file and say what to do."""
    try:
        yield
    except apsw.Error as error:
        for kinds, ours, meaning in _EXPLAINED:
            if isinstance(error, kinds):
                raise ours(f"{path}: {meaning} ({error})") from error
        raise StorageError(f"{path}: {type(error).__name__}: {error}") from error
