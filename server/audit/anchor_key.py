"""The key with which a server signs its anchors: Ed25519, in a file beside the hall's secret, made at the first start.

A lost or foreign key stops nothing. Anchors name the key that signed them, so old ones go on proving what they say;
that a new key has begun is said once.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.certificates.files import sync_folder

LARGEST = 10_000
"""Bytes of a file that may be a key."""


class KeyRefused(Exception):
    """The key cannot be used; `str()` is one line for the person who runs the server."""


class AnchorKey:
    """Signs; `server.audit.anchor` says what."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    def sign(self, text: bytes) -> bytes:
        return self._private.sign(text)


def key_path(secret_file: Path) -> Path:
    return secret_file.with_name("anchor.key")


def read_key(path: Path) -> AnchorKey:
    """Raises KeyRefused, FileNotFoundError when there is none."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise KeyRefused(f"{path}: cannot be read: {fault.strerror}") from fault
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(
            f"{path}: others than its owner may use this key (mode {stat.S_IMODE(mode):04o}); run: chmod 600 {path}"
        )
    try:
        private = serialization.load_pem_private_key(text[:LARGEST], password=None)
    except (ValueError, TypeError) as fault:
        raise KeyRefused(
            f"{path}: is no private key in PEM, or only a part of one; restore it, or remove it"
        ) from fault
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyRefused(f"{path}: is no key of the kind that the server makes; restore it, or remove it")
    return AnchorKey(private)


def read_or_make_key(path: Path) -> tuple[AnchorKey, bool]:
    """The key, and whether it was made just now. Raises KeyRefused."""
    try:
        return read_key(path), False
    except FileNotFoundError:
        pass
    try:
        _make(path)
        return read_key(path), True
    except OSError as fault:
        raise KeyRefused(f"{path}: cannot be made: {fault.strerror}") from fault


def _make(path: Path) -> None:
    """Whole or not at all; of two first starts at once, one key stays. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    sync_folder(path.parent)
