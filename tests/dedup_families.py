"""Families of reports that say the same words about other people: what must never be merged.

Own texts. Within a family names, teams, cities, days and spelled-out numbers change, seldom a digit: the case
that tests on numbers cannot see. `reports` makes them, `copies` what another outlet makes of one.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["DESKS", "FRESH", "LATER", "TOLD", "Families", "Report", "copied", "reports"]

Families = dict[str, Any]


def _load(name: str) -> Families:
    families: Families = json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return families


TOLD = _load("dedup_families.json")
"""The families the names test was made with."""

FRESH = _load("dedup_families_fresh.json")
"""Families written after it, of other topics, with Chinese: to see whether it holds."""

DESKS = _load("dedup_families_desks.json")
"""Families written after those, in eleven languages: what desks fill in, with inflections and numbers."""

LATER = _load("dedup_families_later.json")
"""Families written when the others were done with: eight languages, longer reports, fewer slots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of a family: `family` and `number` say which, `text` is its body."""

    language: str
    family: int
    number: int
    text: str


def reports(*, each: int, seed: int = 0, families: Families = TOLD) -> Iterator[Report]:
    """Yield `each` reports of every family; the same for the same seed."""
    chance = random.Random(seed)
    for language, told in families.items():
        for family, form in enumerate(told["forms"]):
            for number in range(each):
                text = _filled("\n".join(form), told["values"], chance)
                yield Report(language=language, family=family, number=number, text=text)


def copied(report: Report, *, seed: int = 0) -> str:
    """Return the report as another outlet runs it: its own dateline, a word changed, a closing line added."""
    chance = random.Random(f"{seed}-{report.text}")
    told = TOLD[report.language]
    words = report.text.split(" ")
    place = chance.randrange(8, len(words) - 8)
    words[place : place + 1] = chance.choice([[], [words[place], words[place - 4]]])
    city = chance.choice(told["values"]["city"].split("|"))
    return f"{city} - {told['outlet']} - {' '.join(words)}\n{told['closing']}"


def _filled(template: str, values: dict[str, str], chance: random.Random) -> str:
    """Fill the slots; `{city}` and `{city2}` are different cities, a repeated slot keeps its value."""
    slots = dict.fromkeys(re.findall(r"\{(\w+)\}", template))
    kinds: dict[str, list[str]] = {}
    filled = {}
    for slot in slots:
        kind = slot.rstrip("0123456789")
        if kind == "person" and kind not in values:
            filled[slot] = " ".join(chance.choice(values[name].split("|")) for name in ("first", "last"))
            continue
        rest = kinds.setdefault(kind, _shuffled(values[kind].split("|"), chance))
        filled[slot] = rest.pop()
    return template.format_map(filled)


def _shuffled(values: list[str], chance: random.Random) -> list[str]:
    return chance.sample(values, len(values))
