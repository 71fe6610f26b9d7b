"""How a request came: from which address, and whether encrypted all the way. A proxy of ours says what it saw; what
anybody else says of it is believed of nobody.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["http", "https"]

_PASSED_ON = re.compile(
    rb"via|forwarded.*|x-forwarded.*|x-real-ip|x-original-.*|(x-|true-|cf-|fastly-)?(client|connecting)-ip|x-cluster-client-ip"
)
"""Headers that only a proxy writes."""
_ONCE = (b"host", b"origin", b"authorization", b"cookie", b"content-type", b"sec-fetch-site", b"x-forwarded-proto")
"""What is read here and has one value (RFC 9110 section 5.3): of two, whoever passes a request on may believe the
other one."""


@dataclass(frozen=True, slots=True)
class Denied:
    """An HTTP status and a sentence for whoever reads logs."""

    status: int
    detail: str


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

    def find(self, headers: Mapping[bytes, bytes], scheme: str, client: str) -> Way | Denied:
        """`scheme` and `client` are what the port itself sees."""
        spoken: Scheme = "https" if scheme in {"https", "wss"} else "http"
        if _plain(client) not in self._proxies:
            return Way(spoken, client, passed_on=any(_PASSED_ON.fullmatch(name) for name in headers))
        said = headers.get(b"x-forwarded-proto")
        if said not in {None, b"http", b"https"}:
            return Denied(400, "the proxy names no scheme that there is")
        if said is not None:
            spoken = "https" if said == b"https" else "http"
        return Way(spoken, self._before(headers.get(b"x-forwarded-for"), client))

    def _before(self, header: bytes | None, client: str) -> str:
        """Who came to the first of our proxies: the last one of the list that is none. What stands before it was said
        by somebody else."""
        for part in reversed(header.decode("latin-1").split(",") if header else []):
            address = _plain(part.strip())
            if address not in self._proxies:
                return address
        return client


def _plain(address: str) -> str:
    """One spelling for each address; "" for what is none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)
