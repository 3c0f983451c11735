"""`naba cluster` as an operator meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import crawler.cli.cluster
from crawler.cli.app import app
from storage.lock import BusyError
from storage.open import open_crawl
from tests.stored import NOW, make_source, store

assert crawler.cli.cluster.__all__  # importing it registers the commands

Call = Callable[..., Result]
TEXT = "The council opened the new bridge over the river on Monday and named it after the engineer"


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'corpus.db'}"
    corpus = open_crawl(url)
    corpus.sync_sources([make_source("north"), make_source("south")], [NOW, NOW], now=NOW)
    store(corpus, "a", TEXT, prints=(1,))
    store(corpus, "b", f"{TEXT}. More soon.", source_id="south", prints=(1,))
    store(corpus, "c", "Another story.", prints=(2,))
    corpus.close()
    return url


@pytest.fixture
def call(url: str) -> Call:
    return lambda *words: CliRunner().invoke(app, ["--store", url, "cluster", *words])


def test_show_tells_members_origin_and_merges(call: Call) -> None:
    lines = call("show", "2").stdout.splitlines()
    assert lines[:2] == ["story 1: 2 articles, 2 sources, lead 1", "likely origin (seen first): North"]
    assert [line.split("\t")[0] for line in lines[2:4]] == ["1", "2"]
    assert lines[4].startswith("  2 -> 1: near by rules 1, 2026-03-14 12:00")
    assert lines[5:] == ["  shared: 17 of 17 words, at most 17 in a row:", f"  {TEXT}"]


def test_show_as_json_has_the_passage(call: Call) -> None:
    told = json.loads(call("show", "1", "--json").stdout)
    assert (told["id"], told["articles"], told["lead"]) == (1, [1, 2], 1)
    assert told["merges"][0]["shared"]["passage"] == TEXT


def test_split_and_join_undo_one_another(call: Call) -> None:
    done = call("split", "2")
    assert done.exit_code == 0
    assert "`naba cluster join 2 1` undoes it" in done.stdout
    shown = call("show", "2").stdout
    assert "story 2: 1 articles" in shown
    assert "2 -> 1: near, 2026-03-14 12:00; no longer holds" in shown
    assert "2 -> 1: parted by hand" in shown
    done = call("join", "2", "1")
    assert "story 1: 2 articles" in done.stdout
    assert "`naba cluster split 2` undoes it" in done.stdout
    assert "2 -> 1: joined by hand" in call("show", "1").stdout


def test_what_cannot_be_done_is_said_with_the_right_exit_code(call: Call) -> None:
    first = call("split", "1")
    assert (first.exit_code, "split 2 from it" in first.stderr) == (2, True)
    assert call("join", "1", "2").exit_code == 1
    for words in (("show", "99"), ("split", "99"), ("join", "1", "99")):
        done = call(*words)
        assert done.exit_code == 1
        assert "no article 99" in done.stderr


def test_a_running_crawl_is_not_written_beside(call: Call, url: str) -> None:
    corpus = open_crawl(url)
    assert isinstance(call("split", "2").exception, BusyError)
    assert call("show", "2").exit_code == 0
    corpus.close()
