"""The canonical article record: the names and order every way out of the corpus uses.

A contract with consumers (storage spec § 7; design: command line): absent is null, times are RFC 3339 UTC
with `Z`.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from storage.model import Appearance, Article, StoredArticle

__all__ = ["RECORD_FIELDS", "to_plain", "to_record", "to_rfc3339"]

RECORD_FIELDS = (
    "id", "version", "url", "requested_url", "final_url", "aliases", "title", "text", "description",
    "language", "direction", "authors", "published", "published_raw", "published_precision", "modified",
    "modified_raw", "first_seen", "fetched_at", "updated_at", "source", "sources", "info_sources", "feed_url",
    "entry_id", "entry_title", "section", "tags", "image_url", "copyright_holder", "licence", "usage_terms",
    "free", "rights_signals", "text_hash", "cluster_id", "copy_of", "status", "complete", "extraction",
    "http", "archive",
)  # fmt: skip
_ROLE = "publisher"


def to_record(article: Article) -> dict[str, object]:
    """Return the record of an article; what only the corpus knows is null for one not stored."""
    record: dict[str, object] = {name: to_plain(getattr(article, name, None)) for name in RECORD_FIELDS}
    if isinstance(article, StoredArticle):
        record["source"] = {
            "id": article.source_id,
            "name": article.source_name,
            "url": article.source_url,
            "role": _ROLE,
        }
    return record


def to_rfc3339(moment: datetime) -> str:
    """Return a time in UTC with `Z`, to the microsecond only where it has any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def to_plain(value: object) -> Any:
    """Return any of our values as JSON values: times as RFC 3339, bytes as hex, records as objects."""
    if isinstance(value, datetime):
        return to_rfc3339(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: to_plain(one) for name, one in value.items()}
    if isinstance(value, Appearance):
        return _to_credit(value)
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _to_credit(appearance: Appearance) -> dict[str, object]:
    """Return who ran the article and where: one of `sources`."""
    names = ("requested_url", "final_url", "feed_url", "entry_id", "title", "published", "seen_at")
    return {
        "id": appearance.source_id,
        "name": appearance.source_name,
        "url": appearance.source_url,
        "role": _ROLE,
        **{name: to_plain(getattr(appearance, name)) for name in names},
    }
