"""Whom a text credits: agencies in its dateline, publishers it quotes, and where it was published first.

Pure; run beside extraction, stored as `info_sources` of the article (ninjs). Words that tell a credit from a
mere mention are data: `credit_cues.json`; names and spellings are in `crawler.dedup.agencies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.dedup.agencies import Mention, find_mentions
from crawler.dedup.cues import cues
from crawler.dedup.places import (
    DASH,
    HEAD,
    Place,
    is_closing,
    is_credit_line,
    is_dateline,
    place_of,
    words_after,
    words_before,
)
from storage.fold import fold
from storage.model import InfoSource

__all__ = ["MOST_TEXT", "find_credits"]

MOST_TEXT = 100_000
"""Characters of a text that are read for credits."""

_MOST_MENTIONS = 300
_LONGEST_LINE = 1000
_SPEECH = re.compile(r"\s*:\s*[\"“«„‘'「『]")
_RANK = {"agency": 0, "republished_from": 1, "quoted": 2}


def find_credits(
    text: str, *, language: str | None = None, source_name: str | None = None
) -> tuple[InfoSource, ...]:
    """Return whom the text credits, in the order they first stand there; each name once.

    `role` is `agency` (the text, or its dateline, is theirs: also the outlet's own), `quoted` or
    `republished_from`; of several roles of one name the first of these. Spans are characters of `text`.
    `source_name` tells the outlet's own dateline from another's. `language` is not needed: all are tried.
    """
    text = text[:MOST_TEXT]
    mentioned = sorted(_mentioned(text, source_name), key=lambda credit: _RANK[credit.role])
    told = (*_own(text, source_name), *_republished(text), *_labelled(text), *mentioned)
    found: dict[str, InfoSource] = {}
    taken: set[int] = set()
    for credit in told:
        letters = set(range(*credit.span))
        if fold(credit.name) not in found and taken.isdisjoint(letters):
            found[fold(credit.name)] = credit
            taken |= letters
    return tuple(sorted(found.values(), key=lambda credit: credit.span))


def _mentioned(text: str, source_name: str | None) -> Iterator[InfoSource]:
    for mention in find_mentions(text)[:_MOST_MENTIONS]:
        role = _role(mention, place_of(text, mention), source_name)
        if role:
            yield _credit(text, mention, role)


def _credit(text: str, mention: Mention, role: str) -> InfoSource:
    span = (mention.start, mention.end)
    return InfoSource(name=mention.agency.name, name_as_written=text[slice(*span)], role=role, span=span)


def _role(mention: Mention, place: Place, source_name: str | None) -> str | None:
    name = mention.agency.name
    if _is_negated(place):
        return None
    if is_dateline(place) or is_closing(place):
        is_own = source_name is None or fold(source_name) in {
            fold(name),
            fold(place.line[place.start : place.end]),
        }
        return "agency" if mention.agency.kind == "agency" or is_own else "republished_from"
    if is_credit_line(place) and mention.agency.kind == "agency":
        return "agency"
    if _is_strict(mention, place):
        is_named = words_before(place, 2) & cues().strict or words_after(place, 2) & cues().strict
        return "quoted" if mention.prefix == "ل" or is_named else None
    return "quoted" if _is_cued(mention, place) else None


def _is_strict(mention: Mention, place: Place) -> bool:
    """Say whether a name is mostly another word, as the short ones of scripts without capitals are."""
    written = place.line[place.start : place.end]
    is_uncased = written.upper() == written.lower() and written < "\u2e80"
    return fold(written) in cues().other_words or (
        mention.agency.is_common and is_uncased and len(written) < 4
    )


def _is_negated(place: Place) -> bool:
    before, after = words_before(place, 2), words_after(place, 1)
    return bool(before & cues().not_before or after & cues().not_after)


def _is_cued(mention: Mention, place: Place) -> bool:
    if mention.prefix.endswith(("ل", "لـ", "ל")) or place.before.rstrip().endswith("ـ"):
        return True
    if _SPEECH.match(place.after):
        return True
    if "\u2e80" <= place.line[place.start] <= "\u9fff":
        near = place.before[-4:], place.after[:8]
        return any(cue in near[0] for cue in cues().unspaced_before) or any(
            cue in near[1] for cue in cues().unspaced_after
        )
    after = 1 if words_before(place, 1) & cues().indefinite else 5  # an AP reporter, an AP class
    return bool(words_before(place, 6) & cues().before or words_after(place, after) & cues().after)


def _republished(text: str) -> Iterator[InfoSource]:
    """Yield what 'first published by' and its like name, in the first and last lines."""
    for begins, line in _outer_lines(text):
        for found in cues().republished_names(line):
            start, end = (begins + place for place in found.span("name"))
            yield from _named(text, start, end, is_source=False)


def _labelled(text: str) -> Iterator[InfoSource]:
    """Yield what stands after 'Source:' in the first and last lines."""
    for begins, line in _outer_lines(text):
        found = cues().source_label.match(line)
        if found and len(line) < (120 if ":" in found[0] or "：" in found[0] else 40):
            for name in re.finditer(r"[^,،/+&、;]+", line[found.end() :]):
                start = begins + found.end() + name.start()
                yield from _named(text, start, start + len(name[0]), is_source=True)


def _named(text: str, start: int, end: int, *, is_source: bool) -> Iterator[InfoSource]:
    """Yield the known names within a stretch of text, else the stretch itself if it can be a name."""
    mentions = [mention for mention in find_mentions(text[start:end]) if mention.prefix in {"", "و"}]
    for mention in mentions:
        role = "agency" if is_source and mention.agency.kind == "agency" else "republished_from"
        span = (start + mention.start, start + mention.end)
        yield InfoSource(name=mention.agency.name, name_as_written=text[slice(*span)], role=role, span=span)
    written = cues().bare_name(text[start:end])
    if not mentions and written:
        at = text.index(written, start)
        yield InfoSource(
            name=written, name_as_written=written, role="republished_from", span=(at, at + len(written))
        )


def _own(text: str, source_name: str | None) -> Iterator[InfoSource]:
    """Yield the outlet of the dateline that is in no list: the source's own, or what calls itself one."""
    for begins, line in _outer_lines(text)[:3]:
        head = re.match(rf"([^\n]{{2,{HEAD}}}?)\s*(?:{DASH}+|:)(?:\s|$)", line)
        if not head:
            continue
        for part in re.finditer(r"[^-–—|()（）]+", head[1]):
            written = part[0].strip(" \"'“”«»()ـ")
            is_own = source_name is not None and fold(written) == fold(source_name)
            if is_own or (head[0].rstrip()[-1:] != ":" and _is_outlet(written)):
                at = begins + line.index(written, part.start())
                is_wire = line[part.start() - 1 : part.start()] in {"(", "（"}  # LONDON (Island Press) -
                yield InfoSource(
                    name=source_name if is_own and source_name else written,
                    name_as_written=written,
                    role="agency" if is_own or is_wire or source_name is None else "republished_from",
                    span=(at, at + len(written)),
                )


def _is_outlet(written: str) -> bool:
    """Say whether a dateline's words are an outlet's name, not a sentence that names an agency."""
    return cues().is_outlet(written) and not find_mentions(written)


def _outer_lines(text: str) -> list[tuple[int, str]]:
    """Return the first three and the last three lines that are not empty, each with its place in the text."""
    lines, begins = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((begins, line[:_LONGEST_LINE]))
        begins += len(line) + 1
    return lines if len(lines) <= 6 else [*lines[:3], *lines[-3:]]
