"""Slots or edits: what differs between two texts decides whether they are two reports."""

from __future__ import annotations

import pytest

from crawler.dedup.shingles import shingled
from crawler.dedup.slots import fills_slots
from crawler.dedup.verify import compare

MEETING = (
    "The foreign minister, {a}, met the ambassador of {b} on {c} to discuss trade and the coming summit.\n"
    "Both sides said the talks had been useful and that they would meet again in {d} before long.\n"
    "Officials of the ministry and members of the chamber took part in the talks, which {e} chaired."
)
ARABIC = (
    "استقبل رئيس الجامعة {a} في مكتبه صباح {b} وفدا من جامعة {c} يزور البلاد هذه الأيام.\n"
    "وبحث الجانبان سبل التعاون في مجالات البحث العلمي وتبادل الطلبة وأعضاء هيئة التدريس بين الجامعتين.\n"
    "وحضر اللقاء {d} وعدد من العمداء والمسؤولين الذين قدموا شرحا عن الكليات والبرامج التي تطرحها الجامعة."
)


def fills(one: str, other: str) -> bool:
    match = compare(shingled(one), shingled(other))
    assert match is not None
    return fills_slots(match, *((one, other) if match.is_first_smaller else (other, one)))


def test_other_names_in_the_same_form_fill_slots() -> None:
    one = MEETING.format(a="Alan Barlow", b="Norland", c="Monday", d="Exeter", e="Rosa Lomax")
    other = MEETING.format(a="Ivan Pickard", b="Westria", c="Friday", d="Truro", e="Paula Quayle")
    assert fills(one, other)
    assert fills(other, one)


def test_moved_paragraphs_do_not_hide_slots() -> None:
    one = MEETING.format(a="Alan Barlow", b="Norland", c="Monday", d="Exeter", e="Rosa Lomax")
    other = MEETING.format(a="Ivan Pickard", b="Westria", c="Friday", d="Truro", e="Paula Quayle")
    first, second, third = other.split("\n")
    assert fills(one, f"{third}\n{first}\n{second}")
    first, second, third = one.split("\n")
    assert not fills(one, f"{third}\n{first}\n{second}")


def test_a_value_replaced_is_a_slot_wherever_else_it_stands() -> None:
    form = (
        "星期{}傍晚，环城公路上一辆货车与两辆轿车相撞，造成{}人轻伤，伤者已被送往医院。\n交警部门封闭道路。"
    )
    assert fills(form.format("一", "三"), form.format("四", "两"))


def test_scripts_without_capitals_have_names_too() -> None:
    one = ARABIC.format(a="خالد النجار", b="الاثنين", c="الساحل", d="منى العمري")
    other = ARABIC.format(a="سامي الحداد", b="الخميس", c="الواحة", d="زياد الخطيب")
    assert fills(one, other)


def test_words_added_dropped_and_replaced_are_edits() -> None:
    one = MEETING.format(a="Alan Barlow", b="Norland", c="Monday", d="Exeter", e="Rosa Lomax")
    other = one.replace("useful", "very useful").replace("to discuss", "and discussed").replace("again ", "")
    assert not fills(one, other.replace("chamber took part", "chamber also took part"))


def test_one_name_spelled_in_two_ways_is_no_slot() -> None:
    one = MEETING.format(a="Mohammed Husseini", b="Norland", c="Monday", d="Exeter", e="Rosa Lomax")
    other = MEETING.format(a="Muhammad Hussaini", b="Norland", c="Monday", d="Exeter", e="Rosa Lomax")
    assert not fills(one, other)


def test_numbers_are_left_to_the_tests_on_numbers() -> None:
    text = "The hall holds {} people and the new stand {} more, the club said as it showed the plans."
    assert not fills(text.format(120, 4100), text.format(125, 4100))


def test_the_same_text_fills_nothing() -> None:
    text = MEETING.format(a="A B", b="C", c="Monday", d="D", e="E F")
    assert not fills(text, text)


@pytest.mark.parametrize("outlet", ["The Chronicle", "Daily Courier"])
def test_the_outlets_own_name_in_a_long_text_is_no_slot(outlet: str) -> None:
    body = " ".join(
        f"{word}{number}x" for number in range(30) for word in ("storm", "river", "field", "stone")
    )
    body = "".join(character for character in body if not character.isdigit() or character in "0123456789")
    assert not fills(f"{body} Copyright Metro Post all rights.", f"{body} Copyright {outlet} all rights.")
