"""Lines of other articles and strays beside the body go; the pieces of a split body and datelines stay."""

from __future__ import annotations

from crawler.extract.blocks import segment
from crawler.extract.document import Document
from crawler.extract.foreign import without_foreign
from crawler.extract.reasons import NoArticle
from crawler.extract.tree import parse_tree
from tests.extract_help import HINTS, metadata_of

ONE = "قال صيادون في المرفأ إن الموسم هذا العام أفضل مما توقعوه بعد ثلاث سنوات عجاف."
TWO = "ويبدأ البيع في المزاد عند الفجر وينتهي قبل أن ترتفع الشمس فوق الأرصفة."
OTHER = "أعلنت الجمعية أن القوارب الجديدة ستصل من الحوض الجاف في الأسبوع الأول من الشهر."
NEXT = (
    f"<div class='next'><h2><a href='/2'>قوارب جديدة لصيادي المرفأ</a></h2><p>{OTHER}</p><p>{OTHER}</p></div>"
)
DATE = "<meta property='article:published_time' content='2024-03-07T10:30:00Z'>"


def own_of(body: str, leave: tuple[str, ...] = (), head: str = DATE) -> list[str]:
    """What is left of a page whose reader chose every unlinked line but the headline and those named."""
    page = f"<head><title>موسم جيد</title>{head}</head><body><h1>موسم جيد</h1>{body}</body>"
    root = parse_tree(page)
    assert not isinstance(root, NoArticle)
    document = Document(root=root, blocks=segment(root), metadata=metadata_of(page), hints=HINTS)
    chosen = [b for b in document.blocks if not b.links and b.tag != "h1" and b.text not in leave]
    return [block.text for block in without_foreign(document, chosen)]


def test_the_next_article_goes() -> None:
    """It stands in a box of its own that its linked headline opens, however long it is."""
    assert own_of(f"<div class='a'><p>{ONE}</p><p>{TWO}</p></div>{NEXT}") == [ONE, TWO]
    assert own_of(f"<div class='a'><p>{ONE}</p></div>{NEXT * 2}") == [ONE]


def test_paragraphs_below_a_link_of_their_own_body_stay() -> None:
    """A read-also line inside, and between the two pieces of a body that was split by it."""
    link = "<p><a href='/2'>قوارب جديدة لصيادي المرفأ</a></p>"
    assert own_of(f"<div class='a'><p>{ONE}</p>{link}<p>{TWO}</p></div>") == [ONE, TWO]
    pieces = f"<div class='a'><p>{ONE}</p></div><div class='x'>{link}</div><div class='a'><p>{TWO}</p></div>"
    assert own_of(pieces) == [ONE, TWO]


def test_a_list_of_teasers_is_left_to_others() -> None:
    """Its first line stands under a link too; or the page is undated."""
    assert own_of(NEXT * 3, head="") == [OTHER] * 6
    assert len(own_of(f"<div><p>{ONE}</p></div>{NEXT * 2}", head="")) == 5


def test_short_lines_outside_the_box_of_the_body_go() -> None:
    """A strap above and a counter below it, not a dateline, a sentence or an item of a list."""
    body = f"<div class='a'><p>{ONE}</p><p>{TWO}</p></div>"
    assert own_of(f"<div>ثلاث سنوات من الانتظار</div>{body}<div>مرات القراءة 120</div>") == [ONE, TWO]
    assert own_of(f"<div>صور - وكالة المرافئ</div>{body}") == ["صور - وكالة المرافئ", ONE, TWO]
    assert own_of(f"{body}<ul><li>ثلاثة قوارب</li></ul><div>انتهى الموسم.</div>")[2:] == [
        "ثلاثة قوارب",
        "انتهى الموسم.",
    ]


def test_a_sentence_in_a_box_for_other_things_goes_from_below_only() -> None:
    """An appeal for money after the body; above it such a box may hold the lede."""
    body = f"<div class='a'><p>{ONE}</p><p>{TWO}</p></div>"
    assert own_of(f"{body}<div class='promo'>{OTHER}</div>") == [ONE, TWO]
    assert own_of(f"<div class='promo'>{OTHER}</div>{body}") == [OTHER, ONE, TWO]
