"""`naba export` as a script meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import crawler.cli.export
from crawler.cli.app import app
from storage.open import open_crawl
from tests.stored import NOW, TEXT, make_source, store

assert crawler.cli.export.__all__  # importing it registers the command

Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    url = f"sqlite:///{tmp_path / 'corpus.db'}"
    corpus = open_crawl(url)
    corpus.sync_sources([make_source("north"), make_source("south")], [NOW, NOW], now=NOW)
    store(corpus, "a")
    store(corpus, "b", "نص آخر", source_id="south")
    corpus.close()
    return lambda *words: CliRunner().invoke(app, ["--store", url, "export", *words])


def test_jsonl_goes_to_stdout_unless_a_file_is_named(call: Call, tmp_path: Path) -> None:
    done = call("--format", "jsonl")
    assert done.exit_code == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [2, 1]
    assert call("-o", str(tmp_path / "out.jsonl")).exit_code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == done.stdout_bytes


def test_txt_goes_into_a_folder(call: Call, tmp_path: Path) -> None:
    done = call("--format", "txt", "-o", str(tmp_path / "out"), "--source", "north")
    assert done.exit_code == 0
    assert "1 articles written" in done.stderr
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["1.txt", "manifest.jsonl"]
    assert (tmp_path / "out" / "1.txt").read_text("utf-8") == TEXT


def test_txt_without_a_folder_is_a_usage_error(call: Call) -> None:
    done = call("--format", "txt")
    assert done.exit_code == 2
    assert "-o" in done.stderr


def test_unknown_format_is_a_usage_error(call: Call) -> None:
    assert call("--format", "docx").exit_code == 2


def test_nothing_to_export_is_exit_1_and_writes_nothing(call: Call, tmp_path: Path) -> None:
    done = call("-o", str(tmp_path / "out.jsonl"), "--lang", "xx")
    assert done.exit_code == 1
    assert "naba status" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_filters_limit_what_is_written(call: Call) -> None:
    assert len(call("--limit", "1").stdout.splitlines()) == 1
    assert call("--since", "tomorrow").exit_code == 2
