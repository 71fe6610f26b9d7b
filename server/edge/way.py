"""How a request came: from which address, and whether encrypted all the way. A proxy of ours says what it saw; what
anybody else says of it is believed of nobody.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["http", "https"]

log = logging.getLogger(__name__)

_PASSED_ON = re.compile(
    rb"via|forwarded.*|x-forwarded.*|x-real-ip|x-original-.*|(x-|true-|cf-|fastly-)?(client|connecting)-ip|x-cluster-client-ip"
)
"""Headers that only a proxy writes."""
_ONCE = (b"host", b"origin", b"authorization", b"cookie", b"content-type", b"sec-fetch-site", b"x-forwarded-proto")
"""What is read here and has one value (RFC 9110 section 5.3): of two, whoever passes a request on may believe the
other one."""
_WITH_PORT = re.compile(r"(?:\[([^\[\]]+)\]|([0-9.]+))(?::[0-9]{1,5})?")
"""As some proxies write who came, IPv6 in brackets."""


@dataclass(frozen=True, slots=True)
class Denied:
    """An HTTP status and a sentence for whoever reads logs."""

    status: int
    detail: str
    retry_after_s: int | None = None
    """When it makes sense to ask again."""


@dataclass(frozen=True, slots=True)
class Way:
    scheme: Scheme
    """As the other side's browser or program speaks it."""
    source: str
    """The address it comes from; "" when nobody knows it."""
    passed_on: bool = False
    """Somebody who is no proxy of ours says that he passed it on."""


def gathered(pairs: Iterable[tuple[bytes, bytes]]) -> Mapping[bytes, bytes] | Denied:
    """Headers by name, in small letters. Lists are joined."""
    found: dict[bytes, bytes] = {}
    for name, value in pairs:
        if name in found:
            if name in _ONCE:
                return Denied(400, f"two headers named {name.decode()}")
            found[name] += b", " + value
        else:
            found[name] = value
    return found


class Ways:
    def __init__(self, proxies: Collection[str]) -> None:
        """`proxies` are the addresses whose word counts."""
        self._proxies = frozenset(filter(None, map(_plain, proxies)))
        self._said: set[tuple[str, str]] = set()

    def find(self, headers: Mapping[bytes, bytes], scheme: str, client: str) -> Way | Denied:
        """`scheme` and `client` are what the port itself sees."""
        spoken: Scheme = "https" if scheme in {"https", "wss"} else "http"
        if _plain(client) not in self._proxies:
            return Way(spoken, client, passed_on=any(_PASSED_ON.fullmatch(name) for name in headers))
        said, came = headers.get(b"x-forwarded-proto"), headers.get(b"x-forwarded-for")
        if said is None or came is None:
            return self._faulty(client, "does not say who asks: it must send X-Forwarded-For and X-Forwarded-Proto")
        if said not in {b"http", b"https"}:
            return self._faulty(client, "names no scheme that there is in X-Forwarded-Proto")
        source = self._before(came, client)
        if not source:
            return self._faulty(client, "names no address that can be read in X-Forwarded-For")
        return Way("https" if said == b"https" else "http", source)

    def _before(self, header: bytes, client: str) -> str:
        """Who came to the first of our proxies: the last one of the list that is none; "" when that is no address. What
        stands before it was said by somebody else."""
        for part in reversed(header.decode("latin-1").split(",")):
            address = _named(part.strip())
            if address not in self._proxies:
                return address
        return client

    def _faulty(self, client: str, fault: str) -> Denied:
        """A proxy that would make all the world one address, or this computer. The log has each such fault once."""
        if (client, fault) not in self._said:
            self._said.add((client, fault))
            log.warning("the proxy %s %s", client, fault)
        return Denied(400, f"the proxy {fault}")


def _named(entry: str) -> str:
    """The address of an entry of X-Forwarded-For, without its port; "" for what is none."""
    found = _WITH_PORT.fullmatch(entry)
    return _plain((found[1] or found[2]) if found else entry)


def _plain(address: str) -> str:
    """One spelling for each address; "" for what is none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)
