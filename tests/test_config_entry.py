"""A source written as YAML is the same source when read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.document import parse_document
from config.entry import entry_keys, entry_lines, to_flow
from config.model import Source

names = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp", "Co"]), min_size=1, max_size=40
).filter(str.strip)
paths = st.text(st.sampled_from("abc09-_./?&=%+~:;,@!$'()*[]خبر"), max_size=20)
addresses = st.builds("https://{}.example/{}".format, st.sampled_from(["a", "b", "c.d", "خبر"]), paths)
patterns = st.sampled_from([r"/\d{4}/", "خبر", "a|b", r"\.html$", '"', "#", "x: y", "- z"])
selectors = st.sampled_from(["a[href*='/x']", "h2 a", 'div[class="b"]', "#main", "article > p"])
durations = st.sampled_from(["1m", "15m", "90s", "60500ms"])


@st.composite
def sources(draw: st.DrawFn, *, prefix: str = "") -> Source:
    """A source with any of its keys set."""
    lists = draw(st.lists(addresses, min_size=1, max_size=4, unique=True))
    cut = draw(st.integers(0, len(lists)))
    keys: dict[str, object] = {
        "id": prefix + draw(st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,20}\Z")),
        "feeds": lists[:cut],
        "listings": [{"url": url, "follow": draw(selectors | st.none())} for url in lists[cut:]],
    }
    optional = {
        "name": names,
        "url": addresses,
        "language": st.sampled_from(["ar", "no", "pt-BR"]),
        "country": st.sampled_from(["JO", "NO"]),
        "every": durations,
        "cron": st.sampled_from(["0 6 * * *", "*/5 * * * mon-fri"]),
        "include_urls": st.lists(patterns, max_size=3),
        "extract": st.fixed_dictionaries({"body": selectors, "drop": st.lists(selectors, max_size=2)}),
        "delay": durations,
        "tags": st.lists(names.filter(lambda text: "," not in text and "/" not in text), max_size=3),
        "tls": st.sampled_from(["verify", "insecure"]),
        "enabled": st.booleans(),
    }
    for key, strategy in optional.items():
        if draw(st.booleans()):
            keys[key] = draw(strategy)
    return Source.model_validate(keys)


@settings(deadline=None)
@given(sources())
def test_a_written_source_is_read_back_the_same(source: Source) -> None:
    text = "\n".join(entry_lines(source))
    document = parse_document(Path("x.yaml"), text.encode())
    assert document.problems == () and isinstance(document.data, list)
    entry = {key: value for key, value in document.data[0].items() if value is not None}
    listings = [
        {key: value for key, value in listing.items() if value is not None}
        for listing in entry.pop("listings", [])
    ]
    assert Source.model_validate({**entry, "listings": listings}) == source


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("https://daily.example/a?b=c&d", "https://daily.example/a?b=c&d"),
        ("no", '"no"'),
        ("24", '"24"'),
        ("15m", "15m"),
        ("جفرا نيوز", "جفرا نيوز"),
        ("a: b", '"a: b"'),
        ("a, b", '"a, b"'),
        ("\u2028\x85", '"\\U00002028\\U00000085"'),
        ([1, True, None], "[1, true, null]"),
        ({"a": ["b"]}, "{a: [b]}"),
    ],
)
def test_text_is_quoted_only_where_it_must_be(value: object, text: str) -> None:
    assert to_flow(value) == text


def test_a_short_source_takes_one_line_and_a_long_one_a_line_a_key() -> None:
    short = Source(id="daily", name="The Daily", url="https://daily.example/")
    assert entry_lines(short) == ("- {id: daily, name: The Daily, url: https://daily.example/}",)
    feeds = tuple(f"https://daily.example/sections/{number}/rss.xml" for number in range(5))
    lines = entry_lines(short.model_copy(update={"feeds": feeds}))
    assert [line.split(":")[0] for line in lines] == ["- id", "  name", "  url", "  feeds"]


def test_only_what_was_set_is_written() -> None:
    source = Source.model_validate({"url": "https://daily.example/", "every": "15m"})
    assert entry_keys(source) == {"id": "daily.example", "url": "https://daily.example/", "every": "15m"}
