"""From what a list says to what the corpus admits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from crawler.lists import to_listed
from spiders.items import FeedEntry

ENTRY = FeedEntry(url="https://s.example/b?z=1&a=2#top", entry_id="guid-1", title="T", summary="S")


def test_the_address_stays_as_listed_and_the_keys_compare() -> None:
    listed = to_listed(ENTRY, "s")
    assert listed is not None
    assert listed.url == ENTRY.url
    assert listed.keys[0] == to_listed(replace(ENTRY, url="http://www.s.example/b?a=2&z=1"), "s").keys[0]  # type: ignore[union-attr]


def test_an_edit_changes_the_digest_and_a_second_look_does_not() -> None:
    first, again = to_listed(ENTRY, "s"), to_listed(ENTRY, "s")
    assert first == again
    edits = [{"title": "U"}, {"summary": "V"}, {"updated": datetime(2026, 1, 1, tzinfo=UTC)}]
    digests = {to_listed(replace(ENTRY, **edit), "s").digest for edit in edits}  # type: ignore[union-attr]
    assert len(digests | {first.digest}) == 4  # type: ignore[union-attr]


def test_an_entry_without_a_web_address_is_no_entry() -> None:
    assert to_listed(replace(ENTRY, url="mailto:desk@s.example"), "s") is None
