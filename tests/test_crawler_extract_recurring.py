"""Lines that recur on a site are dropped, and what only looks alike is kept."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import Block, segment
from crawler.extract.reasons import NoArticle
from crawler.extract.recurring import (
    MAX_ONCE,
    MAX_RECURRING,
    Lines,
    LineTable,
    count_lines,
    is_dateline,
    line_hash,
    lines_of,
    without_recurring,
)
from crawler.extract.tree import parse_tree
from tests.site_pages import ARABIC, ENGLISH, page

TAIL = "Follow our channel for more"
AMID = "The story goes on below"
OWN = "{} reached the harbour on the {} ferry, and nobody there had been told what they carried in boxes."


def blocks_of(lines: Sequence[str]) -> tuple[Block, ...]:
    """Paragraphs of one container; a line that is markup stands as it is."""
    paragraphs = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    root = parse_tree(f"<div>{paragraphs}</div>")
    assert not isinstance(root, NoArticle)
    return segment(root)


def article(number: int) -> list[str]:
    """Three paragraphs that no other article has."""
    return [OWN.format(f"{who} {number}", f"{number}th") for who in ("Officer", "Passenger", "Doctor")]


def learned(articles: Sequence[Sequence[str]]) -> LineTable:
    """The table after these articles."""
    table = LineTable()
    for lines in articles:
        table = count_lines(table, lines_of(blocks_of(lines)))
    return table


def read(lines: Sequence[str], table: LineTable, *names: str) -> list[str]:
    """What is left of an article."""
    left = without_recurring(blocks_of(lines), table, names)
    return [block.text for block in left]


def test_tail_line_of_two_other_articles_goes() -> None:
    table = learned([[*article(1), TAIL], [*article(2), TAIL]])
    assert read([*article(3), TAIL], table) == article(3)


def test_line_seen_once_stays() -> None:
    table = learned([[*article(1), TAIL], article(2)])
    assert read([*article(3), TAIL], table) == [*article(3), TAIL]


def test_short_line_amid_the_body_goes_when_it_recurs_steadily() -> None:
    def with_label(number: int) -> list[str]:
        first, *rest = article(number)
        return [first, f'<div class="note">{AMID}</div>', *rest]

    twice, often = learned([with_label(n) for n in range(2)]), learned([with_label(n) for n in range(5)])
    assert AMID in read(with_label(9), twice)
    assert read(with_label(9), often) == article(9)


def test_subheading_that_recurs_amid_the_body_stays() -> None:
    def with_heading(number: int) -> list[str]:
        first, *rest = article(number)
        return [
            first,
            "<h3>What comes next</h3>",
            *rest,
            "<p><b>Background</b></p>",
            first.replace("Off", "Poet off"),
        ]

    whole = [block.text for block in blocks_of(with_heading(9))]
    assert read(with_heading(9), learned([with_heading(n) for n in range(6)])) == whole


def test_linked_line_goes_wherever_it_stands() -> None:
    def with_link(number: int) -> list[str]:
        first, *rest = article(number)
        return [first, '<p><a href="/offer">Our offer for new readers</a></p>', *rest]

    assert read(with_link(9), learned([with_link(n) for n in range(2)])) == article(9)


def test_quote_and_sentence_amid_the_body_stay() -> None:
    said = ['"We are waiting"', "Nobody answered."]

    def quoting(number: int) -> list[str]:
        first, *rest = article(number)
        return [first, *said, *rest]

    assert read(quoting(9), learned([quoting(n) for n in range(6)])) == quoting(9)


def test_figures_stay_even_at_the_end() -> None:
    table = learned([[*article(n), "USD 3.75", "12 - 30"] for n in range(6)])
    assert read([*article(9), "USD 3.75", "12 - 30"], table) == [*article(9), "USD 3.75", "12 - 30"]


def test_sentence_that_ends_two_of_many_articles_stays() -> None:
    end = "No one was hurt."
    table = learned([*([*article(n), end] if n % 12 == 0 else article(n) for n in range(24))])
    assert read([*article(99), end], table) == [*article(99), end]


def test_long_notice_goes_only_beside_a_long_paragraph_of_its_own() -> None:
    notice = (
        "Our reporters take part in the programme for local news of the coast, " * 2 + "and thank its donors."
    )
    table = learned([[*(f"{line} {line}" for line in article(n)), notice] for n in range(4)])
    long, short = (
        [f"{line} {line}" for line in article(9)],
        ["A short note of seventy letters about the old mill, no more."],
    )
    assert read([*long, notice], table) == long
    assert read([*short, notice], table) == [*short, notice]


def test_story_told_again_is_no_furniture() -> None:
    story = [f"{line} {line}" for line in article(1)]
    table = learned([[*story, f"Updated for the {n}th time"] for n in range(5)])
    assert table.articles == 1
    assert read(story, table) == story


def test_copies_that_were_counted_all_the_same_leave_a_whole_story() -> None:
    story = lines_of(blocks_of([f"{line} {line}" for line in article(1)]))
    counted = LineTable(counts=dict.fromkeys(story.every, (4, 0)), articles=4)
    again = [f"{line} {line}" for line in article(1)]
    assert read(again, counted) == again


def test_article_without_a_paragraph_of_its_own_is_left_alone() -> None:
    table = learned([["Prayer times", "Dawn", "Noon"] for _ in range(4)])
    assert read(["Prayer times", "Dawn", "Noon"], table) == ["Prayer times", "Dawn", "Noon"]


def test_dateline_that_opens_every_body_stays() -> None:
    pages = [page(ARABIC, number, dateline=True) for number in range(6)]
    table = learned([[*one.body, ARABIC.tail] for one in pages])
    assert read([*pages[5].body, ARABIC.tail], table) == list(pages[5].body)


def test_dateline_below_a_headline_the_reader_took_stays() -> None:
    lines = [[f"Headline number {n} of the day", "Harbour Herald -", *article(n)] for n in range(5)]
    assert read(lines[4], learned(lines[:4])) == lines[4]


def test_dateline_is_known_by_its_form_its_name_or_the_line_after_it() -> None:
    assert is_dateline(blocks_of(["LONDON (Agency)", OWN]))
    assert is_dateline(blocks_of(["عمان - بترا", OWN]))
    assert is_dateline(blocks_of(["Harbour Herald", OWN]), ["Harbour Herald"])
    assert is_dateline(blocks_of(["Old Town", "Old Town: the market opened again."]))


def test_label_above_a_body_is_no_dateline() -> None:
    assert not is_dateline(blocks_of(["Listen to this article", OWN]))
    assert not is_dateline(blocks_of(["<div>Share - print</div>", OWN]))
    assert not is_dateline(blocks_of(['<p><a href="/x">City - Agency</a></p>', OWN]))
    assert not is_dateline(blocks_of(["City - Agency"]))


def test_other_articles_paragraphs_never_go() -> None:
    pages = [page(ENGLISH, number) for number in range(8)]
    table = learned([one.body for one in pages[:7]])
    assert read(pages[7].body, table) == list(pages[7].body)


def test_table_is_bounded_and_forgets_what_was_seen_once_first() -> None:
    table = LineTable()
    for number in range(80):
        lines = Lines(every=(1, *range(100 * number + 10, 100 * number + 110)))
        table = count_lines(table, lines)
    assert len(table.counts) <= MAX_ONCE + MAX_RECURRING
    assert table.counts[1] == (80, 0)


def test_order_and_case_of_lines_do_not_matter_to_their_hash() -> None:
    assert line_hash("Follow OUR channel") == line_hash("follow our Channel")
    assert line_hash("USD 3.75") != line_hash("USD 3.76")


@given(st.lists(st.lists(st.text(alphabet='ab ."-:1', min_size=1, max_size=30), max_size=6), max_size=6))
def test_what_is_left_is_in_order_and_came_from_the_article(articles: list[list[str]]) -> None:
    for lines in articles:
        whole = [block.text for block in blocks_of(lines)]
        rest = iter(whole)
        assert all(line in rest for line in read(lines, learned(articles)))


def test_a_dateline_may_stand_in_twins_inside_twins() -> None:
    """Some editors put each line into a box in a box."""
    root = parse_tree(f"<div><div class='x'>عمان - بترا</div></div><div><div class='x'>{OWN}</div></div>")
    assert not isinstance(root, NoArticle)
    assert is_dateline(segment(root))
