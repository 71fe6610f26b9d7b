"""Whoever connects is shown the newest certificate, without a restart; a fault keeps the one that there is."""

from __future__ import annotations

import asyncio
import datetime as dt
import http.client
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from websockets.sync.client import connect

from server.certificates.authority import OwnAuthority
from server.certificates.files import CertificateRefused, key_pem
from server.certificates.issuing import new_authority, new_certificate
from server.certificates.server_certificate import GivenFiles, ServerCertificate
from server.port_settings import CertificateFiles
from tests.server.certificates.tls_port import NAMES, NOW, WAIT_S, TlsPort, made, tls_port, trusting

DAY = 86_400_000


class Clock:
    def __init__(self, now: int = NOW) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


def shown_by(port: TlsPort, context: ssl.SSLContext) -> bytes:
    """The certificate that a new connection is shown, DER."""
    connection = http.client.HTTPSConnection("localhost", port.port, context=context, timeout=WAIT_S)
    try:
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"https"
        found = connection.sock.getpeercert(binary_form=True)
        assert found is not None
        return found
    finally:
        connection.close()


def test_pages_and_sockets_are_served_to_who_trusts_the_authority(tmp_path: Path) -> None:
    certificate, pem = made(tmp_path / "own")
    strict = trusting(pem)
    strict.verify_flags |= ssl.VERIFY_X509_STRICT
    with tls_port(certificate.context()) as port:
        shown_by(port, strict)
        with connect(f"wss://127.0.0.1:{port.port}/ws", ssl=strict, proxy=None) as socket:
            socket.ping().wait(WAIT_S)
            assert port.sockets[0].scheme == "wss"


def test_a_client_with_another_authority_says_nothing_to_it(tmp_path: Path) -> None:
    certificate, _ = made(tmp_path / "own")
    _, other = made(tmp_path / "other")
    with tls_port(certificate.context()) as port, pytest.raises(ssl.SSLCertVerificationError):
        shown_by(port, trusting(other))


def test_what_is_older_than_tls_1_2_is_refused(tmp_path: Path) -> None:
    certificate, pem = made(tmp_path / "own")
    assert certificate.context().minimum_version == ssl.TLSVersion.TLSv1_2
    older = trusting(pem)
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    with tls_port(certificate.context()) as port:
        shown_by(port, older)


def test_a_renewed_certificate_is_shown_to_the_next_one_who_connects(tmp_path: Path) -> None:
    clock = Clock(NOW - 264 * DAY)
    own = OwnAuthority(tmp_path / "own", "test", lambda: NAMES)
    certificate = ServerCertificate(own, clock)
    trust = trusting(own.pem(NOW))
    with tls_port(certificate.context()) as port:
        first = shown_by(port, trust)
        with connect(f"wss://localhost:{port.port}/ws", ssl=trust, proxy=None) as socket:
            asyncio.run(certificate.look())
            assert shown_by(port, trust) == first
            clock.now = NOW
            asyncio.run(certificate.look())
            second = shown_by(port, trust)
            assert second != first
            socket.ping().wait(WAIT_S)


def given(folder: Path, signed: x509.Certificate, key: bytes) -> CertificateFiles:
    files = CertificateFiles(folder / "hall.pem", folder / "hall.key")
    files.certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(key)
    files.key.chmod(0o640)
    return files


def with_rsa_key(days: int = 90) -> tuple[x509.Certificate, bytes]:
    """As many authorities give them still."""
    key = rsa.generate_private_key(65_537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    begins = dt.datetime.fromtimestamp(NOW / 1000, dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begins, begins + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return signed, key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


def unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


@pytest.mark.parametrize("first_is_rsa", [True, False])
def test_a_given_certificate_that_somebody_renews_is_taken_over(tmp_path: Path, first_is_rsa: bool) -> None:
    own = new_certificate(new_authority("test", NOW), NAMES, NOW)
    kinds = [with_rsa_key(), (own.certificate, key_pem(own.key))]
    first, second = kinds if first_is_rsa else reversed(kinds)
    certificate = ServerCertificate(GivenFiles(given(tmp_path, *first)), Clock())
    with tls_port(certificate.context()) as port:
        assert shown_by(port, unverified()) == der(first[0])
        given(tmp_path, *second)
        asyncio.run(certificate.look())
        assert shown_by(port, unverified()) == der(second[0])
        assert "localhost" in certificate.names()


def test_a_fault_while_it_runs_keeps_the_one_that_there_is_and_is_a_trouble(tmp_path: Path) -> None:
    signed, key = with_rsa_key()
    files = given(tmp_path, signed, key)
    certificate = ServerCertificate(GivenFiles(files), Clock())
    assert certificate.troubles() == ()
    whole = files.certificate.read_bytes()
    files.certificate.write_bytes(whole[:200])
    with tls_port(certificate.context()) as port:
        asyncio.run(certificate.look())
        assert [one.code for one in certificate.troubles()] == ["certificate_refused"]
        assert "hall.pem: is no certificate in PEM, or only a part of one" in certificate.troubles()[0].detail
        assert shown_by(port, unverified()) == der(signed)
        files.certificate.write_bytes(whole)
        asyncio.run(certificate.look())
        assert certificate.troubles() == ()


def test_a_certificate_that_ends_soon_is_a_trouble(tmp_path: Path) -> None:
    clock = Clock()
    certificate = ServerCertificate(GivenFiles(given(tmp_path, *with_rsa_key(90))), clock)
    clock.now += 75 * DAY
    assert certificate.troubles() == ()
    clock.now += 2 * DAY
    (trouble,) = certificate.troubles()
    assert (trouble.code, trouble.blocks) == ("certificate_ends", False)
    ends = dt.datetime.fromtimestamp(NOW / 1000, dt.UTC) + dt.timedelta(days=90)
    assert trouble.detail == f"the server's certificate ends on {ends:%Y-%m-%d}"


def test_a_renewal_that_fails_is_said_once_and_tried_again(tmp_path: Path) -> None:
    clock = Clock()
    own = OwnAuthority(tmp_path / "own", "test", lambda: NAMES)
    certificate = ServerCertificate(own, clock)
    key = (tmp_path / "own/authority.key").read_bytes()
    (tmp_path / "own/authority.key").unlink()
    clock.now += 264 * DAY
    asyncio.run(certificate.look())
    assert [one.code for one in certificate.troubles()] == ["certificate_refused"]
    (tmp_path / "own/authority.key").write_bytes(key)
    (tmp_path / "own/authority.key").chmod(0o600)
    asyncio.run(certificate.look())
    assert certificate.troubles() == ()


def test_a_given_certificate_that_cannot_be_used_is_said_in_plain_words(tmp_path: Path) -> None:
    signed, key = with_rsa_key()
    files = given(tmp_path, signed, key)

    def refused() -> str:
        with pytest.raises(CertificateRefused) as fault:
            ServerCertificate(GivenFiles(files), Clock())
        return str(fault.value)

    files.key.chmod(0o644)
    assert refused() == (
        f"{files.key}: others than its owner may use this private key (mode 0644); run: chmod 640 {files.key}"
    )
    other = serialization.load_pem_private_key(with_rsa_key()[1], None)
    files = given(tmp_path, signed, with_rsa_key()[1])
    assert "do not belong together" in refused()
    locked = other.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.BestAvailableEncryption(b"geheim"),
    )
    files = given(tmp_path, signed, locked)
    assert "or the key has a password" in refused()
    files = given(tmp_path, signed, b"")
    assert "are no certificate and key in PEM" in refused()
    files.key.unlink()
    assert refused() == f"{files.key}: cannot be read: No such file or directory"
    files = given(tmp_path, signed, key)
    files.certificate.unlink()
    assert refused() == f"{files.certificate}: cannot be read: No such file or directory"
