"""A cluster as its readers see it: the articles of one story, why they were joined, who leads, who wrote it.

Pure. The lead may change as articles arrive; the cluster's id, that of its first article, does not while that
article stays. Rules: dedup spec §2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.fold import fold
from storage.model import InfoSource, StoredArticle

__all__ = ["PARTED", "Cluster", "Edge", "Origin", "lead_article", "likely_origin"]

EARLIEST = timedelta(days=7)
"""How long before we first saw an article its publisher's date is believed: some are found late."""

PARTED = frozenset({"never", "apart"})
"""The relations that keep two articles apart."""

AHEAD = timedelta(minutes=10)
"""A date this far after we saw the article is wrong (feeds spec D3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who likely wrote the story: `reason` is `credited`, `published_first` or `seen_first`.

    `article_id` is the origin's own article, None where the corpus has none; `votes` counts the articles of
    the cluster that credit it, of `articles` in all.
    """

    name: str
    reason: str
    article_id: int | None
    votes: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Why article `article_id` was joined to `of`, or parted from it; written once, never changed.

    `relation` is the judge's `same_text`, `near`, `cut` or, from a rebuild that found them to be no copies,
    `apart`; or the operator's `operator` (joined) or `never` (parted, and to stay so). `scores` are the
    numbers behind it, `rules` the version of the rules (0: a person). `stands` says whether it still holds.
    """

    article_id: int
    of: int
    relation: str
    scores: dict[str, float]
    rules: int
    at: datetime
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The articles of one story, the first one first, with every edge they ever had."""

    id: int
    articles: tuple[StoredArticle, ...]
    edges: tuple[Edge, ...]

    @property
    def lead(self) -> StoredArticle:
        """The article that stands for the story."""
        return lead_article(self.articles)

    @property
    def origin(self) -> Origin:
        """Where the story likely comes from, and why we think so."""
        return likely_origin(self.articles)

    def standing(self, *article_ids: int) -> tuple[Edge, ...]:
        """Return the edges that hold and join the article to others, or the two articles to one another."""
        links = [edge for edge in self.edges if edge.stands and edge.relation not in PARTED]
        return tuple(edge for edge in links if set(article_ids) <= {edge.article_id, edge.of})


def lead_article(cluster: Sequence[StoredArticle]) -> StoredArticle:
    """Return the article that stands for a cluster (not empty).

    The credited origin's own if it is here; else the earliest published, by dates one can believe; else
    the first seen.
    """
    origin = likely_origin(cluster)
    return next((one for one in cluster if one.id == origin.article_id), _earliest(cluster))


def likely_origin(cluster: Sequence[StoredArticle]) -> Origin:
    """Return where the story of a cluster (not empty) comes from, and why we think so."""
    votes = Counter(name for one in cluster for name in _credited(one))
    if votes:
        name, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        own = [one for one in cluster if fold(one.source_name) == fold(name)]
        return Origin(
            name=name,
            reason="credited",
            article_id=_earliest(own).id if own else None,
            votes=count,
            articles=len(cluster),
        )
    first = _earliest(cluster)
    reason = "published_first" if _believed(first) else "seen_first"
    return Origin(name=first.source_name, reason=reason, article_id=first.id, votes=0, articles=len(cluster))


def _credited(article: StoredArticle) -> set[str]:
    """Return whom the article says it has its text from: never the outlet itself."""
    return {
        credit.name
        for credit in article.info_sources
        if _gives_text(credit)
        and fold(article.source_name) not in {fold(credit.name), fold(credit.name_as_written)}
    }


def _gives_text(credit: InfoSource) -> bool:
    return credit.role in {"agency", "republished_from"}


def _earliest(articles: Sequence[StoredArticle]) -> StoredArticle:
    dated = [one for one in articles if _believed(one)]
    if dated:
        return min(dated, key=lambda one: (one.published, one.first_seen, one.id))
    return min(articles, key=lambda one: (one.first_seen, one.id))


def _believed(article: StoredArticle) -> bool:
    """Say whether the stated date can be: to the minute, not long before first seen and not after."""
    published = article.published
    if published is None or article.published_precision not in {"second", "minute"}:
        return False
    return article.first_seen - EARLIEST <= published <= article.first_seen + AHEAD
