"""`naba articles`, `show`, `status` and `why` as an operator and a script meet them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

import crawler.cli.read
from crawler.cli import printing
from crawler.cli.app import app
from storage.corpus import StorageError
from storage.model import Author, InfoSource, New
from storage.open import open_crawl
from tests.stored import (
    HOUR,
    NOW,
    TEXT,
    admit_one,
    make_article,
    make_listed,
    make_poll,
    make_source,
    make_visit,
    record,
    store,
)

assert crawler.cli.read.__all__  # importing it registers the commands

Call = Callable[..., Result]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A corpus with one article of two sources and two texts, a near copy, a miss, and an entry waiting."""
    url = f"sqlite:///{tmp_path / 'corpus.db'}"
    corpus = open_crawl(url)
    corpus.sync_sources([make_source("north"), make_source("south")], [NOW, NOW], now=NOW)
    credit = InfoSource(name="Petra", name_as_written="بترا", role="agency", span=(0, 4))
    article = make_article(authors=(Author(name="سلمى"),), info_sources=(credit,), complete=False)
    record(corpus, admit_one(corpus, "a"), article=article, prints=(1,))
    store(corpus, "b", source_id="south", seen_at=NOW + HOUR)
    store(corpus, "c", "نص قريب", prints=(1,), seen_at=NOW + 2 * HOUR)
    missed = admit_one(corpus, "missed")
    corpus.settle(missed.id, make_visit(missed, "no_article:too_short", detail={"status": 200, "chain": []}))
    admit_one(corpus, "waiting", title="ينتظر")
    corpus.close()
    return url


@pytest.fixture
def call(url: str) -> Call:
    return lambda *words: CliRunner().invoke(app, ["--store", url, *words])


def edit(url: str) -> None:
    corpus = open_crawl(url)
    again = corpus.admit(make_poll(make_listed("a", digest=b"2")), source_id="north").new[0]
    record(corpus, again, "نص معدل", article=make_article("نص معدل", title="عنوان معدل"), seen_at=NOW + HOUR)
    corpus.close()


def test_articles_are_lines_with_tabs_where_no_terminal_is(call: Call) -> None:
    done = call("articles")
    assert done.exit_code == 0
    assert [line.split("\t") for line in done.stdout.splitlines()] == [
        ["2", "2026-03-14 14:00", "north", "خطة للحدائق"],
        ["1", "2026-03-14 12:00", "north", "خطة للحدائق"],
    ]


def test_articles_are_a_table_on_a_terminal(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(printing, "console", Console(file=screen, force_terminal=True, width=100))
    assert call("articles").exit_code == 0
    assert "published" in screen.getvalue()
    assert "خطة للحدائق" in screen.getvalue()


def test_articles_as_json_are_records(call: Call) -> None:
    records = [json.loads(line) for line in call("articles", "--json").stdout.splitlines()]
    assert [one["id"] for one in records] == [2, 1]
    assert records[1]["text"] == TEXT
    assert [one["id"] for one in records[1]["sources"]] == ["north", "south"]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--source", "south"], ["1"]),
        (["--lang", "ar", "--limit", "1"], ["2"]),
        (["--limit", "0"], ["2", "1"]),
        (["--one-per-story"], ["1"]),
        (["--since", "2026-03-14T13:00Z"], ["2"]),
        (["--until", "2026-03-14T13:00Z"], ["1"]),
    ],
)
def test_articles_are_filtered(call: Call, options: list[str], ids: list[str]) -> None:
    assert [line.split("\t")[0] for line in call("articles", *options).stdout.splitlines()] == ids


def test_no_article_is_exit_1_and_says_what_to_do(call: Call) -> None:
    for options in (["--lang", "xx"], ["--lang", "xx", "--json"]):
        done = call("articles", *options)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "naba status" in done.stderr


def test_bad_time_is_a_usage_error(call: Call) -> None:
    done = call("articles", "--since", "yesterday")
    assert done.exit_code == 2
    assert "--since: 'yesterday': expected" in done.stderr


def test_show_prints_headline_every_credit_and_the_body(call: Call) -> None:
    lines = call("show", "1").stdout.splitlines()
    assert lines[0] == "خطة للحدائق"
    assert lines[2:13] == [
        "2026-03-14 12:00  https://north.example/a  North",
        "2026-03-14 13:00  https://south.example/b  South",
        "by: سلمى",
        "agency: Petra",
        "not complete: a teaser, or cut on the way",
        "story 1: 2 articles, 2 sources, lead 1",
        "likely origin (credited by 1 of 2 articles): Petra",
        "copy: 2 https://north.example/c North",
        "  2 -> 1: near by rules 1, 2026-03-14 14:00 containment=0.9",
        "  the texts share no passage",
        "",
    ]
    first, second = TEXT.split("\n")
    assert lines[13:] == [first, "", second]


def test_show_text_is_the_body_alone(call: Call) -> None:
    assert call("show", "1", "--text").stdout == TEXT + "\n"


def test_show_versions_prints_each_text(call: Call, url: str) -> None:
    edit(url)
    lines = call("show", "1", "--versions").stdout.splitlines()
    assert lines[0] == "version 1, fetched 2026-03-14 12:00"
    assert lines[5:8] == ["version 2, fetched 2026-03-14 13:00", "عنوان معدل", "نص معدل"]
    assert "version 2;" in call("show", "1").stdout
    versions = json.loads(call("show", "1", "--versions", "--json").stdout)["versions"]
    assert [one["text"] for one in versions] == [TEXT, "نص معدل"]


def test_show_json_is_the_record_and_its_story(call: Call) -> None:
    told = json.loads(call("show", "2", "--json").stdout)
    assert (told["copy_of"], told["cluster_id"]) == (1, 1)
    assert (told["cluster"]["id"], told["cluster"]["articles"], told["cluster"]["lead"]) == (1, [1, 2], 1)
    assert told["cluster"]["origin"]["reason"] == "credited"
    (merge,) = told["cluster"]["merges"]
    assert (merge["article_id"], merge["of"], merge["relation"], merge["rules"]) == (2, 1, "near", 1)


def test_show_and_why_tell_which_passage_two_texts_share(call: Call, url: str) -> None:
    corpus = open_crawl(url)
    shared = "أعلنت البلدية خطة جديدة للحدائق العامة وقالت إن العمل يبدأ في الربيع المقبل"
    store(corpus, "d", f"مقدمة أولى. {shared}", prints=(5,))
    store(corpus, "e", f"{shared}. خاتمة الخبر هنا.", source_id="south", prints=(5,))
    corpus.close()
    for words in (["show", "4"], ["show", "3"], ["why", "https://south.example/e"]):
        told = call(*words).stdout.splitlines()
        assert "  4 -> 3: near by rules 1, 2026-03-14 12:00 containment=0.9" in told
        assert "  shared: 13 of 15 words, at most 13 in a row:" in told
        assert any(shared in line and "خاتمة" not in line for line in told if line.startswith("  "))


def test_article_that_is_not_there_is_exit_1(call: Call) -> None:
    done = call("show", "99")
    assert done.exit_code == 1
    assert "naba articles" in done.stderr


def test_status_is_one_line_a_source_and_a_sum(call: Call) -> None:
    *sources, total = call("status").stdout.splitlines()
    assert [line.split("\t")[:4] for line in sources] == [
        ["north", "ok", "2", "1"],
        ["south", "ok", "1", "0"],
    ]
    assert total.startswith("2 articles (1 copies, 0 revisions), 1 of 5 entries waiting, 2 sources")


def test_status_as_json_has_sources_counts_and_runs(call: Call) -> None:
    told = json.loads(call("status", "--json").stdout)
    assert told["corpus"]["articles"] == 2
    assert [(one["source"]["id"], one["state"]) for one in told["sources"]] == [
        ("north", "ok"),
        ("south", "ok"),
    ]
    assert told["runs"] == []


def test_why_tells_where_an_address_ended(call: Call) -> None:
    told = call("why", "http://www.south.example/b?utm_source=x").stdout
    assert "listed by south in https://south.example/feed: copy" in told
    assert "copy  article=1 version=1 of=1 relation=same_text" in told
    assert "word for word the text of article 1" in told
    assert "`naba show 1`" in told
    near = call("why", "https://north.example/c").stdout
    assert 'scores={"containment": 0.9}' in near
    assert "a copy of 1" in near


def test_why_tells_why_there_is_no_article(call: Call) -> None:
    told = call("why", "https://north.example/missed").stdout
    assert "no_article:too_short  status=200" in told
    assert "waits in the live lane" in call("why", "https://north.example/waiting").stdout


def test_why_as_json(call: Call) -> None:
    told = json.loads(call("why", "https://north.example/missed", "--json").stdout)
    assert told["states"] == ["no_article:too_short"]
    assert told["clusters"] == {}
    told = json.loads(call("why", "https://north.example/c", "--json").stdout)
    assert told["clusters"]["2"]["articles"] == [1, 2]


def test_why_of_an_unknown_address_is_exit_1(call: Call) -> None:
    done = call("why", "https://nowhere.example/")
    assert done.exit_code == 1
    assert "no list has named it" in done.stderr


def test_why_of_no_address_is_a_usage_error(call: Call) -> None:
    assert call("why", "nonsense").exit_code == 2


def test_missing_corpus_is_a_storage_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["--store", f"sqlite:///{tmp_path / 'none.db'}", "articles"])
    assert isinstance(done.exception, StorageError)


def test_foreign_text_cannot_drive_the_terminal(call: Call, url: str) -> None:
    corpus = open_crawl(url)
    record(
        corpus,
        admit_one(corpus, "evil"),
        article=make_article("متن", title="a\x1b[31mb\u202ec\x07\td"),
        judge=lambda *_: New(),
    )
    corpus.close()
    for words in (["articles"], ["show", "3"]):
        shown = call(*words).stdout
        assert "a [31mbc  d" in shown
        assert "\x1b" not in shown


def test_reading_loads_no_crawling_library() -> None:
    code = """
import sys, crawler.cli.read, crawler.cli.export
heavy = {"scrapy", "twisted", "trafilatura", "feedparser", "apscheduler", "lxml", "numpy"}
sys.exit(bool(heavy & set(sys.modules)))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
