"""Why two texts were joined: how much they share, and the longest passage of it as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.explain import explain

BODY = "The Council, it said, opened the new bridge over the river on Monday and named it after the engineer."
OTHER = "Nothing here is like that at all because somebody wrote about cooking pots and their many uses."


def test_the_longest_passage_is_shown_as_it_is_written() -> None:
    found = explain(f"LONDON - {BODY} More soon.", f"{BODY.upper()}\nAn outlet added a line of its own here.")
    assert found is not None
    assert found.passage == BODY
    assert (found.passage_words, found.shared, found.words) == (19, 19, 22)
    assert found.refused == "short", "20 words and a dateline: too little to call it one text"


def test_copies_are_refused_by_no_rule() -> None:
    text = f"{BODY} {OTHER} {BODY[::-1]}"
    found = explain(f"LONDON - {text}", text)
    assert found is not None
    assert found.refused is None
    assert found.passage == text


def test_the_rule_that_keeps_two_texts_apart_is_named() -> None:
    found = explain(BODY, BODY.replace("the new bridge over the river", "a road"))
    assert found is not None
    assert found.refused == "short"
    assert found.passage == "on Monday and named it after the engineer."


def test_texts_with_nothing_in_common_have_no_explanation() -> None:
    assert explain(BODY, OTHER) is None
    assert explain("", "") is None


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("市议会星期一宣布新桥通车。", "市议会星期一宣布新桥通车"),
        ("أَعلنتِ البلديةُ خطةً جديدة للحدائق", "أَعلنتِ البلديةُ خطةً جديدة للحدائق"),
    ],
)
def test_every_script_keeps_its_spelling(text: str, passage: str) -> None:
    found = explain(text, text)
    assert found is not None
    assert found.passage == passage


@given(st.lists(st.sampled_from([*"ab中国", "well-known", "٣", "é", "-", "한국어", "x\u200cy"]), max_size=30))
def test_every_passage_stands_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = explain(text, text)
    assert found is None or (found.passage in text and found.shared <= found.words)
