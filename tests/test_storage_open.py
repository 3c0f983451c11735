"""Addresses of corpora, and what is said of those that cannot be opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storage.corpus import StorageError
from storage.open import open_corpus, open_crawl
from storage.query import ArticleQuery


@pytest.mark.parametrize("url", ["postgresql://db/naba", "corpus.db", "", "sqlite:///", "sqlite://x"])
def test_unknown_address_names_those_there_are(url: str) -> None:
    for opening in (open_corpus, open_crawl):
        with pytest.raises(StorageError, match="sqlite:///relative/path or sqlite:////absolute/path"):
            opening(url)


def test_relative_address_is_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_crawl("sqlite:///data/corpus.db").close()
    assert (tmp_path / "data" / "corpus.db").is_file()
    assert open_corpus("sqlite:///data/corpus.db").stats().articles == 0


def test_folder_made_for_a_corpus_is_private(tmp_path: Path) -> None:
    open_crawl(f"sqlite:///{tmp_path / 'new' / 'corpus.db'}").close()
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_reading_where_no_corpus_is_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="naba crawl"):
        open_corpus(f"sqlite:///{tmp_path / 'corpus.db'}")
    assert list(tmp_path.iterdir()) == []


def test_reading_an_empty_file_says_what_to_run(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").touch()
    with pytest.raises(StorageError, match="naba crawl"):
        open_corpus(f"sqlite:///{tmp_path / 'corpus.db'}")


def test_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written"):
        open_crawl(f"sqlite:///{tmp_path / 'file' / 'corpus.db'}")
    with pytest.raises(StorageError, match="cannot be"):
        open_crawl(f"sqlite:///{tmp_path}")


def test_corpus_for_reading_writes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'corpus.db'}"
    open_crawl(url).close()
    before = (tmp_path / "corpus.db").read_bytes()
    corpus = open_corpus(url)
    assert list(corpus.articles(ArticleQuery())) == []
    corpus.close()
    assert (tmp_path / "corpus.db").read_bytes() == before


def test_corpus_may_be_opened_for_writing_by_either_name(tmp_path: Path) -> None:
    corpus = open_corpus(f"sqlite:///{tmp_path / 'corpus.db'}", read_only=False)
    assert corpus.stats().articles == 0
    corpus.close()


def test_importing_storage_loads_no_driver() -> None:
    code = (
        "import sys, storage; sys.exit(bool({'apsw', 'zstandard', 'pydantic', 'scrapy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
