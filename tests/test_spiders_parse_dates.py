"""Dates: every form of rule D2 to the instant, nothing invented, never an exception."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.parse.dates import parse_date, plausible

RIYADH = timezone(timedelta(hours=3))
EXAMPLES = {
    "Sun, 22 Nov 2026 10:00:00 +0300": "2026-11-22T07:00",
    "Sun, 22 Nov 2026 10:00:00 GMT": "2026-11-22T10:00",
    "Sun, 22 Nov 2026 10:00:00": "2026-11-22T10:00",
    "22 Nov 26 10:00 EST": "2026-11-22T15:00",
    "2026-11-22T10:00:00Z": "2026-11-22T10:00",
    "2026-11-22T10:00:00.123+03:00": "2026-11-22T07:00",
    "2026-11-22 10:00:00 +0300": "2026-11-22T07:00",
    "2026-11-22T10:00": "2026-11-22T10:00",
    "2026-11-22": "2026-11-22T00:00",
    "2026-11": "2026-11-01T00:00",
    "20261122T100000Z": "2026-11-22T10:00",
    "20261122": "2026-11-22T00:00",
    "20261122100000": "2026-11-22T10:00",
    "Sun, 22 Nov 2026 10:00:00 GMT+3": "2026-11-22T07:00",
    "Sun, 22 Nov 2026 10:00:00 GMT+0300": "2026-11-22T07:00",
    "Sun Nov 22 10:00:00 2026": "2026-11-22T10:00",
    "Sun Nov 22 10:00:00 EST 2026": "2026-11-22T15:00",
    "Sun Nov 22 2026 10:00:00 GMT+0300 (Arabian Standard Time)": "2026-11-22T07:00",
    "2026/11/22 10:00": "2026-11-22T10:00",
    "22/11/2026 10:00": "2026-11-22T10:00",
    "22/11/2026": "2026-11-22T00:00",
    "22-11-2026 10:00 AM": "2026-11-22T10:00",
    "11/22/2026": "2026-11-22T00:00",
    "05/06/2026": "2026-06-05T00:00",
    "22.11.2026, 10.00 Uhr": "2026-11-22T10:00",
    "22.11.2026 - 10:05": "2026-11-22T10:05",
    "1795341600": "2026-11-22T10:00",
    "1795341600000": "2026-11-22T10:00",
    "Nov 22, 2026": "2026-11-22T00:00",
    "November 22, 2026 10:00 PM": "2026-11-22T22:00",
    "Nov. 22nd, 2026 at 3:05 p.m.": "2026-11-22T15:05",
    "الأحد 22 نوفمبر 2026 - 10:30 ص": "2026-11-22T10:30",
    "الأحد، ٢٢ نوفمبر ٢٠٢٦ ١٠:٣٠ م": "2026-11-22T22:30",
    "22 تشرين الثاني 2026": "2026-11-22T00:00",
    "22 تشرين الثاني/نوفمبر 2026": "2026-11-22T00:00",
    "22 تشرين ثاني 2026": "2026-11-22T00:00",
    "الاثنين 5 كانون الأول 2022 الساعة 9:15 مساءً": "2022-12-05T21:15",
    "3 أوت 2025": "2025-08-03T00:00",
    "14 جويلية 2025": "2025-07-14T00:00",
    "3 غشت 2025": "2025-08-03T00:00",
    "3 شتنبر 2025": "2025-09-03T00:00",
    "نشر في: 10:30 م - 22/11/2026": "2026-11-22T22:30",
    "آخر تحديث: الأحد 2 جمادى الآخرة 1448 هـ - 22 نوفمبر 2026 م 10:30": "2026-11-22T10:30",
    "الأحد 22 نوفمبر 2026 10:30 بتوقيت غرينتش": "2026-11-22T10:30",
    "22 نوفمبر 2026 10:30 بتوقيت مكة المكرمة": "2026-11-22T07:30",
    "22-11-2026 10:30 PM": "2026-11-22T22:30",
    "الأحـد 22 نوفـمبر 2026 - 10:30": "2026-11-22T10:30",
    "22تشرين الثاني2026 10:30": "2026-11-22T10:30",
    "22 تشرين2 2026 10:30": "2026-11-22T10:30",
    "22/11/202610:30": "2026-11-22T10:30",
    "22 نوفمبر 2026 10:30 مساءسامر الوديع": "2026-11-22T22:30",
    "القراءات 1205 - 22/11/2026 - 10:30": "2026-11-22T10:30",
    "3/12/2026 10:05:00 PM": "2026-03-12T22:05",
    "03/12/2026 10:05:00 PM": "2026-12-03T22:05",
    "یکشنبه ۱ آذر ۱۴۰۵ - ۱۰:۳۰": "2026-11-22T10:30",
    "۱۴۰۵/۰۹/۰۱": "2026-11-22T00:00",
    "1 فروردین 1404": "2025-03-21T00:00",
    "1 فروردین 1403": "2024-03-20T00:00",
    "30 اسفند 1403": "2025-03-20T00:00",
    "1 فروردین 1400": "2021-03-21T00:00",
    "۲۲ نوامبر ۲۰۲۶": "2026-11-22T00:00",
    "22 نومبر 2026": "2026-11-22T00:00",
    "22 جولائی 2026": "2026-07-22T00:00",
    "יום ראשון, 22 בנובמבר 2026, 10:00": "2026-11-22T10:00",
    "22 Kasım 2026 Pazar 10:00": "2026-11-22T10:00",
    "22 KASIM 2026": "2026-11-22T00:00",
    "22 Ağustos 2026": "2026-08-22T00:00",
    "22 ŞUBAT 2026": "2026-02-22T00:00",
    "dimanche 22 novembre 2026 à 10h30": "2026-11-22T10:30",
    "1er août 2026": "2026-08-01T00:00",
    "mar. 22 nov. 2026 10:00": "2026-11-22T10:00",
    "Sonntag, 22. November 2026, 10:00 Uhr": "2026-11-22T10:00",
    "22. März 2026": "2026-03-22T00:00",
    "22 de noviembre de 2026": "2026-11-22T00:00",
    "mar, 22 ago 2026 10:00:00 +0000": "2026-08-22T10:00",
    "22 ottobre 2026": "2026-10-22T00:00",
    "22 de março de 2026 às 10h30": "2026-03-22T10:30",
    "воскресенье, 22 ноября 2026, 10:00": "2026-11-22T10:00",
    "22 нояб. 2026": "2026-11-22T00:00",
    "22 mrt 2026": "2026-03-22T00:00",
    "22 października 2026": "2026-10-22T00:00",
    "22 Agustus 2026": "2026-08-22T00:00",
    "2026年11月22日 10:30": "2026-11-22T10:30",
    "2026年11月22日(日) 午後3時05分": "2026-11-22T15:05",
    "2026년 11월 22일 오후 3:05": "2026-11-22T15:05",
    "2026年11月22日下午3点05分": "2026-11-22T15:05",
    "2026.11.22 15:05": "2026-11-22T15:05",
    "2026年11月": "2026-11-01T00:00",
    "November 2026": "2026-11-01T00:00",
    "Sun, 22 Nov 2026 10:00:00 AST": "2026-11-22T14:00",
    "22 Nov 2026 24:00": "2026-11-23T00:00",
    "2026-11-22T10:00:00+03:00[Asia/Amman]": "2026-11-22T07:00",
    "Sun, 22 Nov 2026 10:00:00 -0000": "2026-11-22T10:00",
    "2026-11-22T10:00:00 +03:00": "2026-11-22T07:00",
    "Sunday, November 22, 2026 - 10:00": "2026-11-22T10:00",
    "10:00 - 22 نوفمبر 2026": "2026-11-22T10:00",
    "10:30 -12/11/2026": "2026-11-12T10:30",
    "2026-11-22 10:30 م": "2026-11-22T22:30",
    "22 Nov 2026 3pm": "2026-11-22T15:00",
    "2026-11-22 10:00:00 UTC": "2026-11-22T10:00",
    "22-Nov-2026": "2026-11-22T00:00",
    "Κυριακή, 22 Νοεμβρίου 2026": "2026-11-22T00:00",
    "2026. november 22.": "2026-11-22T00:00",
    "22 novembre 2026 - 10:30 | Aggiornato": "2026-11-22T10:30",
    "Sun, 22 November 2026 10:00:00 Z": "2026-11-22T10:00",
    "Sun, 22 Nov 2026 10:00 PM EST": "2026-11-23T03:00",
    "2026-11-22T10:00:00-05:00": "2026-11-22T15:00",
    "2026-1-2 3:04": "2026-01-02T03:04",
    "22 Nov, 2026, 10.30 PM IST": "2026-11-22T17:00",
    "Published 22 Nov 2026 | Updated 23 Nov 2026": "2026-11-22T00:00",
    "الأحد 2026/11/22 الساعة 10:30 صباحا": "2026-11-22T10:30",
    "الأحد , 22 - 11 - 2026 10:30": "2026-11-22T10:30",
    "22 نوفمبر، 2026": "2026-11-22T00:00",
    "2026-11-22 | 10:30": "2026-11-22T10:30",
    "نوفمبر 22, 2026": "2026-11-22T00:00",
}


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.items())
def test_every_form_is_read_to_the_minute(text: str, expected: str) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert parsed.at == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert parsed.raw == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "31 Feb 2026",
        "2026-02-30T10:00:00Z",
        "2026-13-01",
        "Page 12 of 300",
        "2 hours ago",
        "منذ ساعتين",
        "22 Nov",
        "12:30",
        "1448/06/02 هـ",
        "2 جمادى الآخرة 1448 هـ",
        "0",
        "0000-00-00 00:00:00",
        "99999999999999",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "40 اسفند 1403",
        "22 Nov 2026 " + "x" * 300,
    ],
)
def test_what_states_no_day_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "precision", "zone"),
    [
        ("Sun, 22 Nov 2026 10:00:00 +0300", "second", "stated"),
        ("Sun, 22 Nov 2026 10:00:00", "second", "assumed"),
        ("2026-11-22T10:00Z", "minute", "stated"),
        ("2026-11-22T10", "hour", "assumed"),
        ("22 Nov 2026 3pm", "hour", "assumed"),
        ("22/11/2026", "day", "assumed"),
        ("نوفمبر 2026", "month", "assumed"),
        ("2026-11", "month", "assumed"),
        ("1795341600", "second", "stated"),
        ("22 نوفمبر 2026 10:30 بتوقيت غرينتش", "minute", "stated"),
    ],
)
def test_precision_and_zone_are_told(text: str, precision: str, zone: str) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert (parsed.precision, parsed.zone) == (precision, zone)


@pytest.mark.parametrize(
    ("text", "zone", "hour"),
    [
        ("22 Nov 2026 10:00", RIYADH, 7),
        ("22 Nov 2026 10:00 GMT", RIYADH, 10),
        ("22 Nov 2026 10:00 AST", RIYADH, 7),
        ("22 Nov 2026 10:00 AST", None, 14),
        ("22 Nov 2026 10:00 IST", timezone(timedelta(hours=2)), 8),
        ("2026-11-22 10:00", timezone(timedelta(hours=-5)), 15),
    ],
)
def test_the_sources_own_zone_fills_in_and_settles_letters(text: str, zone: tzinfo | None, hour: int) -> None:
    parsed = parse_date(text, default_zone=zone)
    assert parsed is not None
    assert parsed.at.hour == hour


def test_the_order_of_day_and_month_is_the_sources_habit() -> None:
    usual, american = parse_date("05/06/2026"), parse_date("05/06/2026", day_first=False)
    assert usual is not None
    assert american is not None
    assert (usual.at.month, american.at.month) == (6, 5)
    swapped = parse_date("22/11/2026", day_first=False)
    assert swapped is not None
    assert swapped.at.month == 11


def test_plausible_is_not_ahead_and_not_from_before_the_web() -> None:
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert plausible(now + timedelta(minutes=10), now=now)
    assert not plausible(now + timedelta(minutes=11), now=now)
    assert plausible(datetime(1995, 1, 1, tzinfo=UTC), now=now)
    assert not plausible(datetime(1970, 1, 1, tzinfo=UTC), now=now)


instants = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)
offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
LEVANT_WORDS = "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول"
GULF_WORDS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
MAGHREB_WORDS = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر"
MOROCCO_WORDS = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"
MONTHS = [
    [month.replace("_", " ") for month in words.split()]
    for words in (LEVANT_WORDS, GULF_WORDS, MAGHREB_WORDS, MOROCCO_WORDS)
]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@given(
    instants,
    offsets,
    st.sampled_from(["%a, %d %b %Y %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%d %B %Y %H:%M:%S %z"]),
)
def test_machine_forms_round_trip(at: datetime, zone: tzinfo, form: str) -> None:
    parsed = parse_date(at.astimezone(zone).strftime(form))
    assert parsed is not None
    assert (parsed.at, parsed.precision, parsed.zone) == (at, "second", "stated")


@given(
    instants,
    st.sampled_from(["%Y/%m/%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y, %H:%M:%S", "%d-%m-%Y %I:%M:%S %p"]),
)
def test_numeric_forms_round_trip(at: datetime, form: str) -> None:
    parsed = parse_date(at.strftime(form))
    assert parsed is not None
    assert parsed.at == at


@given(instants)
def test_epochs_round_trip(at: datetime) -> None:
    seconds = int(at.timestamp())
    forms = [str(seconds)] if seconds >= 10**8 else []
    forms += [f"{seconds}000"] if seconds >= 10**9 else []  # 12 digits may be a date as well
    for text in forms:
        parsed = parse_date(text)
        assert parsed is not None
        assert parsed.at == at


@given(instants, st.sampled_from(MONTHS), st.sampled_from([{}, EASTERN, PERSIAN]))
def test_arabic_forms_round_trip(at: datetime, months: list[str], digits: dict[int, int]) -> None:
    half = "ص" if at.hour < 12 else "م"
    text = f"{at.day} {months[at.month - 1]} {at.year} - {at:%I:%M} {half}".translate(digits)
    parsed = parse_date(text)
    assert parsed is not None
    assert parsed.at == at.replace(second=0)


@given(st.integers(1330, 1429), st.integers(1, 12))
def test_solar_months_follow_each_other(year: int, month: int) -> None:
    """A month ends the day before the next one begins, in leap years and others."""
    first = parse_date(f"{year}/{month}/1")
    following = parse_date(f"{year}/{month + 1}/1" if month < 12 else f"{year + 1}/1/1")
    assert first is not None
    assert following is not None
    days = (following.at - first.at).days
    assert days in ({31} if month <= 6 else {30} if month < 12 else {29, 30})
    assert first.at.month in {(month + 1) % 12 + 1, (month + 2) % 12 or 12}


@pytest.mark.parametrize(
    ("year", "nowruz"),
    [(1399, "2020-03-20"), (1400, "2021-03-21"), (1404, "2025-03-21"), (1408, "2029-03-20")],
)
def test_solar_years_begin_on_nowruz(year: int, nowruz: str) -> None:
    parsed = parse_date(f"1 فروردین {year}")
    assert parsed is not None
    assert parsed.at.date() == date.fromisoformat(nowruz)


@given(st.text(max_size=120), st.booleans())
def test_any_text_is_answered(text: str, day_first: bool) -> None:
    parsed = parse_date(text, day_first=day_first)
    assert parsed is None or parsed.at.tzinfo is UTC


@given(st.text(alphabet="0123456789:/-.+ #TZNovembrrصم٣نوفمبر年月日", max_size=40))
def test_any_text_like_a_date_is_answered(text: str) -> None:
    parsed = parse_date(text)
    assert parsed is None or 1890 < parsed.at.year < 2110


def test_a_date_keeps_its_distance_from_utc() -> None:
    """What turns the instant back into the publisher's day."""
    found = parse_date("2024-08-05T01:30:00+03:00")
    assert found is not None
    assert (found.at + found.offset).day == 5


@pytest.mark.parametrize(
    ("text", "hour"), [("7 فروردین 1404 - 01:44 عصر", 13), ("7 فروردین 1404 - 04:39 صبح", 4)]
)
def test_persian_halves_of_the_day(text: str, hour: int) -> None:
    """Afternoon and morning, as outlets write them."""
    found = parse_date(text)
    assert found is not None
    assert found.at.hour == hour


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12 مايو 2024 - 14:30 بتوقيت عمّان", 11),
        ("بتوقيت القدس 14:30 12 مايو 2024", 11),
        ("12 يناير 2024 - 14:30 بتوقيت القاهرة", 12),
        ("12 مايو 2024 الساعة 14:30 بتوقيت القاهرة", 11),
    ],
)
def test_a_citys_clock_is_a_stated_zone(text: str, hour: int) -> None:
    """With its summer time; a day behind the clock is no seconds."""
    found = parse_date(text)
    assert found is not None
    assert (found.at.hour, found.at.day, found.zone) == (hour, 12, "stated")
