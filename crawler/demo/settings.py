"""The demo web as an operator would configure it: `sources.yaml` and `settings.yaml`.

Written from the sites; the shapes are those of `config.model`.
"""

from __future__ import annotations

from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from crawler.demo.site import Site
from crawler.demo.world import World

__all__ = ["config_text", "settings_text", "sources_of"]

_FEEDS = frozenset({"rss", "rdf", "atom", "json"})


def sources_of(world: World) -> tuple[dict[str, Any], ...]:
    """Return every site as an entry of `sources.yaml`; a site to be discovered has only its `url`."""
    return tuple(_source(site, world) for site in world.sites.values())


def config_text(world: World) -> str:
    """Return a `sources.yaml` with every site."""
    head = "# The miniature news web of `naba demo --serve`: every site of it, also those that misbehave.\n"
    sources = list(sources_of(world))
    return head + _yaml({"version": 1, "defaults": {"every": "1m", "delay": "0.25s"}, "sources": sources})


def settings_text(world: World) -> str:
    """Return the `settings.yaml` that opens the guard for loopback and the demo's port, nothing else."""
    head = "# Only for the demo web: it lives on this machine, where a crawler must otherwise never go.\n"
    return head + _yaml(
        {
            "fetch": {
                "allow_networks": ["127.0.0.0/8", "::1/128"],
                "allow_ports": [world.port],
                "min_delay": "0.25s",
                "timeout": "10s",
                "first_byte_timeout": "5s",
            }
        }
    )


def _source(site: Site, world: World) -> dict[str, Any]:
    link = world.link(site)
    entry: dict[str, Any] = {"id": site.id, "name": site.name, "url": link("/")}
    entry |= {"language": site.language, "country": site.country}
    if site.discovered:
        return entry
    if feeds := [link(spec.path) for spec in site.lists if spec.kind in _FEEDS]:
        entry["feeds"] = feeds
    if site.follow:
        entry["listings"] = [{"url": link("/"), "follow": site.follow}]
    return entry


def _yaml(data: dict[str, Any]) -> str:
    writer = YAML()
    writer.width = 110
    out = StringIO()
    writer.dump(data, out)
    return out.getvalue()
