"""Gathers the sources of sources.yaml and of all YAML and OPML files it includes.

Below `config.load`. A file's `defaults:` hold for its own sources and those of the files it includes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from config.document import Document, Loc
from config.model import FetchSettings, Source, SourceDefaults, SourcesFile
from config.opml import parse_opml
from config.problem import ConfigError, Place
from config.reading import Reading
from config.values import format_duration

__all__ = ["Gathering"]

_DEFAULTS: Loc = ("defaults",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One file of sources: the files it was included from, where, and the defaults it inherits."""

    path: Path
    stack: tuple[Path, ...] = ()
    included_at: Place | None = None
    defaults: Mapping[str, object]


class Gathering:
    """The sources found so far, and where each stands by its id; problems go to `reading`."""

    def __init__(self, reading: Reading, limits: FetchSettings) -> None:
        self.reading = reading
        self.limits = limits
        self.sources: list[Source] = []
        self.places: dict[str, Place] = {}

    def gather(self, path: Path) -> None:
        """Add the sources of `path` and of all it includes."""
        self._file(_File(path=path, defaults={}))

    def _file(self, file: _File) -> None:
        known = len(self.reading.problems)
        body = self.reading.body_of(file.path)
        if body is None:
            if len(self.reading.problems) == known:
                self._report_missing(file)
        elif file.path.suffix.lower() == ".opml":
            self._opml(file, body)
        else:
            self._yaml(file, body)

    def _report_missing(self, file: _File) -> None:
        if file.included_at is None:
            self.reading.report(Place(file=file.path), f"no such file; {_hint(file.path)}")
        else:
            self.reading.report(file.included_at, f"include: no such file: {str(file.path)!r}")

    def _yaml(self, file: _File, body: bytes) -> None:
        known = len(self.reading.problems)
        document = self.reading.document_of(file.path, body)
        if not isinstance(document.data, dict):
            if len(self.reading.problems) == known:
                what = "the file is empty" if document.data is None else "expected the key 'sources'"
                self.reading.report(document.place_of(()), f"{what}; {_hint(file.path)}")
            return
        root = dict(document.data)
        entries, own = root.pop("sources", None), root.pop("defaults", None)
        self.reading.valid(SourcesFile, root, document, label="", at=((),))
        file = replace(file, defaults={**file.defaults, **self._defaults(own or {}, document)})
        self._entries(entries or [], document, file.defaults)
        names = root.get("include")
        for index, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str):
                self._include(file, name, document.place_of(("include", index)))

    def _defaults(self, own: object, document: Document) -> Mapping[str, object]:
        """Return the file's own defaults; none if any is wrong, so that each mistake is told once."""
        known = len(self.reading.problems)
        label, at = "defaults: ", (_DEFAULTS,)
        valid = self.reading.valid(SourceDefaults, own, document, label=label, at=at)
        if valid is not None:
            self._check_pace(valid, document, label=label, at=at)
        return own if isinstance(own, dict) and len(self.reading.problems) == known else {}

    def _entries(self, entries: object, document: Document, defaults: Mapping[str, object]) -> None:
        if not isinstance(entries, list):
            place = document.place_of(("sources",))
            self.reading.report(place, "sources: expected a list, each entry after a '- '")
            return
        for index, entry in enumerate(entries):
            self._entry(entry, document, defaults, loc=("sources", index))

    def _entry(self, entry: object, document: Document, defaults: Mapping[str, object], *, loc: Loc) -> None:
        place = document.place_of(loc)
        if not isinstance(entry, dict):
            self.reading.report(place, "expected a source: keys and values such as 'url: https://...'")
            return
        label, at = f"source {_named(entry)}: ", (loc, _DEFAULTS)
        source = self.reading.valid(Source, {**defaults, **entry}, document, label=label, at=at)
        if source is not None:
            self._check_pace(source, document, label=label, at=at)
            self._keep(source, place)

    def _keep(self, source: Source, place: Place) -> None:
        if source.id in self.places:
            first = self.places[source.id]
            self.reading.report(place, f"source {source.id!r}: the id is given twice, first at {first}")
            return
        self.places[source.id] = place
        self.sources.append(source)

    def _check_pace(
        self, source: SourceDefaults, document: Document, *, label: str, at: tuple[Loc, ...]
    ) -> None:
        for key, message in _pace_problems(source, self.limits):
            place = next(
                document.place_of((*base, key)) for base in at if document.has((*base, key)) or base == at[-1]
            )
            self.reading.report(place, f"{label}{key}: {message}")

    def _include(self, file: _File, name: str, place: Place) -> None:
        path = file.path.parent / name
        chain = (*file.stack, file.path)
        if path.resolve() in {step.resolve() for step in chain}:
            names = " -> ".join(step.name for step in (*chain, path))
            self.reading.report(place, f"include: {name!r}: the file includes itself: {names}")
        elif path.resolve() in {step.resolve() for step in self.reading.files}:
            self.reading.report(place, f"include: {name!r}: the file is included twice")
        else:
            self._file(replace(file, path=path, stack=chain, included_at=place))

    def _opml(self, file: _File, body: bytes) -> None:
        try:
            found = parse_opml(body, file.path)
        except ConfigError as error:
            self.reading.problems.extend(error.problems)
            return
        self.reading.warnings.extend(found.skipped)
        for source in found.sources:
            own = source.model_dump(mode="json", exclude_unset=True)
            merged = Source.model_validate({**file.defaults, **own})
            place = found.places[source.id]
            for key, message in _pace_problems(merged, self.limits):
                self.reading.report(place, f"source {source.id!r}: {key}: {message}")
            self._keep(merged, place)


def _pace_problems(source: SourceDefaults, limits: FetchSettings) -> Iterator[tuple[str, str]]:
    """Yield the key and what is wrong where a source would be polled or asked too often."""
    for key, least in (("every", limits.min_every), ("delay", limits.min_delay)):
        came = getattr(source, key)
        if came < least:
            bound = f"expected at least {format_duration(least)!r}, the settings' fetch.min_{key}"
            yield key, f"{format_duration(came)!r}: {bound}"


def _named(entry: Mapping[str, object]) -> str:
    """Return how to speak of an entry that may lack an id."""
    return next((repr(entry[key]) for key in ("id", "name", "url") if entry.get(key)), "without id")


def _hint(path: Path) -> str:
    return f"`naba init {path.parent}` writes a commented one"
