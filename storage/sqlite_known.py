"""What the corpus holds that bears on one incoming article: by address, by text, by fingerprints.

The near-duplicate index is one table keyed by month and fingerprint (spec: dedup, Index): a window is a few
look-ups, and a fingerprint found in more than `TOO_COMMON` texts of the window (boilerplate) is neither
used nor written again, so that no look-up grows with the corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.columns import from_micros, to_json, unpack_body
from storage.model import Appearance, Candidate, Fingerprint, Known
from storage.sqlite_db import Database

__all__ = [
    "Hits",
    "find_hits",
    "find_same_text",
    "load_known",
    "pack_prints",
    "put_fingerprint",
    "take_fingerprint",
    "take_prints",
]

CANDIDATES = 6
TOO_COMMON = 40
_HASH_BYTES = 8  # of 16: enough to find a text by, the judge compares all of them
_PRINT_BYTES = 5
_KEY_BYTES, _KEY_BITS = 5, 33  # SQLite stores integers of 4 or of 6 bytes, and 25 bits of a print are too few
_MONTHS = 128

_CANDIDATE = """
SELECT a.id, a.version, a.cluster AS cluster_id, s.id AS source_id, a.key, a.rules,
       v.text_hash, v.codec, v.body
FROM article a JOIN version v ON v.article = a.id AND v.n = a.version JOIN source s ON s.n = a.source
WHERE a.id IN (SELECT value FROM json_each(?))
"""
_BY_KEY = "SELECT article, own FROM alias WHERE key = ? AND article IS NOT NULL"
_BY_HASH = "SELECT article FROM exact WHERE hash = ?"
_BY_PRINTS = "SELECT fp, article FROM fingerprint WHERE fp IN (SELECT unhex(value) FROM json_each(?))"

_PUT_EXACT = "INSERT OR IGNORE INTO exact (hash, article) VALUES (?, ?)"
_PUT_PRINT = "INSERT OR IGNORE INTO fingerprint (fp, article) VALUES (?, ?)"
_TAKE_EXACT = "DELETE FROM exact WHERE hash = ? AND article = ?"
_TAKE_PRINT = "DELETE FROM fingerprint WHERE fp = ? AND article = ?"
_INDEXED = """
SELECT v.text_hash, a.prints, a.fetched_at
FROM article a JOIN version v ON v.article = a.id AND v.n = a.version
WHERE a.id = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The articles of the window by fingerprint, as much of it as the index keeps."""

    articles: dict[int, set[int]]

    def too_common(self) -> set[int]:
        """Return what is kept of the fingerprints that say nothing: boilerplate of many texts."""
        return {one for one, articles in self.articles.items() if len(articles) > TOO_COMMON}

    def best(self) -> list[int]:
        """Return the articles sharing most fingerprints, most first, then the newest: news is copied soon."""
        common = self.too_common()
        shared = Counter(
            article for one, articles in self.articles.items() if one not in common for article in articles
        )
        return sorted(shared, key=lambda article: (-shared[article], -article))[:CANDIDATES]


def find_hits(db: Database, prints: Iterable[int], *, now: datetime, days: int) -> Hits:
    """Look the fingerprints up in the months the last `days` touch."""
    months = _months(now - timedelta(days=days), now)
    wanted = [_key(month, one).hex() for month in months for one in prints]
    articles: dict[int, set[int]] = {}
    for fp, article in db.tuples(_BY_PRINTS, (to_json(wanted) or "[]",)):
        articles.setdefault(_kept(int.from_bytes(fp, "big")), set()).add(article)
    return Hits(articles=articles)


def load_known(db: Database, appearance: Appearance, fingerprint: Fingerprint, hits: Hits) -> Known:
    """Return what the judge decides on; near candidates only of the fingerprint's own version."""
    keys = (appearance.key, *appearance.aliases)
    match = next((found[0] for key in keys if (found := db.tuples(_BY_KEY, (key,)))), None)
    same_text = find_same_text(db, fingerprint.text_hash)
    near = hits.best()
    loaded = _load_candidates(
        db, {*([match[0]] if match else ()), *([same_text] if same_text else ()), *near}
    )
    return Known(
        same_key=loaded[match[0]].candidate if match else None,
        key_is_primary=match is None or bool(match[1]),
        same_text=loaded[same_text].candidate if same_text else None,
        near=tuple(loaded[one].candidate for one in near if loaded[one].rules == fingerprint.version),
    )


def find_same_text(db: Database, text_hash: bytes) -> int | None:
    """Return the article indexed first with this hash, None where there is none."""
    found: int | None = db.value(_BY_HASH, (text_hash[:_HASH_BYTES],))
    return found


def put_fingerprint(
    db: Database, article: int, fingerprint: Fingerprint, hits: Hits, *, now: datetime
) -> None:
    """Index the article's text; an equal text indexed before keeps the exact hash."""
    db.run(_PUT_EXACT, (fingerprint.text_hash[:_HASH_BYTES], article))
    month, common = _month(now), hits.too_common()
    rare = [one for one in fingerprint.prints if _kept(one) not in common]
    db.run_many(_PUT_PRINT, [(_key(month, one), article) for one in rare])


def take_fingerprint(db: Database, article: int) -> None:
    """Take the article's present text out of the index."""
    text_hash, prints, fetched_at = db.tuples(_INDEXED, (article,))[0]
    take_prints(db, article, text_hash, prints, at=from_micros(fetched_at))


def take_prints(db: Database, article: int, text_hash: bytes, prints: bytes, *, at: datetime) -> None:
    """Take out of the index what an article was put there with."""
    db.run(_TAKE_EXACT, (text_hash[:_HASH_BYTES], article))
    month = _month(at)
    db.run_many(_TAKE_PRINT, [(_key(month, one), article) for one in _unpack_prints(prints)])


def pack_prints(prints: Sequence[int]) -> bytes:
    """Return fingerprints as 5 bytes each; `OverflowError` for one beyond 40 bits."""
    return b"".join(one.to_bytes(_PRINT_BYTES, "big") for one in prints)


def _unpack_prints(blob: bytes) -> list[int]:
    return [int.from_bytes(blob[at : at + _PRINT_BYTES], "big") for at in range(0, len(blob), _PRINT_BYTES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A candidate with the version of its fingerprint."""

    candidate: Candidate
    rules: int


def _load_candidates(db: Database, articles: set[int]) -> dict[int, _Found]:
    """Return these articles by id, read at once."""
    found: dict[int, _Found] = {}
    for row in db.rows(_CANDIDATE, (to_json(list(articles)) or "[]",)):
        rules, body = row.pop("rules"), unpack_body(row.pop("body"), row.pop("codec"))
        found[row["id"]] = _Found(candidate=Candidate(**row, text=body), rules=rules)
    return found


def _month(moment: datetime) -> int:
    return moment.year * 12 + moment.month


def _months(first: datetime, last: datetime) -> range:
    return range(_month(first), _month(last) + 1)


def _key(month: int, fingerprint: int) -> bytes:
    """Return the index key: the month above what is kept of the fingerprint, so that a month is one range."""
    return (month % _MONTHS << _KEY_BITS | _kept(fingerprint)).to_bytes(_KEY_BYTES, "big")


def _kept(fingerprint: int) -> int:
    return fingerprint & (1 << _KEY_BITS) - 1
