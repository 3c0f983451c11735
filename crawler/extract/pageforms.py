"""How systems write that an address is a further page of an article: `?page=2`, `/2/`, `-p2.html`, `,2.html`.

Under `pagination`. Pure text work on addresses; which of them is worth believing is decided there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.urls import url_key

__all__ = ["Paged", "paged_forms"]

_NUMBERED = frozenset("page p pg pageno page_no pagenum page_num pagenumber pagewanted pn paged".split())
_NUMBERED |= frozenset("seite pagina página side sida sayfa strana stranica strona страница".split())
_FROM_ZERO = frozenset(("start", "limitstart"))
"""Joomla's page breaks count from nought: `?start=1` is the second page."""
_WORDS = "page|pages|seite|pagina|pag|side|sida|sayfa|strana|strona|p"
_SEGMENT = re.compile(rf"(?P<stem>/.*?[^/])/(?:(?:{_WORDS})(?:/|[-_]?))?(?P<n>\d{{1,3}})/?", re.IGNORECASE)
_MARKED = re.compile(
    rf"(?P<stem>/.*?[^/])[-_,.](?:{_WORDS})[-_]?(?P<n>\d{{1,3}})(?P<tail>\.\w{{3,5}}|/)?", re.IGNORECASE
)
_SUFFIX = re.compile(r"(?P<stem>/.*[^/])[-_,](?P<n>\d{1,3})(?P<tail>\.\w{3,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """One way to read an address: page `number` of the article whose first page has the key `stem`.

    `is_plain`: only a number at the end of a file name says so, as it may in the address of another article.
    """

    stem: str
    number: int
    is_plain: bool = False


def paged_forms(url: str) -> tuple[Paged, ...]:
    """Return every way in which `url` may be a further page; none for one we could not fetch."""
    try:
        return tuple(dict.fromkeys(_forms(url)))
    except ValueError:
        return ()


def _forms(url: str) -> Iterator[Paged]:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for index, (name, value) in enumerate(pairs):
        counts_from_zero = name.lower() in _FROM_ZERO
        if (counts_from_zero or name.lower() in _NUMBERED) and value.isdecimal() and len(value) <= 3:
            rest = urlencode(pairs[:index] + pairs[index + 1 :])
            stem = url_key(urlunsplit((*parts[:3], rest, "")))
            yield Paged(stem=stem, number=int(value) + counts_from_zero)
    for pattern in (_SEGMENT, _MARKED, _SUFFIX):
        if found := pattern.fullmatch(parts.path):
            path = found["stem"] + (found.groupdict().get("tail") or "")
            stem = url_key(urlunsplit((*parts[:2], path, parts.query, "")))
            yield Paged(stem=stem, number=int(found["n"]), is_plain=pattern is _SUFFIX)
