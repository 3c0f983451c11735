"""robots.txt by RFC 9309: who may be asked for what, remembered for a day.

Pure reading of an answer (`rules_of`) and a bounded memory of rules per authority; the middleware in
`crawler.fetch.middleware` does the asking.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

__all__ = ["Robots", "RobotsMemory", "rules_of"]

_KEEP = timedelta(hours=24)
_KEEP_UNREACHABLE = timedelta(minutes=10)
_REMEMBERED = 10_000
_MAX_CRAWL_DELAY = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The rules of one authority as last fetched.

    `state` is `rules`, `none` (4xx, or no rules in the answer: everything allowed) or `unreachable`
    (5xx, timeout: nothing allowed until `expires`).
    """

    state: str
    expires: datetime
    parsed: Protego | None = None

    def allows(self, url: str, agent: str) -> bool:
        """Whether `agent` may fetch `url` (longest match wins, RFC 9309 § 2.2.2)."""
        if self.parsed is None:
            return self.state != "unreachable"
        return bool(self.parsed.can_fetch(url, agent))

    def crawl_delay(self, agent: str) -> float:
        """The Crawl-delay asked of `agent` in seconds, at most a minute; zero if none."""
        asked = self.parsed.crawl_delay(agent) if self.parsed else None
        return min(float(asked or 0.0), _MAX_CRAWL_DELAY)

    def sitemaps(self) -> tuple[str, ...]:
        """The `Sitemap:` lines."""
        return tuple(self.parsed.sitemaps) if self.parsed else ()


def rules_of(status: int | None, body: bytes, *, now: datetime) -> Robots:
    """Read the answer to a robots.txt request; `status` None is no answer at all (RFC 9309 § 2.3.1)."""
    if status is None or status >= 500 or status == 429:
        return Robots(state="unreachable", expires=now + _KEEP_UNREACHABLE)
    text = body.decode("utf-8-sig", "replace") if 200 <= status < 300 else ""
    if not text.strip() or text.lstrip()[:1] == "<":
        return Robots(state="none", expires=now + _KEEP)
    return Robots(state="rules", expires=now + _KEEP, parsed=Protego.parse(text))


class RobotsMemory:
    """The newest rules of at most 10,000 authorities."""

    def __init__(self) -> None:
        self._rules: OrderedDict[str, Robots] = OrderedDict()

    def recall(self, authority: str, *, now: datetime) -> Robots | None:
        """Return rules that have not expired, or None."""
        rules = self._rules.get(authority)
        if rules is None or rules.expires <= now:
            return None
        self._rules.move_to_end(authority)
        return rules

    def keep(self, authority: str, rules: Robots) -> None:
        """Remember rules, dropping the least used beyond the bound."""
        self._rules[authority] = rules
        self._rules.move_to_end(authority)
        if len(self._rules) > _REMEMBERED:
            self._rules.popitem(last=False)
