"""Pages of other kinds of site: forums, shops, reference works, lists of links, landing pages.

Asked by `kinds` once the readers have chosen a body, for such pages have text enough. Language plays no part:
each rule joins what the page states of itself (types, address, author, date) with how it is built, and none
fires on one sign alone (measured on pages of six kinds, ARCHITECTURE.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from crawler.extract.blocks import Block
from crawler.extract.document import Document
from crawler.extract.furniture import heads_house_page
from crawler.extract.jsonld import ARTICLE_TYPES
from crawler.extract.metadata import Metadata
from crawler.extract.pageaddress import PageAddress, read_address
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.sitenames import cuts
from crawler.extract.text import clean_line, mass

__all__ = ["judge_other"]

PROSE_LINE = 80
MANY_PRICES = 9
MANY_PEOPLE = 12
MANY_PLACES = 6
MAX_LINKS, MAX_FILES = 3_000, 300

_THREAD_TYPES = frozenset(("discussionforumposting", "qapage", "question", "answer", "comment"))
_SHOP_TYPES = frozenset(("product", "productgroup", "offer", "aggregateoffer", "individualproduct"))
_LIST_TYPES = frozenset(("itemlist", "collectionpage", "searchresultspage", "offercatalog"))
_READ_TYPES = ARTICLE_TYPES - {"review", "socialmediaposting"}
_NEWS_TYPES = frozenset(name for name in ARTICLE_TYPES if name.endswith("newsarticle"))
_FORUM_MAKERS = re.compile(
    r"xenforo|vbulletin|phpbb|discourse|mybb|simple machines|\bsmf\b|flarum|vanilla|invision|punbb|lemmy"
    r"|\bips4"
)
_WIKI_MAKERS = re.compile(
    r"mediawiki|dokuwiki|confluence|docusaurus|sphinx|mkdocs|gitbook|vitepress|readthedocs|devsite"
)
_PEOPLE = frozenset("members users user u profile profiles people".split())
_THREADS = frozenset(
    "threads thread topic viewtopic showthread forums forum viewforum questions discussions".split()
)
_LINK_WORDS = re.compile(r"[a-z][a-z-]*")
_PRICE = re.compile(
    r"[$€£¥₹₽₪₺]\s?\d|\d\s?(?:[$€£¥₹₽₪₺]|(?:USD|EUR|GBP|AED|SAR|EGP|JOD)\b|د\.|ريال|درهم|دينار|جنيه|تومان)"
)


def judge_other(document: Document, kept: Sequence[Block]) -> NoArticle | None:
    """Refuse a page that belongs to another kind of site; `kept` is the body the readers chose.

    What a feed announced is refused only for what it states of itself, never for how it is built.
    """
    page = _Page(document, kept)
    announced = document.hints.entry_title is not None
    found = _house(page) or _stated(page, announced=announced) or (None if announced else _built(page))
    return NoArticle(reason=found.reason, detail=found.sign) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    reason: Reason
    sign: str


def _house(page: _Page) -> _Kind | None:
    """A page about the outlet itself: contact, imprint, terms."""
    is_house = page.is_house and page.says_nothing
    return _Kind(reason=Reason.LANDING_PAGE, sign="a page about the outlet") if is_house else None


def _stated(page: _Page, *, announced: bool) -> _Kind | None:
    """The kinds a page shows by its types, its address and the system it is made with."""
    address = page.address
    if not page.is_article and page.forum_signs >= 2:
        return _Kind(reason=Reason.FORUM, sign=f"{page.forum_signs} signs of a forum")
    if not page.claims and page.is_product:
        return _Kind(reason=Reason.SHOP, sign="states a product")
    if address.shop and page.says_nothing:
        return _Kind(reason=Reason.SHOP, sign="shop's address, no author, no date")
    if (address.docs or (address.docs_host and page.is_made_by(_WIKI_MAKERS))) and not page.is_news:
        return _Kind(reason=Reason.DOCUMENTATION, sign="address of a reference work")
    if address.root and not announced and not page.is_article and not address.blog_host:
        return _Kind(reason=Reason.INDEX_PAGE, sign="front page")
    if address.lists and address.slug <= 3 and not page.is_article and not page.has_author:
        return _Kind(reason=Reason.INDEX_PAGE, sign="a list's address, no author")
    if not page.claims and not page.has_author and page.types & _LIST_TYPES:
        return _Kind(reason=Reason.INDEX_PAGE, sign="states a list")
    return None


def _built(page: _Page) -> _Kind | None:
    """The kinds a page that states nothing of an article shows by its make-up."""
    address = page.address
    if not page.says_nothing or address.article or not address.known:
        return None
    if page.prose_share < 0.6 and address.slug < 5 and page.prices >= MANY_PRICES:
        return _Kind(reason=Reason.SHOP, sign=f"{page.prices} prices")
    is_short = address.slug <= 3 and address.digits < 4
    if page.prose_share < 0.5 and is_short and page.places >= MANY_PLACES:
        return _Kind(reason=Reason.LANDING_PAGE, sign=f"short lines in {page.places} places")
    return None


class _Page:
    """The signs of one page, each worked out when first asked for."""

    def __init__(self, document: Document, kept: Sequence[Block]) -> None:
        self.document, self.kept = document, kept

    @cached_property
    def address(self) -> PageAddress:
        return read_address(self.document.hints.address)

    @cached_property
    def types(self) -> frozenset[str]:
        """The schema.org types of JSON-LD and of attributes; many shops and forums have only those."""
        stated = self.document.root.xpath("//@itemtype")[:500]
        attributes = (str(name).rstrip("/").rsplit("/", 1)[-1].lower() for name in stated)
        return self.document.metadata.jsonld.types | frozenset(attributes)

    @property
    def is_news(self) -> bool:
        return self._states(_NEWS_TYPES)

    @property
    def is_article(self) -> bool:
        return self._states(_READ_TYPES)

    def _states(self, kinds: frozenset[str]) -> bool:
        """Whether the page states one of the types; its attributes are searched only if JSON-LD has none."""
        return bool(self.document.metadata.jsonld.types & kinds) or bool(self.types & kinds)

    @cached_property
    def claims(self) -> bool:
        """Whether anything on the page calls it an article."""
        head = self.document.metadata.head
        kind = (head.first("og:type") or "").lower()
        return (
            self.is_article or kind.startswith("article") or any(n.startswith("article:") for n in head.meta)
        )

    @property
    def has_author(self) -> bool:
        return self.document.metadata.origins.get("authors") in ("jsonld", "meta")

    @property
    def is_house(self) -> bool:
        """Whether it is headed as a page about the outlet, or lies at such a page's address, undated."""
        metadata = self.document.metadata
        heads = (metadata.headline.text, *metadata.h1s[:2], metadata.head.title, *_title_parts(metadata))
        named = any(heads_house_page(head) for head in heads if head)
        return named or (self.address.house and metadata.published is None)

    @property
    def says_nothing(self) -> bool:
        """Whether neither type nor author nor date is stated."""
        published = self.document.metadata.published
        dated = published is not None and published.origin.startswith(("jsonld", "meta"))
        return not self.claims and not self.has_author and not dated

    @cached_property
    def is_product(self) -> bool:
        head = self.document.metadata.head
        stated = (head.first("og:type") or "").lower().startswith("product")
        return stated or bool(self.types & _SHOP_TYPES) or any(n.startswith("product:") for n in head.meta)

    @cached_property
    def forum_signs(self) -> int:
        """How many things point to a forum: address, host, types, the system, links to threads and
        members."""
        links = islice(self.document.root.iter("a"), MAX_LINKS)
        words = [frozenset(_LINK_WORDS.findall(_path(href))) for a in links if (href := a.get("href"))]
        threads, people = (sum(bool(found & kind) for found in words) for kind in (_THREADS, _PEOPLE))
        signs = (
            self.address.thread,
            self.address.thread_host,
            bool(self.types & _THREAD_TYPES),
            self.is_made_by(_FORUM_MAKERS),
            threads > 0.1 * max(len(words), 1),
            people >= MANY_PEOPLE,
        )
        return sum(signs)

    def is_made_by(self, makers: re.Pattern[str]) -> bool:
        return bool(makers.search(self._maker))

    @cached_property
    def _maker(self) -> str:
        """What names the system a page is made with: generator, root classes, scripts and style sheets."""
        root, head = self.document.root, self.document.metadata.head
        frames = [element for element in (root, root.find("body")) if element is not None]
        marks = (f"{element.get('class') or ''} {element.get('id') or ''}" for element in frames)
        files = (e.get("src") or e.get("href") or "" for e in islice(root.iter("script", "link"), MAX_FILES))
        return " ".join((*head.all("generator", "application-name"), *marks, *files)).lower()[:30_000]

    @property
    def places(self) -> int:
        """In how many containers the body lies."""
        return len({id(block.context) for block in self.kept})

    @cached_property
    def prose_share(self) -> float:
        """The share of the page's text in lines that may be prose."""
        blocks = self.document.blocks
        prose = (b for b in blocks if mass(b.text) >= PROSE_LINE and b.link_chars < 0.5 * len(b.text))
        return sum(len(b.text) for b in prose) / (sum(len(b.text) for b in blocks) or 1)

    @cached_property
    def prices(self) -> int:
        return sum(bool(_PRICE.search(block.text)) for block in self.document.blocks)


def _title_parts(metadata: Metadata) -> tuple[str, ...]:
    """What stands before the first and behind the last separator of `<title>`, if one of them is no name."""
    parts = list(cuts(clean_line(metadata.head.title or "")))
    return (parts[0][0], parts[-1][1]) if parts else ()


def _path(href: str) -> str:
    """A link without its host, in lower case."""
    _, full, address = href.partition("//")
    return (address.partition("/")[2] if full else href).partition("#")[0].lower()
