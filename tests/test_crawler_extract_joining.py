"""Pages of one article joined: order, seams, and pages that are none of its."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.joining import PAGES_MISSING, cut_short, join
from crawler.extract.text import key
from storage.model import Article, Extraction

LINES = tuple(
    f"Paragraph {number} of the report on the pier, long enough to be one of its own kind."
    for number in range(9)
)


def part(
    *lines: str, title: str = "Old pier reopens", url: str = "https://tide.example/pier", **values: object
) -> Article:
    how = {"path": "blocks", "version": "1", "confidence": 0.9, "fields": {"url": "address"}}
    extraction = Extraction(**{**how, **values.pop("how", {})})  # type: ignore[dict-item]
    return Article(url=url, title=title, text="\n".join(lines), extraction=extraction, **values)  # type: ignore[arg-type]


def text_of(article: Article | None) -> list[str]:
    assert article is not None
    return article.text.split("\n")


def test_the_second_page_stands_below_the_first() -> None:
    joined = join(part(*LINES[:3]), part(*LINES[3:5]))
    assert text_of(joined) == list(LINES[:5])
    assert joined and joined.extraction.pages == 2


def test_what_opens_every_page_stays_once() -> None:
    joined = join(part("The Tide -", *LINES[:2]), part("The Tide -", LINES[2]))
    assert text_of(joined) == ["The Tide -", *LINES[:3]]


def test_what_closes_every_page_stands_at_the_end_once() -> None:
    joined = join(part(*LINES[:2], "Reporting by P. Ash."), part(*LINES[2:4], "Reporting by P. Ash."))
    assert text_of(joined) == [*LINES[:4], "Reporting by P. Ash."]


def test_a_headline_read_as_body_on_a_further_page_goes() -> None:
    assert text_of(join(part(LINES[0]), part("Old pier reopens", LINES[1]))) == list(LINES[:2])


def test_what_stands_on_both_pages_outside_the_article_is_furniture() -> None:
    joined = join(
        part(LINES[0]), part("Share", LINES[1], "Send a letter"), beside={key("Share"), key("Send a letter")}
    )
    assert text_of(joined) == list(LINES[:2])


def test_a_short_line_may_come_again() -> None:
    joined = join(
        part(LINES[0], "He paused.", LINES[1]),
        part(LINES[2], "He paused.", LINES[3]),
        beside={key("He paused.")},
    )
    assert text_of(joined) == [LINES[0], "He paused.", LINES[1], LINES[2], "He paused.", LINES[3]]


def test_a_page_with_nothing_new_ends_the_article() -> None:
    assert join(part(*LINES[:3]), part(*LINES[:3])) is None
    assert join(part(*LINES[:3]), part(*LINES[1:3])) is None
    assert join(part(*LINES[:3]), part(LINES[1])) is None


def test_another_article_is_not_joined() -> None:
    other = part(
        LINES[4], title="Ferry sold", url="https://tide.example/ferry", how={"fields": {"url": "link"}}
    )
    assert join(part(LINES[0]), other) is None
    assert (
        join(part(LINES[0]), part(LINES[4], title="Ferry sold", url="https://tide.example/pier?page=2"))
        is None
    )


def test_a_page_with_a_headline_of_its_own_says_by_its_address_that_it_belongs() -> None:
    own = {"fields": {"url": "link"}}
    second = part(LINES[1], title="The keeper", url="https://tide.example/pier?page=2", how=own)
    assert text_of(join(part(LINES[0]), second)) == list(LINES[:2])
    titled = part(LINES[1], title="Old pier reopens - page 2", url="https://tide.example/x")
    assert text_of(join(part(LINES[0]), titled)) == list(LINES[:2])


def test_an_article_is_as_whole_and_as_sure_as_its_weakest_page() -> None:
    first = part(LINES[0], how={"dropped": {"credit": 1}, "warnings": ("noindex",)})
    second = part(LINES[1], complete=False, how={"confidence": 0.4, "dropped": {"credit": 2}})
    joined = join(first, second)
    assert joined is not None
    assert not joined.complete
    assert joined.extraction.confidence == 0.4
    assert joined.extraction.dropped == {"credit": 3}
    assert joined.extraction.warnings == ("noindex",)


def test_an_article_cut_short_says_so() -> None:
    short = cut_short(part(LINES[0]))
    assert not short.complete
    assert cut_short(short).extraction.warnings == (PAGES_MISSING,)


@given(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=6),
    st.lists(st.sampled_from(LINES), min_size=1, max_size=6),
)
def test_joining_loses_no_line_and_makes_none_up(above: list[str], below: list[str]) -> None:
    joined = join(part(*above), part(*below))
    if joined is None:
        assert set(below) <= set(above)
    else:
        assert set(text_of(joined)) == {*above, *below}
