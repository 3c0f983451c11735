"""Writes the first config of an operator: commented files that work as they are.

`naba init DIR` calls `write_config`; `config/sources.yaml` and `config/settings.yaml` of the repository are
what it writes. The comments of the settings come from the models, so none can be missing or out of date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from config.catalogue import load_catalogue
from config.entry import entry_lines, to_flow
from config.load import SETTINGS, SOURCES
from config.model import Settings, Source
from config.schema import schema_text
from config.values import format_duration

__all__ = ["ENABLED", "SCHEMA", "Written", "settings_text", "sources_text", "write_config"]

SCHEMA = "schema.json"
ENABLED = (
    "jfranews",
    "al-jazeera-arabic",
    "al-sharq",
    "al-mada",
    "bbc-arabic",
    "echorouk-online",
    "france-24-arabic",
    "sky-news-arabia",
    "the-new-arab",
    "bbc-news",
    "le-monde",
    "deutsche-welle",
)
"""The sources a new config polls."""

_MODELINE = "# yaml-language-server: $schema=schema.json"
_SOURCES_HEAD = """\
{modeline}
#
# What naba crawls. A source is a publisher with any number of lists of articles:
#
#   - id: daily                     # short name for commands and exports; never change it
#     name: The Daily               # the credit shown with every article
#     url: https://daily.example/   # enough alone: its feeds, news sitemap or section pages are then found
#     language: en
#     country: GB
#     feeds: [https://daily.example/rss.xml]
#     sitemaps: [https://daily.example/news-sitemap.xml]
#     listings: [{{url: https://daily.example/world, follow: "h2 a"}}]
#     every: 30m                    # or cron: "0 6-22 * * *" (UTC)
#     include_urls: ["/world/"]     # RE2 patterns; exclude_urls likewise
#     extract: {{body: "div.story", drop: [".related"]}}
#     delay: 2s                     # pause between two requests to one host
#     tags: [world]
#     enabled: false                # kept here, not polled
#
# `naba check` tells every mistake with its line. `naba source add URL` and `naba source remove ID` edit this
# file and keep its comments. A running `naba run` takes up changes by itself.

version: 1

defaults: {{every: 15m, delay: 1s}}  # for each source that does not say otherwise

# include: [more.yaml, friends.opml]  # further files, relative to this one

sources:
  # Polled from the start.
{enabled}

  # Known to naba, not polled: set `enabled: true`, or drop the key, for those you want.
{catalogue}
"""
_SETTINGS_HEAD = """\
{modeline}
#
# What holds for the whole installation. Every key is here with its default, or an example where there is
# none; take away the `# ` before a key to set it. A value may come from outside this file, as a secret
# should; ${{env:NAME}} is an environment variable, ${{file:PATH}} the text of a file beside this one.

version: 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files that were written, and those that were there before and were left alone."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def write_config(directory: Path) -> Written:
    """Write sources.yaml, settings.yaml and schema.json into `directory`; never touch an existing file."""
    directory.mkdir(parents=True, exist_ok=True)
    texts = {SOURCES: sources_text(), SETTINGS: settings_text(), SCHEMA: schema_text()}
    written, kept = [], []
    for name, text in texts.items():
        path = directory / name
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            kept.append(path)
        else:
            written.append(path)
    return Written(written=tuple(written), kept=tuple(kept))


def sources_text() -> str:
    """Return the text of a new sources.yaml: a dozen sources enabled, the rest of the catalogue not."""
    sources_by_id = {source.id: source for source in load_catalogue()}
    first = [sources_by_id.pop(name) for name in ENABLED]
    return _SOURCES_HEAD.format(
        modeline=_MODELINE,
        enabled="\n".join(_indented(first)),
        catalogue="\n".join(_catalogue_lines(list(sources_by_id.values()))),
    )


def _catalogue_lines(sources: Sequence[Source]) -> Iterator[str]:
    """Yield the lines of `sources`, disabled, under a comment for each language in turn."""
    for language, group in groupby(sources, key=lambda source: source.language):
        yield f"  # language: {language or 'not stated'}"
        yield from _indented([source.model_copy(update={"enabled": False}) for source in group])


def _indented(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources:
        for line in entry_lines(source):
            yield f"  {line}"


def settings_text() -> str:
    """Return the text of a new settings.yaml: each key explained, none set."""
    head = _SETTINGS_HEAD.format(modeline=_MODELINE)
    return head + "\n".join(_setting_lines(Settings, indent="")) + "\n"


def _setting_lines(model: type[BaseModel], *, indent: str) -> Iterator[str]:
    for key, field in model.model_fields.items():
        if key == "version":
            continue
        yield ""
        for line in wrap(field.description or "", width=100):
            yield f"{indent}# {line}"
        if isinstance(field.default, BaseModel):
            yield f"{indent}{key}:"
            yield from _setting_lines(type(field.default), indent=indent + "  ")
        else:
            yield f"{indent}# {key}: {_shown(field)}"


def _shown(field: FieldInfo) -> str:
    """Return the default as it would be written, or the example of a key that has no default."""
    value = (field.examples or [field.default])[0]
    if isinstance(value, timedelta):
        return format_duration(value)
    return to_flow(value)
