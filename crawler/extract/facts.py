"""Everything a page and its feed entry state, gathered once for the readers of single metadata fields.

Between the parse and `headlines`, `bylines`, `dating` and `metadata`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.blocks import Block
from crawler.extract.hints import Hints
from crawler.extract.jsonld import LinkedData, one_text, read_jsonld
from crawler.extract.metafields import HeadFields, read_head
from crawler.extract.text import clean_line, ends_sentence, key
from crawler.urls import registrable_domain

__all__ = ["Facts", "Stated", "names_headline", "read_facts"]

LONG = 120
MAX_H1S = 100
MIN_INSIDE, MAX_BESIDE = 20, 30
ABOVE, BELOW = 6, 12
"""How many blocks before and after the headline date lines and bylines are looked for in."""


_FRONT_PAGE = re.compile(
    r"(?:(?:https?:)?//[^/?#]+)?(?:/(?:[a-z]{2}/?)?)?(?:(?:index|default|home)\.\w{3,5})?(?<=.)",
    re.IGNORECASE,
)
"""The address of a front page: of the host, a language or `index.php`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value as written, and where: `jsonld`, `og`, `meta:<name>`, `h1`, `line`, `entry` ..."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The tree and its blocks, what head and JSON-LD say, the texts of the `h1`s, and the crawler's hints.

    An `h1` that is a link to the front page is the masthead: its text is among `mastheads`, not `h1s`.
    """

    root: html.HtmlElement
    blocks: tuple[Block, ...]
    head: HeadFields
    linked: LinkedData
    h1s: tuple[str, ...]
    hints: Hints
    mastheads: tuple[str, ...] = ()

    def site_names(self) -> tuple[str, ...]:
        """Return every name the site goes by: publisher, site name, the operator's word, its domain."""
        host, domain = self._host(), self._domain()
        stated = (
            one_text(self.linked.article.get("publisher")),
            self.head.first("og:site_name"),
            self._application(),
            self.hints.source_name,
        )
        return tuple(name for name in (*stated, *self.mastheads, host, domain, self.site_label()) if name)

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
        places = [i for i, b in enumerate(self.blocks) if self._is_headline(b, wanted)] or self._body_start()
        below = [j for i in places[:3] for j in range(i, i + BELOW + 1)]
        above = [j for i in places[:3] for j in range(i - 1, i - ABOVE - 1, -1)]
        ordered = dict.fromkeys(j for j in (*below, *above) if 0 <= j < len(self.blocks))
        return tuple(self.blocks[j] for j in ordered)

    def above_body(self) -> tuple[Block, ...]:
        """Return the blocks above the first long paragraph, nearest first."""
        return tuple(
            self.blocks[j] for i in self._body_start() for j in range(i - 1, max(i - BELOW, 0) - 1, -1)
        )

    def _body_start(self) -> list[int]:
        """Where no headline is to be seen: the place a headline would have above the first long paragraph."""
        long = (i for i, b in enumerate(self.blocks) if len(b.text) >= LONG and not b.links)
        first = next((i for i in long if ends_sentence(self.blocks[i].text)), None)
        return [] if first is None else [first]

    def _is_headline(self, block: Block, wanted: str) -> bool:
        is_marked = block.tag == "h1" and block.text not in self.mastheads
        return is_marked or (wanted != "" and names_headline(block.text, wanted))


def names_headline(line: str, spelt: str) -> bool:
    """Say whether a line is the headline with the key `spelt`, a few letters beside it aside."""
    own = key(line) if len(line) <= 2 * len(spelt) + 2 * MAX_BESIDE else ""
    return own == spelt or (len(spelt) >= MIN_INSIDE and spelt in own and len(own) <= len(spelt) + MAX_BESIDE)


def read_facts(root: html.HtmlElement, blocks: tuple[Block, ...], hints: Hints) -> Facts:
    """Gather the facts of one page."""
    heads = [
        (clean_line(str(h1.text_content())), _is_masthead(h1)) for h1 in islice(root.iter("h1"), MAX_H1S)
    ]
    return Facts(
        root=root,
        blocks=blocks,
        head=read_head(root, hints.address),
        linked=read_jsonld(root),
        h1s=tuple(text for text, is_masthead in heads if text and not is_masthead),
        mastheads=tuple(text for text, is_masthead in heads if text and is_masthead),
        hints=hints,
    )


def _is_masthead(h1: html.HtmlElement) -> bool:
    """Whether all of an `h1` is a link to the front page."""
    own = key(str(h1.text_content()))
    links = [*h1.iter("a"), *h1.iterancestors("a")]
    homes = [link for link in links if _FRONT_PAGE.fullmatch((link.get("href") or "").strip())]
    return any(key(str(link.text_content())) == own for link in homes)
