"""Fetching, safe and polite: the guard, robots, throttling, limits and the download handler."""

from __future__ import annotations

__all__: list[str] = []
