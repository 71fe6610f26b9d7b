"""When a session has ended, and how tokens look at rest."""

from __future__ import annotations

import hashlib
import secrets

from server.identity.codes import AHEAD_MS
from server.identity.sign_in_policy import SignInPolicy


def new_token() -> str:
    """256 bits, base64url without padding: 43 characters."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256, hex: enough for what nobody can guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def lives(created_at: int, last_seen: int, now: int, policy: SignInPolicy) -> bool:
    """Not when the clock was set back behind its use: nobody knows then how old it is, and it would live a second
    time."""
    if max(created_at, last_seen) > now + AHEAD_MS:
        return False
    return now - last_seen < policy.idle_ms and now - created_at < policy.absolute_ms
