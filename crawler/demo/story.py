"""Stories of the demo web: what its editors wrote, read from `stories/<site>/<name>.txt`.

Start of the demo's own flow: stories -> pages and lists -> answers -> the server. A *story* is what a
site publishes and a *site* is what answers at one host; *article* and *source* stay the crawler's words
for what it makes of them.

A file is a head of `key: value` lines, an empty line, and the body with one paragraph a line. A copy or a
later state names its `base` and only says what differs: `edit: old => new` (the old words must occur),
`drop: N` (a paragraph, from 1) and `add: text` (a last paragraph).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

__all__ = ["Story", "load_stories"]

FOLDER = Path(__file__).parent / "stories"
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_MANY = ("edit", "drop", "add", "tag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as published: `paragraphs` is its body, `path` where it is served (readable, unescaped).

    `edition` is the edition that brings it, `revises` the id of the story it replaces. `base` is the id of
    the story whose text it was copied from. `moved_from` is an old path that redirects to `path`, the one
    the lists still name. `coding` is the content coding of its page. `cut` says that the server breaks
    off in the middle of the page. `feeds` are the numbers of the feeds that list it. `pages` is over how many
    pages it runs.
    """

    id: str
    site: str
    path: str
    title: str
    standfirst: str
    author: str
    section: str
    published: datetime
    updated: datetime
    paragraphs: tuple[str, ...]
    tags: tuple[str, ...] = ()
    edition: int = 1
    base: str | None = None
    revises: str | None = None
    moved_from: str | None = None
    coding: str | None = None
    amp: bool = False
    cut: bool = False
    feeds: tuple[int, ...] = (0,)
    pages: int = 1

    @property
    def text(self) -> str:
        """The body as the corpus must hold it: one paragraph a line."""
        return "\n".join(self.paragraphs)

    def part(self, page: int) -> tuple[str, ...]:
        """Return the paragraphs of one of its pages, counted from 1."""
        each = -(-len(self.paragraphs) // self.pages)
        return self.paragraphs[(page - 1) * each : page * each]

    @property
    def paths(self) -> tuple[str, ...]:
        """Where its pages are served: a parameter more or a segment more for each but the first."""
        further = f"{self.path}&page=" if "?" in self.path else f"{self.path.rstrip('/')}/"
        return (self.path, *(f"{further}{page}" for page in range(2, self.pages + 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One story file as written: its id, its head and its own paragraphs."""

    id: str
    head: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    paragraphs: tuple[str, ...]


def load_stories(now: datetime, *, folder: Path = FOLDER) -> tuple[Story, ...]:
    """Read every story, newest first; ages in the files count back from `now`.

    Raises `ValueError` for a base that does not exist and for an edit whose old words do not occur.
    """
    files = {file.id: file for file in (_read(path) for path in sorted(folder.glob("*/*.txt")))}
    stories = [_story(file, files, now) for file in files.values()]
    return tuple(sorted(stories, key=lambda story: (story.published, story.id), reverse=True))


def _read(path: Path) -> _File:
    head_text, _, body = path.read_text("utf-8").partition("\n\n")
    head: dict[str, str] = {}
    lists: dict[str, list[str]] = {key: [] for key in _MANY}
    for line in head_text.splitlines():
        key, _, value = line.partition(": ")
        if key in lists:
            lists[key].append(value.strip())
        else:
            head[key] = value.strip()
    return _File(
        id=f"{path.parent.name}/{path.stem}",
        head=head,
        lists={key: tuple(values) for key, values in lists.items()},
        paragraphs=tuple(line.strip() for line in body.splitlines() if line.strip()),
    )


def _story(file: _File, files: Mapping[str, _File], now: datetime) -> Story:
    revises = file.head.get("revises")
    head = {**files[revises].head, **file.head} if revises else dict(file.head)
    published = now - _age(head["published"])
    return Story(
        id=file.id,
        site=file.id.partition("/")[0],
        path=head["path"],
        title=head["title"],
        standfirst=head.get("standfirst", ""),
        author=head.get("author", ""),
        section=head.get("section", ""),
        published=published,
        updated=now - _age(head["updated"]) if "updated" in head else published,
        paragraphs=_paragraphs(file, files),
        tags=file.lists["tag"],
        edition=int(head.get("edition", "1")),
        base=file.head.get("base"),
        revises=revises,
        moved_from=head.get("moved_from"),
        coding=head.get("coding"),
        amp="amp" in head,
        cut="cut" in head,
        pages=int(head.get("pages", "1")),
        feeds=tuple(int(number) for number in head.get("feeds", "0").split()),
    )


def _paragraphs(file: _File, files: Mapping[str, _File]) -> tuple[str, ...]:
    base = file.head.get("base") or file.head.get("revises")
    if base is None:
        return file.paragraphs
    if base not in files:
        raise ValueError(f"story {file.id!r}: no base {base!r}")
    dropped = {int(number) for number in file.lists["drop"]}
    kept = [text for n, text in enumerate(_paragraphs(files[base], files), 1) if n not in dropped]
    return (*_edited("\n".join(kept), file.lists["edit"], file.id).splitlines(), *file.lists["add"])


def _edited(text: str, edits: Iterable[str], story_id: str) -> str:
    for edit in edits:
        old, arrow, new = edit.partition(" => ")
        if not arrow or old not in text:
            raise ValueError(f"story {story_id!r}: cannot edit {old!r}")
        text = text.replace(old, new, 1)
    return text


def _age(written: str) -> timedelta:
    return int(written[:-1]) * _UNITS[written[-1]]
