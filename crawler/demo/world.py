"""The whole demo web at one moment: hosts, addresses and what each of them answers.

Pure: a request's host, target and codings in, an `Answer` out. `web` puts it on the wire, `facts` says
what a crawler must make of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from html import escape
from urllib.parse import quote, unquote

from crawler.demo.answer import Answer, Delivery, coded, tag_of
from crawler.demo.lists import CONTENT_TYPES, Line, list_text
from crawler.demo.page import Link, amp_path, fill, home_html, page_html
from crawler.demo.site import ListSpec, Site, Trap
from crawler.demo.story import Story
from crawler.demo.traps import trap_answer

__all__ = ["World", "address", "line_id"]

_AUTODISCOVERED = ("rss", "rdf", "atom", "json")


def address(site_id: str, path: str, *, port: int) -> str:
    """Return the URL of `path` on a site; `path` is readable, not yet escaped."""
    return f"http://{site_id}.localhost:{port}{quote(path, safe='/?&=%:,~+')}"


def line_id(story: Story) -> str:
    """Return the identity of a story in every list (RFC 4151); a revision keeps the first state's."""
    return "tag:" + (story.revises or story.id).replace("/", ".localhost,2026:")


@dataclass(frozen=True)
class World:
    """The demo web in one `edition` (1, or 2 after the editors changed things), served on `port`.

    `now` is the moment from which the ages of stories and traps count back.
    """

    sites: Mapping[str, Site]
    stories: Sequence[Story]
    now: datetime
    port: int
    edition: int = 1

    def answer(self, host: str, target: str, *, accepted: str = "") -> Answer:
        """Answer a GET of `target` (path and query as sent) at `host` (as in its header).

        `accepted` is the request's Accept-Encoding. Campaign parameters (`utm_*`) change nothing. A host
        that is no site gets the list of all sites.
        """
        site = self.sites.get(host.partition(":")[0].lower().removesuffix(".localhost"))
        if site is None:
            return self._index()
        path = _plain(target)
        return (
            _robots(site, path, self.link(site))
            or self._list(site, path)
            or self._trap(site, path)
            or self._story(site, path, accepted)
            or self._front(site, path)
            or _missing(site, self.link(site))
        )

    @cached_property
    def published(self) -> Mapping[str, tuple[Story, ...]]:
        """The stories of each site in this edition, newest first; a revision stands for what it revises."""
        current = [story for story in self.stories if story.edition <= self.edition]
        revised = {story.revises for story in current}
        kept = [story for story in current if story.id not in revised]
        return {name: tuple(story for story in kept if story.site == name) for name in self.sites}

    def link(self, site: Site) -> Link:
        """Return the function that makes addresses of a site's paths."""
        return partial(address, site.id, port=self.port)

    def lines(self, site: Site, spec: ListSpec) -> tuple[Line, ...]:
        """Return the entries of one list of a site, newest first: stories and, in the first, traps."""
        number = [item for item in site.lists if item.kind == spec.kind].index(spec)
        link = self.link(site)
        lines = [_line(site, story, spec, link) for story in self.published[site.id] if number in story.feeds]
        if number == 0:
            lines += [self._trap_line(trap, link) for trap in site.traps if trap.listed]
        return tuple(sorted(lines, key=lambda line: line.published, reverse=True))

    def _list(self, site: Site, path: str) -> Answer | None:
        spec = next((spec for spec in site.lists if spec.path == path), None)
        if spec is None:
            return None
        lines, link = self.lines(site, spec), self.link(site)
        text = list_text(spec, site, lines, home=link("/"), address=link(path))
        return _document(site, text, CONTENT_TYPES[spec.kind], max(line.updated for line in lines))

    def _trap(self, site: Site, path: str) -> Answer | None:
        trap = next((trap for trap in site.traps if trap.path == path), None)
        return trap_answer(site, trap, link=self.link(site)) if trap else None

    def _trap_line(self, trap: Trap, link: Link) -> Line:
        when = self.now - timedelta(minutes=trap.age_m)
        url = link(trap.path)
        return Line(id=url, url=url, title=trap.title, published=when, updated=when)

    def _story(self, site: Site, path: str, accepted: str) -> Answer | None:
        for story in self.published[site.id]:
            if path == story.moved_from:
                return Answer(status=301, headers={"Location": self.link(site)(story.path)})
            if path in story.paths:
                page = story.paths.index(path) + 1
                return self._page(site, story, accepted, template=site.template, page=page)
            if story.amp and path == amp_path(story.path):
                return self._page(site, story, accepted, template="amp.html")
        return None

    def _page(self, site: Site, story: Story, accepted: str, *, template: str, page: int = 1) -> Answer:
        others = [other for other in self.published[site.id] if other.path != story.path]
        text = page_html(site, story, others=others, link=self.link(site), template=template, page=page)
        answer = _document(site, text, "text/html", story.updated)
        if story.cut:
            return replace(answer, delivery=Delivery.CUT)
        return coded(answer, story.coding, accepted=accepted) if story.coding else answer

    def _front(self, site: Site, path: str) -> Answer | None:
        sections = {f"/section/{n}": name for n, name in enumerate(site.sections, 1)}
        if path != "/" and path not in sections:
            return None
        stories = [s for s in self.published[site.id] if path == "/" or s.section == sections[path]]
        link = self.link(site)
        feeds = "\n".join(
            f'<link rel="alternate" type="{CONTENT_TYPES[spec.kind]}" href="{escape(link(spec.path))}">'
            for spec in site.lists
            if spec.kind in _AUTODISCOVERED
        )
        return _document(site, home_html(site, stories, link=link, feeds=feeds), "text/html", None)

    def _index(self) -> Answer:
        rows = "\n".join(
            f'<li lang="{site.language}" dir="{site.direction}"><a href="{self.link(site)("/")}">'
            f"{escape(site.name)}</a> <small>{escape(site.slogan)}</small></li>"
            for site in self.sites.values()
        )
        return Answer(body=fill("index.html", {"sites": rows, "edition": str(self.edition)}).encode())


def _plain(target: str) -> str:
    """Return the readable path and query of a request target, without campaign parameters."""
    path, _, query = target.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("utm_"))
    return unquote(f"{path}?{kept}" if kept else path)


def _robots(site: Site, path: str, link: Link) -> Answer | None:
    if path != "/robots.txt":
        return None
    text = (site.robots or "User-agent: *\nDisallow:\n").replace("$home", link("/"))
    return Answer(status=site.robots_status, body=text.encode(), content_type="text/plain; charset=utf-8")


def _missing(site: Site, link: Link) -> Answer:
    values = {"site": site.name, "home": link("/"), "title": "404", "lang": site.language}
    return Answer(status=404, body=fill("not_found.html", values).encode())


def _line(site: Site, story: Story, spec: ListSpec, link: Link) -> Line:
    path = amp_path(story.path) if spec.amp and story.amp else story.moved_from or story.path
    glue = "&" if "?" in path else "?"
    full = "".join(f"<p>{escape(text, quote=False)}</p>\n" for text in story.paragraphs) if spec.full else ""
    return Line(
        id=line_id(story),
        url=link(path) + (glue + spec.query if spec.query else ""),
        title=story.title,
        summary=story.standfirst,
        author=story.author,
        section=story.section,
        html=full,
        published=story.published,
        updated=story.updated,
    )


def _document(site: Site, text: str, content_type: str, newest: datetime | None) -> Answer:
    """Encode and declare a text as its site does, with the validators the site gives."""
    body = text.encode(site.charset)
    shown = f"{content_type}; charset={site.charset}" if site.declared == "header" else content_type
    return Answer(
        content_type=shown if content_type != CONTENT_TYPES["json"] else content_type,
        body=body,
        etag=tag_of(body) if site.validators in {"both", "etag"} else None,
        modified=newest if site.validators in {"both", "modified"} else None,
    )
