"""What the ports of a server show to whoever connects, as its settings say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from program.clock import SystemClock
from program.fingerprint import fingerprint
from server.certificates.authority import OwnAuthority
from server.certificates.server_certificate import GivenFiles, ServerCertificate
from server.port_settings import CertificateFiles, PortSettings
from server.supervision import Work
from server.troubles import Trouble


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to encrypt with, for people."""

    fingerprint: str = ""
    """Of the own authority; "" while it is not made, or not needed."""
    ends: str = ""
    """The last day of a certificate by path, of the staff's port."""
    public_ends: str = ""


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


def own_authority(ports: PortSettings, hall_id: str) -> OwnAuthority | None:
    """To be looked at only: None when the staff's port shows a certificate by path, or none."""
    own = ports.encryption and ports.certificate is None
    return OwnAuthority(ports.certificates, hall_id, tuple) if own else None


def shown_by(ports: PortSettings, hall_id: str) -> Shown:
    """What these settings would show to whoever connects. Raises CertificateRefused for what cannot be used."""
    own = own_authority(ports, hall_id)
    pem = own.kept(SystemClock().now()) if own else ""
    ends = ["" if given is None else _end_of(given) for given in (ports.certificate, ports.public_certificate)]
    return Shown(fingerprint(pem) if pem else "", *ends)


def _end_of(given: CertificateFiles) -> str:
    """The last day of a certificate by path."""
    one = ServerCertificate(GivenFiles(given), SystemClock().now)
    return f"{one.ends:%Y-%m-%d}"


def public_certificate(ports: PortSettings) -> ServerCertificate | None:
    """None: the public port speaks plain HTTP. Raises CertificateRefused."""
    given = ports.public_certificate
    return None if given is None else ServerCertificate(GivenFiles(given), SystemClock().now)
