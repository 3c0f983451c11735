"""What the reading commands print: tables on a terminal, lines with tabs elsewhere, foreign text made safe.

Titles and bodies come from the web: control characters could drive the terminal, and bidi overrides could
make a line read as something it is not. Right-to-left text gets a line or the last column to itself, because
terminals reorder what follows it on the same line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from rich.table import Table
from rich.text import Text

from crawler.cli.app import console
from storage.model import Extraction

__all__ = ["how_read", "print_line", "print_rows", "safe", "shown_time"]

_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_UNSAFE = {**dict.fromkeys(_CONTROLS, " "), **dict.fromkeys(_BIDI)}


def safe(text: str) -> str:
    """Return one line of foreign text without control characters, bidi overrides and isolates."""
    return text.translate(_UNSAFE)


def shown_time(moment: datetime | None) -> str:
    """Return a time to the minute in UTC, `-` for none."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" if moment else "-"


def how_read(how: Extraction) -> str:
    """Return which reader found a text, how sure that is, why it was this one, and how many lines went."""
    sure = "" if how.confidence is None else f" {how.confidence:.2f}"
    dropped = ", ".join(f"{count} {name}" for name, count in how.dropped.items())
    pages = [f"{how.pages} pages"] if how.pages > 1 else []
    notes = [*pages, *how.warnings, *([f"dropped {dropped}"] if dropped else [])]
    return f"{how.path}{sure}" + (f" ({'; '.join(notes)})" if notes else "")


def print_line(text: str, *, style: str = "") -> None:
    """Print one line of foreign text as it is, unwrapped and without markup."""
    console.print(Text(safe(text), style=style), soft_wrap=True)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; piped, one line a row with tabs between the cells and no heading."""
    clean = [[safe(cell) for cell in row] for row in rows]
    if not console.is_terminal:
        sys.stdout.writelines("\t".join(row) + "\n" for row in clean)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        is_number = all(row[columns.index(name)].isdecimal() for row in clean)
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in clean:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
