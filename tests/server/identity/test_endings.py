"""Why a session ended, as whoever still holds its token is told."""

from __future__ import annotations

import asyncio

import pytest

from server.identity.answers import SignedIn
from server.identity.endings import KEPT, Endings
from server.identity.heard import Heard
from server.identity.identity import Identity
from server.identity.rows import Picture, SessionRow
from server.identity.sign_in_policy import SignInPolicy
from tests.server.identity.people import HERE, HOUR_MS, LONG, MINUTE_MS, OTHER, People, added, signed_in

pytestmark = pytest.mark.anyio
MANY = range(KEPT + 5)


async def enter(identity: Identity) -> SignedIn:
    return signed_in(await identity.sign_in("bob", LONG, "", source=HERE))


async def test_one_that_lives_has_not_ended(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        assert identity.why_ended((await enter(identity)).token) == ""
        assert identity.why_ended("nobody's") == ""


async def test_out_by_its_owner(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        await identity.sign_out(session.principal.session_id)
        assert identity.why_ended(session.token) == "ended"


async def test_idle_also_before_and_after_it_is_swept(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        people.clock.advance(15 * MINUTE_MS)
        assert identity.why_ended(session.token) == "idle"
        async with asyncio.timeout(5):
            while session.principal.session_id not in people.ended:
                await asyncio.sleep(0.002)
        assert identity.why_ended(session.token) == "idle"


async def test_used_to_its_last_hour(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        for _ in range(6 * 12):
            people.clock.advance(10 * MINUTE_MS)
            identity.principal_of_session(session.token)
        assert identity.why_ended(session.token) == "absolute"


async def test_disabled_with_another_role_or_password(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        session = await enter(identity)
        await identity.set_role("person:test", bob, "volunteer")
        assert identity.why_ended(session.token) == "role"
        session, other = await enter(identity), await enter(identity)
        await identity.change_password(session.principal.session_id, LONG, OTHER)
        assert identity.why_ended(other.token) == "password"
        left = signed_in(await identity.sign_in("bob", OTHER, "", source=HERE))
        await identity.disable("person:test", bob)
        assert identity.why_ended(left.token) == "disabled"


def test_the_oldest_are_forgotten() -> None:
    endings = Endings()
    rows = [
        SessionRow(f"s{n}", f"t{n}", "a", "", "", by_pin=False, must_change=False, created_at=0, last_seen=0)
        for n in MANY
    ]
    endings.note(Picture(sessions={row.token_hash: row for row in rows}), Picture(), Heard(), HOUR_MS, SignInPolicy())
    assert endings.of("t4") == ""
    assert endings.of("t5") == "idle"
