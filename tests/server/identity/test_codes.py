"""One-time codes: the first administrator's, a new password's; used once, and over in time."""

from __future__ import annotations

import asyncio
import stat

import pytest

from server.identity.answers import AddedAccount, Denial, SignedIn
from server.identity.codes import LENGTH, LETTERS, Purpose, code_hash, new_code, spelled, still_valid, typed
from tests.server.identity.people import (
    DAY_MS,
    HERE,
    HOUR_MS,
    LONG,
    OTHER,
    THERE,
    People,
    added,
    first_administrator,
    signed_in,
)

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("purpose", ["first", "password", "device"])
def test_codes_are_letters_that_nobody_reads_as_digits(purpose: Purpose) -> None:
    codes = {new_code(purpose) for _ in range(100)}
    assert len(codes) == 100
    assert {len(one) for one in codes} == {LENGTH[purpose]}
    assert set("".join(codes)) <= set(LETTERS)
    assert not set("IO01") & set(LETTERS)


def test_a_code_is_read_in_groups_and_typed_as_one_likes() -> None:
    assert spelled("ABCDEFGH") == "ABCD-EFGH"
    assert typed(" abcd efgh\n") == typed("ABCD-EFGH") == "ABCDEFGH"
    assert code_hash("device", "abcd-efgh") == code_hash("device", "ABCDEFGH")
    assert code_hash("device", "ABCDEFGH") != code_hash("password", "ABCDEFGH")


def test_a_code_ends_and_a_clock_set_back_gives_it_no_second_life() -> None:
    assert still_valid(1_000, 2_000, 1_999)
    assert not still_valid(1_000, 2_000, 2_000)
    assert not still_valid(DAY_MS, 2 * DAY_MS, 0)


async def test_the_first_code_is_kept_for_its_owner_and_stays_the_same(people: People) -> None:
    async with people.open() as identity:
        assert identity.first_open()
        code = await identity.first_code()
        assert code is not None
        assert people.code_file.read_text().strip() == code
        assert stat.S_IMODE(people.code_file.stat().st_mode) == 0o600
        assert stat.S_IMODE(people.file.stat().st_mode) == 0o600
        assert await identity.first_code() == code
    people.clock.advance(23 * HOUR_MS)
    async with people.open() as identity:
        assert await identity.first_code() == code
        people.clock.advance(HOUR_MS)
        assert await identity.make_first(code, "amy", "艾米", LONG, source=HERE) == Denial("expired_code")
        assert await identity.first_code() not in {code, None}
        assert await identity.make_first(code, "amy", "艾米", LONG, source=HERE) == Denial("wrong_code")


async def test_a_first_code_that_others_could_read_is_replaced(people: People) -> None:
    async with people.open() as identity:
        code = await identity.first_code()
        people.code_file.chmod(0o644)
        assert await identity.first_code() not in {code, None}
        assert stat.S_IMODE(people.code_file.stat().st_mode) == 0o600


async def test_the_first_administrator_is_made_once(people: People) -> None:
    async with people.open() as identity:
        code = await identity.first_code()
        assert code is not None
        made = await asyncio.gather(
            *(identity.make_first(code, f"amy{number}", "艾米", LONG, source=HERE) for number in range(5))
        )
        assert [isinstance(one, SignedIn) for one in made].count(True) == 1
        assert [one for one in made if isinstance(one, Denial)] == [Denial("not_now")] * 4
        assert len(await identity.accounts()) == 1
        assert not identity.first_open()
        assert await identity.first_code() is None
        assert not people.code_file.exists()
        assert await identity.make_first(code, "eve", "伊芙", LONG, source=HERE) == Denial("not_now")


async def test_a_weak_password_or_a_bad_name_does_not_use_the_code_up(people: People) -> None:
    async with people.open() as identity:
        code = await identity.first_code()
        assert code is not None
        weak = Denial("weak_password", reason="common")
        assert await identity.make_first(code, "amy", "艾米", "iloveyou", source=HERE) == weak
        named = Denial("not_allowed", reason="login")
        assert await identity.make_first(code, "a y", "艾米", LONG, source=HERE) == named
        signed_in(await identity.make_first(code.lower().replace("-", " "), "amy", "艾米", LONG, source=HERE))


async def test_guessing_the_first_code_is_stopped_at_the_guesser(people: People) -> None:
    async with people.open() as identity:
        code = await identity.first_code()
        assert code is not None
        for _ in range(5):
            wrong = await identity.make_first("AAAA-AAAA-AAAA", "eve", "伊芙", LONG, source=THERE)
            assert wrong == Denial("wrong_code")
        locked = Denial("locked", retry_after_s=900)
        assert await identity.make_first(code, "eve", "伊芙", LONG, source=THERE) == locked
        signed_in(await identity.make_first(code, "amy", "艾米", LONG, source=HERE))


async def test_a_new_persons_code_is_for_them_and_once(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        made = await identity.add_account("person:test", " Eve ", "伊芙", "volunteer")
        assert isinstance(made, AddedAccount)
        assert (made.account.login, made.account.must_change) == ("eve", True)
        assert await identity.sign_in("eve", "", "", source=HERE) == Denial("wrong_credentials")
        assert await identity.reset_password("bob", made.code, OTHER, source=HERE) == Denial("wrong_code")
        common = Denial("weak_password", reason="common")
        assert await identity.reset_password("eve", made.code, "iloveyou", source=HERE) == common
        assert await identity.reset_password("EVE", made.code.lower(), LONG, source=HERE) is None
        assert await identity.reset_password("eve", made.code, OTHER, source=HERE) == Denial("wrong_code")
        assert signed_in(await identity.sign_in("eve", LONG, "", source=HERE)).principal.role == "volunteer"


async def test_a_new_persons_code_ends_after_a_day(people: People) -> None:
    async with people.open() as identity:
        made = await identity.add_account("person:test", "eve", "伊芙", "clerk")
        assert isinstance(made, AddedAccount)
        people.clock.advance(DAY_MS)
        assert await identity.reset_password("eve", made.code, LONG, source=HERE) == Denial("expired_code")
        again = await identity.reset_code("person:test", made.account.account_id)
        assert isinstance(again, str)
        people.clock.advance(DAY_MS - 1)
        assert await identity.reset_password("eve", again, LONG, source=HERE) is None


async def test_a_later_code_replaces_an_earlier_one(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        first, second = await identity.reset_code("person:test", bob), await identity.reset_code("person:test", bob)
        assert isinstance(first, str)
        assert isinstance(second, str)
        assert await identity.reset_password("bob", first, OTHER, source=HERE) == Denial("wrong_code")
        assert await identity.reset_password("bob", second, OTHER, source=HERE) is None


async def test_a_reset_ends_the_old_password_and_a_lockout(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        for _ in range(5):
            await identity.sign_in("bob", "no idea at all", "", source=HERE)
        code = await identity.reset_code("person:test", bob)
        assert isinstance(code, str)
        assert await identity.sign_in("bob", LONG, "", source=HERE) == Denial("wrong_credentials")
        assert await identity.reset_password("bob", code, OTHER, source=HERE) is None
        signed_in(await identity.sign_in("bob", OTHER, "", source=HERE))


async def test_guessing_a_reset_code_is_guessing_at_the_account(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        code = await identity.reset_code("person:test", bob)
        assert isinstance(code, str)
        for _ in range(5):
            assert await identity.reset_password("bob", "AAAA", OTHER, source=THERE) == Denial("wrong_code")
        locked = Denial("locked", retry_after_s=900)
        assert await identity.reset_password("bob", code, OTHER, source=THERE) == locked
        assert await identity.reset_password("bob", code, OTHER, source=HERE) is None


async def test_a_code_used_at_once_from_two_places_counts_once(people: People) -> None:
    async with people.open() as identity:
        await first_administrator(identity)
        bob = await added(identity, "bob")
        code = await identity.reset_code("person:test", bob)
        assert isinstance(code, str)
        done = await asyncio.gather(
            identity.reset_password("bob", code, LONG, source=HERE),
            identity.reset_password("bob", code, OTHER, source=THERE),
        )
        assert sorted(done, key=lambda one: one is not None) == [None, Denial("wrong_code")]
