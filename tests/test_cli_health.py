"""A source's state in one word, with what to do next."""

from __future__ import annotations

import pytest

from crawler.cli.health import judge_health
from storage.crawl import ListState, SourceHealth, SourceRow


def make_health(*lists: dict[str, object], enabled: bool = True) -> SourceHealth:
    states = tuple(
        ListState(source_id="a", url=f"https://a.example/{n}", kind="feed", **one)  # type: ignore[arg-type]
        for n, one in enumerate(lists)
    )
    source = SourceRow(id="a", name="A", enabled=enabled)
    return SourceHealth(
        source=source, lists=states, next_due=None, leased_until=None, articles=0, pending=0, last_new=None
    )


@pytest.mark.parametrize(
    ("lists", "state"),
    [
        ([], "new"),
        ([{}], "ok"),
        ([{}, {"failures": 5.0, "last_outcome": "failed:timeout"}], "degraded"),
        ([{"failures": 0.5, "last_outcome": "failed:http_404"}], "degraded"),
        ([{"failures": 4.0, "last_outcome": "failed:dns"}], "failing"),
        ([{"failures": 0.5, "last_outcome": "failed:http_403"}], "blocked"),
        ([{"failures": 1.0, "last_outcome": "blocked:robots"}], "blocked"),
        ([{"failures": 1.0, "gone_sightings": 2}], "gone"),
        ([{"failures": 1.0, "gone_sightings": 2}, {}], "degraded"),
    ],
)
def test_state_follows_the_best_list(lists: list[dict[str, object]], state: str) -> None:
    assert judge_health(make_health(*lists)).state == state


def test_trouble_names_its_reason_and_what_to_do() -> None:
    health = judge_health(
        make_health({"failures": 4.0, "last_outcome": "failed:dns", "last_error": "no such host"})
    )
    assert health.reason == "failed:dns: no such host (https://a.example/0)"
    assert health.action == "naba source try a"


def test_disabled_source_is_disabled_whatever_its_lists_say() -> None:
    assert judge_health(make_health({"failures": 9.0}, enabled=False)).state == "disabled"
