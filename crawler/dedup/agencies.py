"""Where a text names a known agency or outlet, in any of their spellings.

Data: `agencies.json`, our own compilation. Used by `crawler.dedup.credits`; pure. Being named is not being
credited: that is decided there.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Agency", "Mention", "find_mentions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A news agency (`kind` is `agency`) or another publisher (`outlet`).

    `is_common` says that its name is also another word, place or person.
    """

    name: str
    kind: str
    is_common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in a text where an agency is named; `prefix` is what Arabic writes together with it."""

    agency: Agency
    start: int
    end: int
    prefix: str = ""


_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
_BETWEEN = re.compile("[\\s\u200c.\\-–'’«»\"“”]{0,3}")
# one character for one: places in the text stay what they are
_SAME_LENGTH = str.maketrans("أإآٱىیةکЁёİ", "ااااييهكЕеi")
_ARABIC_PREFIXES = ("و", "ف", "ل", "لـ", "ب", "ك", "ال", "ول", "ولـ", "وب", "فل")

_Spelling = tuple[tuple[str, ...], str, Agency]


def find_mentions(text: str) -> list[Mention]:
    """Return every mention, in the order of the text, none overlapping; the longest spelling wins."""
    found = [*_spaced_mentions(text), *(_unspaced_mentions(text) if _UNSPACED.search(text) else ())]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _spaced_mentions(text: str) -> Iterator[Mention]:
    plain = text.translate(_SAME_LENGTH).lower()
    words = list(_WORD.finditer(plain))
    spellings = _spellings()
    for place, word in enumerate(words):
        for prefix, first in _readings(word[0], spellings):
            for parts, spelling, agency in spellings[first]:
                end = _end(plain, words, place, parts)
                start = word.start() + len(prefix)
                if end and _is_cased_alike(text[start:end], spelling):
                    yield Mention(agency=agency, start=start, end=end, prefix=prefix)


def _readings(word: str, known: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield the known word, and what of it is known without a prefix or ending: (prefix, word)."""
    if word in known:
        yield "", word
    if "\u0621" <= word[0] <= "\u064a":
        yield from _without_prefix(word, known)
    elif word[0] == "ל" and len(word) > 4 and word[1:] in known:  # Hebrew, "to"
        yield "ל", word[1:]
    elif "\u0400" <= word[0] <= "\u04ff" and len(word) > 4:  # Russian endings
        yield from (("", rest) for rest in (word[:-1], word[:-2]) if rest in known)


def _without_prefix(word: str, known: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield what is left without what Arabic writes together with a word: `ل` for "to", `و` for "and"."""
    for prefix in _ARABIC_PREFIXES:
        rest = word[len(prefix) :]
        if len(rest) > 3 and rest in known and word.startswith(prefix):
            yield prefix, rest
    if word.startswith("لل") and "ا" + word[1:] in known:
        yield "ل", "ا" + word[1:]


def _end(plain: str, words: list[re.Match[str]], place: int, parts: tuple[str, ...]) -> int:
    """Return where the spelling that begins at this word ends; 0 where another word follows."""
    for offset, part in enumerate(parts[1:], start=1):
        if place + offset >= len(words):
            return 0
        word, before = words[place + offset], words[place + offset - 1]
        if word[0] != part or not _BETWEEN.fullmatch(plain, before.end(), word.start()):
            return 0
    return words[place + len(parts) - 1].end()


def _is_cased_alike(written: str, spelling: str) -> bool:
    """Say whether capitals stand where the spelling has them; all in capitals is fine for a long name."""
    letters = [letter for letter in written if letter.isalpha()]
    wanted = [letter for letter in spelling if letter.isalpha()]
    if all(letter.lower() == letter.upper() for letter in wanted):
        return True
    if len(wanted) > 5 and "".join(letters).isupper():
        return True
    return all(
        letter.isupper() or not want.isupper() for letter, want in zip(letters, wanted, strict=False)
    ) and (not spelling.isupper() or "".join(letters).isupper())


def _unspaced_mentions(text: str) -> Iterator[Mention]:
    by_spelling = _unspaced_spellings()
    first = re.escape("".join(sorted({spelling[0] for spelling in by_spelling})))
    longest_first = sorted(by_spelling, key=len, reverse=True)
    for found in re.finditer(f"(?=[{first}])(?:{'|'.join(map(re.escape, longest_first))})", text):
        yield Mention(agency=by_spelling[found[0]], start=found.start(), end=found.end())


@cache
def _agencies() -> tuple[tuple[Agency, tuple[str, ...]], ...]:
    rows = json.loads(Path(__file__).with_name("agencies.json").read_text(encoding="utf-8"))
    return tuple(
        (
            Agency(name=row["name"], kind=row["kind"], is_common=row.get("common", False)),
            tuple(row["spellings"]),
        )
        for row in rows
    )


@cache
def _spellings() -> dict[str, list[_Spelling]]:
    """Return the spellings by their first word, longest first."""
    by_first: dict[str, list[_Spelling]] = defaultdict(list)
    for agency, spellings in _agencies():
        for spelling in spellings:
            parts = tuple(_WORD.findall(spelling.translate(_SAME_LENGTH).lower()))
            if not _UNSPACED.search(spelling):
                by_first[parts[0]].append((parts, spelling, agency))
    for same_first in by_first.values():
        same_first.sort(key=lambda told: len(told[0]), reverse=True)
    return dict(by_first)


@cache
def _unspaced_spellings() -> dict[str, Agency]:
    return {
        spelling: agency
        for agency, spellings in _agencies()
        for spelling in spellings
        if _UNSPACED.search(spelling)
    }
