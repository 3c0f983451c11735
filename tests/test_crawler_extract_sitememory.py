"""What a site teaches from page to page: learning, using, auditing, a redesign, and the memory as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from zstandard import compress

from crawler.extract.blocks import Block, segment
from crawler.extract.clean import filtered
from crawler.extract.document import Document, Reading
from crawler.extract.hints import Hints
from crawler.extract.learning import LEARN_FROM, MAX_TEMPLATES, TRIALS, observe
from crawler.extract.memoryfile import pack_memory, unpack_memory
from crawler.extract.metadata import read_metadata
from crawler.extract.reasons import NoArticle
from crawler.extract.recurring import MAX_ONCE, MAX_RECURRING, Lines
from crawler.extract.remember import Recalled, recall, witness
from crawler.extract.sitememory import AUDIT_EVERY, Observation, SiteMemory
from crawler.extract.tree import parse_tree
from tests.site_pages import ARABIC, ENGLISH, Site, SitePage, page

FIRST = datetime(2024, 5, 1, tzinfo=UTC)
TAUGHT = LEARN_FROM + TRIALS

Teacher = Callable[[SitePage, Sequence[Block]], list[Block]]


def perfect(one: SitePage, blocks: Sequence[Block]) -> list[Block]:
    """A teacher that knows the body."""
    return [block for block in blocks if block.text in one.body]


@dataclass
class Reader:
    """Reads a site's pages as the cascade and the crawl do, one after another."""

    teacher: Teacher = perfect
    memory: SiteMemory = field(default_factory=SiteMemory)
    paths: str = ""
    seen: list[Observation] = field(default_factory=list)

    def read(self, one: SitePage) -> list[str]:
        """Read a page, remember it, and return its lines; `paths` gets a `w` (wrapper) or `t` (teacher)."""
        hints = Hints(url=one.url, final_url=one.url, source_name=ARABIC.name)
        recalled = recall(one.html, self.memory, hints)
        if isinstance(recalled, Recalled):
            document, reading = recalled.document, recalled.reading
        else:
            document = replace(parsed(one, hints), lines=self.memory.lines)
            reading = Reading(path="blocks", blocks=tuple(self.teacher(one, document.blocks)))
        self.paths += "w" if reading.path == "wrapper" else "t"
        kept = filtered(document, reading.blocks).blocks
        observation = witness(
            text=one.html,
            document=document,
            reading=reading,
            kept=kept,
            language=one.language,
            memory=self.memory,
        )
        self.seen.append(observation)
        self.memory = observe(self.memory, observation, at=FIRST + timedelta(hours=len(self.paths)))
        return [block.text for block in kept]

    def read_all(self, pages: Iterable[SitePage]) -> list[list[str]]:
        """Read pages in order."""
        return [self.read(one) for one in pages]


def parsed(one: SitePage, hints: Hints) -> Document:
    """The whole page as a document."""
    root = parse_tree(one.html)
    assert not isinstance(root, NoArticle)
    blocks = segment(root)
    return Document(root=root, blocks=blocks, metadata=read_metadata(root, blocks, hints), hints=hints)


def pages(site: Site, count: int, layout: str, *, start: int = 0, dateline: bool = False) -> list[SitePage]:
    """Articles of one layout."""
    return [page(site, start + number, layout, dateline=dateline) for number in range(count)]


@pytest.mark.parametrize("layout", ["plain", "modern", "table", "opinion"])
@pytest.mark.parametrize("site", [ARABIC, ENGLISH], ids=lambda site: site.language)
def test_wrapper_takes_over_after_a_few_pages_and_reads_exactly(site: Site, layout: str) -> None:
    reader = Reader()
    given = pages(site, 12, layout, dateline=site is ARABIC)
    texts = reader.read_all(given)
    assert reader.paths == "t" * TAUGHT + "w" * (12 - TAUGHT)
    assert texts == [list(one.body) for one in given]


def test_redesign_costs_no_article_and_is_noticed() -> None:
    reader = Reader()
    given = [*pages(ARABIC, 8, "plain"), *pages(ARABIC, 9, "modern", start=20)]
    texts = reader.read_all(given)
    assert texts == [list(one.body) for one in given]
    assert reader.paths == "tttttwww" + "tttttwwww"
    assert reader.memory.redesigned_at == FIRST + timedelta(hours=9)


def test_layout_that_comes_back_is_read_at_once() -> None:
    reader = Reader()
    reader.read_all(
        [*pages(ENGLISH, 7, "plain"), *pages(ENGLISH, 7, "modern"), *pages(ENGLISH, 2, "plain", start=30)]
    )
    assert reader.paths.endswith("ww")


def test_two_templates_of_one_site_learn_apart_and_are_no_redesign() -> None:
    reader = Reader()
    given = [page(ENGLISH, n, "opinion" if n % 3 == 2 else "plain") for n in range(24)]
    texts = reader.read_all(given)
    assert texts[15:] == [list(one.body) for one in given[15:]]
    assert reader.paths[-6:] == "wwwwww"
    assert reader.memory.redesigned_at is None
    assert len(reader.memory.templates) == 2


def renamed(one: SitePage) -> SitePage:
    """The page after a change of the body's container alone, the old one left behind with a notice."""
    notice = (
        '<div class="entry-text"><p>'
        + "Readers of the coast are invited to our open day. " * 12
        + "</p></div>"
    )
    html = one.html.replace('<div class="entry-text">', f'{notice}<div class="post-words">')
    return replace(one, html=html)


def test_wrapper_is_retired_after_two_failures_and_learned_anew() -> None:
    reader = Reader()
    reader.read_all(pages(ENGLISH, TAUGHT + 1, "plain"))
    old = reader.memory.templates[0].wrapper
    reader.memory = audited(reader.memory)
    moved = [renamed(one) for one in pages(ENGLISH, 3, "plain", start=40)]
    reader.read(moved[0])
    assert reader.memory.templates[0].failures == 1
    reader.memory = audited(reader.memory)
    reader.read(moved[1])
    template = reader.memory.templates[0]
    assert template.wrapper is None
    assert [former.wrapper for former in template.former] == [old]
    assert reader.memory.redesigned_at is not None
    reader.read_all(renamed(one) for one in pages(ENGLISH, 4, "plain", start=50))
    assert reader.paths.endswith("tw")
    assert "div.post-words" in [str(body) for body in reader.memory.templates[0].wrapper.bodies]


def audited(memory: SiteMemory) -> SiteMemory:
    """The memory when its template's next audit is due."""
    return replace(memory, templates=tuple(replace(one, since_audit=AUDIT_EVERY) for one in memory.templates))


def test_former_wrapper_is_taken_up_again_when_the_old_layout_returns() -> None:
    reader = Reader()
    reader.read_all(pages(ENGLISH, TAUGHT + 1, "plain"))
    for one in pages(ENGLISH, 2, "plain", start=40):
        reader.memory = audited(reader.memory)
        reader.read(renamed(one))
    assert reader.memory.templates[0].wrapper is None
    reader.read_all(pages(ENGLISH, 2, "plain", start=50))
    assert reader.paths.endswith("tw")
    assert reader.memory.templates[0].former == ()


def test_every_so_many_pages_one_is_audited_by_the_teacher() -> None:
    reader = Reader()
    reader.read_all(pages(ENGLISH, TAUGHT + AUDIT_EVERY + 3, "plain"))
    assert reader.paths == "t" * TAUGHT + "w" * AUDIT_EVERY + "t" + "ww"


def test_page_outside_the_habit_is_read_by_the_teacher_without_a_failure() -> None:
    reader = Reader()
    reader.read_all(pages(ENGLISH, 8, "plain"))
    one = page(ENGLISH, 70, "plain")
    body = tuple(f"{line} {number}" for number in range(60) for line in one.body)
    html = one.html.replace(f"<p>{one.body[-1]}</p>", "".join(f"<p>{line}</p>" for line in body))
    long = replace(one, html=html, body=(*one.body[:-1], *body))
    assert reader.read(long) == list(long.body)
    assert reader.paths.endswith("t")
    assert reader.memory.templates[0].failures == 0
    assert reader.read(page(ENGLISH, 71, "plain")) == list(page(ENGLISH, 71, "plain").body)
    assert reader.paths.endswith("w")


def test_page_with_more_bodies_than_any_before_is_read_by_the_teacher() -> None:
    reader = Reader()
    reader.read_all(pages(ENGLISH, 8, "plain"))
    one, other = page(ENGLISH, 70, "plain"), page(ENGLISH, 71, "plain")
    below = f'<div class="next"><div class="entry-text"><p>{other.body[0]}</p></div></div></body>'
    longer = replace(one, html=one.html.replace("</body>", below))
    assert recall(longer.html, reader.memory, Hints(url=one.url)) == ("wrapper_more_bodies",)
    assert reader.read(longer) == list(one.body)
    assert reader.memory.templates[0].failures == 0


def test_careless_teacher_teaches_no_wrapper() -> None:
    def careless(one: SitePage, blocks: Sequence[Block]) -> list[Block]:
        return [block for block in perfect(one, blocks) if hash(block.text[:1]) % 1 == 0][
            len(one.body) // 2 :
        ][:1]

    reader = Reader(teacher=careless)
    reader.read_all(pages(ENGLISH, 12, "plain"))
    assert set(reader.paths) == {"t"}


def test_language_all_articles_share_is_known_to_the_wrapper() -> None:
    reader = Reader()
    reader.read_all(pages(ARABIC, TAUGHT, "plain"))
    one = page(ARABIC, 30, "plain")
    recalled = recall(one.html, reader.memory, Hints(url=one.url))
    assert isinstance(recalled, Recalled)
    assert recalled.document.language == "ar"


def test_language_is_not_known_where_articles_differ_in_it() -> None:
    reader = Reader()
    given = pages(ARABIC, TAUGHT, "plain")
    reader.read_all([*given[:-1], replace(given[-1], language="en")])
    one = page(ARABIC, 30, "plain")
    recalled = recall(one.html, reader.memory, Hints(url=one.url))
    assert isinstance(recalled, Recalled)
    assert recalled.document.language is None


def test_operators_own_rule_goes_before_the_wrapper() -> None:
    reader = Reader()
    reader.read_all(pages(ENGLISH, TAUGHT, "plain"))
    one = page(ENGLISH, 30, "plain")
    assert isinstance(recall(one.html, reader.memory, Hints(url=one.url)), Recalled)
    assert recall(one.html, reader.memory, Hints(url=one.url, rules_body=".entry-text")) == ()


def test_pages_known_already_count_no_lines() -> None:
    reader = Reader()
    reader.read_all(pages(ENGLISH, 2, "plain"))
    again = observe(reader.memory, reader.seen[-1], at=FIRST, new_story=False)
    assert again.lines == reader.memory.lines
    assert again.templates[0].pages == 3


def test_text_that_is_not_the_pages_own_teaches_lines_alone() -> None:
    one = page(ENGLISH, 1, "plain")
    document = parsed(one, Hints(url=one.url))
    foreign = segment(parse_tree("<p>From the feed.</p>"))  # type: ignore[arg-type]
    reading = Reading(path="feed", blocks=foreign)
    seen = witness(
        text=one.html,
        document=document,
        reading=reading,
        kept=foreign,
        language="en",
        memory=SiteMemory(),
    )
    memory = observe(SiteMemory(), seen, at=FIRST)
    assert memory.templates == ()
    assert memory.lines.articles == 1


def test_memory_survives_as_bytes_of_some_kilobytes() -> None:
    reader = Reader()
    for one in [*pages(ARABIC, 7, "plain"), *pages(ARABIC, 9, "modern")]:
        reader.read(one)
        packed = pack_memory(reader.memory)
        assert unpack_memory(packed) == reader.memory
        assert len(packed) < 16_000


@pytest.mark.parametrize(
    "packed",
    [
        None,
        b"",
        b"{",
        *(compress(text) for text in (b"", b"[]", b'{"version": 0}', b'{"version": 1}', b"\n\0")),
    ],
)
def test_bytes_that_are_no_memory_are_an_empty_one(packed: bytes | None) -> None:
    assert unpack_memory(packed) == SiteMemory()


def test_memory_of_many_templates_is_bounded() -> None:
    memory = SiteMemory()
    for number in range(12):
        html = page(ENGLISH, number, "plain").html.replace('class="', f'class="{chr(97 + number) * 3}')
        one = replace(page(ENGLISH, number, "plain"), html=html)
        reader = Reader(memory=memory)
        reader.read(one)
        memory = reader.memory
    assert len(memory.templates) == MAX_TEMPLATES


def test_memory_of_many_pages_stays_small() -> None:
    sketch = Reader()
    sketch.read_all(pages(ENGLISH, 1, "modern"))
    memory, seen = SiteMemory(), sketch.seen[0]
    for number in range(200):
        lines = tuple(range(number * 80, number * 80 + 100))
        signature = tuple(one + number % 12 for one in range(0, 2400, 100))
        again = replace(seen, lines=Lines(every=lines, long=lines[50:60]), signature=signature)
        memory = observe(memory, again, at=FIRST + timedelta(hours=number))
    assert memory.pages == 200
    assert len(memory.templates) == MAX_TEMPLATES
    assert len(memory.lines.counts) <= MAX_ONCE + MAX_RECURRING
    assert len(pack_memory(memory)) < 32_000
