"""A site memory as bytes, the form in which the corpus keeps it and a worker gets it: some kilobytes.

JSON and, behind it, the line table as plain numbers: both together are packed and unpacked with every page.
One written by another version of these rules is forgotten, not converted: it is learned again within days.
"""

from __future__ import annotations

import json
import sys
from array import array
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError

from crawler.extract.clocks import Clock
from crawler.extract.recurring import LineTable
from crawler.extract.sitememory import Former, SiteMemory, Template
from crawler.extract.wrapper import Selector, Wrapper

__all__ = ["VERSION", "pack_memory", "unpack_memory"]

VERSION = 1
MAX_BYTES = 2_000_000
_END = b"\n"


def pack_memory(memory: SiteMemory) -> bytes:
    """Write a memory as bytes."""
    fields = {
        "version": VERSION,
        "pages": memory.pages,
        "templates": [_fields(template) for template in memory.templates],
        "articles": memory.lines.articles,
        "recent": memory.recent,
        "clocks": memory.clocks,
        "redesigned_at": memory.redesigned_at,
    }
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return ZstdCompressor(level=1).compress(text.encode() + _END + _pack_lines(memory.lines))


def _pack_lines(lines: LineTable) -> bytes:
    """The hashes, then the counts, then the firsts; little-endian."""
    seen = lines.counts.values()
    counts, firsts = array("I", [count for count, _ in seen]), array("I", [first for _, first in seen])
    columns = (array("Q", lines.counts), counts, firsts)
    return b"".join(_swapped(column).tobytes() for column in columns)


def _swapped(column: array[int]) -> array[int]:
    if sys.byteorder == "big":
        column.byteswap()
    return column


def unpack_memory(packed: bytes | None) -> SiteMemory:
    """Read a memory back; an empty one for None, for another version and for what is no memory."""
    try:
        data = ZstdDecompressor().decompress(packed or b"", max_output_size=MAX_BYTES)
        text, _, lines = data.partition(_END)
        fields = json.loads(text)
        if fields.get("version") != VERSION:
            return SiteMemory()
        return SiteMemory(
            pages=fields["pages"],
            templates=tuple(_template(one) for one in fields["templates"]),
            lines=LineTable(counts=_unpack_lines(lines), articles=fields["articles"]),
            recent=tuple(fields["recent"]),
            clocks=tuple(Clock(**one) for one in fields.get("clocks", ())),
            redesigned_at=_time(fields["redesigned_at"]),
        )
    except (ZstdError, ValueError, TypeError, KeyError, AttributeError):
        return SiteMemory()


def _unpack_lines(data: bytes) -> dict[int, tuple[int, int]]:
    size = len(data) // 16
    hashes, counts, firsts = (
        _swapped(array(kind, data[start * size : end * size]))
        for kind, start, end in (("Q", 0, 8), ("I", 8, 12), ("I", 12, 16))
    )
    return dict(zip(hashes, zip(counts, firsts, strict=True), strict=True))


def _fields(record: Template | Former | Wrapper | Selector | Clock) -> dict[str, object]:
    """The fields of a record, not copied as `dataclasses.asdict` would."""
    return {name: getattr(record, name) for name in record.__slots__}


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case Wrapper() | Former() | Selector() | Clock():
            return _fields(value)
        case frozenset():
            return sorted(value)
        case bytes():
            return b64encode(value).decode()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _template(fields: dict[str, Any]) -> Template:
    changed: dict[str, Any] = {
        "signature": tuple(fields["signature"]),
        "first_seen": _time(fields["first_seen"]),
        "last_seen": _time(fields["last_seen"]),
        "learned": _time(fields["learned"]),
        "sketches": tuple(b64decode(packed) for packed in fields["sketches"]),
        "lengths": tuple(fields["lengths"]),
        "languages": tuple(fields["languages"]),
        "scores": tuple(fields["scores"]),
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
