"""Dates as outlets write them: month names of each country, native digits, the Persian calendar.

Used by `furniture` for the visible date line; the gold date is the instant itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["to_jalali", "write_date"]

_MONTHS = {
    "ar": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    "fa": [
        "فروردین",
        "اردیبهشت",
        "خرداد",
        "تیر",
        "مرداد",
        "شهریور",
        "مهر",
        "آبان",
        "آذر",
        "دی",
        "بهمن",
        "اسفند",
    ],
    "ur": [
        "جنوری",
        "فروری",
        "مارچ",
        "اپریل",
        "مئی",
        "جون",
        "جولائی",
        "اگست",
        "ستمبر",
        "اکتوبر",
        "نومبر",
        "دسمبر",
    ],
    "he": [
        "ינואר",
        "פברואר",
        "מרץ",
        "אפריל",
        "מאי",
        "יוני",
        "יולי",
        "אוגוסט",
        "ספטמבר",
        "אוקטובר",
        "נובמבר",
        "דצמבר",
    ],
}
_LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
_DAYS = {
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    "fa": ["دوشنبه", "سه\u200cشنبه", "چهارشنبه", "پنج\u200cشنبه", "جمعه", "شنبه", "یکشنبه"],
    "ur": ["پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ", "اتوار"],
    "he": ["יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "שבת", "יום ראשון"],
}
_DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹", "ur": "۰۱۲۳۴۵۶۷۸۹"}
_HALVES = {"ar": ("ص", "م"), "fa": ("صبح", "عصر"), "ur": ("صبح", "شام"), "he": ("", "")}
_MONTH_STARTS = (0, 31, 62, 93, 124, 155, 186, 216, 246, 276, 306, 336)


def write_date(when: datetime, language: str, style: str, *, levant: bool = False) -> str:
    """Write the date, and in most styles the time, of `when` as seen on its own clock."""
    if style == "iso":
        return when.strftime("%Y-%m-%d %H:%M")
    if style.startswith("slashes"):
        text = when.strftime("%d/%m/%Y")
        return f"{text} {when:%H:%M}" if style.endswith("time") else text
    text = _in_words(when, language, levant=levant)
    if style == "names_time":
        before_noon, after_noon = _HALVES[language]
        half = before_noon if when.hour < 12 else after_noon
        clock = f"{(when.hour - 1) % 12 + 1:02}:{when.minute:02} {half}" if half else f"{when:%H:%M}"
        text = f"{text} {'الساعة ' if language == 'ar' else '- '}{clock}".strip()
    if style == "native" and language in _DIGITS:
        text = f"{text} - {when:%H:%M}".translate(str.maketrans("0123456789", _DIGITS[language]))
    return text


def _in_words(when: datetime, language: str, *, levant: bool) -> str:
    day_name = _DAYS[language][when.weekday()]
    if language == "fa":
        year, month, day = to_jalali(when.date())
        return f"{day_name} {day} {_MONTHS['fa'][month - 1]} {year}"
    months = _LEVANT if language == "ar" and levant else _MONTHS[language]
    comma = "، " if language != "he" else ", "
    return f"{day_name}{comma}{when.day} {months[when.month - 1]} {when.year}"


def to_jalali(day: date) -> tuple[int, int, int]:
    """Year, month and day in the Persian solar calendar; right for 1799 to 2256 (33-year leap cycle)."""
    year = day.year - 621
    new_year = _nowruz(year)
    if day < new_year:
        year -= 1
        new_year = _nowruz(year)
    passed = (day - new_year).days
    month = max(i for i, start in enumerate(_MONTH_STARTS) if start <= passed)
    return year, month + 1, passed - _MONTH_STARTS[month] + 1


def _nowruz(year: int) -> date:
    """The first day of a Persian year: one of 20 to 22 March."""
    known, ordinal = 1400, date(2021, 3, 21).toordinal()
    step = 1 if year >= known else -1
    for one in range(known, year, step):
        leap_of = one if step > 0 else one - 1
        ordinal += step * (366 if leap_of % 33 in (1, 5, 9, 13, 17, 22, 26, 30) else 365)
    return date.fromordinal(ordinal)
