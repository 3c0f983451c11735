"""The bar "sample exact": one Arabic body comes back exactly, whatever markup and encoding serve it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract.cascade import extract
from crawler.extract.hints import Hints
from storage.model import Article
from tests.arabic_pages import ADDRESS, ARTICLE, BODIES, CASES, HEADLINE, encoded

SAMPLE = Path(__file__).parents[2] / "shared" / "sample" / "article.ar.txt"
HINTS = Hints(url=ADDRESS, final_url=ADDRESS, fetched_at=datetime(2021, 8, 6, tzinfo=UTC))


def read(body: bytes) -> Article:
    """Extract and insist on an article."""
    article = extract(body, HINTS)
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("markup", BODIES)
def test_the_body_comes_back_exactly(markup: str, case: str) -> None:
    """Every paragraph a line, the short dateline first, nothing of the page around it."""
    article = read(encoded(markup, case))
    assert article.text.split("\n") == list(ARTICLE)
    assert article.title == HEADLINE
    assert (article.language, article.direction) == ("ar", "rtl")


@pytest.mark.parametrize("case", CASES)
def test_the_date_line_is_read_as_the_publishing_time(case: str) -> None:
    """Arabic month and half of day; no zone is stated, so it is marked as assumed."""
    article = read(encoded("p", case))
    assert article.published == datetime(2021, 8, 5, 12, 30, tzinfo=UTC)
    assert article.extraction.fields["published_zone"] == "assumed"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared sample is not here")
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("markup", BODIES)
def test_the_real_sample_comes_back_exactly(markup: str, case: str) -> None:
    """The agreed sample in the same pages."""
    sample = SAMPLE.read_text(encoding="utf-8").strip().split("\n")
    assert read(encoded(markup, case, sample)).text.split("\n") == sample
