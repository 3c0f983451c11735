"""Stories and merges in words: who is in a cluster, who leads it, and why each article was joined.

Shared by `naba show`, `why` and `cluster show`. The shared passage is found again from the texts as they were
when they were joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from crawler.cli.printing import print_line, shown_time
from storage.cluster import Cluster, Edge, Origin
from storage.corpus import Corpus
from storage.record import to_plain

__all__ = ["print_merge", "print_story", "to_merges", "to_story"]

_PASSAGE = 240
_OPERATOR = {"operator": "joined by hand", "never": "parted by hand"}
_REASONS = {
    "credited": "credited by {votes} of {articles} articles",
    "published_first": "published first",
    "seen_first": "seen first",
}


def print_story(cluster: Cluster) -> None:
    """Print what the cluster is: how many articles, its likely origin and why, its lead."""
    sources = {seen.source_id for one in cluster.articles for seen in one.sources}
    counts = f"{len(cluster.articles)} articles, {len(sources)} sources"
    print_line(f"story {cluster.id}: {counts}, lead {cluster.lead.id}")
    print_line(f"likely origin ({_reason(cluster.origin)}): {cluster.origin.name}")


def print_merge(corpus: Corpus, edge: Edge) -> None:
    """Print why an article was joined: to which, by which rules, with which numbers, on which passage."""
    how = _OPERATOR.get(edge.relation, f"{edge.relation} by rules {edge.rules}")
    scores = "".join(f" {name}={value:g}" for name, value in edge.scores.items())
    print_line(f"  {edge.article_id} -> {edge.of}: {how}, {shown_time(edge.at)}{scores}", style="dim")
    found = _explained(corpus, edge)
    if found is None:
        print_line("  the texts share no passage", style="dim")
        return
    print_line(
        f"  shared: {found['shared']} of {found['words']} words, at most {found['passage_words']} in a row:",
        style="dim",
    )
    print_line(f"  {_shortened(str(found['passage']))}", style="dim")


def to_story(cluster: Cluster) -> dict[str, object]:
    """Return the cluster as JSON values, without the articles' records."""
    return {
        "id": cluster.id,
        "articles": [one.id for one in cluster.articles],
        "lead": cluster.lead.id,
        "origin": to_plain(cluster.origin),
        "edges": to_plain(cluster.edges),
    }


def to_merges(corpus: Corpus, edges: Iterable[Edge]) -> list[dict[str, object]]:
    """Return edges as JSON values, each with what the texts share."""
    return [{**to_plain(edge), "shared": _explained(corpus, edge)} for edge in edges]


def _reason(origin: Origin) -> str:
    return _REASONS[origin.reason].format(votes=origin.votes, articles=origin.articles)


def _explained(corpus: Corpus, edge: Edge) -> dict[str, object] | None:
    from crawler.dedup.explain import explain  # numpy: only where asked for

    texts = [_text_at(corpus, article, edge.at) for article in (edge.article_id, edge.of)]
    found = explain(texts[0], texts[1])
    return None if found is None else dict(to_plain(found))


def _text_at(corpus: Corpus, article_id: int, at: datetime) -> str:
    """Return the article's text as it was then."""
    revisions = corpus.revisions(article_id)
    return next((one.text for one in reversed(revisions) if one.fetched_at <= at), revisions[0].text)


def _shortened(passage: str) -> str:
    line = " ".join(passage.split())
    return line if len(line) <= _PASSAGE else f"{line[: _PASSAGE - 1]}…"
