"""The guard: which addresses may be asked, in every spelling, and connected to."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.guard import BlockedAddressError, GuardedResolver, Policy

OPEN = Policy(networks=(ip_network("127.0.0.0/8"),), ports=frozenset({8765}))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://news.example/a", None),
        ("http://news.example:8080/a", None),
        ("http://93.184.216.34/", None),
        ("ftp://news.example/a", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://news.example/", "scheme"),
        ("http://news.example:22/", "port"),
        ("http://news.example:6379/", "port"),
        ("http://user@news.example/", "user_info"),
        ("http://user:secret@news.example/", "user_info"),
        ("http://127.0.0.1/", "address"),
        ("http://0.0.0.0/", "address"),
        ("http://10.1.2.3/", "address"),
        ("http://192.168.1.1/", "address"),
        ("http://172.16.0.1/", "address"),
        ("http://100.64.0.1/", "address"),
        ("http://169.254.169.254/latest/meta-data/", "address"),
        ("http://168.63.129.16/", "address"),
        ("http://224.0.0.1/", "address"),
        ("http://192.0.0.100/", "address"),
        ("http://192.88.99.1/", "address"),
        ("http://[fec0::1]/", "address"),
        ("http://[3fff::1]/", "address"),
        ("http://2130706433/", "address"),
        ("http://0x7f000001/", "address"),
        ("http://0177.0.0.1/", "address"),
        ("http://127.1/", "address"),
        ("http://[::1]/", "address"),
        ("http://[::]/", "address"),
        ("http://[fc00::1]/", "address"),
        ("http://[fe80::1]/", "address"),
        ("http://[::ffff:127.0.0.1]/", "address"),
        ("http://[::ffff:10.0.0.1]/", "address"),
        ("http://[2002:7f00:1::]/", "address"),
        ("http://[64:ff9b::a00:1]/", "address"),
        ("http://[2001:0:0:0:0:0:80ff:fffe]/", "address"),
        ("http://news.example:port/", "bad_url"),
        ("http://news.example/" + "a" * 4096, "url_too_long"),
    ],
)
def test_an_address_is_refused_for_the_right_reason(url: str, why: str | None) -> None:
    assert Policy().refuse_url(url) == why


def test_what_the_operator_opened_is_allowed() -> None:
    assert OPEN.refuse_url("http://127.0.0.1:8765/feed") is None
    assert OPEN.refuse_url("http://10.0.0.1:8765/feed") == "address"


@given(st.ip_addresses())
def test_nothing_that_is_not_global_is_ever_allowed(address: object) -> None:
    allowed = Policy().allows(address)  # type: ignore[arg-type]
    assert not (allowed and not ip_address(str(address)).is_global)


def test_a_name_that_resolves_to_loopback_is_refused() -> None:
    async def resolve(policy: Policy) -> list[str]:
        resolver = GuardedResolver(policy)
        try:
            return [one["host"] for one in await resolver.resolve("site.localhost", 80, socket.AF_INET)]
        finally:
            await resolver.close()

    with pytest.raises(BlockedAddressError):
        asyncio.run(resolve(Policy()))
    assert asyncio.run(resolve(OPEN)) == ["127.0.0.1"]


def test_no_socket_is_made_for_a_forbidden_peer() -> None:
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))
    with pytest.raises(BlockedAddressError):
        Policy().socket_for(info)
    made = OPEN.socket_for((*info[:4], ("127.0.0.1", 80)))
    made.close()
