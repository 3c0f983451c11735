"""Text and addresses made safe to keep: one line of plain text, one absolute http address.

Used by every reader of lists (spec fetching §6.8: no tags, controls, bidi overrides or line breaks).
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import urljoin, urlsplit

__all__ = ["absolute", "language_tag", "one_line"]

MAX_LINE = 1000
MAX_URL = 4096
_TAG = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>|</?[a-zA-Z][^<>]*>", re.S)
_BREAK = re.compile(r"</?(?:br|p|div|li|h\d)\b[^<>]*>", re.I)
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\\s]+|[\u202a-\u202e\u2066-\u2069\ufeff\u00ad\ufffe\uffff\ud800-\udfff]"
)
_URL_NOISE = re.compile(r"[\t\r\n]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")


def one_line(markup: str | None, *, limit: int = MAX_LINE) -> str | None:
    """Return `markup` as one line of plain NFC text of at most `limit` characters, None for nothing.

    Tags go and entities are read, also those escaped twice; joiners that spelling needs stay.
    """
    text = (markup or "")[: 20 * limit]
    for _ in range(3):
        if "<" not in text and "&" not in text:
            break
        text = html.unescape(_TAG.sub("", _BREAK.sub(" ", text)))
    text = _UNSAFE.sub(
        lambda match: "" if match[0] > "\xa0" and not match[0].isspace() else " ", _TAG.sub("", text)
    )
    return unicodedata.normalize("NFC", text)[:limit].strip() or None


def absolute(base: str, href: str | None) -> str | None:
    """Return `href` as an absolute http(s) address seen from `base`, None for anything else.

    Spaces become `%20`, tabs and line breaks go; nothing else is rewritten. At most 4,096 characters.
    """
    href = _URL_NOISE.sub("", (href or "").strip())
    if not href:
        return None
    try:
        url = urljoin(base, href).replace(" ", "%20")
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url if usable and len(url) <= MAX_URL and not _UNSAFE.search(url) else None


def language_tag(text: str | None) -> str | None:
    """Return a language tag in lower case with hyphens (`ar`, `en-us`), None for what is none."""
    tag = (text or "").strip().lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None
