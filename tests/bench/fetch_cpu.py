"""CPU per fetched page: naba's whole fetch path against raw aiohttp on uvloop, side by side.

    python -m tests.bench.fetch_cpu [--pages 3000] [--rounds 5]

A server process answers 100 kB pages under 64 host names of this machine. Each round runs both clients in
processes of their own, in turn, and prints user + system CPU of the client per page. naba's side has
everything on: frontier, guard, robots, caps, pacing (delay 0), Scrapy engine and item pipeline; what it
leaves out is what comes after fetching (extraction, corpus).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
from datetime import timedelta

HOSTS = 64


def serve(pipe: multiprocessing.connection.Connection) -> None:
    """Serve 100 kB of text under any host name until the parent ends us."""
    from aiohttp import web

    body = os.urandom(50_000).hex().encode()

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text="User-agent: *\nAllow: /\n")
        return web.Response(body=body, content_type="text/html", charset="utf-8")

    async def main() -> None:
        runner = web.ServerRunner(web.Server(answer))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(main())


def urls(port: int, pages: int) -> list[str]:
    return [f"http://h{n % HOSTS}.localhost:{port}/article/{n}" for n in range(pages)]


async def raw(port: int, pages: int) -> None:
    """Fetch with aiohttp alone: 64 at a time, bodies read whole."""
    import aiohttp

    async def worker(session: aiohttp.ClientSession, mine: list[str]) -> None:
        for url in mine:
            target = url.replace(url.split("/")[2], f"127.0.0.1:{port}")
            async with session.get(target, headers={"Host": url.split("/")[2]}) as answer:
                await answer.read()

    wanted = urls(port, pages)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=HOSTS)) as session:
        await asyncio.gather(*(worker(session, wanted[n::HOSTS]) for n in range(HOSTS)))


async def naba(port: int, pages: int) -> None:
    """Fetch through frontier, spider, middlewares and handler; answers are only counted."""
    from time import monotonic

    from config.model import FetchSettings
    from crawler.engine import make_crawler, request_headers, request_meta, scrapy_settings
    from crawler.frontier import Frontier, TaskStream
    from spiders.items import Task

    fetch = FetchSettings.model_validate({"allow_networks": ["127.0.0.0/8"], "allow_ports": [port]})
    frontier = Frontier(limit=HOSTS)
    stream, done = TaskStream(frontier), asyncio.Event()
    count = 0
    for url in urls(port, pages):
        task = Task(source_id="s", url=url, lane="live", entry_id=1)
        frontier.add(task, delay=timedelta(0), now=monotonic())

    async def deliver(answer: object) -> None:
        nonlocal count
        task = answer.task  # type: ignore[attr-defined]
        zero = timedelta(0)
        frontier.answered(task, status=200, retry=None, elapsed=zero, crawl_delay=zero, now=monotonic())
        frontier.settled(task)
        stream.changed()
        count += len(answer.body) > 90_000  # type: ignore[attr-defined]
        if not frontier.waiting and not frontier.outstanding:
            done.set()

    runner, crawler = make_crawler(scrapy_settings(fetch, ()))
    crawling = runner.crawl(
        crawler,
        tasks=stream,
        headers=request_headers(fetch),
        options=lambda task: {**request_meta(task, None), "pause_s": 0.0},
        deliver=deliver,
    )
    await asyncio.wait([crawling, asyncio.create_task(done.wait())], return_when=asyncio.FIRST_COMPLETED)
    stream.close()
    await crawling
    if count != pages:
        raise SystemExit(f"{count} of {pages} pages came whole")


def client(name: str, port: int, pages: int) -> None:
    """Run one client in this process and print its CPU seconds, start-up taken off."""
    import uvloop

    before = resource.getrusage(resource.RUSAGE_SELF)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run({"raw": raw, "naba": naba}[name](port, pages))
    after = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))


def cpu(name: str, port: int, pages: int) -> float:
    """Return CPU seconds per page; two sizes are run so that imports and robots cancel out."""
    command = [sys.executable, "-m", "tests.bench.fetch_cpu", "--client", name, "--port", str(port)]

    def seconds(n: int) -> float:
        sized = [*command, "--pages", str(n)]
        return float(subprocess.run(sized, stdout=subprocess.PIPE, check=True, timeout=300).stdout)

    return (seconds(pages) - seconds(pages // 4)) / (pages - pages // 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--client", choices=["raw", "naba"])
    parser.add_argument("--port", type=int)
    args = parser.parse_args()
    if args.client:
        client(args.client, args.port, args.pages)
        return
    mine, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = mine.recv()
    ratios = []
    for _ in range(args.rounds):
        peer, ours = cpu("raw", port, args.pages), cpu("naba", port, args.pages)
        ratios.append(ours / peer)
        print(f"raw aiohttp+uvloop {peer * 1e3:.3f} ms   naba {ours * 1e3:.3f} ms   ratio {ours / peer:.2f}")
    server.terminate()
    print(f"fetch CPU per 100 kB page: median {statistics.median(ratios):.2f} x raw aiohttp+uvloop")


if __name__ == "__main__":
    main()
