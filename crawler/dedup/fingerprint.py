"""What a text is recognised by in the corpus: one exact hash and at most sixteen prints.

Made beside extraction, stored and looked up with the article. Rules and the measurements behind them:
dedup spec §4.2 and §4.3 (8 smallest shingle hashes of the whole, 8 smallest of the lead).
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import islice

import numpy as np

from crawler.dedup.shingles import shingle_hashes
from crawler.dedup.words import Hashes, word_hashes
from storage.fold import FOLD_VERSION
from storage.model import Fingerprint

__all__ = ["fingerprint"]

_SMALLEST = 8
_LEAD_WORDS = 60
_PRINT_BITS = (1 << 40) - 1  # the low bits: the high ones of a minimum are alike


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a body; about .1 ms for 400 words.

    The prints of the whole find edited copies, those of the first 60 words find teasers and cut copies.
    A text without a word has no prints, and its hash says nothing.
    """
    words = word_hashes(text)
    shingles = shingle_hashes(words)
    prints = {*_smallest(shingles), *_smallest(shingles[: _LEAD_WORDS - 2])}
    return Fingerprint(
        text_hash=blake2b(words.astype("<u8").tobytes(), digest_size=16).digest(),
        prints=tuple(sorted(prints)),
        tokens=words.size,
        version=FOLD_VERSION,
    )


def _smallest(shingles: Hashes) -> list[int]:
    ordered = np.sort(shingles)
    for some in (ordered[: 4 * _SMALLEST], ordered):  # the whole only where it says the same again and again
        distinct = dict.fromkeys(some.tolist())
        if len(distinct) >= _SMALLEST:
            break
    return [value & _PRINT_BITS for value in islice(distinct, _SMALLEST)]
