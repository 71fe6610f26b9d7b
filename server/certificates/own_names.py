"""Under which names and addresses this computer is found, as its system tells; no library and no program is asked.

They change while a server runs: a cable is plugged in, a router gives another address.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from program.addresses import AddressFault, host_in

_LOCAL_4, _LOCAL_6 = Path("/proc/net/fib_trie"), Path("/proc/net/if_inet6")
_SOMEWHERE = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))
"""Addresses that nobody has: the system says how it would reach them, and nothing is sent."""


@dataclass(frozen=True, slots=True)
class OwnNames:
    addresses: tuple[str, ...] = ()
    """IP addresses that others can reach, the one on the way out first, IPv4 before IPv6; without loopback."""
    name: str = ""
    """What the computer calls itself; "" when that is no name for others."""


def own_names() -> OwnNames:
    """Of now. Raises nothing: what cannot be found out is left out."""
    found = [*_on_the_way_out(), *addresses_in(_text(_LOCAL_4), _text(_LOCAL_6))]
    usable = sorted(dict.fromkeys(filter(_for_others, found)), key=lambda address: ":" in address)
    return OwnNames(tuple(usable), _own_name(socket.gethostname()))


def addresses_in(fib_trie: str, if_inet6: str) -> Sequence[str]:
    """The computer's own addresses as Linux lists them: of IPv4 a tree with a leaf `/32 host LOCAL` for each, of IPv6
    a line of 32 hex digits for each."""
    found: list[str] = []
    leaf = ""
    for line in fib_trie.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "|--":
            leaf = rest
        elif word == "/32" and rest == "host LOCAL" and leaf not in found:
            found.append(leaf)
    for line in if_inet6.splitlines():
        with suppress(ValueError):
            found.append(str(ipaddress.IPv6Address(bytes.fromhex(line[:32]))))
    return found


def _for_others(address: str) -> bool:
    """IPv6 addresses of one cable need the name of the cable, which differs on every computer."""
    found = ipaddress.ip_address(address)
    return not (found.is_loopback or found.is_link_local or found.is_unspecified or found.is_multicast)


def _on_the_way_out() -> Iterable[str]:
    for address, family in _SOMEWHERE:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
            yield str(probe.getsockname()[0])


def _own_name(text: str) -> str:
    try:
        name = host_in(text)
    except AddressFault:
        return ""
    return "" if "_" in name or ":" in name or name.split(".")[0] == "localhost" else name


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""
