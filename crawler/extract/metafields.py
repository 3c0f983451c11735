"""What the head of a page states in `<meta>`, `<link>` and `<time>`, as looked-up values.

Feeds `metadata`: one pass over the tree, no judgement here beyond cleaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import html

from crawler.extract.text import clean_line

__all__ = ["HeadFields", "absolute_url", "read_head"]

MAX_VALUE_CHARS = 5_000
MAX_VALUES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFields:
    """`<meta>` values by lower-case name or property, `<link>` targets by rel, and what else heads state."""

    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    title: str | None = None
    lang: str | None = None
    base: str = ""

    def first(self, *keys: str) -> str | None:
        """Return the first non-empty value among the named metas, in the order of the names."""
        return next((self.meta[key][0] for key in keys if self.meta.get(key)), None)

    def all(self, *keys: str) -> tuple[str, ...]:
        """Return every value of the named metas, in order."""
        return tuple(value for key in keys for value in self.meta.get(key, ()))

    def link(self, rel: str) -> str | None:
        """Return the absolute http(s) target of the first `<link rel>`; None without a usable one."""
        found = (absolute_url(href, self.base) for href in self.links.get(rel, ()))
        return next((url for url in found if url), None)


def read_head(root: html.HtmlElement, address: str) -> HeadFields:
    """Read the head of a page; relative links count from `<base>` or from `address`."""
    meta: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = clean_line((element.get("content") or "")[:MAX_VALUE_CHARS])
        values = meta.setdefault(name.strip().lower(), [])
        if name and value and len(values) < MAX_VALUES:
            values.append(value)
    for element in root.iter("link"):
        href = (element.get("href") or "").strip()
        for rel in (element.get("rel") or "").lower().split() if href else ():
            links.setdefault(rel, []).append(href)
    base = next((b.get("href") for b in root.iter("base") if b.get("href")), None)
    return HeadFields(
        meta={name: tuple(values) for name, values in meta.items() if values},
        links={rel: tuple(hrefs) for rel, hrefs in links.items()},
        title=_title(root),
        lang=_declared_language(root),
        base=absolute_url(base, address) or address if base else address,
    )


def _title(root: html.HtmlElement) -> str | None:
    """The document's title; never that of an svg."""
    for element in root.iter("title"):
        parent = element.getparent()
        if parent is None or parent.tag != "svg":
            return clean_line(str(element.text_content())) or None
    return None


def _declared_language(root: html.HtmlElement) -> str | None:
    for element in (root, root.find("body")):
        if element is not None:
            value = element.get("lang") or element.get("xml:lang")
            if value and value.strip():
                return value.strip()
    return None


def absolute_url(href: str | None, base: str) -> str | None:
    """Resolve `href` against `base`; None for anything but an http(s) address with a host."""
    if not href:
        return None
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
