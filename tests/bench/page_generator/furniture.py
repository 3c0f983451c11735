"""Everything on a news page that is not the article, as pieces of HTML.

Between `outlet` and `systems`. Each function takes the page, so that a piece can use its outlet's habits and
its own chance.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from tests.bench.page_generator.dates import write_date
from tests.bench.page_generator.markup import Item, tag
from tests.bench.page_generator.story import headline, paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench.page_generator.outlet import Outlet
    from tests.bench.page_generator.story import Story

__all__ = ["Page", "body_items"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page being written. `names` maps a role (`title`, `body`, `related` ...) to a selector for
    `tag`."""

    outlet: Outlet
    story: Story
    rng: random.Random
    names: Mapping[str, str]
    address: str

    def has(self, habit: str) -> bool:
        """Whether the outlet has a habit."""
        return habit in self.outlet.habits

    def pick(self, role: str) -> str:
        """One of the outlet's phrases of a kind, filled in."""
        return self.outlet.says(self.rng.choice(getattr(self.outlet.phrases, role)), self.rng)

    def wrap(self, role: str, inner: str, attributes: str = "") -> str:
        """Put `inner` in the element this system uses for a role."""
        return tag(self.names.get(role, "div"), inner, attributes)

    def link(self, text: str) -> str:
        """A link to another page of the outlet."""
        return f'<a href="/news/{self.rng.randrange(10_000, 99_999)}">{escape(text, quote=False)}</a>'

    def headline(self) -> str:
        """The headline of some other article."""
        return headline(self.outlet.phrases, self.rng)

    def date(self) -> str:
        """The story's date as the outlet writes it."""
        code, levant = self.outlet.phrases.code, self.outlet.seed % 3 == 0
        return write_date(self.story.published, code, self.outlet.date_style, levant=levant)


def head(page: Page) -> str:
    """The head: title, description and, by habit, Open Graph and JSON-LD."""
    story, outlet = page.story, page.outlet
    description = story.body[0].text[:200] if page.has("description_is_first") else story.standfirst
    fields = [f"<title>{escape(story.headline)} {page.rng.choice('|-–')} {escape(outlet.name)}</title>"]
    fields.append(f'<meta name="description" content="{escape(description)}">')
    if page.has("og"):
        values = {
            "title": story.headline,
            "description": description,
            "type": "article",
            "site_name": outlet.name,
        }
        fields += [
            f'<meta property="og:{name}" content="{escape(value)}" />' for name, value in values.items()
        ]
        fields.append(f'<meta property="article:published_time" content="{story.published.isoformat()}" />')
    if page.has("jsonld"):
        fields.append(f'<script type="application/ld+json">{_jsonld(page, description)}</script>')
    fields.append(
        "<script>var pageId = 7; function init() { return pageId; }</script><style>.a{color:red}</style>"
    )
    return "\n".join(fields)


def _jsonld(page: Page, description: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.story.headline,
        "description": description,
        "datePublished": page.story.published.isoformat(),
        "author": {"@type": "Person", "name": page.story.author},
    }
    if page.has("jsonld_body"):
        data["articleBody"] = " ".join(part.text for part in page.story.body)
    return json.dumps(data, ensure_ascii=False)


def top(page: Page) -> str:
    """Logo, date of today, menus, ticker."""
    home = page.outlet.phrases.home
    items = "".join(page.wrap("item", page.link(text)) for text in (home, *page.outlet.menu))
    parts = [
        page.wrap("logo", f'<a href="/"><img src="/logo.png" alt=""> {escape(page.outlet.name)}</a>'),
        page.wrap("menu", items),
    ]
    if page.has("ticker"):
        news = " ".join(page.wrap("item", page.link(page.headline())) for _ in range(page.rng.randint(2, 6)))
        parts.append(page.wrap("ticker", f"<b>{page.pick('ticker_heads')}</b> {news}"))
    if page.has("cookies") and page.rng.random() < 0.5:
        parts.append(page.wrap("cookies", f"<p>{page.pick('cookies')}</p>"))
    return page.wrap("header", "".join(parts))


def crumbs(page: Page) -> str:
    """The way from the front page to here."""
    if not page.has("crumbs"):
        return ""
    arrow = page.rng.choice((" » ", " / ", " > ".replace(">", "&gt;"), " "))
    trail = [page.link(page.outlet.phrases.home), page.link(page.story.section)]
    if page.rng.random() < 0.5:
        trail.append(f"<span>{escape(page.story.headline)}</span>")
    return page.wrap("crumbs", arrow.join(trail))


def meta(page: Page) -> str:
    """Byline, date, views: the line below the headline."""
    label = page.pick("date_labels") if page.rng.random() < 0.6 else ""
    parts = [page.wrap("date", f"{label} {page.date()}".strip())]
    if not page.has("byline_in_body") and page.rng.random() < 0.8:
        parts.insert(0, page.wrap("author", escape(byline(page))))
    if page.has("views"):
        parts.append(page.wrap("views", page.pick("views")))
    page.rng.shuffle(parts)
    return page.wrap("meta", page.rng.choice((" ", " | ", "")).join(parts))


def byline(page: Page) -> str:
    """The author as this outlet credits one."""
    return page.outlet.says(page.outlet.byline, page.rng, name=page.story.author)


def share(page: Page) -> str:
    """Buttons to share the page."""
    labels = page.rng.sample(page.outlet.phrases.share, k=page.rng.randint(2, 5))
    return page.wrap(
        "share",
        " ".join(f'<a href="https://social.example/share?u={page.address}">{text}</a>' for text in labels),
    )


def tools(page: Page) -> str:
    """Print, font size, send."""
    labels = page.rng.sample(page.outlet.phrases.tools, k=min(3, len(page.outlet.phrases.tools)))
    return page.wrap("tools", " ".join(f'<a href="#">{text}</a>' for text in labels))


def picture(page: Page) -> str:
    """The article's picture, mostly with a caption or a credit."""
    image = (
        '<img src="/photos/1.jpg" alt="'
        + (escape(page.story.caption) if page.rng.random() < 0.4 else "")
        + '">'
    )
    chance = page.rng.random()
    caption = page.story.caption if chance < 0.6 else page.pick("credits") if chance < 0.8 else ""
    if chance < 0.2:
        caption = f"{caption} {page.pick('credits')}"
    return page.wrap("figure", image + (page.wrap("caption", escape(caption)) if caption else ""))


def related(page: Page) -> str:
    """Other articles, as headlines or with teasers."""
    return page.wrap(
        "related",
        _listed(page, page.pick("related_heads"), page.rng.randint(3, 6), teasers=page.has("teaser_texts")),
    )


def sidebar(page: Page) -> str:
    """Most read, latest, sign-up, advertisement."""
    parts = [
        page.wrap(
            "widget",
            _listed(
                page, page.pick("popular_heads"), page.rng.randint(4, 9), teasers=page.rng.random() < 0.2
            ),
        )
        for _ in range(page.rng.randint(1, 3))
    ]
    if page.has("signup"):
        parts.append(page.wrap("signup", f"<p>{page.pick('signups')}</p>"))
    parts.insert(1, page.wrap("ad", page.pick("ad_labels")))
    return page.wrap("sidebar", "".join(parts))


def _listed(page: Page, title: str, count: int, *, teasers: bool) -> str:
    entries = []
    for _ in range(count):
        text = page.link(page.headline())
        if teasers:
            cut = page.rng.random() < 0.6
            words = paragraph(page.outlet.phrases, page.rng)
            text += f"<p>{escape(words[:110] + '...' if cut else words, quote=False)}</p>"
        entries.append(page.wrap("item", text))
    return f"{page.wrap('box_title', title)}{page.wrap('list', ''.join(entries))}"


def tags(page: Page) -> str:
    """The article's tags."""
    links = page.rng.choice((" ", "، ", " , ")).join(page.link(text) for text in page.story.tags)
    return page.wrap("tags", f"{page.pick('tags_heads')} {links}")


def author_box(page: Page) -> str:
    """The author with a line about them."""
    return page.wrap("author_box", f"<h4>{page.link(page.story.author)}</h4><p>{page.pick('bios')}</p>")


def comments(page: Page) -> str:
    """Rules, comments and the form."""
    parts = [page.wrap("box_title", page.pick("comment_heads"))]
    rules = page.rng.sample(page.outlet.phrases.comment_rules, k=page.rng.randint(1, 3))
    if page.has("comment_rules"):
        parts.append(page.rng.choice(("<p>{}</p>", "<div>{}</div>", "<b>{}</b><br>")).format(" ".join(rules)))
    for _ in range(page.rng.choice((0, 0, 1, 3, 6))):
        name, text = page.rng.choice(page.outlet.phrases.people), page.pick("comments")
        when = write_date(page.story.published, page.outlet.phrases.code, "slashes_time")
        parts.append(page.wrap("comment", f"<b>{name}</b> <span>{when}</span><p>{text}</p>"))
    parts.append(
        "".join(
            f"<label>{label}</label><input type='text'><br>" for label in page.outlet.phrases.comment_form[:3]
        )
    )
    return page.wrap("comments", "".join(parts))


def neighbours(page: Page) -> str:
    """Links to the article before and after."""
    heads = page.outlet.phrases.next_heads
    return page.wrap("next", "".join(f"<div>{text} {page.link(page.headline())}</div>" for text in heads[:2]))


def bottom(page: Page) -> str:
    """Menus again, who we are, copyright."""
    parts = [page.wrap("menu", "".join(page.wrap("item", page.link(text)) for text in page.outlet.menu[:6]))]
    parts += [f"<p>{page.pick('about')}</p>" for _ in range(page.rng.randint(1, 2))]
    parts.append(page.wrap("copyright", page.pick("copyrights")))
    return page.wrap("footer", "".join(parts))


def body_items(page: Page) -> list[Item]:
    """The flow of the body: the story's lines with the furniture this outlet puts among them."""
    rng = page.rng
    items = [Item(kind=part.kind, text=part.text, html=_linked(page, part.text)) for part in page.story.body]
    _insert_within(page, items)
    lead = [item for item in _before_body(page) if item]
    tail = [Item(kind="line", html=page.pick("source_lines"))] if page.has("source_line") else []
    if page.has("tail_lines"):
        tail += [Item(kind="line", html=_dressed(page, line)) for line in page.outlet.lines]
    if page.has("tags_in_body"):
        tail.append(Item(kind="box", html=tags(page)))
    if page.has("share_in_body"):
        tail.insert(rng.randint(0, len(tail)), Item(kind="box", html=share(page)))
    if page.has("related_in_body"):
        tail.append(Item(kind="box", html=related(page)))
    return lead + items + tail


def _before_body(page: Page) -> list[Item | None]:
    return [
        Item(kind="line", html=f"<b>{escape(page.story.headline, quote=False)}</b>")
        if page.has("title_in_body")
        else None,
        Item(kind="line", html=page.date()) if page.has("date_in_body") else None,
        Item(kind="line", html=_dressed(page, byline(page))) if page.has("byline_in_body") else None,
        Item(kind="box", html=picture(page)) if page.has("caption_in_body") else None,
        Item(kind="box", html=tools(page)) if page.has("tools_in_body") else None,
    ]


def _insert_within(page: Page, items: list[Item]) -> None:
    """Put read-also lines, advertisements and pictures between the paragraphs."""
    rng = page.rng
    if page.has("read_also_in_body"):
        for _ in range(rng.randint(1, 3)):
            at = rng.randint(1, len(items))
            items[at:at] = read_also(page)
    if page.has("ad_in_body"):
        for _ in range(rng.randint(1, 2)):
            label = page.pick("ad_labels")
            item = (
                Item(kind="line", html=label)
                if rng.random() < 0.4
                else Item(kind="box", html=page.wrap("ad", label))
            )
            items.insert(rng.randint(1, len(items)), item)
    if rng.random() < 0.2:
        items.insert(rng.randint(1, len(items)), Item(kind="box", html=picture(page)))
    if page.has("signup") and rng.random() < 0.4:
        items.insert(
            rng.randint(1, len(items)),
            Item(kind="box", html=page.wrap("signup", f"<p>{page.pick('signups')}</p>")),
        )


def read_also(page: Page) -> list[Item]:
    """A pointer to other articles among the paragraphs, in one of the ways outlets write it."""
    lead, title = page.outlet.read_also, page.headline()
    form = page.outlet.seed % 11
    if form in (0, 6, 7):
        return [Item(kind="line", html=f"<strong>{lead} {page.link(title)}</strong>")]
    if form == 1:
        return [Item(kind="line", html=f"{lead} {escape(title, quote=False)}")]
    if form in (2, 8):
        links = "".join(f"<li>{page.link(page.headline())}</li>" for _ in range(page.rng.randint(2, 3)))
        return [
            Item(kind="line", html=f"<strong>{lead}</strong>"),
            Item(kind="box", html=f"<ul>{links}</ul>"),
        ]
    if form in (3, 9):
        return [Item(kind="box", html=page.wrap("inline_related", f"<span>{lead}</span> {page.link(title)}"))]
    if form in (4, 10):
        return [Item(kind="line", html=page.link(f"{lead} {title}"))]
    return [Item(kind="line", html=f"<b>{lead}</b>"), Item(kind="line", html=page.link(title))]


def _dressed(page: Page, line: str) -> str:
    """A line of furniture in plain, bold or linked letters."""
    text = escape(line, quote=False)
    return page.rng.choice(
        (text, text, f"<strong>{text}</strong>", page.link(line), f"<b>{page.link(line)}</b>")
    )


def _linked(page: Page, text: str) -> str:
    """A line of the body, where the outlet links words in its text with one word linked."""
    words = text.split(" ")
    if not page.has("linked_words") or len(words) < 12 or page.rng.random() > 0.5:
        return ""
    at = page.rng.randrange(2, len(words) - 3)
    inner = [escape(word, quote=False) for word in words]
    inner[at : at + 2] = [f'<a href="/tag/{at}">{" ".join(inner[at : at + 2])}</a>']
    return " ".join(inner)
