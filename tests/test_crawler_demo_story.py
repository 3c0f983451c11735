"""Stories of the demo web: long enough, aged from the given moment, copies that say what differs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.demo.story import load_stories
from crawler.demo.web import FIRST_DAY


def test_every_text_is_long_enough_to_be_an_article() -> None:
    for story in load_stories(FIRST_DAY):
        words = len(story.text) // 2 if story.site == "gangwan" else len(story.text.split())
        assert len(story.paragraphs) >= 4, story.id
        assert 120 <= words <= 350, story.id


def test_ages_count_back_from_the_given_moment() -> None:
    later = FIRST_DAY + timedelta(days=40)
    early, late = load_stories(FIRST_DAY)[0], load_stories(later)[0]
    assert late.published - early.published == timedelta(days=40)
    assert late.updated <= later


def test_a_copy_with_an_edit_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    head = "title: t\npath: /t\npublished: 1h\n"
    (folder / "a.txt").write_text(f"{head}\nOne.\nTwo.\n")
    (folder / "b.txt").write_text(f"{head}base: x/a\nedit: Three => Four\n")
    with pytest.raises(ValueError, match="cannot edit 'Three'"):
        load_stories(FIRST_DAY, folder=folder.parent)


def test_a_base_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "b.txt").write_text("title: t\npath: /t\npublished: 1h\nbase: x/a\n")
    with pytest.raises(ValueError, match="no base 'x/a'"):
        load_stories(FIRST_DAY, folder=tmp_path)


def test_a_revision_keeps_the_address_and_changes_title_and_body() -> None:
    stories = {story.id: story for story in load_stories(FIRST_DAY)}
    before, after = stories["miraat/flood"], stories["miraat/flood.2"]
    assert (before.path, before.published) == (after.path, after.published)
    assert after.updated > before.updated
    assert before.title != after.title and before.paragraphs[3] != after.paragraphs[3]


def test_no_two_stories_of_a_site_share_an_address_within_an_edition() -> None:
    first = [(story.site, story.path) for story in load_stories(FIRST_DAY) if story.revises is None]
    assert len(first) == len(set(first))
