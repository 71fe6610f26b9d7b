"""How people, devices and phones come in: the ports of a server, what they show to whoever connects, where they are
found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import TextIO

import structlog

from program.fingerprint import hex_fingerprint
from program.language import language_of_terminal
from program.texts import read_catalog
from server.certificates.encrypted_ports import encrypted_ports
from server.certificates.server_place import ServerPlace
from server.edge.arrivals import Arrivals
from server.edge.gate import Gate
from server.edge.listen import EdgeServer, bound
from server.edge.porch import PUBLIC
from server.settings import Settings
from server.supervision import Work
from server.troubles import Trouble

_log = structlog.get_logger()


class Entrance:
    """Of one server. Its certificates are made where they are missing."""

    def __init__(self, settings: Settings, held: ExitStack) -> None:
        """Takes the ports at once, for as long as `held`, before it touches anything. Raises PortRefused,
        CertificateRefused."""
        ports = settings.ports
        self._arrivals = Arrivals()
        self._hall = held.enter_context(bound(ports.host, ports.port))
        self._public = None
        if ports.public_port is not None and not ports.public_process:
            self._public = held.enter_context(bound(ports.public_host, ports.public_port))
        self._place = ServerPlace(ports, self._hall.getsockname()[1])
        self._tls = encrypted_ports(
            ports, settings.hall.hall_id, self._place.names, with_public=self._public is not None
        )
        self.addresses = self._place.addresses
        self.fingerprint = self._tls.fingerprint
        self.authority_pem = self._tls.authority_pem

    def names(self) -> tuple[str, ...]:
        """Names and addresses that people type to come here, also those that only the certificate has."""
        return (*self._place.names(), *(self._tls.staff.names() if self._tls.staff else ()))

    def edges(self, hall: Gate, public: Gate) -> Sequence[EdgeServer]:
        tls = self._tls
        context = tls.staff.context() if tls.staff else None
        edges = [EdgeServer(hall, self._hall, "listening", context, arrivals=self._arrivals)]
        if self._public is not None:
            context = tls.public.context() if tls.public else None
            edges.append(
                EdgeServer(public, self._public, "public_listening", context, arrivals=self._arrivals, doorway=PUBLIC)
            )
        return edges

    def works(self) -> Mapping[str, Work]:
        """What is to be done for as long as the server runs, by name."""
        return {"place": self._place.watch, **self._tls.works()}

    def troubles(self) -> Sequence[Trouble]:
        return (*self._tls.troubles(), *self._arrivals.troubles())

    def say(self, first_code: str | None, terminal: TextIO | None) -> None:
        """For whoever started the server. `first_code`: with which the first administrator is made; None: there is
        one. `terminal` is told the same in plain words, when it is one."""
        digest = hex_fingerprint(self.authority_pem) if self.authority_pem else ""
        if self.fingerprint:
            _log.info("authority", fingerprint=self.fingerprint, sha256=digest)
        addresses = self.addresses()
        _log.info("found_at", addresses=list(addresses))
        page = self._place.page()
        if first_code is not None:
            _log.info("first_code", code=first_code, page=f"{page}/sign-in")
        lines = start_lines(language_of_terminal(), page, self.fingerprint, digest, first_code)
        tell_terminal(terminal, lines)


def tell_terminal(terminal: TextIO | None, lines: Sequence[str]) -> None:
    """Nothing when it is none, or gone: what is said there also stands in the log."""
    if terminal is None or not terminal.isatty():
        return
    with suppress(OSError):
        terminal.write("".join(f"{line}\n" for line in lines))
        terminal.flush()


def start_lines(language: str, page: str, fingerprint: str, digest: str, first_code: str | None) -> Sequence[str]:
    """What somebody at the server's terminal writes down. `page` is where a browser finds the server; `fingerprint` and
    `digest` are "" without an authority of its own."""
    texts = read_catalog("entrance")
    lines = [texts.text(language, "start_page", page=page)]
    if fingerprint:
        lines.append(texts.text(language, "fingerprint", fingerprint=fingerprint, digest=digest))
    if first_code is not None:
        lines.append(texts.text(language, "start_first_code", code=first_code))
    return lines
