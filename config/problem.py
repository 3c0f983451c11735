"""What is wrong with the config and where: one error that holds every problem of every file.

Raised by `config.load`, `config.edit` and `config.opml`; printed by the command line, exit code 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ConfigError", "Place", "Problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position in a file; line and column count from 1."""

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{_shown(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, and where; as text it is one line."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ConfigError(Exception):
    """The config cannot be used. `problems` are all there are, file by file, from the top down.

    `files` are all that were read or looked for, so that a watcher sees the one that gets mended.
    """

    def __init__(self, problems: Iterable[Problem], files: Iterable[Path] = ()) -> None:
        found = list(problems)
        order = {file: number for number, file in enumerate(dict.fromkeys(p.place.file for p in found))}
        found.sort(key=lambda p: (order[p.place.file], p.place.line, p.place.column))
        self.problems = tuple(found)
        self.files = tuple(files)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _shown(path: Path) -> Path:
    """Return `path` relative to the working directory where it lies below it."""
    absolute = path.absolute()
    here = Path.cwd()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else absolute
