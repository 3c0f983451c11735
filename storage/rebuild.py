"""Recomputing the stories of a corpus by other rules: what a rebuild does and what it reports.

The corpus stays as it is until all is known; then it changes at once or, in a dry run, not at all. Backends
implement `Rebuild`; who judges and how texts are fingerprinted comes from the caller, as for `record`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storage.corpus import Judge
from storage.model import Fingerprint

__all__ = ["Fingerprinter", "Rebuild", "Regrouped"]


class Fingerprinter(Protocol):
    """Makes the fingerprint of a text. Pure."""

    def __call__(self, text: str, /) -> Fingerprint:
        """Return it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """What the rules say now against what the corpus holds.

    `before` and `after` count the stories of `articles` articles; `moved` counts the articles whose story has
    another id now, `relinked` those joined to another article or to none. `split` are the ids of stories
    whose articles are no longer in one, `joined` those of stories made of articles of several.
    """

    articles: int
    before: int
    after: int
    moved: int
    relinked: int
    split: tuple[int, ...]
    joined: tuple[int, ...]


class Rebuild(Protocol):
    """One rebuild, as far as it has come; what is done is kept if the process ends."""

    def counts(self) -> tuple[int, int]:
        """Return how many texts are judged, of how many."""

    def step(self, *, judge: Judge, fingerprint: Fingerprinter, limit: int) -> int:
        """Judge the next texts in the order in which the corpus got them; return how many, 0 at the end.

        An article's later texts change what it is recognised by, not its story. What an operator joined
        stays joined, what he parted stays parted.
        """

    def compare(self) -> Regrouped:
        """Return what would change; call after the last step."""

    def apply(self, *, now: datetime) -> Regrouped:
        """Put the new stories and the new index in place, all at once, and forget the rebuild."""

    def close(self) -> None:
        """Leave off; another rebuild by the same rules goes on from here."""
