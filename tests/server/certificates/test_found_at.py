"""Where a server is found: what its certificate is for, and what devices are told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from server.certificates.found_at import MOST_ADDRESSES, certificate_names, link_addresses
from server.certificates.own_names import OwnNames, addresses_in, own_names
from server.certificates.server_place import ServerPlace
from server.port_settings import PortSettings

OWN = OwnNames(("192.0.2.5", "198.51.100.7", "2001:db8::5"), "hall-pc")
PORTS = PortSettings(
    host="0.0.0.0",
    port=8765,
    names=(),
    encryption=True,
    certificate=None,
    certificates=Path("data/certificates"),
    behind_proxy=(),
    public_host="0.0.0.0",
    public_port=None,
    public_process=False,
    public_certificate=None,
)


def test_a_certificate_is_for_whatever_somebody_may_type() -> None:
    here = ("localhost", "127.0.0.1", "::1")
    assert certificate_names(PORTS, OWN) == ("hall-pc", "hall-pc.local", *OWN.addresses, *here)
    named = replace(PORTS, names=("hall.example.tw", "192.0.2.5"), host="192.0.2.9")
    assert certificate_names(named, OWN)[:5] == (
        "hall.example.tw",
        "192.0.2.5",
        "hall-pc",
        "hall-pc.local",
        "192.0.2.9",
    )
    assert certificate_names(replace(PORTS, host="::"), OwnNames()) == here
    assert certificate_names(PORTS, OwnNames(name="pc.example.tw")) == ("pc.example.tw", *here)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"host": "127.0.0.1", "names": ("hall",)}, ["wss://127.0.0.1:8765/ws"]),
        ({"host": "::1", "encryption": False}, ["ws://[::1]:8765/ws"]),
        (
            {"host": "192.0.2.5", "names": ("hall.example.tw",)},
            [
                "wss://hall.example.tw:8765/ws",
                "wss://192.0.2.5:8765/ws",
                "wss://hall-pc.local:8765/ws",
                "wss://hall-pc:8765/ws",
            ],
        ),
        (
            {"host": "0.0.0.0"},
            [f"wss://{host}:8765/ws" for host in ("192.0.2.5", "198.51.100.7", "hall-pc.local", "hall-pc")],
        ),
        (
            {"host": "::"},
            [f"wss://{host}:8765/ws" for host in (*OWN.addresses[:2], "[2001:db8::5]", "hall-pc.local", "hall-pc")],
        ),
        (
            {"host": "192.0.2.5", "names": ("hall.example.tw",), "behind_proxy": ("192.0.2.1",), "encryption": False},
            ["wss://hall.example.tw/ws"],
        ),
        (
            {"host": "127.0.0.1", "names": ("hall.example.tw",), "behind_proxy": ("127.0.0.1",), "encryption": False},
            ["wss://hall.example.tw/ws"],
        ),
        (
            {"host": "127.0.0.1", "names": ("hall.example.tw",), "behind_proxy": ("192.0.2.1",), "encryption": False},
            ["wss://hall.example.tw/ws", "ws://127.0.0.1:8765/ws"],
        ),
    ],
)
def test_devices_are_told_what_leads_here(changed: dict[str, object], told: list[str]) -> None:
    assert list(link_addresses(replace(PORTS, **changed), 8765, OWN)) == told  # type: ignore[arg-type]


def test_devices_are_told_no_endless_list() -> None:
    many = OwnNames(tuple(f"192.0.2.{last}" for last in range(1, 100)))
    assert len(link_addresses(PORTS, 8765, many)) == MOST_ADDRESSES


@pytest.mark.parametrize(
    ("changed", "leads_to"),
    [
        ({}, "https://192.0.2.5:8765"),
        ({"names": ("ws.example.tw",)}, "https://ws.example.tw:8765"),
        ({"encryption": False, "behind_proxy": ("192.0.2.1",)}, "http://localhost:8765"),
    ],
)
def test_the_first_administrator_has_a_page_to_go_to_wherever_the_server_is(
    changed: dict[str, object], leads_to: str
) -> None:
    place = ServerPlace(replace(PORTS, **changed), 8765, lambda: OWN)  # type: ignore[arg-type]
    assert place.page() == leads_to


def test_a_computer_without_cable_and_name_has_one_too() -> None:
    assert ServerPlace(PORTS, 8765, OwnNames).page() == "https://localhost:8765"


TREE = """Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 127.0.0.0/8 2 0 2
           |-- 127.0.0.1
              /32 host LOCAL
     +-- 192.0.2.0/24 2 0 2
        |-- 192.0.2.0
           /24 link UNICAST
        |-- 192.0.2.5
           /32 host LOCAL
        |-- 192.0.2.255
           /32 link BROADCAST
Local:
        |-- 192.0.2.5
           /32 host LOCAL
"""
IPV6 = """00000000000000000000000000000001 01 80 10 80       lo
20010db8000000000000000000000005 02 40 00 80     eth0
fe80000000000000020000fffe000001 02 40 20 80     eth0
"""


def test_what_linux_lists_is_read() -> None:
    assert list(addresses_in(TREE, IPV6)) == ["127.0.0.1", "192.0.2.5", "::1", "2001:db8::5", "fe80::200:ff:fe00:1"]
    assert list(addresses_in("", "no such line\n")) == []


def test_this_computer_tells_no_address_that_others_cannot_use() -> None:
    found = own_names()
    assert not {address for address in found.addresses if address.startswith(("127.", "fe80:", "::1"))}
    assert len(set(found.addresses)) == len(found.addresses)


def test_a_cable_that_is_plugged_in_is_told_to_the_next_device() -> None:
    found = [OwnNames(("192.0.2.5",))]
    place = ServerPlace(PORTS, 8765, lambda: found[-1])
    assert place.addresses() == ("wss://192.0.2.5:8765/ws",)
    found.append(OwnNames(("192.0.2.77",)))
    assert place.addresses() == ("wss://192.0.2.5:8765/ws",)
    asyncio.run(place.look())
    assert place.addresses() == ("wss://192.0.2.77:8765/ws",)
    assert "192.0.2.77" in place.names()
