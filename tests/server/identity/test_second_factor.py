"""The second factor: set up by its owner, wanted of administrators, each code once."""

from __future__ import annotations

import pyotp
import pytest

from server.identity.answers import Denial, SignedIn, TotpSecret
from server.identity.identity import Identity
from server.identity.second_factor import STEP_MS, new_secret, step_of
from server.identity.sign_in_policy import SignInPolicy
from tests.server.identity.people import DAY_MS, HERE, LONG, THERE, People, added, first_administrator, signed_in

pytestmark = pytest.mark.anyio
STRICT = SignInPolicy()


def code(people: People, secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).generate_otp(people.clock.now() // STEP_MS + steps)


async def set_up(identity: Identity, people: People, session: SignedIn) -> tuple[str, SignedIn]:
    """The secret, and the session that goes on."""
    begun = await identity.totp_begin(session.principal.session_id)
    assert isinstance(begun, TotpSecret)
    confirmed = await identity.totp_confirm(session.principal.session_id, code(people, begun.secret))
    return begun.secret, signed_in(confirmed)


def test_a_code_of_the_present_step_or_a_neighbour_counts() -> None:
    secret = new_secret("amy").secret
    now = 60_000_000_000
    here = now // STEP_MS
    at = pyotp.TOTP(secret).generate_otp
    assert [step_of(secret, at(here + off), now, 0) for off in (-2, -1, 0, 1, 2)] == [
        None,
        here - 1,
        here,
        here + 1,
        None,
    ]
    assert step_of(secret, f" {at(here)[:3]} {at(here)[3:]} ", now, 0) == here
    assert [step_of(secret, typed, now, 0) for typed in ("", "12345", "１２３４５６", "abcdef")] == [None] * 4
    assert step_of(secret, at(here), now, here) is None


def test_the_uri_names_hall_software_and_login() -> None:
    made = new_secret("amy")
    assert made.uri.startswith("otpauth://totp/Jiaohao:amy?secret=")
    assert len(made.secret) == 32


async def test_an_administrator_without_one_is_pending_until_it_is_set_up(people: People) -> None:
    people.policy = STRICT
    async with people.open() as identity:
        first = await first_administrator(identity)
        assert first.principal.role == "pending"
        own = identity.own_account(first.principal.session_id)
        assert own is not None
        assert own.totp == "needed"
        secret, after = await set_up(identity, people, first)
        assert after.principal.role == "administrator"
        assert identity.principal_of_session(first.token) is None
        assert secret
        assert [one.totp for one in await identity.accounts()] == [True]


async def test_others_need_none_but_may_have_one(people: People) -> None:
    people.policy = STRICT
    async with people.open() as identity:
        await added(identity, "bob")
        session = signed_in(await identity.sign_in("bob", LONG, "", source=HERE))
        assert session.principal.role == "clerk"
        await set_up(identity, people, session)
        assert await identity.sign_in("bob", LONG, "", source=HERE) == Denial("totp_needed")


async def test_whoever_becomes_administrator_sets_one_up(people: People) -> None:
    people.policy = STRICT
    async with people.open() as identity:
        bob = await added(identity, "bob")
        await identity.set_role("person:test", bob, "administrator")
        assert signed_in(await identity.sign_in("bob", LONG, "", source=HERE)).principal.role == "pending"


async def test_a_code_counts_once(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        secret, _ = await set_up(identity, people, signed_in(await identity.sign_in("bob", LONG, "", source=HERE)))
        used = code(people, secret)
        assert await identity.sign_in("bob", LONG, used, source=HERE) == Denial("wrong_credentials")
        people.clock.advance(STEP_MS)
        fresh = code(people, secret)
        signed_in(await identity.sign_in("bob", LONG, fresh, source=HERE))
        assert await identity.sign_in("bob", LONG, fresh, source=THERE) == Denial("wrong_credentials")
    async with people.open() as identity:
        assert await identity.sign_in("bob", LONG, fresh, source=THERE) == Denial("wrong_credentials")
        people.clock.advance(-DAY_MS)
        assert await identity.sign_in("bob", LONG, code(people, secret), source=THERE) == Denial("wrong_credentials")


async def test_wrong_codes_are_guesses(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        secret, _ = await set_up(identity, people, signed_in(await identity.sign_in("bob", LONG, "", source=HERE)))
        people.clock.advance(STEP_MS)
        right = code(people, secret)
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        for _ in range(5):
            assert await identity.sign_in("bob", LONG, wrong, source=THERE) == Denial("wrong_credentials")
        assert await identity.sign_in("bob", LONG, right, source=THERE) == Denial("locked", retry_after_s=900)


async def test_without_the_password_nobody_learns_that_there_is_one(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        await set_up(identity, people, signed_in(await identity.sign_in("bob", LONG, "", source=HERE)))
        assert await identity.sign_in("bob", "no idea at all", "", source=THERE) == Denial("wrong_credentials")


async def test_only_a_code_of_the_new_secret_turns_it_on(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = signed_in(await identity.sign_in("bob", LONG, "", source=HERE)).principal.session_id
        assert await identity.totp_confirm(session, "123456") == Denial("not_allowed", reason="full_sign_in")
        begun = await identity.totp_begin(session)
        assert isinstance(begun, TotpSecret)
        other = code(people, new_secret("bob").secret)
        assert await identity.totp_confirm(session, other) == Denial("wrong_code")
        assert [one.totp for one in await identity.accounts()] == [False]
        assert await identity.totp_begin("made-up") == Denial("not_allowed", reason="full_sign_in")


async def test_an_administrator_resets_it_with_the_password(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        await set_up(identity, people, signed_in(await identity.sign_in("bob", LONG, "", source=HERE)))
        once = await identity.reset_code("person:test", bob)
        assert isinstance(once, str)
        assert await identity.reset_password("bob", once, LONG, source=HERE) is None
        assert signed_in(await identity.sign_in("bob", LONG, "", source=HERE)).principal.role == "clerk"
