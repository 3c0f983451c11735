"""From files to a config, or to every mistake in them with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from config.document import MAX_DEPTH
from config.load import Config, ConfigError, load, load_settings

SOURCE = "sources:\n  - {id: daily, url: 'https://daily.example/'}\n"


def config_of(folder: Path, **files: str) -> Config:
    """Write `sources`, `settings` and any other `name_ext` into `folder` and load it."""
    for name, text in files.items():
        stem, _, ending = name.partition("_")
        (folder / f"{stem}.{ending or 'yaml'}").write_text(text, encoding="utf-8")
    return load(folder)


def problems_of(folder: Path, **files: str) -> list[str]:
    """Return the problems of such a config, the folder's path cut off."""
    with pytest.raises(ConfigError) as caught:
        config_of(folder, **files)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]


def test_the_contract_example_loads(tmp_path: Path) -> None:
    text = """
version: 1
defaults: {every: 15m, delay: 1s}
sources:
  - id: jfranews
    name: جفرا نيوز                        # the credit
    url: https://jfranews.com.jo/
    language: ar
    country: JO
    listings: [{url: https://jfranews.com.jo/, follow: "a[href*='/article']"}]
  - {id: wire, name: الوكالة, feeds: [https://wire.example/rss.xml], every: 10m, tags: [world]}
  - id: daily
    name: The Daily
    sitemaps: [https://daily.example/news-sitemap.xml]
    include_urls: ["/world/"]
    extract: {body: "div.story", drop: [".related"]}
    delay: 2s
    enabled: false
"""
    jafra, wire, daily = config_of(tmp_path, sources=text).sources
    assert (jafra.name, jafra.every, jafra.listings[0].follow) == (
        "جفرا نيوز",
        timedelta(minutes=15),
        "a[href*='/article']",
    )
    assert (wire.every, wire.delay, wire.tags) == (timedelta(minutes=10), timedelta(seconds=1), ("world",))
    assert (daily.delay, daily.enabled, daily.extract.drop) == (timedelta(seconds=2), False, (".related",))


def test_mistakes_are_told_all_at_once_each_with_its_place(tmp_path: Path) -> None:
    text = """version: 1
sources:
  - id: jfranews
    url: https://jfranews.com.jo/
    evry: 15m
  - id: daily
    name: The Daily
    url: daily.example
    every: 15x
    listings: [{url: https://daily.example/, folow: a}]
    extract: {body: "div["}
"""
    problems = problems_of(tmp_path, sources=text, settings="fetch: {timeout: soon}\nlog_level: warn\n")
    assert [problem.split(": Expected")[0] for problem in problems] == [
        "settings.yaml:1:18: fetch.timeout: 'soon': expected a number and s, m, h or d, such as '15m'",
        "settings.yaml:2:12: log_level: 'warn': expected 'debug', 'info', 'warning' or 'error' "
        "(did you mean 'warning'?)",
        "sources.yaml:5:5: source 'jfranews': unknown key 'evry' (did you mean 'every'?)",
        "sources.yaml:8:10: source 'daily': url: 'daily.example': "
        "expected an address that begins with http:// or https://",
        "sources.yaml:9:12: source 'daily': every: '15x': expected a number and s, m, h or d, such as '15m'",
        "sources.yaml:10:46: source 'daily': listings[0]: unknown key 'folow' (did you mean 'follow'?)",
        "sources.yaml:11:21: source 'daily': extract.body: 'div[': not a CSS selector",
    ]


def test_places_are_relative_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path.parent)
    with pytest.raises(ConfigError, match=rf"^{tmp_path.name}/sources.yaml:1:1: no such file; `naba init"):
        load(tmp_path)
    with pytest.raises(ConfigError, match=rf"^{tmp_path.name}/sources.yaml:1:1: no such file; `naba init"):
        load(Path(tmp_path.name))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "sources.yaml:1:1: the file is empty; `naba init"),
        ("# nothing\n", "sources.yaml:1:1: the file is empty; `naba init"),
        ("- a\n", "sources.yaml:1:1: expected the key 'sources'; `naba init"),
        ("sources: 5\n", "sources.yaml:1:10: sources: expected a list, each entry after a '- '"),
        ("sources: {a: b}\n", "sources.yaml:1:10: sources: expected a list"),
        ("sources: [https://d.example/]\n", "sources.yaml:1:11: expected a source: keys and values"),
        ("sorces: []\n", "sources.yaml:1:1: unknown key 'sorces' (did you mean 'sources'?)"),
        ("version: 2\n", "sources.yaml:1:10: version: '2': expected 1"),
        (
            "sources:\n- {feeds: 'https://d.example/', id: d}\n",
            "sources.yaml:2:11: source 'd': feeds: 'https://d.example/': expected a list, such as [one, two]",
        ),
        (
            "sources:\n- {id: d, name: [a], url: 'https://d.example/'}\n",
            "sources.yaml:2:17: source 'd': name: a list: expected text",
        ),
        (
            "sources:\n- {id: d, enabled: maybe, url: 'https://d.example/'}\n",
            "sources.yaml:2:20: source 'd': enabled: 'maybe': expected true or false",
        ),
        (
            "sources:\n- {id: d, extract: body, url: 'https://d.example/'}\n",
            "sources.yaml:2:20: source 'd': extract: 'body': expected a mapping of keys and values",
        ),
        (
            "sources:\n- {id: d, listings: [{follow: a}]}\n",
            "sources.yaml:2:22: source 'd': listings[0]: the key 'url' is missing",
        ),
        (
            "sources:\n- {id: d, rss: x, url: 'https://d.example/'}\n",
            "sources.yaml:2:11: source 'd': unknown key 'rss' (did you mean 'feeds'?)",
        ),
        (
            "sources:\n- {name: Daily, feeds: ['https://d.example/']}\n",
            "sources.yaml:2:3: source 'Daily': the key 'id' is missing",
        ),
        ("sources:\n- {id: d}\n", "sources.yaml:2:3: source 'd': expected a url, or at least one of"),
        (
            "sources:\n- {id: d, every: 5s, url: 'https://d.example/'}\n",
            "sources.yaml:2:18: source 'd': "
            "every: '5s': expected at least '1m', the settings' fetch.min_every",
        ),
        (
            "sources:\n- {id: d, url: 'https://d.example/', url: x}\n",
            "sources.yaml:2:38: the key 'url' is given twice, first at",
        ),
        ("a: b: c\n", "sources.yaml:1:5: not YAML: mapping values are not allowed here"),
        ("sources: [\n", "sources.yaml:2:1: not YAML: "),
        ("--- {}\n--- {}\n", "sources.yaml:2:1: not YAML: "),
        ("sources: !!python/object:os.system []\n", "sources.yaml:1:10: the YAML tag"),
        ("sources: !!python/name:os.system x\n", "sources.yaml:1:10: the YAML tag"),
        ("sources: &a [*a]\n", f"sources.yaml:1:10: nested deeper than {MAX_DEPTH}"),
        ("a: " + "[" * 5000, f"sources.yaml:1:1: nested deeper than {MAX_DEPTH}"),
        ("a: \x07\n", "sources.yaml:1:1: not YAML: "),
    ],
)
def test_each_mistake_has_its_message(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, sources=text)[0].startswith(problem)


def test_yaml_is_1_2_so_no_is_a_country_and_a_number_a_name(tmp_path: Path) -> None:
    text = "sources: [{id: '24', name: 24, country: NO, language: no, url: 'https://d.example/'}]\n"
    source = config_of(tmp_path, sources=text).sources[0]
    assert (source.name, source.country, source.language) == ("24", "NO", "no")


def test_blank_keys_are_as_if_not_there(tmp_path: Path) -> None:
    entry = "{id: d, url: 'https://d.example/', cron: , feeds: ~, extract: {body: }}"
    text = f"include:\ndefaults:\nsources:\n  - {entry}\n"
    assert config_of(tmp_path, sources=text, settings="fetch:\n").sources[0].feeds == ()


def test_defaults_yield_to_a_source_and_a_blank_key_takes_one_away(tmp_path: Path) -> None:
    text = """
defaults: {every: 30m, tags: [a], cron: 0 6 * * *}
sources:
  - {url: https://one.example/}
  - {url: https://two.example/, tags: [b], cron: }
"""
    one, two = config_of(tmp_path, sources=text).sources
    assert (one.every, one.tags, one.cron) == (timedelta(minutes=30), ("a",), "0 6 * * *")
    assert (two.every, two.tags, two.cron) == (timedelta(minutes=30), ("b",), None)


def test_a_wrong_default_is_told_once(tmp_path: Path) -> None:
    text = "defaults: {every: often, name: x}\n" + SOURCE + "  - {url: https://two.example/}\n"
    assert problems_of(tmp_path, sources=text) == [
        "sources.yaml:1:19: defaults: every: 'often': expected a number and s, m, h or d, such as '15m'",
        "sources.yaml:1:26: defaults: unknown key 'name'",
    ]
    text = "defaults: {delay: 100ms}\n" + SOURCE
    assert len(problems_of(tmp_path, sources=text)) == 1


def test_settings_may_lower_the_pace_for_tests(tmp_path: Path) -> None:
    text = "sources: [{url: 'https://d.example/', every: 2s, delay: 0.25s}]\n"
    config = config_of(tmp_path, sources=text, settings="fetch: {min_every: 1s, min_delay: 250ms}\n")
    assert config.sources[0].delay == timedelta(seconds=0.25)


def test_an_id_given_twice_is_told_with_both_places(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path, sources=SOURCE + "include: [more.yaml]\n", more=SOURCE.replace("daily.", "other.")
    )
    first = f"first at {tmp_path}/sources.yaml:2:5"
    assert problems == [f"more.yaml:2:5: source 'daily': the id is given twice, {first}"]


def test_included_files_inherit_defaults_and_may_have_their_own(tmp_path: Path) -> None:
    config = config_of(
        tmp_path,
        sources="defaults: {every: 1h, tags: [a]}\ninclude: [more.yaml, friends.opml]\n" + SOURCE,
        more="defaults: {tags: [b]}\nsources: [{url: 'https://two.example/'}]\n",
        friends_opml='<opml version="2.0"><body><outline text="C" xmlUrl="https://c.example/rss"/></body></opml>',
    )
    assert [(source.id, source.every, source.tags) for source in config.sources] == [
        ("daily", timedelta(hours=1), ("a",)),
        ("two.example", timedelta(hours=1), ("b",)),
        ("c.example", timedelta(hours=1), ("a",)),
    ]
    assert [path.name for path in config.files] == [
        "settings.yaml",
        "sources.yaml",
        "more.yaml",
        "friends.opml",
    ]


@pytest.mark.parametrize(
    ("include", "problem"),
    [
        ("[gone.yaml]", "sources.yaml:3:11: include: no such file: "),
        ("[sources.yaml]", "sources.yaml:3:11: include: 'sources.yaml': the file includes itself: "),
        ("[more.yaml]", "more.yaml:2:11: include: 'sources.yaml': the file includes itself: "
         "sources.yaml -> more.yaml -> sources.yaml"),
        ("[blank.yaml, blank.yaml]", "blank.yaml:1:1: the file is empty"),
        ("more.yaml", "sources.yaml:3:10: include: 'more.yaml': expected a list"),
        ("[bad.opml]", "bad.opml:1:1: not OPML"),
    ],
)  # fmt: skip
def test_what_cannot_be_included_is_told(tmp_path: Path, include: str, problem: str) -> None:
    problems = problems_of(
        tmp_path,
        sources=f"{SOURCE}include: {include}\n",
        more="sources: []\ninclude: [sources.yaml]\n",
        blank="",
        bad_opml="<html></html>",
    )
    assert problems[0].startswith(problem)


def test_a_file_included_twice_is_told_even_beside_another_mistake(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path, sources="inclde: x\ninclude: [a.yaml, a.yaml]\nsources: []\n", a="sources: []\n"
    )
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "unknown key 'inclde' (did you mean 'include'?)",
        "include: 'a.yaml': the file is included twice",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("fetch: {concurrency: 0}", "settings.yaml:1:22: fetch.concurrency: '0': expected at least 1"),
        ("fetch: {concurrency: x}", "settings.yaml:1:22: fetch.concurrency: 'x': expected a whole number"),
        ("fetch: {timeout: 0s}", "settings.yaml:1:18: fetch.timeout: '0s': expected more than 0 seconds"),
        ("fetch: {min_delay: 2s}", "settings.yaml:1:20: fetch.min_delay: '2s': expected at most 1 second"),
        ("extract: {timeout: 400d}", "settings.yaml:1:20: extract.timeout: '400d': expected at most '366d'"),
        (
            "fetch: {allow_networks: [lan]}",
            "settings.yaml:1:26: fetch.allow_networks[0]: 'lan': expected a network",
        ),
        ("- a", "settings.yaml:1:1: expected a mapping of keys and values"),
    ],
)
def test_settings_have_bounds(tmp_path: Path, text: str, problem: str) -> None:
    (found,) = problems_of(tmp_path, sources=SOURCE, settings=text)
    assert found.startswith(problem)


def test_a_pace_too_fast_is_told_of_an_opml_file_too(tmp_path: Path) -> None:
    rest = "{&quot;every&quot;: &quot;5s&quot;}"
    outline = f'<outline text="C" xmlUrl="https://c.example/" n:id="c" n:rest="{rest}"/>'
    problems = problems_of(
        tmp_path,
        sources="include: [c.opml]\n",
        c_opml=f'<opml xmlns:n="urn:naba:source">\n<body>{outline}</body></opml>',
    )
    assert problems == [
        "c.opml:2:1: source 'c': every: '5s': expected at least '1m', the settings' fetch.min_every"
    ]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").mkdir()
    with pytest.raises(ConfigError, match=r"sources.yaml:1:1: cannot be read: Is a directory$"):
        load(tmp_path)


def test_settings_alone_are_the_defaults_where_there_are_none(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none").log_level == "info"
    (tmp_path / "settings.yaml").write_text("log_levl: debug\n")
    with pytest.raises(ConfigError, match="did you mean 'log_level'"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("sources", "settings_text", "warning"),
    [
        (SOURCE, "", "fetch.contact is not set"),
        ("sources: []\n", "", "no source is enabled"),
        (SOURCE + "  - {url: 'https://t.example/', tls: insecure}\n", "", "certificates are not checked"),
        (
            "sources:\n- {id: a, feeds: ['https://f.example/']}\n- {id: b, feeds: ['https://f.example/']}\n",
            "",
            "source 'b': source 'a' has the list 'https://f.example/' too",
        ),
    ],
)
def test_what_is_allowed_and_yet_odd_is_a_warning(
    tmp_path: Path, sources: str, settings_text: str, warning: str
) -> None:
    warnings = config_of(tmp_path, sources=sources, settings=settings_text).warnings
    assert any(warning in str(problem) for problem in warnings)


def test_a_contact_silences_its_warning(tmp_path: Path) -> None:
    settings_text = "fetch: {contact: desk@daily.example}\n"
    assert config_of(tmp_path, sources=SOURCE, settings=settings_text).warnings == ()


@pytest.mark.parametrize("make", [lambda path: path.unlink(), lambda path: path.write_text("")])
def test_edited_text_is_taken_for_the_file(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCE)
    make(path)
    assert load(tmp_path, edited={path: SOURCE.encode()}).sources[0].id == "daily"
