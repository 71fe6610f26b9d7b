"""Phone tokens: the capability behind the QR on a ticket.

A token is derived, not drawn: 128 bits of HMAC-SHA256 over the ticket under the hall's secret. So the same command
gives the same token after a restart, although the log holds only the token's hash.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

SECRET_BYTES = 32


class SecretRefused(Exception):
    """The secret file cannot be used; `str()` is one line for the person who runs the server."""


class TokenMint:
    """Tokens of one hall."""

    def __init__(self, secret: bytes, hall_id: str) -> None:
        self._of_hall = hmac.new(secret, f"{hall_id}|".encode(), "sha256")

    def token(self, ticket_id: str) -> str:
        """128 bits, base64url without padding: 22 characters."""
        # A copy, since `hmac.digest` gives the interpreter lock away each time: author and event loop both come here
        # for every ticket, and each stood in line for the lock behind the other.
        mac = self._of_hall.copy()
        mac.update(ticket_id.encode())
        return base64.urlsafe_b64encode(mac.digest()[:16]).decode().rstrip("=")

    def hash(self, ticket_id: str) -> str:
        """What the log holds: SHA-256 of the token, hex."""
        return token_hash(self.token(ticket_id))


def token_hash(token: str) -> str:
    """SHA-256, hex, of a token as a phone presents it."""
    return hashlib.sha256(token.encode()).hexdigest()


def read_secret(path: Path) -> bytes:
    """The hall's secret, made at the first start. Raises SecretRefused with the reason and the remedy."""
    try:
        if not path.exists():
            _make(path)
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "is no plain text"
        raise SecretRefused(f"{path}: cannot be used as secret file: {why}") from fault
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SecretRefused(
            f"{path}: others than its owner may use this secret file (mode {stat.S_IMODE(mode):04o}); "
            f"run: chmod 600 {path}"
        )
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise SecretRefused(
            f"{path}: is not a secret of {SECRET_BYTES} bytes in hex. Restore it from a backup; if there is none, "
            "remove it, and the QR codes printed so far lead nowhere"
        )
    return secret


def _make(path: Path) -> None:
    """Whole or not at all: a power cut leaves no half a secret; of two first starts at once, one secret stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
