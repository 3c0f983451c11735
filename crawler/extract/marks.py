"""The marks by which an element is found again on another page: its id, classes and a few other attributes.

Below `sketch`, `induce` and `wrapper`. A mark is a short string: `.story-body` (class), `#content` (id) or
`itemprop=articleBody`. What names one page or one build of the site, such as `post-48123` or `css-1x2y3z`, is
none (spec extraction § 3.3).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PLAIN", "is_stable", "marks_of", "step_of", "strength"]

PLAIN = ("width", "align", "style", "size", "face", "valign", "bgcolor")
"""Attributes that old layouts without classes tell their cells apart by."""

COUNTED = frozenset(("table", "tr", "td"))
MAX_CHARS = 60
MAX_MARKS = 12

_NUMBERED = re.compile(r"\d{3,}")
_PARTS = re.compile(r"[-_:]+")
_CHANGE = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")
_STRENGTHS = {"itemprop": 4, "#": 3, "data": 3, ".": 2}


def marks_of(element: HtmlElement) -> tuple[str, ...]:
    """Return the stable marks of an element, strongest kind first, at most a dozen."""
    attributes = element.items()
    return _marks(tuple(attributes)) if attributes else ()


@lru_cache(maxsize=5_000)
def _marks(attributes: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    classes: list[str] = []
    others: list[str] = []
    for name, value in attributes:
        if name == "class":
            classes = [f".{token}" for token in value.split() if is_stable(token)]
        elif name == "id":
            others += [f"#{value}"] if is_stable(value) and " " not in value else []
        elif (name in ("itemprop", "role", *PLAIN) or name.startswith("data-")) and is_stable(value):
            others.append(f"{name}={value}")
    return tuple(dict.fromkeys([*sorted(others, key=strength, reverse=True), *classes]))[:MAX_MARKS]


def step_of(element: HtmlElement) -> str:
    """Return one step of a path to an element: its tag; in tables, whose cells have no names, with its
    number."""
    tag = str(element.tag)
    if tag not in COUNTED:
        return tag
    return f"{tag}:{1 + sum(1 for _ in element.itersiblings(tag, preceding=True))}"


def strength(mark: str) -> int:
    """How well a mark survives small changes of a layout: 4 for `itemprop`, 0 for a cell's width."""
    head = mark.partition("=")[0]
    kind = "data" if head.startswith("data-") else head if "=" in mark else mark[0]
    return _STRENGTHS.get(kind, 0)


@lru_cache(maxsize=20_000)
def is_stable(value: str) -> bool:
    """Say whether an attribute's value can be the same on the next page: short, not numbered, no hash."""
    if not value or len(value) > MAX_CHARS or _NUMBERED.search(value) or not value.isprintable():
        return False
    return all(len(_CHANGE.findall(part)) < 2 or len(part) < 5 for part in _PARTS.split(value))
