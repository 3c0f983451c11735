"""Bytes to text: which charset a document is really in, whatever it says.

Comes after `codings` and before every reader of HTML, XML or JSON. Order of evidence (spec extraction §2,
rule P5 of spec feeds): byte order mark; valid UTF-8; then every likely charset is read and the most plausible
reading wins, the declared one with a head start. Against RFC 7303's order, on evidence.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from spiders.parse.labels import charset_of, codec_of
from spiders.parse.plausibility import LETTERS, plausibility

__all__ = ["Decoded", "declared_charset", "decode"]

_HEAD = 4096
_SAMPLE = 1500
_DECLARED_BONUS = 0.12
_LANGUAGE_BONUS = 0.15
_WESTERN_BONUS = 0.1  # what is undeclared is most often in the default of browsers
_PLAUSIBLE = 0.2
_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]+)""", re.I)
_META = re.compile(rb"""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_LANG = re.compile(
    rb"""<(?:html|rss|feed)\s[^>]{0,400}?lang\s*=\s*["']?([a-zA-Z]{2})|<language>\s*([a-zA-Z]{2})"""
)
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_MARKUP = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)|<[^<>]*>|[\r\n]+", re.S | re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_CANDIDATES: dict[str, tuple[str, ...]] = {
    # Of two readings that fit equally the earlier wins, so the commoner charset of a script stands first.
    "windows-1252": ("en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "is"),
    "windows-1256": ("ar", "fa", "ur"),
    "windows-1251": ("ru", "uk", "bg", "sr"),
    "koi8-r": ("ru",),
    "koi8-u": ("uk",),
    "windows-1250": ("pl", "cs", "sk", "hu", "ro", "hr"),
    "iso-8859-2": ("pl", "cs", "sk", "hu", "ro", "hr"),
    "windows-1254": ("tr",),
    "windows-1253": ("el",),
    "iso-8859-7": ("el",),
    "windows-1255": ("he",),
    "windows-1257": ("lt", "lv", "et"),
    "windows-874": ("th",),
    "iso-8859-6": ("ar",),
    "iso-8859-5": ("ru", "uk", "bg", "sr"),
    "ibm866": ("ru",),
    "gb18030": ("zh",),
    "big5": ("zh-hant",),
    "shift_jis": ("ja",),
    "euc-jp": ("ja",),
    "euc-kr": ("ko",),
}
_ALIKE = {
    "gbk": "gb18030",
    "iso-8859-8": "windows-1255",
    "iso-8859-8-i": "windows-1255",
    "iso-8859-15": "windows-1252",
    "macintosh": "windows-1252",
    "x-mac-cyrillic": "windows-1251",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A document as text, and the charset it was read with (the Encoding Standard's name, lower case).

    `doubtful` says that bytes were replaced or that no reading was convincing.
    """

    text: str
    charset: str
    doubtful: bool


def decode(
    body: bytes, *, http_charset: str | None = None, declared: str | None = None, language: str | None = None
) -> Decoded:
    """Read `body` as text in the charset its bytes speak for; never fails.

    `http_charset` is the label in the Content-Type header, `declared` the document's own (absent: looked for
    in the body), `language` what the operator or the document says it is written in. A byte order mark is
    not part of the text.
    """
    marked = _by_mark(body)
    if marked:
        return _read(body, marked)
    labels = [charset_of(http_charset), charset_of(declared) or declared_charset(body[:_HEAD])]
    stated = [name for name in labels if name and not name.startswith("utf-16")]
    return _as_utf8(body, stated) or _best_reading(body, stated, _language(body, language))


def declared_charset(head: bytes) -> str | None:
    """Return the charset that the XML declaration or a meta element in the first 4 kB names, else None.

    The name is the Encoding Standard's, in lower case; an unknown label counts as none.
    """
    head = head[:_HEAD]
    if b"\x00" in head:
        head = head.replace(b"\x00", b"")
    match = _XML.search(head) or _META.search(_COMMENT.sub(b"", head))
    return charset_of(match[1].decode("ascii")) if match else None


def _by_mark(body: bytes) -> str | None:
    """Return the charset of a byte order mark, or of the zero bytes that UTF-16 markup begins with."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return charset
    if re.match(rb"(?:\s\x00)*[<{\[]\x00[^\x00]\x00", body):
        return "utf-16le"
    if re.match(rb"(?:\x00\s)*\x00[<{\[]\x00[^\x00]", body):
        return "utf-16be"
    return None


def _read(body: bytes, charset: str, *, doubtful: bool = False) -> Decoded:
    text = body.decode(codec_of(charset), "replace")
    broken = "\ufffd" in text and (charset != "utf-8" or b"\xef\xbf\xbd" not in body)
    return Decoded(text=text.removeprefix("\ufeff"), charset=charset, doubtful=doubtful or broken)


def _as_utf8(body: bytes, stated: list[str]) -> Decoded | None:
    """Return the UTF-8 reading where the bytes are that; at most a tenth of the sequences may be broken.

    No other charset's text forms nine valid sequences for one invalid, so few broken ones are damage.
    """
    if body.isascii():
        japanese = "iso-2022-jp" in stated or re.search(rb"\x1b\$[@B]", body)
        charset = "iso-2022-jp" if japanese and b"\x1b" in body else next(iter(stated), "utf-8")
        return _read(body, charset)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = body.decode(errors="replace")
        broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
        whole = sum(map(text.count, set(re.findall(r"[^\x00-\x7f]", text)))) - text.count("\ufffd")
        if broken * 9 > whole:
            return None
        return Decoded(text=text, charset="utf-8", doubtful=True)
    return Decoded(text=text, charset="utf-8", doubtful=False)


def _language(body: bytes, language: str | None) -> str | None:
    match = None if language else _LANG.search(body[:_HEAD])
    found = language or (match and (match[1] or match[2]).decode("ascii"))
    return found.lower()[:2] if found else None


def _best_reading(body: bytes, stated: list[str], language: str | None) -> Decoded:
    """Read the body in the charset whose reading of a sample is most plausible."""
    sample = _sample(body)
    scores = {charset: _score(sample, charset, stated, language) for charset in [*stated, *_CANDIDATES]}
    best = max(scores, key=lambda charset: scores[charset])
    if scores[best] >= _PLAUSIBLE:
        return _read(body, best)
    return _read(body, _detected(sample) or next(iter(stated), "utf-8"), doubtful=True)


def _sample(body: bytes) -> bytes:
    """Return the first lines of text, some 1.5 kB, that have non-ASCII bytes; no trail byte is `<` or `>`."""
    lines: list[bytes] = []
    size = 0
    for line in _MARKUP.split(body):
        if not line.isascii():
            lines.append(line.strip(b" \t"))
            size += len(line)
            if size > _SAMPLE:
                break
    return b"\n".join(lines)[: 2 * _SAMPLE]


def _score(sample: bytes, charset: str, stated: list[str], language: str | None) -> float:
    if charset in {"utf-8", "iso-2022-jp"}:
        return -1.0  # its turn was before, and the bytes were not it
    text = sample.decode(codec_of(charset), "replace")
    if text.count("\ufffd") * 20 > len(text):
        return -1.0
    languages = _CANDIDATES.get(_ALIKE.get(charset, charset), tuple(LETTERS))
    known = [name for name in languages if name[:2] == language]
    score = plausibility(text, languages)
    score += _LANGUAGE_BONUS if known else 0.0
    score += _WESTERN_BONUS if charset == "windows-1252" else 0.0
    return score + _DECLARED_BONUS * stated.count(charset)


def _detected(sample: bytes) -> str | None:
    """Ask the detector library, for what none of our candidates reads well."""
    match = charset_normalizer.from_bytes(sample[:_SAMPLE]).best()
    return charset_of(match.encoding.replace("_", "-")) if match else None
