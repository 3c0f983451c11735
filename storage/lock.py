"""One writing process for one corpus file, held by an advisory lock that dies with its holder.

Taken by `storage.open.open_crawl` before it touches the file.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.corpus import StorageError

__all__ = ["BusyError", "instance_lock"]


class BusyError(StorageError):
    """Another process crawls into the same corpus."""


@contextmanager
def instance_lock(path: Path) -> Iterator[None]:
    """Hold `<path>.lock`, which names our process id, until the block ends.

    Raises `BusyError` at once, naming the holder's process id, where somebody holds it: another process, or
    another block of this one.
    """
    lock = path.with_name(f"{path.name}.lock")
    with lock.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise BusyError(
                f"{path}: another naba (process {holder}) is crawling into it; stop it or wait for its end"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
