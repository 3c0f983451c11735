"""The demo web keeps its word: sites, bytes, validators, editions, and every promised misbehaviour."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

import brotli
import feedparser
import pytest
import zstandard
from ruamel.yaml import YAML

from config.model import Settings, Source
from crawler.demo import DemoWeb
from crawler.demo.traps import BOMB_BYTES

ARABIC = ("miraat", "dafatir", "barq", "nakhla")


class Reply:
    """A whole response: status, headers by any case, raw body."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoWeb]:
    with DemoWeb(hang=timedelta(seconds=0.3)) as served:
        yield served


def ask(demo: DemoWeb, url: str, **headers: str) -> Reply:
    """GET a demo address by connecting to loopback and naming the host, as a browser does."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", target, headers={"Host": parts.netloc, **named})
        return Reply(connection.getresponse())
    finally:
        connection.close()


def lists_of(demo: DemoWeb) -> list[tuple[str, str, str]]:
    """Every list of every site that may be asked: site id, kind, address."""
    return [
        (site.id, spec.kind, demo.url(site.id, spec.path))
        for site in demo.world.sites.values()
        for spec in site.lists
    ]


def test_there_are_enough_sites_and_languages_and_arabic_comes_first(demo: DemoWeb) -> None:
    sites = list(demo.world.sites.values())
    assert len(sites) >= 12
    assert len({site.language for site in sites}) >= 5
    assert tuple(site.id for site in sites[:4]) == ARABIC


def test_every_article_is_served_whole_under_its_own_address(demo: DemoWeb) -> None:
    for article in demo.expected.articles:
        replies = [ask(demo, url) for url in (article.url, *article.further_urls)]
        charset = demo.world.sites[article.source_id].charset
        page = "".join(reply.body.decode(charset) for reply in replies).replace("&nbsp;", " ")
        assert all(reply.status == 200 for reply in replies), article.url
        assert all(line.replace("&", "&amp;") in page for line in article.text.split("\n")), article.url


def test_every_listed_address_answers_and_every_list_names_what_is_expected(demo: DemoWeb) -> None:
    listed = {url for article in demo.expected.articles for url in article.listed_urls}
    for site, kind, url in lists_of(demo):
        if kind not in {"rss", "rdf", "atom"} or site == "nakhla":
            continue
        links = {entry.link for entry in feedparser.parse(ask(demo, url).body).entries}
        troubles = {trouble.url for trouble in demo.expected.troubles} | set(demo.expected.waiting)
        assert links, url
        assert all(link in listed or link in troubles for link in links), url


def test_feeds_come_in_every_format(demo: DemoWeb) -> None:
    kinds = {kind for _, kind, _ in lists_of(demo)}
    assert kinds == {"rss", "rdf", "atom", "json", "news_sitemap", "sitemap_index", "sitemap"}
    versions = {
        feedparser.parse(ask(demo, url).body).version for _, kind, url in lists_of(demo) if kind != "json"
    }
    assert {"rss20", "rss10", "atom10"} <= versions
    feed = json.loads(ask(demo, demo.url("gangwan", "/feed.json")).body)
    assert feed["version"].startswith("https://jsonfeed.org/")
    assert len(feed["items"]) == 3


def test_undeclared_windows_1256_is_nowhere_declared(demo: DemoWeb) -> None:
    for url in (demo.url("dafatir", "/rss.asp"), demo.url("dafatir", "/news.asp?id=309")):
        reply = ask(demo, url)
        assert "charset" not in reply.headers["Content-Type"]
        assert b"encoding=" not in reply.body and b"charset" not in reply.body
        assert "العنبر" in reply.body.decode("windows-1256")
        with pytest.raises(UnicodeDecodeError):
            reply.body.decode("utf-8")


def test_windows_1251_is_declared_in_the_document_only(demo: DemoWeb) -> None:
    feed = ask(demo, demo.url("prichal", "/rss.xml"))
    page = ask(demo, demo.url("prichal", "/oblast/most-zareche.html"))
    assert feed.body.startswith(b'<?xml version="1.0" encoding="windows-1251"?>')
    assert b"charset=windows-1251" in page.body
    assert "charset" not in page.headers["Content-Type"]
    assert "Заречье" in page.body.decode("windows-1251")


def test_one_feed_has_bare_ampersands_and_is_no_xml(demo: DemoWeb) -> None:
    body = ask(demo, demo.url("nakhla", "/index.php?format=feed&type=rss")).body
    assert b"&view=article" in body and b"&amp;" not in body
    assert {entry.link for entry in feedparser.parse(body).entries} >= {
        demo.url("nakhla", "/index.php?option=com_content&view=article&id=57")
    }


def test_the_arabic_listing_is_a_section_page_with_article_links(demo: DemoWeb) -> None:
    page = ask(demo, demo.url("barq")).body.decode()
    entry = next(source for source in demo.sources() if source["id"] == "barq")
    assert "feeds" not in entry and entry["listings"][0]["follow"] == "a[href*='/article/']"
    assert "application/rss+xml" not in page
    assert page.count("/article/41311") >= 2


def test_robots_leads_to_the_news_sitemap_by_an_index(demo: DemoWeb) -> None:
    robots = ask(demo, demo.url("estuario", "/robots.txt")).body.decode()
    index = demo.url("estuario", "/sitemap.xml")
    assert f"Sitemap: {index}" in robots
    assert demo.url("estuario", "/sitemap-noticias.xml") in ask(demo, index).body.decode()
    news = ask(demo, demo.url("estuario", "/sitemap-noticias.xml")).body.decode()
    assert news.count("<news:title>") == 3


@pytest.mark.parametrize(
    ("path", "coding", "unpack"),
    [
        ("/wirtschaft/kornspeicher-pilze", "gzip", gzip.decompress),
        ("/region/seilfaehre-elmenau", "br", brotli.decompress),
        (
            "/kultur/schiffsglocke-geborgen",
            "zstd",
            lambda body: zstandard.ZstdDecompressor().decompress(body),
        ),
    ],
)
def test_pages_are_coded_only_as_accepted(
    demo: DemoWeb, path: str, coding: str, unpack: Callable[[bytes], bytes]
) -> None:
    url = demo.url("hafenbote", path)
    plain = ask(demo, url)
    packed = ask(demo, url, Accept_Encoding="gzip, br, zstd")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == coding
    assert unpack(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_validators_bring_a_304_without_a_body(demo: DemoWeb) -> None:
    url = demo.url("hafenbote", "/feed.rss")
    first = ask(demo, url)
    both = ask(
        demo, url, If_None_Match=first.headers["ETag"], If_Modified_Since=first.headers["Last-Modified"]
    )
    assert (both.status, both.body) == (304, b"")
    assert both.headers["ETag"] == first.headers["ETag"]
    assert ask(demo, url, If_Modified_Since=first.headers["Last-Modified"]).status == 304
    assert (
        ask(demo, url, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"]).status
        == 200
    )


def test_lists_are_the_same_bytes_at_every_poll(demo: DemoWeb) -> None:
    for _, _, url in lists_of(demo):
        assert ask(demo, url).body == ask(demo, url).body


def test_campaign_parameters_and_amp_lead_to_one_article(demo: DemoWeb) -> None:
    ferry = next(twin for twin in demo.expected.twins if twin.story_id == "quay/ferry")
    assert len(ferry.listed_urls) == 2
    amp = next(url for url in ferry.listed_urls if "/amp?" in url)
    page, twin = ask(demo, ferry.url).body.decode(), ask(demo, amp).body.decode()
    assert 'rel="amphtml"' in page and "<html amp" in twin
    assert f'<link rel="canonical" href="{ferry.url}">' in twin
    assert ask(demo, ferry.listed_urls[0]).body.decode() == page


def test_a_wire_text_runs_on_three_sites_and_two_texts_are_exact_copies(demo: DemoWeb) -> None:
    relations = sorted((copies.relation, len(copies.urls)) for copies in demo.expected.copies)
    assert relations == [("near", 3), ("same_text", 2), ("same_text", 2)]


def test_the_second_edition_edits_two_articles_and_adds_two() -> None:
    with DemoWeb() as demo:
        feed = demo.url("quay", "/feeds/top.atom")
        before, edited = ask(demo, feed), demo.expected.edited
        assert ask(demo, demo.expected.added[0].url).status == 404
        facts = demo.expected
        demo.advance()
        assert demo.expected == facts
        after = ask(demo, feed, If_None_Match=before.headers["ETag"])
        assert after.status == 200
        assert edited[-1].after.title.encode() in after.body
        assert edited[-1].before.title.encode() not in after.body
        for edit in edited:
            page = ask(demo, edit.after.url).body.decode()
            assert edit.before.url == edit.after.url
            assert edit.after.text.split("\n")[0] in page and edit.before.text.split("\n")[0] not in page
        assert [ask(demo, article.url).status for article in demo.expected.added] == [200, 200]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("not_found", 404),
        ("server_error", 500),
        ("soft_404", 200),
        ("consent", 200),
        ("challenge", 200),
        ("script_shell", 200),
        ("redirect_loop", 302),
        ("retry_after", 429),
    ],
)
def test_troubles_answer_as_promised(demo: DemoWeb, kind: str, status: int) -> None:
    trouble = demo.expected.trouble(kind)
    assert ask(demo, trouble.url).status == status


def test_trouble_outcomes_are_told_from_others(demo: DemoWeb) -> None:
    trouble = demo.expected.trouble("consent")
    assert trouble.allows("no_article") and trouble.allows("no_article:consent_wall")
    assert not trouble.allows("stored") and not trouble.allows("no_article_at_all")


def test_retry_after_names_an_hour(demo: DemoWeb) -> None:
    assert ask(demo, demo.expected.trouble("retry_after").url).headers["Retry-After"] == "3600"


def test_robots_forbids_one_address_and_one_site_cannot_say(demo: DemoWeb) -> None:
    forbidden = demo.expected.trouble("robots")
    assert b"Disallow: /members/" in ask(demo, demo.url("mill", "/robots.txt")).body
    assert urlsplit(forbidden.url).path.startswith("/members/")
    assert ask(demo, demo.url("hedgerow", "/robots.txt")).status == 500


def test_an_old_address_redirects_to_an_article_that_works(demo: DemoWeb) -> None:
    clock = next(article for article in demo.expected.articles if article.story_id == "mill/clock")
    reply = ask(demo, clock.listed_urls[0])
    assert reply.status == 301 and reply.headers["Location"] == clock.url
    assert ask(demo, clock.url).status == 200


def test_the_loop_comes_back_to_where_it_began(demo: DemoWeb) -> None:
    start = demo.expected.trouble("redirect_loop").url
    there = ask(demo, start).headers["Location"]
    assert ask(demo, there).headers["Location"] == start


def test_private_redirects_point_inward(demo: DemoWeb) -> None:
    urls = [trouble.url for trouble in demo.expected.troubles if trouble.kind == "private_redirect"]
    targets = [ask(demo, url).headers["Location"] for url in urls]
    assert targets == ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/"]


def test_the_page_that_hangs_sends_nothing_and_hangs_up(demo: DemoWeb) -> None:
    started = time.monotonic()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        ask(demo, demo.expected.trouble("hang").url)
    assert 0.25 <= time.monotonic() - started <= 2


def test_a_small_body_decodes_to_more_than_a_hundred_megabytes(demo: DemoWeb) -> None:
    single = ask(demo, demo.expected.trouble("gzip_bomb").url)
    double = ask(demo, demo.expected.trouble("double_gzip_bomb").url)
    brotli_one = ask(demo, demo.expected.trouble("brotli_bomb").url)
    assert (single.headers["Content-Encoding"], double.headers["Content-Encoding"]) == ("gzip", "gzip, gzip")
    assert len(single.body) < 256 * 1024 and len(double.body) < 8 * 1024 and len(brotli_one.body) < 8 * 1024
    assert gzip.decompress(double.body) == single.body
    assert decoded_size(single.body) >= BOMB_BYTES > 100 * 1024 * 1024


def decoded_size(packed: bytes) -> int:
    """Count the bytes a gzip body decodes to, a little at a time."""
    unpacker, size = zlib.decompressobj(wbits=31), 0
    while packed:
        size += len(unpacker.decompress(packed, 4 * 1024 * 1024))
        packed = unpacker.unconsumed_tail
    return size


def test_the_endless_page_goes_on_until_the_client_leaves(demo: DemoWeb) -> None:
    parts = urlsplit(demo.expected.trouble("endless").url)
    with socket.create_connection(("127.0.0.1", demo.port), timeout=10) as connection:
        connection.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        taken = 0
        while taken < 12 * 1024 * 1024:
            taken += len(connection.recv(1024 * 1024))
    assert ask(demo, demo.url("slow")).status == 200


def test_the_cut_page_announces_more_than_it_sends(demo: DemoWeb) -> None:
    with pytest.raises(http.client.IncompleteRead) as caught:
        ask(demo, demo.expected.trouble("truncated").url)
    assert caught.value.expected is not None and len(caught.value.partial) > 500


def test_unknown_hosts_get_the_index_and_unknown_pages_a_404(demo: DemoWeb) -> None:
    index = ask(demo, f"http://localhost:{demo.port}/")
    assert index.status == 200 and demo.url("miraat").encode() in index.body
    assert ask(demo, demo.url("miraat", "/nothing")).status == 404


def test_front_and_section_pages_answer_on_every_site(demo: DemoWeb) -> None:
    for site in demo.world.sites.values():
        for path in ("/", "/section/1"):
            assert ask(demo, demo.url(site.id, path)).status == 200, (site.id, path)


def test_only_reading_is_allowed(demo: DemoWeb) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", demo.port)
    connection.request("POST", "/", headers={"Host": f"quay.localhost:{demo.port}"}, body=b"x")
    response = connection.getresponse()
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")
    connection.close()


def test_the_log_tells_what_was_asked_and_keeps_its_bound() -> None:
    with DemoWeb(log_size=3) as demo:
        for path in ("/a", "/b", "/c", "/robots.txt"):
            ask(demo, demo.url("quay", path), User_Agent="naba/test")
        hits = demo.log
    assert [(hit.path, hit.status) for hit in hits] == [("/b", 404), ("/c", 404), ("/robots.txt", 200)]
    assert all(hit.host == "quay.localhost" and hit.in_flight == 1 for hit in hits)
    assert all(hit.headers["user-agent"] == "naba/test" and hit.ended >= hit.at for hit in hits)
    assert hits[-1].sent > 0


def test_two_requests_at_once_to_one_host_are_seen_as_two(demo: DemoWeb) -> None:
    parts = urlsplit(demo.expected.trouble("hang").url)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    address = ("127.0.0.1", demo.port)
    with socket.create_connection(address) as one, socket.create_connection(address) as two:
        one.sendall(request)
        two.sendall(request)
        for connection in (one, two):
            with suppress(ConnectionResetError):
                assert connection.recv(1) == b""
    assert max(hit.in_flight for hit in demo.log if hit.host == "slow.localhost") >= 2


def test_the_configuration_is_one_the_crawler_accepts(demo: DemoWeb) -> None:
    reader = YAML(typ="safe")
    written = reader.load(demo.config_text())
    sources = [Source.model_validate(entry) for entry in written["sources"]]
    settings = Settings.model_validate(reader.load(demo.settings_text()))
    assert tuple(source.id for source in sources) == tuple(demo.world.sites)
    assert settings.fetch.allow_ports == (demo.port,)


def test_a_taken_port_is_refused_with_a_plain_error(demo: DemoWeb) -> None:
    with pytest.raises(OSError, match="in use"), DemoWeb(port=demo.port):
        pass
