"""A running service takes up a changed config whole, or keeps the one it has."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from config.load import Config, ConfigError
from config.reload import Watcher

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)
ONE = "sources:\n- url: https://one.example/\n"


def watched(folder: Path, text: str = ONE) -> Watcher:
    (folder / "sources.yaml").write_text(text)
    watcher = Watcher(folder)
    watcher.reload(NOW)
    return watcher


def test_the_first_load_is_a_change(tmp_path: Path) -> None:
    assert Watcher(tmp_path).changed()
    assert not watched(tmp_path).changed()


def test_a_change_is_seen_and_taken_up(tmp_path: Path) -> None:
    watcher = watched(tmp_path)
    (tmp_path / "sources.yaml").write_text(ONE.replace("one", "two"))
    assert watcher.changed()
    config = watcher.reload(LATER)
    assert isinstance(config, Config) and config is watcher.config
    assert config.sources[0].id == "two.example"
    assert watcher.loaded_at == LATER
    assert not watcher.changed()


def test_a_new_settings_file_is_a_change(tmp_path: Path) -> None:
    watcher = watched(tmp_path)
    (tmp_path / "settings.yaml").write_text("log_level: debug\n")
    assert watcher.changed()


def test_a_file_that_was_only_touched_is_no_change(tmp_path: Path) -> None:
    watcher = watched(tmp_path)
    os.utime(tmp_path / "sources.yaml", (1, 1))
    assert not watcher.changed()


def test_a_broken_file_keeps_the_old_config_until_it_is_mended(tmp_path: Path) -> None:
    watcher = watched(tmp_path)
    (tmp_path / "sources.yaml").write_text(ONE + "include: [more.yaml]\n")
    (tmp_path / "more.yaml").write_text("sorces: []\n")
    error = watcher.reload(LATER)
    assert isinstance(error, ConfigError) and error is watcher.error
    assert watcher.config is not None and watcher.config.sources[0].id == "one.example"
    assert watcher.loaded_at == NOW
    assert not watcher.changed()
    (tmp_path / "more.yaml").write_text("sources: []\n")
    assert watcher.changed()
    assert isinstance(watcher.reload(LATER), Config)
    assert watcher.error is None


def test_a_missing_included_file_is_waited_for(tmp_path: Path) -> None:
    watcher = watched(tmp_path, ONE + "include: [more.yaml]\n")
    assert watcher.config is None and not watcher.changed()
    (tmp_path / "more.yaml").write_text("sources: []\n")
    assert watcher.changed()


def test_a_deleted_file_is_a_change(tmp_path: Path) -> None:
    watcher = watched(tmp_path)
    (tmp_path / "sources.yaml").unlink()
    assert watcher.changed()
    assert isinstance(watcher.reload(LATER), ConfigError)


def test_a_changed_secret_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("one")
    (tmp_path / "settings.yaml").write_text('fetch: {proxy: "http://a:${file:word}@p.example"}')
    watcher = watched(tmp_path)
    (tmp_path / "word").write_text("two")
    assert watcher.changed()
