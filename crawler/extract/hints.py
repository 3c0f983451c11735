"""What the crawler already knows of a page before reading it; every field but the addresses may be absent.

Beside the body bytes this is all that `crawler.extract.cascade.extract` sees: plain values, so that they
travel to a worker process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from crawler.extract.clocks import Clock

__all__ = ["Hints"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Address, source and feed entry of one page.

    `url` is the address asked for, `final_url` the one that answered. `rules_body` and `rules_drop` are the
    operator's CSS selectors. The `entry_*` fields are what the list said. `fetched_at` (aware, UTC) bounds
    plausible dates. `revisit`: the page was read before. `source_zone` is the zone of dates written without
    one, `clocks` what earlier pages of the site showed of it. `truncated`: the connection ended before the
    announced length. `page` counts the pages of an article that has several.
    """

    url: str = ""
    final_url: str = ""
    http_charset: str | None = None
    source_language: str | None = None
    source_name: str | None = None
    source_zone: tzinfo | None = None
    clocks: tuple[Clock, ...] = ()
    rules_body: str | None = None
    rules_drop: tuple[str, ...] = ()
    entry_title: str | None = None
    entry_summary: str | None = None
    entry_content: str | None = None
    entry_authors: tuple[str, ...] = ()
    entry_published: datetime | None = None
    entry_published_raw: str | None = None
    entry_tags: tuple[str, ...] = ()
    fetched_at: datetime | None = None
    truncated: bool = False
    revisit: bool = False
    page: int = 1

    @property
    def address(self) -> str:
        """The address relative links are resolved against."""
        return self.final_url or self.url
