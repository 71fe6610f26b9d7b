"""What administrators do with accounts, and what never happens to the last one of them."""

from __future__ import annotations

import pytest

from server.identity.answers import Account, Denial
from server.identity.hashing import Argon2Hasher
from tests.server.identity.people import HERE, LONG, OTHER, People, added, first_administrator, signed_in
from tests.server.sample_halls import NOON

pytestmark = pytest.mark.anyio
UNKNOWN = Denial("unknown")
LAST = Denial("not_now", reason="last_administrator")


async def test_the_list_says_of_each_what_an_administrator_needs(people: People) -> None:
    async with people.open() as identity:
        first = await first_administrator(identity)
        await identity.add_account("person:test", "bob", "阿寶", "clerk")
        amy, bob = await identity.accounts()
        assert amy == Account(
            first.principal.actor.removeprefix("person:"),
            "amy",
            "艾米",
            "administrator",
            created_at=NOON,
            last_sign_in=NOON,
        )
        assert bob == Account(bob.account_id, "bob", "阿寶", "clerk", must_change=True, created_at=NOON)


@pytest.mark.parametrize("login", ["", " ", "a b", "a\tb", "x" * 41, "a/b", "<b>"])
async def test_a_login_is_letters_and_digits(people: People, login: str) -> None:
    async with people.open() as identity:
        refused = Denial("not_allowed", reason="login")
        assert await identity.add_account("person:test", login, "阿寶", "clerk") == refused


async def test_a_login_is_taken_however_it_is_written(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        for login in ("bob", "BOB", " bob ", "ｂｏｂ"):
            assert await identity.add_account("person:test", login, "阿寶", "clerk") == Denial("taken")
        signed_in(await identity.sign_in(" ＢｏＢ", LONG, "", source=HERE))
        await added(identity, "王小明")
        signed_in(await identity.sign_in("王小明", LONG, "", source=HERE))


async def test_the_last_administrator_stays(people: People) -> None:
    async with people.open() as identity:
        amy = (await first_administrator(identity)).principal.actor.removeprefix("person:")
        bob = await added(identity, "bob", "administrator")
        assert await identity.disable("person:test", bob) is None
        assert await identity.disable("person:test", amy) == LAST
        assert await identity.set_role("person:test", amy, "clerk") == LAST
        assert await identity.enable("person:test", bob) is None
        assert await identity.set_role("person:test", amy, "clerk") is None
        assert await identity.disable("person:test", bob) == LAST


async def test_the_same_role_again_ends_no_session(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        session = signed_in(await identity.sign_in("bob", LONG, "", source=HERE))
        assert await identity.set_role("person:test", bob, "clerk") is None
        assert await identity.enable("person:test", bob) is None
        assert identity.principal_of_session(session.token) is not None


async def test_what_is_unknown_is_said_so(people: People) -> None:
    async with people.open() as identity:
        assert await identity.set_role("person:test", "made-up", "clerk") == UNKNOWN
        assert await identity.disable("person:test", "made-up") == UNKNOWN
        assert await identity.enable("person:test", "made-up") == UNKNOWN
        assert await identity.reset_code("person:test", "made-up") == UNKNOWN
        assert await identity.unlock("person:test", "made-up") == UNKNOWN
        assert await identity.sessions_of("made-up") == ()


async def test_a_disabled_account_says_nothing_of_itself(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        code = await identity.reset_code("person:test", bob)
        assert isinstance(code, str)
        assert await identity.disable("person:test", bob) is None
        assert await identity.reset_password("bob", code, OTHER, source=HERE) == Denial("wrong_code")


def test_passwords_rest_as_argon2id_with_its_costs() -> None:
    hasher = Argon2Hasher()
    hashed = hasher.hash(LONG)
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hasher.verify(hashed, LONG)
    assert not hasher.verify(hashed, OTHER)
    assert not hasher.verify("what is no hash", LONG)
    assert hasher.hash(LONG) != hashed


async def test_the_real_hasher_signs_people_in(people: People) -> None:
    people.hasher = Argon2Hasher()
    async with people.open() as identity:
        await first_administrator(identity)
        signed_in(await identity.sign_in("amy", LONG, "", source=HERE))
        assert await identity.sign_in("amy", OTHER, "", source=HERE) == Denial("wrong_credentials")
