"""The publishing date: the first plausible statement, as fine and as sure of its zone as the page allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.extract.dating import Dated
from tests.extract_help import metadata_of

AT = datetime(2024, 8, 5, 9, 30, tzinfo=UTC)
LD = '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x",{}}}</script>'


def published(head: str = "", body: str = "", **hints: object) -> Dated | None:
    """The publishing date of a page."""
    page = f"<html><head>{head}</head><body><h1>A headline of the day</h1>{body}<p>Text.</p></body></html>"
    return metadata_of(page, **hints).published


@pytest.mark.parametrize(
    ("head", "body", "origin"),
    [
        (LD.format('"datePublished":"2024-08-05T12:30:00+03:00"'), "", "jsonld:datePublished"),
        (
            '<meta property="article:published_time" content="2024-08-05T09:30:00Z">',
            "",
            "meta:article:published_time",
        ),
        ("", '<time datetime="2024-08-05T12:30:00+03:00">yesterday</time>', "time"),
        ("", '<span itemprop="datePublished" content="2024-08-05T09:30:00Z"></span>', "time:datePublished"),
        ("", '<div class="date">Published 5 August 2024, 09:30 GMT</div>', "line"),
    ],
)
def test_the_date_is_found_wherever_it_stands(head: str, body: str, origin: str) -> None:
    """And says where."""
    found = published(head, body)
    assert found is not None
    assert (found.at, found.origin, found.zone) == (AT, origin, "stated")


def test_a_date_without_a_zone_takes_the_sources_own() -> None:
    """And is marked as assumed; the raw string is kept."""
    zone = timezone(timedelta(hours=3))
    found = published("", "<p>الإثنين 05 آب 2024 - 12:30 م</p>", source_zone=zone)
    assert found is not None
    assert (found.at, found.zone, found.precision) == (AT, "assumed", "minute")
    assert found.raw == "الإثنين 05 آب 2024 - 12:30 م"


def test_a_date_to_the_day_is_made_finer() -> None:
    """The date line names the time the structured data leaves out."""
    found = published(LD.format('"datePublished":"2024-08-05"'), "<p>5 August 2024, 09:30 GMT</p>")
    assert found is not None
    assert (found.at, found.precision) == (AT, "minute")


def test_a_clock_time_borrows_the_zone_another_statement_has() -> None:
    """The same minute of the hour, whole hours apart: the same moment, said with its zone."""
    found = published(
        LD.format('"datePublished":"2024-08-05 12:30:00"'),
        '<time datetime="2024-08-05T12:30:00+03:00">5 August</time>',
    )
    assert found is not None
    assert (found.at, found.zone) == (AT, "stated")


@pytest.mark.parametrize("absurd", ["1970-01-01T00:00:00Z", "2031-01-01T00:00:00Z", "soon", ""])
def test_an_absurd_date_gives_way_to_the_next_statement(absurd: str) -> None:
    """Before 1995 or after the fetch is no date."""
    found = published(LD.format(f'"datePublished":"{absurd}"'), entry_published=AT)
    assert found is not None
    assert (found.at, found.origin) == (AT, "entry")


def test_a_line_of_changes_is_not_when_it_was_published() -> None:
    """`Updated` comes last, even if it stands first."""
    found = published(
        "", "<p>Updated: 9 August 2024, 10:00 GMT</p><p>Published: 5 August 2024, 09:30 GMT</p>"
    )
    assert found is not None
    assert found.at == AT


def test_the_address_is_the_last_resort() -> None:
    """To the day."""
    found = published(final_url="https://harbour.example/2024/08/05/bridge")
    assert found is not None
    assert (found.at.date(), found.precision) == (AT.date(), "day")


def test_the_modified_date_has_its_own_fields() -> None:
    """JSON-LD, then meta."""
    head = LD.format('"datePublished":"2024-08-05T09:30:00Z","dateModified":"2024-08-06T09:30:00Z"')
    modified = metadata_of(f"<html><head>{head}</head><body><p>x</p></body></html>").modified
    assert modified is not None
    assert modified.at == AT + timedelta(days=1)


def test_a_page_without_dates_has_none() -> None:
    """Nothing is invented."""
    assert published() is None


def test_a_date_below_the_body_is_found_where_it_is_marked() -> None:
    """The `abbr` of hAtom names the time; its text says only when in the day."""
    mark = "<abbr class='published' itemprop='datePublished' title='2024-08-05T12:30:00+03:00'>12:30 م</abbr>"
    found = published("", f"<div>5 آب 2024</div><p>نص طويل.</p><div>{mark}</div>")
    assert found is not None
    assert (found.at, found.zone) == (AT, "stated")


def test_the_year_of_a_copyright_line_is_no_date() -> None:
    """What guesses dates reads it as the first of January."""
    assert published('<meta name="generator" content="Newsmaker Copyright (c) 2005 by Somebody">') is None


def test_a_line_of_changing_and_publishing_gives_the_date_of_publishing() -> None:
    """In either order."""
    for line in (
        "تحديث: 06/08/2024 11:00 | نشر: 05/08/2024 12:30",
        "نشر: 05/08/2024 12:30 - تحديث: 06/08/2024 11:00",
    ):
        found = published("", f"<p>{line}</p>", source_zone=timezone(timedelta(hours=3)))
        assert found is not None
        assert found.at == AT


def test_without_a_headline_the_date_is_looked_for_above_the_text() -> None:
    """To the minute, as it is where there is one."""
    text = "قال صيادون في المرفأ إن الموسم هذا العام أفضل مما توقعوه بعد ثلاث سنوات عجاف. " * 2
    date = "<div>05/08/2024 09:30 م بتوقيت غرينتش</div>"
    found = metadata_of(f"<title>نبأ</title><body><span>عنوان</span>{date}<p>{text}</p></body>").published
    assert found is not None
    assert found.precision == "minute"


def test_the_region_of_the_language_names_the_zone() -> None:
    """Where the address does not: in the page's language, or in its locale."""
    for head in ('<html lang="ar-JO">', '<html lang="ar"><meta property="og:locale" content="ar_JO">'):
        found = metadata_of(
            f"{head}<h1>A headline of the day</h1><p class='date'>5 August 2024, 12:30</p>"
        ).published
        assert found is not None
        assert found.at == AT


def test_a_date_in_one_line_with_the_headline() -> None:
    """Old systems put headline, byline and date into one cell."""
    page = (
        "<title>جسر المرفأ يغلق شهرا - الميناء</title><table><tr><td><b>جسر المرفأ يغلق شهرا</b>"
        "<font>تقرير - سمير ناصر</font> <i>الأربعاء 4 كانون الأول 2024 الساعة 10:30</i></td></tr>"
        "<tr><td>قالت البلدية إن جسر المرفأ يغلق من صباح الغد لأعمال صيانة تستمر شهرا.</td></tr></table>"
    )
    found = metadata_of(page).published
    assert found is not None
    assert (found.at.date().isoformat(), found.origin) == ("2024-12-04", "line")
