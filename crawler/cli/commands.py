"""Loads the modules whose import registers the commands."""

from __future__ import annotations

from importlib import import_module

__all__ = ["load_commands"]

_MODULES = ("setup", "source", "crawl", "read", "cluster", "dedup", "export", "inspect", "demo")


def load_commands() -> None:
    """Import every command module; each adds its commands to `crawler.cli.app.app`."""
    for name in _MODULES:
        import_module(f"crawler.cli.{name}")
