"""`naba extract` and `naba doctor`: looks at saved pages and at the installation itself, both offline."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import Exit, app, console, errors, fail, globals_of, print_json
from crawler.cli.printing import how_read, print_line, print_rows, safe, shown_time

if TYPE_CHECKING:
    from crawler.extract.reasons import NoArticle
    from storage.model import Article

__all__ = ["doctor", "extract"]

_STDIN = "-"


@app.command()
def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Saved pages; - is standard input.")],
    url: Annotated[str, typer.Option("--url", help="The address the pages came from.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One record a file and line.")] = False,
) -> None:
    """Read the article in saved HTML pages, offline: the text on stdout, who found it on stderr."""
    from crawler.extract.cascade import extract_known
    from crawler.extract.hints import Hints
    from crawler.extract.joining import cut_short
    from crawler.extract.reasons import NoArticle

    hints = Hints(url=url, final_url=url)
    found_any = unreadable = False
    for index, (path, body) in enumerate(_bodies(files)):
        if body is None:
            unreadable = True
            if as_json:
                print_json(_to_json(path, "unreadable"))
            continue
        extracted = extract_known(body, hints, None)
        found = extracted.found
        found_any |= not isinstance(found, NoArticle)
        if not isinstance(found, NoArticle) and extracted.next_url:
            found = cut_short(found)
            errors.print(safe(f"{path}: goes on at {extracted.next_url}"), markup=False, soft_wrap=True)
        if as_json:
            print_json(_to_json(path, found))
        else:
            _print_found(path, found, is_first=index == 0, is_alone=len(files) == 1)
    if unreadable or not found_any:
        raise typer.Exit(Exit.USAGE if unreadable else Exit.NOTHING)


def _bodies(files: list[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield each file with its bytes, None for one that cannot be read, which is said."""
    for path in files:
        try:
            yield path, sys.stdin.buffer.read() if path == _STDIN else Path(path).read_bytes()
        except OSError as error:
            errors.print(
                f"{path}: cannot be read: {error.strerror}", style="red", markup=False, soft_wrap=True
            )
            yield path, None


def _to_json(path: str, found: Article | NoArticle | str) -> dict[str, object]:
    """Return the record of what was found in a file, with `path`, and `reason` where that is no article."""
    from storage.model import Article
    from storage.record import RECORD_FIELDS, to_record

    if isinstance(found, Article):
        record = to_record(found)
        return {"path": path, **record, "url": record["url"] or None}
    reason = found if isinstance(found, str) else found.reason.value
    return {"path": path, **dict.fromkeys(RECORD_FIELDS), "reason": reason}


def _print_found(path: str, found: Article | NoArticle, *, is_first: bool, is_alone: bool) -> None:
    from storage.model import Article

    if not is_alone and console.is_terminal:
        console.rule(safe(path))
    elif not is_first and isinstance(found, Article):
        sys.stdout.write("\n")
    if not isinstance(found, Article):
        detail = f" ({found.detail})" if found.detail else ""
        errors.print(safe(f"{path}: no article: {found.reason}{detail}"), markup=False, soft_wrap=True)
        return
    errors.print(safe(f"{path}: {_provenance(found)}"), style="dim", markup=False, soft_wrap=True)
    if not console.is_terminal:
        sys.stdout.write(found.text + "\n")
        return
    for line in found.text.split("\n"):
        print_line(line)


def _provenance(article: Article) -> str:
    """Return who read the text, how sure that is, and what else was found, on one line."""
    how = article.extraction
    parts = (
        how_read(how),
        how.charset,
        article.language,
        article.published and shown_time(article.published),
        article.title,
    )
    return ", ".join(part for part in parts if part)


@app.command()
def doctor(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a check and line.")] = False,
) -> None:
    """Test this installation offline: versions, names, config, store, and one article end to end."""
    from crawler.doctor import Verdict, check_up
    from storage.record import to_plain

    checks = []
    with errors.status("testing one article end to end"):
        for check in check_up(globals_of(ctx).config_dir, _store_path(ctx)):
            checks.append(check)
            if as_json:
                print_json(to_plain(check))
    if not as_json:
        rows = ((check.name, check.found, check.verdict.value, check.advice) for check in checks)
        print_rows(("check", "found", "verdict", "what to do"), rows)
    if any(check.verdict is Verdict.FAIL for check in checks):
        fail("naba is not fit for work here; see what to do above", Exit.NOTHING)


def _store_path(ctx: typer.Context) -> Path | None:
    """Return the corpus file, None where there is none or the config is too broken to name it."""
    from config.problem import ConfigError

    try:
        url = globals_of(ctx).store_url()
    except ConfigError:
        return None
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
