"""The headline of a page, chosen among everything that claims to be it.

One field of `metadata`. JSON-LD and Open Graph are right most often, each wrong on its own habits: site
names appended, search-engine wordings, truncation. So candidates vote (measured, spec/extraction §4).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.extract.blocks import Block
from crawler.extract.cues import Cue
from crawler.extract.facts import Facts, Stated, names_headline
from crawler.extract.jsonld import one_text
from crawler.extract.sitenames import SiteNames, cuts, without_site
from crawler.extract.text import clean_line, ends_sentence, key, letters, mass

__all__ = ["Headline", "choose_headline", "read_headline"]

MAX_TITLE_CHARS = 400
MIN_RELATED_WORDS = 3
MIN_SPOKEN_LETTERS = 12
MAX_NAME_WORDS, MAX_NAME_LETTERS = 5, 36
MAX_MARKED = 200
RELATED = 0.3
"""An `h1` that shares so much of the shorter wording's words is a wording of the same headline."""

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\s*$")
_QUOTES = ("«»", "“”", "„“", "「」")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The chosen headline (None: the page has none), its origin, and the keys of every wording of it."""

    text: str | None = None
    origin: str | None = None
    keys: frozenset[str] = frozenset()


def read_headline(facts: Facts) -> Headline:
    """Choose the headline of a page."""
    article, head = facts.linked.article, facts.head
    claims = (
        (one_text(article.get("headline")) or one_text(article.get("name")), "jsonld"),
        (head.first("og:title"), "og"),
        *((h1, "h1") for h1 in facts.h1s),
        (facts.hints.entry_title, "entry"),
        (head.first("twitter:title"), "twitter"),
        (head.title, "title"),
        (_spoken_part(facts) or _marked_line(facts), "line"),
    )
    plain = ((clean_line(html.unescape(text or "")), origin) for text, origin in claims)
    names = SiteNames.of(facts.site_names(), facts.site_label())
    return choose_headline([Stated(text=text, origin=origin) for text, origin in plain if text], names)


def _spoken_part(facts: Facts) -> str | None:
    """The longest part of `<title>` that stands on the page as a line of its own: old systems mark no
    headline."""
    title = clean_line(facts.head.title or "")
    parts = {key(part): part for head, tail in cuts(title) for part in (title, head, tail)}
    parts = {spelt: part for spelt, part in parts.items() if not title.startswith(f"{part}: ")}
    parts = {spelt: part for spelt, part in parts.items() if len(spelt) >= MIN_SPOKEN_LETTERS}
    lines = [block.text for block in facts.blocks if not block.links] if parts else []
    for spelt in sorted(parts, key=len, reverse=True):
        if any(names_headline(line, spelt) for line in lines):
            return parts[spelt]
    return None


def _marked_line(facts: Facts) -> str | None:
    """Where nothing but a short `<title>` claims to be the headline: the line right above date and body that
    stands out."""
    head, title = facts.head, clean_line(facts.head.title or "")
    is_name = len(title.split()) <= MAX_NAME_WORDS and mass(title) <= MAX_NAME_LETTERS
    if facts.h1s or facts.linked.article or head.first("og:title") or not is_name:
        return None
    above = (b for b in facts.above_body() if not b.links and letters(b.text) >= MIN_SPOKEN_LETTERS)
    return next((b.text for b in above if len(b.text) > len(title) and _stands_out(b)), None)


def _stands_out(block: Block) -> bool:
    is_head = block.tag in _HEADINGS or bool((block.context.cues | block.inline_cues) & Cue.HEADLINE)
    is_bold = block.strong_chars >= 0.9 * len(block.text)
    return (is_head or is_bold) and len(block.text) <= MAX_MARKED and not ends_sentence(block.text)


def choose_headline(candidates: Iterable[Stated], names: SiteNames) -> Headline:
    """Choose among candidates given best source first; site names are cut off and never headlines.

    What the feed entry says wins when the page says it too. Otherwise the first candidate wins when another
    agrees with it, else the wording most candidates share, the earlier one on a tie.
    """
    given = [c for c in candidates if key(c.text) and not names.has(c.text)]
    voting = _voters(given)
    cut = [replace(c, text=without_site(c, voting, names)) for c in voting]
    page = [c for c in cut if c.origin != "entry"]
    if not cut:
        return Headline()
    best = _named_by_entry(cut, page) or _on_the_page(_shared(page) or _elected(cut), page, given)
    best = _completed(best, page)
    return Headline(
        text=best.text[:MAX_TITLE_CHARS],
        origin=best.origin,
        keys=frozenset(key(c.text) for c in (*voting, *cut, best)),
    )


def _voters(given: Sequence[Stated]) -> list[Stated]:
    """All but some `h1`s: a page with many uses them for sub-headings, so only the first counts."""
    h1s = [c for c in given if c.origin == "h1"]
    left_out = h1s[1 if len(h1s) > 2 else 2 :]
    return [c for c in given if not any(c is one for one in left_out)]


def _named_by_entry(cut: Sequence[Stated], page: Sequence[Stated]) -> Stated | None:
    """The page's wording of what the feed entry says."""
    entry = {key(c.text) for c in cut if c.origin == "entry"}
    return next((c for c in page if key(c.text) in entry), None)


def _shared(page: Sequence[Stated]) -> Stated | None:
    """The wording `og:title` and `twitter:title` agree on against JSON-LD and `h1`.

    News desks write it last, for readers elsewhere; measured, it is the headline on record in 9 cases of 10.
    Not where it only wraps the other one in more names, or was cut off by a quotation mark in the markup.
    """
    by_origin = {c.origin: c for c in reversed(page)}
    own, og, twitter = (by_origin.get(name) for name in ("jsonld", "og", "twitter"))
    if not (own and og and twitter) or key(og.text) != key(twitter.text):
        return None
    h1s = {key(c.text) for c in page if c.origin == "h1"}
    differs = key(own.text) in h1s and key(own.text) not in key(og.text)
    return og if differs and not _is_cut_off(og.text, own.text) else None


def _elected(cut: Sequence[Stated]) -> Stated:
    if {c.origin for c in cut} == {"title", "line"}:
        return cut[-1]
    votes = Counter(key(c.text) for c in cut)
    return cut[0] if votes[key(cut[0].text)] > 1 else max(cut, key=lambda c: votes[key(c.text)])


def _on_the_page(best: Stated, page: Sequence[Stated], given: Sequence[Stated]) -> Stated:
    """Prefer the `h1` to a title of the head that is worded differently: those are made for search engines.

    Not where nothing relates the two, nor where `og:title` and `twitter:title` agree.
    """
    edited = {key(c.text) for c in page if c.origin == "twitter"}
    h1s = [c for c in given if c.origin == "h1"]
    if best.origin not in ("og", "title") or key(best.text) in edited | {key(c.text) for c in h1s}:
        return best
    related = [c for c in h1s if _relation(c.text, best.text) >= RELATED]
    return max(related, key=lambda c: _relation(c.text, best.text), default=best)


def _relation(h1: str, other: str) -> float:
    """The share of the shorter one's words that are in the other; 0 for an `h1` of hardly any words."""
    ours, theirs = (set(_UNSPACED.findall(text.casefold())) for text in (h1, other))
    return len(ours & theirs) / max(min(len(ours), len(theirs)), 1) if len(ours) >= MIN_RELATED_WORDS else 0.0


def _is_cut_off(text: str, whole: str) -> bool:
    """Whether `text` is the beginning of `whole`, broken off at an ellipsis or inside a quotation."""
    open_quote = any(text.count(pair[0]) > text.count(pair[1]) for pair in _QUOTES)
    start = key(_CUT_OFF.sub("", text))
    return (open_quote or bool(_CUT_OFF.search(text))) and key(whole).startswith(start) and whole != text


def _completed(best: Stated, page: Sequence[Stated]) -> Stated:
    """Replace a wording that was cut off by the whole one, where there is one."""
    longer = (c for c in page if _is_cut_off(best.text, c.text) and not _CUT_OFF.search(c.text))
    return next((c for c in longer if len(key(c.text)) > len(key(best.text)) - 2), best)
