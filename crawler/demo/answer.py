"""What the demo web answers to one request, decided before anything is sent.

`world` and `traps` build these; `web` puts them on the wire.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

import brotli
import zstandard

__all__ = ["Answer", "Delivery", "coded", "tag_of"]

_CODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "br": brotli.compress,
    "zstd": lambda body: zstandard.ZstdCompressor().compress(body),
}


class Delivery(StrEnum):
    """How an answer goes out: whole, never (`HANG`), for ever (`ENDLESS`), or broken off halfway (`CUT`)."""

    WHOLE = "whole"
    HANG = "hang"
    ENDLESS = "endless"
    CUT = "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: `body` as it goes over the wire, already under the codings that `headers` name.

    `etag` (opaque, without quotes) and `modified` are the validators it is sent with and compared by.
    """

    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: datetime | None = None
    delivery: Delivery = Delivery.WHOLE


def coded(answer: Answer, coding: str, *, accepted: str) -> Answer:
    """Compress `answer` under `coding` if the request's Accept-Encoding `accepted` names it.

    The entity tag then gets the coding's name: two representations, two tags (RFC 9110 §8.8.3.3).
    """
    headers = {**answer.headers, "Vary": "Accept-Encoding"}
    if coding not in {_token(part) for part in accepted.split(",")}:
        return replace(answer, headers=headers)
    return replace(
        answer,
        body=_CODERS[coding](answer.body),
        headers={**headers, "Content-Encoding": coding},
        etag=None if answer.etag is None else f"{answer.etag}-{coding}",
    )


def tag_of(body: bytes) -> str:
    """Return the entity tag of a body: a hash of it."""
    return hashlib.blake2b(body, digest_size=8).hexdigest()


def _token(part: str) -> str:
    name, _, weight = part.partition(";")
    refused = weight.replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return "" if refused else name.strip().lower()
