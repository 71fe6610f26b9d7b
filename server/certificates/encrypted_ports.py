"""What the ports of a server show to whoever connects, as its settings say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from program.clock import SystemClock
from program.fingerprint import fingerprint
from server.certificates.authority import OwnAuthority
from server.certificates.server_certificate import GivenFiles, ServerCertificate
from server.port_settings import PortSettings
from server.supervision import Work
from server.troubles import Trouble


@dataclass(frozen=True, slots=True)
class EncryptedPorts:
    staff: ServerCertificate | None
    """None: the staff's port speaks plain HTTP."""
    public: ServerCertificate | None
    authority_pem: str
    """What devices pin and browsers come to trust; "" when the certificate is of an authority that they know."""

    @property
    def fingerprint(self) -> str:
        """Of the authority; "" without one of our own."""
        return fingerprint(self.authority_pem) if self.authority_pem else ""

    def works(self) -> Mapping[str, Work]:
        """What keeps the certificates valid, to be run for as long as the server."""
        named = {"certificate": self.staff, "public_certificate": self.public}
        return {name: one.watch for name, one in named.items() if one is not None}

    def troubles(self) -> Sequence[Trouble]:
        return [trouble for one in (self.staff, self.public) if one is not None for trouble in one.troubles()]


def encrypted_ports(
    ports: PortSettings, hall_id: str, names: Callable[[], Sequence[str]], *, with_public: bool
) -> EncryptedPorts:
    """Reads files, and makes those of the own authority at the first start. `with_public`: whether this process serves
    the public port. Raises CertificateRefused.

    By this computer's clock, also in a rehearsal: those who connect judge by theirs.
    """
    now = SystemClock().now
    staff, pem = None, ""
    if ports.encryption and ports.certificate is not None:
        staff = ServerCertificate(GivenFiles(ports.certificate), now)
    elif ports.encryption:
        own = OwnAuthority(ports.certificates, hall_id, names)
        staff, pem = ServerCertificate(own, now), own.pem(now())
    return EncryptedPorts(staff, public_certificate(ports) if with_public else None, pem)


def public_certificate(ports: PortSettings) -> ServerCertificate | None:
    """None: the public port speaks plain HTTP. Raises CertificateRefused."""
    given = ports.public_certificate
    return None if given is None else ServerCertificate(GivenFiles(given), SystemClock().now)
