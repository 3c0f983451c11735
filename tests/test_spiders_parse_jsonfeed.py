"""JSON Feed 1.0 and 1.1, as sent: with marks, wrong types and missing fields."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.items import FeedEntry
from spiders.parse.jsonfeed import parse_jsonfeed
from spiders.parse.lists import ParsedList

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://daily.test/feed.json"
ITEM = {
    "id": "n-1",
    "url": "/news/1",
    "title": "افتتاح <b>الجسر</b>",
    "content_html": "<p>النص الكامل</p>",
    "content_text": "النص",
    "summary": "سطر",
    "date_published": "2026-11-22T10:00:00+03:00",
    "date_modified": "2026-11-22T11:00:00+03:00",
    "authors": [{"name": "سلمى"}, {"name": "سلمى"}],
    "tags": ["محليات"],
    "image": "/1.jpg",
    "language": "ar",
    "attachments": [{"url": "/1.mp3", "mime_type": "audio/mpeg"}],
}


def parse(feed: object) -> ParsedList:
    return parse_jsonfeed(json.dumps(feed).encode(), url=URL, now=NOW)


def feed(*items: object, **fields: object) -> dict[str, object]:
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Daily", "items": list(items), **fields}


def test_every_field_is_read() -> None:
    parsed = parse(feed(ITEM, language="ar-JO", next_url="/feed.json?page=2"))
    assert (parsed.format, parsed.title, parsed.language) == ("jsonfeed", "Daily", "ar-jo")
    assert parsed.next_url == "https://daily.test/feed.json?page=2"
    assert parsed.entries == (
        FeedEntry(
            url="https://daily.test/news/1",
            entry_id="n-1",
            title="افتتاح الجسر",
            summary="سطر",
            content="<p>النص الكامل</p>",
            authors=("سلمى",),
            published=datetime(2026, 11, 22, 7, tzinfo=UTC),
            published_raw="2026-11-22T10:00:00+03:00",
            updated=datetime(2026, 11, 22, 8, tzinfo=UTC),
            language="ar",
            tags=("محليات",),
            image_url="https://daily.test/1.jpg",
            enclosures=("https://daily.test/1.mp3",),
        ),
    )


def test_a_mark_before_the_brace_is_no_obstacle() -> None:
    body = b"\xef\xbb\xbf" + json.dumps(feed(ITEM)).encode()
    assert len(parse_jsonfeed(body, url=URL, now=NOW).entries) == 1


def test_the_author_of_version_one_and_numeric_ids_are_read() -> None:
    entry = parse(feed({"id": 7, "url": "/7", "author": {"name": "Ana"}})).entries[0]
    assert (entry.entry_id, entry.authors) == ("7", ("Ana",))


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ({"id": "https://daily.test/i"}, "https://daily.test/i"),
        ({"id": "1", "external_url": "https://other.test/x"}, "https://other.test/x"),
        ({"url": "/u", "external_url": "https://other.test/x"}, "https://daily.test/u"),
    ],
)
def test_the_address_is_the_first_there_is(item: dict[str, str], url: str) -> None:
    assert parse(feed(item)).entries[0].url == url


def test_wrong_types_count_as_absent() -> None:
    broken = {
        "url": "/1",
        "title": 5,
        "authors": "x",
        "tags": [1, None],
        "attachments": [3],
        "date_published": [],
    }
    assert parse(feed(broken, "x", None)).entries == (FeedEntry(url="https://daily.test/1"),)
    assert "no_address:2" in parse(feed(broken, "x", None)).warnings


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b'{"items": 3}', b'{"items": [', b"[" * 100_000, b"{not json"]
)
def test_other_json_is_no_list(body: bytes) -> None:
    assert parse_jsonfeed(body, url=URL, now=NOW).error == "not_a_list"


def test_an_empty_body_says_so() -> None:
    assert parse_jsonfeed(b" ", url=URL, now=NOW).error == "empty"


def test_two_thousand_entries_are_enough() -> None:
    parsed = parse(feed(*({"url": f"/{number}"} for number in range(2001))))
    assert len(parsed.entries) == 2000
    assert "capped:2001" in parsed.warnings


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.sampled_from(sorted(ITEM)), children)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(sorted(ITEM)), json_values))
def test_any_item_is_answered(item: dict[str, object]) -> None:
    for entry in parse(feed({**item, "external_url": "/x"})).entries:
        assert entry.url.startswith("https://daily.test/") or "://" in entry.url
