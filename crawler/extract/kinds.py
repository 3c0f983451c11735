"""What a page is when it is no article: shells, walls, error pages, lists, live blogs, galleries, videos.

Two moments: `judge_page` before any reader, on what the page is made of; `judge_text` on what the readers
chose. Careful in one direction: a real article must not be refused (spec/extraction §9), so every rule asks
for two signs that do not depend on each other.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.blocks import Block
from crawler.extract.document import Document
from crawler.extract.furniture import fold, says
from crawler.extract.jsonld import one_text
from crawler.extract.otherpages import judge_other
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.shapes import judge_live, judge_shape
from crawler.extract.text import ends_sentence, mass
from spiders.parse.dates import parse_date

__all__ = ["is_teaser", "judge_page", "judge_text"]

MIN_LETTERS = 60
FLASH_LETTERS = 25
PROSE_LINE = 80
LITTLE_PROSE = 400
TEASER_LETTERS = 1_500
FEW_BLOCKS = 25
SOME_BLOCKS = 60
SHOWN_BLOCKS = 200

_ARTICLE_KINDS = ("article", "news", "blog", "story")
_CHALLENGE = re.compile(
    r"cf-chl-|cf_chl_|/cdn-cgi/challenge-platform/|_Incapsula_Resource|px-captcha|captcha-delivery\.com|"
    r"ddos-guard|__ddg|sucuri_cloudproxy|distil_r_captcha|g-recaptcha|h-captcha|awswaf|kpsdk",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|privacy|cmp|guce|myprivacy)\.")
_VIDEO_HOST = re.compile(
    r"youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|dailymotion\.com/(?:embed|player)|facebook\.com/plugins/video|"
    r"jwplatform|brightcove|aparat\.com/video",
    re.IGNORECASE,
)
_MOUNT_POINTS = frozenset(
    ("root", "app", "__next", "__nuxt", "react-root", "app-root", "___gatsby", "svelte")
)
_CHALLENGE_PLACES = ("src", "id", "class", "action")


def judge_page(document: Document) -> NoArticle | None:
    """Refuse what is plainly no article from its construction, before any reader runs."""
    types = document.metadata.jsonld.types
    if "liveblogposting" in types and "newsarticle" not in types and not _is_over(document):
        return NoArticle(reason=Reason.LIVE_BLOG, detail="LiveBlogPosting")
    prose = _prose(document.blocks)
    if prose >= LITTLE_PROSE:
        return None
    walled = _challenge(document) or _not_found(document) or _parked(document)
    return walled or _consent(document) or _shell(document, prose)


def _is_over(document: Document) -> bool:
    """Whether a live blog states that its coverage has ended: from then on its text stays and may be read."""
    fetched_at = document.hints.fetched_at
    stated = (one_text(node.get("coverageEndTime")) for node in document.metadata.jsonld.nodes)
    ends = (parse_date(text) for text in stated if text)
    return any(end and (fetched_at is None or end.at < fetched_at) for end in ends)


def judge_text(document: Document, blocks: tuple[Block, ...]) -> NoArticle | None:
    """Refuse what the readers found too little in, and lists, galleries and videos with few words."""
    count = sum(mass(block.text) for block in blocks)
    claims = _claims_article(document)
    if count < LITTLE_PROSE:
        walled = _media(document) or (None if claims else _login(document))
        if walled:
            return walled
    if count < (FLASH_LETTERS if claims else MIN_LETTERS):
        return NoArticle(reason=Reason.TOO_SHORT, detail=f"{count} letters")
    if "liveblogposting" not in document.metadata.jsonld.types and (live := judge_live(document, blocks)):
        return live
    listed = None if claims else _index(blocks) or judge_shape(document, blocks)
    return listed or judge_other(document, blocks)


def is_teaser(document: Document, blocks: tuple[Block, ...]) -> bool:
    """Say whether the text is only the free beginning of an article that says it is not free."""
    if document.metadata.free is not False:
        return False
    stated = document.metadata.jsonld.article.get("wordCount")
    words = sum(len(block.text.split()) for block in blocks)
    is_cut = str(stated).isdecimal() and int(str(stated)) > 2 * words
    return is_cut or sum(mass(block.text) for block in blocks) < TEASER_LETTERS


def _prose(blocks: tuple[Block, ...]) -> int:
    """Letters in lines that may be prose: long, and mostly no links."""
    masses = [mass(b.text) for b in blocks if b.link_chars < 0.5 * len(b.text)]
    return sum(count for count in masses if count >= PROSE_LINE)


def _claims_article(document: Document) -> bool:
    """Whether the page's own data calls it an article."""
    kind = (document.metadata.head.first("og:type") or "").lower()
    return bool(document.metadata.jsonld.article) or kind.startswith(_ARTICLE_KINDS)


def _shown(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks[:SHOWN_BLOCKS])


def _challenge(document: Document) -> NoArticle | None:
    """A robot check: its words, and a known checker's script or next to nothing else on the page."""
    said = says("challenge", f"{document.metadata.head.title or ''}\n{_shown(document)}")
    is_bare = len(document.blocks) <= FEW_BLOCKS and not document.metadata.jsonld.article
    if said and (is_bare or _has_checker(document)):
        return NoArticle(reason=Reason.CHALLENGE_PAGE, detail=said)
    return None


def _has_checker(document: Document) -> bool:
    for element in document.root.iter("script", "div", "form", "iframe"):
        places = [element.get(name) or "" for name in _CHALLENGE_PLACES]
        if _CHALLENGE.search(" ".join([*places, (element.text or "")[:5_000]])):
            return True
    return False


def _not_found(document: Document) -> NoArticle | None:
    """An error page answered with 200: its title or headline says so, and nothing calls it an article."""
    if document.metadata.jsonld.article:
        return None
    for head in (document.metadata.head.title or "", *document.metadata.h1s[:2]):
        said = says("not_found", head)
        if said and (fold(head).startswith(said) or len(said) >= 0.4 * len(fold(head))):
            return NoArticle(reason=Reason.SOFT_404, detail=said)
    return None


def _parked(document: Document) -> NoArticle | None:
    """A domain for sale: the page is titled with its own host, says so, and nothing calls it an article."""
    host = (urlsplit(document.hints.address).hostname or "").removeprefix("www.")
    heads = (document.metadata.head.title or "", *document.metadata.h1s[:2])
    if not host or _claims_article(document) or not any(host in head.lower() for head in heads):
        return None
    said = says("parked", _shown(document))
    return NoArticle(reason=Reason.PARKED_DOMAIN, detail=said) if said else None


def _consent(document: Document) -> NoArticle | None:
    """A consent wall: its words on a host for consent, or on a page that holds little else."""
    said = says("consent", _shown(document))
    host = urlsplit(document.hints.final_url).hostname or ""
    is_all = len(document.blocks) <= SOME_BLOCKS and not _claims_article(document)
    if said and (is_all or _CONSENT_HOST.search(host)):
        return NoArticle(reason=Reason.CONSENT_WALL, detail=said)
    return None


def _shell(document: Document, prose: int) -> NoArticle | None:
    """A page whose text is fetched by script: a mount point or a plea for JavaScript, and next to no text."""
    if prose or sum(mass(b.text) for b in document.blocks) > LITTLE_PROSE:
        return None
    if next(document.root.iter("script"), None) is None:
        return None
    if any(element.get("id") in _MOUNT_POINTS for element in document.root.iter("div", "main")):
        return NoArticle(reason=Reason.SCRIPT_SHELL, detail="mount point")
    asked = (says("needs_script", str(e.text_content())) for e in document.root.iter("noscript", "p", "h1"))
    said = next((found for found in asked if found), None)
    return NoArticle(reason=Reason.SCRIPT_SHELL, detail=said) if said else None


def _media(document: Document) -> NoArticle | None:
    """A page for a video or a gallery: it calls itself one, and no article."""
    types, kind = document.metadata.jsonld.types, (document.metadata.head.first("og:type") or "").lower()
    if document.metadata.jsonld.article:
        return None
    if kind.startswith("video") or "videoobject" in types:
        return NoArticle(reason=Reason.VIDEO_ONLY, detail=kind or "VideoObject")
    if kind.startswith("gallery") or types & {"imagegallery", "mediagallery"}:
        return NoArticle(reason=Reason.GALLERY, detail=kind or "ImageGallery")
    if document.metadata.published is None and not _claims_article(document) and _has_player(document):
        return NoArticle(reason=Reason.VIDEO_ONLY, detail="a player, no date")
    return None


def _has_player(document: Document) -> bool:
    """Whether a video is shown: a player of its own, or the frame of a host of videos."""
    frames = (element.get("src") or "" for element in document.root.iter("iframe"))
    return next(document.root.iter("video"), None) is not None or any(map(_VIDEO_HOST.search, frames))


def _login(document: Document) -> NoArticle | None:
    """A page that asks for a password and says little."""
    asks = any((element.get("type") or "").lower() == "password" for element in document.root.iter("input"))
    return NoArticle(reason=Reason.LOGIN_WALL) if asks else None


def _index(blocks: tuple[Block, ...]) -> NoArticle | None:
    """A list: the chosen text is mostly links, or in good part links and hardly any finished sentence."""
    chars = sum(len(b.text) for b in blocks) or 1
    linked = sum(b.link_chars for b in blocks) / chars
    finished = sum(len(b.text) for b in blocks if ends_sentence(b.text)) / chars
    if linked > 0.5 or (linked > 0.2 and finished < 0.2):
        return NoArticle(reason=Reason.INDEX_PAGE, detail=f"{linked:.2f} of the text is links")
    return None
