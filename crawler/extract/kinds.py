"""What a page is when it is no article: shells, walls, error pages, lists, live blogs, galleries, videos.

Two moments: `judge_page` before any reader, on what the page is made of; `judge_text` on what the readers
chose. Careful in one direction: a real article must not be refused (spec/extraction §9), so every rule asks
for two independent signs.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.blocks import Block
from crawler.extract.document import Document
from crawler.extract.reasons import NoArticle, Reason
from crawler.extract.text import ends_sentence, mass

__all__ = ["is_teaser", "judge_page", "judge_text"]

MIN_LETTERS = 60
FLASH_LETTERS = 25
PROSE_LINE = 80
LITTLE_PROSE = 400
TEASER_LETTERS = 1_500

_ARTICLE_OG = ("article", "news", "blog", "story")
_CHALLENGE = re.compile(
    r"cf-chl-|cf_chl_|/cdn-cgi/challenge-platform/|_Incapsula_Resource|px-captcha|captcha-delivery\.com|"
    r"ddos-guard|__ddg|sucuri_cloudproxy|distil_r_captcha|g-recaptcha|h-captcha|awswaf|kpsdk",
    re.IGNORECASE,
)
_CHALLENGE_WORDS = re.compile(
    r"just a moment|attention required|checking your browser|verif(?:y|ying) (?:that )?you are (?:a )?human|"
    r"are you a robot|are you human|unusual traffic|access (?:to this page has been )?denied|security check|"
    r"pardon our interruption|please enable cookies|ddos protection|you have been blocked|request blocked|"
    r"one more step|التحقق من المتصفح|تحقق من أنك|لست روبوت",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"(?:^|\b)(?:error\s*)?(?:404|410)\b|(?:page|article|story|content|url|document) (?:was |is |could )?not (?:be )?found|"
    r"(?:page|article|content) (?:is )?no longer (?:available|exists?)|page (?:doesn.t|does not) exist|^not found$|^oops\b|"
    r"الصفحة (?:المطلوبة )?غير موجودة|الصفحة غير متوفرة|الخبر غير موجود|لم يتم العثور على|عذرا.{0,20}الصفحة|"
    r"صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|صفحہ نہیں ملا|הדף (?:המבוקש )?לא נמצא|העמוד (?:המבוקש )?לא נמצא|"
    r"page (?:introuvable|non trouvée)|cette page n.existe|seite (?:wurde )?nicht gefunden|nicht gefunden|"
    r"página no encontrada|no se (?:ha )?encontr|pagina non trovata|página não encontrada|страница не найдена|"
    r"sayfa bulunamadı|页面不存在|找不到(?:该)?(?:页面|頁面)|ページが見つかりません|페이지를 찾을 수 없",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|we value your privacy|your privacy (?:choices|matters|is important)|cookie consent|"
    r"accept (?:all )?cookies|manage (?:your )?(?:privacy|cookie)|wir und unsere partner|mit werbung|pur[- ]abo|"
    r"gérer (?:mes|les) cookies|aceptar cookies|accetta (?:i )?cookie|ملفات تعريف الارتباط|"
    r"privacyinstellingen|datenschutzeinstellungen|continuer sans accepter",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|privacy|cmp|guce|myprivacy)\.")
_SCRIPTED = re.compile(
    r"(?:enable|turn on|requires?|activate|need) java\s?script|java\s?script (?:is )?(?:disabled|required|must be)|"
    r"تفعيل (?:ال)?جافا|javascript (?:aktivieren|activer|activar)",
    re.IGNORECASE,
)
_MOUNT_POINTS = frozenset(("root", "app", "__next", "__nuxt", "react-root", "app-root", "gatsby-focus-wrapper", "svelte"))


def judge_page(document: Document) -> NoArticle | None:
    """Refuse what is plainly no article from its construction, before any reader runs."""
    prose = _prose_letters(document.blocks)
    types = document.metadata.jsonld.types
    if "liveblogposting" in types and "newsarticle" not in types:
        return NoArticle(reason=Reason.LIVE_BLOG, detail="LiveBlogPosting")
    if prose >= LITTLE_PROSE:
        return None
    return _challenge(document) or _not_found(document) or _consent(document) or _shell(document, prose)


def judge_text(document: Document, blocks: tuple[Block, ...]) -> NoArticle | None:
    """Refuse what the readers found too little in, or what is a list, a gallery or a video with few words."""
    count = sum(mass(block.text) for block in blocks)
    least = FLASH_LETTERS if _claims_article(document) else MIN_LETTERS
    media = _media_page(document, count)
    if media:
        return media
    if count < least:
        return _login(document) or NoArticle(reason=Reason.TOO_SHORT, detail=f"{count} letters")
    return _login(document) if count < LITTLE_PROSE and not _claims_article(document) else _index(document, blocks)


def is_teaser(document: Document, blocks: tuple[Block, ...]) -> bool:
    """Say whether the text is only the free beginning of a paid article."""
    count = sum(mass(block.text) for block in blocks)
    if document.metadata.free is False and count < TEASER_LETTERS:
        return True
    stated = document.metadata.jsonld.article.get("wordCount")
    words = sum(len(block.text.split()) for block in blocks)
    try:
        return document.metadata.free is False and int(str(stated)) > 2 * words
    except ValueError:
        return False


def _prose_letters(blocks: tuple[Block, ...]) -> int:
    """Letters in lines that read like prose: long, and mostly no links."""
    masses = [mass(b.text) for b in blocks if b.link_chars < 0.5 * len(b.text)]
    return sum(count for count in masses if count >= PROSE_LINE)


def _claims_article(document: Document) -> bool:
    kind = (document.metadata.head.first("og:type") or "").lower()
    return bool(document.metadata.jsonld.article) or kind.startswith(_ARTICLE_OG)


def _shown_text(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks[:200])


def _challenge(document: Document) -> NoArticle | None:
    said = _CHALLENGE_WORDS.search(f"{document.metadata.head.title or ''}\n{_shown_text(document)}")
    scripted = any(
        _CHALLENGE.search(value)
        for element in document.root.iter("script", "div", "form", "iframe")
        for value in (element.get("src"), element.get("id"), element.get("class"), element.get("action"), (element.text or "")[:5000])
        if value
    )
    if said and (scripted or len(document.blocks) <= 25):
        return NoArticle(reason=Reason.CHALLENGE_PAGE, detail=said[0])
    return None


def _not_found(document: Document) -> NoArticle | None:
    heads = [document.metadata.head.title or "", *document.metadata.h1s[:2]]
    said = next((match for head in heads if (match := _NOT_FOUND.search(head))), None)
    if said and not _claims_article(document):
        return NoArticle(reason=Reason.SOFT_404, detail=said[0])
    return None


def _consent(document: Document) -> NoArticle | None:
    host = urlsplit(document.hints.final_url).hostname or ""
    said = _CONSENT.search(_shown_text(document))
    if said and (_CONSENT_HOST.search(host) or (not _claims_article(document) and len(document.blocks) <= 60)):
        return NoArticle(reason=Reason.CONSENT_WALL, detail=said[0])
    return None


def _shell(document: Document, prose: int) -> NoArticle | None:
    """A page whose text is fetched by script: a mount point or a plea for JavaScript, and next to no text."""
    if prose or sum(mass(b.text) for b in document.blocks) > LITTLE_PROSE:
        return None
    mounts = any(element.get("id") in _MOUNT_POINTS for element in document.root.iter("div", "main"))
    pleas = any(_SCRIPTED.search(str(e.text_content())) for e in document.root.iter("noscript", "p", "h1", "div"))
    scripts = sum(1 for _ in document.root.iter("script"))
    if scripts and (mounts or pleas):
        return NoArticle(reason=Reason.SCRIPT_SHELL, detail="mount point" if mounts else "asks for JavaScript")
    return None


def _media_page(document: Document, count: int) -> NoArticle | None:
    types, kind = document.metadata.jsonld.types, (document.metadata.head.first("og:type") or "").lower()
    if count >= LITTLE_PROSE or document.metadata.jsonld.article:
        return None
    if kind.startswith("video") or "videoobject" in types:
        return NoArticle(reason=Reason.VIDEO_ONLY, detail=kind or "VideoObject")
    if kind.startswith("gallery") or types & {"imagegallery", "mediagallery"}:
        return NoArticle(reason=Reason.GALLERY, detail=kind or "ImageGallery")
    return None


def _login(document: Document) -> NoArticle | None:
    asks = any((element.get("type") or "").lower() == "password" for element in document.root.iter("input"))
    if asks and not _claims_article(document):
        return NoArticle(reason=Reason.LOGIN_WALL)
    return None


def _index(document: Document, blocks: tuple[Block, ...]) -> NoArticle | None:
    """A list of links: the chosen text is mostly links or unfinished lines and nothing claims to be an article."""
    if _claims_article(document):
        return None
    chars = sum(len(b.text) for b in blocks)
    linked = sum(b.link_chars for b in blocks)
    finished = sum(len(b.text) for b in blocks if ends_sentence(b.text))
    if linked > 0.5 * chars or (linked > 0.2 * chars and finished < 0.2 * chars):
        return NoArticle(reason=Reason.INDEX_PAGE, detail=f"{linked / max(1, chars):.2f} of the text is links")
    return None
