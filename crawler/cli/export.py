"""`naba export`: articles out of the corpus, as JSON lines or as text files."""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.app import Exit, app, errors, fail, globals_of
from crawler.cli.filters import Language, OnePerStory, Since, Source, Until, make_query
from storage.export.jsonl import export_jsonl, write_jsonl
from storage.export.txt import export_txt
from storage.open import open_corpus

__all__ = ["Format", "export"]


class Format(enum.StrEnum):
    """What an export can be written as."""

    JSONL = "jsonl"
    TXT = "txt"


@app.command()
def export(
    ctx: typer.Context,
    *,
    form: Annotated[
        Format,
        typer.Option("--format", help="jsonl: a record a line; txt: a file an article, the body alone."),
    ] = Format.JSONL,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File (jsonl) or folder (txt); jsonl: else stdout.")
    ] = None,
    source: Source = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="At most so many; 0: all.")] = 0,
    one_per_story: OnePerStory = False,
) -> None:
    """Write articles to files: whole or not at all, the same bytes for the same articles."""
    if form is Format.TXT and output is None:
        fail("--format txt writes a folder of files: name it with -o", Exit.USAGE)
    query = make_query(
        source=source,
        language=language,
        since=since,
        until=until,
        one_per_story=one_per_story,
        limit=limit,
    )
    with closing(open_corpus(globals_of(ctx).store_url())) as corpus, _progress() as progress:
        found = corpus.articles(query)
        first = next(found, None)
        if first is None:
            fail("no article matches, nothing written; widen the filters, or see `naba status`", Exit.NOTHING)
            return
        wanted = chain((first,), found)
        if output is None:
            write_jsonl(wanted, sys.stdout.buffer)
        elif form is Format.TXT:
            _report(export_txt(wanted, output, progress=progress), output)
        else:
            _report(export_jsonl(wanted, output, progress=progress), output)


def _report(count: int, output: Path) -> None:
    errors.print(f"{count:,} articles written to {output}", markup=False, soft_wrap=True)


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """Yield what hears the count: a line that grows on a terminal, nothing elsewhere."""
    if not errors.is_terminal:
        yield lambda _: None
        return
    with errors.status("exporting") as line:
        yield lambda count: line.update(f"{count:,} articles") if count % 100 == 0 else None
