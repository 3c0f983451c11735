"""Write generated news pages in the format of the shared extraction sets.

    python -m tests.bench.page_generator.generate OUT [--outlets 300] [--pages 1] [--held-back] [--seed 1]

OUT gets `index.jsonl` and `html/<id>.html.gz` (the bytes as served, in the outlet's charset). The same
arguments write the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.page_generator import furniture, others
from tests.bench.page_generator.furniture import Page
from tests.bench.page_generator.layouts import LAYOUTS
from tests.bench.page_generator.markup import STYLES
from tests.bench.page_generator.outlet import found
from tests.bench.page_generator.story import tell
from tests.bench.page_generator.systems import HELD_BACK, SYSTEMS, System

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.page_generator.outlet import Outlet

__all__ = ["Written", "blend", "write_outlet", "write_pages"]

BARE_SHARE = 0.25
"""Of the blended systems so many name nothing: tags without classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One generated page: its bytes as served and its line of the index."""

    html: str
    charset: str
    record: dict[str, Any]


def write_pages(
    outlets: int, pages: int, *, seed: int, held_back: bool, others_share: float = 0.0, blended: float = 0.0
) -> Iterator[Written]:
    """Write `pages` pages of each of `outlets` outlets; a share of them are no articles.

    A share `blended` of the outlets write in a system put together from all the allowed ones, so that names
    and layouts come in combinations no system of ours has.
    """
    names = {name: system.styles for name, system in SYSTEMS.items() if (name in HELD_BACK) == held_back}
    for number in range(outlets):
        outlet = found(seed * 100_003 + number, names)
        rng = random.Random(f"{outlet.seed}/system")
        system = blend(sorted(names), rng) if rng.random() < blended else SYSTEMS[outlet.system]
        if system is not SYSTEMS[outlet.system]:
            outlet = replace(outlet, system="blend", style=rng.choice(system.styles))
        yield from write_outlet(outlet, system, pages, others_share=others_share)


def blend(names: list[str], rng: random.Random) -> System:
    """Put a system together: any layout, any body style, each role's selector from another of the systems."""
    selectors: dict[str, list[str]] = {}
    for name in names:
        for role, selector in SYSTEMS[name].names.items():
            selectors.setdefault(role, []).append(selector)
    bare = rng.random() < BARE_SHARE
    chosen = {role: rng.choice(found) for role, found in sorted(selectors.items())}
    return System(
        layout=rng.choice(sorted(LAYOUTS)),
        styles=tuple(sorted(STYLES)),
        names={role: re.split(r"[.#]", choice)[0] if bare else choice for role, choice in chosen.items()},
    )


def write_outlet(
    outlet: Outlet, system: System, pages: int, *, others_share: float = 0.0
) -> Iterator[Written]:
    """Write the pages of one outlet, in the order a crawler would meet them."""
    for number in range(pages):
        rng = random.Random(f"{outlet.seed}/{number}")
        story = tell(
            outlet.phrases,
            rng,
            outlet=outlet.name,
            dateline=outlet.dateline,
            zone_minutes=outlet.zone_minutes,
        )
        address = f"https://{outlet.domain}/news/{outlet.seed}-{number}.html"
        page = Page(outlet=outlet, story=story, rng=rng, names=system.names, address=address)
        kind = rng.choice(sorted(others.KINDS)) if rng.random() < others_share else "article"
        yield _written(page, kind, system.layout, f"{outlet.system}-{outlet.seed}-{number}")


def _written(page: Page, kind: str, layout: str, page_id: str) -> Written:
    outlet, story = page.outlet, page.story
    is_article = kind == "article"
    content = LAYOUTS[layout](page) if is_article else others.KINDS[kind](page)
    head = furniture.head(page) if is_article else others.head(page)
    declared = f'<meta charset="{outlet.charset}">' if outlet.seed % 4 else ""
    html = (
        f'<!DOCTYPE html>\n<html lang="{outlet.phrases.code}"{_direction(page)}>\n'
        f"<head>{declared}\n{head}\n</head>\n<body>{content}</body></html>"
    )
    record = {
        "id": page_id,
        "url": page.address,
        "site": outlet.domain,
        "lang": outlet.phrases.code,
        "html": f"html/{page_id}.html.gz",
        "body": "\n".join(part.text for part in story.body) if is_article else "",
        "paragraphs": True,
        "gold": "generated",
        "title": story.headline if is_article else None,
        "date": story.published.isoformat() if is_article else None,
        "authors": [story.author] if is_article else None,
        "page_type": kind,
        "style": outlet.style,
    }
    return Written(html=html, charset=outlet.charset, record=record)


def _direction(page: Page) -> str:
    return ' dir="rtl"' if page.outlet.seed % 5 else ""


def main() -> None:
    """Write a set of pages to a folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--outlets", type=int, default=300)
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--others", type=float, default=0.0, help="share of pages that are no articles")
    parser.add_argument(
        "--held-back", action="store_true", help="only the systems no training page is made in"
    )
    args = parser.parse_args()
    (args.out / "html").mkdir(parents=True, exist_ok=True)
    written = write_pages(
        args.outlets, args.pages, seed=args.seed, held_back=args.held_back, others_share=args.others
    )
    with (args.out / "index.jsonl").open("w", encoding="utf-8") as index:
        for page in written:
            data = page.html.encode(page.charset, "xmlcharrefreplace")
            (args.out / page.record["html"]).write_bytes(gzip.compress(data, mtime=0))
            index.write(json.dumps(page.record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
