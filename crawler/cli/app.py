"""The `naba` command: global options, exit codes, and the one place where errors become messages.

Exit codes are a contract (design: command line): 0 done, 1 nothing useful happened or checks failed,
2 usage or config, 3 storage, 4 another instance, 130 interrupted.
"""

from __future__ import annotations

import enum
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.logging import RichHandler

if TYPE_CHECKING:
    from config.model import Settings

__all__ = ["Exit", "Globals", "app", "console", "errors", "fail", "globals_of", "print_json"]

app = typer.Typer(
    name="naba",
    help="A news aggregator and scraper: feeds in, clean attributed article text out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
console = Console(soft_wrap=False, highlight=False)
errors = Console(stderr=True, highlight=False)


class Exit(enum.IntEnum):
    """Exit codes scripts may depend on."""

    DONE = 0
    NOTHING = 1
    USAGE = 2
    STORAGE = 3
    BUSY = 4
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Globals:
    """The options that come before the command."""

    config_dir: Path
    store: str | None

    def store_url(self) -> str:
        """Return the corpus to open: `--store`, the settings' `store`, or the one beside the config."""
        return (
            self.store
            or self.settings().store
            or f"sqlite:///{self.config_dir.resolve().parent / 'data' / 'corpus.db'}"
        )

    def settings(self) -> Settings:
        """Return the settings of the config folder, the defaults where there is none."""
        from config.load import load_settings
        from config.model import Settings

        return load_settings(self.config_dir) if self.config_dir.is_dir() else Settings()


@app.callback()
def _options(
    ctx: typer.Context,
    config: Annotated[
        Path, typer.Option("--config", envvar="NABA_CONFIG", help="The folder with sources.yaml.")
    ] = Path("config"),
    store: Annotated[
        str | None, typer.Option("--store", envvar="NABA_STORE", help="The corpus, as sqlite:///PATH.")
    ] = None,
    log_level: Annotated[str, typer.Option("--log-level", help="debug, info, warning or error.")] = "warning",
) -> None:
    level = logging.getLevelNamesMapping().get(log_level.upper())
    if level is None:
        fail(f"--log-level: {log_level!r}: expected debug, info, warning or error", Exit.USAGE)
    handler = RichHandler(console=errors, show_path=False, rich_tracebacks=False)
    logging.basicConfig(level=level, handlers=[handler], format="%(message)s", force=True)
    for noisy in ("apscheduler", "trafilatura"):  # a tick still busy, a page without text: no news to anybody
        logging.getLogger(noisy).setLevel(logging.ERROR)
    for chatty in ("scrapy", "asyncio"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    ctx.obj = Globals(config_dir=config, store=store)


def globals_of(ctx: typer.Context) -> Globals:
    """Return the global options of this call."""
    obj = ctx.find_object(Globals)
    if obj is None:
        raise RuntimeError("the command was called without its callback")
    return obj


def fail(message: str, code: Exit) -> NoReturn:
    """Print what went wrong on stderr and leave with `code`."""
    errors.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def print_json(value: Any) -> None:
    """Print one JSON value a line, unescaped UTF-8, to stdout."""
    import json

    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n")
