"""`naba extract` and `naba doctor`: saved pages and the installation, offline."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from rich.console import Console
from typer.testing import CliRunner

import crawler.cli.inspect
import crawler.cli.printing
import crawler.doctor
from crawler.cli.app import app
from crawler.doctor import (
    Check,
    Verdict,
    check_config,
    check_names,
    check_page,
    check_store,
    check_versions,
    judge_version,
)
from crawler.extract.reasons import Reason
from storage.record import RECORD_FIELDS

LINES = (
    "أعلنت بلدية تل النرجس أنها ستفتح ثلاث حدائق عامة جديدة قبل الصيف، بعد عامين من العمل في أحيائها.",
    "وقال رئيس البلدية إن الحدائق تضم ملاعب للأطفال ومسارات للدراجات، وإن الدخول إليها سيبقى مجانيا.",
    "وأضاف أن السكان زرعوا بأيديهم أكثر من أربعمئة شجرة زيتون ولوز، وأن مدرسة الحي ستتولى العناية بها.",
)
PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="{charset}">
<title>حدائق جديدة في تل النرجس</title></head><body><nav><a href="/">الرئيسية</a></nav>
<article><h1>حدائق جديدة في تل النرجس</h1>{body}</article><footer>جميع الحقوق محفوظة</footer></body></html>"""


def naba(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=stdin)


def page_bytes(charset: str = "utf-8") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    return PAGE.format(charset=charset, body=body).encode(charset)


def test_extract_says_that_an_article_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "first.html"
    pager = b'<div class="page-links"><b>1</b> <a href="?page=2">2</a></div></article>'
    path.write_bytes(page_bytes().replace(b"</article>", pager))
    url = "https://narjis.example/gardens"
    result = naba("extract", "--url", url, str(path))
    assert result.stdout.splitlines() == list(LINES)
    assert f"goes on at {url}?page=2" in result.stderr.replace("\n", " ")
    record = json.loads(naba("extract", "--url", url, "--json", str(path)).stdout)
    assert record["complete"] is False
    assert "pages_missing" in record["extraction"]["warnings"]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(page_bytes())
    return path


@pytest.fixture
def shell(tmp_path: Path) -> Path:
    path = tmp_path / "empty.html"
    path.write_bytes(b"<html><body></body></html>")
    return path


def test_extract_of_one_file_gives_just_the_text(page: Path) -> None:
    result = naba("extract", str(page))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == list(LINES)
    assert "utf-8, ar" in result.stderr.replace("\n", " ")


def test_extract_reads_bytes_in_the_charset_they_are_in(tmp_path: Path) -> None:
    path = tmp_path / "old.html"
    path.write_bytes(page_bytes("windows-1256"))
    assert naba("extract", str(path)).stdout.splitlines() == list(LINES)


def test_extract_reads_standard_input() -> None:
    result = naba("extract", "-", stdin=page_bytes())
    assert result.stdout.splitlines() == list(LINES)


def test_extract_json_is_one_record_a_file_in_the_order_given(page: Path, shell: Path) -> None:
    url = "https://narjis.example/gardens"
    result = naba("extract", str(shell), str(page), "--url", url, "--json")
    assert result.exit_code == 0
    none, found = (json.loads(line) for line in result.stdout.splitlines())
    assert (none["path"], none["text"]) == (str(shell), None)
    assert none["reason"] in set(Reason)
    assert none.keys() - {"path", "reason"} == set(RECORD_FIELDS)
    assert (found["path"], found["url"], found["text"]) == (str(page), url, "\n".join(LINES))
    assert found["direction"] == "rtl" and found["id"] is None and "reason" not in found
    assert found["extraction"]["charset"] == "utf-8"


def test_extract_without_an_address_has_none_in_its_record(page: Path) -> None:
    assert json.loads(naba("extract", str(page), "--json").stdout)["url"] is None


def test_extract_that_finds_no_article_exits_with_1_and_says_why(shell: Path) -> None:
    result = naba("extract", str(shell))
    assert result.exit_code == 1
    assert result.stdout == "" and "empty.html: no article: " in result.stderr


def test_extract_tells_a_file_it_cannot_read_and_does_the_others(page: Path, tmp_path: Path) -> None:
    result = naba("extract", str(tmp_path / "none.html"), str(page))
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr and LINES[0] in result.stdout
    gone, found = naba("extract", str(tmp_path), str(page), "--json").stdout.splitlines()
    assert json.loads(gone)["reason"] == "unreadable" and json.loads(found)["text"]


def test_extract_on_a_terminal_puts_a_rule_before_each_of_several(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = Console(force_terminal=True, width=300, color_system=None)
    monkeypatch.setattr(crawler.cli.inspect, "console", wide)
    monkeypatch.setattr(crawler.cli.printing, "console", wide)
    shown = naba("extract", str(page), str(page)).stdout
    assert shown.count("───") >= 2 and shown.count(LINES[0]) == 2


@pytest.mark.parametrize(
    ("library", "version", "verdict"),
    [
        ("SQLite", (3, 51, 2), Verdict.FAIL),
        ("SQLite", (3, 51, 3), Verdict.OK),
        ("Python", (3, 11, 3), Verdict.WARN),
        ("Python", (3, 11, 10), Verdict.OK),
        ("Python", (3, 12, 3), Verdict.WARN),
        ("Python", (3, 14, 0), Verdict.OK),
        ("expat", (2, 5, 0), Verdict.WARN),
        ("OpenSSL", (1, 1, 1), Verdict.WARN),
        ("OpenSSL", (3, 0, 19), Verdict.OK),
    ],
)
def test_versions_with_known_faults_are_named(
    library: str, version: tuple[int, ...], verdict: Verdict
) -> None:
    check = judge_version(library, version)
    assert check.verdict is verdict
    assert check.found.startswith(".".join(map(str, version)))
    assert bool(check.advice) == (verdict is not Verdict.OK)


def test_advice_names_the_newest_version_needed() -> None:
    assert judge_version("expat", (2, 5, 0)).advice.endswith(": 2.6.3 or newer")
    assert [check.name for check in check_versions({"SQLite": (3, 60), "Python": (3, 15)})] == [
        "SQLite",
        "Python",
    ]


def test_another_owner_of_our_names_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_names().verdict is Verdict.OK
    owners = {"config": ["naba", "config"], "storage": ["naba"]}
    monkeypatch.setattr(crawler.doctor, "packages_distributions", lambda: owners)
    check = check_names()
    assert check.verdict is Verdict.FAIL and "config by config" in check.found


def test_a_config_is_looked_at_if_there_is_one(tmp_path: Path) -> None:
    (none,) = check_config(tmp_path / "none")
    assert none.verdict is Verdict.WARN and "naba init" in none.advice
    (tmp_path / "sources.yaml").write_text("sources: [{url: https://daily.example/}]\n")
    assert [check.verdict for check in check_config(tmp_path)] == [Verdict.OK, Verdict.WARN]
    (tmp_path / "settings.yaml").write_text("fetch: {contact: https://me.example/}\n")
    assert [check.verdict for check in check_config(tmp_path)] == [Verdict.OK, Verdict.OK]
    (tmp_path / "sources.yaml").write_text("sources: [{url: x, evry: 1m}]\n")
    (broken,) = check_config(tmp_path)
    assert broken.verdict is Verdict.FAIL and "more)" in broken.found


def test_a_store_that_cannot_be_written_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data" / "corpus.db"
    assert check_store(path).verdict is Verdict.OK
    monkeypatch.setattr(crawler.doctor, "_ROOM", 1 << 60)
    assert check_store(path).verdict is Verdict.WARN
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert check_store(path).verdict is Verdict.FAIL


def test_one_arabic_page_is_fetched_extracted_stored_and_read() -> None:
    check = check_page()
    assert check.verdict is Verdict.OK, check.found


def test_a_page_that_breaks_is_reported_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> tuple[str, bool]:
        raise ImportError("no module named lxml")

    monkeypatch.setattr(crawler.doctor, "_store_one_page", broken)
    assert check_page() == Check(
        name="one article",
        found="ImportError: no module named lxml",
        verdict=Verdict.FAIL,
        advice="naba cannot do its work here: reinstall it with the versions of its lock file",
    )


@pytest.fixture
def page_check(monkeypatch: pytest.MonkeyPatch) -> Callable[[Verdict], None]:
    def set_verdict(verdict: Verdict) -> None:
        monkeypatch.setattr(
            crawler.doctor, "check_page", lambda: Check(name="page", found="x", verdict=verdict)
        )

    return set_verdict


def test_doctor_prints_a_line_a_check_and_exits_by_the_worst(
    tmp_path: Path, page_check: Callable[[Verdict], None]
) -> None:
    arguments = ("--config", str(tmp_path / "config"), "--store", f"sqlite:///{tmp_path}/corpus.db", "doctor")
    page_check(Verdict.OK)
    result = naba(*arguments)
    assert result.exit_code == 0, result.output
    names = [line.split("\t")[0] for line in result.stdout.splitlines()]
    assert names == ["Python", "SQLite", "libxml2", "expat", "OpenSSL", "names", "config", "store", "page"]
    page_check(Verdict.FAIL)
    failed = naba(*arguments, "--json")
    assert failed.exit_code == 1 and "not fit for work" in failed.stderr
    assert json.loads(failed.stdout.splitlines()[-1]) == {
        "name": "page",
        "found": "x",
        "verdict": "fail",
        "advice": "",
    }


def test_doctor_goes_on_where_the_config_is_broken(
    tmp_path: Path, page_check: Callable[[Verdict], None]
) -> None:
    page_check(Verdict.OK)
    (tmp_path / "settings.yaml").write_text("fetsh: {}\n")
    result = naba("--config", str(tmp_path), "doctor")
    assert result.exit_code == 1
    assert "settings.yaml" in result.stdout and "store\t" not in result.stdout
