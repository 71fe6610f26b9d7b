"""A hall's identity in a store of its own, with the people and counters that a test needs, made as in a hall."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL

from program.clock import ManualClock
from server.identity.answers import AddedAccount, Denial, DeviceCode, Enrolled, SignedIn
from server.identity.database import open_identity
from server.identity.hashing import Hasher
from server.identity.identity import Identity
from server.identity.principal import StaffRole
from server.identity.quick_hasher import QuickHasher
from server.identity.sign_in_policy import SignInPolicy
from tests.server.sample_halls import NOON

HALL_ID = "banqiao"
LONG = "Seventeen green umbrellas"
OTHER = "Forty quiet ferry boats"
PIN = "258036"
PLAIN = SignInPolicy(totp_for_administrators=False)
MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
HERE, THERE = "192.0.2.10", "192.0.2.20"


class People:
    """One store, over which identities are opened one after the other, as over restarts."""

    def __init__(self, folder: Path, policy: SignInPolicy = PLAIN, hasher: Hasher | None = None) -> None:
        self.clock = ManualClock(NOON)
        self.policy = policy
        self.hasher = hasher or QuickHasher()
        self.file = folder / "identity.db"
        self.code_file = folder / "first-code"
        self.url = URL.create("sqlite", database=str(self.file))
        self.ended: list[str] = []
        """Ids of sessions and devices, as the listener heard of them."""

    @asynccontextmanager
    async def open(self, hall_id: str = HALL_ID) -> AsyncIterator[Identity]:
        one = Identity(
            open_identity(self.url),
            hall_id,
            self.clock,
            self.policy,
            first_code_file=self.code_file,
            hasher=self.hasher,
            sweep_s=0.01,
        )
        await one.start()
        one.subscribe(self.ended.extend)
        try:
            yield one
        finally:
            await one.stop()


async def first_administrator(identity: Identity) -> SignedIn:
    code = await identity.first_code()
    assert code is not None
    return signed_in(await identity.make_first(code, "amy", "艾米", LONG, source=HERE))


async def added(identity: Identity, login: str, role: StaffRole = "clerk") -> str:
    """Id of a new account whose owner has chosen LONG as password."""
    made = await identity.add_account("person:test", login, f"{login} 的名字", role)
    assert isinstance(made, AddedAccount)
    assert await identity.reset_password(login, made.code, LONG, source=HERE) is None
    return made.account.account_id


async def counter(identity: Identity, name: str = "3 號櫃檯的電腦") -> str:
    """Id of a new enrolled counter."""
    return (await enrolled(identity, name)).device_id


async def enrolled(identity: Identity, name: str) -> Enrolled:
    code = await identity.device_code("person:test", "counter", name)
    assert isinstance(code, DeviceCode)
    made = await identity.enrol(code.code, "0.1.0", source=THERE)
    assert isinstance(made, Enrolled)
    return made


def signed_in(answer: SignedIn | Denial) -> SignedIn:
    assert isinstance(answer, SignedIn), answer
    return answer
