"""A crawl of the demo web, as tests use it: a config on disk, a corpus in a temporary folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.load import Config, load
from crawler.demo import DemoWeb
from crawler.report import Balance
from crawler.service import Service
from storage.model import StoredArticle
from storage.open import open_corpus
from storage.query import ArticleQuery

__all__ = ["crawl", "store_url", "stored", "write_config"]


def write_config(web: DemoWeb, folder: Path, *, only: set[str] | None = None) -> Config:
    """Write the web's config into `folder` and load it; `only` keeps some sources."""
    (folder / "sources.yaml").write_text(web.config_text(), encoding="utf-8")
    (folder / "settings.yaml").write_text(web.settings_text(), encoding="utf-8")
    config = load(folder)
    kept = tuple(source for source in config.sources if only is None or source.id in only)
    return replace(config, sources=kept)


def store_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'corpus.db'}"


def crawl(
    config: Config, folder: Path, *, progress: Callable[[Balance], None] = lambda _: None, **kwargs: Any
) -> Balance:
    """Poll every source of the config once and return the balance."""
    ids = [source.id for source in config.sources]
    service: Service

    async def go() -> Balance:
        nonlocal service
        service = Service(config, store_url(folder), only=ids, linger_s=0.02, progress=progress, **kwargs)
        return await service.crawl()

    return asyncio.run(go())


def stored(folder: Path) -> list[StoredArticle]:
    """Return every article of the corpus, oldest first."""
    corpus = open_corpus(store_url(folder))
    try:
        return list(corpus.articles(ArticleQuery(oldest_first=True)))
    finally:
        corpus.close()
