"""Articles as JSON lines: one canonical record a line, UTF-8, the same bytes for the same articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from storage.export.files import whole_file
from storage.model import StoredArticle
from storage.record import to_record

__all__ = ["export_jsonl", "to_line", "write_jsonl"]


def export_jsonl(
    articles: Iterable[StoredArticle], path: Path, *, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Write the articles to `path`, whole or not at all; return how many. `progress` hears each count."""
    with whole_file(path) as file:
        return write_jsonl(articles, file, progress=progress)


def write_jsonl(
    articles: Iterable[StoredArticle], file: BinaryIO, *, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Write the articles to an open file as they come; return how many."""
    count = 0
    for count, article in enumerate(articles, 1):
        file.write(to_line(to_record(article)))
        progress(count)
    return count


def to_line(record: dict[str, object]) -> bytes:
    """Return one JSON line with its line break."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
