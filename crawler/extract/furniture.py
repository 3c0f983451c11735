"""The words of page furniture, language by language: closed lists, compared after folding.

Used by the post filters (`clean`), always together with position, length or link share and never alone on
running text (spec/extraction §3.6). The lists are data: `furniture.tsv`, kind and phrases.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from crawler.extract.text import key

__all__ = [
    "fold",
    "heads_house_page",
    "is_ad_label",
    "is_comment_head",
    "is_comment_note",
    "is_credit_line",
    "is_next_page",
    "is_tag_line",
    "is_tail_blurb",
    "is_tool_line",
    "platforms",
    "read_also_lead",
    "says",
]

MAX_COMMENT_HEAD = 30
MAX_NOTE = 400
MAX_START = 200
"""No phrase is nearly as long: what a line says beyond it decides nothing."""

_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0591-\u05c7\u0640\u200c\u200d]")
# Arabic, Persian and Urdu letters written in several ways, hamza carriers and final forms to one spelling.
_VARIANTS = str.maketrans("أإآٱىیيئكةۀؤکے", "ااااييييكههوكي")
_EDGES = " \t\"'“”‘’«»()[]{}<>*•●▪■►▶→←»«|:：؛;,،.…-–—_+=/\\#@!؟?~·"
_TOOL_SHAPES = re.compile(
    r"(?:\d{1,3}(?:[.,]\d+)?\s?k?\s)?(?:shares?|comments?|views?|likes?|min(?:ute)?s?\.? (?:read|listen)|"
    r"(?:minutes? )?read time|reading time|temps de lecture|min\.? de lectura|min(?:uten)?\.? lesezeit|"
    r"دقيقه قراءه|دقائق قراءه|مشاهده|مشاهدات|تعليق|تعليقات|זמן קריאה|мин(?:\.|ут[аы]?)? (?:на чтение|чтения)|"
    r"просмотр(?:ов|а)?)(?:[\s:]*\d{1,3}(?:\s?min(?:ute)?s?\.?(?: read)?)?)?"
    r"|(?:reading time|time to read|read time|lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|"
    r"وقت القراءه|مده القراءه|عدد المشاهدات|عدد الزيارات|المشاهدات|الزيارات|زمان مطالعه)[\s:]*\d.{0,20}"
)


Said = Literal[
    "challenge", "click_here", "comment_notes", "consent", "disclaimer", "needs_script", "not_found", "parked"
]


def fold(text: str) -> str:
    """Fold a line for comparison: case, compatibility forms, letter variants, marks, edge punctuation."""
    plain = text.lower()
    if not text.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold()).translate(_VARIANTS)
    return " ".join(plain.split()).strip(_EDGES)


@lru_cache(maxsize=2_000)
def _start(line: str) -> str:
    """The folded start of a line, as long as any phrase at least: several questions are asked of a line."""
    return fold(line[:MAX_START])


def _phrases(kind: str) -> frozenset[str]:
    lines = files(__package__).joinpath("furniture.tsv").read_text(encoding="utf-8").splitlines()
    listed = [line.split("\t", 1)[1] for line in lines if line.startswith(f"{kind}\t")]
    return frozenset(fold(phrase) for line in listed for phrase in line.split(";")) - {""}


def _leads(kind: str) -> re.Pattern[str]:
    """A pattern for the longest phrase of a kind at the start of a folded line, as whole words."""
    phrases = sorted(_phrases(kind), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})(?![^\W\d_])")


def _named(kind: str) -> re.Pattern[str]:
    """A pattern for the phrases of a kind anywhere in a folded line; Arabic joins `and`, `by` and `the` to
    them."""
    phrases = sorted(_phrases(kind), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:و?ب?(?:ال)?)({'|'.join(map(re.escape, phrases))})(?![^\W\d_])")


_AD_LABELS = _phrases("ad_labels")
_TOOL_LINES = _phrases("tool_lines")
_HOUSE = _phrases("house")
_READ_ALSO = _leads("read_also")
_TAIL_BLURBS = _leads("tail_blurbs")
_COMMENT_HEADS = _leads("comment_heads")
_COMMENT_RULES = _leads("comment_rules")
_TAG_LEADS = _leads("tag_leads")
_CREDIT_LEADS = _leads("credit_leads")
_NEXT_PAGE = _phrases("next_page")
_PLATFORMS = _named("platforms")


def read_also_lead(line: str) -> str | None:
    """Return what follows a read-also phrase at the start of a line, folded; None without such a phrase.

    Of a long line only its beginning.
    """
    folded = _start(line)
    match = _READ_ALSO.match(folded)
    return folded[match.end() :] if match else None


def is_ad_label(line: str) -> bool:
    """Say whether the whole line is an advertisement label."""
    return len(line) <= MAX_START and _start(line) in _AD_LABELS


def is_tool_line(line: str) -> bool:
    """Say whether the whole line is a button or counter: share, print, comments, minutes to read."""
    folded = _start(line) if len(line) <= MAX_START else ""
    return folded in _TOOL_LINES or bool(_TOOL_SHAPES.fullmatch(folded))


def is_tag_line(line: str) -> bool:
    """Say whether a line lists keywords behind the word for them and a colon."""
    match = _TAG_LEADS.match(_start(line)) if len(line) <= MAX_NOTE else None
    return match is not None and _start(line)[match.end() :].lstrip()[:1] in (":", "：")


def is_tail_blurb(line: str) -> bool:
    """Say whether a line starts as invitations, copyright and agency lines at the end of an article do."""
    return bool(_TAIL_BLURBS.match(_start(line))) or line.lstrip().startswith("©")


def is_comment_head(line: str) -> bool:
    """Say whether a line heads a comment section or states its rules: what follows is no article."""
    folded = _start(line)
    head = _COMMENT_HEADS.match(folded)
    return bool(_COMMENT_RULES.match(folded)) or (
        head is not None and len(folded) - head.end() <= MAX_COMMENT_HEAD
    )


def is_comment_note(line: str) -> bool:
    """Say whether a line heads a comment section, or speaks anywhere of its rules."""
    return is_comment_head(line) or (len(line) <= MAX_NOTE and says("comment_notes", line) is not None)


def is_credit_line(line: str) -> bool:
    """Say whether a line starts with the words that introduce bylines and date lines."""
    return bool(_CREDIT_LEADS.match(_start(line)))


def is_next_page(words: str) -> bool:
    """Say whether the words of a link send the reader on to the next page; arrows alone do too."""
    folded = _start(words)
    return folded in _NEXT_PAGE or (not key(words) and any(arrow in words for arrow in "→›»>"))


def heads_house_page(line: str) -> bool:
    """Say whether a whole headline is that of a page about the outlet: contact, imprint, terms."""
    return len(line) <= MAX_START and _start(line) in _HOUSE


def platforms(text: str) -> frozenset[str]:
    """Return the networks and messengers a line names, as it spells them, folded."""
    return frozenset(_PLATFORMS.findall(fold(text)))


def says(kind: Said, text: str) -> str | None:
    """Return the first phrase of a kind of page that a text holds as whole words, folded; else None."""
    match = _anywhere(kind).search(fold(text))
    return match[0] if match else None


@cache
def _anywhere(kind: Said) -> re.Pattern[str]:
    phrases = sorted(_phrases(kind), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, phrases))})(?![^\W\d_])")
