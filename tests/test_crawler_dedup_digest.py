"""Digests: told by two stories they hold, or by paragraphs that have nothing to do with one another."""

from __future__ import annotations

import random

import pytest

from crawler.dedup.digest import is_list, is_of_two
from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.judge import Judge
from crawler.dedup.shingles import shingled
from crawler.dedup.verify import compare
from storage.model import Article, Candidate, Copy, Extraction, Known, New
from tests.dedup_families import DESKS, reports

STORIES = {
    language: [one.text for one in reports(each=1, seed=3, families={language: told})]
    for language, told in DESKS.items()
}
ARTICLE = "\n".join(
    (
        "The harbour board has ordered two new ferries for the crossing to Saltmarsh island, "
        "where residents have complained of cancelled sailings since the spring.",
        "Both ferries will be built at the yard in Northquay and are to replace vessels that have "
        "been in service for more than forty years, the board said.",
        "Residents of the island welcomed the order, although some said the new vessels would be "
        "too small for the lorries that bring supplies to the village shop.",
        "The yard, which had laid off a third of its workers, said the ferries would keep it busy "
        "until the end of next year and that it would take on apprentices.",
        "The crossing is the only one to the island, and the board has promised a reserve vessel "
        "for days when one of the ferries is out of service.",
    )
)


def known(*texts: str) -> Known:
    return Known(
        near=tuple(
            Candidate(id=number, version=1, cluster_id=number, source_id="daily", key=f"a.example/{number}",
                      text_hash=fingerprint(text).text_hash, text=text)
            for number, text in enumerate(texts)
        )
    )  # fmt: skip


def judged(text: str, *others: str) -> object:
    extraction = Extraction(path="test", version="1")
    made = Article(url="https://a.example/1", title=None, text=text, extraction=extraction)
    return Judge()(made, fingerprint(text), known(*others))


@pytest.mark.parametrize("language", ["de", "ru", "tr", "ur"])
def test_first_paragraphs_of_many_stories_are_a_list(language: str) -> None:
    told = [text.split("\n")[0] for text in STORIES[language]]
    assert is_list("\n".join((told + [text.split("\n")[1] for text in STORIES[language]])[:6]))


def test_an_article_takes_up_what_it_speaks_of() -> None:
    assert not is_list(ARTICLE)
    assert not is_list("\n".join(ARTICLE.split("\n")[:3]))


def test_a_few_short_paragraphs_say_nothing() -> None:
    assert not any(is_list(text) for text in STORIES["en"] if len(text.split()) < 100)


@pytest.mark.parametrize("size", range(2, 6))
@pytest.mark.parametrize("language", sorted(STORIES))
def test_a_text_of_known_stories_is_a_copy_of_none(language: str, size: int) -> None:
    parts = random.Random(size).sample(STORIES[language], min(size, len(STORIES[language])))
    assert judged("\n".join(parts), *parts) == New()


def test_a_part_known_first_or_last_is_no_copy_of_a_list() -> None:
    parts = [text.split("\n")[0] for text in STORIES["de"]] + [text.split("\n")[2] for text in STORIES["de"]]
    first, digest = parts[0], "\n".join(parts)
    assert judged(digest, first) == New()
    assert judged(first, digest) == New()


def test_a_teaser_is_a_copy_of_its_article_though_a_digest_has_it_too() -> None:
    """The digest is the shorter one, so more of it is shared."""
    teaser = "\n".join(ARTICLE.split("\n")[:2])
    rest = [text.split("\n")[0] for text in STORIES["en"][:4]]
    assert judged(teaser, "\n".join([teaser, *rest]), f"{ARTICLE}\n{ARTICLE.upper()}") == judged(
        teaser, "no such text", f"{ARTICLE}\n{ARTICLE.upper()}"
    )
    assert isinstance(judged(teaser, "no such text", ARTICLE), Copy)


def test_two_texts_of_one_passage_make_no_digest() -> None:
    teaser = "\n".join(ARTICLE.split("\n")[:2])
    matches = [compare(shingled(ARTICLE), shingled(text)) for text in (teaser, teaser.replace("new", "old"))]
    assert not is_of_two([(match, number) for number, match in enumerate(matches) if match])


def test_a_story_in_the_middle_of_a_longer_text_is_told_as_a_passage() -> None:
    first, *_, last = sorted(STORIES["en"], key=lambda text: -len(text))
    digest = "\n".join([first, ARTICLE, last])
    verdict = judged(last, digest)
    assert isinstance(verdict, New)
    (passage,) = verdict.passages
    assert passage.of == 0
    assert passage.begins > len(first.split()) + len(ARTICLE.split()) - 20
    assert judged(digest, last) == New()


def test_where_a_part_stands_is_kept_with_the_reason_it_joined() -> None:
    joined = judged("\n".join(ARTICLE.split("\n")[:3]), ARTICLE)
    assert isinstance(joined, Copy)
    assert joined.scores["is_part"] == 1
    assert joined.scores["begins"] < 20 < joined.scores["ends"] < 85
