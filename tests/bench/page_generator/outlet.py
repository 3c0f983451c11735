"""A made-up news outlet: what all its pages share, drawn once by chance.

Between `story` and `systems`: the language, the news system, habits of markup, the lines that recur.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.bench.page_generator.story import LANGUAGES, fill

if TYPE_CHECKING:
    from tests.bench.page_generator.phrases import Phrases

__all__ = ["Outlet", "found"]

_ZONES = {"ar": (180, 120, 60, 240), "fa": (210,), "ur": (300,), "he": (120, 180)}
_LANGUAGE_SHARES = ("ar",) * 6 + ("fa", "fa", "ur", "he")
_CHARSETS = {"ar": "windows-1256", "fa": "windows-1256", "ur": "windows-1256", "he": "windows-1255"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet. `habits` are names of optional things its pages do; `lines` recur on every page."""

    seed: int
    system: str
    phrases: Phrases
    name: str
    domain: str
    style: str
    zone_minutes: int
    dateline: str | None
    byline: str
    read_also: str
    lines: tuple[str, ...]
    date_style: str
    charset: str
    habits: frozenset[str]
    menu: tuple[str, ...] = field(default=())

    def says(self, text: str, rng: random.Random, name: str | None = None) -> str:
        """Fill in a phrase with this outlet's name."""
        return fill(text, rng, self.phrases, outlet=self.name, name=name)


HABITS = {
    "og": 0.85,
    "jsonld": 0.5,
    "jsonld_body": 0.15,
    "standfirst": 0.35,
    "byline_in_body": 0.25,
    "caption_in_body": 0.3,
    "read_also_in_body": 0.5,
    "ad_in_body": 0.45,
    "tail_lines": 0.5,
    "source_line": 0.25,
    "tools_in_body": 0.2,
    "share_in_body": 0.2,
    "tags_in_body": 0.2,
    "related_in_body": 0.3,
    "comments": 0.5,
    "comment_rules": 0.6,
    "author_box": 0.25,
    "next_article": 0.07,
    "phone_copy": 0.08,
    "sidebar_first": 0.3,
    "ticker": 0.5,
    "crumbs": 0.6,
    "views": 0.5,
    "title_in_body": 0.12,
    "date_in_body": 0.2,
    "signup": 0.3,
    "cookies": 0.3,
    "teaser_texts": 0.25,
    "split": 0.15,
    "no_classes": 0.0,
    "description_is_first": 0.4,
    "h2_title": 0.15,
    "linked_words": 0.2,
}
"""How often an outlet has each habit."""


def found(seed: int, systems: dict[str, tuple[str, ...]]) -> Outlet:
    """Found an outlet: `systems` names each news system and the body styles it can have."""
    rng = random.Random(seed)
    phrases = LANGUAGES[rng.choice(_LANGUAGE_SHARES)]
    names = sorted(systems)
    system = names[seed % len(names)]
    name = rng.choice(phrases.outlets)
    pick = rng.choice
    lines = [pick(phrases.tail_lines), pick(phrases.tail_lines), pick(phrases.copyrights)][
        : rng.randint(1, 3)
    ]
    return Outlet(
        seed=seed,
        system=system,
        phrases=phrases,
        name=name,
        domain=f"outlet{seed}.example",
        style=pick(systems[system]),
        zone_minutes=pick(_ZONES[phrases.code]),
        dateline=pick(phrases.datelines) if rng.random() < 0.5 else None,
        byline=pick(phrases.bylines),
        read_also=pick(phrases.read_also),
        lines=tuple(dict.fromkeys(fill(line, rng, phrases, outlet=name) for line in lines)),
        date_style=pick(("names", "names", "slashes", "native", "iso", "names_time", "slashes_time")),
        charset=_CHARSETS[phrases.code] if rng.random() < 0.25 else "utf-8",
        habits=frozenset(habit for habit, chance in HABITS.items() if rng.random() < chance),
        menu=tuple(rng.sample(phrases.menu, k=rng.randint(7, len(phrases.menu)))),
    )
