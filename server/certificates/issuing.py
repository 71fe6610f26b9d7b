"""What the server's own authority is, and the certificates that it gives: ECDSA P-256, by the library `cryptography`.

Without files and clocks: times are milliseconds since 1970, of this computer's clock, since browsers and devices
judge by their own.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3652
CERTIFICATE_DAYS = 397
"""No browser takes one that lasts longer than 398."""
CLOCKS_DIFFER = dt.timedelta(days=1)
"""A certificate is valid from so long before it is made: the clocks of a hall's computers do not agree."""
RENEWED_AFTER = 2 / 3
"""Of its life."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def new_authority(hall_id: str, now: int) -> Issued:
    """An authority that signs certificates of this hall's server, and no further authorities."""
    key = ec.generate_private_key(ec.SECP256R1())
    begins = _instant(now)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Jiaohao 叫號"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Jiaohao {hall_id} {begins + CLOCKS_DIFFER:%Y-%m-%d}"),
        ]
    )
    builder = (
        _builder(subject, subject, key, begins, begins + dt.timedelta(days=AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
    )
    return Issued(builder.sign(key, hashes.SHA256()), key)


def new_certificate(authority: Issued, names: Sequence[str], now: int) -> Issued:
    """For a server that is found under these names and IP addresses (without brackets). Outlives not its authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    begins = _instant(now)
    ends = min(begins + dt.timedelta(days=CERTIFICATE_DAYS), authority.certificate.not_valid_after_utc)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    builder = (
        _builder(subject, authority.certificate.subject, key, begins, ends)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    return Issued(builder.sign(authority.key, hashes.SHA256()), key)


def why_renew(certificate: x509.Certificate, authority: x509.Certificate, names: Collection[str], now: int) -> str:
    """Why the server needs another certificate than this one, in a few words; "" when it does not. Names that it has
    beyond `names` do no harm."""
    at = dt.datetime.fromtimestamp(now / 1000, dt.UTC)
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception:  # noqa: BLE001 - ValueError, TypeError, InvalidSignature: whatever is wrong, it is not from there
        return "another authority"
    if at < begins:
        return "not valid yet"
    if at >= begins + (ends - begins) * RENEWED_AFTER and ends < authority.not_valid_after_utc:
        return "age"
    if at >= ends:
        return "no longer valid"
    missing = set(names) - set(names_in(certificate))
    return f"new names: {', '.join(sorted(missing))}" if missing else ""


def names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    """The names and IP addresses that a certificate is for; a `*.` stands as it is written."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    return (
        *found.get_values_for_type(x509.DNSName),
        *(str(address) for address in found.get_values_for_type(x509.IPAddress)),
    )


def ends_at(certificate: x509.Certificate) -> int:
    """Milliseconds since 1970."""
    return int(certificate.not_valid_after_utc.timestamp() * 1000)


def _instant(now: int) -> dt.datetime:
    """From when a certificate made at `now` is valid: whole seconds, as certificates have them."""
    return dt.datetime.fromtimestamp(now // 1000, dt.UTC) - CLOCKS_DIFFER


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, begins: dt.datetime, ends: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
