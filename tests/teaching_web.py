"""One outlet on loopback whose layout can change between crawls: for tests of what a site's pages teach."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from config.load import Config, load
from tests.site_pages import Site, SitePage, page

__all__ = ["TeachingWeb", "teaching_web"]

_SETTINGS = """
fetch:
  allow_networks: [127.0.0.0/8]
  allow_ports: [{port}]
  min_delay: 0.25s
"""
_SOURCES = """
version: 1
defaults: {{delay: 0.25s}}
sources:
  - {{id: coast, name: {name}, feeds: ["http://127.0.0.1:{port}/feed"]}}
"""


class TeachingWeb:
    """What the outlet has published: its pages by address, newest last.

    `further` are the later pages of articles over several pages, which no list names, `asked` the addresses
    asked for. A request of one that is `held` waits until the event is set; `broken` ones answer 503.
    """

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        self.port = port
        self.pages: dict[str, SitePage] = {}
        self.further: dict[str, str] = {}
        self.asked: list[str] = []
        self.held: dict[str, threading.Event] = {}
        self.broken: set[str] = set()

    def publish(self, count: int, layout: str) -> list[SitePage]:
        """Publish further articles in a layout and return them."""
        start = len(self.pages)
        made = [page(self.site, start + number, layout, dateline=True) for number in range(count)]
        self.pages |= {f"/news/{start + number}": one for number, one in enumerate(made)}
        return made

    def publish_paged(self, count: int) -> SitePage:
        """Publish one article over so many pages; return it with its text whole."""
        path = f"/news/{len(self.pages)}"
        whole = page(self.site, 700 + len(self.pages), "plain", dateline=True)
        each = -(-len(whole.body) // count)
        paths = [path, *(f"{path}/{number}" for number in range(2, count + 1))]
        for number, at in enumerate(paths):
            part = whole.body[number * each : (number + 1) * each]
            html = whole.html.replace(
                '<div class="comments">', _pager(paths, number) + '<div class="comments">'
            )
            for text in set(whole.body) - set(part):
                html = html.replace(f"<p>{text}</p>", "")
            self.further[at] = html
        self.pages[path] = replace(whole, html=self.further.pop(path))
        return whole

    def body(self, path: str) -> str | None:
        """Return what stands at a path."""
        if path == "/feed":
            items = "".join(
                f"<item><title>{one.title}</title><link>http://127.0.0.1:{self.port}{at}</link></item>"
                for at, one in self.pages.items()
            )
            return f'<rss version="2.0"><channel><title>{self.site.name}</title>{items}</channel></rss>'
        return self.pages[path].html if path in self.pages else self.further.get(path)

    def config(self, folder: Path) -> Config:
        """Write the config for a crawl of the outlet and load it."""
        sources = _SOURCES.format(name=self.site.name, port=self.port)
        (folder / "sources.yaml").write_text(sources, encoding="utf-8")
        (folder / "settings.yaml").write_text(_SETTINGS.format(port=self.port), encoding="utf-8")
        return load(folder)


def _pager(paths: list[str], current: int) -> str:
    numbers = [
        f"<b>{number + 1}</b>" if number == current else f'<a href="{path}">{number + 1}</a>'
        for number, path in enumerate(paths)
    ]
    return f'<div class="page-links">{" ".join(numbers)}</div>'


@contextmanager
def teaching_web(site: Site) -> Iterator[TeachingWeb]:
    """Serve an outlet that has published nothing yet."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append(self.path)
            if self.path in web.held:
                web.held[self.path].wait(20)
            body = web.body(self.path)
            data = (body or "").encode()
            self.send_response(503 if self.path in web.broken else 200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    web = TeachingWeb(site, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
