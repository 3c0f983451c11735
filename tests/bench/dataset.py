"""The pages a block classifier is trained and judged on: shared sets and generated pages, as feature rows.

Between the page folders and `train_blocks`. Everything is read in the order of the index files, so that the
same folders give the same rows.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from crawler.extract.blocks import segment
from crawler.extract.decode import decode_page
from crawler.extract.evidence import read_evidence
from crawler.extract.features import features
from crawler.extract.hints import Hints
from crawler.extract.jsonld import read_jsonld
from crawler.extract.metafields import read_head
from crawler.extract.reasons import NoArticle
from crawler.extract.tree import parse_tree
from crawler.urls import registrable_domain
from tests.bench.labels import label_texts
from tests.bench.page_generator.generate import write_pages
from tests.bench.scoring import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = [
    "FOLDS",
    "RowPage",
    "fold_of",
    "generated_pages",
    "read_page",
    "read_pages",
    "read_records",
    "row_page",
    "token_counts",
]

FOLDS = 5
_GZIP = b"\x1f\x8b"


@dataclass(slots=True, kw_only=True)
class RowPage:
    """One page as the trainer sees it: block texts, feature rows, labels (None where there is no gold
    body)."""

    set_name: str
    page_id: str
    group: str
    texts: list[str]
    rows: NDArray[np.float32]
    labels: NDArray[np.bool_] | None
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def fold(self) -> int:
        """The fold of the page's registered domain: pages of one site never stand on both sides."""
        return _fold(self.group)


def read_pages(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The index records of a set and the bytes of their pages, in the index's order."""
    for record in read_records(folder):
        yield record, read_page(folder, record)


def read_records(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of a set's index."""
    with (folder / "index.jsonl").open(encoding="utf-8") as index:
        yield from (json.loads(line) for line in index if line.strip())


def read_page(folder: Path, record: dict[str, Any]) -> bytes:
    """The bytes of one page as served; the file may be gzipped. Raises `OSError` when it cannot be read."""
    data = (folder / (record.get("html") or f"html/{record['id']}.html.gz")).read_bytes()
    return gzip.decompress(data) if data[:2] == _GZIP else data


def generated_pages(
    outlets: int, *, seed: int, held_back: bool, blended: float = 0.0
) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The same of pages made up on the spot, one an outlet."""
    for page in write_pages(outlets, 1, seed=seed, held_back=held_back, blended=blended):
        yield page.record, page.html.encode(page.charset, "xmlcharrefreplace")


def row_page(set_name: str, record: dict[str, Any], data: bytes, *, cache: Path | None = None) -> RowPage:
    """Cut a page into blocks, compute their features and label them."""
    address = record["url"] or ""
    decoded = decode_page(data, Hints(url=address))
    root = None if isinstance(decoded, NoArticle) else parse_tree(decoded.text)
    group = _group(record)
    if root is None or isinstance(root, NoArticle):
        return RowPage(
            set_name=set_name,
            page_id=record["id"],
            group=group,
            texts=[],
            rows=_no_rows(),
            labels=None,
            record=record,
        )
    blocks = segment(root)
    evidence = read_evidence(read_head(root, address), read_jsonld(root))
    texts = [block.text for block in blocks]
    return RowPage(
        set_name=set_name,
        page_id=record["id"],
        group=group,
        texts=texts,
        rows=features(blocks, evidence),
        labels=_labels(record, texts, cache),
        record=record,
    )


def _labels(record: dict[str, Any], texts: list[str], cache: Path | None) -> NDArray[np.bool_] | None:
    """Label the texts, or take the labels of the same texts from the cache folder: labelling is slow."""
    if record["body"] is None:
        return None
    key = hashlib.sha256("\n".join([record["body"], str(record["paragraphs"]), *texts]).encode()).hexdigest()
    path = cache / f"{key}.json" if cache else None
    if path and path.exists():
        return np.array(json.loads(path.read_text()), dtype=bool)
    wanted, _ = label_texts(texts, record["body"], has_paragraphs=record["paragraphs"])
    if path:
        path.write_text(json.dumps([int(kept) for kept in wanted]))
    return np.array(wanted, dtype=bool)


def _group(record: dict[str, Any]) -> str:
    host = urlsplit(record.get("url") or "").hostname or ""
    made_up = host.endswith(".test")
    return (registrable_domain(host) if host and not made_up else "") or record.get("site") or record["id"]


def fold_of(record: dict[str, Any]) -> int:
    """The fold a page of the index belongs to."""
    return _fold(_group(record))


def _fold(group: str) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def _no_rows() -> NDArray[np.float32]:
    return np.zeros((0, 0), dtype=np.float32)


def token_counts(texts: list[str]) -> NDArray[np.float32]:
    """How many tokens each text has: what a wrong decision about it costs."""
    return np.array([len(tokens(text)) for text in texts], dtype=np.float32)
