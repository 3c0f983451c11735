"""What the classifier is told of each block: numbers that mean the same on a page of any language.

Between `blocks` and `classify`. Groups (spec/extraction § 3.2): the block's own text and markup, its ancestors, its
place on the page and in the best container, agreement with the evidence, its neighbours. No feature reads a word
of any human language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from crawler.extract.agreement import evidence_columns
from crawler.extract.characters import COUNTED, count_characters
from crawler.extract.containers import read_containers
from crawler.extract.cues import Cue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from crawler.extract.blocks import Block
    from crawler.extract.evidence import Evidence

    Floats = NDArray[np.floating]
    Columns = dict[str, Floats]

__all__ = ["Sheet", "feature_names", "features"]

_FAR = 8
_CUES = tuple(cue for cue in Cue if cue not in (Cue.STORY, Cue.MATTER))
_AROUND_TAGS = ("article", "main", "aside", "header", "footer", "nav", "figure", "table", "ul", "ol", "dl", "blockquote",
                "form", "section", "td", "li", "figcaption", "p")
_OWN_TAGS = ("p", "div", "li", "td", "section", "article", "blockquote", "span", "a", "figcaption", "body", "font", "center")
_CLOSERS = "\"'”’»)]}›」』）］〉》*_ "
_STOPS = frozenset(".!?…؟۔。！？।॥։")
_OPENERS = frozenset("\"'“„«‹「『—–-•*·")
_DIGITS = re.compile(r"\d+")
_NEIGHBOURS = ("size", "link_share", "is_final", "is_heading", "prose", "strong_share", "stops")


def features(blocks: Sequence[Block], evidence: Evidence) -> Floats:
    """Return one row per block and one column per name in `feature_names()`."""
    sheet = Sheet(blocks, evidence)
    return np.stack(list(sheet.columns.values()), axis=1) if blocks else np.zeros((0, 0), dtype=np.float32)


def feature_names(blocks: Sequence[Block], evidence: Evidence) -> list[str]:
    return list(Sheet(blocks, evidence).columns)


def _fold(shift: int, column: Floats, fill: float = -1) -> Floats:
    """The figure of the block `shift` places later (earlier if negative); `fill` beyond the page."""
    moved = np.full_like(column, fill)
    if shift > 0:
        moved[:-shift] = column[shift:]
    else:
        moved[-shift:] = column[:shift]
    return moved


class Sheet:
    """The columns of one page, built group by group; later groups use earlier ones."""

    def __init__(self, blocks: Sequence[Block], evidence: Evidence) -> None:
        self.blocks = blocks
        self.evidence = evidence
        self.n = len(blocks)
        self.columns: Columns = {}
        self.containers = read_containers(blocks)
        if not blocks:
            return
        self._text()
        self._markup()
        self._ancestors()
        self._place()
        self._prose_containers()
        self._groups()
        self.columns.update(evidence_columns(blocks, evidence))
        self._title_place()
        self._neighbours()

    def _text(self) -> None:
        blocks, columns = self.blocks, self.columns
        texts = [block.text for block in blocks]
        counts = dict(zip(COUNTED, count_characters(texts).T, strict=True))
        length = np.fromiter(map(len, texts), dtype=np.float32, count=self.n)
        letters, dense = counts["letter"], counts["dense"]
        weight = letters + counts["digit"] + 1.5 * dense
        columns["weight"] = weight
        columns["size"] = np.log1p(weight)
        columns["words"] = np.log1p(counts["space"] + dense / 1.7)
        columns["word_length"] = letters / (counts["space"] + 1 + dense / 1.7)
        columns["digit_share"] = counts["digit"] / np.maximum(length, 1)
        columns["upper_share"] = counts["upper"] / np.maximum(letters, 1)
        columns["dense_share"] = dense / np.maximum(letters, 1)
        columns["commas"] = counts["comma"] / np.maximum(weight, 20) * 100
        columns["stops"] = np.log1p(counts["stop"])
        columns["stop_rate"] = counts["stop"] / np.maximum(weight, 20) * 100
        columns["dividers"] = counts["divider"]
        columns["signs"] = counts["sign"]
        last = [text.rstrip(_CLOSERS)[-1:] for text in texts]
        columns["is_final"] = self._flags(mark in _STOPS for mark in last)
        columns["is_colon"] = self._flags(mark in ":：" if mark else False for mark in last)
        columns["is_dash"] = self._flags(text.endswith(("-", "–", "—", "ـ", "/")) for text in texts)
        columns["is_cut"] = self._flags(text.endswith(("…", "...", "»", "›", "→", ">")) for text in texts)
        columns["opens"] = self._flags(text[0] in _OPENERS for text in texts)
        columns["opens_sign"] = self._flags(ord(text[0]) > 0x2000 and unicodedata.category(text[0]) == "So" for text in texts)
        starts = [tuple(text.split(None, 2)[:2]) for text in texts]
        begun = Counter(starts)
        columns["same_start"] = np.fromiter((begun[start] for start in starts), dtype=np.float32, count=self.n)
        colon = np.fromiter((text.find(":", 0, 30) for text in texts), dtype=np.float32, count=self.n)
        columns["colon"] = colon
        columns["digit_first"] = self._flags(text[0].isdigit() for text in texts)
        seen = Counter(texts)
        columns["copies"] = np.fromiter((seen[t] for t in texts), dtype=np.float32, count=self.n)
        met: Counter[str] = Counter()
        nth = []
        for text in texts:
            nth.append(met[text])
            met[text] += 1
        columns["nth_copy"] = np.array(nth, dtype=np.float32)
        self.length = length

    def _flags(self, values: Iterable[bool]) -> Floats:
        return np.fromiter(values, dtype=np.float32, count=self.n)

    def _markup(self) -> None:
        blocks, columns = self.blocks, self.columns
        rows = np.array([(b.link_chars, b.strong_chars, b.links, b.media, b.breaks, b.timed, b.context.depth, b.context.hidden, b.edges) for b in blocks], dtype=np.float32)
        length = np.maximum(self.length, 1)
        columns["link_share"] = rows[:, 0] / length
        columns["strong_share"] = rows[:, 1] / length
        columns["links"] = rows[:, 2]
        columns["media"] = rows[:, 3]
        columns["breaks"] = rows[:, 4]
        columns["timed"] = rows[:, 5]
        columns["depth"] = rows[:, 6]
        columns["hidden"] = rows[:, 7]
        edges = rows[:, 8].astype(np.int64)
        columns["begins_link"] = (edges & 1).astype(np.float32)
        columns["ends_link"] = (edges >> 1 & 1).astype(np.float32)
        columns["begins_strong"] = (edges >> 2 & 1).astype(np.float32)
        columns["unlinked"] = columns["weight"] * (1 - columns["link_share"])
        tags = [context.tag for context in self.containers.contexts]
        own = np.array([_OWN_TAGS.index(t) if t in _OWN_TAGS else 20 if t in ("h1", "h2", "h3", "h4", "h5", "h6") else 15 for t in tags], dtype=np.int64)
        of = self.containers.of_block
        heading = np.array([int(t[1]) if len(t) == 2 and t[0] == "h" and t[1].isdigit() else 0 for t in tags], dtype=np.float32)
        columns["heading"] = heading[of]
        columns["is_heading"] = (heading > 0)[of].astype(np.float32)
        for steps, name in ((0, "tag"), (1, "parent_tag"), (2, "grand_tag")):
            at = self.containers.above(of, steps)
            for tag in ("p", "div", "li", "td", "article", "section", "blockquote", "body"):
                if tag in ("article", "section", "blockquote", "body") and steps == 0:
                    continue
                columns[f"{name}_{tag}"] = (own[at] == _OWN_TAGS.index(tag)).astype(np.float32)
        inline = np.array([b.inline_cues for b in blocks], dtype=np.int64)
        for cue in (Cue.LEDE, Cue.CREDIT, Cue.CAPTION, Cue.RELATED, Cue.SHARE, Cue.AD, Cue.TAGS, Cue.HEADLINE):
            columns[f"inline_{str(cue.name).lower()}"] = ((inline & cue.value) != 0).astype(np.float32)

    def _ancestors(self) -> None:
        contexts, of = self.containers.contexts, self.containers.of_block
        cues = np.array([context.cues for context in contexts], dtype=np.int64)
        bits = np.array([cue.value for cue in _CUES], dtype=np.int64)
        own = (cues[:, None] & bits) != 0
        if self.evidence.body_names:
            given = self.evidence.body_names
            own[:, -1] |= [not given.isdisjoint(context.names.split()) for context in contexts]
        tags = np.array([[context.tag == tag for tag in _AROUND_TAGS] for context in contexts], dtype=bool)
        names = [f"to_{str(cue.name).lower()}" for cue in _CUES] + [f"in_{tag}" for tag in _AROUND_TAGS]
        steps = self.containers.distances(np.concatenate((own, tags), axis=1), _FAR)[of]
        self.columns.update(zip(names, steps.T, strict=True))
        nesting = np.zeros(len(contexts), dtype=np.float32)
        for depth, level in enumerate(self.containers.levels):
            nesting[level] = depth
        self.nesting = nesting
        self.columns["nesting"] = nesting[of]

    def _place(self) -> None:
        columns, n = self.columns, self.n
        at = np.arange(n, dtype=np.float32)
        columns["place"] = at / max(n - 1, 1)
        columns["from_top"] = np.minimum(at, 60)
        columns["from_end"] = np.minimum(n - 1 - at, 60)
        weight = columns["unlinked"]
        before = np.cumsum(weight) - weight
        total = max(float(weight.sum()), 1.0)
        columns["text_before"] = before / total
        columns["page_size"] = np.full(n, np.log1p(total), dtype=np.float32)
        columns["page_blocks"] = np.full(n, np.log1p(n), dtype=np.float32)
        prose = (columns["size"] > np.log1p(60)) & (columns["link_share"] < 0.35) & (columns["stops"] + columns["is_final"] > 0)
        columns["prose"] = np.where(prose, weight, 0).astype(np.float32)
        usual = float(weight[prose].mean()) if prose.any() else 100.0
        columns["relative_size"] = np.log((columns["weight"] + 5) / usual)
        spots = np.flatnonzero(prose)
        columns["prose_count"] = np.full(n, np.log1p(len(spots)), dtype=np.float32)
        if not len(spots):
            spots = np.array([0, n - 1])
        after = np.searchsorted(spots, np.arange(n))
        columns["to_prose_before"] = np.minimum(at - np.where(after > 0, spots[np.maximum(after - 1, 0)], -40), 40).astype(np.float32)
        columns["to_prose_after"] = np.minimum(np.where(after < len(spots), spots[np.minimum(after, len(spots) - 1)], n + 40) - at, 40).astype(np.float32)

    def _prose_containers(self) -> None:
        tree, columns = self.containers, self.columns
        of, parent = tree.of_block, tree.parent
        figures = np.stack((columns["prose"], columns["weight"], columns["weight"] * columns["link_share"], np.ones(self.n, dtype=np.float32), columns["is_final"], columns["timed"]), axis=1)
        sums = tree.sums(figures)
        total_prose = max(float(columns["prose"].sum()), 1.0)
        direct = np.bincount(of, weights=columns["prose"], minlength=len(parent))
        up1 = np.bincount(parent[of], weights=columns["prose"], minlength=len(parent))
        up2 = np.bincount(parent[parent[of]], weights=columns["prose"], minlength=len(parent))
        score = direct + up1 + 0.5 * up2
        top = float(score.max()) or 1.0
        best = int(score.argmax())
        for steps in range(5):
            at = tree.above(of, steps)
            own = sums[at]
            suffix = f"_{steps}"
            columns["prose_in" + suffix] = own[:, 0] / total_prose
            columns["link_in" + suffix] = own[:, 2] / np.maximum(own[:, 1], 1)
            columns["size_in" + suffix] = np.log1p(own[:, 1])
            columns["blocks_in" + suffix] = np.log1p(own[:, 3])
            columns["final_in" + suffix] = own[:, 4] / np.maximum(own[:, 3], 1)
            columns["times_in" + suffix] = own[:, 5]
            columns["score_in" + suffix] = (score[at] / top).astype(np.float32)
        at = np.arange(self.n)
        inside = (at >= tree.first[best]) & (at < tree.last[best])
        columns["in_best"] = inside.astype(np.float32)
        columns["below_best"] = np.where(inside, self.nesting[of] - self.nesting[best], -1).astype(np.float32)
        columns["best_share"] = np.full(self.n, sums[best, 0] / total_prose, dtype=np.float32)
        columns["after_best"] = np.clip(at - tree.last[best], -60, 60).astype(np.float32)
        columns["before_best"] = np.clip(tree.first[best] - at, -60, 60).astype(np.float32)
        ancestors = [best]
        while parent[ancestors[-1]] != ancestors[-1]:
            ancestors.append(int(parent[ancestors[-1]]))
        on_path = np.zeros((len(parent), 1), dtype=bool)
        on_path[ancestors] = True
        columns["to_best_path"] = tree.distances(on_path, 12)[of, 0]
        meet = self._meeting(on_path[:, 0])
        columns["best_above"] = np.minimum(self.nesting[best] - self.nesting[meet], 12)[of].astype(np.float32)
        self.best = best
        spots = np.flatnonzero(inside & (columns["prose"] > 0))
        first, last = (int(spots[0]), int(spots[-1])) if len(spots) else (0, self.n - 1)
        columns["from_first_prose"] = np.clip(at - first, -40, 40).astype(np.float32)
        columns["from_last_prose"] = np.clip(at - last, -40, 40).astype(np.float32)
        columns["along_best"] = ((at - first) / max(last - first, 1)).clip(-1, 2).astype(np.float32)

    def _meeting(self, on_path: NDArray[np.bool_]) -> NDArray[np.int64]:
        """For each container the nearest one at or above it that is on the path."""
        meet = np.arange(len(on_path))
        for level in self.containers.levels[1:]:
            up = meet[self.containers.parent[level]]
            meet[level] = np.where(on_path[level], level, up)
        return meet

    def _groups(self) -> None:
        """Figures of all blocks whose container looks the same."""
        columns, tree = self.columns, self.containers
        numbers: dict[tuple[str, ...], int] = {}
        wide = []
        narrow = []
        for context in tree.contexts:
            name = _plain(context.names)
            above = context.parent
            key = (context.tag, name)
            wide.append(numbers.setdefault(key, len(numbers)))
            far = (*key, above.tag, _plain(above.names)) if above else key
            narrow.append(numbers.setdefault(far, len(numbers)))
        figures = {
            "count": np.ones(self.n, dtype=np.float32),
            "weight": columns["weight"],
            "link": columns["weight"] * columns["link_share"],
            "prose": columns["prose"],
            "final": columns["is_final"],
            "best": columns["in_best"],
        }
        total_prose = max(float(columns["prose"].sum()), 1.0)
        alike = np.bincount(wide, minlength=len(numbers))[wide]
        for steps in (1, 2, 3):
            columns[f"alike_{steps}"] = np.log1p(alike[tree.above(tree.of_block, steps)]).astype(np.float32)
        for label, ids in (("kin", wide), ("twin", narrow)):
            of = np.array(ids, dtype=np.int64)[tree.of_block]
            sums = {name: np.bincount(of, weights=value, minlength=len(numbers))[of] for name, value in figures.items()}
            count = sums["count"]
            columns[f"{label}_count"] = np.log1p(count).astype(np.float32)
            columns[f"{label}_size"] = np.log1p(sums["weight"] / count).astype(np.float32)
            columns[f"{label}_link"] = (sums["link"] / np.maximum(sums["weight"], 1)).astype(np.float32)
            columns[f"{label}_prose"] = (sums["prose"] / total_prose).astype(np.float32)
            columns[f"{label}_final"] = (sums["final"] / count).astype(np.float32)
            columns[f"{label}_best"] = (sums["best"] / count).astype(np.float32)

    def _title_place(self) -> None:
        columns = self.columns
        at = np.arange(self.n, dtype=np.float32)
        marks = columns["title_match"] + 0.3 * (columns["heading"] == 1) + 0.05 * columns["is_heading"]
        spot = int(marks.argmax()) if float(marks.max()) > 0.25 else -1
        from_title = np.clip(at - spot, -40, 40) if spot >= 0 else np.full(self.n, -99.0)
        columns["from_title"] = from_title.astype(np.float32)
        weight = columns["unlinked"]
        before = np.cumsum(weight) - weight
        columns["text_from_title"] = (np.sign(before - before[spot]) * np.log1p(np.abs(before - before[spot]))).astype(np.float32)
        h1 = np.flatnonzero(columns["heading"] == 1)
        columns["h1_count"] = np.full(self.n, len(h1), dtype=np.float32)
        columns["articles"] = np.full(self.n, sum(c.tag == "article" for c in self.containers.contexts), dtype=np.float32)

    def _neighbours(self) -> None:
        columns, of = self.columns, self.containers.of_block
        parent = self.containers.parent[of].astype(np.float32)
        own = of.astype(np.float32)
        kin = np.array([hash((c.tag, _plain(c.names))) % 100003 for c in self.containers.contexts], dtype=np.float32)[of]
        for shift in (-3, -2, -1, 1, 2, 3):
            label = f"{'next' if shift > 0 else 'prev'}{abs(shift)}"
            names = _NEIGHBOURS if abs(shift) < 3 else ("size", "link_share", "prose")
            for name in names:
                column = np.log1p(columns[name]) if name == "prose" else columns[name]
                columns[f"{label}_{name}"] = _fold(shift, column)
            if abs(shift) < 3:
                columns[f"{label}_same_parent"] = (_fold(shift, parent) == parent).astype(np.float32)
                columns[f"{label}_same_box"] = (_fold(shift, own) == own).astype(np.float32)
                columns[f"{label}_same_kin"] = (_fold(shift, kin) == kin).astype(np.float32)
        columns["next1_media"] = _fold(1, columns["media"])
        columns["next1_breaks"] = _fold(1, columns["breaks"])


@lru_cache(maxsize=20_000)
def _plain(names: str) -> str:
    return _DIGITS.sub("", names)
