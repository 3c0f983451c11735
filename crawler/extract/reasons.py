"""Why a page gave no article: the counted answers extraction may return instead of text.

Bad input from the web is an answer, never an exception (design §6). Rule: spec/extraction §9; a reason is
added only together with a fixture page that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["NoArticle", "Reason"]


class Reason(StrEnum):
    """One word per kind of loss; the outcome of the page is `no_article:<reason>`."""

    NOT_HTML = "not_html"
    EMPTY_BODY = "empty_body"
    DECODE_FAILED = "decode_failed"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TOO_SHORT = "too_short"
    NO_CONTAINER = "no_container"
    SCRIPT_SHELL = "script_shell"
    CHALLENGE_PAGE = "challenge_page"
    CONSENT_WALL = "consent_wall"
    LOGIN_WALL = "login_wall"
    PAYWALL_TEASER = "paywall_teaser"
    SOFT_404 = "soft_404"
    PARKED_DOMAIN = "parked_domain"
    INDEX_PAGE = "index_page"
    FORUM = "forum"
    SHOP = "shop"
    DOCUMENTATION = "documentation"
    LANDING_PAGE = "landing_page"
    LIVE_BLOG = "live_blog"
    GALLERY = "gallery"
    VIDEO_ONLY = "video_only"
    TRUNCATED = "truncated"
    NOINDEX = "noindex"
    WORKER_TIMEOUT = "worker_timeout"
    WORKER_CRASHED = "worker_crashed"
    EXTRACTOR_ERROR = "extractor_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoArticle:
    """The page holds no article we could store: `reason` is counted, `detail` is for `naba why`."""

    reason: Reason
    detail: str = ""
