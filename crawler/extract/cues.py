"""What an element's class, id, role and item property say about the text inside it.

Sits below `blocks`: every container met on the walk asks here once. The words are those of markup (class
names of themes and news systems), never words of a page's language. Names are cut into words, and the answer
for a word and for a whole value are both memoised: class lists differ from page to page, their words hardly
do.
"""

from __future__ import annotations

import re
from enum import IntFlag
from functools import lru_cache

__all__ = ["MARKED_BODY", "Cue", "read_cues"]


class Cue(IntFlag):
    """One bit for each kind of hint; a set of them describes one element."""

    BODY = 1
    CONTENT = 2
    LEDE = 4
    HEADLINE = 8
    CREDIT = 16
    CAPTION = 32
    RELATED = 64
    SHARE = 128
    COMMENT = 256
    AD = 512
    MENU = 1024
    TAGS = 2048
    SIDE = 4096
    SIGNUP = 8192
    EMBED = 16384
    LIST = 32768
    HIDDEN = 65536
    STORY = 131072
    """Half of `BODY`: names the article (`story`, `post`); with the other half in one value it means the
    body."""
    MATTER = 262144
    """The other half of `BODY`: names the matter (`text`, `content`)."""
    MARKED = 524288
    """The page's own mark-up says that this is the body."""


MARKED_BODY = "markedbody"
"""Stands for the item property `articleBody` among an element's names."""


_WORDS: dict[Cue, str] = {
    Cue.BODY: r"articlebody|bodytext|fulltext|richtext|wysiwyg|prose|maqal|bodycopy|newsdetail|maincontent"
    r"|storytext|storybody|articletext|articlecontent|postcontent|entrycontent|newsbody|newstext|^rte$",
    Cue.CONTENT: r"article|story|content|body|^post|entry|text|paragraph|^main$|detail|^news",
    Cue.LEDE: r"standfirst|^dek$|^deck$|subtitle|subhead|excerpt|summary|teaser|^lead|lede|intro|chapo"
    r"|descript"
    r"|abstract|kicker|overline|preamble|ingress|^sapo$|snippet|strap",
    Cue.HEADLINE: r"headline|title|heading|^head$",
    Cue.CREDIT: r"byline|author|writer|contributor|meta$|^date|date$|^time$|publish|posted|dateline|credit"
    r"|copyright"
    r"|^source|^bio$|^info$|reading|journalist|signature|^rights|agency|profile",
    Cue.CAPTION: r"caption|figure|image|photo|^pic|gallery|slide|carousel|lightbox|thumb|media|video|audio"
    r"|player"
    r"|legend|^img|swiper",
    Cue.RELATED: r"relat|recommend|^read$|readmore|^more$|^also$|popular|trending|^most$|latest|similar"
    r"|suggest"
    r"|outbrain|taboola|^next$|^prev|promo|^card|^feed|^crp$|yarpp|^zone|further|linked|interlink|internal"
    r"|other",
    Cue.SHARE: r"shar(e|ing)|social|follow|facebook|twitter|whatsapp|telegram|tool|print|action|button|^btn"
    r"|addthis"
    r"|channel",
    Cue.COMMENT: r"comment|disqus|respond|reply|replies|discuss|forum|livefyre|^vote|^poll|rating|reaction",
    Cue.AD: r"^ads?$|^ads?(box|slot|unit|wrap|zone|banner|sense)|advert|sponsor|banner|^dfp|^gpt|commercial"
    r"|affiliate|anzeige|reklam|publicid|partner",
    Cue.MENU: r"^nav|navbar|menu|crumb|^header|masthead|^top$|topbar|foot|toolbar|pagin|pager|search|login"
    r"|^skip|logo"
    r"|sitemap|^toc$|^index$|ticker|marquee|lang|^tabs?$",
    Cue.TAGS: r"^tags?$|taglist|topic|keyword|categor|^label|^cat$|^section$|subject|hashtag",
    Cue.SIDE: r"sidebar|^side$|aside|widget|^right$|rail|module|secondary|complementary|supplement|infobox"
    r"|^fact|^box"
    r"|callout|panel",
    Cue.SIGNUP: r"newsletter|subscri|signup|paywall|premium|regist|regwall|cookie|consent|gdpr|popup|modal"
    r"|overlay"
    r"|dialog|notice|alert|disclaim|donat|support|member|^cta$|^app$|^gate$|offer",
    Cue.EMBED: r"embed|tweet|instagram|quote|^pull|highlight|iframe",
    Cue.LIST: r"^list|list$|^items?$|grid|^row$|^ul$|archive|loop|stream|collection|tabl",
    Cue.HIDDEN: r"hidden|^hide|invisible|^sr$|^reader$|visually|offscreen|noprint|mobile|desktop|collaps",
    Cue.STORY: r"article|story|^post|news|^entry|^main$|^page$|^field|^single|^detail",
    Cue.MATTER: r"body|text|content|copy|detail",
    Cue.MARKED: rf"^{MARKED_BODY}$",
}
_COMPILED = [(cue.value, re.compile(pattern)) for cue, pattern in _WORDS.items()]
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,}")
_MAX_NAMES = 400
_BOTH = Cue.STORY | Cue.MATTER


@lru_cache(maxsize=20_000)
def read_cues(names: str) -> int:
    """Return the set of `Cue` bits that an element's attribute values (joined by spaces) carry.

    Camel case counts as two words. Only the first 400 characters are read, so that generated class lists
    cost no more than hand-written ones.
    """
    bits = 0
    for word in _WORD.findall(names[:_MAX_NAMES]):
        bits |= _read_word(word)
    return bits | Cue.BODY.value if bits & _BOTH == _BOTH else bits


@lru_cache(maxsize=50_000)
def _read_word(word: str) -> int:
    """The cues of one word of a class name."""
    if len(word) < 2:
        return 0
    lowered = word.lower()
    return sum(bit for bit, pattern in _COMPILED if pattern.search(lowered))
