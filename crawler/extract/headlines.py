"""The headline of a page, chosen among everything that claims to be it.

One field of `metadata`. JSON-LD and Open Graph are right most often, each wrong on its own habits: site
names appended, social-media wordings, truncation. So candidates vote (measured, spec/extraction §4).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.extract.facts import Facts, Stated
from crawler.extract.jsonld import one_text
from crawler.extract.text import clean_line, key, letters

__all__ = ["Headline", "choose_headline", "read_headline"]

MAX_TITLE_CHARS = 400
_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/>~]+\s+|\s*[｜│]\s*|\s*\|\s*|\s+::\s+|：|(?<=\S)\s+-(?=\S)")
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\s*$")
_MIN_HEAD_LETTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The chosen headline (None: the page has none), its origin, and the keys of every wording of it."""

    text: str | None = None
    origin: str | None = None
    keys: frozenset[str] = frozenset()


def read_headline(facts: Facts) -> Headline:
    """Choose the headline of a page; a page with many `h1` uses them for sub-headings, so only one counts."""
    article, head = facts.linked.article, facts.head
    h1s = facts.h1s[: 1 if len(facts.h1s) > 2 else 2]
    claims = (
        (one_text(article.get("headline")) or one_text(article.get("name")), "jsonld"),
        (head.first("og:title"), "og"),
        *((h1, "h1") for h1 in h1s),
        (clean_line(facts.hints.entry_title or ""), "entry"),
        (head.first("twitter:title"), "twitter"),
        (head.title, "title"),
    )
    return choose_headline(
        [Stated(text=text, origin=origin) for text, origin in claims if text], facts.site_names()
    )


def choose_headline(candidates: Iterable[Stated], site_names: Iterable[str]) -> Headline:
    """Choose among candidates given best source first; site names are cut off and never headlines.

    The first candidate wins when any other agrees with it; otherwise the wording most candidates share,
    the earlier one on a tie.
    """
    names = {key(name) for name in site_names if name} - {""}
    given = [c for c in candidates if key(c.text) and key(c.text) not in names]
    if not given:
        return Headline()
    cut = [Stated(text=_without_site(c, given, names), origin=c.origin) for c in given]
    votes = Counter(key(c.text) for c in cut)
    best = cut[0] if votes[key(cut[0].text)] > 1 else max(cut, key=lambda c: votes[key(c.text)])
    best = _completed(best, cut)
    keys = frozenset(key(c.text) for c in (*given, *cut))
    return Headline(text=best.text[:MAX_TITLE_CHARS], origin=best.origin, keys=keys)


def _without_site(candidate: Stated, given: list[Stated], names: set[str]) -> str:
    """Cut a site or section name off either end, where another candidate or a known name says it is one."""
    text = candidate.text
    others = {key(c.text) for c in given if c is not candidate}
    for separator in _SEPARATOR.finditer(text):
        head, tail = text[: separator.start()].strip(), text[separator.end() :].strip()
        if key(head) and (key(head) in others or key(tail) in names):
            return head
        if key(tail) and (key(tail) in others or key(head) in names):
            return tail
    return text if others or candidate.origin != "title" else _guessed_head(text)


def _guessed_head(text: str) -> str:
    """With nothing but `<title>` to go by: what follows the last separator is the site if it is short."""
    separators = list(_SEPARATOR.finditer(text))
    if separators:
        head, tail = text[: separators[-1].start()].strip(), text[separators[-1].end() :]
        if letters(head) >= _MIN_HEAD_LETTERS and len(tail.split()) <= 4 and len(tail) < len(head):
            return head
    return text


def _completed(best: Stated, cut: list[Stated]) -> Stated:
    """Replace a wording that was cut off with an ellipsis by the whole one, where there is one."""
    if not _CUT_OFF.search(best.text):
        return best
    start = key(_CUT_OFF.sub("", best.text))
    longer = (c for c in cut if key(c.text).startswith(start) and not _CUT_OFF.search(c.text))
    return next(longer, best)
