"""Addresses: the spelling we fetch, the key we compare by, the names of an entry."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import MAX_LENGTH, canonical, entry_keys, registrable_domain, url_key

HERE = Path(__file__).parent
SHARED_PAIRS = HERE.parent.parent / "shared" / "dedup" / "url_pairs.tsv"


def pairs(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def wrong(rows: list[dict[str, str]]) -> list[str]:
    return [
        row["note"]
        for row in rows
        if (url_key(row["url_a"]) == url_key(row["url_b"])) != (row["relation"] == "same")
    ]


def test_own_pairs_unite_and_stay_apart_as_listed() -> None:
    rows = pairs(HERE / "url_pairs_own.tsv")
    assert len(rows) >= 60
    assert wrong(rows) == []


def test_shared_pairs_unite_and_stay_apart_as_listed() -> None:
    if not SHARED_PAIRS.exists():
        pytest.skip("the shared list of address pairs is not beside this checkout")
    assert wrong(pairs(SHARED_PAIRS)) == []


@pytest.mark.parametrize(
    ("url", "spelling"),
    [
        ("HTTP://News.Example:80/a/../b", "http://news.example/b"),
        ("https://www.news.example/a/?utm_source=x&b=2&a=1", "https://www.news.example/a/?a=1&b=2"),
        ("https://news.example/a#top", "https://news.example/a"),
        ("https://news.example/#!/story/7", "https://news.example/#!/story/7"),
        ("https://user:word@news.example/a", "https://news.example/a"),
        (" https://news.example/a\nb ", "https://news.example/ab"),
        ("https://خبر.example/سطر", "https://xn--ngblk.example/%D8%B3%D8%B7%D8%B1"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a?b=1&amp;c=2", "https://news.example/a?b=1&c=2"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://[2001:DB8:0::1]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("https://news.example/index.html", "https://news.example/index.html"),
        ("https://www.google.com/url?q=https://news.example/a&sa=D", "https://news.example/a"),
    ],
)
def test_canonical_keeps_what_a_server_may_need_and_drops_the_rest(url: str, spelling: str) -> None:
    assert canonical(url) == spelling


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/a",
        "/a",
        "//news.example/a",
        "ftp://news.example/a",
        "javascript:alert(1)",
        "https:///a",
        "https://",
        "https://news.example:99999/",
        "https://news..example/",
        "https://[::1/",
        "https://new s.example/",
        "https://news.example/" + "a" * MAX_LENGTH,
        "https://news.example/" + "ب" * (MAX_LENGTH // 4),
    ],
)
def test_what_is_no_web_address_is_a_value_error(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(url)
    with pytest.raises(ValueError, match=r"."):
        url_key(url)


HOSTS = st.sampled_from(
    "news.example www.m.amp.news.example m.co.uk www.google.com l.facebook.com خبر.example a_b.example. "
    "a-b.cdn.ampproject.org [::1] 10.0.0.1 x.turbopages.org google%2ecom".split()
)
SEGMENTS = st.sampled_from(
    "/ . ; % & ? # = ! + \\ a A 7 c s .. amp print .amp .amp.html index.html ;jsessionid=1 url l.php u= q= "
    "https:// http%3A%2F%2F www.google.com/url?q= utm_x=1 ref=home %2e %20 %CC%81 %ff é e\u0301 \u037e "
    "\u212a news.example".split()
)
BUILT = st.builds(
    lambda scheme, host, tail: f"{scheme}://{host}{''.join(tail)}",
    st.sampled_from(["http", "https", "HTTPS"]),
    HOSTS,
    st.lists(SEGMENTS, max_size=14),
)
WILD = st.builds(lambda host, tail: f"https://{host}/{tail}", HOSTS, st.text(max_size=60))


@given(BUILT | WILD | st.text())
def test_canonical_and_key_are_stable_or_refuse(url: str) -> None:
    try:
        spelling = canonical(url)
    except ValueError:
        return
    assert canonical(spelling) == spelling
    assert spelling.isascii()
    key = url_key(url)
    assert key == url_key(spelling) == url_key("https://" + key) == url_key("http://" + key)


@given(BUILT)
def test_tracking_never_changes_the_key(url: str) -> None:
    try:
        key = url_key(url)
    except ValueError:
        return
    address, mark, route = key.partition("#")
    tracked = f"https://{address}{'&' if '?' in address else '?'}utm_source=a&fbclid=b{mark}{route}"
    assert url_key(tracked) == key


def test_an_entry_is_known_by_its_address_first_and_by_its_id() -> None:
    keys = entry_keys("https://www.news.example/a?utm_source=rss", " 4711 ", "daily")
    assert keys == ("news.example/a", "guid:daily:4711")


def test_an_id_that_is_an_address_counts_as_one() -> None:
    keys = entry_keys("https://news.example/2024/a", "https://news.example/?p=17", "daily")
    assert keys == ("news.example/2024/a", "news.example/?p=17")
    assert entry_keys("https://news.example/a", "http://news.example/a/", "daily") == ("news.example/a",)


@pytest.mark.parametrize("entry_id", [None, "", "  ", "https://news.example/", "https://news.example"])
def test_an_id_that_says_nothing_is_no_key(entry_id: str | None) -> None:
    assert entry_keys("https://news.example/a", entry_id, "daily") == ("news.example/a",)


def test_a_very_long_id_becomes_a_short_key() -> None:
    key = entry_keys("https://news.example/a", "x" * 100_000, "daily")[1]
    assert key.startswith("guid:daily:")
    assert len(key) < 60


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.sahifa.co.uk", "sahifa.co.uk"),
        ("WWW.Sahifa.com.jo.", "sahifa.com.jo"),
        ("kalima.blogspot.com", "kalima.blogspot.com"),
        ("a.kalima.blogspot.com", "kalima.blogspot.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
    ],
)
def test_registrable_domain_is_what_somebody_registered(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain
