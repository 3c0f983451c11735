"""How the pieces of a page are put together: columns, tables, a form, two halves, an endless list.

Between `furniture` and `generate`.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from tests.bench.page_generator import furniture
from tests.bench.page_generator.markup import Item, render
from tests.bench.page_generator.story import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.page_generator.furniture import Page

__all__ = ["LAYOUTS"]


def _body(page: Page, items: list[Item] | None = None, role: str = "body") -> str:
    flow = furniture.body_items(page) if items is None else items
    attributes = 'itemprop="articleBody"' if page.outlet.seed % 7 == 0 else ""
    return page.wrap(role, render(page.outlet.style, flow, page.rng), attributes)


def _above(page: Page) -> str:
    """What stands between the top of the page and the body."""
    rng = page.rng
    title = page.wrap("title", escape(page.story.headline, quote=False))
    if page.has("h2_title"):
        title = f"<h4>{page.pick('subheads')}</h4>{title}"
    parts = [title, furniture.meta(page)]
    if rng.random() < 0.25:
        parts.reverse()
    if page.has("standfirst"):
        parts.append(page.wrap("standfirst", escape(page.story.standfirst, quote=False)))
    if rng.random() < 0.5:
        parts.append(furniture.share(page))
    if not page.has("caption_in_body") and rng.random() < 0.7:
        parts.insert(rng.randint(0, len(parts)), furniture.picture(page))
    return "".join(parts)


def _below(page: Page) -> str:
    """What follows the body inside the article's column."""
    pieces = {
        furniture.tags: not page.has("tags_in_body"),
        furniture.share: not page.has("share_in_body"),
        furniture.author_box: page.has("author_box"),
        furniture.neighbours: page.outlet.seed % 3 == 0,
        furniture.related: not page.has("related_in_body"),
        furniture.comments: page.has("comments"),
    }
    parts = [piece(page) for piece, wanted in pieces.items() if wanted]
    return "".join(parts) + (_next_article(page) if page.has("next_article") else "")


def _next_article(page: Page) -> str:
    """A whole other article below this one."""
    return "".join(_other(page) for _ in range(page.rng.randint(1, 2)))


def _other(page: Page) -> str:
    outlet = page.outlet
    story = tell(
        outlet.phrases,
        page.rng,
        outlet=outlet.name,
        dateline=outlet.dateline,
        zone_minutes=outlet.zone_minutes,
    )
    other = replace(page, story=story)
    title = other.wrap("title", other.link(story.headline))
    return other.wrap("article", title + furniture.meta(other) + _body(other))


def _article(page: Page) -> str:
    return page.wrap("article", _above(page) + _body(page) + _below(page))


def _columns(page: Page) -> str:
    main = f'<div id="main">{furniture.crumbs(page)}{_article(page)}</div>'
    side = furniture.sidebar(page)
    middle = side + main if page.has("sidebar_first") else main + side
    return f'{furniture.top(page)}<div class="wrapper">{middle}</div>{furniture.bottom(page)}'


def _semantic(page: Page) -> str:
    side = furniture.sidebar(page)
    main = f"<main>{furniture.crumbs(page)}{_article(page)}</main>"
    return (
        furniture.top(page)
        + (side + main if page.has("sidebar_first") else main + side)
        + furniture.bottom(page)
    )


def _deep(page: Page) -> str:
    def nested(inner: str) -> str:
        for name in ("widget-wrap", "column-wrap", "row", "section-inner", "section"):
            inner = f'<div class="{name}">{inner}</div>'
        return inner

    article = page.wrap("article", nested(_above(page)) + nested(_body(page)) + nested(_below(page)))
    return (
        nested(furniture.top(page))
        + article
        + nested(furniture.sidebar(page))
        + nested(furniture.bottom(page))
    )


def _tables(page: Page) -> str:
    def row(inner: str) -> str:
        return inner if inner.startswith("<td") else f"<td>{inner}</td>"

    middle = f"<tr><td>{_above(page)}</td></tr><tr>{row(_body(page))}</tr><tr>{row(_below(page))}</tr>"
    main = f"<table width='100%'>{middle}</table>"
    cells = [
        f"<td width='600' valign='top'>{main}</td>",
        f"<td width='200' valign='top'>{furniture.sidebar(page)}</td>",
    ]
    if page.has("sidebar_first"):
        cells.reverse()
    rows = (
        f"<td colspan='2'>{furniture.top(page)}</td>",
        "".join(cells),
        f"<td colspan='2'>{furniture.bottom(page)}</td>",
    )
    listed = "".join(f"<tr>{cell}</tr>" for cell in rows)
    return f"<center><table width='980' dir='rtl'>{listed}</table></center>"


def _form(page: Page) -> str:
    hidden = '<input type="hidden" name="__VIEWSTATE" value="dDwtMTA4MzI2MTk2NTs7Pg==">'
    return f'<form method="post" action="news.aspx?id=77" id="aspnetForm">{hidden}{_columns(page)}</form>'


def _halves(page: Page) -> str:
    """The body in two containers with an advertisement between them."""
    items = furniture.body_items(page)
    cut = max(1, min(len(items) - 1, page.rng.randint(1, 4)))
    first = _body(page, items[:cut], "first_half")
    gap = page.wrap("ad", page.pick("ad_labels")) if page.rng.random() < 0.7 else ""
    article = page.wrap("article", _above(page) + first + gap + _body(page, items[cut:]) + _below(page))
    return _with_sidebar(page, article)


def _with_sidebar(page: Page, article: str) -> str:
    above = f'{furniture.top(page)}<div class="wrapper"><div id="main">{article}</div>'
    return f"{above}{furniture.sidebar(page)}</div>{furniture.bottom(page)}"


def _endless(page: Page) -> str:
    """The article, then the next ones in full."""
    main = f"<main>{_article(page)}{_next_article(page)}</main>"
    return f"{furniture.top(page)}{main}{furniture.sidebar(page)}{furniture.bottom(page)}"


def _copies(page: Page) -> str:
    """The body twice: for desks and, hidden, for phones."""
    items = furniture.body_items(page)
    phone = page.wrap("phone", _body(page, items), 'style="display:none"')
    both = [_body(page, items), phone]
    article = page.wrap("article", _above(page) + "".join(both) + _below(page))
    return _with_sidebar(page, article)


LAYOUTS: dict[str, Callable[[Page], str]] = {
    "columns": _columns,
    "semantic": _semantic,
    "deep": _deep,
    "tables": _tables,
    "form": _form,
    "halves": _halves,
    "endless": _endless,
    "copies": _copies,
}
"""The content of `<body>` by the name of a layout."""
