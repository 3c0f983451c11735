"""Exports: whole files, the same bytes each time, bodies exactly as stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from storage.corpus import CrawlCorpus, StorageError
from storage.export.files import whole_file
from storage.export.jsonl import export_jsonl
from storage.export.txt import export_txt
from storage.open import open_crawl
from storage.query import ArticleQuery
from storage.record import to_record
from tests.stored import NOW, TEXT, make_source, store


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[CrawlCorpus]:
    opened = open_crawl(f"sqlite:///{tmp_path / 'corpus.db'}")
    opened.sync_sources([make_source()], [NOW], now=NOW)
    store(opened, "a")
    store(opened, "b", "سطر واحد\u2028فيه فاصل")
    yield opened
    opened.close()


def test_jsonl_is_one_record_a_line(corpus: CrawlCorpus, tmp_path: Path) -> None:
    heard: list[int] = []
    count = export_jsonl(
        corpus.articles(ArticleQuery()), tmp_path / "new" / "out.jsonl", progress=heard.append
    )
    lines = (tmp_path / "new" / "out.jsonl").read_bytes().split(b"\n")
    assert (count, heard, lines.pop()) == (2, [1, 2], b"")
    assert [json.loads(line) for line in lines] == [to_record(one) for one in corpus.articles(ArticleQuery())]
    assert TEXT.split("\n", maxsplit=1)[0].encode() in lines[1]


def test_txt_is_one_file_an_article_with_its_body_alone(corpus: CrawlCorpus, tmp_path: Path) -> None:
    assert export_txt(corpus.articles(ArticleQuery()), tmp_path / "out") == 2
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["1.txt", "2.txt", "manifest.jsonl"]
    assert (tmp_path / "out" / "1.txt").read_bytes() == TEXT.encode()
    manifest = [
        json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text("utf-8").split("\n")[:-1]
    ]
    assert [one["file"] for one in manifest] == ["2.txt", "1.txt"]
    assert manifest[1]["sha256"] == sha256(TEXT.encode()).hexdigest()
    assert manifest[1]["source"]["name"] == "North"
    assert "text" not in manifest[1]


def test_exports_are_byte_identical_when_repeated(corpus: CrawlCorpus, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        export_jsonl(corpus.articles(ArticleQuery()), tmp_path / name / "out.jsonl")
        export_txt(corpus.articles(ArticleQuery()), tmp_path / name)
        made.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert made[0] == made[1]


def test_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("before")
    with pytest.raises(RuntimeError), whole_file(tmp_path / "out") as file:
        file.write(b"half")
        raise RuntimeError("the power fails")
    assert [one.name for one in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").read_text() == "before"
    with whole_file(tmp_path / "out", durable=False) as file:
        file.write(b"whole")
    assert (tmp_path / "out").read_text() == "whole"


def test_file_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written"), whole_file(tmp_path / "file" / "out"):
        pass
