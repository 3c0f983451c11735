"""What recognition costs and finds beside datasketch, rensa and simhash, all in one interleaved run.

    python -m tests.bench.dedup_peers ROWS.jsonl[.gz] [--rows N]

CPU an article, with datasketch's normalising and signature alone (MinHash, 128 permutations, 3-word
shingles, `update_batch`) as 1 x. Ours is everything: normalising, fingerprint, look-up, verification,
writing the index; it is the difference between two corpora that store the same rows, one with a judge that
looks at nothing. The peers' clusters are theirs at usual settings, without our verification. Needs the
`bench` extra.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH
from simhash import Simhash, SimhashIndex

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.judge import Judge
from storage.fold import tokens
from storage.model import Article, Fingerprint, Known, New, Verdict
from tests.bench.dedup_stream import BATCH, Stream, load_rows

logging.getLogger("simhash").setLevel(logging.ERROR)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path)
    parser.add_argument("--rows", dest="limit", type=int)
    args = parser.parse_args()
    rows = load_rows(args.rows)[: args.limit]
    gold = [row["cluster"] for row in rows]
    peers = [Datasketch(), Rensa(), SimHash()]
    with ExitStack() as opened:
        ours = opened.enter_context(Stream.opened(rows, Judge(), fingerprint))
        bare = opened.enter_context(Stream.opened(rows, look_at_nothing, no_fingerprint))
        spent: Counter[str] = Counter()
        for first in range(0, len(rows), BATCH):
            batch = range(first, min(first + BATCH, len(rows)))
            spent["naba"] += _cpu(lambda numbers=batch: ours.record(numbers))
            spent["storing"] += _cpu(lambda numbers=batch: bare.record(numbers))
            for peer in peers:
                peer.take([rows[number]["body"] for number in batch], spent)
        clusters = {"naba": ours.clusters()} | {peer.name: peer.found for peer in peers}
    spent["naba"] -= spent.pop("storing")
    _print(spent, clusters, gold)


def look_at_nothing(article: Article, fingerprint: Fingerprint, known: Known) -> Verdict:
    """Judge everything new."""
    return New()


def no_fingerprint(text: str, *, count: itertools.count[int] = itertools.count()) -> Fingerprint:  # noqa: B008
    """Make a fingerprint that meets no other, at no cost."""
    return Fingerprint(text_hash=next(count).to_bytes(16, "big"))


class Peer(ABC):
    """Signature of a text, then the first text found near it; time of both apart."""

    name = ""

    def __init__(self) -> None:
        self.found: list[int] = []

    def take(self, texts: list[str], spent: Counter[str]) -> None:
        """Sign and look up a batch, adding the CPU seconds to `spent`."""
        signed: list[object] = []
        spent[f"{self.name}, signature alone"] += _cpu(lambda: signed.extend(map(self.sign, texts)))
        spent[self.name] += _cpu(lambda: self._place(signed))

    def _place(self, signed: list[object]) -> None:
        for signature in signed:
            key = len(self.found)
            near = self.near(signature)
            self.found.append(self.found[min(near)] if near else key)
            self.add(key, signature)

    @abstractmethod
    def sign(self, text: str) -> object: ...

    @abstractmethod
    def near(self, signature: object) -> list[int]: ...

    @abstractmethod
    def add(self, key: int, signature: object) -> None: ...


def _shingles(text: str) -> list[str]:
    words = tokens(text)
    return [" ".join(words[place : place + 3]) for place in range(max(len(words) - 2, 1))]


class Datasketch(Peer):
    name = "datasketch MinHash 128 + LSH .5"

    def __init__(self) -> None:
        super().__init__()
        self._index = MinHashLSH(threshold=0.5, num_perm=128)

    def sign(self, text: str) -> object:
        made = MinHash(num_perm=128)
        made.update_batch([shingle.encode() for shingle in _shingles(text)])
        return made

    def near(self, signature: object) -> list[int]:
        return [int(key) for key in self._index.query(signature)]

    def add(self, key: int, signature: object) -> None:
        self._index.insert(key, signature)


class Rensa(Peer):
    name = "rensa RMinHash 128 + LSH .5"

    def __init__(self) -> None:
        super().__init__()
        self._index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)

    def sign(self, text: str) -> object:
        made = RMinHash(num_perm=128, seed=42)
        made.update(_shingles(text))
        return made

    def near(self, signature: object) -> list[int]:
        return list(self._index.query(signature))

    def add(self, key: int, signature: object) -> None:
        self._index.insert(key, signature)


class SimHash(Peer):
    name = "simhash 64, distance 6"

    def __init__(self) -> None:
        super().__init__()
        self._index = SimhashIndex([], k=6)

    def sign(self, text: str) -> object:
        return Simhash(_shingles(text))

    def near(self, signature: object) -> list[int]:
        return [int(key) for key in self._index.get_near_dups(signature)]

    def add(self, key: int, signature: object) -> None:
        self._index.add(str(key), signature)


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _print(spent: Counter[str], clusters: dict[str, list[int]], gold: list[int]) -> None:
    one = spent[f"{Datasketch.name}, signature alone"]
    print(f"{'':52} CPU ms   x     P      R      F1")
    for name, seconds in spent.items():
        scores = (
            "".join(f"{score:7.3f}" for score in _pair_scores(gold, clusters[name]))
            if name in clusters
            else ""
        )
        whole = seconds + spent.get(f"{name}, signature alone", 0.0)
        print(f"{name:52} {1000 * whole / len(gold):6.2f} {whole / one:5.2f} {scores}")


def _pair_scores(gold: list[int], found: list[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the pairs put together."""
    together, said, true = (
        sum(n * (n - 1) / 2 for n in Counter(labels).values())
        for labels in (zip(gold, found, strict=True), found, gold)
    )
    precision, recall = together / said if said else 1.0, together / true if true else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if together else 0.0


if __name__ == "__main__":
    main()
