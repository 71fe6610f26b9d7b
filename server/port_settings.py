"""Where the server listens and who can read along: the rules of `[server]` for addresses and encryption.

Nothing that people or devices say goes over a network in the clear, unless a proxy that the file names is before it;
and what phones are told only where somebody has said so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from program.addresses import AddressFault, host_in, is_ip_address, reachable
from program.config_file import ConfigError
from program.loopback import is_loopback
from server.paths_beside import path_beside
from server.server_table import ServerTable

_HOSTS = "an IP address of this computer, 0.0.0.0 or :: for all that it has, or localhost"


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """A certificate (with those that lead up to its authority) and its private key, both PEM."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class PortSettings:
    """What `[server]` says of addresses, ports and encryption; consistent."""

    host: str
    """Where staff and devices are served: an IP address, which may mean all of this computer's, or `localhost`."""
    port: int
    """0: any free one."""
    names: tuple[str, ...]
    """More names and IP addresses by which this server is found, beside those that the computer knows of itself."""
    encryption: bool
    """Whether `port` speaks HTTPS and WSS. False only on loopback or behind a proxy."""
    certificate: CertificateFiles | None
    """For `port`; None: one of the server's own authority."""
    certificates: Path
    """Folder of that authority and its certificate."""
    behind_proxy: tuple[str, ...]
    """IP addresses whose forwarded headers are believed, and no others'."""
    public_host: str
    public_port: int | None
    """Has the public surface alone; None: there is none beside `port`. 0: any free one."""
    public_process: bool
    """Whether `public_port` is served by a process of its own, `python -m server public`."""
    public_certificate: CertificateFiles | None
    """For `public_port`; None: it speaks plain HTTP."""


def is_this_computer(host: str) -> bool:
    """Whether nobody but this computer's own programs can reach what listens there."""
    return host == "localhost" or is_loopback(host)


def comes_directly(ports: PortSettings) -> bool:
    """Whether staff and devices can come to `port` without a proxy of `behind_proxy` between them. Those must say who
    asks, so a proxy on this computer stands before all that comes from here.
    """
    if is_this_computer(ports.host):
        return not proxy_is_here(ports)
    return ports.encryption


def proxy_is_here(ports: PortSettings) -> bool:
    return any(map(is_this_computer, ports.behind_proxy))


def port_settings(path: Path, table: ServerTable) -> PortSettings:
    """Of the config file at `path`. Raises ConfigError."""
    host = _host(path, "server.host", table.host)
    public_host = host if table.public_host is None else _host(path, "server.public_host", table.public_host)
    settings = PortSettings(
        host=host,
        port=table.port,
        names=_hosts(path, "server.names", table.names, addresses_only=False),
        encryption=table.encryption,
        certificate=_pair(path, "server.certificate", table.certificate, table.certificate_key),
        certificates=path_beside(path, "server.certificates", table.certificates, folder=True),
        behind_proxy=_hosts(path, "server.behind_proxy", table.behind_proxy, addresses_only=True),
        public_host=public_host,
        public_port=_public_port(path, table),
        public_process=table.public_process,
        public_certificate=_pair(
            path, "server.public_certificate", table.public_certificate, table.public_certificate_key
        ),
    )
    _check_encryption(path, settings)
    _check_names(path, settings)
    _check_public(path, settings, plain=table.public_plain)
    return settings


def _check_encryption(path: Path, settings: PortSettings) -> None:
    if settings.encryption or settings.behind_proxy or is_this_computer(settings.host):
        return
    raise ConfigError(
        path,
        "server.encryption",
        f"is false, but {settings.host} is reached over the network, where others would read passwords along; allowed "
        "are true, or false with host 127.0.0.1, ::1 or localhost, or with a proxy named in server.behind_proxy",
    )


def _check_names(path: Path, settings: PortSettings) -> None:
    if settings.names or comes_directly(settings) or not settings.behind_proxy:
        return
    raise ConfigError(
        path,
        "server.names",
        "is empty, although staff and devices come through the proxy in server.behind_proxy alone; needed is the name "
        'by which they reach that proxy, such as ["hall.example.tw"]',
    )


def _check_public(path: Path, settings: PortSettings, *, plain: bool) -> None:
    if settings.public_port is None:
        if settings.public_certificate is not None:
            raise ConfigError(path, "server.public_certificate", "is for server.public_port, which is left out")
        return
    if settings.public_certificate is not None:
        if plain:
            raise ConfigError(
                path,
                "server.public_plain",
                "is true although there is a server.public_certificate; leave one of them out",
            )
        return
    if plain or settings.behind_proxy or is_this_computer(settings.public_host):
        return
    raise ConfigError(
        path,
        "server.public_port",
        f"phones would reach {settings.public_host} without encryption, and nobody has said that they may; needed are "
        "server.public_certificate with its key, the addresses of a proxy in server.behind_proxy, or "
        "server.public_plain = true",
    )


def _public_port(path: Path, table: ServerTable) -> int | None:
    if table.public_process and table.public_port is None:
        raise ConfigError(path, "server.public_process", "needs a port of its own: server.public_port is left out")
    if table.public_port and table.public_port == table.port:
        raise ConfigError(
            path,
            "server.public_port",
            f"{table.port} is the staff's own, server.port; allowed is any other from 1 to 65535, or leave it out",
        )
    return table.public_port


def _host(path: Path, key: str, text: str) -> str:
    try:
        found = host_in(text)
    except AddressFault:
        found = ""
    if not is_ip_address(found, unspecified=True) and found != "localhost":
        raise ConfigError(path, key, f"`{text}` is refused; allowed are {_HOSTS}")
    return found


def _hosts(path: Path, key: str, texts: Sequence[str], *, addresses_only: bool) -> tuple[str, ...]:
    """Each once, as written in a certificate and in a browser's Host header, without brackets."""
    allowed = "the IP addresses of proxies" if addresses_only else "names and IP addresses, without port or http://"
    found: list[str] = []
    for index, text in enumerate(texts):
        try:
            host = reachable(host_in(text))
        except AddressFault:
            host = ""
        good = is_ip_address(host) or not (addresses_only or set("%_") & set(host))
        if not host or not good:
            raise ConfigError(path, f"{key}[{index}]", f"`{text}` is refused; allowed are {allowed}")
        if host not in found:
            found.append(host)
    return tuple(found)


def _pair(path: Path, key: str, certificate: str | None, private: str | None) -> CertificateFiles | None:
    if certificate is None and private is None:
        return None
    if private is None:
        raise ConfigError(path, f"{key}_key", f"is missing: {key} needs the file of its private key")
    if certificate is None:
        raise ConfigError(path, key, f"is missing: {key}_key is the private key of a certificate")
    return CertificateFiles(path_beside(path, key, certificate), path_beside(path, f"{key}_key", private))
