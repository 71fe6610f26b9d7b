"""A hall's identity as its settings say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from program.clock import Clock, HallClock, SystemClock
from server.certificates.own_names import own_names
from server.domain.config import HallConfig
from server.identity.database import open_identity
from server.identity.hashing import Argon2Hasher
from server.identity.identity import Identity
from server.identity.sign_in_policy import HOUR_MS, MINUTE_MS, SignInPolicy
from server.settings import Settings, SignInSettings
from server.storage.faults import LogCorrupt, StorageFault, StoreRefused


def identity_of(settings: Settings, clock: HallClock) -> Identity:
    """To be started. In a rehearsal too people's codes go by the computer's time. Raises StorageFault, SqliteTooOld."""
    ours: Clock = SystemClock() if clock.rehearsed else clock
    return Identity(
        open_identity(settings.server.identity),
        settings.hall.hall_id,
        ours,
        sign_in_policy(settings.sign_in, settings.hall),
        first_code_file=settings.server.first_code_file,
        hasher=Argon2Hasher(),
        own_addresses=lambda: own_names().addresses,
    )


class IdentityAway(Exception):
    """Accounts and devices cannot be had; a later start may work. `str()` is one line for the person who runs the
    server."""


@asynccontextmanager
async def identity_at_work(settings: Settings, clock: HallClock) -> AsyncIterator[Identity]:
    """Begun, and ended at the end. Raises StoreRefused or IdentityAway when it cannot begin."""
    shown = settings.server.identity.render_as_string(hide_password=True)
    try:
        identity = identity_of(settings, clock)
        try:
            await identity.start()
        except BaseException:
            await identity.stop()
            raise
    except LogCorrupt as fault:
        raise StoreRefused(
            f"accounts and devices are damaged: {fault}. Restore the newest backup of {shown}"
        ) from fault
    except StorageFault as fault:
        raise IdentityAway(f"accounts and devices, {shown}: {str(fault).strip()}") from fault
    try:
        yield identity
    finally:
        await identity.stop()


def sign_in_policy(sign_in: SignInSettings, hall: HallConfig) -> SignInPolicy:
    names = [text for texts in (hall.name, hall.office) for _, text in texts]
    return SignInPolicy(
        policy=sign_in.policy,
        idle_ms=sign_in.idle_minutes * MINUTE_MS,
        absolute_ms=sign_in.absolute_hours * HOUR_MS,
        totp_for_administrators=sign_in.totp_for_administrators,
        time_zone=ZoneInfo(hall.time_zone),
        context_words=tuple(names),
    )
