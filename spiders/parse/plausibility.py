"""How much a reading of bytes looks like language: the referee between declared and guessed charsets.

Used by `charset`. A wrong charset shows in the letters: rare ones where common ones are due, two scripts or
capitals inside a word, symbols and controls. Letters are listed per language from the most to the least
frequent one, in the order of common knowledge (letter counts of large corpora); nothing is trained.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

__all__ = ["LETTERS", "plausibility"]

_ARABIC = "الينمروتبةعدسفهكقحأجشصطخضذىزإثغءئظآؤ"
_HAN = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行"
    "所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力"
    "它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产"
    "或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口"
    "认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区"
    "保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张"
    "该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)
_HAN_TRADITIONAL = (
    "這個們來為國說時會對於著過發後裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體見產話內給門兒"
    "東聲員解論處義幾認條氣題爾別變總電數報結場務計資許統區隊決馬書則聽卻達強難權設記類據邊張規萬覺術領確傳師觀讓"
    "識帶導爭運灣臺聞黨選舉議員總統經濟縣"
)
_KANA = (
    "のにはをたがでてとしれさいるもなかっらこうすりあきまくよめおえせけそみつどだちわへじびげばやぎべぶほろねむひゆず"
    "ぼぐんゃゅょーンスルトリアイラクドシレジタフロカテムプチッバデグマサウコメニオキナパダェセツハィブソミワャモエョボ"
)
_KANJI = (
    "日一国会人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水"
    "半男西電校語土木聞車何南万毎白天政府者社事同地方発新自立田場合力問代明動京目通言理体主題意不作用度強公持野以思"
    "家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住真有口少町料工建空急止送切転研足究起着"
)
_HANGUL = (
    "이다는에의가을고하지도로사한를기서은자어나시리대인일정스해그부여있것수아들과장으보전원주우제라상조구안국비선마니"
    "경만성동치소유신트행방적화회건공오무계까면했요년월위민용진습물호문각려말모산러거연당발분복더터운결세영실후양강명"
    "재야간드본통직파른체학종타배데감단외관준특표미할생중령개업청개북남금저내된될때같며또등임법의권년금코로나"
)

LETTERS: dict[str, str] = {
    "ar": _ARABIC,
    "fa": "ایيرندهمتوبسشکكزگلفخقعحجپآصطچضغثژذظئأؤء",
    "ur": "ایيرکكےنوہسمتلبدپعگںجھحقشفٹزچصخطڈڑضآئغذظثؤژ",
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "uk": "оаинвітеркслдупямзьгбчїйхєцщюжшфґ",
    "bg": "аеоитнрсвлдкпмзяугъбчхжцшщфюй",
    "sr": "аоиеуртнсјклдпмвзбгчшжљцћњхђџф",
    "el": "αοιετσνηρπκμλςυωίάγόέθδχήφύβώξζψϊ",
    "he": "יוהלאמרתבשנעםדחקפכגטצזסןךץף",
    "th": "านร่อกเงีม้ยลวัดทสติะปบ็คืหแจพุชขใไ์ูโำถธผฝศณ",
    "en": "éáíóüöäèñçãàåøúêëïâôîæßìòùûœ",
    "fr": "éèàêçâîôûùëïœüÀÉ",
    "de": "üäößé",
    "es": "óíáñéúü¿¡ºª",
    "pt": "ãçáéíóêâàõúôºª",
    "it": "èàòùìé",
    "nl": "ëéïèöü",
    "sv": "äåöé",
    "da": "åøæé",
    "is": "áíðþéóúæöý",
    "tr": "ışğüöçİâîŞÇÖÜ",
    "pl": "ąęłóżśćńź",
    "cs": "áíéěřčžýšůúďťňó",
    "sk": "áíéčžýšúľťňôďĺŕóä",
    "hu": "áéőöóüíúű",
    "ro": "ăâîşţșț",
    "hr": "čšžćđ",
    "lt": "ėįšųžąčęū",
    "lv": "āīēšūņļžķģč",
    "et": "äõüöšž",
    "zh": _HAN,
    "zh-hant": _HAN_TRADITIONAL + "".join(char for char in _HAN if char in _KANJI),
    "ja": _KANA + _KANJI,
    "ko": _HANGUL,
}
_FLAT = {"zh", "zh-hant", "ja", "ko"}  # too many letters for ranks: a common one is a common one
_QUOTES = frozenset(
    "«»“”‘’„‚‹›–—…•·\u00a0،؛؟。，、．：；！？（）「」『』《》【】・ـ©®°§€£²³½ºª™№\u200c\u200d\u200e\u200f"
)
_SCRIPTS = {"ARABIC", "CYRILLIC", "GREEK", "HEBREW", "LATIN", "THAI", "HANGUL", "HIRAGANA", "KATAKANA", "CJK"}
_EAST = {"HANGUL", "HIRAGANA", "KATAKANA", "CJK"}
_WORD = re.compile(r"[^\W\d_]+(?:[^\x00-\x7f\s][^\W\d_]+)*")
_LONE = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?![^\x00-\x7f])|(?<![^\x00-\x7f])[^\x00-\x7f](?=[A-Za-z])")
_PAIRS = (
    "ال لا ية في من ها ان ات لم وا ين ما يا را ار عل لى ام مع ون دا ير ول ري لي ذا أن إل هذ عا رة نا كا با "
    "اء بي ست"
)
_ARABIC_PAIRS = frozenset(_PAIRS.split())


def plausibility(text: str, languages: Iterable[str]) -> float:
    """Return how well the non-ASCII part of `text` fits the best of `languages`: right ones get .5 and more.

    The mean of a weight for each non-ASCII character (1 for the commonest letters, 0 and below for what no
    text has), less a share for words no writer writes. 0 where the text is pure ASCII.
    """
    foreign = Counter(char for char in text if char > "\x7f")
    total = foreign.total()
    if not total:
        return 0.0
    best = max(_letters_fit(foreign, language) for language in languages) / total
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    odd = sum(_oddness(word) for word in words)
    return best - odd / total + _arabic_bonus(words)


def _letters_fit(foreign: Counter[str], language: str) -> float:
    weights = _weights(language)
    return sum(
        count * (weights.get(char) or _weight_elsewhere(char, language)) for char, count in foreign.items()
    )


@cache
def _weights(language: str) -> dict[str, float]:
    letters = LETTERS[language]
    if language in _FLAT:
        return dict.fromkeys(letters, 1.0)
    last = max(len(letters) - 1, 1)
    weights = {char: 1 - 0.85 * rank / last for rank, char in enumerate(letters)}
    capitals = {char.upper(): weight / 2 for char, weight in weights.items() if len(char.upper()) == 1}
    return capitals | weights


@cache
def _weight_elsewhere(char: str, language: str) -> float:
    """Weigh a character that is not among the language's letters."""
    if char in _QUOTES:
        return 0.25
    if char in "×÷±½¼¾¹µ":
        return 0.1
    category = unicodedata.category(char)
    if category in ("Cc", "Cn", "Co", "Cs") or char == "\ufffd":
        return -2.0
    script = unicodedata.name(char, "").split(" ")[0]
    if language in _FLAT:
        return _weight_east(char, script, language)
    if category[0] == "L":
        return -0.3
    return -0.1 if category[0] == "M" else -0.8


def _weight_east(char: str, script: str, language: str) -> float:
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e":
        return 0.4
    if "\u4e00" <= char <= "\u9fff":
        return 0.05 if language == "ko" else 0.3
    if "\uac00" <= char <= "\ud7a3":
        return 0.3 if language == "ko" else -1.0
    return -0.5 if script in _EAST else -0.8


def _oddness(word: str) -> float:
    """Count the characters of a word that only a wrong charset can have put there."""
    foreign = [char for char in word if char > "\x7f"]
    scripts = {_script(char) for char in word if char.isalpha()}
    if scripts & _EAST:
        return float(len(_LONE.findall(word)))
    if len(scripts) > 1:
        return float(len(foreign))
    if len(word) == 1:
        return 0.5 if scripts == {"LATIN"} else 1.0
    odd = sum(not char.isalpha() and char not in _QUOTES for char in foreign)
    swaps = sum(a.islower() and b.isupper() for a, b in pairwise(word) if b > "\x7f")
    crowd = scripts == {"LATIN"} and len(foreign) == len(word) >= 4
    return odd + 2.0 * swaps + (len(word) if crowd else 0)


@cache
def _script(char: str) -> str:
    name = unicodedata.name(char, "?").split(" ")[0]
    return name if name in _SCRIPTS else "?"


def _arabic_bonus(words: list[str]) -> float:
    """Return up to .3 for pairs of letters that Arabic is full of: they tell its charsets apart."""
    pairs = [a + b for word in words for a, b in pairwise(word) if _script(a) == "ARABIC"]
    return 0.3 * sum(pair in _ARABIC_PAIRS for pair in pairs) / len(pairs) if pairs else 0.0
