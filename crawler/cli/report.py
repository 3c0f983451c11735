"""How runs and errors are shown: the balance as a table, progress while it grows, errors as messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from crawler.cli.app import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.report import Balance

__all__ = ["balance_json", "balance_tables", "explain", "shown_progress"]


def explain(error: BaseException, console: Console) -> int | None:
    """Print a known error as a message; return its exit code, or None for one that is our own bug."""
    from config.problem import ConfigError
    from storage.corpus import StorageError
    from storage.lock import BusyError

    codes: list[tuple[type[BaseException], Exit]] = [
        (ConfigError, Exit.USAGE),
        (BusyError, Exit.BUSY),
        (StorageError, Exit.STORAGE),
    ]
    for kind, code in codes:
        if isinstance(error, kind):
            console.print(str(error), style="red", markup=False, soft_wrap=True)
            return code
    return None


def balance_tables(balance: Balance) -> Iterator[Table]:
    """Yield the balance of a run: what became of the entries, and how the lists answered."""
    table = Table(title=f"{balance.served:,} entries, each with one outcome")
    table.add_column("outcome")
    table.add_column("entries", justify="right")
    for outcome, n in balance.outcomes.most_common():
        table.add_row(outcome, f"{n:,}")
    table.add_section()
    table.add_row("sum" if balance.is_even else "sum (does not balance)", f"{balance.outcomes.total():,}")
    yield table
    lists = Table(title=f"{balance.lists.total():,} lists")
    lists.add_column("answer")
    lists.add_column("lists", justify="right")
    for outcome, n in balance.lists.most_common():
        lists.add_row(outcome, f"{n:,}")
    yield lists


def balance_json(balance: Balance) -> dict[str, object]:
    """Return the balance as JSON values; `served` equals the sum of `outcomes`."""
    return {
        "served": balance.served,
        "outcomes": dict(sorted(balance.outcomes.items())),
        "lists": dict(sorted(balance.lists.items())),
        "balanced": balance.is_even,
        "sources": {name: dict(counts) for name, counts in sorted(balance.sources.items())},
    }


@contextmanager
def shown_progress(console: Console) -> Iterator[Callable[[Balance], None]]:
    """Show a growing count while a crawl runs, on a terminal only; yields the function that feeds it."""
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("starting") as status:

        def show(balance: Balance) -> None:
            status.update(
                f"lists {balance.lists.total():,}   entries {balance.served:,}   "
                f"stored {balance.stored:,}   ended {balance.outcomes.total():,}"
            )

        yield show
