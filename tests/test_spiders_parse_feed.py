"""Feeds: every dialect to the same entries, broken ones too, and nothing that is not in the document."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.items import FeedEntry
from spiders.parse.feed import parse_feed
from spiders.parse.lists import ParsedList

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://daily.test/feeds/all.xml"


def parse(text: str, *, charset: str = "utf-8", **options: str) -> ParsedList:
    return parse_feed(text.encode(charset), url=URL, now=NOW, **options)


def rss(
    *items: str, attributes: str = "", head: str = "<title>Daily</title><language>ar-JO</language>"
) -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {attributes}><channel>{head}{body}</channel></rss>'


def only(item: str, attributes: str = "") -> FeedEntry:
    parsed = parse(rss(item, attributes=attributes))
    assert len(parsed.entries) == 1, parsed
    return parsed.entries[0]


FULL = """<title>افتتاح &lt;b&gt;الجسر&lt;/b&gt; الجديد</title><link>https://daily.test/news/1</link>
<guid isPermaLink="false">n-1</guid><pubDate>Sun, 22 Nov 2026 10:00:00 +0300</pubDate>
<dc:creator>سلمى</dc:creator>
<category>محليات</category><category>محليات</category><comments>https://daily.test/news/1#c</comments>
<description>سطر قصير</description><content:encoded><![CDATA[<p>النص الكامل للخبر</p>]]></content:encoded>
<media:thumbnail url="/img/1.jpg"/><enclosure url="/audio/1.mp3" type="audio/mpeg" length="1"/>"""
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
)


def test_every_field_of_an_rss_item_is_read() -> None:
    assert only(FULL, NAMESPACES) == FeedEntry(
        url="https://daily.test/news/1",
        entry_id="n-1",
        title="افتتاح الجسر الجديد",
        summary="سطر قصير",
        content="<p>النص الكامل للخبر</p>",
        authors=("سلمى",),
        published=datetime(2026, 11, 22, 7, tzinfo=UTC),
        published_raw="Sun, 22 Nov 2026 10:00:00 +0300",
        language="ar-jo",
        tags=("محليات",),
        image_url="https://daily.test/img/1.jpg",
        enclosures=("https://daily.test/audio/1.mp3",),
        comments_url="https://daily.test/news/1#c",
    )


def test_an_atom_feed_is_read_with_its_bases() -> None:
    parsed = parse(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://daily.test/blog/" xml:lang="en">
        <title>Blog</title><link rel="next" href="/older.xml"/>
        <entry><id>tag:daily.test,2026:1</id><title type="html">A &amp;amp; B</title>
        <link rel="replies" href="c"/><link rel="alternate" href="one"/>
        <updated>2026-11-22T10:00:00Z</updated>
        <published>2026-11-21T10:00:00Z</published><author><name>Ana</name></author></entry>
        <entry xml:base="deep/"><id>x</id><title>C</title><link href="two"/></entry></feed>"""
    )
    assert (parsed.format, parsed.title, parsed.next_url) == (
        "atom10",
        "Blog",
        "https://daily.test/older.xml",
    )
    first, second = parsed.entries
    assert (first.url, first.title, first.authors) == ("https://daily.test/blog/one", "A & B", ("Ana",))
    assert (first.entry_id, first.language) == ("tag:daily.test,2026:1", "en")
    assert first.published == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert first.updated == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert second.url == "https://daily.test/blog/deep/two"


def test_an_rdf_feed_is_read() -> None:
    parsed = parse(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>R</title></channel>
        <item rdf:about="https://daily.test/1"><title>One</title><link>https://daily.test/1</link>
        <dc:date>2026-11-22T10:00:00+03:00</dc:date></item></rdf:RDF>"""
    )
    assert (parsed.format, parsed.title) == ("rss10", "R")
    assert parsed.entries[0].published == datetime(2026, 11, 22, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<guid>https://daily.test/g</guid>", "https://daily.test/g"),
        ("<guid>https://daily.test/g</guid><link>/l</link>", "https://daily.test/l"),
        ("<link>/l?a=1&amp;b=2</link>", "https://daily.test/l?a=1&b=2"),
        ("<link>\n  https://daily.test/spaced\n</link>", "https://daily.test/spaced"),
        ("<link>https://daily.test/a b</link>", "https://daily.test/a%20b"),
        ("<link>//daily.test/s</link>", "https://daily.test/s"),
        (
            "<link>https://proxy.test/~r/1</link><feedburner:origLink>https://daily.test/o</feedburner:origLink>",
            "https://daily.test/o",
        ),
    ],
)
def test_the_address_is_absolute_and_the_original(item: str, url: str) -> None:
    assert only(item, NAMESPACES).url == url


@pytest.mark.parametrize(
    "item",
    [
        "<title>x</title>",
        "<guid>12345</guid>",
        '<guid isPermaLink="false">abc</guid>',
        "<link>javascript:alert(1)</link>",
        "<link>ftp://daily.test/x</link>",
    ],
)
def test_an_entry_without_an_address_is_counted(item: str) -> None:
    parsed = parse(rss(item, "<link>/1</link>"))
    assert len(parsed.entries) == 1
    assert "no_address:1" in parsed.warnings


def test_the_guid_stays_as_written() -> None:
    assert only("<guid>12345</guid><link>/x</link>").entry_id == "12345"


def test_a_repeated_guid_is_told_apart_by_its_address() -> None:
    items = [f'<guid isPermaLink="false">same</guid><link>/{number}</link>' for number in range(3)]
    parsed = parse(rss(*items))
    assert [entry.entry_id for entry in parsed.entries] == [
        "same",
        "same https://daily.test/1",
        "same https://daily.test/2",
    ]
    assert "repeated_id:2" in parsed.warnings


def test_comment_feeds_are_taken_where_there_are_no_comments() -> None:
    entry = only("<link>/1</link><wfw:commentRss>/1/feed</wfw:commentRss>", NAMESPACES)
    assert entry.comments_url == "https://daily.test/1/feed"


def dated(*dates: str) -> ParsedList:
    return parse(
        rss(*(f"<link>/{number}</link><pubDate>{raw}</pubDate>" for number, raw in enumerate(dates)))
    )


@pytest.mark.parametrize(
    "raw", ["Sun, 22 Nov 2026 12:11:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "1 Jan 1994"]
)
def test_dates_that_cannot_be_true_are_left_out(raw: str) -> None:
    entry = dated(raw, "22 Nov 2026").entries[0]
    assert (entry.published, entry.published_raw) == (None, raw)


def test_one_date_for_all_is_no_date() -> None:
    parsed = dated(*["Sun, 22 Nov 2026 10:00:00 GMT"] * 3)
    assert {entry.published for entry in parsed.entries} == {None}
    assert "one_date_for_all" in parsed.warnings
    assert dated(*["Sun, 22 Nov 2026 10:00:00 GMT"] * 2).entries[0].published


@pytest.mark.parametrize(
    "raw",
    [
        "2026/11/22 10:00",
        "1795341600",
        "22 نوفمبر 2026 10:00",
        "الأحد ٢٢ تشرين الثاني ٢٠٢٦ ١٠:٠٠ ص",
        "22 Nov 2026 10:00",
    ],
)
def test_our_dates_win_over_the_librarys(raw: str) -> None:
    assert dated(raw).entries[0].published == datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize("codec", ["utf-8", "cp1256", "iso8859-6", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1", None])
def test_arabic_titles_survive_any_charset_and_declaration(codec: str, declared: str | None) -> None:
    title = "أخبار المدينة: افتتاح مدرسة جديدة في حي الزهور"
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    item = f"<item><title>{title}</title><link>/1</link></item>"
    body = f"{head}<rss><channel><language>ar</language>{item}</channel></rss>"
    parsed = parse_feed(body.encode(codec), url=URL, now=NOW, http_charset=declared)
    assert parsed.entries[0].title == title


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("<title>One", "<title>R&D & One"),
        lambda text: text.replace("One", "One\x0b\x00"),
        lambda text: "\n\n  " + text,
        lambda text: "<b>Warning</b>: mysql_connect() in /x.php on line 3\n" + text,
        lambda text: text + "<script>x</script></body></html>",
        lambda text: text.replace("<title>One", "<foo:bar>x</foo:bar><title>One"),
        lambda text: text.replace("One", "One&nbsp;&eacute;"),
        lambda text: text.replace('<?xml version="1.0"?>', '<?xml version="1.0"?><?xml version="1.0"?>'),
        lambda text: text.replace("One", "One &#1114112; &#xD800; &#99999999999;"),
        lambda text: "\ufeff" + text,
    ],
    ids=[
        "ampersand",
        "controls",
        "blank",
        "warning",
        "trailing",
        "prefix",
        "entities",
        "declared twice",
        "characters",
        "mark",
    ],
)
def test_broken_feeds_give_all_their_entries(spoil) -> None:  # type: ignore[no-untyped-def]
    text = rss("<title>One</title><link>/1</link>", "<title>Two</title><link>/2</link>")
    parsed = parse(spoil(text))
    assert parsed.error is None
    assert [entry.url for entry in parsed.entries] == ["https://daily.test/1", "https://daily.test/2"]
    assert (parsed.entries[0].title or "").startswith(("One", "R&D & One"))
    assert parsed.entries[1].title == "Two"


def test_a_prefixed_feed_without_namespace_is_read() -> None:
    text = '<?xml?xml version="1.0"??><rss rss:version=2.0><rss:channel><rss:item><rss:title>One</rss:title>'
    text += "<rss:link>https://daily.test/1</rss:link></rss:item></rss:channel></rss>"
    assert [entry.title for entry in parse(text).entries] == ["One"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;x", "alert(1)x"),
        ("&amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;", "x"),
        ("a &lt; b", "a < b"),
        ("one\n two\t three", "one two three"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("می\u200cشود", "می\u200cشود"),
        ("e\u0301", "é"),
        ("x" * 3000, "x" * 1000),
        ("<![CDATA[R&amp;D <i>now</i>]]>", "R&D now"),
    ],
)
def test_titles_are_one_plain_line(title: str, expected: str) -> None:
    assert only(f"<title>{title}</title><link>/1</link>").title == expected


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("<!doctype html><html><body>no</body></html>", "html"),
        ("just words", "not_a_list"),
        ("<opml><body/></opml>", "html"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "forbidden_entity"),
        (
            '<!-- x --><?y?>\n<!doctype rss SYSTEM ">" [<!entity a "b">]><rss><channel/></rss>',
            "forbidden_entity",
        ),
        (rss("<a>" * 300), "too_deep"),
        (rss("<link>/1</link>" + "<category>x</category>" * 600), "too_large"),
    ],
)
def test_what_is_no_feed_says_why(text: str, error: str) -> None:
    parsed = parse(text)
    assert (parsed.error, parsed.entries) == (error, ())


def test_entities_are_found_in_utf16_too() -> None:
    assert (
        parse('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', charset="utf-16").error
        == "forbidden_entity"
    )


def test_a_harmless_doctype_is_no_obstacle() -> None:
    text = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://daily.test/x.dtd">'
    text += rss("<title>About &lt;!ENTITY&gt;</title><link>/1</link>").removeprefix('<?xml version="1.0"?>')
    assert len(parse(text).entries) == 1


def test_an_empty_feed_is_a_feed() -> None:
    parsed = parse(rss())
    assert (parsed.error, parsed.entries, parsed.language) == (None, (), "ar-jo")


def test_two_thousand_entries_are_enough() -> None:
    parsed = parse(rss(*(f"<link>/{number}</link>" for number in range(2100))))
    assert len(parsed.entries) == 2000
    assert "capped:2100" in parsed.warnings
    assert not parsed.incomplete


WHOLE = rss(
    *(
        f"<title>Title {number}</title><link>https://daily.test/news/{number}1234567</link>"
        for number in range(4)
    )
)


@given(st.integers(0, len(WHOLE)))
def test_a_cut_feed_never_invents_an_address(end: int) -> None:
    whole = {entry.url for entry in parse(WHOLE).entries}
    parsed = parse(WHOLE[:end])
    assert {entry.url for entry in parsed.entries} <= whole
    if parsed.error is None and end < len(WHOLE) - 1:
        assert parsed.incomplete


def test_items_that_are_never_closed_are_told_by_their_beginnings() -> None:
    parsed = parse("<rss><channel><item><link>/1</link><title>One</title><item><link>/2</link><item><link>/3")
    assert [entry.url for entry in parsed.entries] == ["https://daily.test/1", "https://daily.test/2"]


@pytest.mark.parametrize("junk", ["", "<unclosed>"], ids=["strict", "loose"])
def test_ampersands_in_addresses_are_read_once_and_twice_escaped(junk: str) -> None:
    parsed = parse(
        f"""<feed xmlns="http://www.w3.org/2005/Atom">
        <entry><id>1</id><link href="/1?a=1&amp;b=2"/>{junk}</entry>
        <entry><id>2</id><link href="/2?a=1&amp;#038;b=2"/></entry></feed>"""
    )
    assert [entry.url for entry in parsed.entries] == [
        "https://daily.test/1?a=1&b=2",
        "https://daily.test/2?a=1&b=2",
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(body: bytes) -> None:
    parse_feed(body, url=URL, now=NOW)
    parse_feed(b"<rss><channel><item>" + body + b"<link>/1</link></item></channel></rss>", url=URL, now=NOW)


@given(st.text(alphabet="<>&;#x10!-[]CDATA/=\"' abc", max_size=120))
def test_any_markup_is_answered(text: str) -> None:
    for entry in parse(rss(text, "<link>/1</link>")).entries:
        assert entry.url.startswith(("http://", "https://"))
