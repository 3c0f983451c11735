"""Train the block classifier and write the model that ships: one command, the same bytes from the same data.

    python -m tests.bench.train_blocks PAGES --out crawler/extract/model.npz [--cache FOLDER]

PAGES holds the page sets (`scrapinghub`, `fundus_fix` ...), each with `index.jsonl` and `html/`. Pages made by
`page_generator` are added. Needs the extra `train` (catboost); what ships is evaluated with numpy alone
(`crawler.extract.trees`). Card: crawler/extract/model_card.md.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import catboost
import lxml.html
import numpy as np

from crawler.extract.blocks import segment
from crawler.extract.evidence import Evidence
from crawler.extract.features import feature_names
from tests.bench.dataset import RowPage, generated_pages, read_pages, row_page, token_counts

VERSION = "1"
SET_WEIGHTS = {
    "scrapinghub": 1.5,
    "fundus_fix": 1.5,
    "zh69": 1.0,
    "mozilla": 0.7,
    "wcxb_article": 0.8,
    "wcxb_other": 0.3,
    "generated": 0.5,
}
GENERATED_OUTLETS, GENERATED_SEED = 570, 1
PARAMETERS: dict[str, Any] = {
    "iterations": 400,
    "depth": 6,
    "learning_rate": 0.08,
    "l2_leaf_reg": 5,
    "rsm": 0.3,
    "random_seed": 1,
    "thread_count": 2,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "allow_writing_files": False,
    "verbose": False,
}


def training_pages(folder: Path, cache: Path | None) -> list[RowPage]:
    """Return every labelled page that has blocks, in a fixed order."""
    pages = [
        row_page(name, record, data, cache=cache)
        for name in SET_WEIGHTS
        if name != "generated"
        for record, data in read_pages(folder / name)
    ]
    made = generated_pages(GENERATED_OUTLETS, seed=GENERATED_SEED, held_back=False)
    pages += [row_page("generated", record, data, cache=cache) for record, data in made]
    return [page for page in pages if page.labels is not None and page.texts]


def weights(page: RowPage) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Weigh a page's blocks half by their tokens, half evenly; every page of a set counts the same."""
    tokens = token_counts(page.texts) + 3
    share = 0.5 * tokens / tokens.sum() + 0.5 / len(tokens)
    return share * SET_WEIGHTS[page.set_name]


def train(pages: list[RowPage]) -> catboost.CatBoostClassifier:
    """Fit the trees."""
    rows = np.vstack([page.rows for page in pages])
    labels = np.concatenate([page.labels for page in pages if page.labels is not None])
    weight = np.concatenate([weights(page) for page in pages])
    model = catboost.CatBoostClassifier(**PARAMETERS)
    model.fit(rows, labels, sample_weight=weight * len(weight) / weight.sum())
    return model


def save(model: catboost.CatBoostClassifier, out: Path) -> None:
    """Write the trees as flat arrays: columns, borders and leaves of every oblivious tree, and the bias."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        model.save_model(str(file), format="json")
        told = json.loads(file.read_text(encoding="utf-8"))
    trees, depth = told["oblivious_trees"], PARAMETERS["depth"]
    columns = np.zeros((len(trees), depth), np.int16)
    borders = np.full((len(trees), depth), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << depth), np.float32)
    scale, bias = told["scale_and_bias"]
    for at, tree in enumerate(trees):
        for level, split in enumerate(tree.get("splits") or []):
            columns[at, level], borders[at, level] = split["float_feature_index"], split["border"]
        leaves[at, : len(tree["leaf_values"])] = tree["leaf_values"]
    page = lxml.html.document_fromstring("<p>one</p><p>two</p>")
    np.savez_compressed(
        out,
        version=VERSION,
        names=np.array(feature_names(segment(page), Evidence())),
        blocks_columns=columns,
        blocks_borders=borders,
        blocks_leaves=leaves * np.float32(scale),
        blocks_bias=np.float64(bias[0] if isinstance(bias, list) else bias),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="Keep the labels here: making them is slow.")
    args = parser.parse_args()
    if args.cache:
        args.cache.mkdir(parents=True, exist_ok=True)
    pages = training_pages(args.pages, args.cache)
    save(train(pages), args.out)
    blocks = sum(len(page.texts) for page in pages)
    print(f"{len(pages)} pages, {blocks} blocks -> {args.out} ({args.out.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
