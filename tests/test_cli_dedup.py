"""`naba dedup --rebuild` as an operator meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import crawler.cli.dedup
import crawler.cli.read
from crawler.cli.app import app
from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.verify import RULES_VERSION
from storage.model import New
from storage.open import open_crawl
from tests.stored import NOW, admit_one, make_appearance, make_article, make_source, make_visit

assert crawler.cli.dedup.__all__ + crawler.cli.read.__all__  # importing it registers the commands

Call = Callable[..., Result]
TEXT = " ".join(f"{word}{ending}" for ending in "abcdefgh" for word in ("river", "stone", "market", "bridge"))


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Two copies and another text, stored when nothing was recognised yet."""
    url = f"sqlite:///{tmp_path / 'corpus.db'}"
    corpus = open_crawl(url)
    corpus.sync_sources([make_source("north")], [NOW], now=NOW)
    for slug, text in (("a", TEXT), ("b", f"{TEXT} again"), ("c", TEXT[::-1])):
        entry = admit_one(corpus, slug)
        corpus.record(
            entry.id,
            make_article(text, url=entry.url),
            make_appearance(entry),
            fingerprint(text),
            judge=lambda *_: New(),
            visit=make_visit(entry),
        )
    corpus.close()
    return url


@pytest.fixture
def call(url: str) -> Call:
    return lambda *words: CliRunner().invoke(app, ["--store", url, *words])


def test_a_dry_run_says_what_would_change(call: Call, url: str) -> None:
    done = call("dedup", "--rebuild", "--dry-run")
    assert done.stdout.splitlines() == [
        "3 articles: 3 stories would be 2",
        "articles moved to another story: 1; joined otherwise: 1",
        "stories split: none",
        "stories made of several: 1 (1)",
        "nothing was changed; without --dry-run it goes on from here",
    ]
    assert json.loads(call("show", "2", "--json").stdout)["cluster_id"] == 2


def test_a_rebuild_changes_it_and_leaves_nothing_behind(call: Call, tmp_path: Path) -> None:
    told = json.loads(call("dedup", "--rebuild", "--json").stdout)
    assert (told["before"], told["after"], told["joined"], told["applied"]) == (3, 2, [1], True)
    assert f"2 -> 1: near by rules {RULES_VERSION}" in call("show", "2").stdout
    assert call("dedup", "--rebuild").stdout.startswith("3 articles: 2 stories are now 2\n")
    assert [file.name for file in tmp_path.iterdir() if "rebuild" in file.name] == []


def test_it_says_where_it_goes_on(call: Call, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("crawler.cli.dedup._STEP", 1)
        patch.setattr("rich.progress.Progress.advance", stopped)
        assert call("dedup", "--rebuild").exit_code == 130
    assert "going on after 1 of 3 texts" in call("dedup", "--rebuild").stderr


def test_what_to_do_must_be_said(call: Call) -> None:
    done = call("dedup")
    assert (done.exit_code, "--rebuild" in done.stderr) == (2, True)
