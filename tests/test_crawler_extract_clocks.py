"""An outlet's clock, learned from pages that state it and used for those that do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.clocks import Clock, LearnedZone, learned_zone
from crawler.extract.hints import Hints
from crawler.extract.memoryfile import pack_memory, unpack_memory
from crawler.extract.site import read_site_page
from crawler.extract.sitememory import SiteMemory
from storage.model import Article
from tests.extract_help import metadata_of
from tests.site_pages import ARABIC, page

SUMMER, WINTER = datetime(2024, 7, 5).toordinal(), datetime(2024, 1, 5).toordinal()  # noqa: DTZ001
AT = datetime(2024, 8, 1, tzinfo=UTC)


def clocks(day: int, minutes: int, count: int = 3) -> tuple[Clock, ...]:
    return tuple(Clock(day=day + number, minutes=minutes) for number in range(count))


def test_three_pages_that_agree_are_a_zone_and_two_are_none() -> None:
    zone = learned_zone(clocks(SUMMER, 180), usual=None)
    assert zone is not None
    assert zone.utcoffset(datetime(2024, 7, 6)) == timedelta(hours=3)  # noqa: DTZ001
    assert learned_zone(clocks(SUMMER, 180, count=2), usual=None) is None
    assert learned_zone((*clocks(SUMMER, 180, count=2), *clocks(SUMMER, 60, count=2)), usual=None) is None


def test_one_odd_page_among_many_changes_nothing() -> None:
    zone = learned_zone((*clocks(SUMMER, 180), Clock(day=SUMMER + 9, minutes=0)), usual=None)
    assert zone is not None
    assert zone.utcoffset(datetime(2024, 7, 14)) == timedelta(hours=3)  # noqa: DTZ001


def test_summer_time_is_the_offset_of_the_nearest_days() -> None:
    zone = learned_zone((*clocks(WINTER, 120), *clocks(SUMMER, 180)), usual=None)
    assert zone is not None
    hours = [zone.utcoffset(datetime(2024, month, 20)) for month in (1, 2, 6, 8)]  # noqa: DTZ001
    assert hours == [timedelta(hours=h) for h in (2, 2, 3, 3)]


def test_a_named_zone_that_the_pages_confirm_is_used_itself() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    assert learned_zone(clocks(SUMMER, 180), usual=beirut) is beirut
    assert isinstance(learned_zone(clocks(WINTER, 180), usual=beirut), LearnedZone)


@given(
    st.lists(
        st.builds(Clock, day=st.integers(1, 900_000), minutes=st.integers(-56, 56).map(lambda n: n * 15))
    )
)
def test_any_observations_give_offsets_that_were_seen(seen: list[Clock]) -> None:
    zone = learned_zone(seen, usual=None)
    if zone is not None:
        assert zone.utcoffset(AT.replace(tzinfo=None)) in {timedelta(minutes=one.minutes) for one in seen}


@pytest.mark.parametrize(
    ("stated", "line", "minutes"),
    [
        ("2024-07-05T12:30:00+03:00", "", 180),
        ("2024-07-05T09:30:00Z", "5 July 2024, 12:30", 180),
        ("2024-07-05T09:30:41+00:00", "5 July 2024, 12:30", 180),
        ("2024-07-05T09:30:00Z", "5 July 2024, 15:00", 330),
        ("2024-07-05T09:30:00Z", "5 July 2024, 09:30", 0),
        ("2024-07-05T09:30:00Z", "5 July 2024, 12:37", None),
        ("2024-07-05T09:30:00Z", "5 July 2024", None),
        ("2024-07-05T09:30:00Z", "", None),
        ("2024-07-05T09:30:00", "5 July 2024, 12:30", None),
        ("2024-07-05", "5 July 2024, 12:30", None),
    ],
)
def test_a_page_shows_its_clock_by_a_zone_or_by_one_time_written_twice(
    stated: str, line: str, minutes: int | None
) -> None:
    meta = f'<meta property="article:published_time" content="{stated}">'
    body = f"<h1>A headline of the day</h1><p class=date>{line}</p><p>Text.</p>"
    found = metadata_of(f"<html><head>{meta}</head><body>{body}</body></html>").clock
    assert (found and found.minutes) == minutes


def test_a_memory_keeps_what_it_saw() -> None:
    memory = SiteMemory(clocks=clocks(SUMMER, 210))
    assert unpack_memory(pack_memory(memory)).clocks == memory.clocks


def test_pages_that_state_their_zone_date_those_that_do_not() -> None:
    """The outlet's fourth page has a date line alone."""
    memory: bytes | None = None
    meta = '<meta property="article:published_time" content="2024-05-06T07:08:00+03:00">'
    for number in range(4):
        one = page(ARABIC, number)
        html = one.html if number < 3 else one.html.replace(meta, "")
        read = read_site_page(html.encode(), Hints(url=one.url, fetched_at=AT), memory, at=AT)
        assert isinstance(read.found, Article) and read.remembered
        memory = read.remembered.body
    assert read.found.published == datetime(2024, 5, 6, 4, 8, tzinfo=UTC)
    assert read.found.extraction.fields["published_zone"] == "learned"
