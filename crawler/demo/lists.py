"""The lists a site serves: RSS 2.0, RDF (RSS 1.0), Atom, JSON Feed, news sitemap, sitemap, sitemap index.

Pure: entries in, text out. Written out by hand, as news systems do, so that the faults (a bare `&`, an
undeclared charset) can be too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from crawler.demo.site import ListSpec, Site

__all__ = ["CONTENT_TYPES", "Line", "list_text"]

CONTENT_TYPES: Mapping[str, str] = {
    "rss": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "sitemap_index": "application/xml",
    "news_sitemap": "application/xml",
    "sitemap": "application/xml",
}
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry of a list; `html` is the whole body, empty where the list gives none."""

    id: str
    url: str
    title: str
    summary: str = ""
    author: str = ""
    section: str = ""
    html: str = ""
    published: datetime
    updated: datetime


def list_text(spec: ListSpec, site: Site, lines: Sequence[Line], *, home: str, address: str) -> str:
    """Return the list `spec` of `site`; `home` and `address` are the site's and the list's own URL."""
    text = _WRITERS[spec.kind](site, lines, home, address)
    if spec.kind == "json":
        return text
    declared = f' encoding="{site.charset}"' if site.declared == "document" else ""
    text = text.replace("&amp;", "&") if spec.bare_ampersand else text
    return f'<?xml version="1.0"{declared}?>\n{text}'


def _rss(site: Site, lines: Sequence[Line], home: str, address: str) -> str:
    items = "\n".join(_rss_item(line) for line in lines)
    return (
        f'<rss version="2.0" {_DC} xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{escape(site.name)}</title>\n<link>{escape(home)}</link>\n"
        f"<description>{escape(site.slogan)}</description>\n<language>{site.language}</language>\n"
        f'<atom:link href="{escape(address)}" rel="self" type="application/rss+xml"/>\n'
        f"{items}\n</channel>\n</rss>\n"
    )


def _rss_item(line: Line) -> str:
    permalink = "true" if line.id == line.url else "false"
    body = f"<content:encoded><![CDATA[{line.html}]]></content:encoded>\n" if line.html else ""
    return (
        f"<item>\n<title>{escape(line.title)}</title>\n<link>{escape(line.url)}</link>\n"
        f'<guid isPermaLink="{permalink}">{escape(line.id)}</guid>\n'
        f"<pubDate>{format_datetime(line.published)}</pubDate>\n{_changed(line)}"
        f"<dc:creator>{escape(line.author)}</dc:creator>\n<category>{escape(line.section)}</category>\n"
        f"<description>{escape(line.summary)}</description>\n{body}</item>"
    )


def _changed(line: Line) -> str:
    when = line.updated.isoformat(timespec="seconds")
    return f"<atom:updated>{when}</atom:updated>\n" if line.updated > line.published else ""


def _rdf(site: Site, lines: Sequence[Line], home: str, address: str) -> str:
    order = "".join(f'<rdf:li rdf:resource="{escape(line.url)}"/>' for line in lines)
    items = "\n".join(
        f'<item rdf:about="{escape(line.url)}">\n<title>{escape(line.title)}</title>\n'
        f"<link>{escape(line.url)}</link>\n<description>{escape(line.summary)}</description>\n"
        f"<dc:creator>{escape(line.author)}</dc:creator>\n<dc:subject>{escape(line.section)}</dc:subject>\n"
        f"<dc:date>{line.published.isoformat(timespec='seconds')}</dc:date>\n</item>"
        for line in lines
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns="http://purl.org/rss/1.0/" {_DC}>\n<channel rdf:about="{escape(address)}">\n'
        f"<title>{escape(site.name)}</title>\n<link>{escape(home)}</link>\n"
        f"<description>{escape(site.slogan)}</description>\n<items><rdf:Seq>{order}</rdf:Seq></items>\n"
        f"</channel>\n{items}\n</rdf:RDF>\n"
    )


def _atom(site: Site, lines: Sequence[Line], home: str, address: str) -> str:
    newest = max(line.updated for line in lines).isoformat(timespec="seconds")
    entries = "\n".join(
        f'<entry>\n<id>{escape(line.id)}</id>\n<title type="text">{escape(line.title)}</title>\n'
        f'<link rel="alternate" type="text/html" href="{escape(line.url)}"/>\n'
        f"<published>{line.published.isoformat(timespec='seconds')}</published>\n"
        f"<updated>{line.updated.isoformat(timespec='seconds')}</updated>\n"
        f"<author><name>{escape(line.author)}</name></author>\n"
        f'<category term="{escape(line.section)}"/>\n<summary>{escape(line.summary)}</summary>\n</entry>'
        for line in lines
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.language}">\n<id>{escape(address)}</id>\n'
        f'<title>{escape(site.name)}</title>\n<link rel="self" href="{escape(address)}"/>\n'
        f'<link rel="alternate" href="{escape(home)}"/>\n<updated>{newest}</updated>\n{entries}\n</feed>\n'
    )


def _json_feed(site: Site, lines: Sequence[Line], home: str, address: str) -> str:
    items = [
        {
            "id": line.id,
            "url": line.url,
            "title": line.title,
            "summary": line.summary,
            "content_html": line.html,
            "date_published": line.published.isoformat(timespec="seconds"),
            "date_modified": line.updated.isoformat(timespec="seconds"),
            "authors": [{"name": line.author}],
            "tags": [line.section],
        }
        for line in lines
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name,
        "home_page_url": home,
        "feed_url": address,
        "language": site.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _news_sitemap(site: Site, lines: Sequence[Line], home: str, address: str) -> str:
    urls = "\n".join(
        f"<url><loc>{escape(line.url)}</loc><news:news><news:publication><news:name>{escape(site.name)}</news:name>"
        f"<news:language>{site.language}</news:language></news:publication>"
        f"<news:publication_date>{line.published.isoformat(timespec='seconds')}</news:publication_date>"
        f"<news:title>{escape(line.title)}</news:title></news:news></url>"
        for line in lines
    )
    return f"<urlset {_SITEMAP} {_NEWS}>\n{urls}\n</urlset>\n"


def _sitemap(site: Site, lines: Sequence[Line], home: str, address: str) -> str:
    pages = "".join(
        f"<url><loc>{escape(home)}section/{n}</loc></url>\n" for n in range(1, len(site.sections) + 1)
    )
    return f"<urlset {_SITEMAP}>\n<url><loc>{escape(home)}</loc></url>\n{pages}</urlset>\n"


def _sitemap_index(site: Site, lines: Sequence[Line], home: str, address: str) -> str:
    newest = max(line.updated for line in lines).isoformat(timespec="seconds")
    maps = "\n".join(
        f"<sitemap><loc>{escape(home)}{spec.path.lstrip('/')}</loc><lastmod>{newest}</lastmod></sitemap>"
        for spec in site.lists
        if spec.kind in {"news_sitemap", "sitemap"}
    )
    return f"<sitemapindex {_SITEMAP}>\n{maps}\n</sitemapindex>\n"


_WRITERS: Mapping[str, Callable[[Site, Sequence[Line], str, str], str]] = {
    "rss": _rss,
    "rdf": _rdf,
    "atom": _atom,
    "json": _json_feed,
    "news_sitemap": _news_sitemap,
    "sitemap": _sitemap,
    "sitemap_index": _sitemap_index,
}
