"""`naba articles`, `show`, `status` and `why`: they read the corpus, beside a crawl or without."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import Annotated

import typer

from crawler.cli.app import Exit, app, fail, globals_of, print_json
from crawler.cli.filters import Language, OnePerStory, Since, Source, Until, make_query
from crawler.cli.health import judge_health
from crawler.cli.merges import print_merge, print_story, to_merges, to_story
from crawler.cli.printing import print_line, print_rows, shown_time
from storage.corpus import Corpus
from storage.crawl import SiteState, SourceHealth, Trace
from storage.model import StoredArticle
from storage.open import open_corpus
from storage.query import ArticleQuery
from storage.record import to_plain, to_record

__all__ = ["articles", "show", "status", "why"]

_RUNS = 5


@app.command()
def articles(
    ctx: typer.Context,
    *,
    source: Source = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="At most so many; 0: all.")] = 20,
    one_per_story: OnePerStory = False,
    as_json: Annotated[bool, typer.Option("--json", help="One record a line.")] = False,
) -> None:
    """List articles, newest first."""
    query = make_query(
        source=source,
        language=language,
        since=since,
        until=until,
        one_per_story=one_per_story,
        limit=limit,
    )
    with closing(open_corpus(globals_of(ctx).store_url())) as corpus:
        count = _print_records(corpus, query) if as_json else _print_articles(corpus, query)
    if not count:
        fail("no article matches; widen the filters, or see `naba status` for what was crawled", Exit.NOTHING)


def _print_records(corpus: Corpus, query: ArticleQuery) -> int:
    count = 0
    for article in corpus.articles(query):
        print_json(to_record(article))
        count += 1
    return count


def _print_articles(corpus: Corpus, query: ArticleQuery) -> int:
    rows = [
        (str(one.id), shown_time(one.published or one.first_seen), one.source_id, one.title or one.url)
        for one in corpus.articles(query)
    ]
    if rows:
        print_rows(("id", "published", "source", "title"), rows)
    return len(rows)


@app.command()
def show(
    ctx: typer.Context,
    article_id: Annotated[int, typer.Argument(metavar="ID", help="An article's id, from `naba articles`.")],
    text: Annotated[bool, typer.Option("--text", help="The body alone, one paragraph a line.")] = False,
    versions: Annotated[bool, typer.Option("--versions", help="Every text it had, oldest first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The record as one JSON value.")] = False,
) -> None:
    """Show one article: headline, who ran it and when, body."""
    with closing(open_corpus(globals_of(ctx).store_url())) as corpus:
        article = corpus.article(article_id)
        if article is None:
            fail(f"no article {article_id}; `naba articles` lists them", Exit.NOTHING)
            return
        if as_json:
            extra = {"versions": to_plain(corpus.revisions(article_id))} if versions else {}
            print_json({**to_record(article), **extra, "cluster": _to_cluster(corpus, article_id)})
        elif text:
            sys.stdout.write(article.text + "\n")
        elif versions:
            _print_versions(corpus, article)
        else:
            _print_article(corpus, article)


def _print_article(corpus: Corpus, article: StoredArticle) -> None:
    print_line(article.title or article.url, style="bold")
    print_line("")
    _print_credits(article)
    _print_copies(corpus, article)
    for paragraph in article.text.split("\n"):
        print_line("")
        print_line(paragraph)


def _print_copies(corpus: Corpus, article: StoredArticle) -> None:
    """Print the story the article is in and its other articles, with why they were joined to this one."""
    cluster = corpus.cluster(article.id)
    if cluster is None or len(cluster.articles) == 1:
        return
    print_story(cluster)
    for other in cluster.articles:
        if other.id == article.id:
            continue
        print_line(f"copy: {other.id} {other.url} {other.source_name}")
        for edge in cluster.standing(article.id, other.id):
            print_merge(corpus, edge)


def _to_cluster(corpus: Corpus, article_id: int) -> dict[str, object] | None:
    """Return the article's story as JSON values, with what each merge rests on."""
    cluster = corpus.cluster(article_id)
    if cluster is None:
        return None
    return {**to_story(cluster), "merges": to_merges(corpus, cluster.standing(article_id))}


def _print_credits(article: StoredArticle) -> None:
    for seen in article.sources:
        time = shown_time(seen.published or seen.seen_at)
        print_line(f"{time}  {seen.final_url}  {seen.source_name}", style="dim")
    if article.authors:
        print_line("by: " + ", ".join(author.name for author in article.authors))
    for credit in article.info_sources:
        print_line(f"{credit.role}: {credit.name}")
    if not article.complete:
        print_line("not complete: a teaser, or cut on the way", style="yellow")
    if article.version > 1:
        print_line(f"version {article.version}; `naba show {article.id} --versions` has the earlier texts")


def _print_versions(corpus: Corpus, article: StoredArticle) -> None:
    for revision in corpus.revisions(article.id):
        print_line(f"version {revision.version}, fetched {shown_time(revision.fetched_at)}", style="dim")
        print_line(revision.title or article.url, style="bold")
        for paragraph in revision.text.split("\n"):
            print_line(paragraph)
        print_line("")


@app.command()
def status(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON value.")] = False,
) -> None:
    """Show how each source is doing, why, and what to do next."""
    with closing(open_corpus(globals_of(ctx).store_url())) as corpus:
        health, stats, runs = corpus.health(), corpus.stats(), corpus.runs(limit=_RUNS)
    if as_json:
        sources = [_to_status(one) for one in health]
        print_json({"corpus": to_plain(stats), "sources": sources, "runs": to_plain(runs)})
        return
    print_rows(_STATUS, (_status_row(one) for one in health))
    copies = stats.articles - stats.clusters
    print_line(
        f"{stats.articles:,} articles ({copies:,} copies, {stats.revisions:,} revisions), "
        f"{stats.pending:,} of {stats.entries:,} entries waiting, {stats.sources:,} sources enabled"
    )


_STATUS = (
    "source",
    "state",
    "articles",
    "waiting",
    "last success",
    "last new",
    "next poll",
    "pages read by",
    "reason",
    "action",
)


def _status_row(one: SourceHealth) -> tuple[str, ...]:
    health = judge_health(one)
    return (
        one.source.id,
        health.state,
        str(one.articles),
        str(one.pending),
        shown_time(max((state.last_success for state in one.lists if state.last_success), default=None)),
        shown_time(one.last_new),
        shown_time(one.next_due),
        _read_by(one.sites),
        health.reason,
        health.action,
    )


def _read_by(sites: tuple[SiteState, ...]) -> str:
    """Say how the pages of the host read last are read, since when, and of how many pages that is known."""
    if not sites:
        return ""
    latest, others = sites[0], len(sites) - 1
    since = latest.learned if latest.stage == "wrapper" else latest.redesigned
    parts = [latest.stage, f"since {shown_time(since)}" if since else "", f"({latest.pages:,} pages)"]
    if latest.stage == "wrapper" and latest.redesigned:
        parts.append(f"redesigned {shown_time(latest.redesigned)}")
    return " ".join([*filter(None, parts), *([f"and {others} more hosts"] if others else [])])


def _to_status(one: SourceHealth) -> dict[str, object]:
    return {**to_plain(one), **to_plain(judge_health(one))}


@app.command()
def why(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(help="An address, as listed, redirected to or stored.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON value.")] = False,
) -> None:
    """Say what happened to an address and why: who listed it, each visit, where it ended."""
    from crawler.urls import url_key

    try:
        key = url_key(url)
    except ValueError as error:
        fail(f"{url!r}: {error}", Exit.USAGE)
        return
    with closing(open_corpus(globals_of(ctx).store_url())) as corpus:
        trace = corpus.trace(url, key)
        if as_json:
            stories = {str(one): _to_cluster(corpus, one) for one in trace.article_ids}
            print_json({**to_plain(trace), "clusters": stories})
        else:
            _print_trace(corpus, trace)
    if not trace.entries and not trace.article_ids:
        fail(f"{url}: no list has named it; `naba source try {url}` shows what would come", Exit.NOTHING)


def _print_trace(corpus: Corpus, trace: Trace) -> None:
    for entry, state in zip(trace.entries, trace.states, strict=True):
        print_line(f"listed by {entry.source_id} in {entry.feed_url}: {state}")
        if entry.title:
            print_line(entry.title, style="bold")
        if state == "pending":
            print_line(f"waits in the {entry.lane} lane, tried {entry.attempts} times")
    for visit in trace.visits:
        print_line(f"{shown_time(visit.at)}  {visit.outcome}  {_details(visit.detail)}")
        if visit.detail.get("relation") == "same_text":
            print_line(f"  word for word the text of article {visit.detail.get('of')}", style="dim")
    for article_id in trace.article_ids:
        article = corpus.article(article_id)
        if article is not None:
            copied = f", a copy of {article.copy_of}" if article.copy_of else ""
            print_line(f"article {article.id}{copied}: `naba show {article.id}`")
            _print_credits(article)
            _print_merges(corpus, article)


def _print_merges(corpus: Corpus, article: StoredArticle) -> None:
    cluster = corpus.cluster(article.id)
    if cluster is not None and len(cluster.articles) > 1:
        print_story(cluster)
        for edge in cluster.standing(article.id):
            print_merge(corpus, edge)


def _details(detail: dict[str, object]) -> str:
    """Return what was noted of a visit as `name=value` words."""
    noted = {name: value for name, value in detail.items() if value not in (None, "", [], {})}
    return " ".join(
        f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in noted.items()
    )
