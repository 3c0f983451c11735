"""Counts what became of every entry: the balance a run prints.

An entry is *served* when the run takes it up (or sees it is known) and ends in exactly one outcome, so
`served == sum(outcomes)` holds at the end of every run, whatever went wrong in it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["STORED_WORDS", "Balance"]

STORED_WORDS = frozenset({"stored", "copy", "revision", "unchanged"})


@dataclass(slots=True)
class Balance:
    """Outcomes of entries and of lists, and how many articles each source gained."""

    served: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    lists: Counter[str] = field(default_factory=Counter)
    sources: dict[str, Counter[str]] = field(default_factory=dict)

    def take(self, n: int = 1) -> None:
        """Take up `n` entries; each must end in one outcome."""
        self.served += n

    def end(self, source_id: str, outcome: str, n: int = 1) -> None:
        """End `n` entries of a source with an outcome."""
        if n:
            self.outcomes[outcome] += n
            self.sources.setdefault(source_id, Counter())[outcome] += n

    def end_list(self, source_id: str, outcome: str) -> None:
        """Count how the poll of one list ended."""
        self.lists[outcome] += 1
        self.sources.setdefault(source_id, Counter())[f"list:{outcome}"] += 1

    @property
    def is_even(self) -> bool:
        """Whether every entry taken up has ended."""
        return self.served == self.outcomes.total()

    @property
    def fetched_pages(self) -> int:
        """Entries whose page was asked for: all but those known, refused or left pending."""
        skipped = ("known", "pending", "blocked:")
        return sum(n for outcome, n in self.outcomes.items() if not outcome.startswith(skipped))

    @property
    def stored(self) -> int:
        """Entries that ended in the corpus."""
        return sum(self.outcomes[word] for word in STORED_WORDS)
