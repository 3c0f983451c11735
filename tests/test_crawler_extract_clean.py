"""The post filters: what is no body goes, by its words only together with its place or its links."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import Block, segment
from crawler.extract.clean import Cleaned, clean
from crawler.extract.metadata import read_metadata
from crawler.extract.reasons import NoArticle
from crawler.extract.tree import parse_tree
from tests.extract_help import HINTS

ONE = "The bridge over the weir will be closed until the end of May, the council said."
TWO = "Walkers can use the ferry, which runs every quarter of an hour until late in the evening."
HEADLINE = "Bridge over the weir closes for repairs"


def cleaned(*lines: str, head: str = "") -> Cleaned:
    """Filter lines given as HTML, all of them chosen, under a headline that is only in the head."""
    head = f"<title>{HEADLINE} | Harbour Post</title><meta property='og:title' content='{HEADLINE}'>{head}"
    root = parse_tree(f"<html><head>{head}</head><body>{''.join(lines)}</body></html>")
    assert not isinstance(root, NoArticle)
    blocks: tuple[Block, ...] = segment(root)
    return clean(blocks, read_metadata(root, blocks, HINTS))


def kept(*lines: str, head: str = "") -> list[str]:
    """The texts the filters leave."""
    return [block.text for block in cleaned(*lines, head=head).blocks]


def p(text: str) -> str:
    """A paragraph."""
    return f"<p>{text}</p>"


def test_the_headline_goes_from_the_head_only() -> None:
    """Among the first four lines; the same words further down are body."""
    lines = [p(ONE), p(TWO), p(ONE + " Again."), p(TWO + " Again."), p(HEADLINE), p(ONE + " Still.")]
    assert HEADLINE not in kept(p(HEADLINE), *lines[:4])
    assert HEADLINE in kept(*lines)


def test_a_dateline_stays_even_if_it_names_the_author() -> None:
    """The sample's first line is the outlet's name and a dash."""
    head = '<meta name="author" content="نبأ الساحل">'
    assert kept(p("نبأ الساحل -"), p(ONE), p(TWO), head=head)[0] == "نبأ الساحل -"


def test_byline_and_date_lines_go_where_they_repeat_the_metadata() -> None:
    """Not elsewhere: a date nobody published on is body."""
    head = '<meta name="author" content="Ann Quayle"><meta name="date" content="2024-03-07T18:05:00Z">'
    assert kept(p("By Ann Quayle"), p("Published 7 March 2024, 18:05"), p(ONE), p(TWO), head=head) == [
        ONE,
        TWO,
    ]
    assert kept(p("18 June 1815"), p(ONE), p(TWO), head=head) == ["18 June 1815", ONE, TWO]


def test_read_also_goes_with_its_links() -> None:
    """As one line, or as a heading and the list under it."""
    link = '<a href="/2">School choir wins the national prize</a>'
    assert kept(p(ONE), p(f"Read also: {link}"), p(TWO)) == [ONE, TWO]
    assert kept(p(ONE), "<h4>اقرأ أيضا</h4>", f"<ul><li>{link}</li><li>{link}</li></ul>", p(TWO)) == [
        ONE,
        TWO,
    ]
    assert kept(p(ONE), p("اقرأ أيضا: جوقة المدرسة تفوز بالجائزة"), p(TWO)) == [ONE, TWO]


def test_a_sentence_that_begins_with_the_words_stays() -> None:
    """The words alone never suffice."""
    sentence = "Related claims were heard by the court in Lerwick on Monday and Tuesday."
    assert kept(p(ONE), p(sentence), p(TWO)) == [ONE, sentence, TWO]


def test_ad_labels_and_buttons_go_anywhere() -> None:
    """When they are the whole line."""
    assert kept(p(ONE), p("إعلان"), p("Share"), p(TWO)) == [ONE, TWO]


def test_the_tail_loses_invitations_and_loose_ends() -> None:
    """Newsletter, agency and copyright lines; a heading nothing follows; a linked line."""
    tail = [p("Sign up for our newsletter."), p("© Harbour Post 2024"), "<h3>Elsewhere</h3>"]
    assert kept(p(ONE), p(TWO), *tail, p('<a href="/t">More of this kind</a>')) == [ONE, TWO]
    assert kept(p("Sign up for the ferry at the kiosk on the quay."), p(ONE), p(TWO))[0].startswith("Sign up")


def test_comments_end_the_text() -> None:
    """From their heading or their rules on, in the lower half."""
    rules = "شروط التعليق: عدم الإساءة للكاتب أو للأشخاص أو مهاجمة الأديان."
    assert kept(p(ONE), p(TWO), p(rules), p("I was there. Nice bridge!")) == [ONE, TWO]


def test_rows_of_links_are_menus() -> None:
    """Two links at the head, four anywhere; a sentence with links is none."""
    row = '<p><a href="/1">Home</a> | <a href="/2">News</a></p>'
    sentence = '<p><a href="/1">The council</a> and <a href="/2">the harbour master</a> agreed.</p>'
    assert kept(row, p(ONE), p(TWO)) == [ONE, TWO]
    assert len(kept(sentence, p(ONE), p(TWO))) == 3


def test_captions_are_no_body() -> None:
    """They describe a picture we do not keep."""
    assert kept(p(ONE), "<figure><figcaption>The bridge at dawn.</figcaption></figure>", p(TWO)) == [ONE, TWO]


def test_what_was_dropped_is_counted_by_filter() -> None:
    """The counts go into the article's provenance."""
    found = cleaned(p(HEADLINE), p(ONE), p("Advertisement"), p("Advertisement"), p(TWO))
    assert found.dropped == {"headline": 1, "ad_label": 2}


def test_a_text_of_a_few_words_is_left_alone() -> None:
    """There is nothing to be careful about."""
    assert kept(p("Share")) == ["Share"]


@given(
    st.lists(
        st.sampled_from([ONE, TWO, "Share", "Advertisement", HEADLINE, "اقرأ أيضا", "© 2024"]), max_size=8
    )
)
def test_filters_only_take_out(lines: list[str]) -> None:
    """What is left is a subsequence, and cleaning it again changes nothing that was long."""
    left = kept(*map(p, lines))
    rest = iter(lines)
    assert all(line in rest for line in left)
    assert {ONE, TWO} & set(lines) == {ONE, TWO} & set(left)


def test_a_body_the_page_holds_twice_is_kept_once() -> None:
    """For screens and for phones: a run of lines word for word as above."""
    lines = [p(f"{ONE} {TWO} That makes {n}.") for n in range(3)]
    assert kept(*lines, *lines) == [f"{ONE} {TWO} That makes {n}." for n in range(3)]
    assert cleaned(*lines, *lines).dropped == {"copy": 3}


def test_a_line_that_is_all_byline_goes() -> None:
    """Whether or not the metadata know the name; what the word merely begins stays."""
    for byline in ("كتب – سامر الوديع:", "تقرير: هناء الراوي", "By Ann Quayle"):
        assert kept(p(byline), p(ONE), p(TWO)) == [ONE, TWO]
    assert kept(p("كتب الصيادون رسالة إلى الوزير."), p(ONE)) == ["كتب الصيادون رسالة إلى الوزير.", ONE]


def test_a_label_with_a_link_is_a_read_also_line() -> None:
    """A few of them, with a headline's words; many are a list, and a link inside a sentence is body."""
    line = "<p>للاستزادة: <a href='/1'>قوارب جديدة لصيادي المرفأ</a></p>"
    assert kept(p(ONE), line, p(TWO)) == [ONE, TWO]
    assert len(kept(p(ONE), *[line] * 4, p(TWO))) == 6
    assert len(kept(p(ONE), "<p>The rule: <a href='/1'>no boats on Sundays, please</a>.</p>", p(TWO))) == 3


def test_words_between_bars_are_a_menu() -> None:
    """Linked or not."""
    assert kept(p("الرئيسية | محليات | رياضة | اقتصاد"), p(ONE), p(TWO)) == [ONE, TWO]


def test_a_hidden_line_that_is_shown_too_goes() -> None:
    """A copy for phones stands before the body."""
    assert kept(f'<div style="display:none"><p>{TWO}</p></div>', p(ONE), p(TWO)) == [ONE, TWO]


def test_a_line_beside_a_picture_is_its_caption() -> None:
    """Alone with it in a box, short and no sentence."""
    picture = '<div><img src="a.jpg"><span>قوارب في المرفأ - أرشيف</span></div>'
    assert kept(picture, p(ONE), p(TWO)) == [ONE, TWO]
    assert len(kept(f'<div><img src="a.jpg">{ONE}</div>', p(TWO))) == 2


def test_rules_for_comments_end_the_body() -> None:
    """Wherever in the line the words are."""
    rules = "يحتفظ الموقع بحق حذف أي تعليق يخرج عن الموضوع أو يسيء إلى أحد."
    assert kept(p(ONE), p(TWO), p(rules), p("شكرا لكم على الخبر.")) == [ONE, TWO]


def test_a_list_of_keywords_is_no_body() -> None:
    """Behind the word for them and a colon; the word alone begins sentences."""
    assert kept(p(ONE), p(TWO), p("الكلمات المفتاحية: المرفأ - الصيد - المزاد")) == [ONE, TWO]
    assert len(kept(p(ONE), p(TWO), p("الوسوم التي نالها الصيادون معروضة في دار البلدية."))) == 3


def test_a_label_before_a_player_goes() -> None:
    """What it announces is no text; before text it stays."""
    assert kept(p(ONE), p("المشاهد كاملة:"), "<p><iframe src='/v'></iframe></p>", p(TWO)) == [ONE, TWO]
    assert kept(p(ONE), p("المشاهد كاملة:"), p(TWO)) == [ONE, "المشاهد كاملة:", TWO]


def test_the_source_above_the_text_is_a_credit() -> None:
    """A word for it, a colon and a name."""
    assert kept(p("المصدر: وكالات"), p(ONE), p(TWO)) == [ONE, TWO]
