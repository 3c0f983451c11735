"""ARCHITECTURE.md names what there is."""

from __future__ import annotations

import re

from tests.package_map import FILE, ROOT, with_map

TEXT = FILE.read_text(encoding="utf-8")


def modules(text: str) -> list[str]:
    """Return the headings and module names of the map, whatever is said of them."""
    return re.findall(r"^(### [a-z/]+/|\| `\w+\.py`)", text, re.M)


def test_the_package_map_names_every_module() -> None:
    assert modules(TEXT) == modules(with_map(TEXT)), "run: python -m tests.package_map"


def test_every_file_it_names_exists() -> None:
    named = set(re.findall(r"`((?:config|spiders|crawler|storage|tests)/[\w./]+)`", TEXT))
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]
