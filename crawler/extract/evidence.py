"""What a page and its feed entry say about the body besides the body: the classifier's second source.

Read once per page from the head and the JSON-LD; `features` compares every block with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extract.jsonld import names, one_text, texts

if TYPE_CHECKING:
    from crawler.extract.hints import Hints
    from crawler.extract.jsonld import Json, LinkedData, Node
    from crawler.extract.metafields import HeadFields

__all__ = ["Evidence", "read_evidence"]

_TITLE_PART = re.compile(r"\s+[|–—-]\s+|\s*\|\s*")
_NAME = re.compile(r"[.#]([\w-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Texts that are, or quote, parts of the article; every one may be absent.

    `title` is the document's, `headline` that of the JSON-LD. `feed_summary` and `feed_content` are plain
    text. `site_name` is what the outlet calls itself.
    `body_names` are classes and ids that the JSON-LD says hold the (paid) body.
    """

    title: str | None = None
    og_title: str | None = None
    headline: str | None = None
    description: str | None = None
    jsonld_body: str | None = None
    feed_summary: str | None = None
    feed_content: str | None = None
    authors: tuple[str, ...] = ()
    site_name: str | None = None
    body_names: frozenset[str] = frozenset()


def read_evidence(head: HeadFields, linked: LinkedData, hints: Hints | None = None) -> Evidence:
    """Gather the evidence of one page as it stands in its head, its JSON-LD and its feed entry."""
    article = linked.article
    body = texts(article.get("articleBody"))
    return Evidence(
        title=head.title,
        og_title=head.first("og:title", "twitter:title") or (hints.entry_title if hints else None),
        headline=one_text(article.get("headline")),
        description=head.first("og:description", "description", "twitter:description"),
        jsonld_body=body[0] if body else None,
        feed_summary=hints.entry_summary if hints else None,
        feed_content=hints.entry_content if hints else None,
        authors=tuple(name for name, _ in names(article.get("author")))
        or head.all("author", "article:author"),
        site_name=_site_name(head, article, hints),
        body_names=_body_names(article.get("hasPart")),
    )


def _site_name(head: HeadFields, article: Node, hints: Hints | None) -> str | None:
    """The outlet's name as the page states it, else the last part of the title, else as the source is
    called."""
    stated = head.first("og:site_name", "application-name") or one_text(article.get("publisher"))
    parts = _TITLE_PART.split(head.title or "")
    return stated or (parts[-1] if len(parts) > 1 else None) or (hints.source_name if hints else None)


def _body_names(parts: Json) -> frozenset[str]:
    """The last class or id of each CSS selector in schema.org `hasPart`."""
    listed = parts if isinstance(parts, list) else [parts]
    selectors = [
        selector for part in listed if isinstance(part, dict) for selector in texts(part.get("cssSelector"))
    ]
    return frozenset(
        found[-1] for selector in selectors for one in selector.split(",") if (found := _NAME.findall(one))
    )
