"""Who reaches what from where, in words: what `./jiaohao server --check` says. What the computer is called and which
certificates are there are arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from program.texts import Catalog
from server.certificates.encrypted_ports import Shown
from server.certificates.found_at import bracketed, reached_at
from server.certificates.own_names import OwnNames
from server.port_settings import comes_directly, is_this_computer, proxy_is_here
from server.settings import Settings

MOST = 8
"""Addresses of one port."""


class Reach:
    def __init__(self, settings: Settings, own: OwnNames, shown: Shown, texts: Catalog, language: str) -> None:
        self._ports = settings.ports
        self._phone_url = settings.hall.phone_url
        self._own = own
        self._shown = shown
        self._texts, self._language = texts, language

    def lines(self) -> Sequence[str]:
        ports = self._ports
        said = [self._say("staff", port=self._port(ports.port), how=self._how())]
        scheme = "https" if ports.encryption else "http"
        only_proxy = not comes_directly(ports)
        said += self._places(scheme, ports.host, ports.port, "", only_proxy=only_proxy)
        if ports.public_port is None:
            said.append(self._say("no_public"))
        else:
            said.append(self._say("public", port=self._port(ports.public_port), how=self._public_how()))
            scheme = "http" if ports.public_certificate is None else "https"
            said += self._places(scheme, ports.public_host, ports.public_port, "/t", only_proxy=False)
        return [*said, self._qr()]

    def _how(self) -> str:
        ports = self._ports
        if ports.encryption and ports.certificate is not None:
            return self._say("given", file=ports.certificate.certificate, date=self._shown.ends)
        if ports.encryption:
            made = self._shown.fingerprint
            return self._say("own", fingerprint=made) if made else self._say("own_later")
        if is_this_computer(ports.host):
            return self._say("plain_here")
        return self._say("plain_proxy", proxies=", ".join(ports.behind_proxy))

    def _public_how(self) -> str:
        given = self._ports.public_certificate
        if given is None:
            return self._say("public_plain")
        return self._say("given", file=given.certificate, date=self._shown.public_ends)

    def _places(self, scheme: str, host: str, port: int, path: str, *, only_proxy: bool) -> Iterator[str]:
        """One line for each address; `path` only phones have. `only_proxy`: nobody but a proxy is let in directly."""
        ports = self._ports

        def address(name: str) -> str:
            return f"{scheme}://{bracketed(name)}:{self._port(port)}{path}"

        here = host if is_this_computer(host) else "localhost" if host in {"0.0.0.0", "::"} else ""  # noqa: S104
        if here and not proxy_is_here(ports):
            yield self._say("from_here", address=address(here))
        if ports.behind_proxy:
            proxies, names = ", ".join(ports.behind_proxy), self._name_of_phones() if path else ports.names
            for name in names:
                yield self._say("from_proxy", proxies=proxies, address=f"https://{bracketed(name)}{path}")
        if is_this_computer(host) or only_proxy:
            yield self._say("not_from_network")
            return
        for name in reached_at(host, ports.names, self._own)[:MOST]:
            yield self._say("from_network", address=address(name))

    def _name_of_phones(self) -> Sequence[str]:
        name = urlsplit(self._phone_url).hostname
        return (name,) if name else ()

    def _qr(self) -> str:
        ports, url = self._ports, self._phone_url
        if not url:
            return self._say("qr_none")
        parts = urlsplit(url)
        at = parts.port or {"http": 80, "https": 443}[parts.scheme]
        if is_this_computer(parts.hostname or ""):
            return self._say("qr_here", url=url)
        if at == ports.port and ports.encryption and ports.certificate is None:
            return self._say("qr_staff", url=url)
        host = ports.public_host if at == ports.public_port else ports.host
        if is_this_computer(host) and not ports.behind_proxy:
            return self._say("qr_unreached", url=url, setting="public_host" if at == ports.public_port else "host")
        plain = ports.public_certificate is None and not ports.behind_proxy
        if parts.scheme == "https" and at == ports.public_port and plain:
            return self._say("qr_no_proxy", url=url, port=at)
        return self._say("qr", url=url)

    def _port(self, port: int) -> str:
        return str(port) if port else self._say("any_port")

    def _say(self, key: str, **fields: object) -> str:
        return self._texts.text(self._language, key, **fields)
