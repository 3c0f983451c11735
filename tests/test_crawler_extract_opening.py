"""The head of a body: a dateline the reader missed comes back, a strap above the date line goes."""

from __future__ import annotations

from crawler.extract.blocks import segment
from crawler.extract.document import Document
from crawler.extract.opening import opened
from crawler.extract.reasons import NoArticle
from crawler.extract.tree import parse_tree
from tests.extract_help import HINTS, metadata_of

FIRST = "قال صيادون في المرفأ إن الموسم هذا العام أفضل مما توقعوه بعد ثلاث سنوات عجاف."
SECOND = "ويبدأ البيع في المزاد عند الفجر وينتهي قبل أن ترتفع الشمس فوق الأرصفة."


def head_of(above: str, chosen: tuple[str, ...], title: str = "موسم جيد للصيد | نبأ الساحل") -> list[str]:
    """What is kept of a page whose reader chose some lines."""
    page = f"<title>{title}</title><body><h1>موسم جيد للصيد</h1>{above}<p>{FIRST}</p><p>{SECOND}</p></body>"
    root = parse_tree(page)
    assert not isinstance(root, NoArticle)
    document = Document(root=root, blocks=segment(root), metadata=metadata_of(page), hints=HINTS)
    own = [block for block in document.blocks if block.text in chosen]
    return [block.text for block in opened(document, own)]


def test_a_dateline_before_the_body_comes_back() -> None:
    """Where it stands as the body does: the city and the agency, or the outlet's own name."""
    assert head_of("<p>صور - وكالة المرافئ</p>", (FIRST, SECOND)) == ["صور - وكالة المرافئ", FIRST, SECOND]
    assert head_of("<p>نبأ الساحل</p>", (FIRST, SECOND)) == ["نبأ الساحل", FIRST, SECOND]


def test_other_short_lines_before_the_body_do_not() -> None:
    """A line of another make, with a link, or that says nothing of a place or an agency."""
    for above in ("<div>صور - وكالة المرافئ</div>", "<p><a href='/x'>صور - المزيد</a></p>", "<p>صورة</p>"):
        assert head_of(above, (FIRST, SECOND)) == [FIRST, SECOND]


def test_a_strap_above_the_date_line_goes() -> None:
    """Short and no sentence; a summary in sentences stays, as does everything where no date line follows."""
    date = "<div class='date'>7 آذار 2024 - 10:30</div>"
    strap, summary = (
        "ثلاث سنوات من الانتظار",
        "بعد ثلاث سنوات من الانتظار عاد السمك إلى المرفأ، ويأمل الصيادون أن يبقى.",
    )
    assert head_of(f"<h2>{strap}</h2>{date}", (strap, FIRST, SECOND)) == [FIRST, SECOND]
    assert head_of(f"<h2>{summary}</h2>{date}", (summary, FIRST, SECOND)) == [summary, FIRST, SECOND]
    assert head_of(f"<h2>{strap}</h2>", (strap, FIRST, SECOND)) == [strap, FIRST, SECOND]
