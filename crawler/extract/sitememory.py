"""What is remembered of one site's pages, as plain values: templates with their wrappers, and line counts.

One for each host of a source. `remember` reads a page by it and says in an `Observation` what the page
teaches; `learning` makes the next memory of that; `memoryfile` packs it for the corpus.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean

from crawler.extract.clocks import Clock
from crawler.extract.recurring import Lines, LineTable
from crawler.extract.wrapper import Wrapper

__all__ = ["Agreement", "Former", "Observation", "SiteMemory", "Template", "Tried"]

SAME_LANGUAGE = 3
AUDIT_EVERY = 20
"""After so many pages read by a wrapper one is read by the teacher too."""
LEAST, MOST = 0.3, 3.0
"""An article may be this many times as long as the shortest and the longest of the last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A wrapper no longer in use, kept because layouts change back and forth."""

    wrapper: Wrapper
    learned: datetime
    retired: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of page of a site, known by the `signature` of its marks.

    `sketches` are its latest pages read without a wrapper (packed), `lengths` the characters of its latest
    articles; `languages` and `scores` (the teacher's own certainty) are those of the latest the teacher read.
    `wrapper` is in use since `learned`; `trial` is a new one that `passed` so many pages so far. `bodies` are
    the most that either was seen to read well from on one page. `failures` counts its failed pages in a row,
    `since_audit` the pages it read since it was last compared.
    """

    id: str
    signature: tuple[int, ...]
    first_seen: datetime
    last_seen: datetime
    pages: int = 0
    sketches: tuple[bytes, ...] = ()
    lengths: tuple[int, ...] = ()
    languages: tuple[str | None, ...] = ()
    scores: tuple[float, ...] = ()
    wrapper: Wrapper | None = None
    learned: datetime | None = None
    trial: Wrapper | None = None
    passed: int = 0
    bodies: int = 1
    former: tuple[Former, ...] = ()
    failures: int = 0
    since_audit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A wrapper to use or to try: `active` ones read pages, others are only compared.

    `least` and `most` bound the characters of an article the template is used to. `audit`: the next page is
    due to be read by the teacher as well. `bodies` are the most it was seen to read well from. `language` is
    that of its articles, where they all have one, `score` how certain the teacher was of them.
    """

    template: str
    wrapper: Wrapper
    active: bool
    audit: bool = False
    least: int = 0
    most: int = 1_000_000
    bodies: int = 1
    language: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far a wrapper would have read what the teacher did, 0 to 1, and from how many bodies."""

    share: float = 0.0
    bodies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was seen on one page that gave an article.

    Read by a wrapper: `template` names whose it was. Read by the teacher: `signature` and `sketch` are set,
    `agreements` says for each wrapper tried how far its text agrees, by its `Wrapper.id`.
    """

    chars: int
    lines: Lines
    template: str | None = None
    signature: tuple[int, ...] = ()
    sketch: bytes | None = None
    agreements: dict[str, Agreement] = field(default_factory=dict)
    language: str | None = None
    score: float | None = None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMemory:
    """All that is remembered of one site. `recent` names the templates of the latest pages, newest last.

    `pages` counts the articles it was made of, `clocks` are the latest they showed of the outlet's.
    `redesigned_at` is when the site was last noticed to have changed its layout.
    """

    pages: int = 0
    templates: tuple[Template, ...] = ()
    lines: LineTable = field(default_factory=LineTable)
    recent: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()
    redesigned_at: datetime | None = None

    def tried(self) -> tuple[Tried, ...]:
        """Return the wrappers to read the next page by or to compare with it, most used template first."""
        by_use = sorted(self.templates, key=lambda template: self.recent.count(template.id), reverse=True)
        return tuple(one for template in by_use for one in _tried(template))


def _tried(template: Template) -> list[Tried]:
    """The wrapper in use; else the one on trial and the former ones, to be compared."""
    if template.wrapper is None:
        others = [former.wrapper for former in reversed(template.former)]
        candidates = [template.trial, *others] if template.trial else others
        return [Tried(template=template.id, wrapper=wrapper, active=False) for wrapper in candidates]
    return [
        Tried(
            template=template.id,
            wrapper=template.wrapper,
            active=True,
            audit=template.since_audit >= AUDIT_EVERY,
            least=int(LEAST * min(template.lengths, default=0)),
            most=int(MOST * max(template.lengths, default=1_000_000)),
            bodies=template.bodies,
            language=_one_language(template),
            score=fmean(template.scores) if template.scores else None,
        )
    ]


def _one_language(template: Template) -> str | None:
    """The language of the template's articles, if enough of them were read and all had the same."""
    is_one = len(template.languages) >= SAME_LANGUAGE and len(set(template.languages)) == 1
    return template.languages[0] if is_one else None
