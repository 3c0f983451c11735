"""The words of dates in the languages of the news: months, halves of the day, zones, and how to fold them.

Used by `dates`, which sees only ASCII digits and `#11#` for November after `marked`. Month names are those
of Unicode CLDR with the spellings of the press beside them: in Arabic three sets (Levant, Egypt and Gulf,
Maghreb).
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["HALVES", "MERIDIEM", "OFFSETS", "PLACES", "marked"]

_MONTHS = """
ar يناير فبراير مارس أبريل مايو/ماي يونيو/يونيه يوليو/يوليه/يوليوز أغسطس/غشت
   سبتمبر/شتنبر أكتوبر نوفمبر/نونبر ديسمبر/دجنبر
ar كانون2 شباط آذار/اذار نيسان أيار حزيران تموز آب أيلول تشرين1 تشرين2 كانون1
ar جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر
fa ژانویه فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر
ur جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
he ינואר/ינו פברואר/פבר מרץ/מרס אפריל/אפר מאי יוני יולי אוגוסט/אוג ספטמבר/ספט
   אוקטובר/אוק נובמבר/נוב דצמבר/דצמ
en january february march april may june july august september/sept october november december
fr janvier février mars avril mai juin juillet/juil août septembre octobre novembre décembre
de januar/jänner februar/feber märz april mai juni juli august september oktober november dezember
es enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
pt janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
nl januari februari maart/mrt april mei juni juli augustus september oktober november december
id januari februari maret april mei juni juli agustus september oktober november/nopember desember
tr ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
pl stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec lipca/lipiec
   sierpnia/sierpień września/wrzesień października/październik listopada/listopad grudnia/grudzień
ru января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль августа/август
   сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь
uk січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень
   серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень
cs ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec
   srpna/srpen září října/říjen listopadu/listopad prosince/prosinec
sv januari februari mars april maj juni juli augusti september oktober november december
da januar februar marts april maj juni juli august september oktober november december/desember
ro ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
hu január február március április május június július augusztus szeptember október november december
el ιανουαρίου/ιανουάριος φεβρουαρίου/φεβρουάριος μαρτίου/μάρτιος απριλίου/απρίλιος μαΐου/μάιος
   ιουνίου/ιούνιος ιουλίου/ιούλιος αυγούστου/αύγουστος σεπτεμβρίου/σεπτέμβριος οκτωβρίου/οκτώβριος
   νοεμβρίου/νοέμβριος δεκεμβρίου/δεκέμβριος
"""
_JALALI = "فروردین اردیبهشت خرداد تیر مرداد/امرداد شهریور مهر آبان آذر دی بهمن اسفند"
_HIJRI = (
    "محرم|صفر|ربيع\\s+(?:ال)?(?:اول|اخر|ثاني)|جماد[يه]\\s+(?:ال)?(?:اولي|اول|اخره|اخر|ثانيه|ثاني)|رجب|شعبان|رمضان|"
    "شوال|(?:ذو|ذي)\\s+(?:ال)?(?:قعده|حجه)"
)
_NAMED_HIJRI = re.compile(rf"\d{{1,2}}\s*(?:من\s+)?(?:{_HIJRI})\s*[,،]?\s*(?:1[34]\d\d)?\s*(?:هـ|ه(?!\w))?")
_NUMERIC_HIJRI = re.compile(r"[\d/.-]{6,10}\s*(?:هـ|ه(?!\w))")
_WORD = re.compile(r"[^\W\d_]+(?:[12](?!\d))?")
_PAIRED = re.compile(r"(تشرين|كانون)\s+(?:ال)?(اول|ثاني)")
_TWICE = re.compile(r"(#\d\d#)(?:\s*[/(،,-]\s*\1\)?)+")
_SIGNS = str.maketrans("−–—‐‑٫：／\u00a0\u202f", "-----.:/  ")

# Words of a half of the day, folded; the ones of one letter count only behind a clock time.
HALVES = {
    "am": "am a.m. a.m صباحا ص ق.ظ فجرا صبح بامداد 上午 凌晨 早上 午前 오전 πμ π.μ. oo",
    "pm": "pm p.m. p.m مساء مساءا م ب.ظ ظهرا عصرا ليلا ظهر عصر شب شام رات "
    "دوپہر 下午 晚上 中午 午後 오후 μμ μ.μ. os",
}

# Minutes east of Greenwich. Letters that mean several zones mean the one nearest to the source's own.
OFFSETS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("z", "gmt", "utc", "ut", "wet"), (0,)),
    **dict.fromkeys(("غرينتش", "جرينتش", "غرينيتش", "جرينيتش", "غرينتش."), (0,)),
    **dict.fromkeys(("مكه", "سعوديه", "رياض", "بغداد", "كويت", "دوحه", "قطر", "صنعاء", "موسكو"), (180,)),
    **dict.fromkeys(("امارات", "ابوظبي", "دبي", "مسقط"), (240,)),
    **dict.fromkeys(("تونس", "جزائر"), (60,)),
    "ast": (-240, 180),
    "ist": (330, 120, 60),
    "cst": (-360, 480),
    "bst": (60, 360),
    "gst": (240,),
    "est": (-300, 600),
    "edt": (-240, 660),
    "cdt": (-300,),
    "mst": (-420, 480),
    "mdt": (-360,),
    "pst": (-480, 480),
    "pdt": (-420,),
    "cet": (60,),
    "met": (60,),
    "west": (60,),
    "mez": (60,),
    "cest": (120,),
    "mesz": (120,),
    "eet": (120,),
    "sast": (120,),
    "cat": (120,),
    "eest": (180,),
    "msk": (180,),
    "trt": (180,),
    "eat": (180,),
    "idt": (180,),
    "irst": (210,),
    "pkt": (300,),
    "wib": (420,),
    "wita": (480,),
    "sgt": (480,),
    "hkt": (480,),
    "myt": (480,),
    "wit": (540,),
    "jst": (540,),
    "kst": (540,),
    "aest": (600,),
    "aedt": (660,),
    "nzst": (720,),
    "nzdt": (780,),
}

# Cities and countries whose clocks change, folded and without the article. Oman is named by its capital.
PLACES = {
    **dict.fromkeys(("عمان", "اردن"), "Asia/Amman"),
    **dict.fromkeys(("قدس", "فلسطين", "رام", "غزه"), "Asia/Hebron"),
    **dict.fromkeys(("قاهره", "مصر"), "Africa/Cairo"),
    **dict.fromkeys(("بيروت", "لبنان"), "Asia/Beirut"),
    **dict.fromkeys(("دمشق", "سوريا", "سوريه"), "Asia/Damascus"),
    **dict.fromkeys(("رباط", "مغرب"), "Africa/Casablanca"),
    **dict.fromkeys(("طرابلس", "ليبيا"), "Africa/Tripoli"),
    **dict.fromkeys(("خرطوم", "سودان"), "Africa/Khartoum"),
    **dict.fromkeys(("انقره", "اسطنبول", "تركيا"), "Europe/Istanbul"),
    **dict.fromkeys(("طهران", "ايران"), "Asia/Tehran"),
    "لندن": "Europe/London",
    "باريس": "Europe/Paris",
    "برلين": "Europe/Berlin",
    "واشنطن": "America/New_York",
}


def marked(text: str) -> str:
    """Return `text` folded for reading dates: ASCII digits, no marks, `#11#` for a month, Hijri dates gone.

    Months of the Persian solar calendar become `#j09#`.
    """
    text = _PAIRED.sub(lambda match: match[1] + ("1 " if match[2] == "اول" else "2 "), _folded(text))
    text = _NUMERIC_HIJRI.sub(" ", _NAMED_HIJRI.sub(" ", text))
    text = _WORD.sub(lambda match: _mark(match[0]), text)
    return _TWICE.sub(r"\1", text)


def _mark(word: str) -> str:
    """Return the mark of a month's name, which Hebrew writes with an `in` joined to it."""
    return _MARKS.get(word) or _MARKS.get(word.removeprefix("ב")) or word


def _folded(text: str) -> str:
    """Lower-case, decompose and drop marks, unify Arabic letters and every script's digits."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(_plain(char) for char in text if unicodedata.category(char) not in ("Mn", "Cf"))
        text = unicodedata.normalize("NFC", text).translate(_SIGNS)
    return text.lower()


def _plain(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return {"ـ": "", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ı": "i", "׳": "", "'": ""}.get(
        char, char
    )


def _month_marks() -> dict[str, str]:
    """Map every folded month name, and every beginning of 3 to 5 letters that is clear, to its mark."""
    names: dict[str, str] = {}
    starts: dict[str, set[str]] = {}
    for line in re.sub(r"\n   ", " ", _MONTHS).strip().split("\n"):
        for number, alternatives in enumerate(line.split()[1:], 1):
            for name in map(_folded, alternatives.split("/")):
                names.setdefault(name, f"#{number:02}#")
                for length in (3, 4, 5) if line[:2] not in ("ar", "fa", "ur", "he") else ():
                    starts.setdefault(name[:length], set()).add(f"#{number:02}#")
    clear = {start: marks.pop() for start, marks in starts.items() if len(marks) == 1 and len(start) > 2}
    solar = {
        _folded(name): f"#j{number:02}#"
        for number, names_ in enumerate(_JALALI.split(), 1)
        for name in names_.split("/")
    }
    return solar | clear | {"mar": "#03#", "may": "#05#", "jun": "#06#", "jul": "#07#"} | names


_MARKS = _month_marks()
MERIDIEM: dict[str, str] = {_folded(word): half for half, words in HALVES.items() for word in words.split()}
