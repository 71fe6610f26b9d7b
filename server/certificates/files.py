"""Certificates and private keys as files: PEM, a key readable by its owner only, never half a file."""

from __future__ import annotations

import os
import secrets
import ssl
import stat
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from server.port_settings import CertificateFiles

LARGEST = 1_000_000
"""Bytes of a file that may be a certificate or a key."""


class CertificateRefused(Exception):
    """A certificate or key cannot be used; `str()` is one line for the person who runs the server."""


class CertificateUnread(CertificateRefused):
    """The file is there and could not be looked at: this computer's trouble, which says nothing about the file."""


def read_bytes(path: Path) -> bytes:
    """Raises CertificateRefused; CertificateUnread where the file may be whole."""
    try:
        with path.open("rb") as file:
            found = file.read(LARGEST + 1)
    except FileNotFoundError as fault:
        raise CertificateRefused(f"{path}: cannot be read: {fault.strerror}") from fault
    except OSError as fault:
        raise CertificateUnread(f"{path}: cannot be read: {fault.strerror}") from fault
    if len(found) > LARGEST:
        raise CertificateRefused(f"{path}: is no certificate and no key: it has more than {LARGEST} bytes")
    return found


def certificate_in(path: Path) -> x509.Certificate:
    """The first certificate of a PEM file. Raises CertificateRefused."""
    try:
        return x509.load_pem_x509_certificate(read_bytes(path))
    except ValueError as fault:
        raise CertificateRefused(f"{path}: is no certificate in PEM, or only a part of one") from fault


def key_in(path: Path) -> EllipticCurvePrivateKey:
    """A key that the server made. Raises CertificateRefused, also when others than its owner may read it."""
    refuse_open(path)
    try:
        key = serialization.load_pem_private_key(read_bytes(path), password=None)
    except (ValueError, TypeError) as fault:
        raise CertificateRefused(f"{path}: is no private key in PEM, or only a part of one") from fault
    if not isinstance(key, EllipticCurvePrivateKey):
        raise CertificateRefused(f"{path}: is no key of the kind that the server makes")
    return key


def refuse_open(path: Path, *, group_may: bool = False) -> None:
    """Raises CertificateRefused when others than a key's owner may use it; `group_may`: or its group, as systems keep
    the keys that several programs share."""
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        raise CertificateRefused(f"{path}: cannot be read: {fault.strerror}") from fault
    if mode & (stat.S_IRWXO if group_may else stat.S_IRWXG | stat.S_IRWXO):
        raise CertificateRefused(
            f"{path}: others than its owner may use this private key (mode {stat.S_IMODE(mode):04o}); "
            f"run: chmod {640 if group_may else 600} {path}"
        )


def belong_together(certificate: x509.Certificate, key: EllipticCurvePrivateKey) -> bool:
    return certificate.public_key() == key.public_key()


def certificate_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def key_pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def write_whole(path: Path, content: bytes) -> None:
    """In place of what is there: a power cut leaves the old file or the new one. Mode 0600. Raises OSError."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """What was named, renamed or removed in it stays so through a power cut. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2; those of 1.3 are all of this kind: forward secrecy, and encryption that notices a change."""


def server_context(files: CertificateFiles) -> ssl.SSLContext:
    """TLS 1.2 or newer with this certificate, for HTTP/1.1 and WebSockets. Raises CertificateRefused."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(files.certificate, files.key, password=_no_password)
    except ssl.SSLError as fault:
        why = (
            "do not belong together"
            if fault.reason == "KEY_VALUES_MISMATCH"
            else "are no certificate and key in PEM, or the key has a password"
        )
        raise CertificateRefused(f"{files.certificate} and {files.key}: {why}") from fault
    except OSError as fault:
        raise CertificateRefused(f"{files.certificate} and {files.key}: cannot be read: {fault.strerror}") from fault
    return context


def _no_password() -> bytes:
    """A server that starts by itself can ask nobody; without this OpenSSL would ask the terminal."""
    return b""
