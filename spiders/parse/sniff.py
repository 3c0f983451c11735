"""Any list to entries: the body decides which reader takes it, never the content type.

The one door for spiders: servers send feeds as text/html, JSON as text/plain, and pages of apology as XML.
"""

from __future__ import annotations

import re
from datetime import datetime

from spiders.parse.charset import decode
from spiders.parse.feed import read_feed
from spiders.parse.jsonfeed import read_jsonfeed
from spiders.parse.lists import ParsedList, no_list
from spiders.parse.roots import root_of
from spiders.parse.sitemap import read_sitemap

__all__ = ["header_charset", "parse_any"]

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.I)


def parse_any(
    body: bytes, *, url: str, content_type: str | None, language: str | None = None, now: datetime
) -> ParsedList:
    """Read a feed, JSON Feed or sitemap found at `url`; an HTML page is the error `html`. Never raises.

    Of `content_type`, the header as sent, only the charset is used, and that as evidence among others.
    """
    if not body.strip(b"\x00\t\n\r \xef\xbb\xbf\xfe\xff"):
        return no_list("empty")
    decoded = decode(body, http_charset=header_charset(content_type), language=language)
    warnings = ("doubtful_charset",) if decoded.doubtful else ()
    text = decoded.text.lstrip("\x00\t\n\r ")
    if text.startswith("{"):
        return read_jsonfeed(text, url=url, now=now)
    root = root_of(text)
    if root is None or root.name in ("urlset", "sitemapindex"):
        return read_sitemap(text, url=url, now=now)
    return read_feed(text, url=url, now=now, warnings=warnings)


def header_charset(content_type: str | None) -> str | None:
    """Return the charset parameter of a Content-Type header, None where there is none."""
    match = _CHARSET.search(content_type or "")
    return match[1] if match else None
