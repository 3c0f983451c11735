"""Pages of an outlet that are no articles: sections, searches, missing pages, galleries, videos, tickers of
events.

Used by `generate` for the share of pages an extractor must refuse.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.bench.page_generator import furniture
from tests.bench.page_generator.dates import write_date
from tests.bench.page_generator.story import paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.page_generator.furniture import Page

__all__ = ["KINDS", "head"]


def head(page: Page) -> str:
    """The head of a page that is about no article."""
    outlet = page.outlet
    title = f"{escape(page.story.section)} | {escape(outlet.name)}"
    return f'<title>{title}</title><meta name="description" content="{page.pick("about")}">'


def _framed(page: Page, middle: str) -> str:
    return (
        f"{furniture.top(page)}<div id='main'>{middle}</div>{furniture.sidebar(page)}{furniture.bottom(page)}"
    )


def _teaser(page: Page) -> str:
    cut = page.rng.random() < 0.6
    text = paragraph(page.outlet.phrases, page.rng)
    when = write_date(page.story.published, page.outlet.phrases.code, "slashes")
    summary = (
        f"<p>{escape(text[:140] + '...' if cut else text, quote=False)}</p>"
        if page.has("teaser_texts")
        else ""
    )
    return page.wrap("item", f"<h3>{page.link(page.headline())}</h3><span>{when}</span>{summary}")


def _section(page: Page) -> str:
    teasers = "".join(_teaser(page) for _ in range(page.rng.randint(8, 25)))
    pages = " ".join(f"<a href='?page={number}'>{number}</a>" for number in range(1, 8))
    return _framed(
        page, f"<h1>{page.story.section}</h1>{page.wrap('list', teasers)}<div class='pages'>{pages}</div>"
    )


def _search(page: Page) -> str:
    found = "".join(_teaser(page) for _ in range(page.rng.randint(0, 10)))
    return _framed(page, f"<h1>{page.outlet.phrases.search}</h1><form><input name='q'></form>{found}")


def _missing(page: Page) -> str:
    lines = "".join(f"<p>{line}</p>" for line in page.outlet.phrases.not_found)
    more = furniture.related(page) if page.rng.random() < 0.5 else ""
    return _framed(page, f"<div class='error'>{lines}</div>{more}")


def _gallery(page: Page) -> str:
    shots = "".join(
        f"<div class='slide'><img src='/g/{number}.jpg'><p>{page.pick('captions')}</p></div>"
        for number in range(page.rng.randint(8, 20))
    )
    return _framed(
        page, f"<h1>{escape(page.headline())}</h1><div class='gallery'>{shots}</div>{furniture.share(page)}"
    )


def _video(page: Page) -> str:
    film = f"<h1>{escape(page.headline())}</h1><video src='/v/1.mp4'></video>"
    return _framed(page, f"{film}{furniture.share(page)}{furniture.related(page)}")


def _front(page: Page) -> str:
    boxes = "".join(furniture.related(page) for _ in range(page.rng.randint(3, 7)))
    return _framed(page, boxes)


def _consent(page: Page) -> str:
    asked = f"<p>{page.pick('cookies')}</p><p>{page.pick('cookies')}</p><button>OK</button>"
    return f"<div class='consent'><h1>{escape(page.outlet.name)}</h1>{asked}</div>"


KINDS: dict[str, Callable[[Page], str]] = {
    "section": _section,
    "search": _search,
    "not_found": _missing,
    "gallery": _gallery,
    "video": _video,
    "front": _front,
    "consent": _consent,
}
"""The content of `<body>` by the kind of page."""
