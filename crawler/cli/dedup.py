"""`naba dedup --rebuild`: the stories of a corpus recomputed after a change of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crawler.cli.app import Exit, app, errors, fail, globals_of, print_json
from crawler.cli.printing import print_line

if TYPE_CHECKING:
    from storage.rebuild import Rebuild, Regrouped

__all__ = ["dedup"]

_NAMED = 20
_STEP = 200


@app.command()
def dedup(
    ctx: typer.Context,
    *,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Judge every text again, in the order they came.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; may run beside a crawl.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="What changed as one JSON value.")] = False,
) -> None:
    """Recompute which articles are one story. Stopped or killed, it goes on when run again.

    What an operator joined or parted stays so, and nothing changes before all is known.
    """
    from crawler.dedup.verify import RULES_VERSION
    from storage.fold import FOLD_VERSION
    from storage.open import open_rebuild

    if not rebuild:
        fail("say what to do: `naba dedup --rebuild`, with `--dry-run` to change nothing", Exit.USAGE)
    of = globals_of(ctx)
    days = of.settings().copies.window.days
    rules = f"naba {version('naba')}, fold {FOLD_VERSION}, rules {RULES_VERSION}"
    with closing(open_rebuild(of.store_url(), rules=rules, near_days=days, read_only=dry_run)) as work:
        _judge_all(work)
        found = work.compare() if dry_run else work.apply(now=datetime.now(UTC))
    _report(found, dry_run=dry_run, as_json=as_json)


def _judge_all(work: Rebuild) -> None:
    from crawler.dedup.fingerprint import fingerprint
    from crawler.dedup.judge import Judge

    judge = Judge()
    done, total = work.counts()
    if done and done < total:
        errors.print(f"going on after {done:,} of {total:,} texts", highlight=False)
    with _progress(done, total) as advance:
        while count := work.step(judge=judge, fingerprint=fingerprint, limit=_STEP):
            advance(count)


@contextmanager
def _progress(done: int, total: int) -> Iterator[Callable[[int], None]]:
    """Yield what hears of each step: a bar on a terminal, nothing elsewhere."""
    columns = (TextColumn("judging"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as bar:
        task = bar.add_task("", total=total, completed=done)
        yield lambda count: bar.advance(task, count)


def _report(found: Regrouped, *, dry_run: bool, as_json: bool) -> None:
    from storage.record import to_plain

    if as_json:
        print_json({**to_plain(found), "applied": not dry_run})
        return
    verb = "would be" if dry_run else "are now"
    print_line(f"{found.articles:,} articles: {found.before:,} stories {verb} {found.after:,}")
    print_line(f"articles moved to another story: {found.moved:,}; joined otherwise: {found.relinked:,}")
    for what, ids in (("split", found.split), ("made of several", found.joined)):
        more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
        named = ", ".join(map(str, ids[:_NAMED])) or "none"
        print_line(f"stories {what}: {len(ids):,} ({named}{more})" if ids else f"stories {what}: none")
    if dry_run:
        print_line("nothing was changed; without --dry-run it goes on from here")
