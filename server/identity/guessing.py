"""Whether who tries codes that belong to no account is heard: whoever guesses is stopped, and nobody else."""

from __future__ import annotations

from sqlalchemy import Connection

from server.identity.answers import Denial
from server.identity.failures import failures
from server.identity.throttle import FROM_SOURCE, locked_for_ms, seconds


def code_locked(connection: Connection, hall_id: str, subject: str, source: str, now: int) -> Denial | None:
    """`subject`: the kind of code. To be asked in the transaction that counts the guess: of many at once each sees
    those before it. What else was guessed from there does not count, so that made-up logins keep no code away."""
    found = failures(connection, hall_id, subject, source, now)
    ms = locked_for_ms(FROM_SOURCE, found.of_account_here, now)
    return Denial("locked", retry_after_s=seconds(ms)) if ms else None
