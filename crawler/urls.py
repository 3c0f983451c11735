"""Addresses: the spelling we fetch and store, and the coarser key we compare by.

Pure text work between the spiders' raw links and the corpus's alias table. Rules: RFC 3986 §6.2 and
dedup spec §3; names of tracking parameters in `crawler.tracking`, wrappers in `crawler.unwrap`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

import idna

from crawler.spelling import composed, escaped, without_dots
from crawler.tracking import SESSION_PARAMETER, is_ambiguous, is_tracking
from crawler.unwrap import unwrapped

if TYPE_CHECKING:
    from tldextract import TLDExtract

__all__ = ["MAX_LENGTH", "canonical", "entry_keys", "registrable_domain", "url_key"]

MAX_LENGTH = 4096
"""Longest address we deal with, in characters, before and after escaping."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_DEVICE_LABELS = frozenset({"www", "m", "mobile", "amp", "wap"})
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_HTML_AMP = re.compile(r"^(?:amp;)+")
_AMP_SUFFIX = re.compile(r"(.*[^.].*)\.amp(?:\.html)?")
_INDEX = re.compile(r"(?:index|default)\.(?:[sx]?html?|php\d?|[aj]spx?|cfm|cgi|pl)", re.IGNORECASE)
_BREAKS = re.compile(r"[\t\r\n]")
_CONTROLS = "".join(map(chr, range(33)))
_MAX_GUID = 200


def canonical(url: str) -> str:
    """Return the one spelling of `url` under which we fetch and store its page.

    Opens known wrappers; lower-cases scheme and host (IDNA); drops user info, default port, fragment (but
    not `#!` and `#/` routes) and tracking parameters, sorts the rest by name; resolves dot segments; one
    form of escapes. Keeps what may matter to a server: scheme, `www.`, slashes, index files. Idempotent.

    Raises `ValueError` for anything but an absolute http(s) URL of at most `MAX_LENGTH` characters.
    """
    url = _spelt(_cleaned(url))
    while (inner := unwrapped(url)) != url:
        url = _spelt(inner)
    return url


def url_key(url: str) -> str:
    """Return the key two addresses of one article share: for comparison, never fetched.

    `canonical`, and then without scheme, device labels of the host (`www`, `m`, `amp` ...), empty segments,
    trailing slash, session ids, AMP and print marks, index files and referrer values (dedup spec §3).
    `url_key("https://" + key) == key`. Raises `ValueError` as `canonical` does.
    """
    parts = urlsplit(composed(canonical(url)))
    host, port = _host_port(parts)
    host = _without_device(host)
    if port not in {None, 80, 443}:
        host += f":{port}"
    query = "&".join(
        f"{name}={value}" if value else name
        for name, _, value in _parameters(parts.query.replace("%20", "+"))
        if not is_ambiguous(name, value)
    )
    segments = _plain_segments(parts.path, has_query=bool(query))
    return _joined(f"{host}/{'/'.join(segments)}", query, parts.fragment)


def entry_keys(url: str, entry_id: str | None, source_id: str) -> tuple[str, ...]:
    """Return the names under which a list's entry is known; a match on any is a match (feeds spec I2).

    The address's key comes first. An id that is itself an address counts as one; any other id is only
    unique within its source and is marked with it. An id that is a bare home page says nothing.
    """
    entry_id = (entry_id or "").strip()
    keys = [url_key(url), *(_id_keys(entry_id, source_id) if entry_id else [])]
    return tuple(dict.fromkeys(keys))


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """Return the domain somebody registered (`bbc.co.uk` of `news.bbc.co.uk`), from the bundled suffix list.

    Names on shared platforms (`a.blogspot.com`) are domains of their own. An address, a bare name or a
    public suffix is returned as it is, lower-case.
    """
    host = host.lower().strip(".")
    found = _extractor()(host)
    return f"{found.domain}.{found.suffix}" if found.domain and found.suffix else host


def _id_keys(entry_id: str, source_id: str) -> list[str]:
    try:
        key = url_key(entry_id)
    except ValueError:
        if len(entry_id) > _MAX_GUID:
            entry_id = blake2b(entry_id.encode("utf-8", "replace"), digest_size=16).hexdigest()
        return [f"guid:{source_id}:{entry_id}"]
    return [] if key.endswith("/") else [key]


@cache
def _extractor() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415 - a third of a second, for the few who need it

    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


def _cleaned(url: str) -> str:
    """Read a link as browsers do (WHATWG URL): no blanks around or breaks inside, `\\` means `/`."""
    if len(url) > MAX_LENGTH:
        raise ValueError(f"expected at most {MAX_LENGTH} characters, got {len(url)}: {url[:80]!r}…")
    head, mark, query = _BREAKS.sub("", url.strip(_CONTROLS)).partition("?")
    return head.replace("\\", "/") + mark + query


def _spelt(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"expected an absolute http(s) address, got {url[:200]!r}")
    host, port = _host_port(parts)
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host += f":{port}"
    path = "/" + "/".join(without_dots(escaped(parts.path).split("/")[1:]))
    query = "&".join(f"{name}{sep}{value}" for name, sep, value in _parameters(parts.query))
    return _joined(f"{parts.scheme}://{host}{path}", query, parts.fragment)


def _host_port(parts: SplitResult) -> tuple[str, int | None]:
    return _ascii_host(parts.hostname or ""), parts.port


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{IPv6Address(host)}]"
    host = unquote(host).lower()
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii")
    host = host.removesuffix(".")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ValueError(f"expected a host name, got {host[:80]!r}")
    return host


@lru_cache(maxsize=4096)
def _without_device(host: str) -> str:
    label, _, rest = host.partition(".")
    if label in _DEVICE_LABELS and "." in rest and rest != _extractor()(rest).suffix:
        return _without_device(rest)
    return host


def _parameters(query: str) -> list[tuple[str, str, str]]:
    """Return (name, `=` or nothing, value) of what tells pages apart, sorted by name."""
    kept = []
    for pair in filter(None, escaped(query).split("&")):
        name, separator, value = _HTML_AMP.sub("", pair).partition("=")
        if (name or value) and not is_tracking(name):
            kept.append((name, separator, value))
    return sorted(kept, key=lambda parameter: parameter[0])


def _plain_segments(path: str, *, has_query: bool) -> list[str]:
    """Return the path's segments without what changes on no article: repeated until nothing changes."""
    segments = path.split("/")
    while (plainer := _plainer(segments, has_query=has_query)) != segments:
        segments = plainer
    return segments


def _plainer(segments: list[str], *, has_query: bool) -> list[str]:
    kept = [SESSION_PARAMETER.sub("", segment) for segment in segments]
    kept = list(filter(None, without_dots(kept)))
    if kept and (suffixed := _AMP_SUFFIX.fullmatch(kept[-1])):
        kept[-1] = suffixed[1]
    if kept and (kept[-1] in {"amp", "print"} or (not has_query and _INDEX.fullmatch(kept[-1]))):
        kept.pop()
    if kept and kept[0] in {"amp", "print"}:
        kept.pop(0)
    return kept


def _joined(head: str, query: str, fragment: str) -> str:
    url = head + ("?" + query if query else "")
    if len(fragment) > 1 and fragment.startswith(("!", "/")):
        url += "#" + escaped(fragment)
    if len(url) > MAX_LENGTH:
        raise ValueError(f"expected at most {MAX_LENGTH} characters once escaped, got {len(url)}")
    return url
