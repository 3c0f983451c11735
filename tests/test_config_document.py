"""One YAML file as plain data: encodings, references to secrets, limits."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.document import MAX_BYTES, parse_document
from config.load import ConfigError, load
from tests.test_config_load import SOURCE, config_of, problems_of


def test_secrets_come_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NABA_TEST_PROXY", "proxy.example")
    (tmp_path / "word").write_text("s3cret\n")
    config = config_of(
        tmp_path,
        sources=SOURCE,
        settings='fetch: {proxy: "http://me:${file:word}@${env:NABA_TEST_PROXY}:3128"}',
    )
    assert config.settings.fetch.proxy == "http://me:s3cret@proxy.example:3128"
    assert tmp_path / "word" in config.files


def test_a_secret_that_is_not_there_is_told_and_one_that_is_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABA_TEST_PROXY", "s3cret")
    monkeypatch.delenv("NABA_TEST_NONE", raising=False)
    text = 'fetch:\n  proxy: "${env:NABA_TEST_PROXY}"\n  contact: "${env:NABA_TEST_NONE}"\n'
    text += 'store: "${file:gone}"\n'
    problems = problems_of(tmp_path, sources=SOURCE, settings=text)
    assert "settings.yaml:3:12: the environment variable 'NABA_TEST_NONE' is not set" in problems
    assert "settings.yaml:4:8: cannot read the file 'gone': No such file or directory" in problems
    expected = "expected an address that begins with http:// or https://"
    assert f"settings.yaml:2:10: fetch.proxy: '${{env:NABA_TEST_PROXY}}': {expected}" in problems
    assert len(problems) == 3
    assert "s3cret" not in "".join(problems)


def test_a_file_must_be_utf_8(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_bytes("sources:\n- {id: d, name: 'جفرا".encode() + b"\xc7'}\n")
    with pytest.raises(ConfigError, match=r"sources.yaml:2:22: expected UTF-8, got the byte 0xc7"):
        load(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_bytes(b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode())
    assert load(tmp_path).sources[0].id == "daily"


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    document = parse_document(tmp_path / "x.yaml", b"a" * (MAX_BYTES + 1))
    assert "larger than" in str(document.problems[0])


def test_aliases_that_multiply_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.document.MAX_NODES", 20_000)
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    started = time.process_time()
    assert "more than 20000 values" in problems_of(tmp_path, sources="\n".join(lines))[0]
    assert time.process_time() - started < 5


@given(
    body=st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"#%@ \n\t$", max_size=80).map(str.encode)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_a_config_or_problems(tmp_path: Path, body: bytes) -> None:
    """Nothing an operator may write ends in a traceback."""
    path = tmp_path / "sources.yaml"
    path.write_bytes(body)
    try:
        load(tmp_path)
    except ConfigError as error:
        assert error.problems
