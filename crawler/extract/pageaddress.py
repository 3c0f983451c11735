"""What the address of a page says of its kind, in the words that systems put into paths the world over.

Used by `otherpages`. One such word is never enough to refuse a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

__all__ = ["PageAddress", "read_address"]

_RESERVED = (".test", ".example", ".invalid", ".localhost")
"""Names no site can have (RFC 2606): such an address says nothing."""
_THREAD_WORD = re.compile(
    r"forums?|threads?|topics?|discussions?|questions?|community|viewtopic|showthread|t|bbs"
)
_SHOP = re.compile(r"/(?:products?|shop|store|item|pdp|collections|product-category|w|dp|p|app)(?:/|$)")
_LIST = re.compile(
    r"/(?:category|categories|tags?|browse|search|genre|topics?|d|directory|listing|catalog|[a-z]+-catalog|rankings)"
    r"(?:/|$)"
)
_DOCS = re.compile(r"/(?:docs|documentation|reference|manual|usersguide)(?:/|$)")
_HOUSE = re.compile(
    r"(?:about|contact|privacy|terms|advertise|imprint|impressum|disclaimer|aboutus|contactus|sitemap|faq|team)"
    r"(?:[-_]?(?:us|page|policy|of[-_]?(?:use|service)|conditions|and[-_]?conditions|with[-_]?us|form))?"
)
_ARTICLE_WORD = re.compile(
    r"news|articles?|story|stories|blogs?|posts?|opinion|politics|sports?|world|magazine|insights"
)
_DATED = re.compile(r"(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])")
_WORDS = re.compile(r"[/.?&=]+")
_SLUG_WORDS = re.compile(r"[-_+\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAddress:
    """Signs in an address: `slug` counts the words of its last part, `digits` those of the path."""

    known: bool = False
    root: bool = False
    slug: int = 0
    digits: int = 0
    thread: bool = False
    thread_host: bool = False
    docs_host: bool = False
    blog_host: bool = False
    shop: bool = False
    lists: bool = False
    docs: bool = False
    house: bool = False
    article: bool = False


def read_address(address: str) -> PageAddress:
    """Read the signs; an address of no real site has none."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    if not host or host.endswith(_RESERVED):
        return PageAddress()
    path = unquote(parts.path).lower()
    folders = [folder for folder in path.split("/") if folder]
    words = _WORDS.split(f"{path}/{parts.query.lower()}")
    last = folders[-1].rsplit(".", 1)[0] if folders else ""
    first = host.split(".")[0]
    return PageAddress(
        known=True,
        root=not folders and not parts.query,
        slug=sum(1 for word in _SLUG_WORDS.split(last) if word),
        digits=sum(char.isdigit() for char in path),
        thread=any(_THREAD_WORD.fullmatch(word) for word in words),
        thread_host=first in ("forum", "forums", "community", "bbs"),
        docs_host=first in ("docs", "wiki", "developer", "help", "support"),
        blog_host=first in ("blog", "blogs", "news"),
        shop=bool(_SHOP.search(path)),
        lists=bool(_LIST.search(path)),
        docs=bool(_DOCS.search(path)),
        house=bool(_HOUSE.fullmatch(last)),
        article=any(_ARTICLE_WORD.fullmatch(word) for word in words) or bool(_DATED.search(path)),
    )
