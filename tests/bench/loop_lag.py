"""Event-loop lag while pages are extracted: in the worker pool against inline in the loop, side by side.

    python -m tests.bench.loop_lag [--pages 40] [--rounds 3]

Both sides extract the same generated pages of about 100 kB, the pool eight at a time, the loop one by one.
A probe sleeps 5 ms again and again and notes by how much it wakes late. Prints p50 and p99 of the lag, and
the ratio of the p99s.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from datetime import UTC, datetime, timedelta
from time import perf_counter

from crawler.extract.hints import Hints
from crawler.fetch.limits import PAGE
from crawler.pool import Pool
from crawler.worker import PageJob, read_page

STEP_S = 0.005


def page(number: int) -> PageJob:
    """Return the job of one page: forty paragraphs of body amid a hundred links of furniture."""
    sentence = (
        f"In report {number} the council of the harbour town said that the new quay would open in May. "
    )
    body = "".join(f"<p>{sentence * 3}{n}.</p>" for n in range(40))
    links = "".join(
        f'<li><a href="/section/{n}">More about subject {n} of the day</a></li>' for n in range(1000)
    )
    head = f"<title>Quay {number} opens</title><meta property='og:title' content='Quay {number} opens'>"
    html = f"<!doctype html><html lang=en><head>{head}</head><body><nav><ul>{links}</ul></nav>"
    html += f"<article><h1>Quay {number} opens</h1>{body}</article></body></html>"
    hints = Hints(url=f"https://port.example/{number}", fetched_at=datetime(2026, 11, 22, tzinfo=UTC))
    return PageJob(
        body=html.encode(), coding=None, max_bytes=PAGE.max_bytes, hints=hints, at=hints.fetched_at
    )


async def lag(pool: Pool | None, pages: int) -> list[float]:
    """Return the probe's lateness in seconds while `pages` pages are extracted."""
    lags: list[float] = []
    over = asyncio.Event()

    async def probe() -> None:
        while not over.is_set():
            before = perf_counter()
            await asyncio.sleep(STEP_S)
            lags.append(perf_counter() - before - STEP_S)

    async def extract(first: int) -> None:
        for number in range(first, pages, lanes):
            if pool is None:
                read_page(page(number))
                await asyncio.sleep(2 * STEP_S)  # the probe has its turn after every page
            else:
                await pool.run(read_page, page(number))

    lanes = 1 if pool is None else 8
    probing = asyncio.create_task(probe())
    await asyncio.gather(*(extract(n) for n in range(lanes)))
    over.set()
    await probing
    return lags


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


async def compare(pages: int, rounds: int) -> None:
    pool = Pool(workers=1, timeout=timedelta(seconds=10), memory_mb=1024)
    ratios = []
    try:
        await pool.run(read_page, page(0))
        read_page(page(0))
        for _ in range(rounds):
            pooled, inline = await lag(pool, pages), await lag(None, pages)
            ratios.append(percentile(inline, 0.99) / percentile(pooled, 0.99))
            for name, lags in (("pool", pooled), ("inline", inline)):
                median, worst = (percentile(lags, share) * 1e3 for share in (0.5, 0.99))
                print(f"{name:7} p50 {median:7.1f} ms   p99 {worst:7.1f} ms")
    finally:
        pool.close()
    print(f"loop lag p99: inline is {statistics.median(ratios):.1f} x the pool's (median of {rounds})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    asyncio.run(compare(args.pages, args.rounds))


if __name__ == "__main__":
    main()
