"""One source tried out: what `naba source try` shows before a source is added.

The same crawl as any other, of one source and a few of its newest pages, into a corpus that is thrown away
afterwards; so what it shows is what the crawl will do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter, ValidationError

from config.load import Config
from config.model import Listing, Settings, Source
from config.values import Language, Name
from crawler.report import Balance
from crawler.service import Service
from crawler.urls import url_key
from storage.corpus import Corpus
from storage.crawl import ListState, Visit
from storage.model import StoredArticle
from storage.open import open_corpus
from storage.query import ArticleQuery

__all__ = ["Probe", "probe", "suggest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was found: the lists asked, a few articles, and the source as it could be configured.

    `visits` are the fetches of `articles`, in the same order. `waiting` counts entries listed but not
    fetched. `interrupted`: the operator stopped it before it was done.
    """

    source: Source
    suggested: Source
    lists: tuple[ListState, ...]
    articles: tuple[StoredArticle, ...]
    visits: tuple[Visit, ...]
    balance: Balance
    waiting: int
    interrupted: bool = False

    @property
    def answering(self) -> tuple[ListState, ...]:
        """The lists that answered as a list should."""
        return tuple(state for state in self.lists if state.last_outcome == "ok")


async def probe(
    source: Source,
    settings: Settings,
    *,
    pages: int = 5,
    progress: Callable[[Balance], None] = lambda _: None,
) -> Probe:
    """Poll `source` once and fetch at most `pages` of its newest articles."""
    with TemporaryDirectory(prefix="naba-try-") as folder:
        store = f"sqlite:///{Path(folder) / 'try.db'}"
        config = Config(settings=settings, sources=(source,), files=())
        service = Service(config, store, only=[source.id], max_pages=pages, progress=progress)
        balance = await service.crawl()
        corpus = open_corpus(store)
        try:
            health = corpus.health()[0]
            articles = tuple(corpus.articles(ArticleQuery(limit=pages)))
            visits = tuple(_visit(corpus, article) for article in articles)
        finally:
            corpus.close()
    return Probe(
        source=source,
        suggested=suggest(source, health.lists, articles),
        lists=health.lists,
        articles=articles,
        visits=visits,
        balance=balance,
        waiting=health.pending,
        interrupted=service.was_interrupted,
    )


def _visit(corpus: Corpus, article: StoredArticle) -> Visit:
    url = article.requested_url
    return corpus.trace(url, url_key(url)).visits[-1]


def suggest(source: Source, lists: Sequence[ListState], articles: Sequence[StoredArticle]) -> Source:
    """Return the source with what was found written out: its lists, its name, its language.

    What the operator set stays. The name is the publisher all articles state, else the title of the one feed;
    the language is the one all articles have. A news sitemap is preferred to the index that led to it.
    """
    found = [state for state in lists if state.extra.get("discovered")]
    feeds = [state for state in found if state.kind == "feed"]
    news = [state for state in lists if state.extra.get("format") == "news-sitemap"]
    update: dict[str, object] = {
        "feeds": tuple(state.url for state in feeds),
        "listings": tuple(Listing(url=state.url) for state in found if state.kind == "listing"),
    }
    sitemaps = [state.url for state in found if state.kind == "sitemap"]
    if sitemaps:
        update["sitemaps"] = tuple(state.url for state in news) or tuple(sitemaps)
    if source.name == source.id:
        titles = [str(state.extra["title"]) for state in feeds if "title" in state.extra]
        update["name"] = _agreed(_NAME, [_publisher(one) for one in articles]) or _agreed(_NAME, titles)
    if source.language is None:
        update["language"] = _agreed(_LANGUAGE, [article.language for article in articles])
    return source.model_copy(update={key: value for key, value in update.items() if value})


def _publisher(article: StoredArticle) -> str | None:
    """Return who the page says published it; None where extraction only had our own name for the source."""
    return article.publisher if article.publisher != article.source_name else None


_NAME: TypeAdapter[str] = TypeAdapter(Name)
_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)


def _agreed(fit: TypeAdapter[str], values: Sequence[str | None]) -> str | None:
    """Return the one value all have, where the config would take it."""
    if len(set(values)) != 1:
        return None
    try:
        return fit.validate_python(values[0])
    except ValidationError:
        return None
