"""Whether who tries codes that belong to no account is heard: whoever guesses is stopped, and nobody else."""

from __future__ import annotations

from server.identity.answers import Denial
from server.identity.failures import failures
from server.identity.store_thread import StoreThread
from server.identity.throttle import Failures, account_locked_ms, seconds


async def code_locked(store: StoreThread, subject: str, source: str, now: int) -> Denial | None:
    """`subject`: the kind of code."""
    found = await store.read(lambda connection, hall_id: failures(connection, hall_id, subject, source, now))
    ms = account_locked_ms(Failures(found.of_account_here, (), found.of_source), now, known_here=True)
    return Denial("locked", retry_after_s=seconds(ms)) if ms else None
