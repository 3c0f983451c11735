"""Content codings: everything comes back, nothing grows beyond the cap, a wrong header costs nothing."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spiders.parse.codings import BodyError, decoded

PAGE = ("<p>خبر من المدينة</p>" * 4000).encode()
MB = 1 << 20


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


ENCODERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "zlib deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstandard.compress),
    "zstd without size": ("zstd", zstandard.ZstdCompressor(write_content_size=False).compress),
}
every_coding = pytest.mark.parametrize("name", ENCODERS)


@every_coding
@pytest.mark.parametrize(
    "body", [b"", b"a", PAGE, bytes(range(256)) * 700], ids=["empty", "one", "page", "bytes"]
)
def test_every_coding_comes_back_whole(name: str, body: bytes) -> None:
    header, encode = ENCODERS[name]
    result = decoded(encode(body), header, max_bytes=MB)
    assert (result.data, result.complete) == (body, True)


@every_coding
@settings(max_examples=25)
@given(body=st.binary(max_size=3000))
def test_any_bytes_come_back(name: str, body: bytes) -> None:
    header, encode = ENCODERS[name]
    coded = encode(body)
    assume(not body.startswith(b"\x1f\x8b\x08"))  # a gzip file inside is unpacked as well
    assert decoded(coded, header, max_bytes=MB).data == body


def test_two_codings_are_undone_in_reverse_order() -> None:
    body = gzip.compress(brotli.compress(PAGE))
    assert decoded(body, "br, gzip", max_bytes=MB).data == PAGE


def test_three_codings_are_refused() -> None:
    with pytest.raises(BodyError) as caught:
        decoded(b"x", "gzip, gzip, gzip", max_bytes=MB)
    assert caught.value.reason == "too_many_codings"


@pytest.mark.parametrize("header", ["compress", "gzip, exi", "utf-8"])
def test_a_foreign_coding_is_refused(header: str) -> None:
    with pytest.raises(BodyError) as caught:
        decoded(b"<html>", header, max_bytes=MB)
    assert caught.value.reason == "unknown_coding"


@pytest.mark.parametrize("header", [None, "", "identity", " Identity "])
def test_no_coding_leaves_the_body(header: str | None) -> None:
    assert decoded(PAGE, header, max_bytes=MB).data == PAGE


@every_coding
def test_a_bomb_stops_at_the_cap(name: str) -> None:
    header, encode = ENCODERS[name]
    bomb = encode(bytes(64 * MB))
    tracemalloc.start()
    with pytest.raises(BodyError) as caught:
        decoded(bomb, header, max_bytes=MB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.reason == "too_large"
    assert peak < 5 * MB


def test_a_bomb_inside_a_coding_stops_too() -> None:
    with pytest.raises(BodyError, match="too_large"):
        decoded(gzip.compress(gzip.compress(bytes(64 * MB))), "gzip, gzip", max_bytes=MB)


def test_a_plain_body_is_capped() -> None:
    with pytest.raises(BodyError, match="too_large"):
        decoded(bytes(MB + 1), None, max_bytes=MB)


@pytest.mark.parametrize("header", ["gzip", "deflate"])
def test_a_truncated_body_gives_what_there_is(header: str) -> None:
    encode = {"gzip": gzip.compress, "deflate": zlib.compress}[header]
    body = encode(bytes(range(256)) * 40)
    result = decoded(body[: len(body) - 30], header, max_bytes=MB)
    assert not result.complete
    assert (bytes(range(256)) * 40).startswith(result.data)
    assert result.data


@pytest.mark.parametrize("header", ["br", "zstd"])
def test_a_truncated_modern_body_is_incomplete(header: str) -> None:
    encode = {"br": brotli.compress, "zstd": zstandard.compress}[header]
    assert not decoded(encode(PAGE)[:-4], header, max_bytes=MB).complete


def test_a_wrong_checksum_costs_no_text() -> None:
    body = bytearray(gzip.compress(PAGE))
    body[-6] ^= 1
    result = decoded(bytes(body), "gzip", max_bytes=MB)
    assert (result.data, result.complete) == (PAGE, False)


@pytest.mark.parametrize("header", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize(
    "body", [b"<html><p>x</p></html>", "\ufeff<rss/>".encode(), b'  {"items": []}', "خبر".encode()]
)
def test_plain_text_that_claims_a_coding_is_returned_as_it_is(header: str, body: bytes) -> None:
    assert decoded(body, header, max_bytes=MB).data == body


@pytest.mark.parametrize("header", ["gzip", "deflate", "br", "zstd"])
def test_rubbish_is_corrupt(header: str) -> None:
    with pytest.raises(BodyError, match="corrupt"):
        decoded(b"\x00\x01\x02\xff\xfe rubbish", header, max_bytes=MB)


def test_a_gzip_file_without_the_header_is_unpacked() -> None:
    assert decoded(gzip.compress(PAGE), None, max_bytes=MB).data == PAGE
    assert decoded(gzip.compress(gzip.compress(PAGE)), "gzip", max_bytes=MB).data == PAGE


def test_members_are_joined_and_what_follows_is_ignored() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + b"\x00" * 20
    assert decoded(body, "gzip", max_bytes=MB).data == b"one two"
    frames = zstandard.compress(b"one ") + zstandard.compress(b"two") + b"junk"
    assert decoded(frames, "zstd", max_bytes=MB).data == b"one two"


@given(body=st.binary(max_size=400), header=st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]))
def test_any_bytes_are_answered(body: bytes, header: str) -> None:
    try:
        assert len(decoded(body, header, max_bytes=1000).data) <= 1000
    except BodyError as error:
        assert error.reason in {"corrupt", "too_large"}
