"""Sessions: when they end, that nothing brings them back, and that whoever listens hears of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from server.identity.answers import Denial, OwnAccount, SignedIn
from server.identity.database import open_identity
from server.identity.identity import Identity
from server.identity.quick_hasher import QuickHasher
from server.identity.sessions import lives, new_token, token_hash
from server.identity.sign_in_policy import SignInPolicy
from server.storage.faults import StorageFault
from tests.server.identity.people import (
    DAY_MS,
    HERE,
    HOUR_MS,
    LONG,
    MINUTE_MS,
    OTHER,
    People,
    added,
    counter,
    first_administrator,
    signed_in,
)

pytestmark = pytest.mark.anyio


async def enter(identity: Identity, login: str = "bob", device_id: str = "") -> SignedIn:
    return signed_in(await identity.sign_in(login, LONG, "", source=HERE, device_id=device_id))


async def until(held: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not held():
            await asyncio.sleep(0.002)


def test_it_lives_while_it_is_used_and_young() -> None:
    policy = SignInPolicy()
    now = 100 * DAY_MS
    assert lives(now - HOUR_MS, now - 15 * MINUTE_MS + 1, now, policy)
    assert not lives(now - HOUR_MS, now - 15 * MINUTE_MS, now, policy)
    assert lives(now - 12 * HOUR_MS + 1, now, now, policy)
    assert not lives(now - 12 * HOUR_MS, now, now, policy)


def test_one_from_the_future_does_not_live() -> None:
    now = 100 * DAY_MS
    assert not lives(now + DAY_MS, now + DAY_MS, now, SignInPolicy())
    assert not lives(now - HOUR_MS, now + DAY_MS, now, SignInPolicy())
    assert lives(now + 1_000, now + 1_000, now, SignInPolicy())


def test_tokens_have_256_bits_and_rest_as_hashes() -> None:
    one, other = new_token(), new_token()
    assert one != other
    assert len(one) == 43
    assert len(token_hash(one)) == 64
    assert one not in token_hash(one)
    assert token_hash("\udce9")


async def test_every_sign_in_has_a_new_token_and_the_store_has_none(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        one, other = await enter(identity), await enter(identity)
        assert one.token != other.token
        assert identity.principal_of_session(one.token) == one.principal
        assert [one.source for one in await identity.sessions_of(bob)] == [HERE, HERE]
    raw = b"".join(path.read_bytes() for path in people.file.parent.iterdir())
    assert one.token.encode() not in raw
    assert token_hash(one.token).encode() in raw


async def test_a_session_lives_over_a_restart(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        people.clock.advance(14 * MINUTE_MS)
        identity.principal_of_session(session.token)
    people.clock.advance(14 * MINUTE_MS)
    async with people.open() as identity:
        assert identity.principal_of_session(session.token) == session.principal


async def test_idle_ones_end_and_are_told_of(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        idle, busy = await enter(identity), await enter(identity)
        people.clock.advance(10 * MINUTE_MS)
        identity.principal_of_session(idle.token, touch=False)
        identity.principal_of_session(busy.token)
        people.clock.advance(5 * MINUTE_MS)
        assert identity.principal_of_session(idle.token) is None
        assert identity.principal_of_session(busy.token) is not None
        await until(lambda: people.ended == [idle.principal.session_id])


async def test_idle_ones_end_also_while_nothing_can_be_written(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        idle = await enter(identity)
        engine = open_identity(people.url)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE identity_account RENAME TO hidden"))
        with pytest.raises(StorageFault):
            await identity.unlock("person:test", "anybody")
        people.clock.advance(15 * MINUTE_MS)
        await until(lambda: idle.principal.session_id in people.ended)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE hidden RENAME TO identity_account"))
        await until(lambda: not identity.troubles())


async def test_busy_ones_end_after_half_a_day(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        for _ in range(12 * 6):
            assert identity.principal_of_session(session.token) is not None
            people.clock.advance(10 * MINUTE_MS)
        assert identity.principal_of_session(session.token) is None
        await until(lambda: people.ended == [session.principal.session_id])


async def test_one_that_has_ended_does_not_come_back_with_a_clock_set_back(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        idle = await enter(identity)
        people.clock.advance(HOUR_MS)
        await until(lambda: people.ended == [idle.principal.session_id])
        people.clock.advance(-HOUR_MS)
        assert identity.principal_of_session(idle.token) is None


async def test_a_clock_set_back_a_day_ends_all_and_lets_people_in_again(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        old = await enter(identity)
        people.clock.advance(-DAY_MS)
        assert identity.principal_of_session(old.token) is None
        await until(lambda: people.ended == [old.principal.session_id])
        new = await enter(identity)
        assert identity.principal_of_session(new.token) == new.principal
        people.clock.advance(DAY_MS)
        assert identity.principal_of_session(old.token) is None


async def test_signing_out_ends_one_at_once(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        one, other = await enter(identity), await enter(identity)
        await identity.sign_out(one.principal.session_id)
        assert people.ended == [one.principal.session_id]
        assert identity.principal_of_session(one.token) is None
        assert identity.own_account(one.principal.session_id) is None
        assert identity.principal_of_session(other.token) is not None


@pytest.mark.parametrize("change", ["password", "reset", "role", "disabled", "revoked", "ended"])
async def test_changes_end_sessions_at_once_and_for_ever(people: People, change: str) -> None:
    async with people.open() as identity:
        bob, eve = await added(identity, "bob"), await added(identity, "eve")
        at = await counter(identity)
        old = await enter(identity, device_id=at)
        beside = await enter(identity, "eve")
        new = ""
        if change == "password":
            new = signed_in(await identity.change_password(old.principal.session_id, LONG, OTHER)).token
        elif change == "reset":
            assert isinstance(await identity.reset_code("person:test", bob), str)
        elif change == "role":
            assert await identity.set_role("person:test", bob, "supervisor") is None
        elif change == "disabled":
            assert await identity.disable("person:test", bob) is None
        elif change == "revoked":
            assert await identity.revoke("person:test", at) is None
        else:
            assert await identity.end_session("person:test", old.principal.session_id) is None
        assert old.principal.session_id in people.ended
        assert identity.principal_of_session(old.token) is None
        assert identity.principal_of_session(beside.token) is not None
        assert eve != bob
    async with people.open() as identity:
        assert identity.principal_of_session(old.token) is None
        assert (identity.principal_of_session(new) is not None) is (change == "password")


async def test_whoever_is_disabled_during_the_proof_does_not_get_in(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        entering = asyncio.create_task(identity.sign_in("bob", LONG, "", source=HERE))
        disabling = asyncio.create_task(identity.disable("person:test", bob))
        answer, _ = await entering, await disabling
        assert answer == Denial("wrong_credentials")
        assert await identity.sign_in("bob", LONG, "", source=HERE) == Denial("wrong_credentials")
        assert await identity.enable("person:test", bob) is None
        await enter(identity)


class HeldHasher(QuickHasher):
    """Proofs wait until `go` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.proves, self.go = threading.Event(), threading.Event()

    def verify(self, hashed: str, secret: str) -> bool:
        self.proves.set()
        assert self.go.wait(30)
        return super().verify(hashed, secret)


async def test_a_password_that_is_reset_during_the_proof_does_not_let_in(people: People) -> None:
    people.hasher = held = HeldHasher()
    async with people.open() as identity:
        bob = await added(identity, "bob")
        entering = asyncio.create_task(identity.sign_in("bob", LONG, "", source=HERE))
        assert await asyncio.to_thread(held.proves.wait, 30)
        assert isinstance(await identity.reset_code("person:test", bob), str)
        held.go.set()
        assert await entering == Denial("wrong_credentials")


async def test_fifty_at_once_have_fifty_sessions(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        answers = await asyncio.gather(
            *(identity.sign_in("bob", LONG, "", source=f"198.51.100.{number}") for number in range(50))
        )
        entered = [signed_in(one) for one in answers]
        assert len({one.token for one in entered}) == 50
        assert all(identity.principal_of_session(one.token) == one.principal for one in entered)


async def test_one_person_has_a_hundred_at_most(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        first = await enter(identity)
        for _ in range(100):
            people.clock.advance(1)
            await enter(identity)
        assert identity.principal_of_session(first.token) is None
        assert len(await identity.sessions_of(bob)) == 100


async def test_a_counter_has_one_person(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        await added(identity, "eve")
        at = await counter(identity)
        before, elsewhere = await enter(identity, device_id=at), await enter(identity)
        await enter(identity, "eve", at)
        assert identity.principal_of_session(before.token) is None
        assert identity.principal_of_session(elsewhere.token) is not None


async def test_only_an_enrolled_counter_is_one(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        assert (await enter(identity, device_id="made-up")).principal.device_id == ""


async def test_what_another_program_did_to_the_store_is_heard_of(people: People) -> None:
    async with people.open() as identity, people.open() as beside:
        bob = await added(identity, "bob")
        session = await enter(identity)
        people.ended.clear()
        await until(lambda: beside.principal_of_session(session.token) is not None)
        await beside.disable("person:test", bob)
        await until(lambda: identity.principal_of_session(session.token) is None)
        assert people.ended == [session.principal.session_id] * 2


async def test_halls_in_one_store_do_not_see_each_other(people: People) -> None:
    async with people.open() as identity, people.open("zhonghe") as other:
        await first_administrator(identity)
        bob = await added(identity, "bob")
        session = await enter(identity)
        at = await counter(identity)
        assert other.first_open()
        assert await other.accounts() == ()
        assert await other.devices() == ()
        assert other.principal_of_session(session.token) is None
        assert await other.sign_in("bob", LONG, "", source=HERE) == Denial("wrong_credentials")
        assert await other.disable("person:test", bob) == Denial("unknown")
        assert await other.revoke("person:test", at) == Denial("unknown")
        assert identity.principal_of_session(session.token) is not None


async def test_whose_session_it_is(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob", "supervisor")
        session = await enter(identity)
        assert identity.own_account(session.principal.session_id) == OwnAccount(bob, "bob", "bob 的名字", "supervisor")
        assert identity.own_account("made-up") is None


async def test_unknown_ones_cannot_be_ended(people: People) -> None:
    async with people.open() as identity:
        assert await identity.end_session("person:test", "made-up") == Denial("unknown")
        await identity.sign_out("made-up")
        assert people.ended == []
