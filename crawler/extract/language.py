"""Which language a text is in, and which way it runs.

What the page declares is checked against the script of the text and a detector on the text; the text wins
(spec/extraction §4). Pure and offline: py3langid's model ships with its package and is loaded on first use.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["RTL_LANGUAGES", "Detected", "base_language", "detect_language", "direction_of", "main_script"]

SAMPLE_CHARS, FIRST_SAMPLE = 1_200, 300
"""What the detector reads, and what suffices where it confirms the page's own word."""
SCRIPT_LETTERS = 400
LONG_ENOUGH = 120
SURE = 0.9

_RTL = "ar arc ckb dv fa he ks nqo ps sd syr ug ur yi"
RTL_LANGUAGES = frozenset(_RTL.split())
_RTL_SCRIPTS = frozenset(("arabic", "hebrew", "syriac", "thaana", "nko"))
_OLD_CODES = {"iw": "he", "in": "id", "ji": "yi", "mo": "ro", "nb": "no", "cn": "zh", "jp": "ja", "cz": "cs"}

# Scripts by the first word of their letters' Unicode names.
_LANGUAGES_BY_SCRIPT = {
    "arabic": "ar fa ur ps ckb ku sd ug ks az pa",
    "armenian": "hy",
    "bengali": "bn as",
    "cjk": "zh ja yue ko",
    "cyrillic": "ru uk bg be sr mk kk ky mn tg tt ba cv uz az bs os ce",
    "devanagari": "hi mr ne sa",
    "ethiopic": "am ti",
    "georgian": "ka",
    "greek": "el",
    "gujarati": "gu",
    "gurmukhi": "pa",
    "hangul": "ko",
    "hebrew": "he yi",
    "hiragana": "ja",
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
_ALSO_LATIN = frozenset(("az", "bs", "ku", "mn", "pa", "sr", "tg", "tt", "uz"))
_NOT_LATIN = frozenset(" ".join(_LANGUAGES_BY_SCRIPT.values()).split()) - _ALSO_LATIN
# A detector on news text confuses members of a group; the page's own word settles it.
_ALIKE = [
    frozenset(group.split())
    for group in (
        "no nn da",
        "id ms",
        "hr sr bs sl",
        "cs sk",
        "pt gl",
        "es gl an ast",
        "fa ps",
        "ar ckb",
        "hi mr ne",
        "af nl",
        "ru be bg uk",
        "zh yue",
    )
]


class Detected(NamedTuple):
    """A language code (base subtag) and where it came from: `declared`, `text`, `source` or `script`."""

    language: str | None
    origin: str | None


def detect_language(
    text: str, *, declared: str | None = None, expected: str | None = None, usual: str | None = None
) -> Detected:
    """Name the language of `text`; `declared` is the page's word, `expected` the operator's for its source.

    `usual` is what the same template's articles turned out to be: declared again, it needs no detector. A
    script only one language uses decides alone. Otherwise a sure detector wins over a declaration, except
    between look-alike languages; with too little text the declaration stands if its script fits.
    """
    script = main_script(text)
    own = _LANGUAGES_BY_SCRIPT.get(script or "", "").split()
    stated = ((base_language(declared), "declared"), (base_language(expected), "source"))
    fitting = [Detected(code, origin) for code, origin in stated if code and _fits(code, script, own)]
    if usual and usual in [found.language for found in fitting]:
        return next(found for found in fitting if found.language == usual)
    if len(own) == 1:
        return next((found for found in fitting), Detected(own[0], "script"))
    guess, is_sure = _guess(text[:FIRST_SAMPLE], script, own) if len(text) >= LONG_ENOUGH else (None, False)
    if guess and len(text) > FIRST_SAMPLE and not any(_alike(found.language, guess) for found in fitting):
        guess, is_sure = _guess(text[:SAMPLE_CHARS], script, own)
    agreed = (found for found in fitting if guess is None or _alike(found.language, guess))
    if guess and not any(_alike(found.language, guess) for found in fitting) and (is_sure or not fitting):
        return Detected(guess, "text")
    return next(
        agreed, fitting[0] if fitting else Detected(own[0] if own else None, "script" if own else None)
    )


@lru_cache(maxsize=4)
def main_script(text: str) -> str | None:
    """Return the script of most letters: `latin`, `arabic`, `cjk` ...; None for a text without letters.

    Looks at the first 400. Han mixed with kana counts as `hiragana`, that is Japanese.
    """
    letters = islice((char for char in text if char.isalpha()), SCRIPT_LETTERS)
    counts = Counter(_script(char) for char in letters)
    kana = counts.pop("katakana", 0) + counts.pop("hiragana", 0)
    if kana * 10 >= counts["cjk"]:
        kana += counts.pop("cjk", 0)
    counts["hiragana"] = kana
    script, most = counts.most_common(1)[0]
    return script if most else None


@lru_cache(maxsize=8_192)
def _script(char: str) -> str:
    return unicodedata.name(char, "unknown").split("-", maxsplit=1)[0].split(maxsplit=1)[0].lower()


def direction_of(text: str, language: str | None) -> str:
    """Return `rtl` or `ltr`: the text's main script decides, without letters the language does."""
    script = main_script(text)
    if script is None:
        return "rtl" if language in RTL_LANGUAGES else "ltr"
    return "rtl" if script in _RTL_SCRIPTS else "ltr"


def base_language(tag: str | None) -> str | None:
    """Return the base subtag of a language tag or locale (`ar-JO` -> `ar`); None if malformed."""
    base = re.split(r"[-_,;\s]", (tag or "").strip().lower(), maxsplit=1)[0]
    base = _OLD_CODES.get(base, base)
    return base if re.fullmatch(r"[a-z]{2,3}", base) else None


def _fits(language: str, script: str | None, own: list[str]) -> bool:
    """Whether a language is written in a script; scripts we have no list for fit any."""
    if script == "latin":
        return language not in _NOT_LATIN
    return not own or language in own


def _alike(one: str | None, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _ALIKE)


def _guess(text: str, script: str | None, own: list[str]) -> tuple[str | None, bool]:
    """Ask the detector for the likeliest language the script allows, and whether it is sure."""
    for label, probability in _identifier().rank(text):
        language = base_language(label)
        if language and _fits(language, script, own):
            return language, float(probability) >= SURE
    return None, False


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # loads numpy arrays: late

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
