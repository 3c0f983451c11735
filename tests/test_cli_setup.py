"""`naba init`, `naba check` and `naba config schema` as an operator meets them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

import crawler.cli.setup
from config.schema import schema_text
from crawler.cli.app import app

assert crawler.cli.setup  # its import registers the commands

SOURCES = "sources:\n- url: https://daily.example/\n"


def naba(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_init_writes_a_config_that_check_accepts(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    result = naba("init", str(folder))
    assert result.exit_code == 0
    assert "next: naba --config" in result.output
    assert sorted(path.name for path in folder.iterdir()) == ["schema.json", "settings.yaml", "sources.yaml"]
    result = naba("--config", str(folder), "check")
    assert result.exit_code == 0
    assert "12 enabled of 397" in result.stdout
    assert "fetch.contact is not set" in result.stderr


def test_init_keeps_what_is_there_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("mine")
    assert "kept" in naba("init", str(tmp_path)).output
    assert naba("init", str(tmp_path)).exit_code == 1
    assert (tmp_path / "sources.yaml").read_text() == "mine"


def test_init_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = naba("init", str(tmp_path / "file" / "config"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_init_without_a_folder_takes_the_config_option(tmp_path: Path) -> None:
    assert naba("--config", str(tmp_path / "mine"), "init").exit_code == 0
    assert (tmp_path / "mine" / "sources.yaml").is_file()


def test_check_tells_every_mistake_and_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(f"{SOURCES}  evry: 15m\n  [red]: x\n")
    result = naba("--config", str(tmp_path), "check")
    assert result.exit_code == 2
    assert "sources.yaml:3:3: source 'https://daily.example/': unknown key 'evry'" in result.stderr
    (tmp_path / "sources.yaml").write_text(f"{SOURCES}  evry: 15m\n  red: x\n")
    assert "2 problems" in naba("--config", str(tmp_path), "check").stderr


def test_check_of_no_config_says_how_to_begin(tmp_path: Path) -> None:
    result = naba("--config", str(tmp_path / "none"), "check")
    assert result.exit_code == 2
    assert f"`naba init {tmp_path / 'none'}`" in result.stderr.replace("\n", " ")


def test_check_gives_clean_json(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    good = json.loads(naba("--config", str(tmp_path), "check", "--json").stdout)
    assert good["ok"] and good["enabled"] == good["discovered"] == 1
    assert good["languages"] == {"unknown": 1}
    assert good["warnings"][0]["file"].endswith("settings.yaml")
    (tmp_path / "sources.yaml").write_text(SOURCES + "  every: [1m]\n")
    result = naba("--config", str(tmp_path), "check", "--json")
    (problem,) = json.loads(result.stdout)["problems"]
    assert result.exit_code == 2
    assert (problem["line"], problem["column"]) == (3, 10)
    assert problem["message"].startswith("source 'https://daily.example/': every: a list: expected")


def test_the_schema_can_be_printed() -> None:
    assert naba("config", "schema").stdout == schema_text()
