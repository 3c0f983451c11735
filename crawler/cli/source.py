"""`naba source`: lists, tries, adds, removes, imports and exports the sources of the config."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from crawler.cli.app import Exit, app, console, errors, fail, globals_of, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.load import Config
    from config.model import Source
    from config.problem import Problem

__all__ = ["add", "export", "forget", "import_", "list_", "remove", "try_"]

_PROBED = 3  # pages `add` looks at

source_app = typer.Typer(help="The sources of the config.", no_args_is_help=True)
app.add_typer(source_app, name="source")


@source_app.command("list")
def list_(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source and line.")] = False,
) -> None:
    """Show the sources of the config."""
    from config.load import load

    sources = load(globals_of(ctx).config_dir).sources
    if as_json:
        for source in sources:
            print_json(source.model_dump(mode="json"))
        return
    _show(sources)


def _show(sources: Sequence[Source]) -> None:
    """Print a table on a terminal, tab-separated lines elsewhere."""
    rows = [_cells(source) for source in sources]
    if not console.is_terminal:
        for row in rows:
            sys.stdout.write("\t".join(row) + "\n")
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in ("id", "name", "language", "country", "lists", "polled", "tags"):
        table.add_column(title, no_wrap=title == "id")
    for source, row in zip(sources, rows, strict=True):
        table.add_row(*(escape(cell) for cell in row), style=None if source.enabled else "dim")
    console.print(table)


def _cells(source: Source) -> tuple[str, ...]:
    from config.values import format_duration

    when = (source.cron or f"every {format_duration(source.every)}") if source.enabled else "disabled"
    codes = (source.language or "", source.country or "")
    return (source.id, source.name, *codes, _lists(source), when, ", ".join(source.tags))


def _lists(source: Source) -> str:
    counts = {
        "feed": len(source.feeds),
        "sitemap": len(source.sitemaps),
        "listing": len(source.listings),
    }
    named = [f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in counts.items() if count]
    return ", ".join(named) or "discovered"


@source_app.command()
def add(
    ctx: typer.Context,
    *,
    url: Annotated[str, typer.Argument(metavar="URL", help="The publisher's home page.")],
    source_id: Annotated[str | None, typer.Option("--id", help="Default: the host of URL.")] = None,
    name: Annotated[str | None, typer.Option(help="The credit; default: the id.")] = None,
    feed: Annotated[list[str] | None, typer.Option(help="A feed; may be repeated.")] = None,
    sitemap: Annotated[list[str] | None, typer.Option(help="A sitemap; may be repeated.")] = None,
    listing: Annotated[list[str] | None, typer.Option(help="A section page; may be repeated.")] = None,
    follow: Annotated[
        str | None, typer.Option(help="CSS selector of the links to follow on each --listing.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Such as ar.")] = None,
    country: Annotated[str | None, typer.Option(help="Such as JO.")] = None,
    every: Annotated[str | None, typer.Option(help="How often to poll, such as 15m.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A word of your own; may be repeated.")] = None,
    no_probe: Annotated[
        bool, typer.Option("--no-probe", help="Write it unseen; its lists are found when it is crawled.")
    ] = False,
) -> None:
    """Write a source into sources.yaml; without lists it is tried first, and what is found is written."""
    from config.edit import add_sources
    from config.entry import entry_lines

    page = {"follow": follow} if follow else {}
    keys = {
        "id": source_id,
        "name": name,
        "url": _address(url),
        "language": language,
        "country": country,
        "feeds": feed,
        "sitemaps": sitemap,
        "listings": [{"url": address, **page} for address in listing or ()],
        "every": every,
        "tags": tag,
    }
    folder = globals_of(ctx).config_dir
    source = _source({key: value for key, value in keys.items() if value})
    if not (source.list_urls or no_probe):
        source = _discovered(folder, source)
    path = add_sources(folder, [source])
    console.print(f"added to {path}:", markup=False)
    for line in entry_lines(source):
        console.print(f"  {line}", markup=False, soft_wrap=True)


def _address(text: str) -> str:
    """Return the address a bare name such as `example.org` means."""
    return text if "://" in text else f"https://{text}"


def _discovered(folder: Path, source: Source) -> Source:
    """Return `source` with the lists a probe found; ends the command where there are none."""
    from config.edit import preview_sources
    from crawler.cli.probing import print_tried, run_probe
    from crawler.probe import suggest

    config = preview_sources(folder, [source])
    tried = run_probe(_named(config, source.id), config.settings, pages=_PROBED)
    if not tried.answering:
        print_tried(tried)
        fail(
            f"no list was found at {source.url}; name one with --feed, or add it with --no-probe",
            Exit.NOTHING,
        )
    if not tried.articles:
        errors.print("its lists answer, but none of the pages tried gave an article", style="yellow")
    return suggest(source, tried.lists, tried.articles)


def _named(config: Config, source_id: str) -> Source:
    return next(source for source in config.sources if source.id == source_id)


def _source(keys: dict[str, object]) -> Source:
    """Return the source of these options; say what is wrong with them by the options' names."""
    from pydantic import ValidationError

    from config.model import Source

    try:
        return Source.model_validate(keys)
    except ValidationError as error:
        wrong = (
            _option(item["loc"], item["input"]) + item["msg"].removeprefix("Value error, ")
            for item in error.errors(include_url=False)
        )
        raise typer.BadParameter("; ".join(wrong)) from error


_OPTIONS = {
    "feeds": "--feed",
    "sitemaps": "--sitemap",
    "listings": "--listing",
    "tags": "--tag",
    "url": "URL",
}


def _option(loc: tuple[int | str, ...], came: object) -> str:
    if not loc:
        return ""
    name = "--follow" if loc[-1] == "follow" else _OPTIONS.get(str(loc[0]), f"--{loc[0]}")
    return f"{name} {came!r}: "


@source_app.command("try")
def try_(
    ctx: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="URL-or-ID", help="A home page, a list, or a source's id.")
    ],
    pages: Annotated[int, typer.Option("--pages", min=1, max=50, help="Articles to fetch at most.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON value.")] = False,
) -> None:
    """Poll one source once and show what a crawl would bring; nothing is written."""
    from crawler.cli.probing import print_probe, print_tried, probe_json, run_probe
    from crawler.probe import suggest

    bare, config = _to_try(globals_of(ctx).config_dir, target)
    tried = run_probe(_named(config, bare.id), config.settings, pages=pages)
    suggested = suggest(bare, tried.lists, tried.articles)
    if as_json:
        print_json(probe_json(tried, suggested))
    elif tried.answering:
        print_probe(tried, suggested)
    else:
        print_tried(tried)
    if not tried.articles:
        what = "its lists answer, but no page gave an article" if tried.answering else "no list was found"
        fail(f"{bare.url or bare.id}: {what}", Exit.NOTHING)


def _to_try(folder: Path, target: str) -> tuple[Source, Config]:
    """Return the source that an id or an address means, as written, and the config to try it in."""
    from dataclasses import replace

    from config.edit import preview_sources
    from config.load import SOURCES, Config, load, load_settings

    has_config = (folder / SOURCES).exists()
    config = load(folder) if has_config else Config(settings=load_settings(folder), sources=(), files=())
    for known in config.sources:
        if target in (known.id, known.url):
            return known, config
    if not any(mark in target for mark in ".:/"):
        fail(f"no source {target!r}; expected an id of the config or an address", Exit.USAGE)
    source = _source({"url": _address(target)})
    if source.id in {known.id for known in config.sources}:
        source = _source({"url": source.url, "id": _free_id(source.id, config)})
    if has_config:
        return source, preview_sources(folder, [source])
    return source, replace(config, sources=(source,))


def _free_id(wanted: str, config: Config) -> str:
    """Return `wanted` with the lowest number after it that makes it an id of its own."""
    taken = {known.id for known in config.sources}
    return next(name for number in count(2) if (name := f"{wanted}-{number}") not in taken)


@source_app.command()
def remove(
    ctx: typer.Context,
    source_id: Annotated[str, typer.Argument(metavar="ID")],
) -> None:
    """Take a source out of the file it stands in; what it brought stays in the corpus."""
    from config.edit import remove_source

    path = remove_source(globals_of(ctx).config_dir, source_id)
    console.print(f"removed {source_id!r} from {path}; its articles stay in the corpus", markup=False)


@source_app.command()
def forget(
    ctx: typer.Context,
    source_id: Annotated[str, typer.Argument(metavar="ID")],
) -> None:
    """Drop the wrappers and recurring lines learned from a source's pages; they are learned anew."""
    from contextlib import closing

    from storage.open import open_corpus, open_crawl

    store = globals_of(ctx).store_url()
    with closing(open_corpus(store)) as corpus:
        known = {one.source.id for one in corpus.health()}
    if source_id not in known:
        fail(f"no source {source_id!r} in the corpus; `naba status` lists them", Exit.NOTHING)
        return
    with closing(open_crawl(store)) as corpus:
        count = corpus.forget(source_id)
    if not count:
        fail(f"nothing was learned yet from the pages of {source_id!r}", Exit.NOTHING)
    console.print(f"forgot what was learned from {count} hosts of {source_id!r}", markup=False)


@source_app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, as feed readers export it.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be added, write nothing.")
    ] = False,
) -> None:
    """Add the feeds of an OPML file to sources.yaml, but for those that are there already."""
    from config.edit import add_sources
    from config.load import load
    from config.opml import parse_opml

    try:
        body = file.read_bytes()
    except OSError as error:
        fail(f"{file}: cannot be read: {error.strerror}", Exit.USAGE)
        return
    folder = globals_of(ctx).config_dir
    found = parse_opml(body, file, known=load(folder).sources)
    _show_skipped(found.skipped)
    if not found.sources:
        console.print(f"nothing to add from {file}", markup=False)
        raise typer.Exit(Exit.NOTHING)
    if dry_run:
        _show(found.sources)
        console.print(f"{len(found.sources)} would be added, nothing was written")
        return
    path = add_sources(folder, found.sources)
    console.print(f"added {len(found.sources)} to {path}", markup=False)


def _show_skipped(skipped: Sequence[Problem]) -> None:
    for problem in skipped:
        errors.print(str(problem), style="yellow", markup=False, soft_wrap=True)


@source_app.command()
def export(
    ctx: typer.Context,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Default: standard output.")] = None,
) -> None:
    """Write the sources as OPML 2.0: feed readers take the feeds, `naba source import` takes all."""
    from config.load import load
    from config.opml import to_opml
    from config.write import write_file

    sources = load(globals_of(ctx).config_dir).sources
    body = to_opml(sources)
    if output is None:
        sys.stdout.write(body.decode())
        return
    try:
        write_file(output, body)
    except OSError as error:
        fail(f"{output}: cannot be written: {error.strerror}", Exit.USAGE)
    console.print(f"wrote {len(sources)} sources to {output}", markup=False)
