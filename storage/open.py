"""From a corpus address to an open corpus: `sqlite:///relative/path` or `sqlite:////absolute/path`.

The only place that knows which backend belongs to which scheme.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from storage.corpus import Corpus, CrawlCorpus, StorageError
from storage.lock import instance_lock
from storage.sqlite import SqliteCorpus
from storage.sqlite_db import connect
from storage.sqlite_read import SqliteReader
from storage.sqlite_schema import check_schema, upgrade_schema

__all__ = ["open_corpus", "open_crawl"]

_SQLITE = "sqlite:///"


def open_corpus(url: str, *, read_only: bool = True) -> Corpus:
    """Open a corpus that exists, for reading beside a crawl; `StorageError` saying what to run where none is.

    With `read_only=False` it is the one `open_crawl` gives.
    """
    if not read_only:
        return open_crawl(url)
    path = _sqlite_path(url)
    if not path.is_file():
        raise StorageError(f"{path}: no corpus there yet; run `naba crawl` first, or name another by --store")
    db = connect(path, read_only=True)
    try:
        check_schema(db)
    except BaseException:
        db.close()
        raise
    return SqliteReader(db)


def open_crawl(url: str, *, near_days: int = 60) -> CrawlCorpus:
    """Open a corpus for crawling, creating it and its folder (mode 0700) or upgrading it where needed.

    Holds the instance lock until `close()`: a second holder gets `BusyError` at once. Near copies are looked
    for among the articles of the last `near_days`.
    """
    path = _sqlite_path(url)
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


def _sqlite_path(url: str) -> Path:
    if not url.startswith(_SQLITE) or len(url) == len(_SQLITE):
        raise StorageError(
            f"corpus address {url!r}: expected sqlite:///relative/path or sqlite:////absolute/path"
        )
    return Path(url.removeprefix(_SQLITE))
