"""Lines an author wrapped by hand with `<br>`, joined again to the paragraphs they are.

The last step of cutting a page into blocks (`blocks`); even length and no final mark give such lines away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extract.blocks import Block

__all__ = ["join_wrapped"]

_LONG_LINE = 90
_MIN_WIDTH = 24
_UNSPACED = re.compile("[\u0e00-\u0eff\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
_FINAL_MARK = re.compile(r"[.!?…:؟۔。！？：]['\"”’»)\]]*$")


def join_wrapped(blocks: Iterable[Block]) -> list[Block]:
    """Join the lines an author wrapped by hand with single `<br>`s: even length, no final mark.

    A line joins the one before it when both stand in one element with one `<br>` between them and the run
    they are in looks wrapped; anything else is passed on as it is.
    """
    joined: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        if run and block.breaks == 1 and block.context is run[-1].context:
            run.append(block)
        else:
            joined += _joined(run) if len(run) > 1 else run
            run = [block]
    return joined + (_joined(run) if len(run) > 1 else run)


def _joined(run: list[Block]) -> list[Block]:
    """The blocks of one run of lines, joined where the run or a pair of lines is hand-wrapped."""
    wrapped = len(run) > 2 and _is_wrapped([block.text for block in run])
    joined = [run[0]]
    for line in run[1:]:
        last = joined[-1]
        if not (wrapped or _goes_on(last.text, line.text)):
            joined.append(line)
            continue
        joined[-1] = last._replace(
            text=f"{last.text}{_glue(last.text, line.text)}{line.text}",
            link_chars=last.link_chars + line.link_chars,
            links=last.links + line.links,
            strong_chars=last.strong_chars + line.strong_chars,
            media=last.media + line.media,
            edges=last.edges & ~2 | line.edges & 2,
        )
    return joined


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence plainly runs on: no mark at the end of a long line, a small letter after it."""
    return len(line) >= _LONG_LINE and (line[-1].isalpha() or line[-1] == ",") and following[0].islower()


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one text cut at an even width: alike in length, few sentences begun or ended."""
    inner, later = lines[:-1], lines[1:]
    widths = sorted(len(line) for line in inner)
    if (
        not _MIN_WIDTH <= widths[-1] <= 120
        or widths[0] < 0.7 * widths[-1]
        or len(lines[-1]) > 1.2 * widths[-1]
    ):
        return False
    final = sum(bool(_FINAL_MARK.search(line)) for line in inner)
    caseless = len(lines) > 3
    going_on = sum(
        line[0].islower() or (caseless and line[0].isalpha() and not line[0].isupper()) for line in later
    )
    return final <= 0.34 * len(inner) and going_on >= 0.6 * len(later)


def _glue(line: str, following: str) -> str:
    """What stands between two joined lines: nothing in scripts that write without spaces."""
    return "" if _UNSPACED.match(line[-1]) and _UNSPACED.match(following[0]) else " "
