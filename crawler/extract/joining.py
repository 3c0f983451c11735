"""The pages of one article joined to one: its texts in order, its metadata from the first page.

After `site`, for whoever fetched a further page that `pagination` named. Pure. What pages repeat at their
seams (headline and standfirst above, notes below) stays once; a page that brings nothing new, or another
article, ends the joining.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from crawler.extract.pageforms import paged_forms
from crawler.extract.text import key, mass
from crawler.urls import url_key
from storage.model import Article, Extraction

__all__ = ["MAX_PAGES", "PAGES_MISSING", "cut_short", "join"]

MAX_PAGES = 20
"""So many pages of an article are joined at most."""
PAGES_MISSING = "pages_missing"
"""The warning on an article that goes on where we could not follow."""
LONG = 60
"""A line of so many letters does not stand in an article twice."""
RELATED = 0.5
"""Headlines with this share of words in common are of one article."""


def join(earlier: Article, later: Article, *, beside: Collection[str] = ()) -> Article | None:
    """Return `earlier` with the text of its next page; None if that is none of its or brings nothing new.

    `beside` are the keys of the lines that stood on an earlier page: what stands on both is furniture.
    """
    above = earlier.text.split("\n")
    furniture = {*beside, key(earlier.title or "")} - {key(line) for line in above}
    below = [line for line in later.text.split("\n") if key(line) not in furniture]
    text = _joined(above, below)
    if text is None or not _is_same(earlier, later):
        return None
    return replace(
        earlier,
        text="\n".join(text),
        complete=earlier.complete and later.complete,
        extraction=_together(earlier.extraction, later.extraction),
    )


def cut_short(article: Article) -> Article:
    """Return the article marked as one of which further pages are missing."""
    how = article.extraction
    warnings = tuple(dict.fromkeys((*how.warnings, PAGES_MISSING)))
    return replace(article, complete=False, extraction=replace(how, warnings=warnings))


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """The lines of two pages in order; those at the end of both once, at the end."""
    keys, next_keys = [key(line) for line in above], [key(line) for line in below]
    same = 0
    while same < min(len(keys), len(next_keys)) and keys[-1 - same] == next_keys[-1 - same]:
        same += 1
    known = set(keys)
    body, tail = below[: len(below) - same], below[len(below) - same :]
    start = next((i for i, line in enumerate(body) if key(line) not in known), len(body))
    fresh = [line for line in body[start:] if mass(line) < LONG or key(line) not in known]
    return [*above[: len(above) - same], *fresh, *tail] if fresh else None


def _is_same(earlier: Article, later: Article) -> bool:
    """Say whether a page is of the article: by the address it states for itself, else by its headline."""
    stated = later.extraction.fields.get("url", "address") != "address"
    own = {url_key(later.url), *(form.stem for form in paged_forms(later.url))}
    if stated and url_key(earlier.url) in own:
        return True
    return not earlier.title or not later.title or _are_related(earlier.title, later.title)


def _are_related(one: str, other: str) -> bool:
    if key(one) in key(other) or key(other) in key(one):
        return True
    ours, theirs = Counter(map(key, one.split())), Counter(map(key, other.split()))
    return (ours & theirs).total() >= RELATED * min(ours.total(), theirs.total())


def _together(one: Extraction, other: Extraction) -> Extraction:
    """The first page's provenance; sure of the whole only as of the less certain part."""
    known = [how.confidence for how in (one, other) if how.confidence is not None]
    return replace(
        one,
        confidence=min(known, default=None),
        dropped=dict(Counter(one.dropped) + Counter(other.dropped)),
        warnings=tuple(dict.fromkeys((*one.warnings, *other.warnings))),
        pages=one.pages + 1,
    )
