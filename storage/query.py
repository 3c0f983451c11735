"""What a consumer asks of the corpus, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["ArticleQuery"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleQuery:
    """A filter over articles; None means no filter. Newest first seen first, `limit` None is all.

    `since` (inclusive) and `until` (exclusive) bound `first_seen`. `source` matches any appearance.
    `one_per_story` keeps only the first article of each cluster, with `source` or `language` the first of
    those; a story whose first article lies before `since` is an old one.
    """

    source: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    cluster: int | None = None
    one_per_story: bool = False
    oldest_first: bool = False
    limit: int | None = None
