"""Watches the config files of a running service and loads them anew, whole or not at all.

The service asks `changed()` now and then and, if so, takes what `reload()` gives: a `Config`
to put in force, or the `ConfigError` to log while it keeps the one it has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.load import SETTINGS, SOURCES, Config, load
from config.problem import ConfigError

__all__ = ["Watcher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stamp:
    """How a file looked; all empty where it was missing."""

    stat: tuple[int, ...] = ()
    digest: bytes = b""


class Watcher:
    """One config folder. `config` is the last good one, `error` tells why a newer one is not in force."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.config: Config | None = None
        self.loaded_at: datetime | None = None
        self.error: ConfigError | None = None
        self._stamps: dict[Path, _Stamp] = {}

    def changed(self) -> bool:
        """Return whether any file differs in content from when it was last loaded; True at first.

        Costs one `stat` a file; reads a file only where its time or size changed.
        """
        if not self._stamps:
            return True
        current = {path: _stamp(path, known) for path, known in self._stamps.items()}
        if any(current[path].digest != known.digest for path, known in self._stamps.items()):
            return True
        self._stamps = current
        return False

    def reload(self, now: datetime) -> Config | ConfigError:
        """Load all files and return the new config, or what is wrong with it; remember either, with `now`."""
        before = _stamps(self._stamps)
        try:
            self.config = load(self.directory)
        except ConfigError as error:
            self.error = error
            self._remember(before, error.files)
            return error
        self.error = None
        self.loaded_at = now
        self._remember(before, self.config.files)
        return self.config

    def _remember(self, before: dict[Path, _Stamp], files: Iterable[Path]) -> None:
        """Keep the stamps from before the load where there are any: a write in between is then seen."""
        paths = {*files, self.directory / SOURCES, self.directory / SETTINGS}
        self._stamps = {
            **_stamps(paths - before.keys()),
            **{path: before[path] for path in paths & before.keys()},
        }


def _stamps(paths: Iterable[Path]) -> dict[Path, _Stamp]:
    return {path: _stamp(path, _Stamp()) for path in paths}


def _stamp(path: Path, known: _Stamp) -> _Stamp:
    try:
        info = path.stat()
        stat = (info.st_mtime_ns, info.st_size, info.st_ino)
        if stat == known.stat:
            return known
        with path.open("rb") as file:
            return _Stamp(stat=stat, digest=hashlib.file_digest(file, "sha256").digest())
    except OSError:
        return _Stamp()
