"""The text's own language wins over what the page says."""

from __future__ import annotations

import pytest

from crawler.extract.language import base_language, detect_language, direction_of, main_script

ENGLISH = (
    "The bridge over the weir will be closed until the end of May, the council said on Thursday evening. " * 2
)
ARABIC = "أعلنت البلدية إغلاق الجسر حتى نهاية شهر أيار، وقالت إن العمل يحتاج إلى أسابيع من الطقس الجاف. " * 2
PERSIAN = "شهرداری اعلام کرد که پل تا پایان ماه بسته می‌شود و کارگران به هوای خشک نیاز دارند. " * 2

GERMAN = (
    "Die Brücke über das Wehr bleibt bis Ende Mai gesperrt, teilte die Gemeinde am Donnerstagabend mit. " * 2
)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (ENGLISH, None, "en"),
        (ENGLISH, "en-GB", "en"),
        (ENGLISH, "ar", "en"),
        (ARABIC, "en", "ar"),
        (ARABIC, "ar-JO", "ar"),
        (PERSIAN, "ar", "fa"),
        (PERSIAN, None, "fa"),
        (GERMAN, "en", "de"),
        ("גשר הולכי הרגל נפתח מחדש", "en", "he"),
        ("橋は五月末まで閉鎖されると町は発表した。", None, "ja"),
        ("大桥将关闭至五月底，镇政府周四晚间表示。" * 8, None, "zh"),
        ("عاجل", "ar", "ar"),
        ("Hei", "nb-NO", "no"),
        ("", "fr_FR", "fr"),
        ("", None, None),
    ],
)
def test_language_is_that_of_the_text(text: str, declared: str | None, language: str | None) -> None:
    """A wrong declaration is overruled, a right one kept, and a short text believes it."""
    assert detect_language(text, declared=declared).language == language


def test_the_operators_word_serves_where_the_page_is_silent() -> None:
    """The source's language is the last to be asked."""
    assert detect_language("Hei", expected="no") == ("no", "source")


def test_direction_is_that_of_the_letters() -> None:
    """Without any, of the language."""
    assert direction_of(ARABIC, "en") == "rtl"
    assert direction_of(ENGLISH, "ar") == "ltr"
    assert direction_of("2021", "ar") == "rtl"
    assert direction_of("", None) == "ltr"


@pytest.mark.parametrize(
    ("tag", "base"),
    [("ar-JO", "ar"), ("en_GB.UTF-8", "en"), ("iw", "he"), ("x", None), ("", None), ("arabic", None)],
)
def test_tags_are_cut_to_their_base(tag: str, base: str | None) -> None:
    """Old codes become the ones in use."""
    assert base_language(tag) == base


def test_a_text_without_letters_has_no_script() -> None:
    """Digits and marks belong to none."""
    assert main_script("2021 – !") is None
    assert main_script("ГАЗЕТА") == "cyrillic"
