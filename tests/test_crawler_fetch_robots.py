"""robots.txt answers by RFC 9309."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetch.robots import Robots, RobotsMemory, rules_of

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
RULES = b"""\xef\xbb\xbfUser-agent: *
Disallow: /private
Allow: /private/open
Crawl-delay: 5

User-agent: naba
Disallow: /not-for-naba
Crawl-delay: 600

Sitemap: https://news.example/map.xml
"""


@pytest.mark.parametrize(
    ("status", "state"), [(404, "none"), (403, "none"), (410, "none"), (500, "unreachable")]
)
def test_a_missing_file_allows_all_and_a_broken_server_forbids_all(status: int, state: str) -> None:
    rules = rules_of(status, b"whatever", now=NOW)
    assert rules.state == state
    assert rules.allows("https://news.example/a", "naba") is (state == "none")


def test_no_answer_forbids_for_minutes_not_for_a_day() -> None:
    rules = rules_of(None, b"", now=NOW)
    assert not rules.allows("https://news.example/", "naba")
    assert rules.expires - NOW < timedelta(hours=1)


def test_an_html_page_in_place_of_rules_is_no_rules() -> None:
    assert rules_of(200, b"<!doctype html><p>Disallow: /", now=NOW).allows("https://news.example/", "naba")


def test_the_group_that_names_us_wins_and_a_crawl_delay_is_capped() -> None:
    rules = rules_of(200, RULES, now=NOW)
    assert rules.allows("https://news.example/private/x", "naba")
    assert not rules.allows("https://news.example/not-for-naba/x", "naba")
    assert not rules.allows("https://news.example/private/x", "otherbot")
    assert rules.allows("https://news.example/private/open", "otherbot")
    assert (rules.crawl_delay("naba"), rules.crawl_delay("otherbot")) == (60.0, 5.0)
    assert rules.sitemaps() == ("https://news.example/map.xml",)


def test_rules_are_remembered_until_they_expire() -> None:
    memory = RobotsMemory()
    memory.keep("https://news.example", Robots(state="none", expires=NOW + timedelta(hours=1)))
    assert memory.recall("https://news.example", now=NOW) is not None
    assert memory.recall("https://news.example", now=NOW + timedelta(hours=1)) is None
    assert memory.recall("https://other.example", now=NOW) is None
