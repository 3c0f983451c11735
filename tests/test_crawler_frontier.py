"""The frontier: fair, polite, bounded; examples and laws."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from time import monotonic

from hypothesis import given
from hypothesis import strategies as st

from crawler.frontier import Frontier, TaskStream, authority
from spiders.items import Task

SECOND = timedelta(seconds=1)


def task(host: str, name: str = "a", *, lane: str = "live", newest: float = 0.0) -> Task:
    return Task(source_id=host, url=f"http://{host}.example/{name}", lane=lane, entry_id=1, newest=newest)


def free(frontier: Frontier, one: Task, now: float, *, status: int | None = 200) -> None:
    frontier.answered(one, status=status, retry=None, elapsed=timedelta(0), crawl_delay=timedelta(0), now=now)
    frontier.settled(one)


def test_lists_go_before_pages_and_newest_pages_first() -> None:
    frontier = Frontier(limit=8)
    wanted = [
        task("h", "list", lane="list"),
        task("h", "new", newest=20.0),
        task("h", "old", newest=10.0),
        task("h", "back", lane="backfill", newest=99.0),
    ]
    for one in reversed(wanted):
        frontier.add(one, delay=SECOND, now=0.0)
    got = []
    for turn in range(4):
        one = frontier.next_ready(float(turn))
        assert one is not None
        got.append(one)
        free(frontier, one, float(turn))
    assert got == wanted


def test_a_host_has_one_request_in_flight_and_then_rests() -> None:
    frontier = Frontier(limit=8)
    for name in "ab":
        frontier.add(task("h", name), delay=SECOND, now=0.0)
    first = frontier.next_ready(0.0)
    assert first is not None
    assert frontier.next_ready(5.0) is None
    free(frontier, first, 5.0)
    assert frontier.next_ready(5.5) is None
    assert frontier.next_wake() == 6.0
    assert frontier.next_ready(6.0) is not None


def test_hosts_take_turns() -> None:
    frontier = Frontier(limit=1)
    for n in range(10):
        frontier.add(task("big", str(n)), delay=timedelta(0), now=0.0)
    frontier.add(task("small"), delay=timedelta(0), now=0.0)
    order = []
    for _ in range(3):
        one = frontier.next_ready(0.0)
        assert one is not None
        order.append(one.source_id)
        free(frontier, one, 0.0)
    assert "small" in order[:2]


def test_backfill_never_takes_more_than_a_quarter() -> None:
    frontier = Frontier(limit=8)
    for n in range(8):
        frontier.add(task(f"b{n}", lane="backfill"), delay=SECOND, now=0.0)
    frontier.add(task("live"), delay=SECOND, now=0.0)
    out = [one for _ in range(8) if (one := frontier.next_ready(0.0))]
    assert Counter(one.lane for one in out) == {"backfill": 2, "live": 1}


def test_a_busy_answer_holds_the_host() -> None:
    frontier = Frontier(limit=4)
    for name in "ab":
        frontier.add(task("h", name), delay=SECOND, now=0.0)
    one = frontier.next_ready(0.0)
    assert one is not None
    frontier.answered(
        one, status=429, retry=timedelta(hours=1), elapsed=SECOND, crawl_delay=timedelta(0), now=0.0
    )
    assert frontier.next_wake() == 3600.0


def test_what_waits_for_a_host_that_rests_long_comes_back_even_if_it_came_later() -> None:
    frontier = Frontier(limit=4)
    early, late, other = task("h", "early"), task("h", "late"), task("i")
    for one in (early, task("h", "asked", lane="list"), other):
        frontier.add(one, delay=SECOND, now=0.0)
    asked = frontier.next_ready(0.0)
    assert asked is not None
    frontier.answered(
        asked, status=429, retry=timedelta(hours=1), elapsed=SECOND, crawl_delay=timedelta(0), now=0.0
    )
    frontier.add(late, delay=SECOND, now=10.0)
    left = timedelta(seconds=3590)
    minute = timedelta(minutes=1)
    assert frontier.take_resting(10.0, longer_than=minute) == ((early, left), (late, left))
    frontier.add(late, delay=SECOND, now=20.0)
    assert frontier.take_resting(20.0, longer_than=minute) == ((late, timedelta(seconds=3580)),)
    assert frontier.next_ready(20.0) == other
    assert frontier.waiting == 0


def test_what_was_not_handed_out_comes_back() -> None:
    frontier = Frontier(limit=1)
    tasks = {task("h", "a"), task("h", "b"), task("i")}
    for one in tasks:
        frontier.add(one, delay=SECOND, now=0.0)
    out = frontier.next_ready(0.0)
    assert set(frontier.drain()) == tasks - {out}
    assert frontier.next_ready(100.0) is None
    assert frontier.waiting == 0


def test_the_host_of_an_address_keeps_its_port() -> None:
    assert authority("http://News.Example:8080/a?b") == "news.example:8080"


LANES = st.sampled_from(["list", "live", "backfill"])


@given(st.lists(st.tuples(st.sampled_from("abcd"), LANES), max_size=40))
def test_every_task_is_handed_out_once_and_no_host_has_two(names: list[tuple[str, str]]) -> None:
    frontier, now, flying, done = Frontier(limit=3), 0.0, [], []
    tasks = [task(host, str(n), lane=lane) for n, (host, lane) in enumerate(names)]
    for one in tasks:
        frontier.add(one, delay=SECOND, now=now)
    for _ in range(len(tasks) * 8 + 8):
        one = frontier.next_ready(now)
        if one is not None:
            flying.append(one)
            hosts = Counter(authority(other.url) for other in flying)
            assert max(hosts.values()) == 1
            assert len(flying) <= 3
        elif flying:
            over = flying.pop(0)
            done.append(over)
            free(frontier, over, now)
        now += 0.5
    assert sorted(one.url for one in done + flying) == sorted(one.url for one in tasks)


def test_the_stream_wakes_for_new_tasks_and_for_rested_hosts() -> None:
    async def scenario() -> list[str]:
        frontier = Frontier(limit=2)
        stream, got = TaskStream(frontier), []

        async def take() -> None:
            async for one in stream:
                got.append(one.url[-1])
                free(frontier, one, monotonic())
                stream.changed()
                if len(got) == 2:
                    stream.close()

        taking = asyncio.create_task(take())
        await asyncio.sleep(0.01)
        for name in "ab":
            frontier.add(task("h", name), delay=timedelta(milliseconds=30), now=monotonic())
        stream.changed()
        await taking
        return got

    assert asyncio.run(asyncio.wait_for(scenario(), 5)) == ["a", "b"]
