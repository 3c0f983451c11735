"""A source as the YAML an operator would write: one line where it fits, else a key a line.

Used by `config.edit` and `config.init`. Only keys that were set are written, so `defaults:` keep their say.
"""

from __future__ import annotations

import json
import re

from config.model import Source

__all__ = ["entry_keys", "entry_lines", "to_flow"]

WIDTH = 160
_ORDER = ("id", "name", "url", "language", "country", "feeds", "sitemaps", "listings", "every", "cron")
_PLAIN = re.compile(r"[^\W\d_][\w ./:()'&?=%~+-]*|[0-9]+(ms|s|m|h|d)|/[\w/.-]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def entry_lines(source: Source) -> tuple[str, ...]:
    """Return the lines of `source` as an entry of `sources:`, not indented, the first with its `- `."""
    keys = [f"{key}: {to_flow(value)}" for key, value in entry_keys(source).items()]
    line = f"- {{{', '.join(keys)}}}"
    if len(line) <= WIDTH:
        return (line,)
    return (f"- {keys[0]}", *(f"  {key}" for key in keys[1:]))


def entry_keys(source: Source) -> dict[str, object]:
    """Return what was set on `source` as plain data, in the order people write; no derived name."""
    data = source.model_dump(mode="json", exclude_unset=True)
    if data["name"] == data["id"]:
        del data["name"]
    order = [*(key for key in _ORDER if key in data), *sorted(key for key in data if key not in _ORDER)]
    return {key: data[key] for key in order}


def to_flow(value: object) -> str:
    """Return plain data as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {to_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(to_flow(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, int):
        return "null" if value is None else str(value)
    return _scalar(str(value))


def _scalar(text: str) -> str:
    """Return `text` plain where every YAML reads it as this text, else quoted as in JSON."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    if is_plain and not text.endswith((" ", ":")) and ": " not in text:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)
