"""One spelling for the parts of an address: escapes and dot segments (RFC 3986 §6.2.2, §5.2.4).

Used by `crawler.urls` alone; pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize
from urllib.parse import quote

__all__ = ["composed", "escaped", "without_dots"]

_ESCAPED_UTF8 = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_ESCAPE = re.compile(r"%(?:([0-9A-Fa-f]{2})|)")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "%!$&'()*+,;=:@/?[]"


def escaped(text: str) -> str:
    """Return one spelling of escapes: upper-case, unreserved plain, everything else escaped as UTF-8."""
    return quote(_ESCAPE.sub(_one_escape, text), safe=_SAFE, errors="replace")


def _one_escape(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return "%25"
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def composed(url: str) -> str:
    """Return an escaped address with its letters in composed form (NFC), still escaped.

    Servers may tell the two forms apart, readers cannot: for comparing, not for fetching.
    """
    return quote(normalize("NFC", _ESCAPED_UTF8.sub(_as_characters, url)), safe=_SAFE + "#")


def _as_characters(escapes: re.Match[str]) -> str:
    try:
        return bytes.fromhex(escapes[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return escapes[0]


def without_dots(segments: Iterable[str]) -> list[str]:
    """Remove `.` and `..` segments (RFC 3986 §5.2.4)."""
    kept: list[str] = []
    segment = ""
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segment in {".", ".."}:
        kept.append("")
    return kept
