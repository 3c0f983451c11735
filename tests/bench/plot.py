"""A line chart as a small SVG file, for the docs: no plotting library for two lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

__all__ = ["Line", "draw"]

WIDTH, HEIGHT, LEFT, BELOW = 640, 320, 50, 45
_COLOURS = ("#1f6feb", "#d1570f", "#2da44e")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart: its name and its points, by x."""

    name: str
    points: Sequence[tuple[float, float]]


def draw(path: Path, title: str, x_name: str, lines: Sequence[Line]) -> None:
    """Write the lines over one pair of axes that begin at nothing."""
    right = max(x for line in lines for x, _ in line.points)
    top = 1.15 * max(y for line in lines for _, y in line.points)
    width, height = WIDTH - LEFT - 20, HEIGHT - BELOW - 40

    def place(x: float, y: float) -> tuple[float, float]:
        return round(LEFT + width * x / right, 1), round(40 + height * (1 - y / top), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="20" font-size="14">{escape(title)}</text>',
        *_ticks(place, right, top),
        f'<text x="{LEFT + width / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(x_name)}</text>',
    ]
    for number, line in enumerate(lines):
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(f"{x},{y}" for x, y in (place(*point) for point in line.points))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{WIDTH - 25}" y="{20 + 16 * number}" text-anchor="end" fill="{colour}">'
            f"{escape(line.name)}</text>"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _ticks(place, right: float, top: float) -> list[str]:  # type: ignore[no-untyped-def]
    parts = []
    for share in range(6):
        x, y = place(right * share / 5, 0)
        parts.append(f'<text x="{x}" y="{y + 18}" text-anchor="middle">{right * share / 5:.3g}</text>')
        _, level = place(0, top * share / 5)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{level}" y2="{level}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{level + 4}" text-anchor="end">{top * share / 5:.2g}</text>')
    return parts
