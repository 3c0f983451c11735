"""What 50,000 sources polled every ten minutes cost the scheduler, in share of one core.

    python -m tests.bench.schedule_idle [--sources 50000]

Runs one whole interval of ticks (one a second) with a made-up clock through the real claim, list states and
finish calls of the corpus, in transactions as the writer makes them, and divides the CPU by 600 s.
"""

from __future__ import annotations

import argparse
import resource
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from config.model import Source
from crawler.schedule import next_due, spread_due
from storage.crawl import ListState, Poll, SourceRow
from storage.open import open_crawl

EVERY = timedelta(minutes=10)
START = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=int, default=50_000)
    args = parser.parse_args()
    sources = {
        f"s{n}": Source.model_validate(
            {"id": f"s{n}", "name": f"S{n}", "feeds": [f"https://s{n}.example/feed"], "every": "10m"}
        )
        for n in range(args.sources)
    }
    with TemporaryDirectory(prefix="naba-idle-") as name:
        corpus = open_crawl(f"sqlite:///{Path(name) / 'corpus.db'}")
        rows = [SourceRow(id=one.id, name=one.name) for one in sources.values()]
        corpus.sync_sources(rows, [spread_due(one, now=START) for one in sources.values()], now=START)
        with corpus.transaction():
            for one in sources.values():
                state = ListState(source_id=one.id, url=one.feeds[0], kind="feed", etag='"x"')
                corpus.admit(Poll(state=state, at=START), source_id=one.id)
        before, polls = resource.getrusage(resource.RUSAGE_SELF), 0
        for second in range(1, int(EVERY.total_seconds()) + 1):
            now = START + timedelta(seconds=second)
            with corpus.transaction():
                ids = corpus.claim_due(now, limit=1000, lease=EVERY, holder="bench")
                for source_id in ids:
                    states = corpus.list_states(source_id)
                    corpus.finish_poll(source_id, next_due=next_due(sources[source_id], states, now=now))
            polls += len(ids)
        after = resource.getrusage(resource.RUSAGE_SELF)
        corpus.close()
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{polls} polls claimed and set again in one interval: {spent:.2f} CPU s")
    print(f"{spent / EVERY.total_seconds():.2%} of a core for {args.sources} sources every ten minutes")


if __name__ == "__main__":
    main()
