"""Cutting the name of the site, or of a section of it, off either end of a title.

Used by `headlines`. A part goes where somebody says that it is a name: the page's own data, its domain, or
another wording of the headline that does without it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from crawler.extract.facts import Stated
from crawler.extract.text import key, letters

__all__ = ["SiteNames", "cuts", "without_site"]

_SEPARATOR = re.compile(
    r"\s+[|\-–—·•»«:/>~]+\s+|\s*[｜│]\s*|\s*\|\s*|\s+::\s+|：|(?<=\S)\s+-(?=\S)|(?<=\w):\s"
)
_MIN_HEAD_LETTERS = 12
_MIN_NAME_LETTERS = 4
_MAX_NAME_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNames:
    """The keys of every name a site goes by, and the label of its domain (`tidepost` of
    `tidepost.example`)."""

    keys: frozenset[str] = frozenset()
    label: str = ""

    @classmethod
    def of(cls, names: Sequence[str], label: str = "") -> Self:
        """Make them of names as written."""
        return cls(keys=frozenset(key(name) for name in names if name) - {""}, label=key(label))

    def has(self, text: str) -> bool:
        """Whether the text is one of the names, as far as its letters tell."""
        return key(text) in self.keys

    def resembles(self, part: str, rest: str) -> bool:
        """Whether a part is a name, or carries the domain's label or lies in it, being the smaller part."""
        spelt = key(part)
        if spelt in self.keys:
            return True
        is_small = len(spelt) < len(key(rest)) and len(part.split()) <= _MAX_NAME_WORDS
        inner, outer = sorted((spelt, self.label), key=len)
        return is_small and len(inner) >= _MIN_NAME_LETTERS and inner in outer


def without_site(candidate: Stated, given: Sequence[Stated], names: SiteNames) -> str:
    """Cut a site or section name off either end, where another candidate or the site's names say it is one.

    A wording that the article itself (JSON-LD, `h1`, its feed entry) and somebody else give in full stays
    whole: its first part is a kicker, not a section. Only the entry's own wording may be cut out of it.
    """
    text = candidate.text
    others = {key(c.text) for c in given if c is not candidate}
    trusted = others
    if key(text) in _settled(given):
        trusted = {key(c.text) for c in given if c.origin == "entry"} - {key(text)}
    for head, tail in cuts(text):
        if names.resembles(tail, head) or key(head) in trusted:
            return head
        if names.resembles(head, tail) or key(tail) in trusted:
            return tail
    return text if others or candidate.origin != "title" else _guessed_head(text)


def _settled(given: Sequence[Stated]) -> frozenset[str]:
    """The wordings that JSON-LD, an `h1` or the feed entry share with another candidate."""
    count = Counter(key(c.text) for c in given)
    own = {key(c.text) for c in given if c.origin in ("jsonld", "h1", "entry")}
    return frozenset(spelt for spelt in own if count[spelt] > 1)


def cuts(text: str) -> Iterator[tuple[str, str]]:
    """Every way to part a text at a separator into two with letters."""
    for separator in _SEPARATOR.finditer(text):
        head, tail = text[: separator.start()].strip(), text[separator.end() :].strip()
        if key(head) and key(tail):
            yield head, tail


def _guessed_head(text: str) -> str:
    """With nothing but `<title>` to go by: what follows the last separator is the site if it is short."""
    found = [cut for cut in cuts(text) if not re.match(r":\s", text[len(cut[0]) :])]
    if found:
        head, tail = found[-1]
        if letters(head) >= _MIN_HEAD_LETTERS and len(tail.split()) <= 4 and len(tail) < len(head):
            return head
    return text
