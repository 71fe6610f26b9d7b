"""The second factor: codes that change every 30 seconds (RFC 6238). Each counts once."""

from __future__ import annotations

import hmac

import pyotp

from server.identity.answers import TotpSecret

STEP_MS = 30_000
ISSUER = "Jiaohao"


def new_secret(login: str) -> TotpSecret:
    """160 bits."""
    secret = pyotp.random_base32()
    return TotpSecret(secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER))


def step_of(secret: str, code: str, now: int, last_step: int) -> int | None:
    """The step that the code belongs to: the present one or a neighbour, and later than `last_step`, the last one used.
    None when it is no such code."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 6):
        return None
    totp = pyotp.TOTP(secret)
    here = now // STEP_MS
    found = None
    for step in (here - 1, here, here + 1):
        if hmac.compare_digest(totp.generate_otp(step), typed) and step > last_step:
            found = step
    return found
