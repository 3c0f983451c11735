"""The lead of a cluster and its likely origin: credited, published first, or seen first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cluster import lead_article, likely_origin
from storage.model import Extraction, InfoSource, StoredArticle

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def stored(
    number: int,
    *,
    source: str = "Daily",
    seen: int = 0,
    published: int | None = None,
    precision: str = "minute",
    credit: tuple[str, str] | None = None,
) -> StoredArticle:
    seen_at = NOON + timedelta(minutes=seen)
    credits = (
        (InfoSource(name=credit[0], name_as_written=credit[0], role=credit[1], span=(0, 1)),)
        if credit
        else ()
    )
    return StoredArticle(
        url=f"https://a.example/{number}",
        title=None,
        text="text",
        extraction=Extraction(path="test", version="1"),
        published=None if published is None else NOON + timedelta(minutes=published),
        published_precision=precision,
        info_sources=credits,
        id=number,
        version=1,
        source_id=source.lower(),
        source_name=source,
        source_url=None,
        requested_url="",
        final_url="",
        first_seen=seen_at,
        fetched_at=seen_at,
        updated_at=seen_at,
        text_hash="",
        cluster_id=1,
    )


def test_the_agency_most_articles_credit_is_the_origin() -> None:
    cluster = [
        stored(1, credit=("Reuters", "agency")),
        stored(2, source="Post", seen=1, credit=("AFP", "agency")),
        stored(3, source="Echo", seen=2, credit=("Reuters", "republished_from")),
    ]
    origin = likely_origin(cluster)
    assert (origin.name, origin.reason, origin.article_id) == ("Reuters", "credited", None)
    assert (origin.votes, origin.articles) == (2, 3)
    assert lead_article(cluster).id == 1


def test_the_credited_origins_own_article_leads_whenever_it_was_seen() -> None:
    cluster = [stored(1, credit=("Reuters", "agency")), stored(2, source="Reuters", seen=90)]
    assert lead_article(cluster).id == 2
    assert likely_origin(cluster).article_id == 2


def test_being_quoted_makes_nobody_the_origin() -> None:
    cluster = [stored(1, credit=("Reuters", "quoted")), stored(2, source="Post", seen=1)]
    assert likely_origin(cluster).reason == "seen_first"


def test_an_outlet_does_not_vote_for_itself() -> None:
    assert likely_origin([stored(1, source="Petra", credit=("Petra", "agency"))]).reason == "seen_first"


def test_the_earliest_published_leads_by_dates_one_can_believe() -> None:
    cluster = [
        stored(1, seen=0, published=-5),
        stored(2, source="Post", seen=30, published=-25),
        stored(3, source="Wrong", seen=40, published=900),
        stored(4, source="Old", seen=50, published=-60 * 24 * 30),
        stored(5, source="Day", seen=60, published=-600, precision="day"),
    ]
    assert lead_article(cluster).id == 2
    assert likely_origin(cluster).reason == "published_first"


def test_without_dates_the_first_seen_leads() -> None:
    assert lead_article([stored(2, seen=5), stored(1, seen=9)]).id == 2


@given(st.permutations([stored(1, published=-5), stored(2, seen=1), stored(3, credit=("AFP", "agency"))]))
def test_the_order_of_the_articles_does_not_matter(cluster: list[StoredArticle]) -> None:
    assert likely_origin(cluster) == likely_origin(sorted(cluster, key=lambda one: one.id))


@pytest.mark.parametrize("number", [1, 7])
def test_one_article_leads_itself(number: int) -> None:
    assert lead_article([stored(number)]).id == number
