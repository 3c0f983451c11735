"""Which links lead to a further page of the same article, and which only look as if they did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.pageforms import paged_forms
from crawler.extract.pagination import first_page, next_page
from crawler.urls import url_key

OWN = "https://tide.example/news/old-pier-reopens"


def page(*links: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article><p>Text.</p></article>{''.join(links)}</body></html>"


def pager(*urls: str, name: str = "page-links") -> str:
    numbers = "".join(f'<a href="{url}">{number}</a> ' for number, url in enumerate(urls, 2))
    return f'<div class="{name}"><b>1</b> {numbers}</div>'


@pytest.mark.parametrize(
    ("own", "further"),
    [
        (OWN, f"{OWN}/2/"),
        (OWN + "/", "2/"),
        (OWN, f"{OWN}?page=2"),
        (f"{OWN}?id=77", "?id=77&amp;page=2"),
        (f"{OWN}?id=77&utm_source=feed", "?page=2&id=77"),
        (OWN, f"{OWN}/page/2/"),
        (OWN, f"{OWN}/seite-2"),
        ("https://tide.example/a/pier-1234.html", "/a/pier-1234-2.html"),
        ("https://tide.example/a/pier-1234.html", "pier-1234,2.html"),
        ("https://tide.example/a/pier-1234.html", "pier-1234-p2.html"),
        ("https://tide.example/c_4894.htm", "c_4894_1.htm"),
        ("https://tide.example/item/9-pier", "/item/9-pier?showall=&amp;start=1"),
        (f"{OWN}/", f"{OWN}/page-2.html"),
        (
            "https://www.tide.example/news/الرصيف",
            "https://tide.example/news/%D8%A7%D9%84%D8%B1%D8%B5%D9%8A%D9%81/2",
        ),
    ],
)
def test_a_numbered_link_to_the_pages_own_address_leads_on(own: str, further: str) -> None:
    found = next_page(page(pager(further)), own)
    assert found is not None
    assert {form.number for form in paged_forms(found)} & {1, 2}
    assert url_key(own) in {form.stem for form in paged_forms(found)}


@pytest.mark.parametrize(
    "words", ["Next", "Next page »", "التالي", "الصفحة التالية ←", "下一页", "›", "Page 2", "٢"]
)
def test_the_words_of_a_pager_are_known(words: str) -> None:
    assert next_page(page(f'<a href="{OWN}/2">{words}</a>'), OWN) == f"{OWN}/2"


def test_rel_next_to_the_articles_own_next_page_leads_on() -> None:
    assert next_page(page(head=f'<link rel="next" href="{OWN}?page=2">'), OWN) == f"{OWN}?page=2"
    assert next_page(page(f'<A HREF="{OWN}/2" REL="next"><IMG SRC="x.png"></A>'), OWN) == f"{OWN}/2"


def test_a_parameter_may_number_the_first_page() -> None:
    assert next_page(page(pager(f"{OWN}?page=2")), f"{OWN}?page=1") == f"{OWN}?page=2"


def test_links_are_relative_to_the_stated_base() -> None:
    text = page(pager("old-pier-reopens/2"), head='<base href="https://tide.example/news/">')
    assert next_page(text, OWN) == f"{OWN}/2"


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="next" href="https://tide.example/news/new-ferry">',
        '<a rel="next" href="https://tide.example/news/new-ferry/2">Next</a>',
        '<a href="https://tide.example/news?page=2">2</a>',
        '<a href="https://tide.example/page/2">2</a>',
        '<a href="https://other.example/news/old-pier-reopens/2">2</a>',
        f'<a href="{OWN}/comment-page-2#comments">2</a>',
        f'<a href="{OWN}?page=2#comments">2</a>',
        f'<div id="comments"><ul><li><a href="{OWN}?page=2">2</a></li></ul></div>',
        f'<a href="{OWN}?page=1">2</a><a href="{OWN}?page=2">3</a>',
        f'<a href="{OWN}/3">3</a>',
        f'<a href="{OWN}/2">An earlier report on the old pier and its keeper</a>',
        f'<a href="{OWN}-2">2</a>',
        f'<a href="{OWN}?photo=2">2</a>',
    ],
)
def test_other_links_lead_nowhere(link: str) -> None:
    assert next_page(page(link), OWN) is None


def test_a_number_at_the_end_of_a_file_name_needs_a_pager() -> None:
    """`a-2.html` is also how systems name a second article with the same headline."""
    own, other = "https://tide.example/column.html", "https://tide.example/column-2.html"
    assert next_page(page(head=f'<link rel="next" href="{other}">'), own) is None
    assert next_page(page(f'<a href="{other}">Next</a>'), own) is None
    assert next_page(page(f'<a href="{other}">2</a>'), own) == other


@pytest.mark.parametrize("number", [1, 17])
def test_an_address_that_only_ends_in_a_number_is_no_page(number: int) -> None:
    own = f"https://tide.example/news/{number}"
    assert next_page(page(f'<a rel="next" href="/news/{number + 1}">{number + 1}</a>'), own) is None
    assert first_page(page('<a rel="first" href="/">1</a>'), own) is None


def test_each_page_leads_to_the_one_after_it() -> None:
    text = page(
        f'<a href="{OWN}">1</a> <a href="{OWN}/2">2</a> <a href="{OWN}/3">3</a> <a href="{OWN}/4">4</a>'
    )
    assert next_page(text, f"{OWN}/2", page=2) == f"{OWN}/3"
    assert next_page(text, f"{OWN}/4", page=4) is None
    assert next_page(text, OWN, page=2) is None


def test_a_later_page_names_the_first() -> None:
    text = page(f'<div class="pages"><a href="{OWN}">1</a> <b>2</b> <a href="{OWN}/3">3</a></div>')
    assert first_page(text, f"{OWN}/2") == OWN
    assert first_page(text, OWN) is None
    assert first_page(page(f'<a href="{OWN}">The old pier</a>'), f"{OWN}/2") is None


@given(st.text(max_size=300), st.text(max_size=80), st.integers(1, 20))
def test_no_markup_and_no_address_is_too_odd(text: str, address: str, number: int) -> None:
    next_page(text + pager(address), address, page=number)
    next_page(text + pager(address), f"http://{address}", page=number)
    first_page(text + pager(address), f"{OWN}/{address}")
