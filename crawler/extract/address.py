"""The address a page gives itself, believed only where it can be this article's.

One field of `metadata`. Publishers point whole sections at their home page by mistake (spec/dedup §3), so a
canonical link is evidence, not an order.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.facts import Facts, Stated
from crawler.extract.jsonld import one_text
from crawler.extract.metafields import absolute_url
from crawler.urls import canonical, registrable_domain

__all__ = ["own_address"]

_VARIANT = re.compile(r"(?:amp|print|m|index|amp\.html|index\.html?|\d{1,2}|all|full)/?", re.IGNORECASE)


def own_address(facts: Facts) -> Stated:
    """Return the page's own address in canonical spelling; the one that answered, where it gives none.

    Believed on the same registrable domain only, and when it is no home or section page above the article.
    """
    entity = facts.linked.article.get("mainEntityOfPage")
    stated = entity.get("@id") if isinstance(entity, dict) else entity
    claims = (
        (facts.head.link("canonical"), "link"),
        (facts.head.first("og:url"), "og"),
        (one_text(stated), "jsonld"),
    )
    answered = facts.hints.address
    for value, origin in claims:
        url = absolute_url(value, facts.head.base)
        spelt = _spelt(url) if url and _can_be_own(url, answered) else None
        if spelt:
            return Stated(text=spelt, origin=origin)
    return Stated(text=_spelt(answered) or answered, origin="address")


def _spelt(url: str) -> str | None:
    try:
        return canonical(url)
    except ValueError:
        return None


def _can_be_own(url: str, answered: str) -> bool:
    """A home page never is; nor one above the address, unless what it leaves out is an AMP or print mark."""
    own, stated = urlsplit(answered), urlsplit(url)
    path, own_path = stated.path.strip("/"), own.path.strip("/")
    if not path and not stated.query:
        return False
    if not own.hostname:
        return True
    if _domain(stated.hostname or "") != _domain(own.hostname):
        return False
    below = own_path.removeprefix(path + "/")
    is_above = below != own_path and not stated.query
    return not is_above or bool(_VARIANT.fullmatch(below))


def _domain(host: str) -> str:
    return registrable_domain(host.removeprefix("www."))
