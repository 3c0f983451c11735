"""Which addresses the crawler may talk to: the guard against server-side request forgery.

Pure rules plus the resolver and socket factory that hold them at the only place connections are made, so
that every hop of every kind of request (list, page, robots, discovery) passes the same check on the text
of the URL, on the resolved name and on the peer about to be connected (fetching spec § 6.1).
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

__all__ = ["MAX_URL", "BlockedAddressError", "GuardedResolver", "Policy"]

MAX_URL = 4096
PORTS = frozenset({80, 443, 8080, 8443})
_SCHEME_PORTS = {"http": 80, "https": 443}
_NAT64 = ip_network("64:ff9b::/96")
_NEVER = tuple(
    ip_network(text)
    for text in (
        "168.63.129.16/32",  # Azure's platform address: globally routable, yet answers metadata requests
        # special-purpose by IANA's registries, yet `is_global` before Python 3.12.4 (CVE-2024-4032)
        "192.0.0.0/24",
        "192.88.99.0/24",
        "3fff::/20",
        "fec0::/10",
    )
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class BlockedAddressError(OSError):
    """A connection the policy forbids; the message names the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the operator opened beyond the public internet's news ports.

    `networks` come from `fetch.allow_networks`, `ports` from `fetch.allow_ports` and the sources' own URLs.
    """

    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset()

    def refuse_url(self, url: str) -> str | None:
        """Return why `url` may not be fetched (`scheme`, `port`, `address` ...), or None if it may."""
        if len(url) > MAX_URL:
            return "url_too_long"
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            return "bad_url"
        if parts.scheme not in _SCHEME_PORTS or not host:
            return "scheme"
        if parts.username is not None or parts.password is not None:
            return "user_info"
        if (port or _SCHEME_PORTS[parts.scheme]) not in PORTS | self.ports:
            return "port"
        address = _literal(host)
        return "address" if address and not self.allows(address) else None

    def allows(self, address: Address) -> bool:
        """Whether a connection to this address is allowed: globally routable, or opened by the operator."""
        inner = _unmapped(address)
        if _is_in(inner, self.networks):
            return True
        is_public = inner.is_global and not inner.is_multicast and not inner.is_reserved
        return is_public and not _is_in(inner, _NEVER)

    def socket_for(self, info: tuple[object, ...]) -> socket.socket:
        """Make the socket for one resolved address; the last gate before a connection is attempted.

        Raises `BlockedAddressError`; the shape of `info` is that of `socket.getaddrinfo`.
        """
        family, kind, proto, _, address = info
        host = str(address[0]).partition("%")[0]  # type: ignore[index]  # getaddrinfo's own tuple
        if not self.allows(ip_address(host)):
            raise BlockedAddressError(f"address {host} is not public")
        made = socket.socket(family=family, type=kind, proto=proto)  # type: ignore[arg-type]  # as above
        made.setblocking(False)
        return made


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _literal(host: str) -> Address | None:
    """Return the address a host spells out in any form connect() would take (`0x7f.1`, `2130706433`)."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass  # a name, or one of the shorter IPv4 spellings that only the C library knows
    try:
        return IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except OSError:
        return None


def _unmapped(address: Address) -> Address:
    """Return the IPv4 address inside a mapped, 6to4, Teredo or NAT64 one; else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class GuardedResolver(AbstractResolver):
    """Resolves names, keeping only the addresses the policy allows.

    Names under `localhost` are loopback without asking anybody (RFC 6761 § 6.3), so they are refused
    unless the operator opened that network.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._names = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the allowed addresses of `host`; raises `BlockedAddressError` if it has none."""
        if host == "localhost" or host.endswith(".localhost"):
            host = "127.0.0.1"
        found = await self._names.resolve(host, port, family)
        allowed = list(self._allowed(found))
        if not allowed:
            raise BlockedAddressError(f"{host} resolves to no public address")
        return allowed

    def _allowed(self, found: Iterable[ResolveResult]) -> Iterable[ResolveResult]:
        return (one for one in found if self._policy.allows(ip_address(one["host"].partition("%")[0])))

    async def close(self) -> None:
        """Release the name service."""
        await self._names.close()
