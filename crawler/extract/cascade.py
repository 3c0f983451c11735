"""From the bytes of a page to its article, or to the reason why there is none.

The front of extraction: decode, one parse, metadata, readers in order, filters, confidence. A reader is one
function (`document.Reader`); the first that finds a body worth having wins. Pure: called in a worker process.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from crawler.extract.blocks import segment
from crawler.extract.classified import read_with_classifier
from crawler.extract.clean import Cleaned, filtered
from crawler.extract.confidence import confidence, read_signs
from crawler.extract.decode import decode_page
from crawler.extract.document import Document, Reader, Reading
from crawler.extract.entry import read_entry
from crawler.extract.hints import Hints
from crawler.extract.kinds import is_teaser, judge_page, judge_text
from crawler.extract.language import detect_language, direction_of
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.pagination import first_page, next_page
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.recurring import LineTable
from crawler.extract.remember import Recalled, recall, witness
from crawler.extract.rules import drop_ruled_out, read_with_rules
from crawler.extract.sitememory import Observation, SiteMemory
from crawler.extract.text import clean_line, key, mass
from crawler.extract.trafila import read_with_trafilatura
from crawler.extract.tree import parse_tree
from spiders.parse.charset import Decoded
from storage.model import Article, Extraction

__all__ = ["READERS", "VERSION", "Extracted", "extract", "extract_known"]

log = logging.getLogger(__name__)

VERSION = "1"
"""Version of the extraction rules, part of every article's provenance; raise it when texts would change."""

READERS: tuple[Reader, ...] = (read_with_rules, read_with_classifier, read_with_trafilatura)
"""In the order they are asked; the first that finds enough ends the asking."""

ENOUGH = 200
"""A reading of fewer letters (Han signs count three) is doubtful: a later reader may find the body."""

PROSE_LINE = 60

MAX_BLOCKS, MAX_TEXT = 30_000, 2_000_000
"""No article has more text blocks or characters; a page that has is refused before any reader sees it."""

HEAVY_ELEMENTS, HEAVY_CHARS, HEAVY_DEPTH = 20_000, 3_000_000, 150
"""From here on outside tools are not asked: they take seconds on such pages, and copy text at each level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a page gave; `seen` is what it teaches about its site, None where it gave no article.

    `next_url` is the page on which the article goes on, `first_url` the one on which it began, where this is
    another and says so. Of an article that goes on, `lines` are the keys of all that stands on this page.
    """

    found: Article | NoArticle
    seen: Observation | None = None
    next_url: str | None = None
    first_url: str | None = None
    lines: frozenset[str] = frozenset()


def extract(body: bytes, hints: Hints) -> Article | NoArticle:
    """Read the article in a page's bytes (content codings already removed). Never raises for bad input.

    Costs about 15 ms for a page of 300 kB, three times that where trafilatura is asked.
    """
    return extract_known(body, hints, None).found


def extract_known(body: bytes, hints: Hints, memory: SiteMemory | None) -> Extracted:
    """The same with what is remembered of the page's site; with None nothing is known and nothing learned."""
    try:
        return _extract(body, hints, memory)
    except Exception as error:  # the edge of one page: whatever it holds, the crawl goes on
        log.exception("extraction failed url=%s", hints.address)
        detail = f"{type(error).__name__}: {error}"[:300]
        return Extracted(found=NoArticle(reason=Reason.EXTRACTOR_ERROR, detail=detail))


def _extract(body: bytes, hints: Hints, memory: SiteMemory | None) -> Extracted:
    decoded = decode_page(body, hints)
    if isinstance(decoded, NoArticle):
        return Extracted(found=decoded)
    recalled = recall(decoded.text, memory, hints) if memory else ()
    if isinstance(recalled, Recalled):
        found = judge_page(recalled.document) or _judged(recalled.document, recalled.reading)
        if not isinstance(found, NoArticle):
            return _extracted(recalled.document, found, decoded, memory)
        recalled = (f"wrapper_{found.reason}",)
    document = _open(decoded, hints, memory.lines if memory else LineTable())
    if isinstance(document, NoArticle):
        return Extracted(found=document)
    found = judge_page(document) or _read(document)
    if isinstance(found, NoArticle):
        found = _from_feed(document) or found
    if isinstance(found, NoArticle):
        return Extracted(found=found)
    warned = replace(found, reading=replace(found.reading, warnings=(*found.reading.warnings, *recalled)))
    return _extracted(document, warned, decoded, memory)


def _open(decoded: Decoded, hints: Hints, lines: LineTable) -> Document | NoArticle:
    """Parse the whole page, cut it into blocks and read its metadata."""
    root = parse_tree(decoded.text)
    if isinstance(root, NoArticle):
        return root
    drop_ruled_out(root, hints)
    blocks = segment(root)
    if len(blocks) > MAX_BLOCKS or sum(len(block.text) for block in blocks) > MAX_TEXT:
        return NoArticle(reason=Reason.TOO_LARGE, detail=f"{len(blocks)} blocks of text")
    heavy = (
        len(decoded.text) > HEAVY_CHARS
        or sum(1 for _ in root.iter()) > HEAVY_ELEMENTS
        or max((block.depth for block in blocks), default=0) > HEAVY_DEPTH
    )
    metadata = read_metadata(root, blocks, hints, heavy=heavy)
    return Document(root=root, blocks=blocks, metadata=metadata, hints=hints, heavy=heavy, lines=lines)


def _extracted(document: Document, body: _Body, decoded: Decoded, memory: SiteMemory | None) -> Extracted:
    """The article, and what the page teaches where there is a memory to teach."""
    article, hints = _article(document, body, decoded), document.hints
    next_url = next_page(decoded.text, hints.address, page=hints.page)
    found = Extracted(
        found=article,
        next_url=next_url,
        first_url=first_page(decoded.text, hints.address) if hints.page == 1 else None,
        lines=frozenset(key(block.text) for block in document.blocks if next_url),
    )
    if memory is None:
        return found
    seen = witness(
        text=decoded.text,
        document=document,
        reading=body.reading,
        kept=body.cleaned.blocks,
        language=article.language,
        memory=memory,
    )
    return replace(found, seen=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """A reading and what the filters left of it."""

    reading: Reading
    cleaned: Cleaned

    @property
    def mass(self) -> int:
        return sum(mass(block.text) for block in self.cleaned.blocks)

    @property
    def prose(self) -> int:
        """The letters in lines long enough for sentences; of a text without such lines, all."""
        masses = [mass(block.text) for block in self.cleaned.blocks]
        return sum(count for count in masses if count >= PROSE_LINE) or sum(masses)


def _judged(document: Document, reading: Reading) -> _Body | NoArticle:
    """One reading through the filters and the last check."""
    body = _Body(reading=reading, cleaned=filtered(document, reading.blocks))
    return judge_text(document, body.cleaned.blocks) or body


def _read(document: Document) -> _Body | NoArticle:
    """Ask the readers in order until one has found enough; a later one must find twice as much to win."""
    best: _Body | None = None
    for reader in READERS:
        reading = reader(document)
        if reading:
            body = _Body(reading=reading, cleaned=filtered(document, reading.blocks))
            best = body if best is None or body.prose > 2 * best.prose else best
            if best.mass >= ENOUGH:
                break
    if best is None:
        return judge_text(document, ()) or NoArticle(reason=Reason.NO_CONTAINER)
    return judge_text(document, best.cleaned.blocks) or best


def _from_feed(document: Document) -> _Body | None:
    """The full text a feed carried, for a page that gave none."""
    reading = read_entry(document)
    return _Body(reading=reading, cleaned=filtered(document, reading.blocks)) if reading else None


def _article(document: Document, body: _Body, decoded: Decoded) -> Article:
    metadata, hints, reading = document.metadata, document.hints, body.reading
    blocks, dropped = body.cleaned.blocks, body.cleaned.dropped
    text = "\n".join(line for block in blocks if (line := clean_line(block.text)))
    language, origin = detect_language(
        text, declared=metadata.declared_language, expected=hints.source_language, usual=document.language
    )
    signs = read_signs(document, reading, blocks, sum(dropped.values()))
    published, modified = metadata.published, metadata.modified
    return Article(
        url=metadata.url,
        title=metadata.headline.text,
        text=text,
        description=metadata.description,
        language=language,
        direction=direction_of(text, language),
        authors=metadata.authors,
        published=published.at if published else None,
        published_raw=published.raw if published else None,
        published_precision=published.precision if published else None,
        modified=modified.at if modified else None,
        modified_raw=modified.raw if modified else None,
        section=metadata.section,
        tags=metadata.tags,
        image_url=metadata.image_url,
        publisher=metadata.publisher,
        licence=metadata.licence,
        free=metadata.free,
        complete=not hints.truncated and not is_teaser(document, blocks),
        extraction=Extraction(
            path=reading.path,
            version=VERSION,
            model=reading.model,
            wrapper=reading.wrapper,
            confidence=confidence(signs, reading, doubtful_charset=decoded.doubtful),
            charset=decoded.charset,
            fields=metadata.origins | ({"language": origin} if origin else {}),
            dropped=dropped,
            warnings=_warnings(metadata, reading, decoded, hints),
        ),
    )


def _warnings(metadata: Metadata, reading: Reading, decoded: Decoded, hints: Hints) -> tuple[str, ...]:
    robots = (metadata.head.first("robots", "googlebot") or "").lower()
    found = {
        "charset_doubtful": decoded.doubtful,
        "truncated": hints.truncated,
        "noindex": "noindex" in robots,
        "live_blog": "liveblogposting" in metadata.jsonld.types,
        "published_zone_assumed": metadata.published is not None and metadata.published.zone == "assumed",
    }
    return (*reading.warnings, *(name for name, holds in found.items() if holds))
