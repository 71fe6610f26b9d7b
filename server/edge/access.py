"""Who may speak to the edge at all, and which of its two surfaces they meet.

Staff's is the hall whole: for this computer's own programs and for pages of this server, under a loopback name. The
public's is the phone page: for everybody, under the name that the tickets' QR leads to. A proxy on the same PC makes
every peer loopback, so the peer alone opens nothing: what came under the public name, from a page of it, or says that
somebody passed it on, meets the public surface, whatever else it claims.

A browser always says where a page came from; what it says is believed, and a page from elsewhere is refused before
anything is looked at. DNS rebinding ends at the list of host names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from server.loopback import is_loopback

Surface = Literal["staff", "public"]
Headers = Mapping[bytes, bytes]

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = (b"same-origin", b"none")
_PASSED_ON = re.compile(
    rb"via|forwarded.*|x-forwarded.*|x-real-ip|x-original-.*|(x-|true-|cf-|fastly-)?(client|connecting)-ip|x-cluster-client-ip"
)
"""Headers that only a proxy writes."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Denied:
    """An HTTP status and a sentence for whoever reads logs."""

    status: int
    detail: str


@dataclass(frozen=True, slots=True)
class PublicName:
    """What a browser calls the place that the tickets' QR leads to; both empty when it leads nowhere."""

    host: str
    origin: bytes


def public_name(url: str) -> PublicName:
    """Of `phone_url`. A log may hold one that no program of today would take: then of nothing."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host:
        return PublicName("", b"")
    host = _bracketed(host)
    shown = "" if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f":{port}"
    return PublicName(host, f"{parts.scheme}://{host}{shown}".encode("latin-1", "replace"))


class Access:
    """For one port. `host` is what the server listens on, a loopback name without port; `phone_url` is asked each time,
    so a reload counts at once. Without `staff` everybody meets the public surface.
    """

    def __init__(self, host: str, phone_url: Callable[[], str], *, staff: bool = True) -> None:
        self._hosts = LOOPBACK_HOSTS | {_bracketed(host.lower())}
        self._phone_url = phone_url
        self._staff = staff
        self._public = ("", PublicName("", b""))

    def request(self, method: str, headers: Headers, scheme: str, client: str) -> Surface | Denied:
        """Which surface a request meets. One that can change something must come to the staff's, and there from a page
        of this server, or from a script: neither an origin nor a fetch site nor a cookie, and on this computer.
        """
        surface = self.surface(headers, scheme)
        if isinstance(surface, Denied) or method in _SAFE_METHODS:
            return surface
        if surface == "public":
            return Denied(403, "nothing is changed from here")
        fault = _strange(headers, scheme) if is_browser(headers) else _no_script(headers, client)
        if fault:
            return Denied(403, fault)
        if headers.get(b"content-type", b"").split(b";")[0].strip().lower() != b"application/json":
            return Denied(415, "send application/json")
        return surface

    def socket(self, headers: Headers, scheme: str, client: str) -> Surface | Denied:
        """Which surface a WebSocket meets. Without an origin it is a program: for the staff's it must be on this
        computer; a phone's proves itself by its token.
        """
        http = "https" if scheme == "wss" else "http"
        surface = self.surface(headers, http)
        if isinstance(surface, Denied):
            return surface
        origin = headers.get(b"origin")
        if origin is None:
            good = b"cookie" not in headers if surface == "public" else not _no_script(headers, client)
        else:
            good = _own(origin, headers, http) or (surface == "public" and origin == self._name().origin)
        return surface if good else Denied(403, "not from this page")

    def surface(self, headers: Headers, scheme: str) -> Surface | Denied:
        """By name, page and way only; `scheme` is http or https."""
        name, public = _name_in(headers), self._name()
        if name not in self._hosts:
            unknown = not self._staff and not self._phone_url()  # no hall yet, so no name: `/t` says 503
            good = name and (name == public.host or unknown)
            return "public" if good else Denied(400, "this server has another name")
        origin = headers.get(b"origin")
        from_public = origin is not None and origin == public.origin and not _own(origin, headers, scheme)
        if not self._staff or from_public or any(_PASSED_ON.fullmatch(header) for header in headers):
            return "public"
        return "staff"

    def _name(self) -> PublicName:
        url = self._phone_url()
        if self._public[0] != url:
            self._public = (url, public_name(url))
        return self._public[1]


def is_browser(headers: Iterable[bytes]) -> bool:
    """Whether a page asks, by the names of its headers: a browser cannot hide it for what changes something."""
    return any(name in {b"origin", b"sec-fetch-site"} for name in headers)


def _strange(headers: Headers, scheme: str) -> str:
    """Why a browser's request is not from a page of this server; empty when it is."""
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    if origin is not None and not _own(origin, headers, scheme):
        return "not from this page"
    return "not from this site" if site is not None and site not in _OWN_SITES else ""


def _no_script(headers: Headers, client: str) -> str:
    """Why what asks without a page is no script of this computer; empty when it is one."""
    if b"cookie" in headers:
        return "a browser must say where it comes from"
    return "" if is_loopback(client) else "a script must be on this computer"


def _name_in(headers: Headers) -> str:
    """The Host header's name in small letters; "" for one that is none."""
    host = headers.get(b"host", b"").decode("latin-1").lower()
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        return host
    return name if port.isascii() and port.isdigit() else ""


def _own(origin: bytes, headers: Headers, scheme: str) -> bool:
    return origin.lower() == scheme.encode() + b"://" + headers[b"host"].lower()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
