"""Network printers nearby, found by their open port. Nothing is sent to them; nothing is looked for unless asked.

Unasked-for company is kept small: of this computer's networks only the one that leads outside, and of that at most the
256 addresses around its own. Another network is looked at when its name is given.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

PRINTER_PORT = 9100
SMALLEST_PREFIX_UNASKED = 24
SMALLEST_PREFIX = 22
"""1,022 addresses: some seconds. Larger networks are given in parts."""
PATIENCE_S = 0.8
"""For one address. A printer on the same cable answers in milliseconds."""
AT_ONCE = 64
_ROUTES = Path("/proc/net/route")
_UP = 0x0001
_REJECT = 0x0200
_NO_DEVICE = "*"
"""Where a route leads that throws away what is sent: one of a packet filter, or of a VPN that is down."""

Knock = Callable[[str, int], Awaitable[bool]]
"""Whether somebody takes a connection at this address and port, within PATIENCE_S."""


class NetworkFault(ValueError):
    """What was given is no network that is looked at, or no port. `str()` says what is allowed."""


def networks_in(routes: str) -> list[IPv4Network]:
    """The networks that a computer is in, by the kernel's table of routes (/proc/net/route): first the one of which the
    way outside leads through."""
    rows = [line.split() for line in routes.splitlines()[1:]]
    rows = [row for row in rows if len(row) >= 8 and row[0] != _NO_DEVICE and int(row[3], 16) & (_UP | _REJECT) == _UP]
    outside = {row[0] for row in rows if int(row[7], 16) == 0}
    beside = [row for row in rows if int(row[2], 16) == 0 and int(row[7], 16) not in {0, 0xFFFFFFFF}]
    beside.sort(key=lambda row: row[0] not in outside)
    return [IPv4Network((_little(row[1]), str(_little(row[7])))) for row in beside]


def _little(word: str) -> IPv4Address:
    return IPv4Address(int.from_bytes(bytes.fromhex(word), "little"))


def around(network: IPv4Network, own: IPv4Address) -> IPv4Network:
    """What of a network is looked at unasked: all of a small one, of a large one the 256 addresses around our own."""
    if network.prefixlen >= SMALLEST_PREFIX_UNASKED:
        return network
    return IPv4Network((own, SMALLEST_PREFIX_UNASKED), strict=False)


def network_named(text: str) -> IPv4Network:
    """A network that somebody asks for: 192.168.1.0/24, or one address of it. Raises NetworkFault."""
    try:
        network = IPv4Network(text if "/" in text else f"{text}/{SMALLEST_PREFIX_UNASKED}", strict=False)
    except ValueError as fault:
        raise NetworkFault(f"`{text}` is no network; one looks like 192.168.1.0/24") from fault
    if network.prefixlen < SMALLEST_PREFIX:
        raise NetworkFault(f"{network} is too large to look at; at most /{SMALLEST_PREFIX} at a time")
    return network


def port_named(text: str) -> int:
    """A port that somebody asks for. Raises NetworkFault."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65_535):
        raise NetworkFault(f"port is 1 to 65535, not `{text[:20]}`")
    return int(text)


def own_networks() -> list[IPv4Network]:
    """The networks of this computer, the one that leads outside first; empty without any."""
    try:
        return networks_in(_ROUTES.read_text("ascii"))
    except OSError:
        return []


def own_address(network: IPv4Network) -> IPv4Address | None:
    """This computer's address in one of its networks; None where the kernel lets nothing out to it. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((str(network.network_address + 1), PRINTER_PORT))
        except OSError:
            return None
        return ipaddress.IPv4Address(asking.getsockname()[0])


def reachable(networks: Iterable[IPv4Network]) -> list[tuple[IPv4Network, IPv4Address]]:
    """Those of this computer's networks into which it can send, each with this computer's address there."""
    return [(network, own) for network in networks if (own := own_address(network)) is not None]


async def knock(host: str, port: int) -> bool:
    """See Knock."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


async def find(hosts: Iterable[IPv4Address], port: int = PRINTER_PORT, knocking: Knock = knock) -> list[str]:
    """Those of the addresses where somebody listens on the port, in their order."""
    places = asyncio.Semaphore(AT_ONCE)

    async def is_there(host: IPv4Address) -> bool:
        async with places:
            return await knocking(str(host), port)

    every = list(hosts)
    found = await asyncio.gather(*map(is_there, every))
    return [str(host) for host, there in zip(every, found, strict=True) if there]
