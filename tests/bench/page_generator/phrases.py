"""The words of generated pages: one `Phrases` per language, all of it written for this project.

Sentences are put together from parts, so that a few dozen lines give millions of different paragraphs; what
they say does not matter, their lengths, marks and scripts do.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Phrases", "lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Everything a news page in one language may say. Braces are filled in by the page."""

    code: str
    openings: tuple[str, ...]
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    tails: tuple[str, ...]
    quotes: tuple[str, ...]
    said: tuple[str, ...]
    subheads: tuple[str, ...]
    datelines: tuple[str, ...]
    people: tuple[str, ...]
    bylines: tuple[str, ...]
    menu: tuple[str, ...]
    read_also: tuple[str, ...]
    tail_lines: tuple[str, ...]
    source_lines: tuple[str, ...]
    ad_labels: tuple[str, ...]
    captions: tuple[str, ...]
    credits: tuple[str, ...]
    share: tuple[str, ...]
    tools: tuple[str, ...]
    related_heads: tuple[str, ...]
    popular_heads: tuple[str, ...]
    ticker_heads: tuple[str, ...]
    tags_heads: tuple[str, ...]
    tags: tuple[str, ...]
    comment_heads: tuple[str, ...]
    comment_rules: tuple[str, ...]
    comments: tuple[str, ...]
    comment_form: tuple[str, ...]
    bios: tuple[str, ...]
    signups: tuple[str, ...]
    copyrights: tuple[str, ...]
    about: tuple[str, ...]
    cookies: tuple[str, ...]
    date_labels: tuple[str, ...]
    updated_labels: tuple[str, ...]
    views: tuple[str, ...]
    next_heads: tuple[str, ...]
    home: str
    search: str
    outlets: tuple[str, ...]
    not_found: tuple[str, ...]


def lines(text: str) -> tuple[str, ...]:
    """The non-empty lines of a text."""
    return tuple(line.strip() for line in text.strip().splitlines() if line.strip())
