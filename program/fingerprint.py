"""A certificate authority in words that people can compare: on a page, on a terminal and on a kiosk's screen."""

from __future__ import annotations

import base64
import hashlib
import ssl

_BYTES, _GROUP = 10, 4


def fingerprint(certificate_pem: str) -> str:
    """`ABCD-EFGH-IJKL-MNOP`: the first 80 bits of the SHA-256 of the certificate (DER), in base32 (RFC 4648). Raises
    ValueError when it is not one certificate in PEM: of two only the first would be compared.
    """
    letters = base64.b32encode(_digest(certificate_pem)[:_BYTES]).decode("ascii")
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def hex_fingerprint(certificate_pem: str) -> str:
    """`0F:3A:…`: all of that SHA-256, as browsers and systems show it. Raises ValueError as `fingerprint` does."""
    return _digest(certificate_pem).hex(":").upper()


def _digest(certificate_pem: str) -> bytes:
    if certificate_pem.count(ssl.PEM_HEADER) != 1:
        raise ValueError("not one certificate in PEM")
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate_pem.strip())).digest()
