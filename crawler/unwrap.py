"""Addresses that only wrap another address: AMP caches, viewers and outgoing-link redirects.

Used by `crawler.urls` before anything else (dedup spec §3 rule 1). Pure: the target is read from the
address itself; shorteners, whose target only a request would tell, are not wrappers.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

__all__ = ["unwrapped"]

# host pattern, path pattern, the parameters that may hold the target
_REDIRECTS: tuple[tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(host), re.compile(path), tuple(names.split()))
    for host, path, names in (
        (r"(www\.)?google\.[a-z.]{2,6}", r"/url/?", "q url"),
        (r"(lm?|m|www)\.facebook\.com", r"/(l\.php|flx/warn/?)", "u"),
        (r"l\.(instagram|threads)\.(com|net)", r"/.*", "u"),
        (r"(www\.|m\.)?youtube\.com", r"/redirect/?", "q"),
        (r"(www\.)?linkedin\.com", r"/(redir/redirect|safety/go)/?", "url"),
        (r"out\.reddit\.com", r"/.*", "url"),
        (r"(m\.|www\.|away\.)?vk\.(com|ru)", r"/away(\.php)?", "to"),
        (r"t\.umblr\.com", r"/redirect/?", "z"),
        (r"(www\.)?bing\.com", r"/news/apiclick\.aspx", "url"),
        (r"(html\.|www\.)?duckduckgo\.com", r"/l/?", "uddg"),
        (r"slack-redir\.net", r"/link/?", "url"),
        (r"exit\.sc", r"/?", "url"),
        (r"(www\.)?getpocket\.com", r"/redirect/?", "url"),
        (r"(www\.)?yandex\.[a-z.]{2,6}", r"/turbo/?", "text"),
    )
)
_AMP_VIEWER = re.compile(r"/amp/(?P<tls>s/)?(?P<target>[^/]+\..+)")
_AMP_VIEWER_HOST = re.compile(r"(www\.)?(google\.[a-z.]{2,6}|bing\.com)")
_AMP_CACHE = re.compile(r"/(?:(?:[cvir]|wp)/)+(?P<tls>s/)?(?P<target>[^/]+\..+)")
_AMP_CACHE_HOST = re.compile(r".*\.(cdn\.ampproject\.org|bing-amp\.com)|cdn\.ampproject\.org")
_TURBO = re.compile(r"/(?P<target>[^/]+\.[^/]+)/s(?P<path>/.*)")


def unwrapped(url: str) -> str:
    """Return the address inside `url` if it is a known wrapper, else `url` itself.

    Opens one wrapper. `url` must be a canonical address; what is found is an absolute http(s) address, not
    yet canonical, and holds at least one `://` fewer: opening again and again comes to an end.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    target = _path_target(host, parts.path, parts.query) or _query_target(host, parts.path, parts.query)
    try:
        return target if target and urlsplit(target).hostname else url
    except ValueError:  # not an address after all
        return url


def _path_target(host: str, path: str, query: str) -> str | None:
    if _AMP_CACHE_HOST.fullmatch(host):
        found = _AMP_CACHE.fullmatch(path)
    elif _AMP_VIEWER_HOST.fullmatch(host):
        found = _AMP_VIEWER.fullmatch(path)
    elif host.endswith(".turbopages.org"):
        turbo = _TURBO.fullmatch(path)
        return f"https://{turbo['target']}{turbo['path']}" if turbo else None
    else:
        return None
    if found is None:
        return None
    return f"http{'s' if found['tls'] else ''}://{found['target']}{'?' + query if query else ''}"


def _query_target(host: str, path: str, query: str) -> str | None:
    for host_pattern, path_pattern, names in _REDIRECTS:
        if host_pattern.fullmatch(host) and path_pattern.fullmatch(path):
            values = dict(parse_qsl(query))
            for name in names:
                value = values.get(name, "").strip()
                if "://" not in value[:8]:  # escaped twice
                    value = unquote(value)
                if value[:8].lower().startswith(("http://", "https://")):
                    return value
    return None
