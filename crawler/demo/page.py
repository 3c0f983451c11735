"""A story as a page: a site's template, its body markup, and the furniture between the paragraphs.

Pure: stories and sites in, HTML text out; `world` encodes and serves it. The markups are those in which
news systems really write bodies.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from crawler.demo.site import Site
from crawler.demo.story import Story

__all__ = ["Link", "amp_path", "body_html", "fill", "home_html", "page_html"]

FOLDER = Path(__file__).parent / "templates"
Link = Callable[[str], str]
_WORD = (
    '<span lang="AR-SA" style="font-size:14.0pt;line-height:150%;font-family:&quot;Simplified Arabic&quot;">'
)
_MARKUPS: Mapping[str, tuple[str, str]] = {
    "p": ("<p>", "</p>"),
    "justified": ('<p style="text-align: justify;" dir="auto">', "</p>"),
    "div": ('<div class="txt">', "</div>"),
    "br": ("", "<br>"),
    "brbr": ("", "<br><br>"),
    "word": (_WORD, "</span><br>&nbsp;<br>"),
}


def page_html(
    site: Site, story: Story, *, others: Sequence[Story], link: Link, template: str = "", page: int = 1
) -> str:
    """Return a page of `story` on `site`; `others` are the site's other stories, newest first.

    `link` turns a path of the site into an address. `template` replaces the site's own (the AMP twin). `page`
    counts the pages of a story that has several.
    """
    near = others[0] if others else story
    values = {
        **_site_values(site, link),
        "title": escape(story.title),
        "standfirst": escape(story.standfirst),
        "byline": escape(site.byline.format(author=story.author)),
        "author": escape(story.author),
        "section": escape(story.section),
        "date": site.dates.shown(story.published),
        "updated": site.dates.shown(story.updated),
        "iso": _iso(story.published),
        "iso_updated": _iso(story.updated),
        "url": escape(link(story.path)),
        "amp": escape(link(amp_path(story.path))) if story.amp else "",
        "amp_link": f'<link rel="amphtml" href="{escape(link(amp_path(story.path)))}">' if story.amp else "",
        "image": escape(link(f"/images/{story.id.partition('/')[2]}.jpg")),
        "tags": " ".join(f'<a href="{escape(link("/tag/" + tag))}">{escape(tag)}</a>' for tag in story.tags),
        "json_ld": _json_ld(site, story, link),
        "body": body_html(site, story.part(page), near=near, link=link) + _pager(story, page, link),
        "related": _items(others[:4], link),
        "related_title": escape(near.title),
        "related_url": escape(link(near.path)),
    }
    return fill(template or site.template, values)


def home_html(site: Site, stories: Sequence[Story], *, link: Link, feeds: str = "") -> str:
    """Return the front page of a site: its stories, newest first; `feeds` are links for the head."""
    cards = "\n".join(
        f'<article><h2><a href="{escape(link(story.path))}">{escape(story.title)}</a></h2>'
        f"<p>{escape(story.standfirst)}</p><time>{site.dates.shown(story.published)}</time></article>"
        for story in stories
    )
    values = {**_site_values(site, link), "cards": cards, "feeds": feeds, "related": _items(stories, link)}
    return fill(site.home, values)


def body_html(site: Site, paragraphs: Sequence[str], *, near: Story, link: Link) -> str:
    """Return the paragraphs in the site's markup with its interludes between them."""
    before, after = _MARKUPS[site.markup]
    pieces = []
    for number, text in enumerate(paragraphs, 1):
        shown = escape(text, quote=False)
        shown = shown.replace(" ", "&nbsp;", 1) if site.markup == "word" else shown
        pieces.append(f"{before}{shown}{after}")
        pieces += [
            Template(piece.html).substitute(
                related_title=escape(near.title), related_url=escape(link(near.path))
            )
            for piece in site.interludes
            if piece.after == number and number < len(paragraphs)
        ]
    return "\n".join(pieces)


def _pager(story: Story, page: int, link: Link) -> str:
    """The numbers of a story's pages, each but this one a link."""
    if story.pages == 1:
        return ""
    numbers = " ".join(
        f"<b>{number}</b>" if number == page else f'<a href="{escape(link(path))}">{number}</a>'
        for number, path in enumerate(story.paths, 1)
    )
    return f'\n<div class="page-links">{numbers}</div>'


def amp_path(path: str) -> str:
    """Return the path of the AMP twin of a story's page."""
    return path.rstrip("/") + "/amp"


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill the template file `template`; every `$name` in it must have a value."""
    return _template(template).substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / name).read_text("utf-8"))


def _site_values(site: Site, link: Link) -> dict[str, str]:
    nav = "".join(
        f'<li><a href="{escape(link(f"/section/{n}"))}">{escape(name)}</a></li>'
        for n, name in enumerate(site.sections, 1)
    )
    return {
        "lang": site.language,
        "dir": site.direction,
        "site": escape(site.name),
        "slogan": escape(site.slogan),
        "home": escape(link("/")),
        "nav": nav,
        "charset_meta": "" if site.declared == "nowhere" else f'<meta charset="{site.charset}">',
        "colour": site.colour,
    }


def _items(stories: Sequence[Story], link: Link) -> str:
    return "\n".join(
        f'<li><a href="{escape(link(story.path))}">{escape(story.title)}</a></li>' for story in stories
    )


def _json_ld(site: Site, story: Story, link: Link) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.standfirst,
        "datePublished": _iso(story.published),
        "dateModified": _iso(story.updated),
        "inLanguage": site.language,
        "articleSection": story.section,
        "mainEntityOfPage": link(story.path),
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": site.name, "url": link("/")},
    }
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
