"""Third texts: where they differ from a match as well, values stand, not edits."""

from __future__ import annotations

from crawler.dedup.shingles import shingled
from crawler.dedup.siblings import recurrence
from crawler.dedup.verify import Match, compare

FORM = (
    "The library in {a} will be closed on {b} while the heating is repaired, the council has told readers.\n"
    "Books that fall due that week may be brought back later without a fine, and the reading room of the "
    "school at {c} is open to everybody who needs a quiet place to work.\n"
    "Questions are answered at the desk of the town hall, where {d} has the new timetable in large print."
)
REPORT = FORM.format(a="Linton", b="Monday", c="Oakham", d="the porter")
OTHER = FORM.format(a="Corfe", b="Friday", c="Kelso", d="the clerk")
THIRD = FORM.format(a="Marlow", b="Sunday", c="Elsham", d="the bailiff")


def match(one: str, other: str) -> Match:
    found = compare(shingled(one), shingled(other))
    assert found is not None
    return found


def said(text: str, best: str, *siblings: str) -> float:
    return recurrence(match(text, best), [match(best, one) for one in siblings])


def test_three_values_at_every_place_say_form() -> None:
    assert said(THIRD, REPORT, OTHER) > 3
    assert said(THIRD, OTHER, REPORT) > 3


def test_an_edited_copy_beside_another_report_is_no_form() -> None:
    copied = REPORT.replace("has told readers", "says").replace("quiet place", "calm corner")
    assert said(copied, REPORT, OTHER) == 0


def test_copies_of_the_match_say_nothing() -> None:
    assert said(THIRD, REPORT, REPORT.replace("large print", "big letters")) == 0
    assert said(THIRD, REPORT) == 0


def test_what_a_sibling_has_in_the_same_place_says_nothing() -> None:
    """Then the text is a copy of the sibling, and the match an older wording."""
    assert said(OTHER.replace("everybody", "all"), REPORT, OTHER) == 0
