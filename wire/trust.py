"""Whom a device believes to be its server."""

from __future__ import annotations

import ssl

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL; Python's ssl has no name for it."""


def trusting(authority_pem: str) -> ssl.SSLContext:
    """TLS to a server whose certificate this authority alone has signed, for the name or address that is called; "":
    any authority that this computer believes. Raises ssl.SSLError and ValueError for what is no certificate.

    With an authority of the hall, this computer's clock has no say: one without a battery stands in the past until
    somebody tells it the time, and a hall may be without anybody who does.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authority_pem:
        context.load_verify_locations(cadata=authority_pem)
        context.verify_flags |= _NO_CHECK_TIME
    else:
        context.load_default_certs()
    return context


def trusting_nobody_yet() -> ssl.SSLContext:
    """TLS to whoever is there: for asking who it is, never for telling anything."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
