"""The self-test of an installation: versions with known faults, names, config, store, one article end to end.

Above `crawler.probe`, below the command line: `naba doctor` prints what `check_up` yields. Offline; the one
page it fetches comes from the bundled demo web on loopback. Why: dependency drift is how crawlers of this
kind break most often, and silently (fetching spec § 6, § 7).
"""

from __future__ import annotations

import asyncio
import os
import platform
import pyexpat
import re
import shutil
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from config.load import Config, load
from config.problem import ConfigError

__all__ = ["FAULTS", "Check", "Fault", "Verdict", "check_config", "check_names", "check_page", "check_store",
           "check_up", "check_versions", "judge_version"]  # fmt: skip

_PACKAGES = ("config", "spiders", "crawler", "storage")
_DISTRIBUTION = "naba"
_ROOM = 1 << 30  # bytes free below which a crawl may soon stop
_SITE = "miraat"  # a site of the demo web: Arabic, with a feed


class Verdict(StrEnum):
    """How one check ended; `FAIL` means that naba will lose or damage something."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the doctor's table: what was looked at, what was found, and what to do about it."""

    name: str
    found: str
    verdict: Verdict = Verdict.OK
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A known fault of a library, in versions from `since` on and before `fixed`."""

    library: str
    fixed: tuple[int, ...]
    since: tuple[int, ...] = ()
    what: str
    is_fatal: bool = False

    def is_in(self, version: tuple[int, ...]) -> bool:
        """Whether `version` has the fault."""
        return self.since <= version < self.fixed


FAULTS = (
    Fault(
        library="SQLite",
        fixed=(3, 51, 3),
        is_fatal=True,
        what="the WAL-reset bug can damage the corpus",
    ),
    Fault(
        library="Python",
        fixed=(3, 11, 4),
        what="addresses with a leading blank or odd brackets are misread (CVE-2023-24329, CVE-2024-11168)",
    ),
    Fault(
        library="Python",
        fixed=(3, 11, 10),
        what="some addresses that are not public pass for public (CVE-2024-4032)",
    ),
    Fault(
        library="Python",
        since=(3, 12),
        fixed=(3, 12, 4),
        what="some addresses that are not public pass for public (CVE-2024-4032)",
    ),
    Fault(
        library="expat",
        fixed=(2, 6, 0),
        what="a feed can make it slow (CVE-2023-52425), bounded by a worker's 10 s",
    ),
    Fault(
        library="expat",
        fixed=(2, 6, 3),
        what="memory faults (CVE-2024-45490 to -45492), each costing a worker, not the crawl",
    ),
    Fault(
        library="libxml2",
        fixed=(2, 14, 4),
        what="memory faults (CVE-2025-6021 and older), each costing a worker, not the crawl",
    ),
    Fault(library="OpenSSL", fixed=(3, 0, 0), what="gets no public fixes any more"),
    Fault(
        library="OpenSSL",
        since=(3, 0, 0),
        fixed=(3, 0, 7),
        what="a certificate can overflow its buffer (CVE-2022-3602)",
    ),
)
"""What `check_versions` knows, each from the project's own advisory."""

_UPGRADE = {
    "SQLite": "upgrade apsw, which brings it",
    "Python": "upgrade Python",
    "expat": "upgrade the system's libexpat, or Python where it brings its own",
    "libxml2": "upgrade lxml, which brings it",
    "OpenSSL": "upgrade the system's OpenSSL, or Python where it brings its own",
}


def check_up(config_dir: Path, store: Path | None) -> Iterator[Check]:
    """Yield every check, the slow one last; `store` is the corpus file, None where the config hides it.

    Takes some seconds and starts worker processes; touches no network but loopback.
    """
    yield from check_versions(_versions())
    yield check_names()
    yield from check_config(config_dir)
    if store is not None:
        yield check_store(store)
    yield check_page()


def judge_version(library: str, version: tuple[int, ...]) -> Check:
    """Judge one library's version by `FAULTS`; every fault it has is named."""
    found = [fault for fault in FAULTS if fault.library == library and fault.is_in(version)]
    if not found:
        return Check(name=library, found=_spelt(version))
    verdict = Verdict.FAIL if any(fault.is_fatal for fault in found) else Verdict.WARN
    said = "; ".join(dict.fromkeys(fault.what for fault in found))
    wanted = _spelt(max(fault.fixed for fault in found))
    advice = f"{_UPGRADE[library]}: {wanted} or newer"
    return Check(name=library, found=f"{_spelt(version)}: {said}", verdict=verdict, advice=advice)


def _spelt(version: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in version)


def check_versions(versions: dict[str, tuple[int, ...]]) -> Iterator[Check]:
    """Yield the verdict on each library of `versions`, by name."""
    for library, version in versions.items():
        yield judge_version(library, version)


def _versions() -> dict[str, tuple[int, ...]]:
    import apsw  # noqa: PLC0415 - the doctor must be able to report a library that cannot be imported
    from lxml import etree  # noqa: PLC0415 - as above

    return {
        "Python": _numbers(platform.python_version()),
        "SQLite": _numbers(apsw.sqlite_lib_version()),
        "libxml2": etree.LIBXML_VERSION,
        "expat": pyexpat.version_info,
        "OpenSSL": _numbers(ssl.OPENSSL_VERSION.split()[1]),
    }


def _numbers(version: str) -> tuple[int, ...]:
    """Return the three numbers a version begins with: `3.12.0rc1` gives 3, 12, 0."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def check_names() -> Check:
    """Look whether another distribution, or a stray folder, owns one of our generic top-level names."""
    owners = packages_distributions()
    others = {
        name: sorted({one for one in owners.get(name, ()) if one.lower() != _DISTRIBUTION})
        for name in _PACKAGES
    }
    taken = [f"{name} by {', '.join(found)}" for name, found in others.items() if found]
    homes = {Path(import_module(name).__file__ or "").parent.parent for name in _PACKAGES}
    advice = "install naba into an environment of its own"
    if taken:
        return Check(
            name="names", found=f"also owned: {'; '.join(taken)}", verdict=Verdict.FAIL, advice=advice
        )
    if len(homes) > 1:
        places = ", ".join(sorted(str(home) for home in homes))
        return Check(name="names", found=f"loaded from {places}", verdict=Verdict.FAIL, advice=advice)
    return Check(name="names", found=f"{', '.join(_PACKAGES)} are naba's")


def check_config(directory: Path) -> Iterator[Check]:
    """Load the config, if there is one, and look for the contact that publishers want."""
    if not directory.is_dir():
        advice = f"naba init {directory} writes one; --config DIR names another folder"
        yield Check(name="config", found=f"no folder {directory}", verdict=Verdict.WARN, advice=advice)
        return
    try:
        config = load(directory)
    except ConfigError as error:
        count = len(error.problems)
        found = f"{error.problems[0]}" + (f" (and {count - 1} more)" if count > 1 else "")
        advice = f"naba --config {directory} check shows all"
        yield Check(name="config", found=found, verdict=Verdict.FAIL, advice=advice)
        return
    yield Check(name="config", found=f"{len(config.sources)} sources in {directory}")
    contact = config.settings.fetch.contact
    if contact is None:
        advice = "set fetch.contact in settings.yaml: publishers want to know whom to ask"
        yield Check(name="contact", found="not set", verdict=Verdict.WARN, advice=advice)
    else:
        yield Check(name="contact", found=contact)


def check_store(path: Path) -> Check:
    """Look whether the corpus file, or the folder it will be made in, can be written, and has room."""
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    target = path if path.exists() else folder
    if not os.access(target, os.W_OK) or not os.access(folder, os.W_OK):
        advice = "give this user the right to write there, or name another place with --store"
        return Check(name="store", found=f"{target} cannot be written", verdict=Verdict.FAIL, advice=advice)
    free = shutil.disk_usage(folder).free
    found = f"{path}, {free / (1 << 30):,.1f} GiB free"
    if free < _ROOM:
        advice = "make room: a crawl stops when the disk is full"
        return Check(name="store", found=found, verdict=Verdict.WARN, advice=advice)
    return Check(name="store", found=found)


def check_page() -> Check:
    """Fetch, extract, store and read one bundled Arabic page; its text must come back exactly."""
    advice = "naba cannot do its work here: reinstall it with the versions of its lock file"
    try:
        found, is_right = _store_one_page()
    except Exception as error:  # noqa: BLE001 - the doctor reports whatever breaks; that is its job
        found, is_right = f"{type(error).__name__}: {error}", False
    if is_right:
        return Check(name="one article", found=found)
    return Check(name="one article", found=found, verdict=Verdict.FAIL, advice=advice)


def _store_one_page() -> tuple[str, bool]:
    """Return what came of the page, and whether it is what the demo web's facts say."""
    from crawler.demo import DemoWeb  # noqa: PLC0415 - slow, and what is being tested
    from crawler.probe import probe  # noqa: PLC0415 - as above

    started = monotonic()
    with DemoWeb(hang=timedelta(seconds=1)) as web, TemporaryDirectory(prefix="naba-doctor-") as folder:
        config = _demo_config(web.config_text(), web.settings_text(), Path(folder))
        source = next(source for source in config.sources if source.id == _SITE)
        tried = asyncio.run(probe(source, config.settings, pages=1))
        wanted = {article.url: article.text for article in web.expected.articles}
    if not tried.articles:
        outcomes = ", ".join([*tried.balance.lists, *tried.balance.outcomes]) or "nothing was listed"
        return f"no article was stored: {outcomes}", False
    article = tried.articles[0]
    right, lines = article.text == wanted.get(article.url), article.text.count("\n") + 1
    word = "fetched, extracted, stored and read" if right else "differs from what the page says"
    return f"{lines} Arabic paragraphs {word} in {monotonic() - started:.1f} s", right


def _demo_config(sources: str, settings: str, folder: Path) -> Config:
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    (folder / "settings.yaml").write_text(settings, encoding="utf-8")
    return load(folder)
