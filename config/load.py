"""From an operator's files to `Config`: sources.yaml with what it includes, and settings.yaml.

First step of the flow. Either everything is right and a `Config` comes back, or one `ConfigError` tells every
problem of every file, each with file:line:column. Nothing here touches the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from config.gather import Gathering
from config.model import Settings, Source
from config.problem import ConfigError, Place, Problem
from config.reading import Reading

__all__ = ["SETTINGS", "SOURCES", "Config", "ConfigError", "load", "load_settings"]

SOURCES = "sources.yaml"
SETTINGS = "settings.yaml"
_NOTHING: Mapping[Path, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A config that is right as a whole.

    `files` are all that were read or looked for, `warnings` what is allowed and yet worth a look, `places`
    where each source stands, by its id.
    """

    settings: Settings
    sources: tuple[Source, ...]
    files: tuple[Path, ...]
    warnings: tuple[Problem, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)


def load(directory: Path, *, edited: Mapping[Path, bytes] = _NOTHING) -> Config:
    """Return the config in `directory`; `edited` holds text to take instead of a file's own.

    Raises `ConfigError` with all problems of all files.
    """
    reading = Reading(edited)
    settings = _settings(reading, directory / SETTINGS)
    found = Gathering(reading, settings.fetch)
    found.gather(directory / SOURCES)
    if reading.problems:
        raise ConfigError(reading.problems, reading.files)
    warnings = (*reading.warnings, *_warnings(settings, found.sources, found.places, directory))
    return Config(
        settings=settings,
        sources=tuple(found.sources),
        files=tuple(reading.files),
        warnings=warnings,
        places=found.places,
    )


def load_settings(directory: Path) -> Settings:
    """Return the settings in `directory`, the defaults where there are none. Raises `ConfigError`."""
    reading = Reading(_NOTHING)
    settings = _settings(reading, directory / SETTINGS)
    if reading.problems:
        raise ConfigError(reading.problems, reading.files)
    return settings


def _settings(reading: Reading, path: Path) -> Settings:
    """Return the settings of `path`; the defaults where the file is missing, blank or wrong."""
    body = reading.body_of(path)
    document = reading.document_of(path, body or b"")
    if document.data is None:
        return Settings()
    return reading.valid(Settings, document.data, document, label="", at=((),)) or Settings()


def _warnings(
    settings: Settings, sources: Sequence[Source], places: Mapping[str, Place], directory: Path
) -> Iterator[Problem]:
    if settings.fetch.contact is None:
        message = "fetch.contact is not set: publishers cannot reach you, and some will block you for it"
        yield Problem(place=Place(file=directory / SETTINGS), message=message)
    if not any(source.enabled for source in sources):
        yield Problem(place=Place(file=directory / SOURCES), message="no source is enabled")
    owners: dict[str, str] = {}
    for source in sources:
        place = places[source.id]
        if source.tls == "insecure":
            yield Problem(place=place, message=f"source {source.id!r}: certificates are not checked")
        for url in source.list_urls:
            owner = owners.setdefault(url, source.id)
            if owner != source.id:
                message = f"source {source.id!r}: source {owner!r} has the list {url!r} too"
                yield Problem(place=place, message=message)
