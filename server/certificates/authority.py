"""The server's own authority, in a folder of its own: made at the first start, whole or not at all; and the server's
certificate beside it, which is made anew whenever it must.

Browsers and devices trust the authority, so it is never replaced unasked: what is damaged there a person mends. The
server's own certificate and key are nobody's but the server's: what is damaged there it makes anew.
"""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from program.fingerprint import fingerprint
from server.certificates.files import (
    CertificateRefused,
    CertificateUnread,
    belong_together,
    certificate_in,
    certificate_pem,
    key_in,
    key_pem,
    sync_folder,
    write_whole,
)
from server.certificates.issuing import Issued, new_authority, new_certificate, why_renew
from server.port_settings import CertificateFiles

AUTHORITY, AUTHORITY_KEY = "authority.pem", "authority.key"
_SERVER, _SERVER_KEY = "server.pem", "server.key"

_log = structlog.get_logger()


class OwnAuthority:
    """Of one folder; `names` are asked each time that a certificate is wanted, the first one is its subject."""

    def __init__(self, folder: Path, hall_id: str, names: Callable[[], Sequence[str]]) -> None:
        self._folder = folder
        self._hall_id = hall_id
        self._names = names

    def pem(self, now: int) -> str:
        """The authority's certificate, made if there is none. Raises CertificateRefused."""
        return certificate_pem(self._certificate(now)).decode("ascii")

    def kept(self, now: int) -> str:
        """The authority's certificate, "" when none was made yet. Writes nothing. Raises CertificateRefused."""
        return self.pem(now) if self._is_there() else ""

    def files(self, now: int) -> CertificateFiles:
        """A certificate that is valid for a good while, for the names of now. `now`: milliseconds since 1970.

        Raises CertificateRefused when the authority's files must be mended, or none can be written.
        """
        authority, names = self._certificate(now), self._names()
        reason = self._why_renew(authority, names, now)
        if reason:
            self._renew(authority, names, now)
            _log.info("certificate_made", reason=reason, file=str(self._folder / _SERVER), names=list(names))
        return CertificateFiles(self._folder / _SERVER, self._folder / _SERVER_KEY)

    def _certificate(self, now: int) -> x509.Certificate:
        if not self._is_there():
            self._make(now)
        place = self._folder / AUTHORITY
        try:
            authority = certificate_in(place)
        except CertificateUnread:
            raise
        except CertificateRefused as fault:
            raise CertificateRefused(f"{fault}. {self._remedy()}") from fault
        begins, ends = authority.not_valid_before_utc, authority.not_valid_after_utc
        if not begins.timestamp() <= now / 1000 < ends.timestamp():
            raise CertificateRefused(
                f"{place}: is valid from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}, and by this computer's clock that is "
                f"not now. If the clock is right, remove {self._folder}: a new authority is made, and every browser "
                "and device must come to trust it"
            )
        return authority

    def _is_there(self) -> bool:
        """Raises CertificateRefused when a part of it is missing."""
        place, key = self._folder / AUTHORITY, self._folder / AUTHORITY_KEY
        if not place.exists() and key.exists():
            raise CertificateRefused(
                f"{place}: is missing, although its key is there. Restore it from a backup; if there is none, "
                f"remove {key}: a new authority is made, and every browser and device must come to trust it"
            )
        return place.exists()

    def _make(self, now: int) -> None:
        """Both files at once: they are written into a folder beside, which then gets the name. Where the folder is
        there already with something in it, the key comes first. Of two starts at once, one authority stays."""
        made = new_authority(self._hall_id, now)
        draft = self._folder.with_name(f".{self._folder.name}.{secrets.token_hex(4)}")
        try:
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.mkdir(mode=0o700)
            write_whole(draft / AUTHORITY_KEY, key_pem(made.key))
            write_whole(draft / AUTHORITY, certificate_pem(made.certificate))
            if self._folder.is_dir() and any(self._folder.iterdir()):
                for name in (AUTHORITY_KEY, AUTHORITY):
                    (self._folder / name).hardlink_to(draft / name)
                sync_folder(self._folder)
            else:
                draft.rename(self._folder)
                sync_folder(self._folder.parent)
        except OSError as fault:
            if fault.errno in {errno.EEXIST, errno.ENOTEMPTY} and (self._folder / AUTHORITY).exists():
                return
            raise CertificateRefused(f"{self._folder}: no authority can be made there: {fault.strerror}") from fault
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        shown = fingerprint(certificate_pem(made.certificate).decode("ascii"))
        _log.info("authority_made", folder=str(self._folder), fingerprint=shown)

    def _why_renew(self, authority: x509.Certificate, names: Collection[str], now: int) -> str:
        place, key = self._folder / _SERVER, self._folder / _SERVER_KEY
        if not place.exists() and not key.exists():
            return "there is none"
        try:
            certificate = certificate_in(place)
            if not belong_together(certificate, key_in(key)):
                return "its key is another one's"
        except CertificateRefused as fault:
            return str(fault)
        return why_renew(certificate, authority, names, now)

    def _renew(self, authority: x509.Certificate, names: Sequence[str], now: int) -> None:
        made = new_certificate(Issued(authority, self._key(authority)), names, now)
        try:
            write_whole(self._folder / _SERVER_KEY, key_pem(made.key))
            write_whole(self._folder / _SERVER, certificate_pem(made.certificate))
        except OSError as fault:
            raise CertificateRefused(
                f"{self._folder}: no certificate can be written there: {fault.strerror}"
            ) from fault

    def _key(self, authority: x509.Certificate) -> EllipticCurvePrivateKey:
        place = self._folder / AUTHORITY_KEY
        try:
            key = key_in(place)
        except CertificateUnread:
            raise
        except CertificateRefused as fault:
            if "chmod" in str(fault):
                raise
            raise CertificateRefused(f"{fault}. {self._remedy()}") from fault
        if not belong_together(authority, key):
            raise CertificateRefused(f"{place}: is not the key of {self._folder / AUTHORITY}. {self._remedy()}")
        return key

    def _remedy(self) -> str:
        return (
            f"Restore it from a backup; if there is none, remove {self._folder}: a new authority is made, and every "
            "browser and device must come to trust it"
        )
