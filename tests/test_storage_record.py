"""The canonical record: names and order are a contract with consumers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from storage.corpus import CrawlCorpus
from storage.model import Author, Http, InfoSource
from storage.open import open_crawl
from storage.record import RECORD_FIELDS, to_plain, to_record, to_rfc3339
from tests.stored import HOUR, NOW, admit_one, make_article, make_source, record, store


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[CrawlCorpus]:
    opened = open_crawl(f"sqlite:///{tmp_path / 'corpus.db'}")
    sources = [make_source("north", url="https://north.example/"), make_source("south")]
    opened.sync_sources(sources, [NOW, NOW], now=NOW)
    yield opened
    opened.close()


def test_record_has_the_promised_names_in_order() -> None:
    promised = (
        "id version url requested_url final_url aliases title text description language direction authors "
        "published published_raw published_precision modified modified_raw first_seen fetched_at updated_at "
        "source sources info_sources feed_url entry_id entry_title section tags image_url copyright_holder "
        "licence usage_terms free rights_signals text_hash cluster_id copy_of status complete extraction "
        "http archive"
    )
    assert tuple(promised.split()) == RECORD_FIELDS
    assert tuple(to_record(make_article())) == RECORD_FIELDS


def test_record_of_a_stored_article_credits_everybody(corpus: CrawlCorpus) -> None:
    credit = InfoSource(name="Petra", name_as_written="بترا", role="agency", span=(0, 4))
    article = make_article(authors=(Author(name="سلمى"),), info_sources=(credit,), published=NOW, tags=("x",))
    http = Http(status=200, chain=("https://north.example/old",))
    record(corpus, admit_one(corpus, "a"), article=article, http=http)
    store(corpus, "b", source_id="south", seen_at=NOW + HOUR)
    stored = corpus.article(1)
    assert stored is not None
    made = to_record(stored)
    assert made["source"] == {
        "id": "north",
        "name": "North",
        "url": "https://north.example/",
        "role": "publisher",
    }
    sources = made["sources"]
    assert isinstance(sources, list)
    assert [(one["id"], one["final_url"], one["seen_at"]) for one in sources] == [
        ("north", "https://north.example/a", "2026-03-14T12:00:00Z"),
        ("south", "https://south.example/b", "2026-03-14T13:00:00Z"),
    ]
    assert made["authors"] == [{"name": "سلمى", "url": None}]
    assert made["info_sources"] == [
        {"name": "Petra", "name_as_written": "بترا", "role": "agency", "span": [0, 4]}
    ]
    assert made["http"] == {
        "status": 200,
        "chain": ["https://north.example/old"],
        "etag": None,
        "last_modified": None,
    }
    assert (made["published"], made["modified"], made["tags"]) == ("2026-03-14T12:00:00Z", None, ["x"])
    assert json.loads(json.dumps(made)) == made


def test_record_of_an_article_not_stored_leaves_out_what_only_the_corpus_knows() -> None:
    made = to_record(make_article())
    absent = ("id", "version", "source", "sources", "first_seen", "cluster_id", "text_hash", "http", "status")
    assert [made[name] for name in absent] == [None] * len(absent)
    assert made["title"] == "خطة للحدائق"


def test_times_are_utc_with_z() -> None:
    amman = timezone(timedelta(hours=3))
    assert to_rfc3339(datetime(2026, 3, 14, 15, tzinfo=amman)) == "2026-03-14T12:00:00Z"
    assert to_rfc3339(datetime(2026, 3, 14, 12, 0, 0, 5, tzinfo=UTC)) == "2026-03-14T12:00:00.000005Z"


def test_any_of_our_values_becomes_json() -> None:
    assert to_plain((b"\xff", NOW, None, {"a": (1,)})) == ["ff", "2026-03-14T12:00:00Z", None, {"a": [1]}]
