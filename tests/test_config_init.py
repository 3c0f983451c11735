"""The first config of an operator: complete, commented, right, and never over an existing one."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import BaseModel

from config.catalogue import load_catalogue
from config.init import ENABLED, settings_text, sources_text, write_config
from config.load import load, load_settings
from config.model import Settings


def test_what_init_writes_is_right_and_holds_the_whole_catalogue(tmp_path: Path) -> None:
    done = write_config(tmp_path / "new" / "config")
    assert [path.name for path in done.written] == ["sources.yaml", "settings.yaml", "schema.json"]
    config = load(tmp_path / "new" / "config")
    known = {source.id: source for source in load_catalogue()}
    assert {source.id for source in config.sources} == known.keys()
    for source in config.sources:
        enabled = {"enabled": source.id in ENABLED}
        assert source == known[source.id].model_copy(update=enabled)


def test_a_dozen_are_enabled_arabic_ones_first_and_most() -> None:
    languages = {source.id: source.language for source in load_catalogue()}
    enabled = [languages[name] for name in ENABLED]
    assert len(enabled) == 12
    assert enabled.index("en") == enabled.count("ar") >= 8


def test_an_existing_file_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("mine")
    done = write_config(tmp_path)
    assert [path.name for path in done.kept] == ["sources.yaml"]
    assert (tmp_path / "sources.yaml").read_text() == "mine"
    assert write_config(tmp_path).written == ()


@pytest.mark.parametrize(
    ("name", "text"), [("sources.yaml", sources_text()), ("settings.yaml", settings_text())]
)
def test_the_files_in_the_repository_are_what_init_writes(name: str, text: str) -> None:
    assert files("config").joinpath(name).read_text("utf-8") == text


def test_every_setting_is_named_and_none_is_set(tmp_path: Path) -> None:
    text = settings_text()

    def assert_named(model: type[BaseModel], indent: str) -> None:
        for name, field in model.model_fields.items():
            assert re.search(rf"^{indent}(# )?{name}:", text, re.MULTILINE), name
            if isinstance(field.default, BaseModel):
                assert_named(type(field.default), indent + "  ")

    assert_named(Settings, "")
    (tmp_path / "settings.yaml").write_text(text)
    assert load_settings(tmp_path) == Settings()


def test_every_setting_can_be_uncommented_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABA_PROXY", "http://proxy.example:3128")
    text, count = re.subn(r"^( *)# (\w+: \S)", r"\1\2", settings_text(), flags=re.MULTILINE)
    (tmp_path / "settings.yaml").write_text(text)
    settings = load_settings(tmp_path)
    assert count == 16
    assert settings.fetch.proxy == "http://proxy.example:3128"
    assert settings.fetch.timeout == Settings().fetch.timeout


def test_the_catalogue_begins_with_jafra_news_by_its_listing() -> None:
    jafra, *others = load_catalogue()
    assert (jafra.id, jafra.name, jafra.listings[0].follow) == (
        "jfranews",
        "جفرا نيوز",
        "a[href*='/article']",
    )
    assert len(others) > 390 and all(len(source.feeds) == 1 for source in others)


def test_no_feed_of_the_catalogue_is_listed_twice() -> None:
    feeds = [url for source in load_catalogue() for url in source.list_urls]
    assert len(set(feeds)) == len(feeds)
