"""What one value of the config may be: durations, addresses, patterns, selectors, names.

Used by `config.model`; pure. A validator's message says what was expected; `config.load` puts the place, the
key and what came in front of it (never a resolved secret).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

import cssselect
import re2
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from config.cron import parse_cron

__all__ = [
    "Contact",
    "Country",
    "Cron",
    "Duration",
    "HttpUrl",
    "Id",
    "Language",
    "Name",
    "Network",
    "Pattern",
    "Port",
    "Proxy",
    "Selector",
    "StoreUrl",
    "Tag",
    "format_duration",
    "id_from_url",
    "parse_duration",
]

MAX_URL = 4096  # spec: fetching § 6.3
MAX_PATTERN = 1000
_UNITS_MS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_DURATION = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)(ms|s|m|h|d)")
_RE2 = re2.Options()
_RE2.log_errors = False


def parse_duration(value: object) -> timedelta:
    """Return `15m`, `0.25s`, `1d` as a timedelta, to the millisecond; else raise `ValueError`."""
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("expected a number and s, m, h or d, such as '15m'")
    milliseconds = float(match[1]) * _UNITS_MS[match[2]]
    if milliseconds > 366 * _UNITS_MS["d"]:
        raise ValueError("expected at most '366d'")
    return timedelta(milliseconds=round(milliseconds))


def format_duration(value: timedelta) -> str:
    """Return the shortest spelling that `parse_duration` reads back: `15m`, `250ms`."""
    milliseconds = round(value / timedelta(milliseconds=1))
    if not milliseconds:
        return "0s"
    unit, size = next((unit, size) for unit, size in _UNITS_MS.items() if milliseconds % size == 0)
    return f"{milliseconds // size}{unit}"


def id_from_url(url: str) -> str | None:
    """Return a source id made of the host of `url`, without `www.`; None where there is no usable host."""
    try:
        host = (urlsplit(url).hostname or "").encode("idna").decode()
    except ValueError:
        return None
    text = re.sub(r"[^a-z0-9._-]", "-", host.removeprefix("www."))[:64].strip("._-")
    return text or None


def _check_url(value: str) -> str:
    parts = _split_url(value)
    if parts.username is not None or parts.password is not None:
        raise ValueError("expected an address without user name and password")
    return value


def _check_proxy(value: str) -> str:
    _split_url(value)
    return value


def _split_url(value: str):  # type: ignore[no-untyped-def]  # urllib's result type is private to typeshed
    expected = "expected an address that begins with http:// or https://"
    if len(value) > MAX_URL or not value.isprintable() or " " in value:
        raise ValueError(f"{expected}, without spaces, of at most {MAX_URL} characters")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it validates it
    except ValueError as error:
        raise ValueError(f"{expected}: {error}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(expected)
    return parts


def _check_contact(value: str) -> str:
    if re.fullmatch(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+", value):
        return value
    try:
        return _check_url(value)
    except ValueError as error:
        raise ValueError("expected a web or mail address, such as 'https://example.org/bot'") from error


def _check_store(value: str) -> str:
    if not re.match(r"(sqlite:///.|postgresql://.)", value):
        raise ValueError("expected 'sqlite:///PATH' or 'postgresql://...'")
    return value


def _check_pattern(value: str) -> str:
    if not value or len(value) > MAX_PATTERN:
        raise ValueError(f"expected an RE2 pattern of 1 to {MAX_PATTERN} characters")
    try:
        re2.compile(value, _RE2)
    except re2.error as error:
        raise ValueError(f"not a pattern that RE2 understands: {_reason(error)}") from error
    return value


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _check_selector(value: str) -> str:
    try:
        cssselect.HTMLTranslator().css_to_xpath(value)
    except cssselect.SelectorError as error:
        raise ValueError(f"not a CSS selector: {error}") from error
    return value


def _check_cron(value: str) -> str:
    parse_cron(value)
    return value


def _check_name(value: str) -> str:
    """Names end up in tables, XML and file headers: one printable line, NFC."""
    text = unicodedata.normalize("NFC", value).strip()
    if not text or len(text) > 200 or any(unicodedata.category(char) in _UNFIT for char in text):
        raise ValueError("expected 1 to 200 characters on one line")
    return text


_UNFIT = {"Cc", "Cs", "Cn", "Zl", "Zp"}


def _check_tag(value: str) -> str:
    text = _check_name(value)
    if "," in text or "/" in text:  # both separate in OPML's `category`
        raise ValueError("expected a word or phrase without ',' or '/'")
    return text


def _check_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", value):
        raise ValueError("expected 1 to 64 of a-z, 0-9, '.', '_' and '-', the first a letter or digit")
    return value


def _check_language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise ValueError("expected a language code, such as 'ar' or 'pt-BR'")
    return value


def _check_country(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", value):
        raise ValueError("expected a country code of two letters, such as 'JO'")
    return value.upper()


def _parse_network(value: object) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    if isinstance(value, ipaddress.IPv4Network | ipaddress.IPv6Network):
        return value
    try:
        return ipaddress.ip_network(str(value))
    except ValueError as error:
        raise ValueError("expected a network, such as '10.0.0.0/8' or '127.0.0.1'") from error


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(ms|s|m|h|d)$", "examples": ["15m"]}),
]
Network = Annotated[
    ipaddress.IPv4Network | ipaddress.IPv6Network,
    BeforeValidator(_parse_network),
    WithJsonSchema({"type": "string", "examples": ["10.0.0.0/8"]}),
]
Id = Annotated[
    str,
    AfterValidator(_check_id),
    WithJsonSchema({"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$"}),
]
HttpUrl = Annotated[
    str, AfterValidator(_check_url), WithJsonSchema({"type": "string", "pattern": "^(https?://|\\$\\{)"})
]
Country = Annotated[
    str, AfterValidator(_check_country), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2}$"})
]
Language = Annotated[str, AfterValidator(_check_language)]
Name = Annotated[str, AfterValidator(_check_name)]
Tag = Annotated[str, AfterValidator(_check_tag)]
Pattern = Annotated[str, AfterValidator(_check_pattern)]
Selector = Annotated[str, AfterValidator(_check_selector)]
Cron = Annotated[str, AfterValidator(_check_cron)]
Proxy = Annotated[str, AfterValidator(_check_proxy)]
Contact = Annotated[str, AfterValidator(_check_contact)]
StoreUrl = Annotated[str, AfterValidator(_check_store)]
Port = Annotated[int, Field(ge=1, le=65535)]
