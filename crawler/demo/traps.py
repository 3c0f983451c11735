"""What the hostile and the broken addresses of the demo web answer.

Pure: `world` asks by the kind of a trap. The bombs decode to `BOMB_BYTES` and are built once, when first
asked for. The inward redirects name addresses that no crawler may ever connect to.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from functools import cache

import brotli

from crawler.demo.answer import Answer, Delivery
from crawler.demo.page import Link, fill
from crawler.demo.site import Site, Trap

__all__ = ["BOMB_BYTES", "KINDS", "endless_start", "trap_answer"]

BOMB_BYTES = 128 * 1024 * 1024
_RETRY_AFTER_S = 3600
_CHUNK = b"<p>And so on, and on, and on.</p>\n" * 1024


def trap_answer(site: Site, trap: Trap, *, link: Link) -> Answer:
    """Return what is served at the address of `trap`."""
    return KINDS[trap.kind](site, trap, link)


def endless_start() -> tuple[bytes, bytes]:
    """Return the head of the endless page and the chunk that follows it for ever."""
    return b"<!DOCTYPE html><html><head><title>The long read</title></head><body><article>\n", _CHUNK


def _page(template: str, status: int = 200) -> Callable[[Site, Trap, Link], Answer]:
    def build(site: Site, trap: Trap, link: Link) -> Answer:
        text = fill(
            template, {"site": site.name, "home": link("/"), "title": trap.title, "lang": site.language}
        )
        return Answer(status=status, body=text.encode())

    return build


def _redirect(site: Site, trap: Trap, link: Link) -> Answer:
    """Send the visitor to the trap's target: a path of the site or an absolute address."""
    target = link(trap.target) if trap.target.startswith("/") else trap.target
    return Answer(status=302, headers={"Location": target})


def _retry_after(site: Site, trap: Trap, link: Link) -> Answer:
    return Answer(status=429, headers={"Retry-After": str(_RETRY_AFTER_S)}, body=b"Too many requests\n")


def _delivery(delivery: Delivery) -> Callable[[Site, Trap, Link], Answer]:
    return lambda site, trap, link: Answer(delivery=delivery)


def _bomb(coding: str, build: Callable[[], bytes]) -> Callable[[Site, Trap, Link], Answer]:
    return lambda site, trap, link: Answer(body=build(), headers={"Content-Encoding": coding})


@cache
def _gzip_bomb() -> bytes:
    """Compress the head of a page and `BOMB_BYTES` of blanks, a chunk at a time."""
    packer = zlib.compressobj(9, wbits=31)
    blanks = b" " * (1024 * 1024)
    parts = [packer.compress(b"<!DOCTYPE html><html><body><article><p>Wait for it.")]
    parts += [packer.compress(blanks) for _ in range(BOMB_BYTES // len(blanks))]
    return b"".join([*parts, packer.flush()])


@cache
def _double_gzip_bomb() -> bytes:
    return gzip.compress(_gzip_bomb(), mtime=0)


@cache
def _brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=5)
    blanks = b" " * (1024 * 1024)
    return b"".join([packer.process(blanks) for _ in range(BOMB_BYTES // len(blanks))] + [packer.finish()])


KINDS: Mapping[str, Callable[[Site, Trap, Link], Answer]] = {
    "not_found": _page("not_found.html", 404),
    "server_error": _page("server_error.html", 500),
    "soft_404": _page("not_found.html"),
    "consent": _page("consent.html"),
    "challenge": _page("challenge.html"),
    "script_shell": _page("script_shell.html"),
    "robots": _page("members.html"),
    "hang": _delivery(Delivery.HANG),
    "endless": _delivery(Delivery.ENDLESS),
    "gzip_bomb": _bomb("gzip", _gzip_bomb),
    "double_gzip_bomb": _bomb("gzip, gzip", _double_gzip_bomb),
    "brotli_bomb": _bomb("br", _brotli_bomb),
    "redirect_loop": _redirect,
    "private_redirect": _redirect,
    "retry_after": _retry_after,
}
