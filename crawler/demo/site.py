"""Sites of the demo web: how each host looks, encodes, lists and misbehaves, read from `sites.json`.

Beside `story`; `page`, `lists` and `world` read both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

__all__ = ["Dates", "Interlude", "ListSpec", "Site", "Trap", "load_sites"]

FILE = Path(__file__).with_name("sites.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpec:
    """One list a site serves: where, in which format, and what it does to the addresses in it.

    `kind` names a writer in `lists`. `full` puts whole bodies into the entries, `query` is glued to every
    address (campaign parameters), `amp` lists AMP addresses where a story has one, `bare_ampersand` leaves
    `&` as it is.
    """

    path: str
    kind: Literal["rss", "rdf", "atom", "json", "sitemap_index", "news_sitemap", "sitemap"]
    full: bool = False
    query: str = ""
    amp: bool = False
    bare_ampersand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Interlude:
    """HTML that a site puts between the paragraphs of a body, after the one numbered `after` (from 1)."""

    after: int
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """An address that a site's lists name as a story and that does not serve one.

    `kind` says what happens there (see `traps`), `outcome` how the crawler must count it: a whole outcome
    or its first word. `age_m` is its age in the lists, in minutes; one not `listed` is only led to.
    """

    path: str
    title: str
    kind: str
    outcome: str
    age_m: int = 0
    target: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """How a site prints a time: a pattern, its month names, its digits, its distance from UTC in hours."""

    pattern: str = "{day} {month} {year}, {hour}:{minute}"
    months: tuple[str, ...]
    digits: str = "0123456789"
    utc_hours: int = 0

    def shown(self, when: datetime) -> str:
        """Return `when` in the site's own writing."""
        local = when + timedelta(hours=self.utc_hours)
        text = self.pattern.format(
            day=local.day,
            month=self.months[local.month - 1],
            month_number=f"{local.month:02}",
            year=local.year,
            hour=f"{local.hour:02}",
            minute=f"{local.minute:02}",
        )
        return text.translate({ord(str(n)): digit for n, digit in enumerate(self.digits)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One host of the demo web: `http://<id>.localhost:PORT/`.

    `charset` is what its bytes are in; `declared` says where it admits that: in the HTTP `header`, in the
    `document`, or nowhere. `discovered`: its config entry names no list. `follow` is the selector of the
    links on its front page, where that is its only list. `sealed`: none of its stories can be had.
    """

    id: str
    name: str
    language: str
    country: str
    slogan: str
    template: str
    dates: Dates
    markup: str = "p"
    charset: str = "utf-8"
    declared: Literal["header", "document", "nowhere"] = "header"
    validators: Literal["both", "etag", "modified", "none"] = "both"
    byline: str = "{author}"
    related: str = ""
    sections: tuple[str, ...] = ()
    lists: tuple[ListSpec, ...] = ()
    interludes: tuple[Interlude, ...] = ()
    traps: tuple[Trap, ...] = ()
    discovered: bool = False
    follow: str | None = None
    robots: str | None = None
    robots_status: int = 200
    sealed: bool = False
    home: str = "home.html"
    colour: str = "#234"

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, by the language."""
        return "rtl" if self.language in {"ar", "fa", "ur", "he"} else "ltr"


def load_sites(*, file: Path = FILE) -> tuple[Site, ...]:
    """Read every site in the order of the file."""
    return tuple(_site(row) for row in json.loads(file.read_text("utf-8")))


def _site(row: dict[str, Any]) -> Site:
    lists = tuple(ListSpec(**item) for item in row.pop("lists", ()))
    interludes = tuple(Interlude(**item) for item in row.pop("interludes", ()))
    traps = tuple(Trap(**item) for item in row.pop("traps", ()))
    dates = Dates(**row.pop("dates"))
    plain = {field.name: row[field.name] for field in fields(Site) if field.name in row}
    if unknown := row.keys() - plain.keys():
        raise ValueError(f"site {row['id']!r}: unknown keys {sorted(unknown)}")
    return Site(lists=lists, interludes=interludes, traps=traps, dates=dates, **plain)
