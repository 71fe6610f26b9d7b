"""Where a server is found: the names of its certificate, the hosts that it answers to, the addresses that devices and
people are told. Rules only: what the computer is called is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from server.certificates.own_names import OwnNames
from server.port_settings import PortSettings, comes_directly, is_this_computer

MOST_ADDRESSES = 12
_EVERYWHERE = {"0.0.0.0": (4,), "::": (4, 6)}  # noqa: S104 - to know them
_THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")


def certificate_names(ports: PortSettings, own: OwnNames) -> tuple[str, ...]:
    """Names and IP addresses that somebody may type to come here, each once; the first one says it best."""
    own_name = (own.name, *_on_the_cable(own.name)) if own.name else ()
    host = () if ports.host in _EVERYWHERE else (ports.host,)
    return tuple(dict.fromkeys((*ports.names, *own_name, *host, *own.addresses, *_THIS_COMPUTER)))


def reached_at(host: str, names: Sequence[str], own: OwnNames) -> tuple[str, ...]:
    """By which names and addresses a port that listens on `host` is reached: from elsewhere, best first; or, when it is
    this computer's alone, from here."""
    if is_this_computer(host):
        return (host,)
    versions = _EVERYWHERE.get(host)
    if versions is None:
        addresses: Iterable[str] = (host,)
    else:
        addresses = (address for address in own.addresses if (6 if ":" in address else 4) in versions)
    return tuple(dict.fromkeys((*names, *addresses, *_on_the_cable(own.name), *filter(None, (own.name,)))))


def link_addresses(ports: PortSettings, port: int, own: OwnNames) -> tuple[str, ...]:
    """What devices are told: where the hall's socket is, best first. `port`: the one that is listened on.

    Behind a proxy the names lead to it, on the usual port, and on to here.
    """
    scheme = "wss" if ports.encryption else "ws"
    direct = [f"{scheme}://{bracketed(host)}:{port}/ws" for host in reached_at(ports.host, ports.names, own)]
    if ports.behind_proxy:
        through = [f"wss://{bracketed(name)}/ws" for name in ports.names]
        direct = [*through, *(direct if comes_directly(ports) else ())]
    return tuple(direct[:MOST_ADDRESSES])


def page_of(addresses: Sequence[str], ports: PortSettings, port: int) -> str:
    """Where people find the server's pages. `addresses`: as `link_addresses` says; without one, from this computer."""
    scheme = "wss" if ports.encryption else "ws"
    best = next(iter(addresses), f"{scheme}://localhost:{port}/ws")
    return best.replace("ws", "http", 1).removesuffix("/ws")


def bracketed(host: str) -> str:
    """As it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _on_the_cable(name: str) -> tuple[str, ...]:
    """The name by which a computer without a name server is found on its own network (mDNS)."""
    return (f"{name}.local",) if name and "." not in name else ()
