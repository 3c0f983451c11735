"""kill -9 at random moments of the replay crawl, restarting each time: nothing lost, nothing doubled.

    python -m tests.bench.kill_crawl [--kills 30] [--seed 1]

Kills the whole process group of a `naba crawl --all` at a random moment, again and again, lets the last one
finish, and compares the corpus with that of an undisturbed crawl.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.open import open_corpus
from storage.query import ArticleQuery
from tests.bench.replay import environment, naba, replayed, write_config


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        naba(folder, port, "crawl", "--all", "--json"),
        env=environment(port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def contents(folder: Path) -> tuple[Counter[str], set[str], int]:
    """Return how often each address is stored, the sources polled with success, and what is pending."""
    corpus = open_corpus(f"sqlite:///{folder / 'corpus.db'}")
    keys = Counter(seen.key for article in corpus.articles(ArticleQuery()) for seen in article.sources)
    polled = {row.source.id for row in corpus.health() if any(one.last_success for one in row.lists)}
    pending = corpus.stats().pending
    corpus.close()
    return keys, polled, pending


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with TemporaryDirectory(prefix="naba-kill-") as name:
        calm, rough = Path(name) / "calm", Path(name) / "rough"
        for folder in (calm, rough):
            folder.mkdir()
            write_config(folder)
        with replayed(Path(name)) as (port, _):
            start(calm, port).wait()
            for n in range(args.kills):
                process = start(rough, port)
                time.sleep(chance.uniform(1.5, 6.0))
                is_alive = process.poll() is None
                if is_alive:
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                print(f"kill {n + 1}: {'killed' if is_alive else 'had finished'}", flush=True)
            start(rough, port).wait()
        wanted, sources, _ = contents(calm)
        found, polled, pending = contents(rough)
        doubled = sum(1 for n in found.values() if n > 1) - sum(1 for n in wanted.values() if n > 1)
        print(f"undisturbed: {len(wanted)} addresses, {len(sources)} sources polled")
        print(
            f"killed {args.kills} times: lost {len(wanted.keys() - found.keys())}, doubled {doubled}, ",
            end="",
        )
        print(f"sources not polled {len(sources - polled)}, still pending {pending}")


if __name__ == "__main__":
    main()
