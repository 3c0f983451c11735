"""Dates without a zone are read in the outlet's own, as far as it can be told, and stay marked as assumed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.extract.zones import outlet_zone, stated_zone, zone_of_country
from tests.extract_help import metadata_of

LINE = "<h1>A headline of the day</h1><p class=date>5 August 2024, 12:30</p><p>Text.</p>"


def offset(address: str, language: str | None = None) -> timedelta | None:
    """The zone of an outlet in the summer of 2024, as a distance from UTC."""
    zone = outlet_zone(address, language)
    return zone.utcoffset(datetime(2024, 8, 5)) if zone else None  # noqa: DTZ001


@pytest.mark.parametrize(
    ("address", "language", "hours"),
    [
        ("https://post.com.jo/a", "ar", 3),
        ("https://post.de/a", None, 2),
        ("https://post.example/a", "fa-IR", 3.5),
        ("https://post.example/a", "ar", None),
        ("https://post.com/a", "en_US", None),
        ("https://post.com/a", "ar-JO", 3),
        ("https://post.com/a", "ar_MA", 1),
        ("https://post.com/a", "ar_AR", None),
        ("https://post.ae/a", "ar-SA", 4),
        ("", None, None),
    ],
)
def test_domain_then_language_tell_the_country(
    address: str, language: str | None, hours: float | None
) -> None:
    """A language of many countries tells nothing."""
    assert offset(address, language) == (None if hours is None else timedelta(hours=hours))


def test_a_country_code_names_its_zone() -> None:
    """In either case; countries of several zones have none."""
    assert zone_of_country("JO") is not None
    assert zone_of_country("US") is None


def test_utc_is_no_outlets_zone() -> None:
    """Systems write it for everybody; the first other zone counts."""
    dates = ["2024-08-05T09:30:00Z", "no date", "2024-08-05 12:30", "2024-08-05T12:30:00+03:00"]
    assert stated_zone(dates) == timezone(timedelta(hours=3))
    assert stated_zone(dates[:3]) is None


def test_a_date_line_is_read_in_the_zone_of_another_date() -> None:
    """The page's change is stated with its zone."""
    meta = '<meta property="article:modified_time" content="2024-08-06T08:00:00+03:00">'
    found = metadata_of(f"<html><head>{meta}</head><body>{LINE}</body></html>").published
    assert found is not None
    assert (found.at, found.zone) == (datetime(2024, 8, 5, 9, 30, tzinfo=UTC), "assumed")


def test_a_bare_day_stays_that_day() -> None:
    """Not the evening before it in UTC."""
    page = f'<html lang="he"><body>{LINE.replace(", 12:30", "")}</body></html>'
    found = metadata_of(page).published
    assert found is not None
    assert (found.at, found.precision) == (datetime(2024, 8, 5, tzinfo=UTC), "day")
