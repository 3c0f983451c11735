"""Train the block classifier, or cross-validate it by sites.

    python -m tests.bench.train_blocks PAGES_DIR [--cv] [--out crawler/extract/model.npz] [--cache DIR]

PAGES_DIR holds the sets (`scrapinghub`, `fundus_fix` ...); pages of Arabic, Persian, Urdu and Hebrew systems
are made on the spot. Needs the extra `train`. One thread and fixed seeds: the same pages give the same file,
bit for bit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from catboost import CatBoostClassifier

from crawler.extract.features import feature_names
from crawler.extract.trees import Forest
from tests.bench.dataset import FOLDS, RowPage, generated_pages, read_pages, row_page, token_counts
from tests.bench.scoring import drop_headline, ngrams, paragraphs, precision_recall, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["Recipe", "fit_forest", "load_training_pages"]

SET_WEIGHTS = {
    "scrapinghub": 1.5,
    "fundus_fix": 1.5,
    "zh69": 1.0,
    "mozilla": 0.7,
    "wcxb_article": 0.8,
    "wcxb_other": 0.3,
    "generated": 0.35,
}
"""What one page of each set counts: news by hand most, pages that are no articles least."""

GENERATED_OUTLETS = 900
BLENDED = 0.65
"""Share of the made outlets whose system is put together from several: they teach what templates have in
common."""
GENERATED_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a forest is grown; the forests of several seeds are averaged into one."""

    seeds: tuple[int, ...] = (1, 2)
    trees: int = 250
    depth: int = 6
    rate: float = 0.1
    borders: int = 64


def load_training_pages(folder: Path, cache: Path | None) -> list[RowPage]:
    """Read every page of the training sets and the generated ones."""
    pages = [
        row_page(name, record, data, cache=cache)
        for name in SET_WEIGHTS
        if name != "generated"
        for record, data in read_pages(folder / name)
    ]
    made = generated_pages(GENERATED_OUTLETS, seed=GENERATED_SEED, held_back=False, blended=BLENDED)
    return pages + [row_page("generated", record, data, cache=cache) for record, data in made]


def fit_forest(pages: Sequence[RowPage], recipe: Recipe) -> Forest:
    """Grow one forest on the labelled pages."""
    used = [page for page in pages if page.labels is not None and page.texts]
    rows = np.concatenate([page.rows for page in used])
    labels = np.concatenate([page.labels for page in used if page.labels is not None])
    weights = np.concatenate([_weights(page) for page in used])
    weights *= len(weights) / weights.sum()
    return _averaged([_grow(rows, labels, weights, recipe, seed) for seed in recipe.seeds])


def _weights(page: RowPage) -> NDArray[np.float64]:
    """Half of a page's weight goes to its blocks by length, half evenly: F1 counts words, format counts
    lines."""
    counts = token_counts(page.texts).astype(np.float64) + 3
    share = 0.5 * counts / counts.sum() + 0.5 / len(counts)
    return share * SET_WEIGHTS[page.set_name]


def _grow(
    rows: NDArray[np.float32],
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64],
    recipe: Recipe,
    seed: int,
) -> Forest:
    model = CatBoostClassifier(
        iterations=recipe.trees,
        depth=recipe.depth,
        learning_rate=recipe.rate,
        border_count=recipe.borders,
        l2_leaf_reg=5,
        rsm=0.3,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        random_seed=seed,
        thread_count=1,
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(rows, labels, sample_weight=weights)
    return to_forest(model, recipe.depth)


def to_forest(model: CatBoostClassifier, depth: int) -> Forest:
    """Read the trees out of a trained CatBoost model."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text())
    trees = saved["oblivious_trees"]
    columns = np.zeros((len(trees), depth), dtype=np.int16)
    borders = np.full((len(trees), depth), np.inf, dtype=np.float32)
    leaves = np.zeros((len(trees), 2**depth), dtype=np.float32)
    scale, bias = saved["scale_and_bias"]
    for at, tree in enumerate(trees):
        for level, split in enumerate(tree.get("splits") or ()):
            columns[at, level], borders[at, level] = split["float_feature_index"], split["border"]
        leaves[at, : len(tree["leaf_values"])] = np.array(tree["leaf_values"]) * scale
    return Forest(
        columns=columns,
        borders=borders,
        leaves=leaves,
        bias=float(bias[0] if isinstance(bias, list) else bias),
    )


def _averaged(forests: list[Forest]) -> Forest:
    """The mean of several forests as one: all their trees, every leaf divided by their number."""
    return Forest(
        columns=np.concatenate([forest.columns for forest in forests]),
        borders=np.concatenate([forest.borders for forest in forests]),
        leaves=np.concatenate([forest.leaves for forest in forests]) / np.float32(len(forests)),
        bias=float(np.mean([forest.bias for forest in forests])),
    )


def save_model(forest: Forest, pages: Iterable[RowPage], out: Path) -> str:
    """Write the model file; its version names the data it was trained on. Returns the version."""
    digest = hashlib.sha256()
    for page in pages:
        digest.update(f"{page.set_name}/{page.page_id}\n".encode())
        digest.update(page.rows.tobytes())
        digest.update(b"" if page.labels is None else page.labels.tobytes())
    version = f"blocks-1-{digest.hexdigest()[:12]}"
    arrays = {
        "version": np.array(version),
        "data": np.array(digest.hexdigest()),
        "names": np.array(feature_names()),
        "blocks_columns": forest.columns,
        "blocks_borders": forest.borders,
        "blocks_leaves": forest.leaves,
        "blocks_bias": np.float64(forest.bias),
    }
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return version


def cross_validate(
    pages: list[RowPage], recipe: Recipe, models: Path | None = None
) -> dict[str, list[tuple[int, dict[str, float]]]]:
    """Score every page by a forest that saw no page of its site: per set a list of (fold, figures).

    With `models` the forests are written there as `fold-0.npz` and so on.
    """
    scored: dict[str, list[tuple[int, dict[str, float]]]] = {}
    for fold in range(FOLDS):
        seen = [page for page in pages if page.fold != fold]
        forest = fit_forest(seen, recipe)
        if models:
            save_model(forest, seen, models / f"fold-{fold}.npz")
        for page in pages:
            if page.fold == fold and page.record["body"]:
                scored.setdefault(page.set_name, []).append((fold, score_page(page, forest)))
    return scored


def score_page(page: RowPage, forest: Forest, threshold: float = 0.5) -> dict[str, float]:
    """F1, paragraph F1 (nan without) and exactness of the blocks a forest chooses."""
    chosen = forest.probabilities(page.rows) > threshold if page.texts else ()
    text = "\n".join(line for line, kept in zip(page.texts, chosen, strict=True) if kept)
    text, body = drop_headline(text, page.record.get("title")), page.record["body"]
    precision, recall, f1 = precision_recall(ngrams(tokens(text)), ngrams(tokens(body)))
    para = (
        precision_recall(paragraphs(text), paragraphs(body))[2] if page.record["paragraphs"] else float("nan")
    )
    return {"F1": f1, "P": precision, "R": recall, "PARA": para, "perfect": float(f1 > 0.999)}


def _print_table(scored: dict[str, list[tuple[int, dict[str, float]]]]) -> None:
    for name, pages in scored.items():
        figures = {
            key: np.nanmean([score[key] for _, score in pages] or [0])
            for key in pages[0][1]
            if not _all_nan(pages, key)
        }
        folds = [
            np.mean([score["F1"] for at, score in pages if at == fold])
            for fold in sorted({at for at, _ in pages})
        ]
        spread = f"folds {min(folds):.3f}-{max(folds):.3f}"
        print(
            f"{name:14} {len(pages):4} " + " ".join(f"{key} {value:.4f}" for key, value in figures.items()),
            spread,
        )


def _all_nan(pages: list[tuple[int, dict[str, float]]], key: str) -> bool:
    return all(np.isnan(score[key]) for _, score in pages)


def main() -> None:
    """Train and write the model, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--cv", action="store_true", help="cross-validate instead of writing a model")
    parser.add_argument("--out", type=Path, default=Path("crawler/extract/model.npz"))
    parser.add_argument("--models", type=Path, help="folder for the models of a cross-validation")
    parser.add_argument("--cache", type=Path, help="folder that keeps labels between runs")
    args = parser.parse_args()
    for folder in filter(None, (args.cache, args.models)):
        folder.mkdir(parents=True, exist_ok=True)
    pages = load_training_pages(args.pages, args.cache)
    if args.cv:
        _print_table(cross_validate(pages, Recipe(), args.models))
        return
    print(save_model(fit_forest(pages, Recipe()), pages, args.out))


if __name__ == "__main__":
    main()
