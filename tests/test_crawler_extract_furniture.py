"""The closed lists of furniture words, folded before they are compared."""

from __future__ import annotations

import pytest

from crawler.extract import furniture


@pytest.mark.parametrize(
    "line",
    ["اقرأ أيضا", "إقرأ أيضًا:", "اقــرأ ايضاً..", "Read also: A bridge", "LIRE AUSSI", "相关阅读：大桥"],
)
def test_read_also_words_are_known_in_many_spellings(line: str) -> None:
    """Hamza, marks, tatweel, case and punctuation do not matter."""
    assert furniture.read_also_lead(line) is not None


@pytest.mark.parametrize("line", ["اقرأوا الكتاب", "Relatedly, he said", "Readmore Ltd closes", "اقرأ"])
def test_words_that_only_begin_alike_are_not_leads(line: str) -> None:
    """Whole words only."""
    assert furniture.read_also_lead(line) is None


@pytest.mark.parametrize(
    "line", ["اعلان", "إعلانات", "ADVERTISEMENT", "- Anzeige -", "Реклама", "[Publicidad]"]
)
def test_ad_labels_stand_alone(line: str) -> None:
    """The whole line is the label."""
    assert furniture.is_ad_label(line)
    assert not furniture.is_ad_label(line + " of a new bridge")


@pytest.mark.parametrize(
    "line", ["شارك", "Share", "3 min read", "12 comments", "عدد المشاهدات: 120", "Drucken"]
)
def test_buttons_and_counters_are_tool_lines(line: str) -> None:
    """Known words alone, or a number with its unit."""
    assert furniture.is_tool_line(line)


def test_the_rules_of_a_comment_section_are_its_head() -> None:
    """Whatever their length; a sentence about comments is not."""
    assert furniture.is_comment_head("التعليقات (3)")
    assert furniture.is_comment_head(
        "شروط التعليق: عدم الإساءة للكاتب أو للأشخاص أو للمقدسات والالتزام بالموضوع"
    )
    assert not furniture.is_comment_head("Comments made by the minister last week caused some unrest")


def test_folding_is_idempotent() -> None:
    """A folded line folds to itself."""
    for line in ("إقرأ أيضًا:", "  « ADVERTISEMENT » ", "ی ک"):
        assert furniture.fold(furniture.fold(line)) == furniture.fold(line)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("not_found", "Harbour Post - 404 Not Found", "404"),
        ("not_found", "الصفحة غير موجودة | الميناء", "الصفحه غير موجوده"),
        ("challenge", "Just a moment...", "just a moment"),
        ("consent", "Here we value your privacy.", "we value your privacy"),
    ],
)
def test_what_a_kind_of_page_says_is_found_anywhere(kind: furniture.Said, text: str, said: str) -> None:
    """Returned folded."""
    assert furniture.says(kind, text) == said
    assert furniture.says(kind, "An ordinary sentence") is None
