"""A page cut down, before it is parsed, to what a wrapper needs: head, headline, bodies, linked data.

The first step of the wrapper path and the reason why it is fast: what is not parsed is neither walked nor
searched for metadata. Works on the text of the markup and may be wrong where that is broken; the wrapper's
self-check, its trial pages and its audits compare what comes of it with the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape

from crawler.extract.wrapper import Selector

__all__ = ["cut_page"]

LEAD_IN = 3_000
"""Characters kept before the headline, and at most this many times ten between it and the body."""
MAX_HEAD = 400_000
MAX_TAG = 2_000
MAX_DATES = 20


def _any_case(names: str) -> str:
    """A pattern for one of the names in any case; faster than a flag, which hides the `<` to look for."""
    return "(?:" + "|".join("".join(f"[{c}{c.upper()}]" for c in name) for name in names.split()) + ")"


_HEAD_END = re.compile(rf"</{_any_case('head')}\s*>|<{_any_case('body')}\b")
_CONTENT = re.compile(rf"<{_any_case('h1 div table p')}\b")
_H1 = re.compile(rf"<{_any_case('h1')}\b")
_SILENT = re.compile(rf"<(?:{_any_case('script style svg')}\b|!--)")
_DATED = re.compile(r"<(abbr|time|span)\b(?=[^>]*\s(?:datetime|title|content)=)(?=[^>]*ublished)[^>]*>")
_ENDS = {
    "<!--": re.compile("-->"),
    **{f"<{name}": re.compile(rf"</{_any_case(name)}\s*>") for name in ("script", "style", "svg")},
}


def cut_page(text: str, bodies: Sequence[Selector]) -> str | None:
    """Return a small page holding the parts of `text` that matter for `bodies`; None where none is found."""
    end = _HEAD_END.search(text, 0, MAX_HEAD) or _CONTENT.search(text, 0, MAX_HEAD)
    if end is None:
        return None
    spans = sorted(span for body in bodies for span in _elements(text, body, end.start()))
    if not spans:
        return None
    top = _top(text, end.end(), spans[0][0])
    parts = [_spoken(text[: end.start()]), "</head><body>", *_linked_data(text)]
    parts += [_spoken(text[start:stop]) for start, stop in _merged([top, *spans])]
    return "".join([*parts, *_dates(text)])


def _top(text: str, start: int, body: int) -> tuple[int, int]:
    """The stretch from above the headline to the body, where bylines and dates stand."""
    headline = _H1.search(text, start, body)
    begin = max(start, (headline.start() if headline else body) - LEAD_IN)
    begin = text.find("<", begin, body)
    if begin < 0:
        return body, body
    return begin, min(body, begin + 10 * LEAD_IN)


def _elements(text: str, selector: Selector, start: int) -> Iterator[tuple[int, int]]:
    """Where the elements a selector picks begin and end; one inside another is part of it."""
    opening, needle = _opening(selector), _needle(selector)
    at = start
    while (at := text.find(needle, at)) >= 0:
        tag = text.rfind("<", max(start, at - MAX_TAG), at + 1)
        found = opening.match(text, tag) if tag >= 0 else None
        if found and found.end() > at:
            end = _end(text, selector.tag, found.end())
            yield tag, end
            at = end
        else:
            at += len(needle)


def _needle(selector: Selector) -> str:
    """A string that every start tag of the selector holds."""
    if not selector.marks:
        return f"<{selector.tag}"
    words = (word for mark in selector.marks for word in mark.lstrip("#.").split("=", 1))
    return escape(max(words, key=len), quote=False)


@lru_cache(maxsize=2_000)
def _opening(selector: Selector) -> re.Pattern[str]:
    """The start tag of an element that carries the selector's marks."""
    ahead = "".join(_attribute(mark) for mark in selector.marks)
    return re.compile(rf"<{selector.tag}(?=[\s>/]){ahead}[^>]*>", re.IGNORECASE)


def _attribute(mark: str) -> str:
    """A look-ahead for one mark; values stand in either kind of quotes or in none."""
    if mark[0] == ".":
        token = re.escape(escape(mark[1:], quote=False))
        return (
            rf"(?=[^>]*\sclass\s*=\s*(?:\"(?:[^\"]*\s)?{token}[\s\"]|'(?:[^']*\s)?{token}[\s']|{token}[\s>]))"
        )
    name, value = ("id", mark[1:]) if mark[0] == "#" else mark.split("=", 1)
    wanted = re.escape(escape(value, quote=False))
    return rf"(?=[^>]*\s{re.escape(name)}\s*=\s*(?:\"\s*{wanted}\s*\"|'\s*{wanted}\s*'|{wanted}[\s>]))"


@lru_cache(maxsize=100)
def _nesting(tag: str) -> re.Pattern[str]:
    return re.compile(rf"<(?:(/?){_any_case(tag)}(?=[\s>/])|{_any_case('script style')}\b|!--)")


def _end(text: str, tag: str, at: int) -> int:
    """Where the element ends whose content begins at `at`; the end of the page if it is never closed."""
    depth = 1
    pattern = _nesting(tag)
    while depth and (found := pattern.search(text, at)):
        at = found.end()
        if found[1] is None:
            at = _after_silent(text, found[0].lower(), at)
        else:
            depth += -1 if found[1] else 1
    return len(text) if depth else text.find(">", at) + 1 or len(text)


def _after_silent(text: str, kind: str, at: int) -> int:
    end = _ENDS[kind].search(text, at)
    return end.end() if end else len(text)


def _spoken(text: str) -> str:
    """A stretch of markup without scripts, styles, drawings and comments; linked data is no script."""
    parts: list[str] = []
    at = 0
    while found := _SILENT.search(text, at):
        end = _after_silent(text, found[0].lower(), found.end())
        parts.append(text[at : found.start()])
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _linked_data(text: str) -> Iterator[str]:
    """The JSON-LD scripts of the page, wherever they stand."""
    at = 0
    while (at := text.find("application/ld+json", at)) >= 0:
        start = text.rfind("<", 0, at)
        end = _after_silent(text, "<script", at)
        if text[start : start + 7].lower() == "<script":
            yield text[start:end]
        at = end


def _dates(text: str) -> Iterator[str]:
    """The first elements marked as the publishing date, wherever they stand: some systems put them below."""
    at = 0
    for _ in range(MAX_DATES):
        at = text.find("ublished", at + 1)
        found = _DATED.match(text, text.rfind("<", max(0, at - MAX_TAG), at)) if at > 0 else None
        if found:
            yield f"{found[0]}</{found[1]}>"
        if at < 0:
            return


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that overlap joined."""
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last
