"""Text that was decoded once too often, put right.

Sits between decoding and parsing. Some pages come in valid UTF-8 whose letters are another charset's bytes
read as windows-1252 (Arabic `ÇáÃÎÈÇÑ` for `الأخبار`): no declaration is wrong, so only the letters tell.
Latin prose has such letters singly between ASCII ones; mojibake has them in long runs and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

__all__ = ["may_be_mojibake", "repair"]

_SAMPLE: Final = 200_000
_LOOK: Final = 40_000
_MIN_HIGH: Final = 80
_FEW: Final = 16
_EXTRA = "\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_RUN = re.compile(rf"[\x80-\xff{_EXTRA}]+")
_FOREIGN = re.compile(rf"[^\x00-\xff{_EXTRA}]")
_SCRIPTS = {
    "gb18030": re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"),
    "windows-1256": re.compile("[\u060c-\u06ff]"),
    "windows-1251": re.compile("[\u0401-\u045f]"),
    "euc-kr": re.compile("[\uac00-\ud7a3]"),
    "shift_jis": re.compile("[\u3000-\u30ff\u4e00-\u9fff]"),
}
_PAIRED = ("gb18030", "euc-kr", "shift_jis")
_SINGLE = ("windows-1256", "windows-1251")
_LONG_RUN: Final = 4
_FOUR_LETTERS = re.compile(rb"\xc3[\x80-\xbf]+(?:[\xc0-\xff][\x80-\xbf]+){3}")
_LEADS_ALONE = b" " * 0xC0 + b"L" * 0x40
_TRAILS = bytes(range(0x80, 0xC0))
_GB_COMMON = range(0xB0, 0xD8)
"""Lead bytes of GB2312's level 1, the characters in common use."""


def repair(text: str) -> str:
    """Return `text`, re-read in the charset it was written in when it is plainly mojibake.

    Anything doubtful comes back unchanged. Costs one pass over the first 200,000 characters.
    """
    sample = text[:_SAMPLE]
    runs = _RUN.findall(sample)
    high = sum(map(len, runs))
    if high < _MIN_HIGH or len(_FOREIGN.findall(sample)) > 0.02 * high or not _is_dense(runs, high):
        return text
    data = _to_bytes(text)
    charset = _guess("".join(runs), runs)
    return data.decode(charset, "replace") if charset else text


def may_be_mojibake(body: bytes) -> bool:
    """A quick look at UTF-8 that clears nearly all Latin pages: no four such letters in a row, or in parts of
    it no third of the letters in fours."""
    if not _FOUR_LETTERS.search(body):
        return False
    middle = max(_LOOK, len(body) // 2)
    for looked in (body[:_LOOK] + b" " + body[middle : middle + _LOOK], body[: 2 * _SAMPLE]):
        letters = looked.translate(_LEADS_ALONE, _TRAILS)
        count = letters.count(b"L")
        if count >= _FEW:
            return 3 * _LONG_RUN * letters.count(b"L" * _LONG_RUN) > count
    return True


def _is_dense(runs: list[str], high: int) -> bool:
    """Whether most non-ASCII letters stand in runs no Latin language has."""
    return sum(len(run) for run in runs if len(run) >= _LONG_RUN) > 0.6 * high


def _to_bytes(text: str) -> bytes:
    """The bytes that were read as windows-1252; what it leaves undefined was passed through."""
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return b"".join(_byte(letter) for letter in text)


def _byte(letter: str) -> bytes:
    if "\x80" <= letter <= "\xff":
        return letter.encode("latin-1")
    return letter.encode("cp1252", "replace")


def _guess(letters: str, runs: list[str]) -> str | None:
    """The charset in which the runs read as one script, or None."""
    data = _to_bytes(letters)
    if _reads_as_utf8(data):
        return "utf-8"
    even = sum(len(run) for run in runs if len(run) % 2 == 0) > 0.85 * len(letters)
    best = max(((_likeness(runs, name), name) for name in (_PAIRED if even else _SINGLE)), default=(0.0, ""))
    return best[1] if best[0] > 0.85 else None


def _reads_as_utf8(data: bytes) -> bool:
    return data.decode("utf-8", "replace").count("\ufffd") <= 0.01 * len(data)


def _likeness(runs: list[str], charset: str) -> float:
    """How much of the runs, read in `charset`, is letters of that charset's script; weighted by
    commonness."""
    pieces = [_to_bytes(run) for run in runs]
    decoded = "".join(piece.decode(charset, "replace") for piece in pieces)
    share = len(_SCRIPTS[charset].findall(decoded)) / max(1, len(decoded))
    if charset != "gb18030":
        return share
    leads = Counter(piece[i] in _GB_COMMON for piece in pieces for i in range(0, len(piece) - 1, 2))
    return share if leads[True] > 0.6 * leads.total() else 0.0
