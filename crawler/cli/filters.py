"""The options that choose articles, shared by every command that reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from crawler.cli.app import Exit, fail
from storage.query import ArticleQuery

__all__ = ["Language", "OnePerStory", "Since", "Source", "Until", "make_query", "parse_moment"]

Source = Annotated[str | None, typer.Option("--source", help="Only what this source ran (its id).")]
Language = Annotated[str | None, typer.Option("--lang", help="Only this language, such as ar.")]
Since = Annotated[
    str | None, typer.Option("--since", help="First seen from then on: 2026-11-22, 24h ago as 24h, 7d.")
]
Until = Annotated[str | None, typer.Option("--until", help="First seen before then; as --since.")]
OnePerStory = Annotated[bool, typer.Option("--one-per-story", help="Only the first article of each story.")]

_AGO = re.compile(r"(\d{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_moment(text: str, *, now: datetime) -> datetime:
    """Return the time of `2026-11-22` (its start in UTC), of an ISO time, or of `24h`, `7d` before `now`.

    Raises `ValueError` for anything else.
    """
    try:
        if ago := _AGO.fullmatch(text.strip()):
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r}: beyond the years a date can have") from error


def make_query(
    *,
    source: str | None,
    language: str | None,
    since: str | None,
    until: str | None,
    one_per_story: bool,
    limit: int | None,
) -> ArticleQuery:
    """Return what the options ask for; a time that is none ends the command with its usage error."""
    now = datetime.now(UTC)
    return ArticleQuery(
        source=source,
        language=language,
        since=_moment("--since", since, now=now),
        until=_moment("--until", until, now=now),
        one_per_story=one_per_story,
        limit=limit or None,
    )


def _moment(option: str, text: str | None, *, now: datetime) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_moment(text, now=now)
    except ValueError:
        fail(f"{option}: {text!r}: expected a time such as 2026-11-22, 24h or 7d", Exit.USAGE)
        return None
