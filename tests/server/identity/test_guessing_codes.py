"""Guessing at one-time codes and at a new second factor: many at once are counted one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pyotp
import pytest

from server.identity.answers import Denial, DeviceCode, Enrolled, TotpSecret
from server.identity.second_factor import STEP_MS
from tests.server.identity.people import HERE, LONG, THERE, People, added, signed_in

pytestmark = pytest.mark.anyio
CODES = [f"AAAABB{one}{two}" for one in "CDEFG" for two in "HJKLM"]


async def told(guesses: list[Awaitable[object]]) -> tuple[int, int]:
    """How many were heard and wrong, and how many were not heard."""
    codes = [one.code for one in await asyncio.gather(*guesses) if isinstance(one, Denial)]
    assert len(codes) == len(guesses)
    return codes.count("wrong_code"), codes.count("locked")


async def test_of_many_enrolment_codes_at_once_five_are_heard(people: People) -> None:
    async with people.open() as identity:
        assert await told([identity.enrol(code, "", source=THERE) for code in CODES]) == (5, 20)


async def test_of_many_first_codes_at_once_five_are_heard(people: People) -> None:
    async with people.open() as identity:
        await identity.first_code()
        guesses = [identity.make_first(code, "amy", "艾米", LONG, source=THERE) for code in CODES]
        assert await told([*guesses]) == (5, 20)


async def test_of_many_codes_for_a_password_at_once_five_are_heard(people: People) -> None:
    async with people.open() as identity:
        await identity.add_account("person:test", "bob", "小柏", "clerk")
        guesses = [identity.reset_password("bob", code, LONG, source=THERE) for code in CODES]
        assert await told([*guesses]) == (5, 20)


async def test_codes_of_a_new_second_factor_are_guesses(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        session = signed_in(await identity.sign_in("bob", LONG, "", source=HERE)).principal.session_id
        begun = await identity.totp_begin(session)
        assert isinstance(begun, TotpSecret)
        wrong = pyotp.TOTP(begun.secret).generate_otp(people.clock.now() // STEP_MS + 100)
        assert await told([identity.totp_confirm(session, wrong) for _ in range(25)]) == (5, 20)
        again = await identity.totp_begin(session)
        assert isinstance(again, TotpSecret)
        right = pyotp.TOTP(again.secret).generate_otp(people.clock.now() // STEP_MS)
        assert await identity.totp_confirm(session, right) == Denial("locked", retry_after_s=900)


async def test_made_up_logins_keep_no_enrolment_away(people: People) -> None:
    async with people.open() as identity:
        code = await identity.device_code("person:test", "kiosk", "入口")
        assert isinstance(code, DeviceCode)
        for number in range(20):
            await identity.sign_in(f"made up {number}", "no idea", "", source=THERE)
        assert isinstance(await identity.enrol(code.code, "", source=THERE), Enrolled)


async def test_wrong_codes_keep_neither_a_new_code_away_nor_an_administrator(people: People) -> None:
    async with people.open() as identity:
        first = await identity.device_code("person:test", "counter", "3 號")
        assert isinstance(first, DeviceCode)
        await told([identity.enrol(code, "", source=THERE) for code in CODES])
        assert await identity.enrol(first.code, "", source=THERE) == Denial("locked", retry_after_s=900)
        assert isinstance(await identity.enrol(first.code, "", source=THERE, vouched=True), Enrolled)
        second = await identity.device_code("person:test", "counter", "4 號")
        assert isinstance(second, DeviceCode)
        assert isinstance(await identity.enrol(second.code, "", source=THERE), Enrolled)
