"""Real feed bodies, where they lie beside the checkout: no entry is lost that feedparser finds."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from spiders.parse.sniff import parse_any

BODIES = sorted((Path(__file__).parents[2] / "shared" / "feeds" / "real").glob("*.gz"))
NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.skipif(not BODIES, reason="the real feed bodies are not part of the product")
def test_no_entry_of_a_real_feed_is_lost() -> None:
    for path in BODIES:
        body = gzip.decompress(path.read_bytes())
        theirs = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries
        ours = parse_any(body, url="https://feed.test/x", content_type=None, now=NOW)
        assert ours.error is None, path.name
        assert not ours.incomplete, path.name
        assert len(ours.entries) >= sum(1 for entry in theirs if entry.get("link")), path.name
        assert all(entry.url.startswith("http") for entry in ours.entries), path.name
