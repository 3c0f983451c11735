"""Which language a text is in, and which way it runs.

What the page declares is checked against the script of the text and a detector on the text; the text wins
(spec/extraction §4). Pure and offline: py3langid's model ships with its package and is loaded on first use.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["RTL_LANGUAGES", "Detected", "base_language", "detect_language", "direction_of", "main_script"]

SAMPLE_CHARS = 1_200
LONG_ENOUGH = 120
SURE = 0.9

RTL_LANGUAGES = frozenset("ar arc ckb dv fa he ks nqo ps sd syr ug ur yi".split())
_RTL_SCRIPTS = frozenset(("arabic", "hebrew", "syriac", "thaana", "nko"))
_OLD_CODES = {"iw": "he", "in": "id", "ji": "yi", "mo": "ro", "nb": "no", "cn": "zh", "jp": "ja", "kr": "ko", "cz": "cs"}

_SCRIPT_RANGES = {
    "arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "armenian": "\u0530-\u058f",
    "bengali": "\u0980-\u09ff",
    "cyrillic": "\u0400-\u052f",
    "devanagari": "\u0900-\u097f",
    "ethiopic": "\u1200-\u139f",
    "georgian": "\u10a0-\u10ff",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "gujarati": "\u0a80-\u0aff",
    "gurmukhi": "\u0a00-\u0a7f",
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
    "hangul": "\u1100-\u11ff\uac00-\ud7af",
    "hebrew": "\u0590-\u05ff",
    "kana": "\u3040-\u30ff",
    "kannada": "\u0c80-\u0cff",
    "khmer": "\u1780-\u17ff",
    "lao": "\u0e80-\u0eff",
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "malayalam": "\u0d00-\u0d7f",
    "myanmar": "\u1000-\u109f",
    "nko": "\u07c0-\u07ff",
    "oriya": "\u0b00-\u0b7f",
    "sinhala": "\u0d80-\u0dff",
    "syriac": "\u0700-\u074f",
    "tamil": "\u0b80-\u0bff",
    "telugu": "\u0c00-\u0c7f",
    "thaana": "\u0780-\u07bf",
    "thai": "\u0e00-\u0e7f",
    "tibetan": "\u0f00-\u0fff",
}
_SCRIPTS = {name: re.compile(f"[{ranges}]") for name, ranges in _SCRIPT_RANGES.items()}

_LANGUAGES_BY_SCRIPT = {
    "arabic": "ar fa ur ps ckb ku sd ug ks az pa",
    "armenian": "hy",
    "bengali": "bn as",
    "cyrillic": "ru uk bg be sr mk kk ky mn tg tt ba cv uz az bs os ce",
    "devanagari": "hi mr ne sa",
    "ethiopic": "am ti",
    "georgian": "ka",
    "greek": "el",
    "gujarati": "gu",
    "gurmukhi": "pa",
    "han": "zh",
    "hangul": "ko",
    "hebrew": "he yi",
    "kana": "ja",
    "kannada": "kn",
    "khmer": "km",
    "lao": "lo",
    "malayalam": "ml",
    "myanmar": "my",
    "oriya": "or",
    "sinhala": "si",
    "tamil": "ta",
    "telugu": "te",
    "thaana": "dv",
    "thai": "th",
    "tibetan": "bo dz",
}
_NOT_LATIN = frozenset(" ".join(v for k, v in _LANGUAGES_BY_SCRIPT.items() if k not in ("arabic", "cyrillic")).split()) | {
    *"ar fa ur ps sd ug ks ckb ru uk bg be mk ky mn tg".split()
}
# A detector on news text confuses members of a group; the page's own word settles it.
_ALIKE = tuple(
    frozenset(group.split())
    for group in ("no nn nb da", "id ms", "hr sr bs sl", "cs sk", "pt gl", "es gl an ast", "fa ps", "ar ckb", "hi mr ne", "af nl", "ru be bg uk")
)


class Detected(NamedTuple):
    """A language code (ISO 639, base subtag) and where it came from: `declared`, `text`, `source` or `script`."""

    language: str | None
    origin: str | None


def detect_language(text: str, *, declared: str | None = None, expected: str | None = None) -> Detected:
    """Name the language of `text`; `declared` is the page's word, `expected` the operator's for its source.

    A script only one language uses decides alone. Otherwise a sure detector wins over a declaration,
    except between look-alike languages; with too little text the declaration stands if its script fits.
    """
    script = main_script(text)
    fitting = [
        (language, origin)
        for value, origin in ((declared, "declared"), (expected, "source"))
        if (language := base_language(value)) and _fits(language, script)
    ]
    own = _LANGUAGES_BY_SCRIPT.get(script or "", "").split()
    if len(own) == 1:
        return Detected(own[0], fitting[0][1] if fitting and fitting[0][0] == own[0] else "script")
    guess, sure = _guess(text, frozenset(own)) if len(text) >= LONG_ENOUGH else (None, False)
    agreeing = [found for found in fitting if guess is None or found[0] == guess or _alike(found[0], guess)]
    if agreeing:
        return Detected(*agreeing[0])
    if guess and (sure or not fitting):
        return Detected(guess, "text")
    return Detected(*fitting[0]) if fitting else Detected(own[0] if own else None, "script" if own else None)


def main_script(text: str) -> str | None:
    """Return the script most letters of the text belong to; kana counts for the Han it is mixed with."""
    sample = text[:SAMPLE_CHARS]
    counts = Counter({name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()})
    if counts["kana"] * 10 >= counts["han"] > 0:
        counts["kana"] += counts["han"]
    script, most = counts.most_common(1)[0]
    return script if most else None


def direction_of(text: str, language: str | None) -> str:
    """Return `rtl` or `ltr`: the text's main script decides, without letters the language does."""
    script = main_script(text)
    if script is None:
        return "rtl" if language in RTL_LANGUAGES else "ltr"
    return "rtl" if script in _RTL_SCRIPTS else "ltr"


def base_language(tag: str | None) -> str | None:
    """Return the base subtag of a BCP 47 tag or locale (`ar-JO`, `en_GB` -> `ar`, `en`); None if malformed."""
    base = re.split(r"[-_,;\s]", (tag or "").strip().lower(), maxsplit=1)[0]
    base = _OLD_CODES.get(base, base)
    return base if re.fullmatch(r"[a-z]{2,3}", base) else None


def _fits(language: str, script: str | None) -> bool:
    if script is None:
        return True
    if script == "latin":
        return language not in _NOT_LATIN
    if script == "han":
        return language in ("zh", "ja", "yue", "ko")
    own = _LANGUAGES_BY_SCRIPT.get(script)
    return own is None or language in own.split()


def _alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _ALIKE)


def _guess(text: str, possible: frozenset[str]) -> tuple[str | None, bool]:
    """Ask the detector for the likeliest language the script allows, and whether it is sure."""
    ranked = _identifier().rank(text[:SAMPLE_CHARS])
    allowed = [(lang, p) for lang, p in ranked if (lang in possible if possible else lang not in _NOT_LATIN)]
    if not allowed:
        return None, False
    language, probability = allowed[0]
    return _OLD_CODES.get(language, language), float(probability) >= SURE


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # loads a model: only when asked

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
