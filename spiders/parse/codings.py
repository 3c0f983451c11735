"""Content codings undone: the bytes a server meant, never more of them than we allow.

First step of every parse: `decoded` turns the body as the wire carried it into the document's bytes. Every
decoder streams into a bounded buffer, so a bomb stops at the cap (spec fetching §6.3; RFC 9110 §8.4).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import brotli
import zstandard

__all__ = ["BodyError", "DecodedBody", "decoded"]

MAX_CODINGS = 2
_STEP = 1 << 16
_ZSTD_INPUT = 64  # a zstd block of 4 bytes may hold 128 kB: feed little, so that little can come out
_ZSTD_WINDOW = 8 << 20  # RFC 9659: what a client of the zstd coding must support, and no more
_GZIP_MAGIC = b"\x1f\x8b\x08"
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\x20-\x7e\xc2-\xf4]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class BodyError(Exception):
    """A body that cannot be read; `reason` is the word to count.

    `unknown_coding`, `too_many_codings`, `too_large` (more than the cap, encoded or decoded) or `corrupt`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedBody:
    """The document's bytes; `complete` is False where a coded body ended before its end mark."""

    data: bytes
    complete: bool


def decoded(body: bytes, content_encoding: str | None, *, max_bytes: int) -> DecodedBody:
    """Undo the content codings of `body` and return at most `max_bytes` of document.

    A body that claims a coding but is plain text is returned as it is. A gzip file served without the
    header (`sitemap.xml.gz`) is unpacked too. What follows the end mark of a coding is ignored.

    Raises `BodyError` with the reason.
    """
    codings = _codings(content_encoding)
    if len(body) > max_bytes:
        raise BodyError("too_large")
    complete = True
    for coding in reversed(codings):
        body, ended = _undo(body, coding, max_bytes)
        complete = complete and ended
    if body.startswith(_GZIP_MAGIC):
        body, ended = _undo(body, "gzip", max_bytes)
        complete = complete and ended
    return DecodedBody(data=body, complete=complete)


def _codings(header: str | None) -> list[str]:
    """Return the codings in the order they were applied, `identity` left out; raise on a foreign one."""
    names = [name.strip().lower() for name in (header or "").split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if any(name not in _STREAMS for name in names):
        raise BodyError("unknown_coding")
    if len(names) > MAX_CODINGS:
        raise BodyError("too_many_codings")
    return names


def _undo(body: bytes, coding: str, max_bytes: int) -> tuple[bytes, bool]:
    """Return the decoded bytes and whether the coding's end mark was reached."""
    out = bytearray()
    ended = False
    try:
        for piece in _STREAMS[coding](body):
            ended = piece is None
            out += piece or b""
            if len(out) > max_bytes:
                raise BodyError("too_large")
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        if not out and _is_plain(body):
            return body, True
        if not out:
            raise BodyError("corrupt") from error
    if not out and not ended and _is_plain(body):
        return body, True
    return bytes(out), ended or not body


def _is_plain(body: bytes) -> bool:
    """Say whether the bytes read as text, so that the header, not the body, is what is wrong."""
    head = body[:512]
    return bool(_PLAIN.match(head)) and not _CONTROLS.search(head)


def _gzip(body: bytes) -> Iterator[bytes | None]:
    """Yield the decoded pieces of every gzip member, and None at an end mark."""
    while body:
        stream = zlib.decompressobj(wbits=31)
        # The trailer goes in last and alone: a wrong checksum, which browsers ignore, then costs no text.
        yield from _inflate(stream, (body[:-8], body[-8:]))
        body = stream.unused_data
        if not stream.eof or not body.startswith(_GZIP_MAGIC):
            return


def _deflate(body: bytes) -> Iterator[bytes | None]:
    """Yield the pieces of a zlib stream (RFC 9110 §8.4.1.2), or of raw deflate, which some servers send."""
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    if is_zlib:
        try:
            first = next(_inflate(zlib.decompressobj(), (body,)), None)
        except zlib.error:
            is_zlib = False
        else:
            is_zlib = first is not None or len(body) < 16
    yield from _inflate(zlib.decompressobj(wbits=15 if is_zlib else -15), (body,))


def _inflate(stream: zlib._Decompress, parts: tuple[bytes, ...]) -> Iterator[bytes | None]:
    for part in parts:
        data = part
        while data and not stream.eof:
            yield stream.decompress(data, _STEP)
            data = stream.unconsumed_tail
    while not stream.eof and (rest := stream.decompress(b"", _STEP)):
        yield rest
    if stream.eof:
        yield None


def _brotli(body: bytes) -> Iterator[bytes | None]:
    stream = brotli.Decompressor()
    piece = stream.process(body, output_buffer_limit=_STEP)
    while piece:
        yield piece
        piece = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_STEP)
    if stream.is_finished():
        yield None


def _zstd(body: bytes) -> Iterator[bytes | None]:
    while body:
        stream = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        at = 0
        while at < len(body) and not stream.eof:
            yield stream.decompress(body[at : at + _ZSTD_INPUT])
            at += _ZSTD_INPUT
        if not stream.eof:
            return
        yield None
        body = stream.unused_data + body[at:]
        if not body.startswith(b"\x28\xb5\x2f\xfd"):
            return


_STREAMS: dict[str, Callable[[bytes], Iterator[bytes | None]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
