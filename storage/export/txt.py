"""Articles as text files: one a file named by its id, the body alone, one paragraph a line.

The last line has no line break. Beside them `manifest.jsonl`, a line an article: the file, its SHA-256 and
the record without its text, so that attribution travels with the bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from storage.export.files import whole_file
from storage.export.jsonl import to_line
from storage.model import StoredArticle
from storage.record import to_record

__all__ = ["export_txt"]

MANIFEST = "manifest.jsonl"


def export_txt(
    articles: Iterable[StoredArticle], folder: Path, *, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Write the articles into `folder`, its manifest last; return how many. `progress` hears each count.

    Files of an earlier export are replaced one by one or left: the manifest says what belongs to this one.
    """
    count = 0
    with whole_file(folder / MANIFEST) as manifest:
        for count, article in enumerate(articles, 1):
            body = article.text.encode()
            name = f"{article.id}.txt"
            with whole_file(folder / name, durable=False) as file:
                file.write(body)
            record = to_record(article)
            del record["text"]
            manifest.write(to_line({"file": name, "sha256": sha256(body).hexdigest(), **record}))
            progress(count)
    return count
