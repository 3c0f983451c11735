"""`naba cluster`: which articles are one story and why, and an operator's word against the judge's."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.app import Exit, app, fail, globals_of, print_json
from crawler.cli.merges import print_merge, print_story, to_merges, to_story
from crawler.cli.printing import print_line, print_rows, shown_time
from storage.cluster import Cluster
from storage.corpus import Corpus
from storage.open import open_corpus, open_operator

__all__ = ["cluster_app", "join", "show", "split"]

cluster_app = typer.Typer(help="Stories: which articles are copies of one another.", no_args_is_help=True)
app.add_typer(cluster_app, name="cluster")

ArticleId = Annotated[
    int, typer.Argument(metavar="ID", help="The id of any article of the story, or the story's own.")
]


@cluster_app.command()
def show(
    ctx: typer.Context,
    article_id: ArticleId,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON value.")] = False,
) -> None:
    """Show a story: its articles, its likely origin, and why each article was joined or parted."""
    with closing(open_corpus(globals_of(ctx).store_url())) as corpus:
        cluster = _cluster(corpus, article_id)
        if as_json:
            print_json({**to_story(cluster), "merges": to_merges(corpus, cluster.standing())})
        else:
            _print_cluster(corpus, cluster)


@cluster_app.command()
def split(
    ctx: typer.Context,
    article_id: Annotated[int, typer.Argument(metavar="ID", help="The article that does not belong.")],
) -> None:
    """Part an article, and those joined through it, from its story; they stay apart for good."""
    with closing(open_operator(globals_of(ctx).store_url())) as corpus:
        cluster = _cluster(corpus, article_id)
        of = next(one.copy_of for one in cluster.articles if one.id == article_id)
        if of is None:
            others = " or ".join(str(one.id) for one in cluster.articles[1:4]) or "nothing"
            fail(f"article {article_id} is the first of its story; split {others} from it", Exit.USAGE)
        story = corpus.split(article_id, now=datetime.now(UTC))
        print_story(_cluster(corpus, story))
        print_line(f"parted from {of} for good; `naba cluster join {article_id} {of}` undoes it")


@cluster_app.command()
def join(
    ctx: typer.Context,
    article_id: ArticleId,
    other_id: Annotated[int, typer.Argument(metavar="OTHER", help="An article of the other story.")],
) -> None:
    """Make the stories of two articles one; undoes a split."""
    with closing(open_operator(globals_of(ctx).store_url())) as corpus:
        one, other = _cluster(corpus, article_id), _cluster(corpus, other_id)
        if one.id == other.id:
            fail(f"articles {article_id} and {other_id} are in one story already, {one.id}", Exit.NOTHING)
        story = corpus.join(article_id, other_id, now=datetime.now(UTC))
        print_story(_cluster(corpus, story))
        print_line(f"`naba cluster split {max(one.id, other.id)}` undoes it")


def _cluster(corpus: Corpus, article_id: int) -> Cluster:
    cluster = corpus.cluster(article_id)
    if cluster is None:
        fail(f"no article {article_id}; `naba articles` lists them", Exit.NOTHING)
    return cluster


def _print_cluster(corpus: Corpus, cluster: Cluster) -> None:
    print_story(cluster)
    rows = (
        (str(one.id), shown_time(one.published or one.first_seen), one.source_id, one.title or one.url)
        for one in cluster.articles
    )
    print_rows(("id", "published", "source", "title"), rows)
    for edge in cluster.edges:
        if edge.stands:
            print_merge(corpus, edge)
        else:
            how = f"{edge.relation}, {shown_time(edge.at)}; no longer holds"
            print_line(f"  {edge.article_id} -> {edge.of}: {how}", style="dim")
