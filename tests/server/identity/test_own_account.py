"""Changing one's password, under both profiles."""

from __future__ import annotations

from itertools import pairwise

import pyotp
import pytest

from server.identity.answers import Denial, SignedIn, TotpSecret
from server.identity.identity import Identity
from server.identity.second_factor import STEP_MS
from server.identity.sign_in_policy import SignInPolicy
from tests.server.identity.people import (
    DAY_MS,
    HERE,
    LONG,
    MINUTE_MS,
    OTHER,
    PIN,
    THERE,
    People,
    added,
    counter,
    signed_in,
)

pytestmark = pytest.mark.anyio
TW_GOV = SignInPolicy(policy="tw-gov", totp_for_administrators=False)
REUSED = Denial("weak_password", reason="reused")


async def enter(identity: Identity, secret: str = LONG, device_id: str = "") -> SignedIn:
    return signed_in(await identity.sign_in("bob", secret, "", source=HERE, device_id=device_id))


async def change(identity: Identity, session: SignedIn, old: str, new: str) -> SignedIn | Denial:
    return await identity.change_password(session.principal.session_id, old, new)


async def test_a_change_wants_the_old_one_and_keeps_whoever_asked_signed_in(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        at = await counter(identity)
        here, there = await enter(identity, device_id=at), await enter(identity)
        assert await change(identity, here, OTHER, OTHER) == Denial("wrong_credentials")
        assert identity.principal_of_session(there.token) is not None
        after = signed_in(await change(identity, here, LONG, OTHER))
        assert after.token != here.token
        assert after.principal.device_id == at
        assert [identity.principal_of_session(one.token) for one in (here, there)] == [None, None]
        assert await identity.sign_in("bob", LONG, "", source=HERE) == Denial("wrong_credentials")
        await enter(identity, OTHER)


async def test_guessing_the_old_one_is_guessing(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        for _ in range(5):
            assert await change(identity, session, "no idea", OTHER) == Denial("wrong_credentials")
        assert await change(identity, session, LONG, OTHER) == Denial("locked", retry_after_s=900)


async def test_own_login_and_name_make_a_password_no_stronger(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        assert await change(identity, session, LONG, "bobbob123") == Denial("weak_password", reason="context_word")
        assert await change(identity, session, LONG, "short") == Denial("weak_password", reason="too_short")
        assert await change(identity, session, LONG, "x" * 129) == Denial("weak_password", reason="too_long")


async def test_asvs_changes_at_any_time_and_to_any_earlier_one(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        session = signed_in(await change(identity, session, LONG, OTHER))
        session = signed_in(await change(identity, session, OTHER, LONG))
        people.clock.advance(400 * DAY_MS)
        assert (await enter(identity)).principal.role == "clerk"


GOV = [f"Green Umbrella {number}" for number in range(5)]


@pytest.fixture
def gov(people: People) -> People:
    people.policy = TW_GOV
    return people


async def test_gov_wants_kinds_and_no_change_within_a_day(gov: People) -> None:
    async with gov.open() as identity:
        await added(identity, "bob")
        session = await enter(identity)
        assert await change(identity, session, LONG, GOV[0]) == Denial("not_now", 86_400, "too_soon")
        gov.clock.advance(DAY_MS)
        session = await enter(identity)
        assert await change(identity, session, LONG, "all in small") == Denial("weak_password", reason="kinds")
        signed_in(await change(identity, session, LONG, GOV[0]))


async def test_gov_refuses_the_last_three_and_no_more(gov: People) -> None:
    async with gov.open() as identity:
        await added(identity, "bob")
        secrets = [LONG, *GOV[:2]]
        for old, new in pairwise(secrets):
            gov.clock.advance(DAY_MS)
            signed_in(await change(identity, await enter(identity, old), old, new))
        gov.clock.advance(DAY_MS)
        session = await enter(identity, GOV[1])
        for again in secrets:
            assert await change(identity, session, GOV[1], again) == REUSED
        session = signed_in(await change(identity, session, GOV[1], GOV[2]))
        gov.clock.advance(DAY_MS)
        session = await enter(identity, GOV[2])
        signed_in(await change(identity, session, GOV[2], LONG))


async def test_gov_refuses_the_last_ones_after_a_reset_too(gov: People) -> None:
    async with gov.open() as identity:
        bob = await added(identity, "bob")
        code = await identity.reset_code("person:test", bob)
        assert isinstance(code, str)
        assert await identity.reset_password("bob", code, LONG, source=HERE) == REUSED
        assert await identity.reset_password("bob", code, OTHER, source=HERE) is None


async def test_gov_lets_nobody_act_whose_password_is_old(gov: People) -> None:
    async with gov.open() as identity:
        await added(identity, "bob")
        at = await counter(identity)
        gov.clock.advance(90 * DAY_MS - 1)
        fresh = await enter(identity)
        assert fresh.principal.role == "clerk"
        gov.clock.advance(1)
        assert [one.must_change for one in await identity.accounts()] == [True]
        old = await enter(identity, device_id=at)
        assert old.principal.role == "pending"
        own = identity.own_account(old.principal.session_id)
        assert own is not None
        assert own.must_change
        assert await identity.pin_people(at) == ()
        after = signed_in(await change(identity, old, LONG, OTHER))
        assert after.principal.role == "clerk"


async def test_gov_takes_no_pin_for_an_old_password(gov: People) -> None:
    async with gov.open() as identity:
        bob = await added(identity, "bob")
        at = await counter(identity)
        gov.clock.advance(90 * DAY_MS - 60_000)
        session = await enter(identity, device_id=at)
        assert await identity.set_pin(session.principal.session_id, PIN) is None
        identity.principal_of_session(session.token)
        gov.clock.advance(60_000)
        denied = Denial("not_allowed", reason="full_sign_in")
        assert await identity.switch(at, bob, PIN, source=THERE) == denied
        assert identity.principal_of_session(session.token) == session.principal


async def test_an_open_session_that_somebody_finds_sets_no_pin_and_no_other_second_factor(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = signed_in(await identity.sign_in("bob", LONG, "", source=HERE))
        begun = await identity.totp_begin(session.principal.session_id)
        assert isinstance(begun, TotpSecret)
        right = pyotp.TOTP(begun.secret).generate_otp(people.clock.now() // STEP_MS)
        own = signed_in(await identity.totp_confirm(session.principal.session_id, right)).principal.session_id
        people.clock.advance(5 * MINUTE_MS - 1)
        assert await identity.set_pin(own, PIN) is None
        assert isinstance(await identity.totp_begin(own), TotpSecret)
        people.clock.advance(1)
        again = Denial("not_allowed", reason="full_sign_in")
        assert await identity.set_pin(own, "736194") == again
        assert await identity.totp_begin(own) == again
