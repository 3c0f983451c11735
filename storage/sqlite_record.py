"""Judging and storing an article in SQLite: candidates, verdict and writes in the caller's one transaction.

What a verdict means for the tables is here and nowhere else; which verdict it is, the judge says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, assert_never

from storage.columns import bindable, pack_body, to_json, to_micros
from storage.corpus import Judge, StorageError
from storage.crawl import Visit
from storage.model import (
    Appearance,
    Article,
    Copy,
    Fingerprint,
    New,
    Recorded,
    RevisionOf,
    Unchanged,
    Verdict,
)
from storage.sqlite_appearances import add_appearance, add_listed_elsewhere
from storage.sqlite_db import Database
from storage.sqlite_entries import end_entry
from storage.sqlite_known import (
    Hits,
    find_hits,
    load_known,
    pack_prints,
    put_fingerprint,
    take_fingerprint,
)
from storage.sqlite_schedule import source_number

__all__ = ["record"]
