"""Where in a text an agency is named: its line, what stands around it, and whether that is a dateline.

Between `crawler.dedup.agencies` and `credits`; pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.dedup.agencies import Mention, find_mentions
from crawler.dedup.cues import cues
from storage.fold import fold, tokens

__all__ = [
    "DASH",
    "HEAD",
    "Place",
    "is_closing",
    "is_credit_line",
    "is_dateline",
    "place_of",
    "words_after",
    "words_before",
]

DASH = "[-–—ـ|]"
"""What parts a dateline from the text."""

HEAD = 110
"""Characters of a line in which a dateline may stand."""

_LONGEST_CREDITS, _MOST_OTHERS = 16, 6
_NEAR = 200  # characters around a name that are looked at
_OPENING = re.compile(r"[(（\[/]\s*[^()（）\[\]\n]{0,40}$")
_CLOSING = re.compile(r"[^()（）\[\]\n]{0,40}[)）\]/]")
_PLACE = re.compile(rf"[^\n.!?؟。:]{{0,60}}?(?:{DASH}|,|،|\.|/|\d\s)\s*")
_DOTTED = re.compile(
    r"\s*(?P<city>[^\n.!?؟。:]{2,30})\.\s+(?:[^\n.!?؟。:]{3,25}\.\s+)?"
)  # МОСКВА. 3 мая. ИНТЕРФАКС
_AFTER_NAME = re.compile(rf"\s*(?:{DASH}|:|/|$|[.,]\s*{DASH})")
_AFTER_DASH = re.compile(rf".*{DASH}\s*")
_DATED = re.compile(r"\s*,[^\n.]{3,25}\.|[^，。\n]{0,20}日?电|记者[^，。\n]{0,12}$")
_BYLINE = re.compile(r"(?:by|par|por|von|كتب|كتبت|تقرير)\b[^\n]{0,50}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a mention stands: its line, from where to where in it, and which line of how many that is."""

    line: str
    start: int
    end: int
    number: int
    lines: int

    @property
    def before(self) -> str:
        return self.line[max(0, self.start - _NEAR) : self.start]

    @property
    def after(self) -> str:
        return self.line[self.end : self.end + _NEAR]

    @property
    def is_alone(self) -> bool:
        """Say whether the line has little else, at the text's beginning or end."""
        outside = len(tokens(self.before)) + len(tokens(self.after))
        return self.lines > 1 and outside <= 3 and (self.number < 2 or self.number >= self.lines - 2)


def place_of(text: str, mention: Mention) -> Place:
    """Return where in the text a mention stands."""
    begins = text.rfind("\n", 0, mention.start) + 1
    ends = text.find("\n", mention.end)
    return Place(
        line=text[begins : ends if ends >= 0 else len(text)],
        start=mention.start - begins,
        end=mention.end - begins,
        number=len(text[:begins].split("\n")) - 1,
        lines=text.count("\n") + 1,
    )


def is_dateline(place: Place) -> bool:
    """Say whether the name stands where texts begin: `LONDON (Reuters) -`, `عمان - بترا`, `/ТАСС/`."""
    if place.number > 2 or place.start > HEAD:
        return False
    before, after = place.before, place.after
    if _OPENING.search(before) and _CLOSING.match(after):
        return not words_before(place, 6) & cues().before
    if not before.strip(" \"'“«"):
        return bool(_AFTER_NAME.match(after.lstrip("\"'”»")) or _DATED.match(after))
    if place.is_alone or (_BYLINE.fullmatch(before.strip()) and len(tokens(after)) < 3):
        return True
    dotted = _DOTTED.fullmatch(before)
    if dotted and dotted["city"].isupper() and (after.startswith(".") or _AFTER_NAME.match(after)):
        return True
    ends = _AFTER_NAME.match(after) or (after.startswith(".") and _AFTER_DASH.fullmatch(before))
    return bool(_PLACE.fullmatch(before) and ends)


def is_closing(place: Place) -> bool:
    """Say whether the name stands alone or in brackets at the very end."""
    if place.number < place.lines - 2:
        return False
    in_brackets = _OPENING.search(place.before) and _CLOSING.fullmatch(place.after.strip(" ."))
    return place.is_alone or bool(in_brackets and not words_before(place, 6) & cues().before)


def is_credit_line(place: Place) -> bool:
    """Say whether the line only says whose material the text is from: `With reporting by AFP and dpa`."""
    if 3 <= place.number < place.lines - 3:
        return False
    words = fold(place.line).split()
    if len(words) > _LONGEST_CREDITS or cues().material.isdisjoint(cues().phrases(words)):
        return False
    named = sum(len(tokens(place.line[one.start : one.end])) for one in find_mentions(place.line))
    return len(words) - named <= _MOST_OTHERS


def words_before(place: Place, count: int) -> set[str]:
    """Return the last words of the sentence before the name, folded, and each two and three in a row."""
    sentence = re.split(r"[.!?؟;؛。]\s", place.before)[-1]
    return cues().phrases(fold(sentence).split()[-count:])


def words_after(place: Place, count: int) -> set[str]:
    """Return the first words of the sentence after the name, in the same way."""
    sentence = re.split(r"[.!?؟;؛。](?:\s|$)", place.after)[0]
    return cues().phrases(fold(sentence).split()[:count])
