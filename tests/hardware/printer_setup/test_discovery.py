from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from ipaddress import IPv4Address, IPv4Network

import pytest

from hardware.printer.setup import discovery
from hardware.printer.setup.__main__ import main
from hardware.printer.setup.discovery import (
    AT_ONCE,
    NetworkFault,
    around,
    find,
    network_named,
    networks_in,
    own_address,
    reachable,
)

ROUTES = """\
Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
docker0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
eth0	00000000	0100000A	0003	0	0	0	00000000	0	0	0
eth0	0000000A	00000000	0001	0	0	0	000000FF	0	0	0
eth0	0901000A	00000000	0005	0	0	0	FFFFFFFF	0	0	0
wlan0	0002A8C0	00000000	0000	0	0	0	00FFFFFF	0	0	0
*	0000000A	00000000	0201	0	0	0	000000FF	0	0	0
*	000010AC	00000000	0001	0	0	0	0000FFFF	0	0	0
tun0	000012AC	00000000	0201	0	0	0	0000FFFF	0	0	0
"""
"""Its last three lead nowhere: unreachable, blackhole, and one that a device rejects."""


def test_the_network_that_leads_outside_comes_first() -> None:
    assert networks_in(ROUTES) == [IPv4Network("10.0.0.0/8"), IPv4Network("172.17.0.0/16")]
    assert networks_in("") == []


def test_a_network_into_which_nothing_can_be_sent_is_left_out() -> None:
    loopback, broadcast = IPv4Network("127.0.0.0/8"), IPv4Network("255.255.255.254/31")
    assert own_address(broadcast) is None
    assert reachable([broadcast, loopback]) == [(loopback, IPv4Address("127.0.0.1"))]


@pytest.mark.parametrize(
    ("network", "looked_at"),
    [("10.0.0.0/8", "10.1.2.0/24"), ("10.1.2.0/24", "10.1.2.0/24"), ("10.1.2.0/28", "10.1.2.0/28")],
)
def test_unasked_no_more_than_256_addresses_are_looked_at(network: str, looked_at: str) -> None:
    assert around(IPv4Network(network), IPv4Address("10.1.2.3")) == IPv4Network(looked_at)


def test_a_network_that_is_asked_for() -> None:
    assert network_named("192.0.2.0/25") == IPv4Network("192.0.2.0/25")
    assert network_named("192.0.2.77") == IPv4Network("192.0.2.0/24")
    for wrong in ("10.0.0.0/16", "printer.hall", "2001:db8::/64", ""):
        with pytest.raises(NetworkFault):
            network_named(wrong)


@pytest.mark.parametrize("port", ["70000", "-1", "0", "x", "９１００", ""])
def test_a_port_that_none_can_be_is_said(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["printer", "--find", "127.0.0.8/30", "--port", port])
    assert main() == os.EX_USAGE
    assert capsys.readouterr().err == f"port is 1 to 65535, not `{port}`\n"


def test_those_that_answer_are_found_and_few_are_asked_at_once() -> None:
    asked, most = 0, 0

    async def knock(host: str, port: int) -> bool:
        nonlocal asked, most
        asked += 1
        most = max(most, asked)
        await asyncio.sleep(0)
        asked -= 1
        return port == 9100 and host.endswith((".7", ".200"))

    hosts = IPv4Network("192.0.2.0/24").hosts()
    assert asyncio.run(find(hosts, knocking=knock)) == ["192.0.2.7", "192.0.2.200"]
    assert most == AT_ONCE


def test_a_real_port_is_found_and_nothing_is_said_to_it() -> None:
    with socket.create_server(("127.0.0.9", 0)) as printer:
        port = printer.getsockname()[1]
        begun = time.monotonic()
        found = asyncio.run(find(map(IPv4Address, ("127.0.0.8", "127.0.0.9", "127.0.0.10")), port))
        assert found == ["127.0.0.9"]
        assert time.monotonic() - begun < 3 * discovery.PATIENCE_S
        link, _ = printer.accept()
        with link:
            link.settimeout(5)
            assert link.recv(1) == b""
