"""Addresses in a config file: of a server, a printer, a sign. One reading for every program.

What is read here can be connected to as it is: a link, a socket and a resolver of names take every host that comes out.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from program.loopback import is_loopback

LONGEST = 400
"""Characters of an address."""
USUAL_PORT = 8765
"""Where a server listens unless its settings say another port."""
SERVER_FORM = "wss://HOST:PORT/ws, or ws://127.0.0.1:PORT/ws on the computer of the server"
_AS_A_LINK = {"https": "wss", "http": "ws"}
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A name whose last part is one of these is an IPv4 address to whoever looks it up."""
_BRACKETS = "has brackets or colons in a wrong place; an IPv6 address stands in brackets, like [2001:db8::1]:8765"


class AddressFault(ValueError):
    """It is no address that could work. `str()` says why, without the address and without what would be right."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """An address taken apart. `scheme` in small letters; `host` "" when there is none, else as `host_in` gives it;
    `port` None when none is said; `path` as written; `options` what stands behind the question mark."""

    scheme: str
    host: str = ""
    port: int | None = None
    path: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


def spelled(text: str) -> Spelled:
    """Takes any address apart. Raises AddressFault."""
    if len(text) > LONGEST:
        raise AddressFault(f"is longer than {LONGEST} characters")
    for place, character in enumerate(text, 1):
        if character.isspace() or not character.isprintable() or character == "\\":
            raise AddressFault(f"has the character U+{ord(character):04X} at position {place}")
    try:
        parts = urlsplit(text)
    except ValueError as fault:
        raise AddressFault(_BRACKETS if set("[]") & set(text) else "names no computer") from fault
    if not parts.scheme:
        raise AddressFault("does not say what kind of address it is")
    if "@" in parts.netloc:
        raise AddressFault("names a user; nobody signs in there")
    if "#" in text:
        raise AddressFault("has a #, and nothing may stand behind it")
    host, port = _host_and_port(parts.netloc)
    return Spelled(parts.scheme, host, port, parts.path, _options(parts.query))


def host_in(text: str) -> str:
    """A name or an IP address as everything that connects takes it: in small letters, without brackets, without a final
    dot, names of other scripts in ASCII (IDNA). Raises AddressFault.
    """
    if ":" in text or "[" in text:
        return _ipv6(text[1:-1] if text.startswith("[") and text.endswith("]") else text)
    try:
        name = text.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as fault:
        raise AddressFault(f"`{text}` is no name of a computer") from fault
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError as fault:
            raise AddressFault(f"`{text}` is no IP address; one looks like 192.0.2.10") from fault
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressFault(f"`{text}` is no name of a computer")
    return name


def reachable(host: str) -> str:
    """The host, when one computer can be meant by it. Raises AddressFault for 0.0.0.0, multicast and broadcast."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified or address.is_multicast or host == "255.255.255.255":
        raise AddressFault(f"{host} is no single computer's address")
    return host


def is_ip_address(host: str, *, unspecified: bool = False) -> bool:
    """Whether a host of `host_in` is one computer's IP address, of more than one cable; `unspecified`: or 0.0.0.0
    or ::, which to a server means all addresses of its computer."""
    if "%" in host:
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if address.is_unspecified:
        return unspecified
    return not address.is_multicast and host != "255.255.255.255"


def server_address(text: str) -> str:
    """A hall's server, as a link takes it: ws://192.0.2.1:8765/ws. Raises AddressFault."""
    found = spelled(text)
    if found.scheme not in {"ws", "wss"}:
        raise AddressFault(f"`{found.scheme}` is not what a screen speaks")
    if not found.host:
        raise AddressFault("names no server")
    if found.path != "/ws" or found.options:
        raise AddressFault("must end in /ws")
    host = reachable(found.host)
    if "%" in host:
        raise AddressFault(f"`{host}` is of one cable only; a server needs an address without %")
    return f"{found.scheme}://{_shown(host)}{'' if found.port is None else f':{found.port}'}/ws"


def typed_server(text: str) -> str:
    """A hall's server as somebody types it, as a link takes it: `192.0.2.1`, `hall-pc:8765`, a page's address in the
    browser, or `wss://hall-pc:8765/ws`. Unencrypted (`http`, `ws`) only on this computer. Raises AddressFault.
    """
    text = unicodedata.normalize("NFKC", text).strip()  # an input method for Chinese writes full-width letters
    if "://" not in text:
        text = f"wss://[{text}]" if text.count(":") > 1 and not text.startswith("[") else f"wss://{text}"
    found = spelled(text)
    scheme = _AS_A_LINK.get(found.scheme, found.scheme)
    if found.host and (found.scheme in _AS_A_LINK or found.path in {"", "/"}):
        port = found.port or (None if found.scheme in _AS_A_LINK else USUAL_PORT)
        text = f"{scheme}://{_shown(found.host)}{'' if port is None else f':{port}'}/ws"
    address = server_address(text)
    if not keeps_a_secret(address):
        raise AddressFault("is not encrypted, and leads to another computer")
    return address


def keeps_a_secret(server: str) -> bool:
    """Whether a token may go to this server's address (`server_address`): over TLS, or without leaving the computer."""
    found = spelled(server)
    return found.scheme == "wss" or found.host == "localhost" or is_loopback(found.host)


def only(options: Mapping[str, str], allowed: Collection[str]) -> None:
    """Raises AddressFault for an option that is not among the allowed ones."""
    for name in options:
        if name not in allowed:
            words = f", it takes {', '.join(sorted(allowed))}" if allowed else ", it takes none"
            raise AddressFault(f"has the unknown option `{name}`{words}")


def whole_number(options: Mapping[str, str], name: str, usual: int, allowed: range) -> int:
    """An option's value, `usual` when it is left out. Raises AddressFault when it is not in `allowed`."""
    text = options.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) in allowed):
        raise AddressFault(f"{name} is {allowed[0]} to {allowed[-1]}, not `{text[:20]}`")
    return int(text)


def device_path(found: Spelled) -> str:
    """The path of a device on this computer. Raises AddressFault for a network address, or none."""
    if found.host or found.port is not None or not re.fullmatch(r"/[^/].*", found.path):
        raise AddressFault("names no device; three slashes and its path stand behind the kind")
    return found.path


def network_place(found: Spelled) -> str:
    """The host of an address without a path. Raises AddressFault."""
    if not found.host:
        raise AddressFault("the host is missing")
    if found.path not in {"", "/"}:
        raise AddressFault(f"nothing may follow the host, but `{found.path}` does")
    return found.host


def port_of(found: Spelled) -> int:
    """Raises AddressFault when none is said."""
    if found.port is None:
        raise AddressFault("the port is missing")
    return found.port


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _host_and_port(netloc: str) -> tuple[str, int | None]:
    if not netloc:
        return "", None
    bracketed = re.fullmatch(r"(\[[^\[\]]*\])(:.*)?", netloc)
    if bracketed:
        host, rest = bracketed[1], bracketed[2] or ""
    elif netloc.count(":") > 1:
        raise AddressFault(_BRACKETS)
    else:
        host, colon, port = netloc.partition(":")
        rest = colon + port
    if not host:
        raise AddressFault("the host is missing")
    if not rest:
        return host_in(host), None
    port = rest[1:]
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65_535):
        raise AddressFault(f"port is 1 to 65535, not `{port[:20]}`")
    return host_in(host), int(port)


def _ipv6(text: str) -> str:
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError as fault:
        raise AddressFault(f"`{text}` is no IPv6 address; one looks like [2001:db8::1]") from fault


def _options(query: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in said:
            raise AddressFault(f"has the option `{name}` twice")
        said[name] = value
    return said
