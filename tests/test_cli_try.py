"""`naba source try`, and `naba source add` that tries first, against the demo web."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import crawler.cli.source
from config.load import load
from config.model import Source
from crawler.cli.app import app
from crawler.demo import DemoWeb
from crawler.probe import suggest
from storage.crawl import ListState
from storage.record import RECORD_FIELDS

assert crawler.cli.source  # its import registers the commands


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb(hang=timedelta(seconds=1)) as running:
        yield running


@pytest.fixture
def folder(web: DemoWeb, tmp_path: Path) -> Path:
    (tmp_path / "settings.yaml").write_text(web.settings_text(), encoding="utf-8")
    home = f"{{id: quay, url: {web.url('quay')}, feeds: [{web.url('quay', '/feeds/top.atom')}]}}"
    sources = f"defaults: {{delay: 0.25s}}\nsources:\n- {home}  # mine\n"
    (tmp_path / "sources.yaml").write_text(sources, encoding="utf-8")
    return tmp_path


def naba(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--config", str(folder), "source", *arguments])


def test_try_of_an_address_shows_lists_articles_and_the_lines_to_write(web: DemoWeb, folder: Path) -> None:
    before = (folder / "sources.yaml").read_bytes()
    result = naba(folder, "try", web.url("mifratz"), "--pages", "1")
    assert result.exit_code == 0, result.output
    feed = web.url("mifratz", "/feed.json")
    shown = result.stdout
    assert f"feed\t{feed}\t2 entries, jsonfeed" in shown
    assert "allowed by robots.txt" in shown and "characters in" in shown
    assert "1 entries taken up: stored 1; 1 wait for a crawl" in shown
    assert f"name: קול המפרץ, url: {web.url('mifratz')}, language: he, feeds: [{feed}]" in shown
    assert (folder / "sources.yaml").read_bytes() == before


def test_try_of_an_id_gives_one_json_value(web: DemoWeb, folder: Path) -> None:
    result = naba(folder, "try", "quay", "--pages", "1", "--json")
    assert result.exit_code == 0, result.output
    shown = json.loads(result.stdout)
    (article,) = shown["articles"]
    wanted = {one.url: one for one in web.expected.articles}[article["url"]]
    assert set(RECORD_FIELDS) <= article.keys()
    assert article["title"] == wanted.title
    assert shown["balance"]["balanced"] and shown["balance"]["outcomes"] == {"stored": 1}
    assert shown["visits"][0]["detail"]["robots"] == "rules"
    assert shown["lists"][0]["last_outcome"] == "ok"


def test_add_writes_the_lists_it_found(web: DemoWeb, folder: Path) -> None:
    result = naba(folder, "add", web.url("prichal"), "--id", "prichal")
    assert result.exit_code == 0, result.output
    text = (folder / "sources.yaml").read_text("utf-8")
    assert "# mine" in text
    source = load(folder).sources[-1]
    assert (source.id, source.name, source.language) == ("prichal", "Вестник причала", "ru")
    assert source.feeds == (web.url("prichal", "/rss.xml"),)
    assert "delay" not in text.splitlines()[-1]


def test_what_gives_nothing_exits_with_1_and_says_what_was_tried(web: DemoWeb, folder: Path) -> None:
    before = (folder / "sources.yaml").read_bytes()
    nowhere = web.url("quay", "/no-such-page")
    result = naba(folder, "add", nowhere, "--id", "nowhere")
    assert result.exit_code == 1
    assert f"discover\t{nowhere}\tfailed:http_404" in result.stdout
    assert "--no-probe" in result.stderr
    assert (folder / "sources.yaml").read_bytes() == before


def test_an_id_that_is_taken_is_told_before_anything_is_fetched(web: DemoWeb, folder: Path) -> None:
    asked = len(web.log)
    result = naba(folder, "add", web.url("miraat"), "--id", "quay")
    assert "given twice" in str(result.exception)
    assert len(web.log) == asked


def test_the_same_host_again_gets_an_id_of_its_own(web: DemoWeb, folder: Path) -> None:
    host = f"quay.localhost:{web.port}"
    (folder / "sources.yaml").write_text(
        "defaults: {delay: 0.25s}\nsources:\n- {url: https://quay.localhost/}\n"
    )
    shown = json.loads(naba(folder, "try", f"http://{host}/feeds/top.atom", "--pages", "1", "--json").stdout)
    assert shown["source"]["id"] == "quay.localhost-2"
    assert shown["source"]["feeds"] == [f"http://{host}/feeds/top.atom"]


def test_neither_an_id_nor_an_address_is_a_usage_error(folder: Path) -> None:
    result = naba(folder, "try", "kuay")
    assert result.exit_code == 2
    assert "no source 'kuay'" in result.stderr


def test_a_bare_name_is_asked_by_https(folder: Path) -> None:
    assert naba(folder, "add", "new.example", "--no-probe").exit_code == 0
    assert load(folder).sources[-1].url == "https://new.example"


def state(url: str, kind: str, **extra: object) -> ListState:
    facts = {"discovered": True, **extra}
    return ListState(source_id="s", url=url, kind=kind, last_outcome="ok", extra=facts)


def test_suggestions_leave_what_the_operator_set() -> None:
    source = Source(id="s", name="Mine", url="https://s.example/", language="fa")
    found = suggest(source, [state("https://s.example/rss", "feed", title="Theirs")], [])
    assert (found.name, found.language, found.feeds) == ("Mine", "fa", ("https://s.example/rss",))


def test_the_name_comes_from_the_feed_where_the_pages_state_none() -> None:
    source = Source(id="s", url="https://s.example/")  # type: ignore[call-arg]  # pydantic fills the name
    feed = state("https://s.example/rss", "feed", title="The Daily")
    assert suggest(source, [feed], []).name == "The Daily"
    assert suggest(source, [feed, state("https://s.example/2", "feed", title="Sport")], []).name == "s"
    assert suggest(source, [state("https://s.example/rss", "feed", title="x" * 300)], []).name == "s"


def test_a_news_sitemap_is_preferred_to_its_index() -> None:
    source = Source(id="s", name="S", url="https://s.example/")
    index = state("https://s.example/sitemap.xml", "sitemap", format="sitemap-index")
    news = state("https://s.example/news.xml", "sitemap", format="news-sitemap", discovered=False)
    assert suggest(source, [index, news], []).sitemaps == ("https://s.example/news.xml",)
    assert suggest(source, [index], []).sitemaps == ("https://s.example/sitemap.xml",)
