"""Every command and example of the README does what it says, in the order a reader meets them.

The rule of substitution: `https://example.org/` is a site of the demo web, `https://example.org/an-article`
one of its articles, and `mynews`, once written by `naba init`, is pointed at the demo web.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from config.load import load
from crawler.demo import DemoWeb

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = [(match[1], match[2]) for match in re.finditer(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)]
COMMANDS = [
    line.strip() for kind, text in BLOCKS if kind == "sh" for line in text.splitlines() if line.strip()
]
HOME = "miraat"  # what example.org stands for
OTHERS = ("barq", "nakhla")
UNTIL_STOPPED = ("naba demo --serve", "naba --config mynews run")


def of_kind(kind: str) -> list[str]:
    return [text for name, text in BLOCKS if name == kind]


@pytest.fixture
def web() -> Iterator[DemoWeb]:
    with DemoWeb(hang=timedelta(seconds=1)) as running:
        yield running


@pytest.fixture
def here(web: DemoWeb, tmp_path: Path) -> Path:
    """A folder of one's own, with a saved page in it."""
    page = web.world.answer(f"{HOME}.localhost", article_of(web).removeprefix(web.url(HOME)[:-1]))
    (tmp_path / "page.html").write_bytes(page.body)
    return tmp_path


def article_of(web: DemoWeb) -> str:
    return next(article.url for article in web.expected.articles if article.source_id == HOME)


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NABA_")}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def point_at_demo(folder: Path, web: DemoWeb) -> None:
    """Let the config that `naba init` wrote name two sites of the demo web instead."""
    sources = [source for source in web.sources() if source["id"] in OTHERS]
    with (folder / "sources.yaml").open("w", encoding="utf-8") as file:
        YAML().dump({"defaults": {"delay": "0.25s"}, "sources": sources}, file)
    (folder / "settings.yaml").write_text(web.settings_text(), encoding="utf-8")


def check(command: str, here: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-ec", command],
        cwd=here,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def check_stops(command: str, here: Path) -> None:
    """Start a command that runs until stopped, wait for its first word, and end it by SIGTERM."""
    arguments = shlex.split(command, comments=True)
    with subprocess.Popen(
        arguments, cwd=here, env=environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        code = process.wait(20)
        assert code in (0, -signal.SIGTERM), said + process.stderr.read()  # negative: still starting


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.timeout(300)
def test_every_command_runs_as_written(web: DemoWeb, here: Path) -> None:
    for written in COMMANDS:
        command = written.replace("https://example.org/an-article", article_of(web))
        command = command.replace("https://example.org/", web.url(HOME))
        if command.startswith("make "):
            continue
        if written in UNTIL_STOPPED:
            check_stops(command + (f" --port {free_port()}" if "--serve" in command else ""), here)
        else:
            check(command, here)
        if command.startswith("naba init"):
            point_at_demo(here / "mynews", web)
    (code,) = of_kind("python")
    done = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True)
    assert "مرآة السلوان" in done.stdout
    assert len(list((here / "texts").glob("*.txt"))) >= 3


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = [command.split()[1] for command in COMMANDS if command.startswith("make ")]
    assert targets == ["demo", "test", "check"]
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.M)


def test_the_config_example_is_right(tmp_path: Path) -> None:
    sources, settings = of_kind("yaml")
    (tmp_path / "sources.yaml").write_text(sources, encoding="utf-8")
    (tmp_path / "settings.yaml").write_text(settings, encoding="utf-8")
    config = load(tmp_path)
    assert [source.id for source in config.sources] == ["herald", "wadi", "tide", "daily"]
    assert config.warnings == ()


def test_every_command_there_is_stands_in_the_table() -> None:
    from crawler.cli.app import app
    from crawler.cli.commands import load_commands

    load_commands()
    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    names |= {group.name for group in app.registered_groups if group.name}
    described = set(re.findall(r"^\| `naba (\w+)", README, re.M))
    assert described == names


def test_every_link_leads_to_a_file() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target
