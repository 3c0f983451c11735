"""The words of a text as `storage.fold` has them, each with the case it was written in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from storage.fold import tokens

__all__ = ["Case", "Word", "written_words"]

_SENTENCE_END = (".", "!", "?", "…", ":", "؟", "。")
_CLOSING = "\"'”’»)"


class Case(Enum):
    """How a word is written: `FIRST` is a capital that begins a sentence, `NONE` has no letter with case."""

    NONE = auto()
    LOWER = auto()
    CAPITAL = auto()
    FIRST = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and its case."""

    text: str
    case: Case


def written_words(text: str) -> list[Word]:
    """Return the folded words in the order `tokens` has them; text all in capitals has no case."""
    found = []
    shouts = text.isupper()
    for line in text.split("\n"):
        is_first = True
        for written in line.split():
            case = Case.NONE if shouts else _case(written, is_first=is_first)
            folded = tokens(written)
            found += [Word(word, case) for word in folded]
            if folded:
                is_first = written.rstrip(_CLOSING).endswith(_SENTENCE_END)
    return found


def _case(written: str, *, is_first: bool) -> Case:
    letter = next(filter(str.isalpha, written), "")
    if letter.upper() == letter.lower():
        return Case.NONE
    if letter.islower():
        return Case.LOWER
    return Case.FIRST if is_first else Case.CAPITAL
