"""The time zone an outlet writes its dates in, where they do not say.

Used by `dating`. A date read in such a zone stays marked as assumed (spec/extraction §4).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta, timezone, tzinfo
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spiders.parse.dates import parse_date

__all__ = ["outlet_zone", "stated_zone", "zone_of_country"]

# Countries of one zone, by the code that is also their top-level domain (IANA zone1970.tab).
_ZONES = """
jo Asia/Amman       sa Asia/Riyadh      ae Asia/Dubai       eg Africa/Cairo     iq Asia/Baghdad
sy Asia/Damascus    lb Asia/Beirut      ps Asia/Hebron      kw Asia/Kuwait      qa Asia/Qatar
bh Asia/Bahrain     om Asia/Muscat      ye Asia/Aden        ma Africa/Casablanca dz Africa/Algiers
tn Africa/Tunis     ly Africa/Tripoli   sd Africa/Khartoum  mr Africa/Nouakchott so Africa/Mogadishu
dj Africa/Djibouti  ir Asia/Tehran      af Asia/Kabul       pk Asia/Karachi     il Asia/Jerusalem
tr Europe/Istanbul  in Asia/Kolkata     bd Asia/Dhaka       lk Asia/Colombo     np Asia/Kathmandu
jp Asia/Tokyo       kr Asia/Seoul       kp Asia/Pyongyang   cn Asia/Shanghai    tw Asia/Taipei
hk Asia/Hong_Kong   mo Asia/Macau       sg Asia/Singapore   th Asia/Bangkok     vn Asia/Ho_Chi_Minh
ph Asia/Manila      de Europe/Berlin    at Europe/Vienna    ch Europe/Zurich    fr Europe/Paris
it Europe/Rome      nl Europe/Amsterdam be Europe/Brussels  lu Europe/Luxembourg pl Europe/Warsaw
cz Europe/Prague    sk Europe/Bratislava hu Europe/Budapest ro Europe/Bucharest md Europe/Chisinau
bg Europe/Sofia     gr Europe/Athens    cy Asia/Nicosia     se Europe/Stockholm no Europe/Oslo
dk Europe/Copenhagen fi Europe/Helsinki is Atlantic/Reykjavik ie Europe/Dublin  uk Europe/London
gb Europe/London    ee Europe/Tallinn   lv Europe/Riga      lt Europe/Vilnius   hr Europe/Zagreb
si Europe/Ljubljana rs Europe/Belgrade  ba Europe/Sarajevo  mk Europe/Skopje    al Europe/Tirane
ua Europe/Kyiv      by Europe/Minsk     ge Asia/Tbilisi     am Asia/Yerevan     az Asia/Baku
za Africa/Johannesburg ng Africa/Lagos  ke Africa/Nairobi   et Africa/Addis_Ababa gh Africa/Accra
ug Africa/Kampala   sn Africa/Dakar     ar America/Argentina/Buenos_Aires      pe America/Lima
uy America/Montevideo ve America/Caracas bo America/La_Paz  py America/Asuncion cu America/Havana
"""
_BY_COUNTRY = dict(zip(_ZONES.split()[::2], _ZONES.split()[1::2], strict=True))
# Languages of the news of one country only.
_BY_LANGUAGE = {
    "fa": "ir",
    "he": "il",
    "tr": "tr",
    "ja": "jp",
    "ko": "kr",
    "th": "th",
    "vi": "vn",
    "ur": "pk",
}
_BY_LANGUAGE |= {
    "pl": "pl",
    "cs": "cz",
    "hu": "hu",
    "bg": "bg",
    "el": "gr",
    "uk": "ua",
    "fi": "fi",
    "bn": "bd",
}


@cache
def zone_of_country(code: str | None) -> tzinfo | None:
    """Return the zone of a country by its two-letter code; None for several zones or an unknown code."""
    name = _BY_COUNTRY.get((code or "").lower())
    try:
        return ZoneInfo(name) if name else None
    except ZoneInfoNotFoundError:
        return None


def outlet_zone(address: str, language: str | None) -> tzinfo | None:
    """Guess an outlet's zone from its top-level domain, then from the region of its language (`ar-JO`), then
    from a language that only one country prints.

    A language taken for a country (`ar_AR`, which names Argentina) is none.
    """
    domain = (urlsplit(address).hostname or "").rsplit(".", 1)[-1]
    code, _, region = (language or "").lower().replace("_", "-").partition("-")
    country = region if region != code else None
    return zone_of_country(domain) or zone_of_country(country) or zone_of_country(_BY_LANGUAGE.get(code))


def stated_zone(texts: Iterable[str]) -> tzinfo | None:
    """Return the first zone other than UTC that one of the dates names: systems write UTC for everybody."""
    found = (parse_date(text) for text in texts)
    offsets = (date.offset for date in found if date and date.zone == "stated")
    return next((timezone(offset) for offset in offsets if offset != timedelta()), None)
