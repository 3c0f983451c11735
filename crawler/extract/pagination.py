"""Does a page say that its article goes on at another address, or began at one? Pure, on the page's markup.

Asked of every page that gave an article (spec extraction § 9). Two things must agree: the address is the
page's own with another page number (`pageforms`), and the link is a pager's: it says `rel=next`, the number,
or "next page". So `rel=next` to another article, which WordPress writes into every post, says nothing, and
neither do the pages of its comments. Views of the whole article ("print", "all") are not followed: they are
another template, often closed to robots, and where there is none the pages must be joined anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import islice

from lxml import html

from crawler.extract.cues import Cue, read_cues
from crawler.extract.furniture import is_next_page
from crawler.extract.metafields import absolute_url
from crawler.extract.pageforms import Paged, Sign, paged_forms
from crawler.extract.reasons import NoArticle
from crawler.extract.text import clean_line
from crawler.extract.tree import parse_tree
from crawler.urls import url_key

__all__ = ["first_page", "next_page"]

MAX_PAGE = 50
"""An address with a higher number is hardly a page of an article."""
MAX_HEAD = 50_000
MAX_LINK, MAX_LINKS, MAX_LIKELY = 2_000, 5_000, 200
"""Characters of an address; links looked at on a page, and those whose address is taken apart before that."""
MAX_PIECES, MAX_WORDS = 10, 200
SHORT = 12
"""A link of so few characters may be relative to the page: it need not hold its name."""
NEAR = 5
"""So many containers around a link may name it a pager of comments."""

_BASE = re.compile(r"<base\b[^>]{0,200}?\bhref\s*=\s*[\"']?([^\"'\s>]{1,500})", re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s<>]{1,2000})")
_HREF_IN_CAPITALS = re.compile(r"HREF\s*=\s*[\"']?([^\"'\s<>]{1,2000})")
"""Apart, because a pattern that begins with plain letters is searched for several times faster."""
_WORD = re.compile(r"[A-Za-z0-9]{4,}")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_NUMBER = re.compile(r"\D{0,14}(\d{1,2})\D{0,3}")
_WHOLE_PAGE = frozenset(("html", "body", "main", "article"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A link of the page to another page of its article, and the number its words say, if they say one."""

    url: str
    rels: frozenset[str]
    words: str
    said: int | None

    @property
    def is_next(self) -> bool:
        return "next" in self.rels or is_next_page(self.words)


def next_page(text: str, address: str, *, page: int = 1) -> str | None:
    """Return where the article of this page goes on; None if the page does not say so.

    `text` is the page's markup, `address` the one that answered, `page` its place among the article's pages.
    Costs one search of the markup, and a parse where that finds a likely link.
    """
    stems = _stems(address, page)
    base = _base(text, address)
    likely = islice(_likely(text, address, page + 1), MAX_LIKELY)
    if not any(_leads_to(absolute_url(href, base), stems, page + 1) for href in likely):
        return None
    for link in _links(text, base):
        form = _leads_to(link.url, stems, page + 1)
        if form is None:
            continue
        is_sure = form.sign is not Sign.FILE and form.number == page + 1
        if link.said == page + 1 or (link.is_next and is_sure):
            return link.url
    return None


def first_page(text: str, address: str) -> str | None:
    """Return the article's first page if this is a later one of it, known by a pager that leads there."""
    stems = {form.stem for form in paged_forms(address) if 1 <= form.number <= MAX_PAGE}
    if not stems:
        return None
    for link in _links(text, _base(text, address)):
        if (link.said == 1 or "first" in link.rels) and _key(link.url) in stems:
            return link.url
    return None


def _stems(address: str, page: int) -> set[str]:
    """The keys the article's first page may have, if `address` is this page of it.

    A first page rarely has a number; only a parameter is believed to be one, where `/news/1` is an article.
    """
    forms = [form for form in paged_forms(address) if page > 1 or form.sign is Sign.QUERY]
    stems = {form.stem for form in forms if _is_page(form, page)}
    return stems | {_key(address)} if page == 1 else stems


def _leads_to(url: str | None, stems: set[str], page: int) -> Paged | None:
    """How an address may be that page of the article; None if it is none."""
    forms = paged_forms(url) if url else ()
    return next((form for form in forms if _is_page(form, page) and form.stem in stems), None)


def _is_page(form: Paged, page: int) -> bool:
    """File names count from nought too (`a.htm`, `a_1.htm` is the second page)."""
    return form.number == page or (form.sign is Sign.FILE and form.number == page - 1)


def _likely(text: str, address: str, page: int) -> Iterator[str]:
    """Links in the markup that hold the name of the page and end in the number; found without a parse."""
    name = _name(address)
    ends = _ending_in(page)
    for href in set(_HREF.findall(text) or _HREF_IN_CAPITALS.findall(text)):
        if (name in href or href[0] == "?" or len(href) <= SHORT) and ends.search(href):
            yield unescape(href)


def _name(address: str) -> str:
    """The longest plain word of an address's last segment: addresses of further pages hold it too."""
    words = _WORD.findall(_ESCAPE.sub("/", address.partition("?")[0].rstrip("/").rpartition("/")[2]))
    return max(words, key=len, default="")


@lru_cache(maxsize=MAX_PAGE)
def _ending_in(page: int) -> re.Pattern[str]:
    """An address whose path or a parameter of which ends in the number of a page, or the one before."""
    return re.compile(rf"(?<!\d)(?:{page}|{page - 1})(?:/|\.\w{{3,5}})?(?:[&#?]|$)")


def _base(text: str, address: str) -> str:
    stated = _BASE.search(text, 0, MAX_HEAD)
    return absolute_url(unescape(stated[1]), address) or address if stated else address


def _links(text: str, base: str) -> Iterator[_Link]:
    root = parse_tree(text)
    if isinstance(root, NoArticle):
        return
    for element in islice(root.iter("link", "a"), MAX_LINKS):
        url = absolute_url(element.get("href"), base)
        if url and len(url) <= MAX_LINK and not _is_of_comments(element, url):
            words = clean_line("".join(islice(element.itertext(), MAX_PIECES))[:MAX_WORDS])
            said = _NUMBER.fullmatch(words)
            rels = frozenset((element.get("rel") or "").lower().split())
            yield _Link(url=url, rels=rels, words=words, said=int(said[1]) if said else None)


def _is_of_comments(element: html.HtmlElement, url: str) -> bool:
    if read_cues(url.partition("#")[2]) & Cue.COMMENT:
        return True
    for _, container in zip(range(NEAR), element.iterancestors(), strict=False):
        names = f"{container.get('class') or ''} {container.get('id') or ''}"
        if container.tag not in _WHOLE_PAGE and read_cues(names) & Cue.COMMENT:
            return True
    return False


def _key(url: str) -> str:
    try:
        return url_key(url)
    except ValueError:
        return ""
