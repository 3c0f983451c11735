"""Judging and storing an article in SQLite: candidates, verdict and writes in the caller's one transaction.

What a verdict means for the tables is here and nowhere else; which verdict it is, the judge says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from storage.columns import bindable, pack_body, to_fields, to_json, to_micros
from storage.corpus import Judge, StorageError
from storage.crawl import Visit
from storage.model import (
    Appearance,
    Article,
    Copy,
    Fingerprint,
    Known,
    New,
    Recorded,
    RevisionOf,
    Unchanged,
    Verdict,
)
from storage.sqlite_appearances import add_appearance, add_listed_elsewhere
from storage.sqlite_db import Database
from storage.sqlite_digest import STORED, part_from_digests
from storage.sqlite_entries import end_entry
from storage.sqlite_known import (
    Hits,
    find_hits,
    load_known,
    pack_prints,
    put_fingerprint,
    take_fingerprint,
)
from storage.sqlite_schedule import source_number

__all__ = ["record"]

_NEXT_ID = "SELECT coalesce(max(id), 0) + 1 FROM article"
_STANDING = "SELECT version, cluster FROM article WHERE id = ?"
_ADD_ARTICLE = """
INSERT INTO article (id, version, key, url, source, cluster, copy_of, complete, language, direction,
    description, authors, published, published_raw, published_precision, modified, modified_raw, section,
    tags, image_url, publisher, licence, free, info_sources, extraction, first_seen, fetched_at, updated_at,
    rules, prints)
VALUES (:id, :version, :key, :url, :source, :cluster, :copy_of, :complete, :language, :direction,
    :description, :authors, :published, :published_raw, :published_precision, :modified, :modified_raw,
    :section, :tags, :image_url, :publisher, :licence, :free, :info_sources, :extraction, :fetched_at,
    :fetched_at, :fetched_at, :rules, :prints)
"""
_REVISE = """
UPDATE article SET version = :version, url = :url, complete = :complete, language = :language,
    direction = :direction, description = :description, authors = :authors,
    published_raw = iif(published IS NULL, :published_raw, published_raw),
    published_precision = iif(published IS NULL, :published_precision, published_precision),
    published = coalesce(published, :published), modified = :modified, modified_raw = :modified_raw,
    section = :section, tags = :tags, image_url = :image_url, publisher = :publisher, licence = :licence,
    free = :free, info_sources = :info_sources, extraction = :extraction, fetched_at = :fetched_at,
    updated_at = :fetched_at, rules = :rules, prints = :prints
WHERE id = :id
"""
_ADD_VERSION = """
INSERT INTO version (article, n, title, published, modified, fetched_at, text_hash, codec, body)
VALUES (:id, :version, :title, :published, :modified, :fetched_at, :text_hash, :codec, :body)
"""
_ADD_EDGE = "INSERT INTO edge (article, of, relation, scores, rules, at) VALUES (?, ?, ?, ?, ?, ?)"
_ADD_ALIAS = """
INSERT INTO alias (key, entry, article, own) VALUES (:key, :entry, :article, :own)
ON CONFLICT (key) DO UPDATE SET article = excluded.article, entry = coalesce(entry, excluded.entry),
    own = iif(article IS excluded.article, max(own, excluded.own), excluded.own)
WHERE :moves OR article IS NULL OR article = excluded.article OR NOT own
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Incoming:
    """An article on its way in."""

    article: Article
    appearance: Appearance
    fingerprint: Fingerprint
    hits: Hits


def record(
    db: Database,
    entry_id: int,
    article: Article,
    appearance: Appearance,
    fingerprint: Fingerprint,
    *,
    judge: Judge,
    visit: Visit,
    near_days: int,
) -> Recorded:
    """Judge the article, write what the verdict means, and end its entry."""
    hits = find_hits(db, fingerprint.prints, now=appearance.seen_at, days=near_days)
    known = load_known(db, appearance, fingerprint, hits)
    verdict = judge(article, fingerprint, known)
    incoming = _Incoming(article=article, appearance=appearance, fingerprint=fingerprint, hits=hits)
    recorded = _apply(db, verdict, incoming)
    _part(db, verdict, now=appearance.seen_at)
    add_appearance(db, recorded.article_id, appearance)
    _name(db, entry_id, recorded.article_id, appearance, is_own=_is_own(verdict, known))
    outcome, detail = _outcome(recorded)
    ended = replace(visit, outcome=outcome, detail={**visit.detail, **detail})
    end_entry(db, entry_id, ended, article=recorded.article_id)
    add_listed_elsewhere(db, entry_id)
    return recorded


def _apply(db: Database, verdict: Verdict, incoming: _Incoming) -> Recorded:
    match verdict:
        case New():
            article_id = _add_article(db, incoming, copy=None)
            return Recorded(article_id=article_id, version=1, verdict=verdict)
        case Copy(of=of) if not _is_same_text(verdict):
            _standing(db, of)
            article_id = _add_article(db, incoming, copy=verdict)
            return Recorded(article_id=article_id, version=1, verdict=verdict)
        case RevisionOf(of=of):
            return Recorded(article_id=of, version=_revise(db, of, incoming), verdict=verdict)
        case Copy(of=of) | Unchanged(of=of):
            return Recorded(article_id=of, version=_standing(db, of)["version"], verdict=verdict)
        case _:
            assert_never(verdict)


def _part(db: Database, verdict: Verdict, *, now: datetime) -> None:
    """Part what was joined to articles that the verdict shows to be digests, and log it."""
    if not isinstance(verdict, New | Copy):
        return
    for one in part_from_digests(db, STORED, verdict.passages):
        db.run(_ADD_EDGE, (one.article, one.of, "apart", "{}", one.rules, to_micros(now)))


def _is_own(verdict: Verdict, known: Known) -> bool:
    """Say whether the page's address is the article's own, not one where its text only appears as well."""
    if isinstance(verdict, Unchanged):
        return known.key_is_primary
    return not _is_same_text(verdict)


def _is_same_text(verdict: Verdict) -> bool:
    return isinstance(verdict, Copy) and verdict.relation == "same_text"


def _standing(db: Database, article: int) -> dict[str, Any]:
    """Return version and cluster of an article a verdict names."""
    row = db.row(_STANDING, (article,))
    if row is None:
        raise StorageError(f"the verdict names article {article}, which is not in the corpus")
    return row


def _add_article(db: Database, incoming: _Incoming, *, copy: Copy | None) -> int:
    article_id: int = db.value(_NEXT_ID)
    appearance = incoming.appearance
    row = _to_row(incoming) | {
        "id": article_id,
        "version": 1,
        "key": appearance.key,
        "source": source_number(db, appearance.source_id),
        "cluster": _standing(db, copy.of)["cluster"] if copy else article_id,
        "copy_of": copy and copy.of,
    }
    db.run(_ADD_ARTICLE, bindable(row))
    db.run(_ADD_VERSION, bindable(row))
    if copy is not None:
        scores = to_json(copy.scores) or "{}"
        db.run(_ADD_EDGE, (article_id, copy.of, copy.relation, scores, copy.rules, row["fetched_at"]))
    put_fingerprint(db, article_id, incoming.fingerprint, incoming.hits, now=appearance.seen_at)
    return article_id


def _revise(db: Database, article_id: int, incoming: _Incoming) -> int:
    """Add a text state; return its number. The date first published stays, the older texts stay."""
    standing = _standing(db, article_id)
    version: int = standing["version"] + 1
    row = bindable(_to_row(incoming) | {"id": article_id, "version": version})
    take_fingerprint(db, article_id)
    db.run(_ADD_VERSION, row)
    db.run(_REVISE, row)
    put_fingerprint(db, article_id, incoming.fingerprint, incoming.hits, now=incoming.appearance.seen_at)
    return version


def _to_row(incoming: _Incoming) -> dict[str, Any]:
    """Return the columns that new articles and revisions have alike."""
    article, body = incoming.article, pack_body(incoming.article.text)
    same = ("url", "complete", "language", "direction", "description", "published_raw", "published_precision",
            "modified_raw", "section", "image_url", "publisher", "licence", "free", "title")  # fmt: skip
    return {
        **{name: getattr(article, name) for name in same},
        "authors": to_json([to_fields(author) for author in article.authors]),
        "tags": to_json(article.tags),
        "info_sources": to_json([to_fields(credit) for credit in article.info_sources]),
        "extraction": to_json(to_fields(article.extraction)),
        "published": to_micros(article.published),
        "modified": to_micros(article.modified),
        "fetched_at": to_micros(incoming.appearance.seen_at),
        "text_hash": incoming.fingerprint.text_hash,
        "rules": incoming.fingerprint.version,
        "prints": pack_prints(incoming.fingerprint.prints),
        "codec": body.codec,
        "body": body.blob,
    }


def _name(db: Database, entry: int, article: int, appearance: Appearance, *, is_own: bool) -> None:
    """Let the page's addresses lead to the article; its own key moves there whatever it led to before."""
    for key in dict.fromkeys((appearance.key, *appearance.aliases)):
        moves = key == appearance.key
        row = {"key": key, "entry": entry, "article": article, "own": is_own, "moves": moves}
        db.run(_ADD_ALIAS, bindable(row))


def _outcome(recorded: Recorded) -> tuple[str, dict[str, Any]]:
    """Return the counted word of a verdict and what `why` will say of it."""
    ended = {"article": recorded.article_id, "version": recorded.version}
    match recorded.verdict:
        case New():
            return "stored", ended
        case Copy(of=of, relation=relation, scores=scores):
            return "copy", {**ended, "of": of, "relation": relation, "scores": scores}
        case RevisionOf():
            return "revision", ended
        case Unchanged():
            return "unchanged", ended
        case _:
            assert_never(recorded.verdict)
