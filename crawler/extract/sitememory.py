"""What is remembered of one site's pages, as plain values: templates with their wrappers, and line counts.

Kept by the corpus as a small JSON text, one a host. The worker gets `SiteMemory.lesson()` beside a page and
hands an `Observation` back (`remember`); `observe` makes the next memory of it (`learning`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from crawler.extract.recurring import Lines, LineTable
from crawler.extract.wrapper import Wrapper

__all__ = ["Former", "Lesson", "Observation", "SiteMemory", "Template", "Tried"]

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
    articles, `languages` those of the latest the teacher read. `wrapper` is in use since `learned`; `trial`
    is a new one that `passed` so many pages so far. `failures` counts its failed pages in a row, `since_audit`
    the pages it read since it was last compared.
    """

    id: str
    signature: tuple[int, ...]
    first_seen: datetime
    last_seen: datetime
    pages: int = 0
    sketches: tuple[bytes, ...] = ()
    lengths: tuple[int, ...] = ()
    languages: tuple[str | None, ...] = ()
    wrapper: Wrapper | None = None
    learned: datetime | None = None
    trial: Wrapper | None = None
    passed: int = 0
    former: tuple[Former, ...] = ()
    failures: int = 0
    since_audit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A wrapper the worker should use or try: `active` ones read pages, others are only compared.

    `least` and `most` bound the characters of an article the template is used to. `audit`: the next page is
    due to be read by the teacher as well. `language` is that of its articles, where they all have one.
    """

    template: str
    wrapper: Wrapper
    active: bool
    audit: bool = False
    least: int = 0
    most: int = 1_000_000
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The part of a site's memory that reading one page needs; small, travels to the worker."""

    tried: tuple[Tried, ...] = ()
    recurring: frozenset[int] = frozenset()
    steady: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the worker saw on one page that gave an article; travels back, below 4 kB.

    Read by a wrapper: `template` names whose it was. Read by the teacher: `signature` and `sketch` are set,
    `agreements` says for each wrapper tried how far its text agrees, by its `Wrapper.id`.
    """

    chars: int
    lines: Lines
    template: str | None = None
    signature: tuple[int, ...] = ()
    sketch: bytes | None = None
    agreements: dict[str, float] = field(default_factory=dict)
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMemory:
    """All that is remembered of one site. `recent` names the templates of the latest pages, newest last.

    `redesigned_at` is when the site was last noticed to have changed its layout.
    """

    templates: tuple[Template, ...] = ()
    lines: LineTable = field(default_factory=LineTable)
    recent: tuple[str, ...] = ()
    redesigned_at: datetime | None = None

    def lesson(self) -> Lesson:
        """Return what a worker needs of this memory to read one page; the most used template comes first."""
        tried = [one for template in self._by_use() for one in _tried(template)]
        return Lesson(tried=tuple(tried), recurring=self.lines.recurring(), steady=self.lines.steady())

    def _by_use(self) -> list[Template]:
        return sorted(self.templates, key=lambda template: self.recent.count(template.id), reverse=True)


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
            language=_one_language(template),
        )
    ]


def _one_language(template: Template) -> str | None:
    """The language of the template's articles, if enough of them were read and all had the same."""
    is_one = len(template.languages) >= SAME_LANGUAGE and len(set(template.languages)) == 1
    return template.languages[0] if is_one else None
