"""`naba source`: list, add, remove, import and export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from rich.console import Console
from typer.testing import CliRunner

import crawler.cli.source
from config.load import ConfigError, load
from crawler.cli.app import app

FILE = """\
# my sources
sources:
- id: daily   # the best
  name: يومية [red]
  language: ar
  feeds: [https://daily.example/1, https://daily.example/2]
  tags: [one, two]
- {id: weekly, url: https://weekly.example/, cron: 0 6 * * *, enabled: false}
"""
OPML = """<opml version="2.0"><body>
<outline text="Daily" xmlUrl="http://daily.example/1/"/>
<outline text="News"><outline text="Other & more" xmlUrl="https://other.example/rss"/></outline>
</body></opml>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def naba(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--config", str(folder), "source", *arguments])


def text_of(folder: Path) -> str:
    return (folder / "sources.yaml").read_text("utf-8")


def test_list_is_plain_where_no_one_looks(folder: Path) -> None:
    assert naba(folder, "list").stdout.splitlines() == [
        "daily\tيومية [red]\tar\t\t2 feeds\tevery 15m\tone, two",
        "weekly\tweekly\t\t\tdiscovered\tdisabled\t",
    ]


def test_list_is_a_table_on_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = Console(force_terminal=True, width=120, color_system=None)
    monkeypatch.setattr(crawler.cli.source, "console", wide)
    shown = naba(folder, "list").stdout
    assert "tags" in shown.splitlines()[0] and "يومية [red]" in shown


def test_list_gives_a_json_object_a_source(folder: Path) -> None:
    daily, weekly = (json.loads(line) for line in naba(folder, "list", "--json").stdout.splitlines())
    assert (daily["name"], daily["every"], daily["listings"]) == ("يومية [red]", "15m", [])
    assert (weekly["cron"], weekly["enabled"]) == ("0 6 * * *", False)


def test_add_takes_a_bare_address(folder: Path) -> None:
    result = naba(folder, "add", "www.new.example/", "--no-probe")
    assert result.exit_code == 0
    assert text_of(folder) == FILE + "- {id: new.example, url: https://www.new.example/}\n"
    assert "- {id: new.example, url: https://www.new.example/}" in result.stdout


def test_add_takes_all_that_is_known(folder: Path) -> None:
    options = "--id new --name جديدة --language ar --country jo --every 30m --tag a --tag b --follow h2>a"
    lists = "--feed https://n.example/1 --feed https://n.example/2 --sitemap https://n.example/s"
    result = naba(
        folder,
        "add",
        "https://n.example/",
        *options.split(),
        *lists.split(),
        "--listing",
        "https://n.example/w",
    )
    assert result.exit_code == 0, result.output
    source = load(folder).sources[-1]
    assert (source.id, source.name, source.country, source.tags) == ("new", "جديدة", "JO", ("a", "b"))
    assert len(source.list_urls) == 4 and source.listings[0].follow == "h2>a"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["ftp://n.example/"], "URL 'ftp://n.example/'"),
        (["https://n.example/", "--every", "often"], "--every 'often'"),
        (["https://n.example/", "--feed", "x"], "--feed 'x'"),
        (["https://n.example/", "--listing", "https://n.example/", "--follow", "a["], "--follow 'a['"),
        (
            ["https://n.example/", "--feed", "https://n.example/1", "--feed", "https://n.example/1"],
            "named twice",
        ),
    ],
)
def test_add_says_which_option_is_wrong(folder: Path, options: list[str], message: str) -> None:
    result = naba(folder, "add", *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert text_of(folder) == FILE


def test_add_of_an_id_that_is_taken_changes_nothing(folder: Path) -> None:
    error = naba(folder, "add", "https://n.example/", "--id", "daily").exception
    assert isinstance(error, ConfigError) and "given twice" in str(error)
    assert text_of(folder) == FILE


def test_remove_takes_one_source_out(folder: Path) -> None:
    assert naba(folder, "remove", "weekly").exit_code == 0
    assert text_of(folder) == FILE[: FILE.index("- {id: weekly")]
    assert isinstance(naba(folder, "remove", "weekly").exception, ConfigError)


def test_import_adds_what_is_new_and_names_the_rest(folder: Path) -> None:
    opml = folder / "friends.opml"
    opml.write_text(OPML)
    dry = naba(folder, "import", str(opml), "--dry-run")
    assert "1 would be added" in dry.stdout and "other.example" in dry.stdout
    assert text_of(folder) == FILE
    result = naba(folder, "import", str(opml))
    assert "friends.opml:2:1: left out" in result.stderr.replace("\n", "")
    entry = "{id: other.example, name: Other & more, feeds: [https://other.example/rss], tags: [News]}"
    assert text_of(folder) == f"{FILE}- {entry}\n"
    assert naba(folder, "import", str(opml)).exit_code == 1


def test_import_of_what_is_not_there_or_no_opml(folder: Path) -> None:
    result = naba(folder, "import", str(folder / "none.opml"))
    assert result.exit_code == 2 and "cannot be read" in result.stderr
    assert isinstance(naba(folder, "import", str(folder / "sources.yaml")).exception, ConfigError)


def test_an_exported_config_is_imported_the_same(folder: Path, tmp_path: Path) -> None:
    opml = tmp_path / "out.opml"
    assert naba(folder, "export", "-o", str(opml)).exit_code == 0
    assert naba(folder, "export").stdout.encode() == opml.read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    (other / "sources.yaml").write_text("sources: []\n")
    assert naba(other, "import", str(opml)).exit_code == 0
    assert load(other).sources == load(folder).sources


def test_export_says_where_it_cannot_write(folder: Path) -> None:
    result = naba(folder, "export", "-o", str(folder / "none" / "x.opml"))
    assert result.exit_code == 2 and "cannot be written" in result.stderr
