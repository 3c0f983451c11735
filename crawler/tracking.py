"""Query and path parameters that say how a reader came, not which article it is.

Data for `crawler.urls` (dedup spec §3 rules 4 and 6). A wrong entry here unites two articles; a missing
one only costs a text comparison, so a name gets in when no known publisher uses it for an article's id.
"""

from __future__ import annotations

import re

__all__ = ["SESSION_PARAMETER", "is_ambiguous", "is_tracking"]

_PREFIXES = (
    "__hs",
    "__twitter_",
    "_bta_",
    "_hs",
    "amp_gsa",
    "amp_js",
    "aspsessionid",
    "at_",
    "fb_action_",
    "hmb_",
    "hsa_",
    "int_campaign",
    "int_medium",
    "int_source",
    "itm_",
    "matomo_",
    "mc_",
    "mtm_",
    "ns_",
    "oly_",
    "piwik_",
    "pk_",
    "sc_campaign",
    "utm_",
    "vero_",
    "wt_mc",
    "wt.",
)
_NAMES = frozenset(
    """
    _amp _branch_match_id _branch_referrer _ga _gl _kx _openstat action_object_map action_ref_map
    action_type_map adfrom awc cftoken dclid dicbo dm_i echobox ef_id epik et_rid fb_ref fb_source
    fbadid fbclid feedname feedtype ftag gad_source gbraid gclid gclsrc guccounter guce_referrer
    guce_referrer_sig hsctatracking icid igsh igshid intcid intcmp ito jsessionid li_fat_id linkid
    mbid mibextid mkt_tok ml_subscriber ml_subscriber_hash msclkid ncid nr_email_referer oborigurl
    ocid openmail os_ehash phpsessid rb_clickid rdt_cid recruiter_token s_cid s_kwcid scid_track
    share_id share_token shareid sharetoken smid smtyp soc_src soc_trk sr_share srsltid sscid taid
    tblci trackingid traffic_source trk_contact trk_module trk_msg ttclid twclid usqp vgo_ee wbraid
    wickedid wprov wtmc xtcr xtor yclid ysclid
    """.split()
)

# Names that are tracking on one site and an article's id on another: they go only with a telling value.
_REFERRERS = frozenset(
    """
    campaign cid cmp cmpid emc feature from origin partner ref ref_src refer referer referrer rel
    share shared source src tracking trk via xlink
    """.split()
)
_TELLING_WORDS = frozenset(
    """
    app applenews bluesky bookmark bottom breaking button carousel desktop digest
    email facebook fb feed feedburner feedly flipboard footer front frontpage googlenews gnews header
    headlines home homepage hp iapp ios android instagram internal latest link linkedin mail mailto mainpage
    mastodon menu messenger mobile mostread mostviewed nav navbar newsfeed newsletter newsapp newsnow
    newsshowcase pinterest popular push recommended reddit related rss rssfeed search sharebar
    sharebutton shared sidebar sitemap slider smartnews snapchat social telegram threads ticker
    tiktok toolbar topnews topstories trending tw twitter upday viber wechat weibo whatsapp widget
    xml youtube
    """.split()
)
_VIEWS = frozenset({"display", "format", "mode", "output", "outputtype", "tmpl", "type", "view", "version"})
_VIEW_VALUES = frozenset({"amp", "print", "printable", "printer", "printer-friendly"})
_SWITCHES = frozenset({"amp", "print", "printable", "isamp", "noamp", "printerfriendly"})
_SWITCH_VALUES = frozenset(
    {"", "0", "1", "true", "false", "y", "yes", "no", "on", "amp", "print", "mobile", "available"}
)

SESSION_PARAMETER = re.compile(r";(?:jsessionid|phpsessid|sessionid|aspsessionid\w*)=[^;/]*", re.IGNORECASE)
"""A session id written into the path, as servlet containers do."""

_WORD_BREAK = re.compile(r"[^a-z]+")


def is_tracking(name: str) -> bool:
    """Say whether a parameter of this name never tells which article is meant."""
    name = name.lower()
    return name in _NAMES or name.startswith(_PREFIXES)


def is_ambiguous(name: str, value: str) -> bool:
    """Say whether a parameter names an article on some sites, but not with this value.

    `ref=homepage`, `source=rss`, `output=amp` and `print=1` do not; `ref=10` and `source=77` do.
    """
    name, value = name.lower(), value.lower()
    if name in _SWITCHES:
        return value in _SWITCH_VALUES
    if name in _VIEWS:
        return value in _VIEW_VALUES
    return name in _REFERRERS and not _TELLING_WORDS.isdisjoint(_WORD_BREAK.split(value))
