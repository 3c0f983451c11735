"""A site memory as JSON text, the form in which the corpus keeps it; some kilobytes.

One written by another version of these rules is forgotten, not converted: it is learned again within days.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import datetime
from typing import Any

from crawler.extract.recurring import LineTable
from crawler.extract.sitememory import Former, SiteMemory, Template
from crawler.extract.wrapper import Selector, Wrapper

__all__ = ["VERSION", "load_memory", "save_memory"]

VERSION = 1


def save_memory(memory: SiteMemory) -> str:
    """Write a memory as one line of JSON."""
    fields = {
        "version": VERSION,
        "templates": [asdict(template) for template in memory.templates],
        "articles": memory.lines.articles,
        "lines": [[line, *seen] for line, seen in memory.lines.counts.items()],
        "recent": memory.recent,
        "redesigned_at": memory.redesigned_at,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case bytes():
            return b64encode(value).decode()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def load_memory(text: str | None) -> SiteMemory:
    """Read a memory back; an empty one for None, for another version and for what is no memory."""
    try:
        fields = json.loads(text or "{}")
        if fields.get("version") != VERSION:
            return SiteMemory()
        return SiteMemory(
            templates=tuple(_template(one) for one in fields["templates"]),
            lines=LineTable(
                counts={line: (count, first) for line, count, first in fields["lines"]},
                articles=fields["articles"],
            ),
            recent=tuple(fields["recent"]),
            redesigned_at=_time(fields["redesigned_at"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return SiteMemory()


def _template(fields: dict[str, Any]) -> Template:
    changed: dict[str, Any] = {
        "signature": tuple(fields["signature"]),
        "first_seen": _time(fields["first_seen"]),
        "last_seen": _time(fields["last_seen"]),
        "learned": _time(fields["learned"]),
        "sketches": tuple(b64decode(packed) for packed in fields["sketches"]),
        "lengths": tuple(fields["lengths"]),
        "languages": tuple(fields["languages"]),
        "wrapper": _wrapper(fields["wrapper"]),
        "trial": _wrapper(fields["trial"]),
        "former": tuple(_former(one) for one in fields["former"]),
    }
    return Template(**{**fields, **changed})


def _former(fields: dict[str, Any]) -> Former:
    times = {name: datetime.fromisoformat(fields[name]) for name in ("learned", "retired")}
    wrapper = _wrapper(fields["wrapper"])
    if wrapper is None:
        raise ValueError("a former wrapper without the wrapper")
    return Former(wrapper=wrapper, **times)


def _wrapper(fields: dict[str, Any] | None) -> Wrapper | None:
    if fields is None:
        return None
    bodies = tuple(Selector(one["tag"], tuple(one["marks"])) for one in fields["bodies"])
    return Wrapper(bodies=bodies, drops=frozenset(fields["drops"]), known=frozenset(fields["known"]))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
