"""Small steps the extraction tests share: from a page's text to its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.extract.blocks import segment
from crawler.extract.hints import Hints
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.reasons import NoArticle
from crawler.extract.tree import parse_tree

URL = "https://harbour.example/news/bridge-closes"
HINTS = Hints(url=URL, final_url=URL, fetched_at=datetime(2025, 1, 1, tzinfo=UTC))


def metadata_of(page: str, **hints: Any) -> Metadata:
    """Read the metadata of a page at `URL`, fetched at the start of 2025, with further hints."""
    root = parse_tree(page)
    assert not isinstance(root, NoArticle)
    return read_metadata(root, segment(root), replace(HINTS, **hints))
