"""One Arabic article of our own in the markups and encodings that Arabic news systems really serve.

`page(markup, paragraphs)` dresses paragraphs as one template would, with menu, headline, date line, share
bar, related links, comments and footer around them; `encoded(markup, case)` turns the page to bytes. The
pages name no real outlet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

HEADLINE = "افتتاح محطة تحلية جديدة تخدم مئتي ألف نسمة على الساحل الشرقي"
DATE_LINE = "الخميس 05 آب 2021 - 12:30 م"
ADDRESS = "https://news.example/article/327971"

ARTICLE = tuple((Path(__file__).parent / "pages" / "sahel.ar.txt").read_text(encoding="utf-8").splitlines())

RELATED = (
    "البلدية تعلن مواعيد جديدة لحافلات النقل بين الأحياء",
    "طلبة الجامعة يعرضون ستة مشاريع لترشيد الطاقة",
    "انطلاق مهرجان الصيادين في الميناء بمشاركة أربعين قاربا",
    "ورشة لترميم المخطوطات في دار الكتب",
)


def _p(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{text}</p>\n" for text in paragraphs)


def _br(paragraphs: Sequence[str]) -> str:
    return "<br>\n".join(paragraphs)


def _br_br(paragraphs: Sequence[str]) -> str:
    return "<br /><br />\n".join(paragraphs)


def _div(paragraphs: Sequence[str]) -> str:
    return "".join(f'<div dir="rtl">{text}</div>\n' for text in paragraphs)


def _word(paragraphs: Sequence[str]) -> str:
    style = 'style="font-size:14.0pt;font-family:&quot;Simplified Arabic&quot;"'
    return "".join(
        f'<p class="MsoNormal" dir="RTL"><span lang="AR-SA" {style}>{text.replace(" ", "&nbsp;", 3)}'
        f"<o:p></o:p></span></p>\n<p><span {style}>&nbsp;</span></p>\n"
        for text in paragraphs
    )


def _one_p(paragraphs: Sequence[str]) -> str:
    return f'<p style="text-align: justify;">{"<br>".join(paragraphs)}</p>'


def _interrupted(paragraphs: Sequence[str]) -> str:
    read_also = f'<p><strong>اقرأ أيضا: <a href="/article/327002">{RELATED[1]}</a></strong></p>\n'
    parts = [f"<p>{text}</p>\n" for text in paragraphs]
    parts.insert(3, "<p>إعلان</p>\n")
    parts.insert(5, read_also)
    parts.insert(7, '<div class="ads">اعلان</div>\n')
    return "".join(parts)


def _font(paragraphs: Sequence[str]) -> str:
    inner = "<br><br>".join(f'<font size="4" face="Arial">{text}</font>' for text in paragraphs)
    return f'<table width="100%"><tr><td align="right">{inner}</td></tr></table>'


BODIES: dict[str, Callable[[Sequence[str]], str]] = {
    "p": _p,
    "br": _br,
    "br br": _br_br,
    "div": _div,
    "word": _word,
    "one p": _one_p,
    "interrupted": _interrupted,
    "amp": _p,
    "font": _font,
}

CASES = {
    "utf-8": ("utf-8", "utf-8"),
    "cp1256 undeclared": ("cp1256", None),
    "cp1256 declared utf-8": ("cp1256", "utf-8"),
    "utf-8 declared windows-1256": ("utf-8", "windows-1256"),
    "iso-8859-6": ("iso-8859-6", "iso-8859-6"),
}


def page(markup: str, paragraphs: Sequence[str] = ARTICLE, *, declared: str | None = "utf-8") -> str:
    """Return a whole page around the body `markup`; `declared` goes into a meta element."""
    body = BODIES[markup](paragraphs)
    charset = f'<meta charset="{declared}">' if declared else ""
    is_amp = markup == "amp"
    photo = (
        '<amp-img src="/photo.jpg" width="7" height="4"></amp-img>' if is_amp else '<img src="/photo.jpg">'
    )
    menu = "".join(
        f'<li><a href="/section/{n}">{name}</a></li>'
        for n, name in enumerate(("محليات", "اقتصاد", "رياضة", "ثقافة", "منوعات", "مقالات"))
    )
    related = "".join(
        f'<li><a href="/article/3270{n}">{title}</a></li>' for n, title in enumerate(RELATED, 10)
    )
    head = (
        f"<head>{charset}<title>{HEADLINE} | نبأ الساحل</title>"
        f'<link rel="canonical" href="{ADDRESS}"><meta property="og:site_name" content="نبأ الساحل">'
        f'<meta property="og:title" content="{HEADLINE}"><meta property="og:type" content="article"></head>'
    )
    return f"""<!DOCTYPE html>
<html {"amp " if is_amp else ""}lang="ar" dir="rtl">{head}
<body class="rtl single">
<header><a href="/"><img src="/logo.png" alt="نبأ الساحل"></a><nav><ul class="menu">{menu}</ul></nav></header>
<div class="ticker"><span>عاجل</span> <a href="/article/327999">{RELATED[2]}</a></div>
<main><article class="post">
<div class="breadcrumb"><a href="/">الرئيسية</a> / <a href="/section/0">محليات</a></div>
<h1 class="title">{HEADLINE}</h1>
<div class="meta"><span class="date">{DATE_LINE}</span></div>
<div class="share"><a href="#">فيسبوك</a> <a href="#">تويتر</a>
<a href="#">واتساب</a> <a href="#">طباعة</a></div>
{photo}
<div class="article-body" id="content">
{body}
</div>
<div class="tags">الوسوم: <a href="/tag/1">مياه</a> <a href="/tag/2">تحلية</a></div>
</article>
<section class="related"><h3>أخبار ذات صلة</h3><ul>{related}</ul></section>
<section id="comments"><h3>التعليقات</h3>
<p>شروط التعليق: عدم الإساءة للكاتب أو للأشخاص أو مهاجمة الأديان، والالتزام بموضوع الخبر.</p></section></main>
<aside class="sidebar"><h4>الأكثر قراءة</h4><ul>{related}</ul></aside>
<footer><p>جميع الحقوق محفوظة © نبأ الساحل 2021</p><p>هاتف: 065550100</p></footer>
</body></html>"""


def encoded(markup: str, case: str, paragraphs: Sequence[str] = ARTICLE) -> bytes:
    """Return the page's bytes as the encoding `case` serves them; signs a charset lacks become references."""
    codec, declared = CASES[case]
    return page(markup, paragraphs, declared=declared).encode(codec, "xmlcharrefreplace")
