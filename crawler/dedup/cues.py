"""The words by which a credit is told from a mention, read once from `credit_cues.json`.

Used by `crawler.dedup.credits` alone; pure. All words are folded; a cue of several words is matched as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage.fold import fold

__all__ = ["Cues", "cues"]

_UNSPACED = re.compile("[\u3400-\u9fff]")
_NAME = r"(?P<name>[^\n.,;:()。，；：（）!?]{2,60}?)"
_NAME_ENDS = r"(?=[\n.,;:()。，；：（）!?]|\s+(?:on|and|in|under|with|et|le|el|y|am|und|и|ve)\s|$)"
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}")
_QUOTES = " \t\"'“”‘’«»《》„"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The cues of all languages together: words differ enough between them."""

    before: frozenset[str]
    after: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]
    strict: frozenset[str]
    material: frozenset[str]
    indefinite: frozenset[str]
    other_words: frozenset[str]
    unspaced_before: tuple[str, ...]
    unspaced_after: tuple[str, ...]
    republishing: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    source_label: re.Pattern[str]
    generic: frozenset[str]
    outlet_words: tuple[str, ...]
    articles: frozenset[str]

    def phrases(self, words: Sequence[str]) -> set[str]:
        """Return the words, also without what Arabic writes together with them, and two, three in a row."""
        spelled = {*words, *(word[1:] for word in words if word[0] in "وفبل" and len(word) > 3)}
        spelled |= {word[2:] for word in words if word.startswith("لل") and len(word) > 4}
        spelled |= {" ".join(words[at : at + many]) for many in (2, 3) for at in range(len(words) - many + 1)}
        return spelled

    def republished_names(self, line: str) -> Iterator[re.Match[str]]:
        """Yield where a line says 'first published by' and the like; the group `name` is what follows."""
        lower = line.lower()
        for words, pattern in self.republishing:
            if any(word in lower for word in words):
                yield from pattern.finditer(line)

    def bare_name(self, written: str) -> str | None:
        """Return a publisher's name without article and quotes, None for what is no name."""
        words = written.strip(_QUOTES).split()
        while words and fold(words[0]) in self.articles:
            words.pop(0)
        name = " ".join(words).strip(_QUOTES)
        if not name or len(words) > 5 or len(name) > 40 or fold(name) in self.generic or name not in written:
            return None
        return name if name[0].upper() == name[0] or _DOMAIN.fullmatch(name) else None

    def is_outlet(self, written: str) -> bool:
        """Say whether a dateline's words call themselves an outlet: two words or more, one of them `news`."""
        words = fold(written).split()
        if _UNSPACED.search(written):
            return written.endswith(self.outlet_words) and len(written) < 12
        if not 2 <= len(words) <= 5 or (words[0] in self.before and words[0] not in self.outlet_words):
            return False
        return not set(self.outlet_words).isdisjoint(words)


@cache
def cues() -> Cues:
    """Return the cues."""
    told = json.loads(Path(__file__).with_name("credit_cues.json").read_text(encoding="utf-8"))
    labels = "|".join(re.escape(label) for label in sorted(told["source_labels"], key=len, reverse=True))
    return Cues(
        **{
            name: _folded(told[name])
            for name in ("before", "after", "not_before", "not_after", "strict", "material")
        },
        **{name: _folded(told[name]) for name in ("other_words", "generic", "articles", "indefinite")},
        unspaced_before=tuple(filter(_UNSPACED.search, told["before"])),
        unspaced_after=tuple(filter(_UNSPACED.search, told["after"])),
        republishing=tuple(
            (tuple(pattern["words"]), _compiled(pattern["pattern"])) for pattern in told["republished"]
        ),
        source_label=re.compile(rf"\s*[(（]?\s*(?:(?:{labels})\s*[:：]|نقلاً? عن)\s*", re.IGNORECASE),
        outlet_words=tuple(word if _UNSPACED.search(word) else fold(word) for word in told["outlet_words"]),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    filled = pattern.replace("{name}", _NAME).replace("{{", "{").replace("}}", "}")
    return re.compile(filled + _NAME_ENDS, re.IGNORECASE)


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(map(fold, words)) - {""}
