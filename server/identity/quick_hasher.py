"""A hasher for tests: salted, but quick."""

from __future__ import annotations

import hashlib
import hmac
import secrets


class QuickHasher:
    def __init__(self) -> None:
        self.proofs = 0
        """How often a secret was held against a hash."""

    def hash(self, secret: str) -> str:
        salt = secrets.token_hex(4)
        return f"quick:{salt}:{_digest(salt, secret)}"

    def verify(self, hashed: str, secret: str) -> bool:
        self.proofs += 1
        _, salt, digest = hashed.split(":")
        return hmac.compare_digest(digest, _digest(salt, secret))


def _digest(salt: str, secret: str) -> str:
    return hashlib.sha256(f"{salt}{secret}".encode()).hexdigest()
