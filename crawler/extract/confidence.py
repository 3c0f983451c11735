"""How sure we are of an article's text: 0 to 1, from signs that need no gold text.

Last step before the article is built (spec/extraction §5): a logistic model, one set of weights a path,
fitted against "4-gram F1 at least .98" on development pages read by models that had not seen their sites
(`tests.bench.fit_confidence`).
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

from crawler.extract.blocks import Block
from crawler.extract.document import Document, Reading
from crawler.extract.text import ends_sentence, key, letters

__all__ = ["Signs", "Weights", "confidence", "curve_of", "read_signs"]

_SHINGLE = 12
_CLAIM_CHARS = 600
_UNKNOWN = 0.5
_DOUBTFUL_CHARSET = 2.0
_LEAST_MISSED = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for or against a reading; every sign is 0 to 1.

    `described`: how much of the page's description or of the feed's summary stands in the text. `finished`:
    share of characters in lines that end as sentences. `linked`: share in links. `dropped`: share of the
    chosen lines the filters took out. `long_start`: the first line is a paragraph.
    """

    described: float
    finished: float
    linked: float
    dropped: float
    long_start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Log-odds: `bias`, plus the signs, plus `surety` times -log of the F1 the reader expects to miss."""

    bias: float
    signs: Signs
    surety: float = 0.0


_NONE = Signs(described=0.0, finished=0.0, linked=0.0, dropped=0.0, long_start=0.0)
_CLASSIFIER = Weights(bias=-4.35, signs=_NONE, surety=1.21)
"""The expected F1 says it all: with it in, the signs gained nothing on sites held out. A third of a logit
below the best fit, so that .9 keeps its promise. A wrapper is as sure as its teacher was of the template's
pages: on development sites of two pages and more its texts came true as often as the teacher's own."""
_TRAFILATURA = Weights(
    bias=-2.0, signs=Signs(described=0.7, finished=1.9, linked=-1.4, dropped=-0.8, long_start=0.1)
)
_OPERATOR = Weights(
    bias=3.0, signs=Signs(described=0.0, finished=0.0, linked=-2.0, dropped=-1.0, long_start=0.0)
)
_BY_PATH = {
    "blocks": _CLASSIFIER,
    "mixed": _CLASSIFIER,
    "wrapper": _CLASSIFIER,
    "rules": _OPERATOR,
    "feed": _TRAFILATURA,
}


def read_signs(document: Document, reading: Reading, blocks: tuple[Block, ...], dropped: int) -> Signs:
    """Measure the signs of a reading of which the filters left `blocks` and took `dropped` lines.

    None are measured where they count for nothing.
    """
    if curve_of(reading.path).signs == _NONE:
        return _NONE
    text = "".join(key(block.text) for block in blocks)
    chars = sum(len(block.text) for block in blocks) or 1
    claims = [document.metadata.description, document.hints.entry_summary]
    return Signs(
        described=max((_share_in(claim, text) for claim in claims if claim), default=_UNKNOWN),
        finished=sum(len(b.text) for b in blocks if ends_sentence(b.text)) / chars,
        linked=min(1.0, sum(b.link_chars for b in blocks) / chars),
        dropped=dropped / (dropped + len(blocks) or 1),
        long_start=float(bool(blocks) and letters(blocks[0].text) >= 60),
    )


def confidence(signs: Signs, reading: Reading, *, doubtful_charset: bool = False) -> float:
    """Return how probable it is that the text is all but exact, rounded to three places."""
    weights = curve_of(reading.path)
    pairs = zip(astuple(weights.signs), astuple(signs), strict=True)
    missed = max(_LEAST_MISSED, 1 - (reading.score or 0.0))
    total = weights.bias + sum(weight * sign for weight, sign in pairs) - weights.surety * math.log(missed)
    total -= _DOUBTFUL_CHARSET * doubtful_charset
    return round(1 / (1 + math.exp(-total)), 3)


def curve_of(path: str) -> Weights:
    """Return the constants of a path (fitted by `tests.bench.fit_confidence`)."""
    return _BY_PATH.get(path, _TRAFILATURA)


def _share_in(claim: str, text: str) -> float:
    """Share of the claim's character sequences that occur in the text."""
    own = key(claim)[:_CLAIM_CHARS]
    grams = [own[i : i + _SHINGLE] for i in range(len(own) - _SHINGLE + 1)]
    return sum(gram in text for gram in grams) / len(grams) if grams else _UNKNOWN
