"""The corpus: articles with who published them, where and when, to read and to crawl into.

    from storage import ArticleQuery, open_corpus

    corpus = open_corpus("sqlite:///data/corpus.db")
    for article in corpus.articles(ArticleQuery(language="ar", limit=10)):
        print(article.source_name, article.title)

A leaf of the flow: it knows nothing of crawling, and importing it loads no driver and no crawling library.
"""

from __future__ import annotations

from storage.cluster import Cluster, Edge, Origin
from storage.corpus import Corpus, CrawlCorpus, StorageError
from storage.model import Appearance, Article, Revision, StoredArticle
from storage.open import open_corpus, open_crawl
from storage.query import ArticleQuery
from storage.record import to_record

__all__ = [
    "Appearance",
    "Article",
    "ArticleQuery",
    "Cluster",
    "Corpus",
    "CrawlCorpus",
    "Edge",
    "Origin",
    "Revision",
    "StorageError",
    "StoredArticle",
    "open_corpus",
    "open_crawl",
    "to_record",
]
