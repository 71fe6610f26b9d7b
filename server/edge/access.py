"""Who may speak to the edge at all: names of this server, pages of its own, and programs of this computer.

A browser always says where a page came from; what it says is believed, and a page from elsewhere is refused before
anything is looked at. DNS rebinding ends at the list of host names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_LOOPBACK_CLIENTS = ("127.", "::1", "::ffff:127.")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = (b"same-origin", b"none")


@dataclass(frozen=True, slots=True)
class Denied:
    """An HTTP status and a sentence for whoever reads logs."""

    status: int
    detail: str


class Access:
    """`hosts` are names without port; `origins` are whole ("https://hall.example.tw") and come beside the server's
    own, for a proxy that speaks TLS in front of it.
    """

    def __init__(self, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        self._hosts = LOOPBACK_HOSTS | {_bracketed(host.lower()) for host in hosts if host}
        self._origins = frozenset(origin.encode() for origin in origins)

    def admit(self, url: str) -> None:
        """Also the name and origin of this address: the one that the tickets' QR leads to. "" admits nothing."""
        public = urlsplit(url)
        if public.hostname:
            self._hosts |= {_bracketed(public.hostname)}
            self._origins |= {f"{public.scheme}://{public.netloc}".encode()}

    def host(self, headers: Mapping[bytes, bytes]) -> Denied | None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name, colon, port = host.rpartition(":")
        if not colon or host.endswith("]"):
            name, port = host, "0"
        if name in self._hosts and port.isascii() and port.isdigit():
            return None
        return Denied(400, "this server has another name")

    def request(self, method: str, headers: Mapping[bytes, bytes], scheme: str) -> Denied | None:
        """Whether a request may come here. One that can change something must come from a page of this server, or
        from a program: neither an origin nor a fetch site nor a cookie.
        """
        denied = self.host(headers)
        if denied is not None or method in _SAFE_METHODS:
            return denied
        site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
        if origin is not None and not self._own(origin, headers[b"host"], scheme):
            return Denied(403, "not from this page")
        if site is not None and site not in _OWN_SITES:
            return Denied(403, "not from this site")
        if origin is None and site is None and b"cookie" in headers:
            return Denied(403, "a browser must say where it comes from")
        if headers.get(b"content-type", b"").split(b";")[0].strip().lower() != b"application/json":
            return Denied(415, "send application/json")
        return None

    def socket(self, headers: Mapping[bytes, bytes], scheme: str, client: str) -> Denied | None:
        """Whether a WebSocket may be opened. Without an origin it is a program, and that must be on this computer."""
        denied = self.host(headers)
        if denied is not None:
            return denied
        origin = headers.get(b"origin")
        if origin is None:
            if b"cookie" not in headers and client.startswith(_LOOPBACK_CLIENTS):
                return None
        elif self._own(origin, headers[b"host"], "https" if scheme == "wss" else "http"):
            return None
        return Denied(403, "not from this page")

    def _own(self, origin: bytes, host: bytes, scheme: str) -> bool:
        return origin.lower() == scheme.encode() + b"://" + host.lower() or origin in self._origins


def is_browser(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a page asks: a browser cannot hide it for a request that changes something."""
    return any(name in {b"origin", b"sec-fetch-site"} for name, _ in headers)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
