"""One writer for one corpus: the second says so at once, and a dead one holds nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from storage.lock import BusyError, instance_lock
from storage.open import open_corpus, open_crawl

_HOLD = """
import sys
from storage.open import open_crawl
corpus = open_crawl(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


def test_second_holder_is_told_the_firsts_process_id(tmp_path: Path) -> None:
    with instance_lock(tmp_path / "c.db"), pytest.raises(BusyError, match=f"process {os.getpid()}"):
        instance_lock(tmp_path / "c.db").__enter__()


def test_lock_may_be_taken_again_once_released(tmp_path: Path) -> None:
    for _ in range(2):
        with instance_lock(tmp_path / "c.db"):
            assert (tmp_path / "c.db.lock").read_text() == str(os.getpid())


def test_second_writing_process_is_refused_at_once_and_readers_are_not(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    command = [sys.executable, "-c", _HOLD, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        started = monotonic()
        with pytest.raises(BusyError, match=f"process {holder.pid}"):
            open_crawl(url)
        assert monotonic() - started < 1
        open_corpus(url).close()
        holder.kill()
    open_crawl(url).close()


def test_failed_opening_releases_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    path.write_bytes(b"no corpus at all" * 100)
    for _ in range(2):
        with pytest.raises(Exception, match="not a whole corpus"):
            open_crawl(f"sqlite:///{path}")
