"""`naba init`, `naba check` and `naba config schema`: the config before anything is crawled."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from crawler.cli.app import Exit, app, console, errors, fail, globals_of, print_json

if TYPE_CHECKING:
    from config.load import Config
    from config.problem import Problem

__all__ = ["check", "init", "schema"]

config_app = typer.Typer(help="About the config files themselves.", no_args_is_help=True)
app.add_typer(config_app, name="config")


@app.command()
def init(
    ctx: typer.Context,
    directory: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where to write; default: the --config folder.")
    ] = None,
) -> None:
    """Write a commented config with a catalogue of sources; existing files are left alone."""
    from config.init import write_config

    folder = directory or globals_of(ctx).config_dir
    try:
        done = write_config(folder)
    except OSError as error:
        fail(f"{folder}: cannot be written: {error.strerror}", Exit.USAGE)
        return
    for path in done.written:
        console.print(f"wrote {path}", markup=False)
    for path in done.kept:
        console.print(f"kept  {path}, it exists", markup=False)
    if not done.written:
        raise typer.Exit(Exit.NOTHING)
    option = "" if folder == Path("config") else f"--config {folder} "
    console.print(f"next: naba {option}check", markup=False)


@app.command()
def check(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Validate the config: every mistake of every file with its line, or what it holds."""
    from config.load import ConfigError, load

    try:
        config = load(globals_of(ctx).config_dir)
    except ConfigError as error:
        _show_problems(error.problems, as_json=as_json)
        raise typer.Exit(Exit.USAGE) from None
    if as_json:
        warnings = [_to_json(warning) for warning in config.warnings]
        print_json({"ok": True, **_summary(config), "problems": [], "warnings": warnings})
        return
    for warning in config.warnings:
        errors.print(f"[yellow]warning:[/] {escape(str(warning))}", soft_wrap=True)
    _show_summary(config)


def _show_problems(problems: tuple[Problem, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"ok": False, "problems": [_to_json(problem) for problem in problems], "warnings": []})
        return
    for problem in problems:
        errors.print(str(problem), markup=False, soft_wrap=True)
    errors.print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}", style="red")


def _to_json(problem: Problem) -> dict[str, object]:
    file, line, column = str(problem.place).rsplit(":", 2)
    return {"file": file, "line": int(line), "column": int(column), "message": problem.message}


def _summary(config: Config) -> dict[str, object]:
    """Count what is enabled: its lists by kind and its languages, the commonest first."""
    polled = [source for source in config.sources if source.enabled]
    languages = Counter(source.language or "unknown" for source in polled)
    return {
        "sources": len(config.sources),
        "enabled": len(polled),
        "feeds": sum(len(source.feeds) for source in polled),
        "sitemaps": sum(len(source.sitemaps) for source in polled),
        "listings": sum(len(source.listings) for source in polled),
        "discovered": sum(not source.list_urls for source in polled),
        "languages": dict(languages.most_common()),
        "files": [str(path) for path in config.files if path.is_file()],
    }


def _show_summary(config: Config) -> None:
    counts = _summary(config)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("sources", f"{counts['enabled']} enabled of {counts['sources']}")
    kinds = [f"{counts[kind]} {kind}" for kind in ("feeds", "sitemaps", "listings")]
    table.add_row("lists", f"{', '.join(kinds)}; {counts['discovered']} sources to be discovered")
    languages = Counter(source.language or "unknown" for source in config.sources if source.enabled)
    table.add_row("languages", ", ".join(f"{name} {count}" for name, count in languages.most_common()))
    console.print(table)
    console.print("the config is right", style="green")


@config_app.command()
def schema() -> None:
    """Print the JSON Schema of the config files, for editors."""
    from config.schema import schema_text

    sys.stdout.write(schema_text())
