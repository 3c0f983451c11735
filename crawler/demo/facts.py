"""What a crawler must make of the demo web: the facts that tests and `naba demo` compare with.

Derived from the same stories and sites that are served, so the two cannot drift apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from crawler.demo.site import Site
from crawler.demo.story import Story
from crawler.demo.world import World, line_id

__all__ = ["CopyGroup", "Edited", "Facts", "Trouble", "Wanted", "facts_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An article that must be stored: `url` is its own address, `text` its body, one paragraph a line.

    `listed_urls` are the addresses under which lists name it (campaign parameters, AMP, an old address),
    `further_urls` those of its pages after the first.
    """

    story_id: str
    source_id: str
    url: str
    listed_urls: tuple[str, ...]
    further_urls: tuple[str, ...] = ()
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGroup:
    """Articles with one text, by address, the original first: `same_text`, or `near` after light edits."""

    relation: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """An article whose title or body the second edition changes."""

    before: Wanted
    after: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A listed address that brings no article; `kind` says why (see `traps`).

    `outcome` is how it must be counted: whole outcomes or their first words, alternatives between `|`.
    """

    kind: str
    source_id: str
    url: str
    outcome: str

    def allows(self, outcome: str) -> bool:
        """Tell whether this address may end in `outcome`."""
        return any(outcome == word or outcome.startswith(word + ":") for word in self.outcome.split("|"))


@dataclass(frozen=True)
class Facts:
    """Everything there is to know about a crawl of both editions.

    `articles` is the first edition's; `added` and `edited` are what the second brings. `twins` are articles
    listed under more than one address. `waiting` are addresses that must stay unfetched: behind an
    unreachable robots.txt, or after a Retry-After. `sealed` names the sources that yield nothing.
    """

    articles: tuple[Wanted, ...]
    added: tuple[Wanted, ...]
    edited: tuple[Edited, ...]
    copies: tuple[CopyGroup, ...]
    twins: tuple[Wanted, ...]
    troubles: tuple[Trouble, ...]
    waiting: tuple[str, ...]
    sealed: tuple[str, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many articles of each source the first edition must bring."""
        return Counter(article.source_id for article in self.articles)

    def trouble(self, kind: str) -> Trouble:
        """Return the first trouble of a kind; `StopIteration` if there is none."""
        return next(trouble for trouble in self.troubles if trouble.kind == kind)


def facts_of(world: World) -> Facts:
    """Work out the facts of a demo web, whatever edition it is in."""
    first, second = replace(world, edition=1), replace(world, edition=2)
    before = {article.story_id: article for article in _wanted(first)}
    after = {article.story_id: article for article in _wanted(second)}
    stories = {story.id: story for story in world.stories}
    return Facts(
        articles=tuple(before.values()),
        added=tuple(
            article for name, article in after.items() if name not in before and stories[name].revises is None
        ),
        edited=tuple(
            Edited(before=before[revised], after=article)
            for name, article in after.items()
            if (revised := stories[name].revises)
        ),
        copies=tuple(_copies(stories, before)),
        twins=tuple(article for article in before.values() if len(article.listed_urls) > 1),
        troubles=tuple(_troubles(first)),
        waiting=tuple(
            world.link(site)(story.path)
            for site in world.sites.values()
            if site.sealed
            for story in first.published[site.id]
        ),
        sealed=tuple(site.id for site in world.sites.values() if site.sealed),
    )


def _wanted(world: World) -> Iterator[Wanted]:
    """Yield what each open site publishes in this edition, whole pages only."""
    for site in world.sites.values():
        listed = _listed(world, site)
        for story in world.published[site.id]:
            if not (site.sealed or story.cut):
                yield Wanted(
                    story_id=story.id,
                    source_id=site.id,
                    url=world.link(site)(story.path),
                    listed_urls=listed.get(line_id(story), (world.link(site)(story.path),)),
                    further_urls=tuple(map(world.link(site), story.paths[1:])),
                    title=story.title,
                    text=story.text,
                    language=site.language,
                )


def _listed(world: World, site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return the addresses under which the lists of a site name each of its entries."""
    urls: dict[str, list[str]] = {}
    for spec in site.lists:
        if spec.kind not in {"sitemap", "sitemap_index"}:
            for line in world.lines(site, spec):
                urls.setdefault(line.id, []).append(line.url)
    return {name: tuple(dict.fromkeys(found)) for name, found in urls.items()}


def _copies(stories: Mapping[str, Story], before: Mapping[str, Wanted]) -> Iterator[CopyGroup]:
    """Yield each text that several sites run, in the first edition."""
    for original, article in before.items():
        copies = [before[name] for name in before if stories[name].base == original]
        if copies:
            relation = "same_text" if all(copy.text == article.text for copy in copies) else "near"
            yield CopyGroup(relation=relation, urls=(article.url, *(copy.url for copy in copies)))


def _troubles(world: World) -> Iterator[Trouble]:
    for site in world.sites.values():
        link = world.link(site)
        for trap in site.traps:
            if trap.listed:
                yield Trouble(kind=trap.kind, source_id=site.id, url=link(trap.path), outcome=trap.outcome)
        for story in world.published[site.id]:
            if story.cut:
                yield Trouble(kind="truncated", source_id=site.id, url=link(story.path), outcome="failed")
