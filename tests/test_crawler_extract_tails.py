"""What stands below a body goes from the end upwards; a last paragraph that looks a little like it stays."""

from __future__ import annotations

import pytest

from crawler.extract.blocks import segment
from crawler.extract.reasons import NoArticle
from crawler.extract.tails import without_tail
from crawler.extract.tree import parse_tree

BODY = "قال صيادون في المرفأ إن الموسم هذا العام أفضل مما توقعوه بعد ثلاث سنوات عجاف."


def tail_of(*lines: str) -> list[str]:
    """The texts left of a body with lines below it, for an outlet called نبأ الساحل."""
    root = parse_tree("".join(f"<p>{line}</p>" for line in (BODY, *lines)))
    assert not isinstance(root, NoArticle)
    return [block.text for block in without_tail(segment(root), ("نبأ الساحل",))][1:]


@pytest.mark.parametrize(
    "line",
    [
        "تابعونا عبر حساباتنا على تويتر وإنستغرام",
        "نبأ الساحل على تلغرام: كل جديد المرافئ",
        "لإرسال أخباركم: <a href='mailto:a@b.example'>a@b.example</a>",
        "خط التحرير: 04 555 0199 21",
        "المصدر: وكالة المرافئ",
        "(تحرير هناء الراوي)",
        "صفحتنا على <a href='https://fb.example/x'>فيسبوك</a>",
        "انتهای پیام/",
        "© نبأ الساحل",
        "نشرت المادة كما وردت والموقع غير مسؤول عن محتواها، دون أدنى مسؤولية عليه.",
        "للوصول إلى الأرشيف انقر هنا",
        "مرات القراءة: 412",
        "مفيد 3 ممتع 0 محزن 1",
    ],
)
def test_a_line_below_the_body_goes(line: str) -> None:
    """An invitation, a contact, a credit, whatever the words around them."""
    assert tail_of(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "ونشر الرئيس على صفحته في فيسبوك صورة للمرفأ القديم قبل الترميم.",
        "وأضاف: سنعود غدا إلى البحر",
        "وبلغ الإنتاج 1200 طن",
        "وكتب على تويتر أن الموسم لم ينته بعد",
    ],
)
def test_a_last_paragraph_stays(line: str) -> None:
    """One sign alone is no proof."""
    assert tail_of(line) == [line]
