"""How systems write that an address is a further page of an article: `?page=2`, `/2/`, `-p2.html`, `,2.html`.

Under `pagination`. Pure text work on addresses; which of them is worth believing is decided there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.urls import url_key

__all__ = ["Paged", "Sign", "paged_forms"]

_NUMBERED = frozenset("page p pg pageno page_no pagenum page_num pagenumber pagewanted pn paged".split())
_NUMBERED |= frozenset("seite pagina página side sida sayfa strana stranica strona страница".split())
_FROM_ZERO = frozenset(("start", "limitstart"))
"""Joomla's page breaks count from nought: `?start=1` is the second page."""
_NOTHING = frozenset(("showall",))
"""Joomla writes it, empty, into the addresses of further pages only."""
_WORDS = "page|pages|seite|pagina|pag|side|sida|sayfa|strana|strona|p"


class Sign(StrEnum):
    """Where an address holds its page number, the surest first.

    `FILE`: only a number at the end of a file name, as it may stand in the address of another article.
    """

    QUERY = "query"
    WORD = "word"
    SEGMENT = "segment"
    FILE = "file"


_PATHS = {
    Sign.WORD: rf"(?P<stem>/.*?[^/])[-_,./](?:{_WORDS})[-_/]?(?P<n>\d{{1,3}})(?P<tail>\.\w{{3,5}}|/)?",
    Sign.SEGMENT: r"(?P<stem>/.*?[^/])/(?P<n>\d{1,3})(?P<tail>/)?",
    Sign.FILE: r"(?P<stem>/.*[^/])[-_,](?P<n>\d{1,3})(?P<tail>\.\w{3,5})",
}
_COMPILED = {sign: re.compile(pattern, re.IGNORECASE) for sign, pattern in _PATHS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """One way to read an address: page `number` of the article whose first page has the key `stem`."""

    stem: str
    number: int
    sign: Sign


def paged_forms(url: str) -> tuple[Paged, ...]:
    """Return every way in which `url` may be a further page; none for one we could not fetch."""
    try:
        return tuple(dict.fromkeys(_forms(url)))
    except ValueError:
        return ()


def _forms(url: str) -> Iterator[Paged]:
    parts = urlsplit(url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in _NOTHING]
    for index, (name, value) in enumerate(pairs):
        counts_from_zero = name.lower() in _FROM_ZERO
        if (counts_from_zero or name.lower() in _NUMBERED) and value.isdecimal() and len(value) <= 3:
            rest = urlencode(pairs[:index] + pairs[index + 1 :])
            stem = url_key(urlunsplit((*parts[:3], rest, "")))
            yield Paged(stem=stem, number=int(value) + counts_from_zero, sign=Sign.QUERY)
    for sign, pattern in _COMPILED.items():
        if found := pattern.fullmatch(parts.path):
            firsts = (found["stem"] + (found["tail"] or ""), found["stem"])  # `/a/page-2.html`: of `/a/` too
            for path in firsts if sign is Sign.WORD else firsts[:1]:
                stem = url_key(urlunsplit((*parts[:2], path, parts.query, "")))
                yield Paged(stem=stem, number=int(found["n"]), sign=sign)
