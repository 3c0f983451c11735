"""Bylines known by what they say and where they stand: short lines by the headline, with an introduction or a
date.

Used by `bylines` for pages whose markup names nobody. A line is cut at separators, digits and the words of
dates; what is left of it must look like a person's name, and be no entry of a menu.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.blocks import Block, Context
from crawler.extract.cues import Cue
from crawler.extract.furniture import is_tool_line
from crawler.extract.text import ends_sentence, key
from spiders.parse.dates import parse_date
from spiders.parse.datewords import marked

__all__ = [
    "INTRODUCTION",
    "dated_names",
    "introduced",
    "is_byline",
    "named_beside_date",
    "named_with_date",
]

MAX_LINE_CHARS = 140
MAX_WORDS = 4
MAX_BYLINE_CHARS = 60

_WORDS = """
(?:(?:article|blog|post|story|text|words|written|authored|reported|researched|posted)\\s+){0,2}by
(?:كتبت?|نُ?شرت?|أرسلت?|مرسلة|أضيفت?|تم\\s+(?:النشر|الإرسال)|تمت\\s+الإضافة)\\s+بواسطة بواسطة
von par por di da door av af yazan haber автор(?:ы)? текст autor(?:es|in)? auteurs? authors? redazione\\sdi
a\\scura\\sdi بقلم كتبت? كتبه كتبتها إعداد اعداد تحرير المحرر الكاتب الكاتبة المراسل مراسلنا
(?:تقرير|گزارش)(?=\\s*[-–—ـ:]|\\sاز\\s)(?:\\s+از)? نویسنده خبرنگار گزارشگر
تحریر رپورٹ رپورٹر מאת כתבת? כתבנו(?=\\s*:) 作者 記者 记者 文 編輯
"""
INTRODUCTION = re.compile(
    rf"(?<!\w)(?:{'|'.join(_WORDS.split())})(?:\s*[:：/／|ـ–—-]\s*|\s+)(?!\s*$)", re.IGNORECASE
)
"""The words that introduce a byline, with what parts them from the name."""

_INTRODUCED = re.compile(rf"(?:^|[|•·,،؛;:()\d–—-])[^\w\d]*(?:{INTRODUCTION.pattern})", re.IGNORECASE)

_OPENS = re.compile(rf"\W*(?:{INTRODUCTION.pattern})", re.IGNORECASE)
_DATE_LEADS = (
    r"(?:تم\s+)?(?:ال)?نُ?شر(?:\s+(?:في|بتاريخ))?|(?:ال)?تاريخ|آخر\s+تحديث|تحديث|الساعة|تاریخ(?:\s+انتشار)?"
    r"|منتشر\s+شده(?:\s+در)?|شائع|اشاعت|"
    r"פורסם|עודכן|תאריך|יום|\b(?:first |last )?(?:published|updated|posted|modified)\b|güncelleme|yayınlanma|"
    r"publié|mis à jour|veröffentlicht|aktualisiert|publicado|actualizado|pubblicato|aggiornato|"
    r"وقت\s+القراءة|زمان\s+مطالعه|(?:عدد\s+ال|تعداد\s+)?(?:مشاهدات|مشاهدة|قراءة|بازدید|تعليق|نظر)|"
    r"\b(?:uhr|lesedauer|lesezeit|min|read|reading time|comments?|kommentare?)\b"
)
_CUTS = re.compile(rf"\s+[-–—ـ]+\s+|[|•·/,،;؛:()\[\]]|\d+|(?:{_DATE_LEADS})", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_PARTICLES = frozenset("de del della der den di da do dos van von la le el al bin ibn bint abu y".split())


def is_byline(line: str) -> bool:
    """Say whether all of a line is an introduction and a name: `By Somebody`, `Written - Somebody:`."""
    match = _OPENS.match(line) if len(line) <= MAX_BYLINE_CHARS else None
    if match is None or line.rstrip()[-1] in ".!?؟۔":
        return False
    name = line[match.end() :].strip(" :-–—ـ")
    is_parted = match[0].rstrip()[-1] in ":：/／|ـ–—-" or line.rstrip()[-1] in ":："
    return is_person(name) and (is_parted or len(name.split()) < MAX_WORDS)


def introduced(blocks: Sequence[Block], refused: frozenset[str]) -> tuple[str, ...]:
    """Return whom the first line with an introduction credits; `refused` are keys of what is no name."""
    for line in _lines(blocks):
        match = _INTRODUCED.search(line)
        if match and not ends_sentence(line):
            first = next(iter(_parts(line[match.end() :])), "")
            if key(first) not in refused and 0 < len(first.split()) <= 2 * MAX_WORDS:
                return (first,)
    return ()


def named_with_date(blocks: Sequence[Block], refused: frozenset[str]) -> tuple[str, ...]:
    """Return the people of the first line that holds a date too; no entry of a menu is one."""
    no_names = refused | _menu(blocks)
    lines = (block.text for block in _candidates(blocks) if _is_dated(block.text))
    return next((names for line in lines if (names := dated_names(line, no_names))), ())


def named_beside_date(blocks: Sequence[Block], refused: frozenset[str]) -> tuple[str, ...]:
    """Return the person whose name is a line of its own beside a date line.

    It must be marked as a credit in scripts without capitals, where any two words look like a name.
    """
    near, no_names = _candidates(blocks), refused | _menu(blocks)
    dated = [_is_dated(block.text) for block in near]
    for at, block in enumerate(near):
        beside = any(dated[max(at - 1, 0) : at + 2]) and not dated[at]
        if beside and _looks_credited(block) and dated_names(block.text, no_names) == (block.text,):
            return (block.text,)
    return ()


def _looks_credited(block: Block) -> bool:
    has_capitals = block.text.lower() != block.text.upper()
    return has_capitals or block.tag == "address" or bool(_cues(block) & Cue.CREDIT)


def _candidates(blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if len(block.text) <= MAX_LINE_CHARS and not _is_other(block)]


def _menu(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset(key(block.text) for block in blocks if block.link_chars and _in_menu(block))


def dated_names(line: str, refused: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the parts of a line with dates that look like people's names."""
    return tuple(part for part in _parts(line) if is_person(part) and key(part) not in refused)


def _lines(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if len(block.text) <= MAX_LINE_CHARS]


def _parts(line: str) -> list[str]:
    parts = (part.strip(" .\"'«»“”-–—") for part in _CUTS.split(line))
    return [part for part in parts if part]


def _is_dated(line: str) -> bool:
    return _DIGIT.search(line) is not None and (parse_date(line) is not None or "#" in marked(line))


def _is_other(block: Block) -> bool:
    """Whether a block stands in a caption, a share bar or the like."""
    return bool(_cues(block) & (Cue.CAPTION | Cue.SHARE | Cue.AD | Cue.RELATED)) or block.tag == "figcaption"


def _cues(block: Block) -> int:
    return block.context.cues | block.inline_cues


def is_person(text: str) -> bool:
    """Say whether a text looks like a name: two to four words, capitals where the script has them."""
    words = [word for word in text.split() if word.lower().strip("-'’.") not in _PARTICLES]
    if len(words) < 2 or len(text.split()) > MAX_WORDS or _DIGIT.search(text):
        return False
    written = all(len(word) > 1 or word.isupper() for word in words)
    capital = all(word[0].isupper() or word[0].lower() == word[0].upper() for word in words)
    return written and capital and "#" not in marked(text) and not is_tool_line(text)


def _in_menu(block: Block) -> bool:
    context: Context | None = block.context
    while context is not None:
        if context.cues & Cue.MENU or context.tag == "nav":
            return True
        context = context.parent
    return False
