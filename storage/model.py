"""What the corpus holds, as plain values.

Sits at the bottom of the flow: the crawler builds these, the backends write and read them, consumers
see them. Field names are those of the canonical article record (ARCHITECTURE.md, glossary).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

__all__ = [
    "Appearance",
    "Article",
    "Author",
    "Candidate",
    "Copy",
    "Extraction",
    "Fingerprint",
    "Http",
    "InfoSource",
    "Known",
    "New",
    "Recorded",
    "Revision",
    "RevisionOf",
    "StoredArticle",
    "Unchanged",
    "Verdict",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person or desk credited with the article."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoSource:
    """An agency or outlet credited inside the text (ninjs `infoSources`).

    `role` is `agency`, `quoted` or `republished_from`; `span` is (start, end) in characters of `text`.
    """

    name: str
    name_as_written: str
    role: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """How the text was read from the page: the provenance of an article.

    `path` is the reader that won (`rules`, `wrapper`, `blocks`, `mixed`, `trafilatura`, `feed`), `fields`
    names the origin of each metadata field, `dropped` counts the lines each filter took out, `confidence`
    is 0 to 1. `pages` is how many pages of the site the text was joined from.
    """

    path: str
    version: str
    model: str | None = None
    wrapper: str | None = None
    confidence: float | None = None
    charset: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """The evidence of the fetch: status of the last hop, every redirect before it, validators."""

    status: int
    chain: tuple[str, ...] = ()
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as extraction found it: body text and metadata, not yet in the corpus.

    `text` is the body, one paragraph a line, no headline (NFC, no blank lines). `url` is the canonical
    spelling. `published_precision` is `second`, `minute`, `day` ... or None; `published_raw` is what the
    page said. `complete` is False for a teaser before a paywall or a body cut by the network.
    """

    url: str
    title: str | None
    text: str
    description: str | None = None
    language: str | None = None
    direction: str = "ltr"
    authors: tuple[Author, ...] = ()
    published: datetime | None = None
    published_raw: str | None = None
    published_precision: str | None = None
    modified: datetime | None = None
    modified_raw: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    publisher: str | None = None
    licence: str | None = None
    free: bool | None = None
    complete: bool = True
    info_sources: tuple[InfoSource, ...] = ()
    extraction: Extraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """One place and time where an article was seen; never deleted.

    `key` is the comparison key of the address (`crawler.urls.url_key`), `aliases` are further keys that
    lead to the same page (redirect target, canonical link). `title` and `published` are what the list said.
    """

    source_id: str
    source_name: str
    source_url: str | None
    key: str
    aliases: tuple[str, ...] = ()
    requested_url: str
    final_url: str
    feed_url: str | None = None
    entry_id: str | None = None
    title: str | None = None
    published: datetime | None = None
    seen_at: datetime
    http: Http | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What a text is recognised by.

    `text_hash` is the 128-bit hash of the normalised tokens; `prints` are at most 16 hashes of 40 bits
    (the near-duplicate index); `tokens` counts the normalised tokens; `version` names the normaliser
    and rules: fingerprints of different versions are not comparable.
    """

    text_hash: bytes
    prints: tuple[int, ...] = ()
    tokens: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article already in the corpus that the judge may find to be the same story."""

    id: int
    version: int
    cluster_id: int
    source_id: str
    key: str
    text_hash: bytes
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the corpus already holds that bears on one incoming article.

    `same_key`: the article stored under the same address (any alias); `key_is_primary` says whether that
    address is the article's own, not merely an appearance of the same text elsewhere. `same_text`: the
    article with the same normalised text. `near`: candidates sharing fingerprints, most shared first.
    """

    same_key: Candidate | None = None
    key_is_primary: bool = True
    same_text: Candidate | None = None
    near: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where nearly all of the judged text stands in the longer article `of`: from which word to which.

    Of two such passages that do not overlap, the article is a digest and its texts are no copies of it.
    """

    of: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Nothing like it is known, or only longer texts that hold it among others (`passages`)."""

    passages: tuple[Passage, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The text of article `of` again.

    `relation` is `same_text` (exact after normalising: one more appearance of `of`), `near` or `cut`
    (a document of its own, joined to the cluster of `of`). `scores` holds the numbers behind it; where one of
    the two is a part of the other, also where in the longer one (`begins`, `ends`, in words) and whether
    the copy is the part (`is_part` 1) or the whole (0).
    """

    of: int
    relation: str
    scores: dict[str, float] = field(default_factory=dict)
    rules: int = 1
    passages: tuple[Passage, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionOf:
    """A changed body under an address already known: a new version of article `of`."""

    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The same body under an address already known."""

    of: int


Verdict = New | Copy | RevisionOf | Unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What `record` did: the article the page ended in, its version, and why."""

    article_id: int
    version: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle(Article):
    """An article read back from the corpus: what was extracted plus what the corpus knows of it.

    `sources` holds every appearance, the first one first; `source_id`, `source_name` and `source_url` are
    the credit of the first. `version` counts text states from 1. `copy_of` is the article this one is a
    near copy of, None for the first of its cluster. `status` is `live`, `deleted` or `withdrawn`.
    """

    id: int
    version: int
    source_id: str
    source_name: str
    source_url: str | None
    requested_url: str
    final_url: str
    aliases: tuple[str, ...] = ()
    feed_url: str | None = None
    entry_id: str | None = None
    entry_title: str | None = None
    first_seen: datetime
    fetched_at: datetime
    updated_at: datetime
    sources: tuple[Appearance, ...] = ()
    text_hash: str
    cluster_id: int
    copy_of: int | None = None
    status: str = "live"
    http: Http | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text state of an article; version 1 is the first."""

    article_id: int
    version: int
    title: str | None
    text: str
    text_hash: str
    published: datetime | None
    modified: datetime | None
    fetched_at: datetime
