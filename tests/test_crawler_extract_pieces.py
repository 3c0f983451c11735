"""The second half of a body that an advertisement parted is taken up; boxes that only look alike are not."""

from __future__ import annotations

from crawler.extract.blocks import segment
from crawler.extract.document import Document
from crawler.extract.pieces import with_pieces
from crawler.extract.reasons import NoArticle
from crawler.extract.tree import parse_tree
from tests.extract_help import HINTS, metadata_of

ONE = "قال صيادون في المرفأ إن الموسم هذا العام أفضل مما توقعوه بعد ثلاث سنوات عجاف."
TWO = "ويبدأ البيع في المزاد عند الفجر وينتهي قبل أن ترتفع الشمس فوق الأرصفة."
FIRST = f"<div class='story'><p>{ONE}</p><p>{TWO}</p></div><div class='ad'>إعلان</div>"
REST = "وتعود آخر القوارب مساء كل يوم محملة بما يكفي أسواق المدينة الثلاث حتى صباح اليوم التالي."


def read(page: str, *chosen: str) -> list[str]:
    """The lines after a reader chose some of a page."""
    root = parse_tree(f"<body>{page}</body>")
    assert not isinstance(root, NoArticle)
    document = Document(root=root, blocks=segment(root), metadata=metadata_of(page), hints=HINTS)
    own = [block for block in document.blocks if block.text in chosen]
    return [block.text for block in with_pieces(document, own)]


def test_the_second_half_is_taken_up() -> None:
    """It stands beside the first in a box of the same class, with its sub-heading."""
    rest = f"<div class='story'><h3>عند المساء</h3><p>{REST}</p></div>"
    assert read(FIRST + rest, ONE, TWO) == [ONE, TWO, "عند المساء", REST]


def test_other_boxes_are_left_alone() -> None:
    """Of another class, elsewhere, or full of links."""
    links = "".join(f"<p><a href='/{n}'>{REST}</a></p>" for n in range(3))
    for rest in (
        f"<div class='note'><p>{REST}</p></div>",
        f"<section><div class='story'><p>{REST}</p></div></section>",
        f"<div class='story'>{links}</div>",
    ):
        assert read(FIRST + rest, ONE, TWO) == [ONE, TWO]
