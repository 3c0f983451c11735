"""Date lines near the headline are asked in the order in which they are likely to be the publishing date."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from tests.extract_help import metadata_of

AMMAN = timezone(timedelta(hours=3))
AT = datetime(2024, 3, 12, 22, 5, tzinfo=AMMAN)
TEXT = (
    "<p>قال صيادون في المرفأ إن الموسم هذا العام أفضل مما توقعوه، وإن البيع يبدأ في 3 كانون الثاني 2019.</p>"
)


@pytest.mark.parametrize(
    "lines",
    [
        "<ul><li>12/03/2024</li><li>22:05</li></ul>",
        "<div>التاريخ: 12/3/2024</div><div>الوقت: 10:05 م</div>",
        "<table><tr><td>التاريخ</td><td>12/03/2024</td></tr><tr><td>الساعة</td><td>22:05</td></tr></table>",
        "<span title='2024-03-12T22:05:00+03:00'>منذ ساعتين</span>",
        "<span data-time='2024-03-12 22:05:00'>قبل 3 ساعات</span>",
        "<span data-timestamp='1710270300'>منذ يوم</span>",
        "<div>آخر تعديل: 13/03/2024 08:00</div><div>تاريخ النشر: 12/03/2024 22:05</div>",
        "<div>تم النشر: 12/03/2024 22:05 تم التحديث: 13/03/2024 08:00</div>",
        "<div>آخر تحديث 12/03/2024 22:05</div>",
        "<div><i></i>2024-03-12<i></i>22:05</div>",
        "<div>عدد القراءات 1205 - 12/03/2024 - 22:05</div>",
    ],
)
def test_the_instant_is_found_below_the_headline(lines: str) -> None:
    """Not today's date in the head of the page, nor a date the text tells of."""
    page = f"<body><div>الخميس 21 آذار 2024</div><h1>موسم جيد للصيد في المرفأ</h1>{lines}{TEXT}</body>"
    found = metadata_of(page, source_zone=AMMAN).published
    assert found is not None
    assert found.at == AT


def test_a_sentence_is_no_date_line() -> None:
    """A page without a date line has no date, whatever its text tells of."""
    assert metadata_of(f"<body><h1>موسم جيد للصيد في المرفأ</h1>{TEXT}</body>").published is None


def test_a_date_is_read_apart_from_what_follows_it_without_a_space() -> None:
    """Floats and margins part what the markup does not."""
    line = "<div><span>12/03/2024 10:05 م</span><span>المشاهدات: 412</span></div>"
    found = metadata_of(
        f"<body><h1>موسم جيد للصيد في المرفأ</h1>{line}{TEXT}</body>", source_zone=AMMAN
    ).published
    assert found is not None
    assert found.at == AT
