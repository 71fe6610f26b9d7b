"""Guesses by the thousand at what nobody can guess, and at codes of which few are heard: nothing beyond chance."""

from __future__ import annotations

import os
import random
from collections.abc import Awaitable, Callable
from itertools import islice

import pytest

from server.identity.answers import AddedAccount, Denial, DeviceCode, Enrolled, SignedIn
from server.identity.principal import Principal
from tests.near_misses import TOKEN_LETTERS, near_codes, near_misses
from tests.server.identity.people import HERE, LONG, THERE, People, enrolled, first_administrator

pytestmark = pytest.mark.anyio
FULL = os.environ.get("JIAOHAO_FULL") == "1"
GUESSES = 200_000 if FULL else 2_000
AT_CODES = 200_000 if FULL else 30
HEARD = 5
"""At a code, from one source."""


async def test_no_token_is_found_by_guessing(people: People) -> None:
    chance = random.Random(11)
    async with people.open() as identity:
        person, device = await first_administrator(identity), await enrolled(identity, "3 號")
        for guess in islice(near_misses(person.token, TOKEN_LETTERS, chance), GUESSES):
            assert identity.principal_of_session(guess) is None
            assert identity.why_ended(guess) == ""
        for guess in islice(near_misses(device.token, TOKEN_LETTERS, chance), GUESSES):
            assert identity.principal_of_device(guess) is None
        assert identity.principal_of_device(person.token) is None
        assert identity.principal_of_session(device.token) is None
        assert isinstance(identity.principal_of_session(person.token), Principal)
        assert isinstance(identity.principal_of_device(device.token), Principal)


async def heard(guess: Callable[[str], Awaitable[object]], code: str) -> list[str]:
    """What many guesses at a code from one source are answered."""
    found: list[str] = []
    for wrong in islice(near_codes(code, random.Random(12)), AT_CODES):
        answer = await guess(wrong)
        assert isinstance(answer, Denial)
        found.append(answer.code)
    return found


async def test_of_guesses_at_a_code_from_one_source_five_are_heard(people: People) -> None:
    few = ["wrong_code"] * HEARD + ["locked"] * (AT_CODES - HEARD)
    async with people.open() as identity:
        first = await identity.first_code()
        assert first is not None
        assert await heard(lambda code: identity.make_first(code, "amy", "艾米", LONG, source=THERE), first) == few
        assert isinstance(await identity.make_first(first, "amy", "艾米", LONG, source=HERE), SignedIn)
        device = await identity.device_code("person:test", "kiosk", "入口")
        assert isinstance(device, DeviceCode)
        assert await heard(lambda code: identity.enrol(code, "", source=THERE), device.code) == few
        assert isinstance(await identity.enrol(device.code, "", source=HERE), Enrolled)
        account = await identity.add_account("person:test", "bob", "小柏", "clerk")
        assert isinstance(account, AddedAccount)
        wrong = await heard(lambda code: identity.reset_password("bob", code, LONG, source=THERE), account.code)
        assert wrong == few
        assert await identity.reset_password("bob", account.code, LONG, source=HERE) is None
