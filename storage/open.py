"""From a corpus address to an open corpus: `sqlite:///relative/path` or `sqlite:////absolute/path`.

The only place that knows which backend belongs to which scheme; a backend is imported when it is opened, so
that `import storage` pays for none.
"""

from __future__ import annotations

from pathlib import Path

from storage.corpus import Corpus, CrawlCorpus, OperatorCorpus, StorageError
from storage.lock import instance_lock
from storage.rebuild import Rebuild

__all__ = ["check_free", "open_corpus", "open_crawl", "open_operator", "open_rebuild"]

NEAR_DAYS = 60
"""How far back near copies are looked for."""

_SQLITE = "sqlite:///"


def open_corpus(url: str, *, read_only: bool = True) -> Corpus:
    """Open a corpus that exists, for reading beside a crawl; `StorageError` saying what to run where none is.

    With `read_only=False` it is the one `open_crawl` gives.
    """
    if not read_only:
        return open_crawl(url)
    from storage.sqlite import open_reader  # noqa: PLC0415 - see above

    return open_reader(_sqlite_path(url))


def open_crawl(url: str, *, near_days: int = NEAR_DAYS) -> CrawlCorpus:
    """Open a corpus for crawling, creating it and its folder (mode 0700) or upgrading it where needed.

    Holds the instance lock until `close()`: a second holder gets `BusyError` at once. Near copies are looked
    for among the articles of the months the last `near_days` touch.
    """
    from storage.sqlite import open_writer  # noqa: PLC0415 - see above

    return open_writer(_sqlite_path(url), near_days=near_days)


def open_operator(url: str) -> OperatorCorpus:
    """Open a corpus that exists for corrections by hand; holds the instance lock like `open_crawl`."""
    from storage.sqlite import check_exists, open_writer  # noqa: PLC0415 - see above

    path = _sqlite_path(url)
    check_exists(path)
    return open_writer(path, near_days=0)


def open_rebuild(url: str, *, rules: str, near_days: int = NEAR_DAYS, read_only: bool) -> Rebuild:
    """Begin to recompute the stories of a corpus, or go on where a rebuild by the same `rules` left off.

    Holds the instance lock, but with `read_only`: then it can run beside a crawl and cannot be applied.
    Raises `StorageError` where there is no corpus or another rebuild of it is at work.
    """
    from storage.sqlite_rebuild import open_sqlite_rebuild  # noqa: PLC0415 - see above

    return open_sqlite_rebuild(_sqlite_path(url), rules=rules, near_days=near_days, read_only=read_only)


def check_free(url: str) -> None:
    """Raise `BusyError` at once if another process crawls into the corpus; cheap, and takes nothing."""
    path = _sqlite_path(url)
    if path.is_file():
        with instance_lock(path):
            pass


def _sqlite_path(url: str) -> Path:
    if not url.startswith(_SQLITE) or len(url) == len(_SQLITE):
        raise StorageError(
            f"corpus address {url!r}: expected sqlite:///relative/path or sqlite:////absolute/path"
        )
    return Path(url.removeprefix(_SQLITE))
