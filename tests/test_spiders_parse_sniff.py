"""Any list: the body decides, whatever the header says."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.parse.sniff import header_charset, parse_any

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ITEM = "<item><title>خبر</title><link>https://daily.test/1</link></item>"
BODIES = {
    "rss20": f'<?xml version="1.0"?><rss version="2.0"><channel>{ITEM}</channel></rss>',
    "atom10": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>خبر</title><link href="https://daily.test/1"/></entry></feed>',
    "jsonfeed": json.dumps({"items": [{"url": "https://daily.test/1", "title": "خبر"}]}),
    "sitemap": "<urlset><url><loc>https://daily.test/1</loc></url></urlset>",
    "sitemap-text": "https://daily.test/1\n",
}


@pytest.mark.parametrize(
    "content_type", [None, "text/html", "application/json; charset=utf-8", "text/plain; charset=ISO-8859-1"]
)
@pytest.mark.parametrize(("form", "body"), BODIES.items())
def test_the_body_decides(form: str, body: str, content_type: str | None) -> None:
    parsed = parse_any(
        ("\ufeff\n " + body).encode(), url="https://daily.test/f", content_type=content_type, now=NOW
    )
    assert (parsed.format, [entry.url for entry in parsed.entries]) == (form, ["https://daily.test/1"])


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<!DOCTYPE html><html><head></head></html>", "html"),
        (b"{}", "not_a_list"),
        (b"sorry", "not_a_list"),
        (b"\x89PNG\r\n", "not_a_list"),
    ],
)
def test_what_is_no_list_says_why(body: bytes, error: str) -> None:
    assert (
        parse_any(body, url="https://daily.test/f", content_type="application/rss+xml", now=NOW).error
        == error
    )


def test_the_language_and_the_header_help_with_the_charset() -> None:
    body = BODIES["rss20"].encode("cp1256")
    parsed = parse_any(
        body, url="https://daily.test/f", content_type="text/xml; charset=utf-8", language="ar", now=NOW
    )
    assert parsed.entries[0].title == "خبر"


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/xml; charset=utf-8", "utf-8"),
        ('text/xml; CHARSET="windows-1256"; x', "windows-1256"),
        ("text/xml", None),
        (None, None),
    ],
)
def test_the_charset_of_a_header(header: str | None, charset: str | None) -> None:
    assert header_charset(header) == charset


@given(st.binary(max_size=200), st.sampled_from(["", "<rss>", "{", "<urlset>", "http://a.test/"]))
def test_any_bytes_are_answered(body: bytes, start: str) -> None:
    parsed = parse_any(start.encode() + body, url="https://daily.test/f", content_type=None, now=NOW)
    assert parsed.error is None or parsed.entries == ()
