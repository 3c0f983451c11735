"""What a generated page tells: headline, standfirst, body and the rest, put together from phrases by chance.

The first step of generation; `markup`, `furniture` and `systems` turn it into HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from tests.bench.page_generator.arabic import ARABIC
from tests.bench.page_generator.hebrew import HEBREW
from tests.bench.page_generator.persian import PERSIAN
from tests.bench.page_generator.urdu import URDU

if TYPE_CHECKING:
    import random

    from tests.bench.page_generator.phrases import Phrases

__all__ = ["LANGUAGES", "Part", "Story", "fill", "headline", "paragraph", "tell"]

LANGUAGES = {phrases.code: phrases for phrases in (ARABIC, PERSIAN, URDU, HEBREW)}
_FIRST_DAY = datetime(2019, 1, 1, tzinfo=UTC)
_STOP = {"ur": "۔"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of the body: a paragraph (`p`), a sub-heading (`h`), a quotation (`q`) or a list item
    (`li`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article before it has a page. `body` is the gold text, one line a part."""

    headline: str
    standfirst: str
    author: str
    published: datetime
    section: str
    tags: tuple[str, ...]
    caption: str
    body: tuple[Part, ...]


def tell(
    phrases: Phrases, rng: random.Random, *, outlet: str, dateline: str | None, zone_minutes: int
) -> Story:
    """Make up one article in the outlet's language. A `dateline` opens the body or is its own first line."""
    author = rng.choice(phrases.people)
    parts = [_part(phrases, rng, author) for _ in range(rng.choice((3, 4, 5, 5, 6, 6, 7, 8, 9, 10, 12, 15)))]
    parts[0] = Part(kind="p", text=paragraph(phrases, rng))
    if parts[-1].kind == "h":
        parts[-1] = Part(kind="p", text=paragraph(phrases, rng))
    body = _with_list(phrases, rng, parts)
    if dateline:
        opening = fill(dateline, rng, phrases, outlet=outlet)
        if rng.random() < 0.5:
            body.insert(0, Part(kind="p", text=opening))
        else:
            body[0] = Part(kind="p", text=f"{opening} {body[0].text}")
    zone = timezone(timedelta(minutes=zone_minutes))
    return Story(
        headline=headline(phrases, rng),
        standfirst=_sentence(phrases, rng),
        author=author,
        published=(_FIRST_DAY + timedelta(minutes=rng.randrange(60 * 24 * 2400))).astimezone(zone),
        section=rng.choice(phrases.menu[:8]),
        tags=tuple(rng.sample(phrases.tags, k=rng.randint(2, 5))),
        caption=fill(rng.choice(phrases.captions), rng, phrases, outlet=outlet),
        body=tuple(body),
    )


def headline(phrases: Phrases, rng: random.Random) -> str:
    """A headline: no stop, mostly 5 to 12 words."""
    text = f"{rng.choice(phrases.subjects)} {rng.choice(phrases.verbs)} {rng.choice(phrases.objects)}"
    if rng.random() < 0.3:
        return f"{rng.choice(phrases.people)}: {rng.choice(phrases.quotes)}"
    return text if rng.random() < 0.7 else f"{text} {rng.choice(phrases.tails)}"


def paragraph(phrases: Phrases, rng: random.Random) -> str:
    """One to three sentences; a fifth of the paragraphs end without a mark, as they do on real pages."""
    sentences = [_sentence(phrases, rng) for _ in range(rng.choice((1, 1, 2, 2, 3)))]
    stop = _STOP.get(phrases.code, ".")
    text = f"{stop} ".join(sentences)
    if rng.random() < 0.8:
        text += stop if rng.random() < 0.9 else rng.choice("!؟…" if phrases.code != "he" else "!?…")
    return text


def fill(text: str, rng: random.Random, phrases: Phrases, *, outlet: str, name: str | None = None) -> str:
    """Put names and numbers where a phrase has braces."""
    while "{name}" in text:
        text = text.replace("{name}", name or rng.choice(phrases.people), 1)
    return (
        text.replace("{outlet}", outlet)
        .replace("{n}", str(rng.randrange(20, 90_000)))
        .replace("{m}", str(rng.randint(1, 9)))
    )


def _part(phrases: Phrases, rng: random.Random, author: str) -> Part:
    chance = rng.random()
    if chance < 0.08:
        return Part(kind="h", text=rng.choice(phrases.subheads))
    if chance < 0.28:
        return Part(kind="p", text=_quotation(phrases, rng, author))
    if chance < 0.31:
        return Part(kind="q", text=f'"{rng.choice(phrases.quotes)}"')
    return Part(kind="p", text=paragraph(phrases, rng))


def _with_list(phrases: Phrases, rng: random.Random, body: list[Part]) -> list[Part]:
    if rng.random() > 0.1:
        return body
    items = [Part(kind="li", text=_clause(phrases, rng)) for _ in range(rng.randint(2, 5))]
    at = rng.randint(1, len(body))
    return [*body[:at], *items, *body[at:]]


def _quotation(phrases: Phrases, rng: random.Random, author: str) -> str:
    speaker = rng.choice([name for name in phrases.people if name != author])
    said = rng.choice(phrases.said).replace("{name}", speaker)
    opening, closing = rng.choice((('"', '"'), ("«", "»"), ("“", "”"), ('"', "”")))
    more = f" {_sentence(phrases, rng)}{_STOP.get(phrases.code, '.')}" if rng.random() < 0.5 else ""
    quoted = f"{opening}{rng.choice(phrases.quotes)}{closing}"
    return f"{said} {quoted}{rng.choice(('.', '.', '،', ''))}{more}".rstrip("،")


def _sentence(phrases: Phrases, rng: random.Random) -> str:
    opening = f"{rng.choice(phrases.openings)} " if rng.random() < 0.6 else ""
    tail = f" {rng.choice(phrases.tails)}" if rng.random() < 0.7 else ""
    joined = f"، {_clause(phrases, rng)}" if rng.random() < 0.35 and phrases.code != "he" else ""
    return f"{opening}{_clause(phrases, rng)}{tail}{joined}"


def _clause(phrases: Phrases, rng: random.Random) -> str:
    return f"{rng.choice(phrases.subjects)} {rng.choice(phrases.verbs)} {rng.choice(phrases.objects)}"
