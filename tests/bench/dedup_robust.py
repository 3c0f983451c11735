"""Recognition where it was not tuned: reports of fresh forms, and copies changed in ways of our own.

    python -m tests.bench.dedup_robust [ROWS.jsonl[.gz]] [--texts 400]

First the families of `tests.dedup_families` that were written after the names test: how many reports join
another one, and how many copies of them are found. Then long texts, each changed in one way after another:
the originals of the rows given (`kind` is `orig`), or by default none. All is streamed through the product's
judge and a real corpus (`tests.bench.dedup_stream`).
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.judge import Judge
from tests.bench.dedup_stream import BATCH, Row, Stream, load_rows
from tests.dedup_families import DESKS, FRESH, LATER, TOLD, reports

Change = Callable[[list[str], random.Random, dict[str, str]], list[str]]
_SENTENCE = re.compile(r"(?<=[.!?؟。])\s*")


def headline(lines: list[str], _: random.Random, told: dict[str, str]) -> list[str]:
    return [told["headline"], *lines]


def byline(lines: list[str], _: random.Random, told: dict[str, str]) -> list[str]:
    return [f"{told['byline']} - {told['outlet']}", *lines, told["closing"]]


def reordered(lines: list[str], chance: random.Random, _: dict[str, str]) -> list[str]:
    return chance.sample(lines, len(lines))


def last_first(lines: list[str], _: random.Random, __: dict[str, str]) -> list[str]:
    return [*lines[-1:], *lines[:-1]]


def shortened(lines: list[str], _: random.Random, __: dict[str, str]) -> list[str]:
    return lines[: max(1, 2 * len(lines) // 3)]


def without_lead(lines: list[str], _: random.Random, __: dict[str, str]) -> list[str]:
    return lines[1:] or lines


def merged(lines: list[str], _: random.Random, __: dict[str, str]) -> list[str]:
    return [" ".join(lines)]


def sentence_less(lines: list[str], chance: random.Random, _: dict[str, str]) -> list[str]:
    sentences = [one for line in lines for one in _SENTENCE.split(line) if one]
    if len(sentences) > 3:
        del sentences[chance.randrange(1, len(sentences))]
    return sentences


def update(lines: list[str], _: random.Random, told: dict[str, str]) -> list[str]:
    return [lines[0], told["closing"], *lines[1:], told["headline"]]


CHANGES: dict[str, Change] = {
    one.__name__: one
    for one in (
        headline, byline, reordered, last_first, shortened, without_lead, merged, sentence_less, update,
    )
}  # fmt: skip

_FAMILIES = {"told": TOLD, "fresh": FRESH, "desks": DESKS, "later": LATER}

_FORM_ALONE = frozenset({"without_lead"})
"""Leaves of a report only what all reports of its form say: a copy of each of them."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path, nargs="?")
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--show", action="store_true", help="print wrong merges")
    args = parser.parse_args()
    told = {**DESKS, **LATER, **TOLD, **FRESH}
    for name, families in _FAMILIES.items():
        rows = [
            row
            for number, report in enumerate(reports(each=40, seed=11, families=families))
            for row in _told(
                number,
                report.text,
                told[report.language],
                report.language,
                copies=number % 5 == 0,
                without=_FORM_ALONE,
            )
        ]
        _tell(f"families, {name}", rows, show=args.show)
    if args.rows:
        originals = [
            row
            for row in load_rows(args.rows)
            if "orig" in row["kind"] and not row["neg"] and "\n" in row["body"]
        ]
        chosen = random.Random(3).sample(originals, min(args.texts, len(originals)))
        rows = [
            row
            for number, one in enumerate(chosen)
            for row in _told(
                number, one["body"], FRESH.get(one["lang"], FRESH["en"]), one["lang"], copies=True
            )
        ]
        _tell("long texts", rows, show=args.show)


def _told(
    number: int,
    text: str,
    told: dict[str, str],
    language: str,
    *,
    copies: bool,
    without: frozenset[str] = frozenset(),
) -> list[Row]:
    """Return the rows of a text: itself and, if wanted, one copy of each kind."""
    chance = random.Random(number)
    lines = text.split("\n")
    kept = {k: told.get(k, FRESH["en"][k]) for k in ("headline", "byline", "outlet", "closing")}
    changes = {name: change for name, change in CHANGES.items() if copies and name not in without}
    bodies = {"orig": text} | {k: "\n".join(change(lines, chance, kept)) for k, change in changes.items()}
    return [
        {
            "source": f"outlet {place}", "url": f"https://o{place}.example/{number}", "lang": language,
            "title": "", "body": body, "published": 60 * number + place, "cluster": number, "kind": kind,
        }
        for place, (kind, body) in enumerate(bodies.items())
    ]  # fmt: skip


def _tell(name: str, rows: Sequence[Row], *, show: bool) -> None:
    with Stream.opened(rows, Judge(), fingerprint) as stream:
        for first in range(0, len(rows), BATCH):
            stream.record(range(first, min(first + BATCH, len(rows))))
        found, joined = stream.clusters(), stream.joined()
    homes: dict[int, int] = {}  # the row each cluster began with
    for number, cluster in enumerate(found):
        homes.setdefault(cluster, number)
    right, wrong, made = Counter[str](), Counter[str](), Counter[str]()
    for number, row in enumerate(rows):
        home = homes[found[number]]
        other = joined[number]
        is_wrong = other is not None and rows[other]["cluster"] != row["cluster"]
        made[row["kind"]] += 1
        wrong[f"{row['lang']} {row['kind']}"] += is_wrong
        right[row["kind"]] += rows[home]["cluster"] == row["cluster"] and home != number
        if show and is_wrong:
            print(f"--- {row['lang']} {row['kind']}\n{row['body'][:400]}")
            print(f"... joined {rows[other]['kind']}\n{rows[other]['body'][:400]}")
    print(f"{name}: {len(rows)} texts, joined wrongly {wrong.total()} ({wrong.total() / len(rows):.4f})")
    print("  wrong:", {key: n for key, n in wrong.items() if n})
    print("  recall:", {kind: round(right[kind] / n, 3) for kind, n in made.items() if kind != "orig"})


if __name__ == "__main__":
    main()
