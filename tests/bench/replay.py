"""The replay web as a crawl's world: started on a free port, with a config that names all its hosts.

Used by the crawl benchmarks. Needs `../shared/tools/replay.py` beside the checkout.
"""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
TOOL = SHARED / "tools" / "replay.py"


def rows(option: str) -> list[dict[str, Any]]:
    """Return what `--list` or `--gold` prints, one dict a line."""
    out = subprocess.run([sys.executable, TOOL, "--more", option], capture_output=True, check=True, text=True)
    return [json.loads(line) for line in out.stdout.splitlines()]


def feed_titles() -> dict[str, str]:
    """Return the title each article's feed announces, by address."""
    spec = importlib.util.spec_from_file_location("replay_tool", TOOL)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{TOOL}: not here")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    hosts = tool.load_web([*tool.SETS, "wcxb_article"])
    return {page.url: page.title for host in hosts.values() for page in host.pages}


@contextmanager
def replayed(folder: Path) -> Iterator[tuple[int, Path]]:
    """Serve the replay web while inside; yields its port and its request log."""
    if not TOOL.is_file():
        raise SystemExit(f"{TOOL}: not here; this benchmark needs the shared folder beside the checkout")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "requests.jsonl"
    command = [sys.executable, str(TOOL), "--more", "--port", str(port), "--log", str(log)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            yield port, log
        finally:
            server.terminate()


def _wait(port: int) -> None:
    opener = build_opener(ProxyHandler({"http": f"http://127.0.0.1:{port}"}))
    for _ in range(100):
        try:
            opener.open("http://www.abc.es/robots.txt", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the replay web did not start")


def write_config(folder: Path, *, delay: str = "0.25s") -> Path:
    """Write a config with every host as a source; return its folder."""
    config = folder / "config"
    config.mkdir()
    lines = ["version: 1", f"defaults: {{delay: {delay}}}", "sources:"]
    for host in rows("--list"):
        fields = {
            "id": host["id"].strip("-"),
            "name": host["host"],
            "url": host["home"],
            "feeds": [host["feed"]],
        }
        lines.append(f"  - {json.dumps(fields, ensure_ascii=False)}")
    (config / "sources.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = f"version: 1\nfetch: {{min_delay: {delay}}}\n"
    (config / "settings.yaml").write_text(settings, encoding="utf-8")
    return config


def naba(folder: Path, port: int, *arguments: str) -> list[str]:
    """Return the command line of a naba that works in `folder`."""
    store = f"sqlite:///{folder / 'corpus.db'}"
    entry = "from crawler.cli import main; main()"
    return [sys.executable, "-c", entry, "--config", str(folder / "config"), "--store", store, *arguments]


def environment(port: int) -> dict[str, str]:
    """Return the environment that sends a crawl through the replay web."""
    return {**os.environ, "http_proxy": f"http://127.0.0.1:{port}", "no_proxy": ""}


def hits(log: Path, *, since: int = 0) -> list[dict[str, Any]]:
    """Return the requests logged so far, from line `since` on."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()[since:]]
