"""Charsets: the text comes back whatever the document claims to be in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.parse.charset import declared_charset, decode
from spiders.parse.labels import charset_of, codec_of
from spiders.parse.plausibility import LETTERS, plausibility

ARABIC = (
    "قال رئيس بلدية المدينة إن أعمال توسعة الطريق الدائري ستنتهي قبل نهاية العام، مشيرا إلى أن الكلفة ثابتة.",
    "افتتاح مدرسة جديدة في حي الزهور",
    "مرحبا بالعالم",
    "أخبار محلية",
)
TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "russian": (
        "Мэр города сообщил, что ремонт моста завершат раньше срока.",
        ("cp1251", "koi8-r", "iso8859-5"),
    ),
    "ukrainian": ("Мер міста повідомив, що ремонт мосту завершать раніше строку.", ("cp1251",)),
    "french": (
        "Le maire a annoncé que les travaux du pont s’achèveront à l'été, plus tôt que prévu.",
        ("cp1252",),
    ),
    "german": ("Der Bürgermeister kündigte an, daß die Brücke früher als geplant öffnet.", ("cp1252",)),
    "turkish": (
        "Belediye başkanı köprü çalışmalarının yazın biteceğini açıkladı, şehir rahatlayacak.",
        ("cp1254",),
    ),
    "greek": (
        "Ο δήμαρχος ανακοίνωσε ότι τα έργα στη γέφυρα θα τελειώσουν το καλοκαίρι. Άλλα νέα.",
        ("cp1253", "iso8859-7"),
    ),
    "hebrew": ("ראש העיר הודיע כי העבודות בגשר יסתיימו בקיץ, מוקדם מהצפוי.", ("cp1255", "iso8859-8")),
    "persian": (
        "شهردار گفت كه كار پل پيش از پايان تابستان تمام مي‌شود و هزينه آن تغيير نكرده است چون گچ ارزان شد",
        ("cp1256",),
    ),
    "urdu": ("ميئر نے كہا ہے كہ پل كا كام گرميوں ميں مكمل ہو جائے گا اور شہر كے لوگ خوش ہيں", ("cp1256",)),
    "polish": (
        "Burmistrz ogłosił, że remont mostu zakończy się wcześniej niż planowano, już w środę.",
        ("cp1250", "iso8859-2"),
    ),
    "japanese": (
        "市長は、橋の工事が予定より早く夏に終わると発表した。費用は変わらないという。",
        ("cp932", "euc-jp", "iso2022-jp"),
    ),
    "chinese": ("市长表示，大桥工程将比计划提前在夏天完成，费用没有变化。", ("gb18030", "gb2312")),
    "traditional": ("市長表示，大橋工程將比計劃提前在夏天完成，費用沒有變化。", ("big5",)),
    "korean": ("시장은 다리 공사가 계획보다 빨리 여름에 끝날 것이라고 말했다.", ("cp949",)),
    "thai": ("นายกเทศมนตรีกล่าวว่างานสะพานจะเสร็จในฤดูร้อนนี้", ("cp874",)),
    "english": ("It’s done — the bridge “opens” on Monday, said the mayor at the café.", ("cp1252",)),
}
CASES = [(text, codec) for text, codecs in TEXTS.values() for codec in codecs]
CASES += [(text, codec) for text in ARABIC for codec in ("cp1256", "iso8859-6")]
WRAPS = {
    "bare": "{}",
    "marked up": "<html><head><title>News</title></head><body><a href='/a'>Home</a><p>{}</p> (c) 2026</body>",
    "feed": "<rss><channel><title>News</title><item><title>{}</title><link>http://a.test/1</link></item></channel></rss>",
}
LABELS = {"cp1256": "windows-1256", "iso8859-6": "iso-8859-6", "cp1251": "windows-1251", "cp932": "shift_jis"}


def fitting(text: str, codec: str) -> str:
    """Leave out what the charset cannot write."""
    return text.encode(codec, "ignore").decode(codec)


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1"])
@pytest.mark.parametrize(("text", "codec"), CASES)
def test_undeclared_and_misdeclared_charsets_are_found(
    text: str, codec: str, declared: str | None, wrap: str
) -> None:
    page = WRAPS[wrap].format(fitting(text, codec))
    assert decode(page.encode(codec), http_charset=declared).text == page


@pytest.mark.parametrize(("text", "codec"), CASES)
def test_a_true_declaration_is_believed(text: str, codec: str) -> None:
    page = fitting(text, codec)
    assert decode(page.encode(codec), http_charset=LABELS.get(codec, codec)).text == page


@pytest.mark.parametrize("text", ARABIC)
@pytest.mark.parametrize(
    "declared", ["windows-1256", "iso-8859-1", "windows-1252", "iso-8859-6", "utf-16", "gibberish", None]
)
def test_utf8_is_utf8_whatever_is_declared(text: str, declared: str | None) -> None:
    result = decode(text.encode(), http_charset=declared, declared=declared)
    assert (result.text, result.charset, result.doubtful) == (text, "utf-8", False)


@pytest.mark.parametrize("text", ARABIC)
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1251", "iso-8859-6", None])
def test_windows_1256_is_found_under_other_names(text: str, declared: str | None) -> None:
    result = decode(f"<p>{text}</p>".encode("cp1256"), declared=declared, language="ar")
    assert (result.text, result.charset) == (f"<p>{text}</p>", "windows-1256")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_and_marks_are_read(codec: str) -> None:
    page = f"<html><p>{ARABIC[0]}</p></html>"
    assert decode(page.encode(codec), http_charset="windows-1256").text == page


def test_few_broken_bytes_leave_utf8() -> None:
    body = (ARABIC[0] * 5).encode()
    broken = body[:300] + b"\xff" + body[300:]
    result = decode(broken, http_charset="windows-1256")
    assert (result.charset, result.doubtful) == ("utf-8", True)
    assert result.text.count("\ufffd") <= 2


def test_a_body_cut_inside_a_character_is_utf8() -> None:
    result = decode(ARABIC[0].encode()[:-1] + b"\xd8")
    assert result.charset == "utf-8"


def test_plain_ascii_takes_the_declared_name() -> None:
    assert decode(b"plain", http_charset="ISO-8859-1").charset == "windows-1252"
    assert decode(b"plain").charset == "utf-8"


def test_the_language_settles_what_the_letters_cannot() -> None:
    body = "Főváros: új híd épül, őszre kész".encode("cp1250")
    assert decode(body, http_charset="iso-8859-1", language="hu").text.startswith("Főváros")
    page = b'<html lang="hu"><p>' + body
    assert "Főváros" in decode(page, http_charset="iso-8859-1").text


def test_what_reads_like_no_language_is_doubtful() -> None:
    assert decode(b"\xb0 \xb2 " * 30).doubtful


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<?xml version="1.0" encoding="windows-1256"?><rss>', "windows-1256"),
        (b"<?xml version='1.0' encoding='ISO-8859-1' ?>", "windows-1252"),
        (b'<html><head><meta charset="UTF-8">', "utf-8"),
        (b"<META http-equiv='Content-Type' content='text/html; charset=shift_jis'>", "shift_jis"),
        (b"<meta content='text/html; charset=x-sjis' http-equiv=content-type>", "shift_jis"),
        (b'<!-- <meta charset="koi8-r"> --><meta charset=windows-1251>', "windows-1251"),
        ('<?xml version="1.0" encoding="utf-16"?>'.encode("utf-16-le"), "utf-16le"),
        (b'<meta charset="rot13">', None),
        (b"<p>charset=utf-8", None),
        (b" " * 5000 + b"<meta charset=utf-8>", None),
    ],
)
def test_declarations_are_read(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset


def test_labels_are_those_of_the_encoding_standard() -> None:
    assert charset_of(" Latin1 ") == "windows-1252"
    assert charset_of("ISO-8859-9") == "windows-1254"
    assert charset_of("GB2312") == "gbk"
    assert charset_of("utf-7") is None
    assert charset_of(None) is None
    assert codec_of("shift_jis") == "cp932"


def test_plausibility_prefers_the_true_reading() -> None:
    body = ARABIC[0].encode("cp1256")
    readings = {
        codec: plausibility(body.decode(codec, "replace"), LETTERS)
        for codec in ("cp1256", "iso8859-6", "cp1252", "cp1251")
    }
    assert max(readings, key=lambda codec: readings[codec]) == "cp1256"
    assert plausibility("plain", LETTERS) == 0.0


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "utf-8", "windows-1256", "iso-2022-jp", "utf-16", "big5", "x"]),
)
def test_any_bytes_become_text(body: bytes, label: str | None) -> None:
    result = decode(body, http_charset=label)
    assert isinstance(result.text, str)


@given(st.text(min_size=1, max_size=200))
def test_every_utf8_text_comes_back(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    if not body.isascii() and not body.startswith(b"\xef\xbb\xbf"):
        assert decode(body, http_charset="windows-1252").text == body.decode()
