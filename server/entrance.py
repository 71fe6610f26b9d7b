"""How people, devices and phones come in: the ports of a server, what they show to whoever connects, where they are
found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack

import structlog

from server.certificates.encrypted_ports import encrypted_ports
from server.certificates.server_place import ServerPlace
from server.edge.gate import Gate
from server.edge.listen import EdgeServer, bound
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
        edges = [EdgeServer(hall, self._hall, "listening", tls.staff.context() if tls.staff else None)]
        if self._public is not None:
            context = tls.public.context() if tls.public else None
            edges.append(EdgeServer(public, self._public, "public_listening", context))
        return edges

    def works(self) -> Mapping[str, Work]:
        """What is to be done for as long as the server runs, by name."""
        return {"place": self._place.watch, **self._tls.works()}

    def troubles(self) -> Sequence[Trouble]:
        return self._tls.troubles()

    def say(self, first_code: str | None) -> None:
        """For whoever started the server. `first_code`: with which the first administrator is made; None: there is
        one."""
        if self.fingerprint:
            _log.info("authority", fingerprint=self.fingerprint)
        addresses = self.addresses()
        _log.info("found_at", addresses=list(addresses))
        if first_code is not None:
            page = addresses[0].replace("ws", "http", 1).removesuffix("/ws") + "/sign-in"
            _log.info("first_code", code=first_code, page=page)
