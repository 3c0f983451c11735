"""What holds for every test: Hypothesis does not mind a busy machine; a corpus is one of each backend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.corpus import CrawlCorpus
from storage.open import open_crawl
from tests.stored import BACKENDS, NOW, make_source

settings.register_profile("naba", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("naba")


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a corpus that does not exist yet, of each backend in turn."""
    return BACKENDS[request.param](tmp_path)


@pytest.fixture
def corpus(url: str) -> Iterator[CrawlCorpus]:
    """An empty corpus that knows two sources."""
    opened = open_crawl(url)
    opened.sync_sources([make_source("north"), make_source("south")], [NOW, NOW], now=NOW)
    yield opened
    opened.close()
