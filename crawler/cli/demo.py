"""`naba demo`: the whole product on a bundled news web, in a minute, without a network or a config."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import Exit, app, console, errors, fail
from crawler.cli.report import balance_tables, shown_progress

if TYPE_CHECKING:
    from pathlib import Path

    from config.load import Config
    from crawler.demo import DemoWeb
    from crawler.report import Balance
    from storage.corpus import Corpus
    from storage.model import StoredArticle

__all__ = ["demo"]

_HANG = timedelta(seconds=6)  # how long the demo's stalling page stalls


@app.command()
def demo(
    serve: Annotated[
        bool, typer.Option("--serve", help="Leave the web running, to point a config at.")
    ] = False,
    port: Annotated[int, typer.Option(help="The port of the web; 0: any free one.")] = 0,
) -> None:
    """Crawl the bundled miniature news web twice into a scratch corpus, and show what came of it."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from crawler.demo import DEMO_PORT, DemoWeb

    with TemporaryDirectory(prefix="naba-demo-") as folder:
        try:
            web = DemoWeb(port=port or (DEMO_PORT if serve else 0), now=datetime.now(UTC), hang=_HANG)
            with web:
                if serve:
                    _serve(web, Path(folder))
                else:
                    _show(web, Path(folder))
        except OSError as error:
            fail(f"the demo web cannot listen: {error.strerror}; choose another --port", Exit.USAGE)


def _show(web: DemoWeb, folder: Path) -> None:
    from storage.open import open_corpus

    store = f"sqlite:///{folder / 'demo.db'}"
    config = _config(web, folder)
    console.rule("first crawl")
    _crawl(config, store)
    web.advance()
    console.rule("second crawl: two articles are new, two were edited")
    _crawl(config, store)
    corpus = open_corpus(store)
    try:
        _show_corpus(corpus)
    finally:
        corpus.close()
    console.print("\nNext: [bold]naba init mynews[/bold] writes a config with real sources.")


def _config(web: DemoWeb, folder: Path) -> Config:
    """Write the web's sources and settings as an operator would, and load them."""
    from config.load import load

    (folder / "sources.yaml").write_text(web.config_text(), encoding="utf-8")
    (folder / "settings.yaml").write_text(web.settings_text(), encoding="utf-8")
    return load(folder)


def _crawl(config: Config, store: str) -> Balance:
    from crawler.cli.crawl import run_async
    from crawler.service import Service

    with shown_progress(errors) as progress:
        every = [source.id for source in config.sources]
        balance = run_async(Service(config, store, only=every, progress=progress).crawl())
    console.print(*balance_tables(balance))
    return balance


def _show_corpus(corpus: Corpus) -> None:
    from rich.table import Table

    from storage.query import ArticleQuery

    articles = list(corpus.articles(ArticleQuery()))
    table = Table(title=f"{len(articles)} articles", box=None, pad_edge=False)
    for name, width in (("id", 3), ("lang", 4), ("source", 18), ("seen as", 14)):
        table.add_column(name, min_width=width, max_width=width, no_wrap=True, overflow="ellipsis")
    table.add_column("headline", no_wrap=True, overflow="ellipsis")
    for article in articles:
        table.add_row(
            str(article.id), article.language, article.source_name, _seen_as(article), article.title
        )
    console.print(table)
    arabic = next((article for article in articles if article.language == "ar"), None)
    if arabic:
        console.rule("one article whole")
        console.print(f"{arabic.title}\n{arabic.source_name}  {arabic.url}\n", markup=False)
        console.print(arabic.text, markup=False, soft_wrap=True)


def _seen_as(article: StoredArticle) -> str:
    """Say what the corpus knows of an article beyond itself: copies, further appearances, versions."""
    said = [f"copy of {article.copy_of}"] if article.copy_of else []
    if len(article.sources) > 1:
        said.append(f"on {len(article.sources)} sites")
    if article.version > 1:
        said.append(f"version {article.version}")
    return ", ".join(said)


def _serve(web: DemoWeb, folder: Path) -> None:
    import signal
    import sys
    import time

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the scratch folder goes on the way out
    config = folder / "config"
    config.mkdir()
    _config(web, config)
    errors.print(f"http://localhost:{web.port}/ is the demo web, until Ctrl-C. In another terminal:")
    errors.print(f"  naba --config {config} --store sqlite:///{folder}/demo.db crawl --all", soft_wrap=True)
    while True:
        time.sleep(3600)
