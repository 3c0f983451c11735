"""One page of a site: read by what is remembered of the site, and remembered.

The front of extraction for whoever reads many pages of a site in turn, as the crawl does. Pure; the memory
comes and goes as the bytes the corpus keeps (spec extraction § 3.3, § 3.5).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from crawler.extract.cascade import Extracted, extract_known
from crawler.extract.hints import Hints
from crawler.extract.learning import observe
from crawler.extract.memoryfile import pack_memory, unpack_memory
from crawler.extract.reasons import NoArticle
from crawler.extract.sitememory import SiteMemory
from storage.crawl import Remembered, SiteState
from storage.model import Article

__all__ = ["REDESIGNED", "SitePage", "host_of", "read_site_page"]

REDESIGNED = "site_redesigned"
"""The warning on the article by which a changed layout was noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """What `extracted` holds, and the memory after it; None where there is nothing new to remember."""

    extracted: Extracted
    found: Article | NoArticle
    remembered: Remembered | None = None


def host_of(hints: Hints) -> str:
    """Return the host a page's memory is kept under; empty for a page without an address."""
    return (urlsplit(hints.address).hostname or "").removeprefix("www.")


def read_site_page(body: bytes, hints: Hints, packed: bytes | None, *, at: datetime) -> SitePage:
    """Read a page with the memory of its host; `at` is the time it counts for."""
    memory = unpack_memory(packed)
    extracted = extract_known(body, replace(hints, clocks=memory.clocks), memory)
    found = extracted.found
    if extracted.seen is None or isinstance(found, NoArticle):
        return SitePage(extracted=extracted, found=found)
    after = observe(memory, extracted.seen, at=at, new_story=not hints.revisit)
    if after.redesigned_at != memory.redesigned_at:
        warnings = (*found.extraction.warnings, REDESIGNED)
        found = replace(found, extraction=replace(found.extraction, warnings=warnings))
    remembered = Remembered(state=_state(after, host_of(hints), at), body=pack_memory(after))
    return SitePage(extracted=extracted, found=found, remembered=remembered)


def _state(memory: SiteMemory, host: str, at: datetime) -> SiteState:
    in_use = [one for one in memory.templates if one.wrapper is not None]
    is_newest_known = any(one.wrapper for one in memory.templates if one.id in memory.recent[-1:])
    had_any = any(one.former for one in memory.templates) or bool(in_use)
    stage = "wrapper" if is_newest_known else "relearning" if had_any else "learning"
    return SiteState(
        host=host,
        stage=stage,
        pages=memory.pages,
        wrappers=len(in_use),
        learned=max((one.learned for one in in_use if one.learned), default=None),
        redesigned=memory.redesigned_at,
        updated=at,
    )
