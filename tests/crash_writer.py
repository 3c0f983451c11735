"""A process to be killed: stores articles in batches and prints a batch's last number once it is committed.

Run as `python -m tests.crash_writer URL`; goes on where the corpus ends.
"""

from __future__ import annotations

import sys

from storage.model import New
from storage.open import open_crawl
from tests.stored import NOW, make_source, store

BATCH = 10


def main(url: str) -> None:
    corpus = open_crawl(url)
    corpus.sync_sources([make_source()], [NOW], now=NOW)
    done = corpus.stats().articles
    sys.stdout.write("open\n")
    while True:
        with corpus.transaction():
            for n in range(done, done + BATCH):
                store(corpus, f"n{n}", f"نص رقم {n} " * 50, prints=(n, n + 1, n + 2), judge=lambda *_: New())
        done += BATCH
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
