"""`naba crawl` and `naba run`: the commands that fetch."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from crawler.cli.app import Exit, app, console, errors, fail, globals_of, print_json
from crawler.cli.report import balance_json, balance_tables, shown_progress

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from config.load import Config
    from config.reload import Watcher
    from crawler.report import Balance
    from crawler.service import Service

__all__ = ["crawl", "run", "run_async"]

log = logging.getLogger(__name__)

T = TypeVar("T")


@app.command()
def crawl(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(help="Source ids; none: what is due.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every enabled source, due or not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The balance as one JSON value.")] = False,
) -> None:
    """Poll what is due (or the named sources, or all), fetch, store, print the balance, exit."""
    from storage.open import check_free

    options = globals_of(ctx)
    check_free(options.store_url())  # before anything slow is loaded: a second instance is told at once
    config = _load(ctx)
    from crawler.service import Service

    with shown_progress(errors) as progress:
        only = _named(config, ids, every=every)
        service = Service(config, options.store_url(), only=only, progress=progress)
        balance = run_async(service.crawl())
    if as_json:
        print_json(balance_json(balance))
    else:
        console.print(*balance_tables(balance))
    _leave(service, balance)


@app.command()
def run(ctx: typer.Context) -> None:
    """Serve: poll every source when it is due, until SIGTERM or Ctrl-C."""
    from storage.open import check_free

    options = globals_of(ctx)
    check_free(options.store_url())
    from config.problem import ConfigError
    from config.reload import Watcher
    from crawler.service import Service

    watcher = Watcher(options.config_dir)
    config = watcher.reload(datetime.now(UTC))
    if isinstance(config, ConfigError):
        raise config
    service = Service(config, options.store_url(), reload=lambda: _reloaded(watcher))
    errors.print(f"naba serves {len(config.sources)} sources into {options.store_url()}; Ctrl-C stops it")
    balance = run_async(service.run())
    errors.print(*balance_tables(balance))


def run_async(work: Coroutine[None, None, T]) -> T:
    """Run the service on uvloop where there is one."""
    import asyncio
    import sys

    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _load(ctx: typer.Context) -> Config:
    from config.load import load

    return load(globals_of(ctx).config_dir)


def _named(config: Config, ids: list[str] | None, *, every: bool) -> list[str] | None:
    known = [source.id for source in config.sources]
    for name in ids or ():
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1)
            fail(f"no source {name!r}" + (f" (did you mean {near[0]!r}?)" if near else ""), Exit.USAGE)
    if every:
        return [source.id for source in config.sources if source.enabled]
    return list(ids) if ids else None


def _reloaded(watcher: Watcher) -> Config | None:
    """Return a changed config, or None: where it is invalid the old one stays, and the log says so."""
    from config.problem import ConfigError

    if not watcher.changed():
        return None
    found = watcher.reload(datetime.now(UTC))
    if isinstance(found, ConfigError):
        log.warning("config not reloaded, the old one stays:\n%s", found)
        return None
    return found


def _leave(service: Service, balance: Balance) -> None:
    """Exit as scripts expect: 130 when interrupted, 1 when pages were fetched and none stored."""
    if service.was_interrupted:
        raise typer.Exit(Exit.INTERRUPTED)
    if balance.fetched_pages and not balance.stored:
        errors.print("pages were fetched and none stored: see the reasons above, or `naba why URL`")
        raise typer.Exit(Exit.NOTHING)
