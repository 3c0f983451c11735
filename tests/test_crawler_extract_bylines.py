"""Authors are bare names, from the first place that names people."""

from __future__ import annotations

import pytest

from crawler.extract.bylines import clean_authors
from crawler.extract.hints import Hints
from tests.extract_help import metadata_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Quayle", ["Ann Quayle"]),
        ("by Ann Quayle and Tom Kerr", ["Ann Quayle", "Tom Kerr"]),
        ("Von Jan Vries, Ute Holm", ["Jan Vries", "Ute Holm"]),
        ("بقلم: سامر الوديع", ["سامر الوديع"]),
        ("كتب - سامر الوديع", ["سامر الوديع"]),
        ("سامر الوديع، هناء الراوي", ["سامر الوديع", "هناء الراوي"]),
        ("נכתב מאת דנה גל", ["נכתב מאת דנה גל"]),
        ("Ann Quayle - Staff writer", ["Ann Quayle"]),
        ("Ann Quayle Updated December 19", ["Ann Quayle"]),
        ("Ann Quayle Jul 18, 2024", ["Ann Quayle"]),
        ("https://social.example/ann", []),
        ("admin", []),
        ("", []),
        ("Kerr & Kerr", ["Kerr & Kerr"]),
        ("Ann Quayle, Tom Kerr, and Ute Holm", ["Ann Quayle", "Tom Kerr", "Ute Holm"]),
        ("Ann Quayle with agencies", ["Ann Quayle"]),
        ("كتبت ـ هناء الراوي", ["هناء الراوي"]),
        ("خبرنگار: کامران دلاوری", ["کامران دلاوری"]),
        ("كتب بواسطة: هناء الراوي", ["هناء الراوي"]),
        ("نشر بواسطة سامر الوديع في الأحد", ["سامر الوديع"]),
        ("وكالات", []),
        ("ann@harbour.example", []),
        ("A sentence that is far too long to be anybody's name at all", []),
    ],
)
def test_a_byline_becomes_names(text: str, names: list[str]) -> None:
    """Lead words, job words, dates, addresses and placeholders go."""
    assert [author.name for author in clean_authors([(text, None)])] == names


def test_twins_count_once() -> None:
    """Spelt with other spaces or case."""
    assert len(clean_authors([("Ann Quayle", None), ("ANN  QUAYLE", None)])) == 1


def authors(body: str, head: str = "", **hints: object) -> tuple[list[str], str | None]:
    """The author names of a page and where they came from."""
    metadata = metadata_of(
        f"<html><head>{head}</head><body><h1>A headline of the day</h1>{body}</body></html>", **hints
    )
    return [author.name for author in metadata.authors], metadata.origins.get("authors")


LD = (
    '<script type="application/ld+json">{{"@type":"NewsArticle","author":{author},'
    '"publisher":{{"name":"Harbour Post"}}}}</script>'
)


def test_structured_data_comes_first() -> None:
    """Before meta, feed and byline."""
    head = LD.format(author='{"name":"Ann Quayle"}') + '<meta name="author" content="Somebody Else">'
    assert authors("", head) == (["Ann Quayle"], "jsonld")


def test_an_outlet_that_signs_itself_yields_to_a_person_in_meta() -> None:
    """Many systems put the publisher into the author field."""
    head = LD.format(author='"Harbour Post"') + '<meta name="author" content="Ann Quayle">'
    assert authors("", head) == (["Ann Quayle"], "meta")


def test_an_outlet_alone_is_credited() -> None:
    """Better than nobody; a byline known by its class alone does not overrule it."""
    head = LD.format(author='"Harbour Post"')
    assert authors('<div class="author">Powered by Some System</div>', head) == (["Harbour Post"], "jsonld")


def test_the_feed_is_asked_before_the_page_is_searched() -> None:
    """The list's own statement beats a class name."""
    assert authors("", "", entry_authors=("Ann Quayle",)) == (["Ann Quayle"], "entry")


def test_a_line_under_the_headline_is_a_byline_by_its_words() -> None:
    """No class needed; the place after the comma is none of the name."""
    assert authors("<h5>Von Thilo Sand, Madrid</h5><p>Der Text des Artikels.</p>") == (["Thilo Sand"], "line")


def test_marked_bylines_are_found() -> None:
    """By `rel`, `itemprop` or class, in that order of trust."""
    assert authors('<a rel="author" href="/a">Ann Quayle</a>') == (["Ann Quayle"], "byline")
    assert authors('<span itemprop="author">Tom Kerr</span>') == (["Tom Kerr"], "byline")
    assert authors('<div class="post-author">Ann Quayle</div>') == (["Ann Quayle"], "byline")
    assert authors('<div class="author-bio">Ann Quayle likes boats and bread</div>') == ([], None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ann Quayle | 03.04.2024 - 12:30", "Ann Quayle"),
        ("Віра Гай — 24 жовтня, 15:26", "Віра Гай"),
        ("الأربعاء، 5 أغسطس 2020 كتبت ـ هناء الراوي", "هناء الراوي"),
        ("كتب: سامر الوديع | تاريخ النشر : الأحد، ٢٦ مايو ٢٠١٩ - ٢١:٥٧", "سامر الوديع"),
        ("إعداد سامر الوديعآخر تحديث الخميس، ٢٨ أكتوبر ٢٠٢١", "سامر الوديع"),
    ],
)
def test_a_line_with_a_date_names_its_author(line: str, name: str) -> None:
    """No class, no introduction needed; weekdays, months and the words of dates are no names."""
    assert authors(f"<p>{line}</p><p>A text.</p>")[0] == [name]


def test_a_name_of_its_own_beside_the_date_is_a_byline() -> None:
    """Not beside anything else, nor in a caption."""
    assert authors("<p>Ann Quayle</p><p>3 May 2024</p>") == (["Ann Quayle"], "beside")
    assert authors("<p>Ann Quayle</p><p>A text.</p>")[0] == []
    assert authors("<figcaption>Ann Quayle</figcaption><p>3 May 2024</p>")[0] == []


def test_a_section_beside_the_date_is_no_author() -> None:
    """The menu has it too."""
    menu = '<nav><a href="/l">Local News</a></nav>'
    assert authors(f"<p>Local News | 3 May 2024</p>{menu}")[0] == []


def test_an_organisation_in_structured_data_yields_to_a_person_with_a_date() -> None:
    """Not to a name that merely stands there."""
    head = LD.format(author='{"@type":"Organization","name":"Weir Media"}')
    assert authors("<p>Ann Quayle - 3 May 2024</p>", head) == (["Ann Quayle"], "date_line")
    assert authors("<p>Ann Quayle</p><p>3 May 2024</p>", head) == (["Weir Media"], "jsonld")


def test_hints_are_plain_values() -> None:
    """The defaults know nothing."""
    assert Hints().address == ""
