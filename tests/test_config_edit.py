"""Sources come and go in a file whose every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from config.edit import add_sources, remove_source
from config.load import ConfigError, load
from config.model import Source
from config.opml import to_opml
from tests.test_config_entry import sources

DAILY = Source(id="daily", name="The Daily", url="https://daily.example/")
WEEKLY = Source(id="weekly", name="الأسبوعية", url="https://weekly.example/", enabled=False)
LINE = "- {id: daily, name: The Daily, url: https://daily.example/}"

FILE = """\
# my sources
version: 1   # the only one

sources:
  # the best
  - id:   one        # aligned
    name: "One"
    feeds:
      - 'https://one.example/rss'   # their feed
      # and a comment inside

  # the rest
  - {id: two,   url: https://two.example/}
# the end
include: []
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "sources.yaml"
    path.write_bytes(text.encode())
    return path


def test_a_source_is_added_after_the_last_and_all_else_stays(tmp_path: Path) -> None:
    path = write(tmp_path, FILE)
    assert add_sources(tmp_path, [DAILY, WEEKLY]) == path
    weekly = "- {id: weekly, name: الأسبوعية, url: https://weekly.example/, enabled: false}"
    assert path.read_text("utf-8") == FILE.replace("# the end", f"  {LINE}\n  {weekly}\n# the end")


def test_a_source_goes_with_the_comments_inside_it_and_no_others(tmp_path: Path) -> None:
    path = write(tmp_path, FILE)
    remove_source(tmp_path, "one")
    start, end = FILE.index("  - id:   one"), FILE.index("\n  # the rest")
    assert path.read_text("utf-8") == FILE[:start] + FILE[end:]
    remove_source(tmp_path, "two")
    assert load(tmp_path).sources == ()


def test_what_is_added_and_removed_again_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path, FILE)
    add_sources(tmp_path, [DAILY])
    remove_source(tmp_path, "daily")
    assert path.read_text("utf-8") == FILE


@given(source=sources(prefix="new-"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_any_source_can_be_added_and_is_then_in_the_config(tmp_path: Path, source: Source) -> None:
    write(tmp_path, FILE)
    add_sources(tmp_path, [source])
    assert load(tmp_path).sources[-1] == source


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sources:\n", f"sources:\n  {LINE}\n"),
        ("sources: # none yet\n", f"sources: # none yet\n  {LINE}\n"),
        ("sources: []  # none yet\n", f"sources:  # none yet\n  {LINE}\n"),
        ("sources: null\ninclude: []\n", f"sources:\n  {LINE}\ninclude: []\n"),
        ("version: 1", f"version: 1\nsources:\n  {LINE}\n"),
        ("sources:\n- url: https://a.example/", f"sources:\n- url: https://a.example/\n{LINE}\n"),
        ("sources:\n-\n  url: https://a.example/\n", f"sources:\n-\n  url: https://a.example/\n{LINE}\n"),
        ("sources:\r\n- url: https://a.example/\r\n", f"sources:\r\n- url: https://a.example/\r\n{LINE}\r\n"),
        (
            "sources:\n    - name: >\n        Long\n        name\n      url: https://a.example/\n\n\n# end\n",
            "sources:\n    - name: >\n        Long\n        name\n      url: https://a.example/\n"
            f"    {LINE}\n\n\n# end\n",
        ),
        (
            "sources:\n  - url: https://a.example/\n    name: |-\n      Long\n# end\n",
            f"sources:\n  - url: https://a.example/\n    name: |-\n      Long\n  {LINE}\n# end\n",
        ),
    ],
)
def test_a_source_can_be_added_whatever_the_layout(tmp_path: Path, before: str, after: str) -> None:
    path = write(tmp_path, before)
    add_sources(tmp_path, [DAILY])
    assert path.read_bytes().decode() == after


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sources: [{url: 'https://a.example/'}]\n", "is written as"),
        (f"sources:\n  {LINE}\n", "the id is given twice"),
        ("{sources: }\n", "sources.yaml"),
        ("sorces:\n", "unknown key"),
        ("", "the file is empty"),
    ],
)
def test_an_edit_that_would_go_wrong_is_not_made(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError, match=message):
        add_sources(tmp_path, [DAILY])
    assert path.read_text() == text


def test_a_source_is_removed_from_the_included_file_it_stands_in(tmp_path: Path) -> None:
    path = write(tmp_path, "include: [more.yaml]\n")
    more = tmp_path / "more.yaml"
    more.write_text(f"sources:\n-\n  id: one\n  url: https://one.example/\n{LINE}\n")
    assert remove_source(tmp_path, "one") == more
    assert more.read_text() == f"sources:\n{LINE}\n"
    assert path.read_text() == "include: [more.yaml]\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dayly", "there is no source 'dayly' .did you mean 'daily'"),
        ("friend", "is listed in an OPML file"),
        ("flow", "not written as a list"),
        ("base", "the layout is too unusual"),
    ],
)
def test_what_cannot_be_removed_is_told(tmp_path: Path, name: str, message: str) -> None:
    write(tmp_path, f"include: [f.opml, flow.yaml, alias.yaml]\nsources:\n{LINE}\n")
    friend = Source(id="friend", name="Friend", feeds=("https://friend.example/",))
    (tmp_path / "f.opml").write_bytes(to_opml([friend]))
    (tmp_path / "flow.yaml").write_text("sources: [{id: flow, url: 'https://flow.example/'}]\n")
    alias = (
        "defaults: &d {tags: [a]}\nsources:\n- {id: base, url: 'https://b.example/', extract: &e {body: p}}\n"
    )
    (tmp_path / "alias.yaml").write_text(alias + "- {id: more, url: 'https://m.example/', extract: *e}\n")
    with pytest.raises(ConfigError, match=message if name != "base" else "undefined alias"):
        remove_source(tmp_path, name)
    assert {source.id for source in load(tmp_path).sources} == {"daily", "friend", "flow", "base", "more"}
