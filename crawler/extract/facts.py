"""Everything a page and its feed entry state, gathered once for the readers of single metadata fields.

Between the parse and `headlines`, `bylines`, `dating` and `metadata`.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.blocks import Block
from crawler.extract.hints import Hints
from crawler.extract.jsonld import LinkedData, one_text, read_jsonld
from crawler.extract.metafields import HeadFields, read_head
from crawler.extract.text import clean_line, key
from crawler.urls import registrable_domain

__all__ = ["Facts", "Stated", "read_facts"]

ABOVE, BELOW = 6, 12
"""How many blocks before and after the headline date lines and bylines are looked for in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value as written, and where: `jsonld`, `og`, `meta:<name>`, `h1`, `line`, `entry` ..."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The tree and its blocks, what head and JSON-LD say, the texts of the `h1`s, and the crawler's hints."""

    root: html.HtmlElement
    blocks: tuple[Block, ...]
    head: HeadFields
    linked: LinkedData
    h1s: tuple[str, ...]
    hints: Hints

    def site_names(self) -> tuple[str, ...]:
        """Return every name the site goes by: publisher, site name, the operator's word, its domain."""
        host, domain = self._host(), self._domain()
        stated = (
            one_text(self.linked.article.get("publisher")),
            self.head.first("og:site_name"),
            self._application(),
            self.hints.source_name,
        )
        return tuple(name for name in (*stated, host, domain, self.site_label()) if name)

    def site_label(self) -> str:
        """Return the label of the site's domain: `tidepost` of `www.tidepost.example`."""
        return self._domain().split(".", maxsplit=1)[0]

    def _application(self) -> str | None:
        """The application's name, which some systems fill with the headline."""
        name = self.head.first("application-name")
        return None if name in (self.head.title, self.head.first("og:title"), *self.h1s) else name

    def _host(self) -> str:
        return (urlsplit(self.hints.address).hostname or "").removeprefix("www.")

    def _domain(self) -> str:
        host = self._host()
        return registrable_domain(host) if host else ""

    def near_headline(self, headline: str | None) -> tuple[Block, ...]:
        """Return the blocks around the headline, those below it first: there date lines and bylines stand."""
        wanted = key(headline or "")
        places = [i for i, b in enumerate(self.blocks) if b.tag == "h1" or (wanted and key(b.text) == wanted)]
        below = [j for i in places[:3] for j in range(i, i + BELOW + 1)]
        above = [j for i in places[:3] for j in range(i - 1, i - ABOVE - 1, -1)]
        ordered = dict.fromkeys(j for j in (*below, *above) if 0 <= j < len(self.blocks))
        return tuple(self.blocks[j] for j in ordered)


def read_facts(root: html.HtmlElement, blocks: tuple[Block, ...], hints: Hints) -> Facts:
    """Gather the facts of one page."""
    return Facts(
        root=root,
        blocks=blocks,
        head=read_head(root, hints.address),
        linked=read_jsonld(root),
        h1s=tuple(text for h1 in root.iter("h1") if (text := clean_line(str(h1.text_content())))),
        hints=hints,
    )
