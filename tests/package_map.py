"""The package map of ARCHITECTURE.md: one line a module, from the modules' own docstrings.

    python -m tests.package_map

writes it into the file; tests/test_architecture_map.py holds that no module is missing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["FILE", "map_text", "with_map"]

ROOT = Path(__file__).parents[1]
FILE = ROOT / "ARCHITECTURE.md"
PACKAGES = ("config", "spiders", "crawler", "storage")
_BLOCK = re.compile(r"(?<=<!-- package map -->\n).*?(?=<!-- end of package map -->)", re.S)


def map_text() -> str:
    """Return the map: a heading and a table for each folder."""
    return "\n".join(line for name in PACKAGES for line in _package(ROOT / name)) + "\n"


def with_map(text: str) -> str:
    """Return the text of ARCHITECTURE.md with the map as it is now."""
    return _BLOCK.sub(lambda _: map_text(), text)


def _package(folder: Path) -> Iterator[str]:
    modules = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    yield from ("", f"### {folder.relative_to(ROOT)}/", "", "| module | holds |", "|---|---|")
    for path in modules:
        yield f"| `{path.name}` | {_first_line(path)} |"
    for child in sorted(path.parent for path in folder.glob("*/__init__.py")):
        yield from _package(child)


def _first_line(path: Path) -> str:
    """Return the first paragraph of a module's docstring on one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split()).replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(with_map(FILE.read_text(encoding="utf-8")), encoding="utf-8")
