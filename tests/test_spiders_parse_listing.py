"""Section pages: the articles' links and nothing else, by selector or by shape."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.parse.listing import parse_listing
from spiders.parse.lists import ParsedList

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://www.daily.test/local/"
HEADLINES = (
    "افتتاح مدرسة جديدة في حي الزهور",
    "بلدية المدينة تعلن عن توسعة الطريق الدائري",
    "انطلاق مهرجان الخريف وسط حضور كبير",
    "ارتفاع طفيف على درجات الحرارة يوم غد",
    "الجامعة تطلق برنامجا لتدريب المعلمين",
    "توقيع اتفاقية لحماية الآثار في الوادي",
)
FURNITURE = """<nav><a href="/politics/">سياسة وأخبار من كل مكان</a>
<a href="/article/1-in-a-menu-of-ours">قائمة</a></nav>
<div class="top-menu"><a href="/economy/">اقتصاد</a></div>
<a href="/tag/city">مدينة</a><a href="/author/salma-12345">سلمى الكاتبة في الصحيفة اليومية</a>
<a href="/category/12345">قسم</a><a href="/login?next=12345">دخول</a><a href="mailto:a@daily.test">بريد</a>
<a href="https://other.test/news/12345-some-long-article-slug">خبر من موقع آخر طويل العنوان</a>
<a href="#top">أعلى</a>
<a href="/files/report-12345.pdf">تقرير</a><a href="javascript:void(0)">x</a><a href="/">الرئيسية</a>
<a href="/local/">محليات</a><a href="/2026/11/22/">أرشيف اليوم</a><a href="/page/2">التالي</a>
<footer><a href="/about-us-and-our-history-2026">من نحن وما هو تاريخنا الطويل</a></footer>"""
SHAPES = {
    "number": "/article/32797{0}",
    "number and slug": "/article-32797{0}-opening-of-a-school",
    "dated": "/2026/11/22/story-{0}",
    "dated in one": "/local/20261122/story-{0}.html",
    "slug": "/local/the-long-name-of-story-{0}",
    "arabic slug": "/أخبار/افتتاح-مدرسة-جديدة-في-حي-{0}",
    "query": "/news.php?id=4711{0}",
    "token": "/news/articles/c4g5xyz12{0}o",
    "absolute on another host": "https://news.daily.test/story/32797{0}",
}


def page(shape: str) -> str:
    cards = "".join(
        f'<div class="card"><a href="{shape.format(number)}"><img src="/{number}.jpg" alt=""></a>'
        f'<h3><a href="{shape.format(number)}#c">{headline}</a></h3></div>'
        for number, headline in enumerate(HEADLINES)
    )
    head = '<html lang="ar"><head><title>محليات</title></head>'
    return f"{head}<body>{FURNITURE}<main>{cards}</main></body></html>"


def parse(html: str, follow: str | None = None) -> ParsedList:
    return parse_listing(html.encode(), url=URL, follow=follow, now=NOW)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_articles_are_learned_from_the_shape_of_their_addresses(shape: str) -> None:
    parsed = parse(page(shape))
    assert [entry.title for entry in parsed.entries] == list(HEADLINES)
    assert all(entry.url.endswith(shape.format(n)) for n, entry in enumerate(parsed.entries))
    assert (parsed.format, parsed.title, parsed.language, parsed.error) == ("listing", "محليات", "ar", None)


@pytest.mark.parametrize("codec", ["utf-8", "cp1256"])
def test_headlines_are_read_in_any_charset(codec: str) -> None:
    body = page(SHAPES["number"]).encode(codec)
    assert parse_listing(body, url=URL, follow=None, now=NOW).entries[0].title == HEADLINES[0]


@pytest.mark.parametrize(
    "follow", ["a[href*='/article']", ".card", "div.card h3 a", "//div[@class='card']", "(//main)[1]"]
)
def test_the_operators_selector_names_links_or_what_holds_them(follow: str) -> None:
    html = page(SHAPES["number"]).replace("<nav>", "<div>").replace("/article/1-in", "/x/1-in")
    assert [entry.title for entry in parse(html, follow).entries] == list(HEADLINES)


def test_the_operators_selector_may_lead_to_other_domains() -> None:
    html = '<div id="x"><a href="https://other.test/a">A</a></div><a href="/b">B</a>'
    assert [entry.url for entry in parse(html, "#x a").entries] == ["https://other.test/a"]


@pytest.mark.parametrize("follow", ["a[", "a::nonsense(", "//a[", "a:has-nothing-of-the-sort"])
def test_a_bad_selector_is_an_answer(follow: str) -> None:
    assert parse(page(SHAPES["number"]), follow).error == "bad_selector"


def test_selected_text_is_no_link() -> None:
    assert parse(page(SHAPES["number"]), "//a/@href").error == "no_links"


def test_the_longest_text_of_an_address_is_its_title() -> None:
    html = '<a href="/n/1">المزيد</a><a href="/n/1">العنوان الكامل للخبر</a>'
    html += '<a href="/n/1"><h2>قصير</h2> وكلام</a>'
    assert [entry.title for entry in parse(html, "a").entries] == ["العنوان الكامل للخبر"]


def test_the_pages_base_counts() -> None:
    parsed = parse('<base href="https://www.daily.test/deep/"><a href="one">One</a>', "a")
    assert parsed.entries[0].url == "https://www.daily.test/deep/one"


@pytest.mark.parametrize("html", ["<p>no links</p>", FURNITURE, "plain"])
def test_a_page_without_articles_says_so(html: str) -> None:
    assert (parse(html).error, parse(html).entries) == ("no_links", ())


def test_an_empty_body_says_so() -> None:
    assert parse(" ").error == "empty"


@given(st.text(alphabet="<>a/hre=\"'123-news. ", max_size=150), st.sampled_from([None, "a", "//a"]))
def test_any_markup_is_answered(text: str, follow: str | None) -> None:
    for entry in parse(text, follow).entries:
        assert entry.url.startswith(("http://", "https://"))
