"""Date lines near the headline: which short lines may hold the publishing date, and in which order.

Used by `dating`. Lines below the headline come first, then those above it, then those that tell of a change,
then bare days above it, which are often today's; credits before others. A date and a time in boxes of their
own are read as one, and of "two hours ago" what the element's attributes say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.extract.blocks import Block
from crawler.extract.cues import Cue
from crawler.extract.facts import Facts, Stated
from crawler.extract.text import ends_sentence, key

__all__ = ["date_lines"]

MAX_DATE_LINE = 140
MAX_SENTENCE = 80
MAX_SHOWN, MAX_ELEMENTS = 40, 8
MIN_DIGITS = 8

_DIGIT = re.compile(r"\d")
_CHANGED = re.compile(
    r"updat|modif|تحديث|تعديل|به.?روز|עודכן|обновл|aktualis|mis à jour|actualiz|atualiz|aggiorn|güncel|"
    r"更新|수정",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"نُ?شر|انتشار|اشاعت|شائع|פורסם|\bpubli|veröffentlicht|\bposted|yayın|опубликован|发布|公開", re.IGNORECASE
)
_TIME = re.compile(r"\d[:.]\d\d")
_CLOCK = re.compile(r"[^\d:]{0,20}[:：]?\s*\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*[^\W\d]{0,10}\W*")
_ATTRIBUTE = re.compile(r"title|datetime|content|data-.*(?:time|date|stamp|publish).*")


def date_lines(facts: Facts, headline: str | None) -> Iterator[Stated]:
    """Every text near the headline that may say when the article was published, best first."""
    near = facts.near_headline(headline)
    top = near[0] if near else None
    order = {id(block): at for at, block in enumerate(facts.blocks)}
    above = {id(block) for block in near if top and order[id(block)] < order[id(top)]}
    lines = sorted(filter(_may_be_dated, near), key=lambda block: _rank(block, is_above=id(block) in above))
    best = [block for block in lines if _rank(block, is_above=id(block) in above)[0] == 0]
    yield from _texts_of(best, near)
    for block in near:
        if not _is_of_others(block):
            yield from (Stated(text=text, origin="line") for text in _hidden_dates(block))
    yield from _texts_of(lines[len(best) :], near)
    yield from (Stated(text=text, origin="line") for text in _after_headline(facts, headline))


def _texts_of(lines: Sequence[Block], near: Sequence[Block]) -> Iterator[Stated]:
    for block in lines:
        for text in (*_joined(block, near), _published_part(block.text), _spaced(block), block.text):
            if text:
                yield Stated(text=text, origin="line")


def _after_headline(facts: Facts, headline: str | None) -> Iterator[str]:
    """What follows the headline in one line with it, as old systems write byline and date."""
    for block in facts.blocks if headline else ():
        rest = block.text.removeprefix(headline or "")
        if len(rest) < len(block.text) and len(rest) <= MAX_DATE_LINE and _DIGIT.search(rest):
            yield rest


def _spaced(block: Block) -> str | None:
    """The line with its inline elements parted: style sheets set apart what markup leaves no space in."""
    parts = [part.strip() for part in map(str, block.element.itertext()) if part.strip()]
    spaced = " ".join(parts)
    return spaced if len(parts) > 1 and key(spaced) == key(block.text) else None


def _may_be_dated(block: Block) -> bool:
    """A short line with digits; a sentence is hardly one."""
    text = block.text
    if len(text) > MAX_DATE_LINE or not _DIGIT.search(text) or _is_of_others(block):
        return False
    return len(text) <= MAX_SENTENCE or not ends_sentence(text) or bool(block.context.cues & Cue.CREDIT)


def _is_of_others(block: Block) -> bool:
    """Whether a line stands in an embedded post, a comment or a list of other articles."""
    above = block.context.parent
    own = block.context.cues
    cues = own | (above.cues if above else 0)
    is_other = bool(cues & (Cue.EMBED | Cue.COMMENT) or own & Cue.RELATED)
    return is_other and not cues & Cue.CREDIT


def _rank(block: Block, *, is_above: bool) -> tuple[int, bool]:
    text = block.text
    is_credit = bool(block.context.cues & Cue.CREDIT)
    if ends_sentence(text) and not is_credit:
        return 4, False
    if _CHANGED.search(text) and not _PUBLISHED.search(text):
        return 2, not is_credit
    has_time = _TIME.search(text) is not None
    return (
        0 if not is_above or (is_credit and has_time) else 1 if has_time or is_credit else 3
    ), not is_credit


def _joined(block: Block, near: Sequence[Block]) -> Iterator[str]:
    """The line with the time of day that stands in the next box, or the one after its label."""
    at = next((i for i, other in enumerate(near) if other is block), 0)
    if _CLOCK.fullmatch(block.text):
        return
    for other in near[at + 1 : at + 3]:
        if _CLOCK.fullmatch(other.text):
            yield f"{block.text} {other.text}"
            return


def _published_part(line: str) -> str | None:
    """What a line that also tells of a change says of publishing: from the word for it, up to the change."""
    lead = _PUBLISHED.search(line) if _CHANGED.search(line) else None
    if lead is None:
        return None
    part = line[lead.start() :]
    change = _CHANGED.search(part)
    return part[: change.start()] if change and _DIGIT.search(part[: change.start()]) else part


def _hidden_dates(block: Block) -> Iterator[str]:
    """The instants in the attributes of a short line's elements: what is shown may be relative."""
    if len(block.text) > MAX_SHOWN or block.element is None:
        return
    for _, element in zip(range(MAX_ELEMENTS), block.element.iter(), strict=False):
        for name, value in element.attrib.items():
            digits = sum(char.isdecimal() for char in str(value)[:60])
            if digits >= MIN_DIGITS and _ATTRIBUTE.fullmatch(str(name)):
                yield str(value)
