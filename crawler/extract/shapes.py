"""Lists of teasers, rows of captions, notices: pages known by how the lines chosen for their body lie.

Asked by `kinds` for pages that nothing calls an article. No rule reads a word but the ones for notices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from crawler.extract.blocks import Block
from crawler.extract.document import Document
from crawler.extract.furniture import fold, says
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.text import ends_sentence, letters, mass

__all__ = ["judge_live", "judge_shape"]

LINKED = 0.7
HEAD_LETTERS = 15
MAX_HEAD_LINKS = 2
CAPTION_LETTERS = 120
NOTICE_CHARS = 100
FEW_LETTERS = 600
MANY_STAMPS = 5
_STAMP = re.compile(r"\W*\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[AaPp]\.?[Mm]\.?|GMT|UTC|[صم])?(?=\W|$)\W*")
_CUT_OFF = re.compile(r"(?:…|\.\.\.)[\s\])»\"]*$")


def judge_shape(document: Document, kept: Sequence[Block]) -> NoArticle | None:
    """Refuse a body that is a list of teasers, a row of captions or a notice."""
    if not kept:
        return None
    return _notice(document, kept) or _teasers(document.blocks, kept) or _captions(kept)


def judge_live(document: Document, kept: Sequence[Block]) -> NoArticle | None:
    """Refuse a body whose paragraphs mostly stand under a time of day each: a live blog."""
    places = {id(block): at for at, block in enumerate(document.blocks)}
    starts = [places[id(block)] for block in kept if id(block) in places]
    stamped = sum(_is_stamped(document.blocks, at) for at in starts)
    if stamped >= MANY_STAMPS and stamped >= 0.5 * len(starts):
        return NoArticle(reason=Reason.LIVE_BLOG, detail=f"{stamped} of {len(starts)} lines under a time")
    return None


def _is_stamped(blocks: Sequence[Block], at: int) -> bool:
    before = blocks[at - 1] if at else blocks[at]
    return bool(_STAMP.fullmatch(before.text) or _STAMP.match(blocks[at].text))


def _teasers(blocks: Sequence[Block], kept: Sequence[Block]) -> NoArticle | None:
    """Lines cut short, or each under a headline that is a link."""
    cut = sum(bool(_CUT_OFF.search(block.text)) for block in kept)
    if cut >= 2 and cut >= 0.3 * len(kept):
        return NoArticle(reason=Reason.INDEX_PAGE, detail=f"{cut} of {len(kept)} lines cut short")
    places = {id(block): at for at, block in enumerate(blocks)}
    headed = [block for block in kept if id(block) in places and _is_headed(blocks, places[id(block)])]
    share = len(headed) / len(kept)
    if len(headed) >= 2 and share >= (0.5 if _lie_apart(headed) else 0.8):
        return NoArticle(reason=Reason.INDEX_PAGE, detail=f"{len(headed)} of {len(kept)} lines under a link")
    return None


def _lie_apart(lines: Sequence[Block]) -> bool:
    """Whether lines stand in boxes of their own, as teasers do; paragraphs with links between share one."""
    return len({id(block.context.parent) for block in lines}) > 0.5 * len(lines)


def _is_headed(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line is a linked headline or follows one, short lines such as dates between them aside."""
    if _is_link(blocks[at]):
        return True
    before = islice(reversed(blocks[max(at - 3, 0) : at]), 3)
    return _is_link(next((block for block in before if letters(block.text) >= HEAD_LETTERS), blocks[at]))


def _is_link(block: Block) -> bool:
    is_one = block.links <= MAX_HEAD_LINKS  # more are a row of buttons
    return is_one and block.link_chars >= LINKED * len(block.text) and letters(block.text) >= HEAD_LETTERS


def _captions(kept: Sequence[Block]) -> NoArticle | None:
    """Short unfinished lines, most with a picture before them."""
    pictured = sum(block.media > 0 for block in kept)
    finished = sum(ends_sentence(block.text) for block in kept)
    is_short = all(letters(block.text) <= CAPTION_LETTERS for block in kept)
    if len(kept) >= 4 and is_short and pictured >= 0.6 * len(kept) and finished <= 0.3 * len(kept):
        return NoArticle(reason=Reason.GALLERY, detail=f"{pictured} captions")
    return None


def _notice(document: Document, kept: Sequence[Block]) -> NoArticle | None:
    """A short line at the head that says the page is missing; little text that is mostly about consent."""
    published = document.metadata.published
    if published is None or not published.origin.startswith(("jsonld", "meta")):
        for block in kept[:4]:
            said = says("not_found", block.text) if len(block.text) <= NOTICE_CHARS else None
            if said and (fold(block.text).startswith(said) or len(said) >= 0.4 * len(fold(block.text))):
                return NoArticle(reason=Reason.SOFT_404, detail=said)
    count = sum(mass(block.text) for block in kept)
    asking = sum(mass(block.text) for block in kept if says("consent", block.text))
    if count < FEW_LETTERS and asking >= 0.5 * count:
        return NoArticle(reason=Reason.CONSENT_WALL, detail=f"{asking} of {count} letters")
    return None
