"""Pages of news sites of our own, many articles to a template, for everything that learns from several pages.

`page(site, number, layout)` writes one article: `plain` and `modern` are two layouts of one outlet, `table`
an old one without classes, `opinion` a second kind of page. Around and inside the bodies stand the lines that
recur on such sites. Texts are put together from word lists and differ from article to article.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

__all__ = ["ARABIC", "ENGLISH", "Site", "SitePage", "page"]


@dataclass(frozen=True)
class Site:
    """An outlet: its words, and the lines it repeats on every page."""

    name: str
    host: str
    language: str
    who: tuple[str, ...]
    did: tuple[str, ...]
    what: tuple[str, ...]
    where: tuple[str, ...]
    since: tuple[str, ...]
    read_also: str
    tail: str
    rules: str
    stop: str = "."

    @property
    def dateline(self) -> str:
        """The line its articles open with."""
        return f"{self.name} -"


ARABIC = Site(
    name="نبأ الساحل",
    host="coast.example",
    language="ar",
    who=(
        "وزير المياه",
        "رئيس البلدية",
        "مدير الميناء",
        "نقيب الصيادين",
        "عميد الكلية",
        "الناطق باسم الشركة",
        "المزارعون",
    ),
    did=("أعلن", "أكد", "نفى", "رجح", "طالب بمراجعة", "شرح أمام الأهالي", "انتقد", "وقع"),
    what=(
        "خطة توسعة المحطة الجديدة",
        "اتفاق نقل البضائع بين المرفأين",
        "نتائج دراسة ملوحة الآبار",
        "موازنة ترميم المدارس القديمة",
        "مواعيد تشغيل القطار الساحلي",
        "شروط بيع الأسماك في السوق",
        "برنامج تدريب الممرضين",
    ),
    where=(
        "في القرى الجبلية",
        "قرب الجسر الشمالي",
        "في حي الرمان",
        "على الطريق الدائري",
        "في قاعة المجلس",
        "عند السد",
    ),
    since=(
        "بعد خلاف استمر ثلاثة أعوام",
        "قبل حلول موسم الأمطار",
        "وفق بيان صدر مساء أمس",
        "بعد جولة شملت عشرات المنازل",
        "رغم اعتراض عدد من الأعضاء",
        "دون أن يحدد موعدا نهائيا",
    ),
    read_also="اقرأ أيضا",
    tail="تابعوا آخر أخبارنا عبر قناتنا على تلغرام",
    rules="يرجى الالتزام بآداب الحوار وعدم الإساءة إلى الأشخاص أو المقدسات عند كتابة التعليق",
)

ENGLISH = Site(
    name="Harbour Herald",
    host="harbour.example",
    language="en",
    who=(
        "The mayor",
        "The port authority",
        "A union speaker",
        "The school board",
        "Two engineers",
        "The grain council",
    ),
    did=("announced", "rejected", "defended", "postponed", "published", "questioned", "withdrew", "praised"),
    what=(
        "the plan for a second ferry",
        "a report on the old bridge",
        "the new rules for night trains",
        "a budget for the coastal path",
        "the sale of the shipyard",
        "a study of the salt marshes",
    ),
    where=(
        "at the town hall",
        "in the northern villages",
        "near the lighthouse",
        "on the ring road",
        "in the old market",
    ),
    since=(
        "after three years of dispute",
        "before the storm season begins",
        "according to a statement released last night",
        "despite protests from residents",
        "without naming a final date",
        "following a tour of forty homes",
    ),
    read_also="Read also",
    tail="Follow our channel for the latest from the coast",
    rules="Please keep to the point and be polite to others when you comment on our articles",
)


@dataclass(frozen=True)
class SitePage:
    """One page: its address, its markup, the headline, and the paragraphs of its body."""

    url: str
    html: str
    title: str
    body: tuple[str, ...]
    language: str

    @property
    def text(self) -> str:
        """The body as one text."""
        return "\n".join(self.body)


def page(site: Site, number: int, layout: str = "plain", *, dateline: bool = False) -> SitePage:
    """Write article `number` of a site; with `dateline` its body opens with the outlet's name."""
    random = Random(f"{site.host}-{number}")
    title = _sentence(site, random)[:-1]
    body = [_paragraph(site, random) for _ in range(random.randint(5, 11))]
    if dateline:
        body.insert(0, site.dateline)
    others = [_sentence(site, random)[:-1] for _ in range(6)]
    html = _LAYOUTS[layout](site, title, body, others)
    return SitePage(f"https://{site.host}/news/{4000 + number}", html, title, tuple(body), site.language)


def _sentence(site: Site, random: Random) -> str:
    pools = (site.who, site.did, site.what, site.where, site.since)
    if site.language == "ar":
        pools = (site.did, site.who, site.what, site.where, site.since)
    return " ".join(random.choice(pool) for pool in pools) + site.stop


def _paragraph(site: Site, random: Random) -> str:
    numbered = (
        f"{random.choice(site.what).capitalize()}: {random.randint(12, 980)} / {random.randint(1990, 2024)}."
    )
    sentences = [_sentence(site, random) for _ in range(random.randint(1, 3))]
    return " ".join([*sentences, numbered] if random.random() < 0.4 else sentences)


def _head(site: Site, title: str) -> str:
    return (
        f'<!doctype html><html lang="{site.language}"><head><meta charset="utf-8">'
        f"<title>{title} | {site.name}</title>"
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="{site.name}">'
        '<meta property="article:published_time" content="2024-05-06T07:08:00+03:00">'
        f"<script>var page = '<div class=\"story\">{title}</div>';</script></head>"
    )


def _menu(site: Site) -> str:
    return (
        '<div class="menu">'
        + "".join(f'<a href="/{i}">{what}</a> ' for i, what in enumerate(site.what))
        + "</div>"
    )


def _links(others: list[str], name: str) -> str:
    items = "".join(
        f'<li class="teaser"><a href="/news/{i}">{other}</a></li>' for i, other in enumerate(others)
    )
    return f'<ul class="{name}">{items}</ul>'


def _plain(site: Site, title: str, body: list[str], others: list[str]) -> str:
    """A blog theme: paragraphs in one container, a read-also line and an invitation inside it."""
    paragraphs = [f"<p>{text}</p>" for text in body]
    paragraphs.insert(3, f'<p class="more">{site.read_also}: <a href="/news/1">{others[0]}</a></p>')
    return (
        f'{_head(site, title)}<body class="single">{_menu(site)}<div class="wrap"><h1>{title}</h1>'
        f'<div class="meta"><span class="date">2024-05-06 07:08</span></div>'
        f'<div class="entry-text">{"".join(paragraphs)}<p>{site.tail}</p></div>'
        f'<div class="comments"><p>{site.rules}</p></div></div>{_links(others, "latest")}</body></html>'
    )


def _modern(site: Site, title: str, body: list[str], others: list[str]) -> str:
    """Sections of an article element, the body split in two by a box; generated class names."""
    half = len(body) // 2
    parts = [
        "".join(f'<p class="k1x9z7 text">{text}</p>' for text in part) for part in (body[:half], body[half:])
    ]
    box = f'<aside class="box"><h3>{site.read_also}</h3>{_links(others[:2], "box-list")}</aside>'
    chunks = f'<div class="chunk">{parts[0]}</div>{box}<div class="chunk">{parts[1]}</div>'
    return (
        f'{_head(site, title)}<body><header class="top">{_menu(site)}</header><main id="page">'
        f'<article class="post"><h1 class="headline">{title}</h1>'
        '<div class="tools"><button>A+</button> <time>2024-05-06</time></div>'
        f'{chunks}<div class="sign">{site.tail}</div></article>'
        f'<section class="talk"><p>{site.rules}</p></section></main>'
        f'<footer class="end">{_links(others, "grid")}</footer></body></html>'
    )


def _table(site: Site, title: str, body: list[str], others: list[str]) -> str:
    """A home-made system: nested tables, font tags, lines parted by breaks."""
    lines = "<br><br>".join(f'<font size="4">{text}</font>' for text in body)
    return (
        f"{_head(site, title)}<body><table width=100%><tr><td width=160>{_links(others, 'x')}</td>"
        f"<td width=620><table><tr><td><font color=red size=5><h1>{title}</h1></font></td></tr>"
        f"<tr><td id=newsbody align=justify>{lines}<br><br>{site.tail}</td></tr></table>"
        "</td></tr></table></body></html>"
    )


def _opinion(site: Site, title: str, body: list[str], others: list[str]) -> str:
    """Another kind of page of the same outlet: a column with the author's box before it."""
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    return (
        f'{_head(site, title)}<body class="column">{_menu(site)}<div class="writer"><img src="/w.jpg">'
        f'<span class="writer-name">{site.who[-1]}</span><p class="writer-bio">{site.rules}</p></div>'
        f'<h1 class="column-title">{title}</h1><div class="column-text">{paragraphs}</div>'
        f'<div class="column-more">{_links(others, "columns")}</div></body></html>'
    )


_LAYOUTS = {"plain": _plain, "modern": _modern, "table": _table, "opinion": _opinion}
