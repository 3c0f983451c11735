"""The bundled miniature news web: what `naba demo` crawls, and the tests.

One loopback server plays every site, told apart by the Host header (`http://<site>.localhost:PORT/`). Every
text, place, name and outlet in it is invented. `DemoWeb` serves it; `DemoWeb.expected` says what a crawler
must make of it.

    stories/*.txt + sites.json + templates/*.html -> story, site -> page, lists, traps -> world -> web
"""

from __future__ import annotations

from crawler.demo.facts import CopyGroup, Edited, Facts, Trouble, Wanted
from crawler.demo.web import DEMO_PORT, FIRST_DAY, DemoWeb, Hit

__all__ = ["DEMO_PORT", "FIRST_DAY", "CopyGroup", "DemoWeb", "Edited", "Facts", "Hit", "Trouble", "Wanted"]
