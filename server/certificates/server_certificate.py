"""The certificate of a port while the server runs: the newest one is shown to whoever connects, without a restart."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog
from cryptography import x509

from server.certificates.files import CertificateRefused, certificate_in, refuse_open, server_context
from server.certificates.issuing import ends_at, names_in
from server.port_settings import CertificateFiles
from server.troubles import Trouble

LOOK_EVERY_S = 30.0
ENDS_SOON_MS = 14 * 86_400_000
"""A certificate should have been renewed before."""

_log = structlog.get_logger()


class Supply(Protocol):
    """Where certificates come from: `server.certificates.authority.OwnAuthority`, or files that others renew."""

    def files(self, now: int) -> CertificateFiles:
        """The one to be shown from now on. Raises CertificateRefused."""
        ...


class GivenFiles:
    """A certificate by path."""

    def __init__(self, files: CertificateFiles) -> None:
        self._files = files

    def files(self, now: int) -> CertificateFiles:  # noqa: ARG002 - whoever gives them looks at the time
        refuse_open(self._files.key, group_may=True)
        return self._files


class ServerCertificate:
    """Of one port. `now` is this computer's time, milliseconds since 1970."""

    def __init__(self, supply: Supply, now: Callable[[], int]) -> None:
        """Reads files, and may make them. Raises CertificateRefused."""
        self._supply = supply
        self._now = now
        self._fault = ""
        self._shown, self._newest = self._read()
        self._context = self._newest
        self._context.sni_callback = self._show_newest

    def context(self) -> ssl.SSLContext:
        """For the port; the same one for as long as the server runs."""
        return self._context

    def names(self) -> tuple[str, ...]:
        """The names and IP addresses that the certificate is for."""
        return names_in(self._shown)

    @property
    def ends(self) -> dt.datetime:
        """From when on nobody takes it."""
        return self._shown.not_valid_after_utc

    async def watch(self) -> None:
        """For as long as the server runs."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await self.look()

    async def look(self) -> None:
        """Takes a newer certificate over, if there is one. While there is a fault the old one stays."""
        try:
            shown, newest = await asyncio.to_thread(self._read)
        except CertificateRefused as fault:
            if self._fault != str(fault):
                _log.error("certificate_refused", reason=str(fault))
            self._fault = str(fault)
            return
        self._fault = ""
        if shown != self._shown:
            self._shown, self._newest = shown, newest
            _log.info("certificate_taken", names=list(self.names()), ends=f"{shown.not_valid_after_utc:%Y-%m-%d}")

    def troubles(self) -> Sequence[Trouble]:
        if ends_at(self._shown) - self._now() < ENDS_SOON_MS:
            ends = f"the server's certificate ends on {self.ends:%Y-%m-%d}"
            detail = f"{ends}. {self._fault}" if self._fault else ends
            return (Trouble("certificate", "certificate_ends", detail, blocks=False),)
        return (Trouble("certificate", "certificate_refused", self._fault, blocks=False),) if self._fault else ()

    def _read(self) -> tuple[x509.Certificate, ssl.SSLContext]:
        files = self._supply.files(self._now())
        return certificate_in(files.certificate), server_context(files)

    def _show_newest(self, connection: ssl.SSLObject, _: str | None, __: ssl.SSLContext) -> None:
        """Called within each handshake, before a certificate is shown."""
        if connection.context is not self._newest:
            connection.context = self._newest
