"""Who may speak to the edge at all, and which of its two surfaces they meet.

Staff's is the hall whole: for pages of this server and for enrolled devices, under one of this server's own names, over
an encrypted way (on this computer also a plain one). The public's is the phone page: for everybody, under the name that
the tickets' QR leads to. What came under the public name, from a page of it, or says that somebody passed it on who is
no proxy of ours, meets the public surface, whatever else it claims.

A browser always says where a page came from; what it says is believed, and a page from elsewhere is refused before
anything is looked at. DNS rebinding ends at the list of host names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from program.loopback import is_loopback
from server.edge.way import Denied, Way

Surface = Literal["staff", "public"]
Headers = Mapping[bytes, bytes]

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - to know them: no name of anybody
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = (b"same-origin", b"none")
_DEFAULT_PORTS = {"http": 80, "https": 443}


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
    """For one port. `host` is what the server listens on; `names` are its own names and addresses beside that, and
    `phone_url` where tickets lead, both asked each time, so that a change counts at once. Without `staff` everybody
    meets the public surface.
    """

    def __init__(
        self,
        host: str,
        phone_url: Callable[[], str],
        *,
        staff: bool = True,
        names: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._hosts = LOOPBACK_HOSTS | {_bracketed(host.lower())} - _EVERYWHERE
        self._names = names
        self._phone_url = phone_url
        self._staff = staff
        self._public = ("", PublicName("", b""))

    def request(self, method: str, headers: Headers, way: Way) -> Surface | Denied:
        """Which surface a request meets. One that can change something must come to the staff's, and there from a page
        of this server, or from a program: neither an origin nor a fetch site, nor a cookie that counts.
        """
        surface = self.surface(headers, way)
        if isinstance(surface, Denied):
            return surface
        if method in SAFE_METHODS:
            read_by = surface == "staff" and _strange_reader(headers)
            return Denied(403, "not from this site") if read_by else surface
        if surface == "public":
            return Denied(403, "nothing is changed from here")
        fault = _strange(headers, way.scheme)
        if fault:
            return Denied(403, fault)
        if headers.get(b"content-type", b"").split(b";")[0].strip().lower() != b"application/json":
            return Denied(415, "send application/json")
        return surface

    def socket(self, headers: Headers, way: Way) -> Surface | Denied:
        """Which surface a WebSocket meets. Without an origin it is a program, which has no cookies; a phone's proves
        itself by its token.
        """
        surface = self.surface(headers, way)
        if isinstance(surface, Denied):
            return surface
        origin = headers.get(b"origin")
        if origin is None:
            good = not _cookie_counts(headers)
        elif headers.get(b"sec-fetch-site", b"same-origin") not in _OWN_SITES:
            good = False
        else:
            good = _own(origin, headers, way.scheme) or (surface == "public" and self._of_public(origin))
        return surface if good else Denied(403, "not from this page")

    def always_encrypted(self, headers: Headers, way: Way) -> bool:
        """Whether a browser may be told never to come in the clear: where tickets lead by https, and it came so. Not
        under the server's own names: a browser that lost its trust in them could then not be helped, and another port
        of theirs may be plain."""
        name = self._name()
        encrypted = way.scheme == "https" or way.passed_on
        return encrypted and name.origin.startswith(b"https:") and _name_in(headers) == name.host

    def surface(self, headers: Headers, way: Way) -> Surface | Denied:
        """By name, page and way only."""
        name, public = _name_in(headers), self._name()
        if not name or (name not in self._hosts and name not in self._own_names()):
            unknown = not self._staff and not self._phone_url()  # no hall yet, so no name: `/t` says 503
            good = name and (name == public.host or unknown)
            return "public" if good else Denied(400, "this server has another name")
        origin = headers.get(b"origin")
        from_public = origin is not None and self._of_public(origin) and not _own(origin, headers, way.scheme)
        if not self._staff or from_public or way.passed_on:
            return "public"
        if way.scheme != "https" and not is_loopback(way.source):
            return Denied(403, "staff and devices come over HTTPS")
        return "staff"

    def _of_public(self, origin: bytes) -> bool:
        return bool(origin) and origin == self._name().origin

    def _own_names(self) -> Collection[str]:
        return {_bracketed(name.lower()) for name in self._names()} - _EVERYWHERE

    def _name(self) -> PublicName:
        url = self._phone_url()
        if self._public[0] != url:
            self._public = (url, public_name(url))
        return self._public[1]


def _strange(headers: Headers, scheme: str) -> str:
    """Why what would change something is from no page of this server, nor from a program; empty when it is."""
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    if origin is not None and not _own(origin, headers, scheme):
        return "not from this page"
    if site is not None:
        return "" if site in _OWN_SITES else "not from this site"
    return "a browser must say where it comes from" if origin is None and _cookie_counts(headers) else ""


def _strange_reader(headers: Headers) -> bool:
    """Whether a page from elsewhere reads: following a link is fine, taking parts of this server is not."""
    site = headers.get(b"sec-fetch-site", b"none")
    return site not in _OWN_SITES and headers.get(b"sec-fetch-mode") != b"navigate"


def _cookie_counts(headers: Headers) -> bool:
    """Beside `Authorization` nothing is read of it."""
    return b"cookie" in headers and b"authorization" not in headers


def _name_in(headers: Headers) -> str:
    """The Host header's name in small letters; "" for one that is none."""
    host = headers.get(b"host", b"").decode("latin-1").lower()
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        return host
    return name if port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65_535 else ""


def _own(origin: bytes, headers: Headers, scheme: str) -> bool:
    """Whether a page of this very scheme, name and port asks."""
    host = headers[b"host"].lower().removesuffix(b":%d" % _DEFAULT_PORTS[scheme])
    return origin.lower() == scheme.encode() + b"://" + host


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
