"""Guesses by the thousand at what nobody can guess, and at codes of which few are heard: nothing beyond chance."""

from __future__ import annotations

import os
import random
from itertools import islice

import pytest

from server.identity.answers import Denial, DeviceCode, Enrolled
from server.identity.codes import LETTERS
from server.identity.principal import Principal
from tests.near_misses import TOKEN_LETTERS, near_misses
from tests.server.identity.people import HERE, LONG, THERE, People, enrolled, first_administrator

pytestmark = pytest.mark.anyio
FULL = os.environ.get("JIAOHAO_FULL") == "1"
GUESSES = 200_000 if FULL else 2_000
AT_CODES = GUESSES // 10
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


async def test_of_guesses_at_a_code_from_one_source_five_are_heard(people: People) -> None:
    chance = random.Random(12)
    async with people.open() as identity:
        first, device = await identity.first_code(), await identity.device_code("person:test", "kiosk", "入口")
        account = await identity.add_account("person:test", "bob", "小柏", "clerk")
        assert isinstance(device, DeviceCode)
        assert first is not None
        assert not isinstance(account, Denial)
        answers: dict[str, list[str]] = {"first": [], "device": [], "password": []}
        codes = (first.replace("-", ""), device.code.replace("-", ""), account.code.replace("-", ""))
        wrong = zip(*(near_misses(one, LETTERS, chance) for one in codes), strict=True)
        for made, new, password in islice(wrong, AT_CODES):
            told = {
                "first": await identity.make_first(made, "amy", "艾米", LONG, source=THERE),
                "device": await identity.enrol(new, "", source=THERE),
                "password": await identity.reset_password("bob", password, LONG, source=THERE),
            }
            for what, answer in told.items():
                assert isinstance(answer, Denial), what
                answers[what].append(answer.code)
        for what, found in answers.items():
            assert found == ["wrong_code"] * HEARD + ["locked"] * (AT_CODES - HEARD), what
        assert isinstance(await identity.enrol(device.code, "", source=HERE), Enrolled)
        assert await identity.reset_password("bob", account.code, LONG, source=HERE) is None
        assert not isinstance(await identity.make_first(first, "amy", "艾米", LONG, source=HERE), Denial)
