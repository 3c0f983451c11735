"""From bytes to text, and the bytes that are no HTML page at all told apart first.

The first step of extraction; the charset itself is judged in `spiders.parse.charset`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.extract.hints import Hints
from crawler.extract.mojibake import may_be_mojibake, repair
from crawler.extract.reasons import NoArticle, Reason
from spiders.parse.charset import Decoded, decode

__all__ = ["decode_page"]

MAX_BYTES = 20_000_000
SOME_LATIN = 80
"""Fewer UTF-8 lead bytes of accented Latin letters than this cannot be text decoded once too often."""

_MAGIC = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "zip",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"RIFF": "riff",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "ole",
    b"ID3": "mp3",
    b"OggS": "ogg",
    b"{\\rtf": "rtf",
}
_JSON = re.compile(rb"\A\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]\d])")
_XML = re.compile(
    rb"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(rss|feed|rdf:rdf|urlset|sitemapindex|opml|svg)\b",
    re.I | re.S,
)
_ANY_TAG = re.compile(r"<[a-zA-Z!/]")


def decode_page(body: bytes, hints: Hints) -> Decoded | NoArticle:
    """Decode a page's bytes, undoing a decoding too many.

    A body that is empty, too large or of another kind is refused; the detail names the kind.
    """
    if not body.strip(b"\0 \t\r\n"):
        return NoArticle(reason=Reason.EMPTY_BODY)
    if len(body) > MAX_BYTES:
        return NoArticle(reason=Reason.TOO_LARGE, detail=f"{len(body)} bytes")
    kind = _other_kind(body)
    if kind:
        return NoArticle(reason=Reason.NOT_HTML, detail=kind)
    decoded = decode(body, http_charset=hints.http_charset, language=hints.source_language)
    if not _ANY_TAG.search(decoded.text):
        return NoArticle(reason=Reason.NOT_HTML, detail="no markup")
    is_clear = decoded.charset == "utf-8" and not may_be_mojibake(body)
    if is_clear or body.count(b"\xc3") < SOME_LATIN:
        return decoded
    repaired = repair(decoded.text)
    return decoded if repaired == decoded.text else replace(decoded, text=repaired, doubtful=True)


def _other_kind(body: bytes) -> str | None:
    """Name the kind of a body that is plainly no HTML, by its first bytes."""
    kind = next((kind for magic, kind in _MAGIC.items() if body.startswith(magic)), None)
    if kind:
        return kind
    head = body[:4096]
    if _JSON.match(head):
        return "json"
    match = _XML.match(head)
    return match[1].decode("ascii").lower() if match else None
