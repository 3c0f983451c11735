"""What one value of the config may be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from config import values


def accepts(kind: object, text: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True


@settings(deadline=None)
@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=300)))
def test_a_duration_is_read_back_as_it_was_written(wait: timedelta) -> None:
    to_the_millisecond = timedelta(milliseconds=round(wait / timedelta(milliseconds=1)))
    assert values.parse_duration(values.format_duration(wait)) == to_the_millisecond


@pytest.mark.parametrize(
    ("text", "written"),
    [("15m", "15m"), ("900s", "15m"), ("0.25s", "250ms"), (" 1.5 h".replace(" ", ""), "90m"), ("0s", "0s")],
)
def test_a_duration_is_written_as_short_as_can_be(text: str, written: str) -> None:
    assert values.format_duration(values.parse_duration(text)) == written


@pytest.mark.parametrize("text", ["15x", "15", "", "m", "-5m", "1e3s", "٥m", "1m30s", "9999999d", "nan s"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        values.parse_duration(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://daily.example/",
        "http://daily.example:8080/a?b=c&d",
        "https://أخبار.example/خبر",
        "https://[::1]/",
    ],
)
def test_web_addresses_are_addresses(url: str) -> None:
    assert accepts(values.HttpUrl, url)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://daily.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "daily.example",
        "https://",
        "https:///path",
        "https://user:word@daily.example/",
        "https://user@daily.example/",
        "https://daily.example/a b",
        "https://daily.example/\x07",
        "https://daily.example:99999/",
        "https://[::1/",
        "https://daily.example/" + "a" * 4096,
    ],
)
def test_all_else_is_no_address(url: str) -> None:
    assert not accepts(values.HttpUrl, url)


def test_a_proxy_may_have_a_password_and_a_source_may_not() -> None:
    assert accepts(values.Proxy, "http://user:word@proxy.example:3128")
    assert not accepts(values.Proxy, "socks5://proxy.example")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (values.Pattern, r"/\d{4}/", r"(?=look)"),
        (values.Pattern, "خبر", "("),
        (values.Pattern, "a", ""),
        (values.Selector, "a[href*='/article']", "a["),
        (values.Selector, "div.story > p", "div..x"),
        (values.Cron, "0 6 * * mon-fri", "0 6 * *"),
        (values.Id, "bbc-arabic", "BBC"),
        (values.Id, "24.hu", "-a"),
        (values.Name, "جفرا نيوز", " "),
        (values.Name, "24", "two\nlines"),
        (values.Tag, "north africa", "a,b"),
        (values.Language, "pt-BR", "Arabic"),
        (values.Country, "jo", "Jordan"),
        (values.Network, "10.0.0.0/8", "10.0.0.1/8"),
        (values.Network, "::1", "localhost"),
        (values.Contact, "desk@daily.example", "desk"),
        (values.Contact, "https://daily.example/bot", "daily.example/bot"),
        (values.StoreUrl, "sqlite:///data/corpus.db", "corpus.db"),
        (values.Port, 8000, 70000),
    ],
)
def test_each_kind_takes_what_it_is_for(kind: object, good: object, bad: object) -> None:
    assert accepts(kind, good)
    assert not accepts(kind, bad)


def test_names_are_nfc_on_one_line() -> None:
    assert TypeAdapter(values.Name).validate_python(" Cafe\u0301 ") == "Caf\u00e9"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.daily.example/path", "daily.example"),
        ("https://www.أخبار.example/", "xn--mgbt8frb.example"),
        ("https://[::1]:8000/", "1"),
        ("nothing", None),
        ("https://[::1/", None),
    ],
)
def test_an_id_is_made_of_the_host(url: str, name: str | None) -> None:
    made = values.id_from_url(url)
    assert made == name or (made or "").startswith("xn--")
    assert made is None or accepts(values.Id, made)


@settings(deadline=None)
@given(st.text())
def test_no_text_makes_an_id_that_is_none(url: str) -> None:
    made = values.id_from_url(f"https://{url}")
    assert made is None or accepts(values.Id, made)
