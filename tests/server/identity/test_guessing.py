"""Guessing at a store: it is stopped, also over a restart and with other clocks, and stops nobody else."""

from __future__ import annotations

import asyncio

import pytest

from server.identity.answers import Denial, SignedIn
from server.identity.identity import Identity
from server.identity.quick_hasher import QuickHasher
from server.identity.refused_at import RefusedAt
from tests.server.identity.people import (
    DAY_MS,
    HERE,
    HOUR_MS,
    LONG,
    MINUTE_MS,
    THERE,
    People,
    added,
    counter,
    first_administrator,
    signed_in,
)
from tests.server.living_objects import living

pytestmark = pytest.mark.anyio
WRONG = Denial("wrong_credentials")


async def guess(identity: Identity, login: str = "bob", source: str = THERE, times: int = 5) -> list[str]:
    answers = [await identity.sign_in(login, "no idea at all", "", source=source) for _ in range(times)]
    return [one.code for one in answers if isinstance(one, Denial)]


async def enter(identity: Identity, source: str = THERE, device_id: str = "") -> SignedIn | Denial:
    return await identity.sign_in("bob", LONG, "", source=source, device_id=device_id)


async def test_five_wrong_ones_close_the_account_there_and_nowhere_else(people: People) -> None:
    async with people.open() as identity:
        await first_administrator(identity)
        await added(identity, "bob")
        assert await guess(identity, times=4) == ["wrong_credentials"] * 4
        assert await guess(identity, times=2) == ["wrong_credentials", "locked"]
        assert await enter(identity) == Denial("locked", retry_after_s=900)
        signed_in(await enter(identity, HERE))
        people.clock.advance(15 * MINUTE_MS - 1)
        assert await enter(identity) == Denial("locked", retry_after_s=1)
        people.clock.advance(1)
        signed_in(await enter(identity))


async def test_a_restart_forgives_nobody(people: People) -> None:
    async with people.open() as identity:
        await first_administrator(identity)
        await added(identity, "bob")
        await guess(identity)
    people.clock.advance(MINUTE_MS)
    async with people.open() as identity:
        assert await enter(identity) == Denial("locked", retry_after_s=840)


async def test_a_right_one_in_between_begins_anew(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        await guess(identity, times=4)
        signed_in(await enter(identity))
        assert await guess(identity, times=4) == ["wrong_credentials"] * 4


async def test_unknown_logins_are_closed_as_known_ones_are(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        assert await guess(identity, "nobody", times=6) == await guess(identity, "bob", times=6)


async def test_an_unknown_login_costs_one_proof_like_a_known_one(people: People) -> None:
    """So that it takes as long."""
    assert isinstance(people.hasher, QuickHasher)
    async with people.open() as identity:
        bob = await added(identity, "bob")
        await identity.add_account("person:test", "new", "新人", "clerk")
        costs = []
        for login in ("bob", "nobody", "new", "bob"):
            before = people.hasher.proofs
            await guess(identity, login, times=1)
            costs.append(people.hasher.proofs - before)
            await identity.disable("person:test", bob)
        assert costs == [1, 1, 1, 1]


async def test_guesses_at_once_are_counted_one_by_one(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        answers = await asyncio.gather(
            *(identity.sign_in("bob", f"guess {number}", "", source=THERE) for number in range(50))
        )
        codes = [one.code for one in answers if isinstance(one, Denial)]
        assert codes.count("wrong_credentials") == 5
        assert codes.count("locked") == 45


async def test_a_guess_whose_asker_leaves_counts(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        for _ in range(5):
            asked = asyncio.create_task(identity.sign_in("bob", "no idea", "", source=THERE))
            await asyncio.sleep(0)
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asked
        async with asyncio.timeout(5):
            while not (await identity.accounts())[0].locked:
                await asyncio.sleep(0)
        assert await enter(identity) == Denial("locked", retry_after_s=900)


async def test_strangers_everywhere_lock_nobody_out_where_they_are_known(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        at_counter = await counter(identity)
        signed_in(await enter(identity, HERE))
        for source in range(10):
            await guess(identity, source=f"198.51.100.{source}")
        assert await enter(identity, "203.0.113.9") == Denial("locked", retry_after_s=900)
        signed_in(await enter(identity, HERE))
        signed_in(await enter(identity, "203.0.113.9", at_counter))
        people.clock.advance(30 * DAY_MS)
        for source in range(10):
            await guess(identity, source=f"198.51.100.{source}")
        assert await enter(identity, HERE) == Denial("locked", retry_after_s=900)


async def test_guesses_at_the_same_address_close_neither_a_counter_nor_a_known_browser(people: People) -> None:
    async def enter_in(browser: str) -> SignedIn | Denial:
        return await identity.sign_in("bob", LONG, "", source=THERE, browser=browser)

    async with people.open() as identity:
        await added(identity, "bob")
        await added(identity, "eve")
        at_counter = await counter(identity)
        signed_in(await enter_in("of bob"))
        signed_in(await identity.sign_in("eve", LONG, "", source=THERE, browser="of eve"))
        assert await guess(identity, times=6) == ["wrong_credentials"] * 5 + ["locked"]
        signed_in(await enter_in("of bob"))
        signed_in(await enter(identity, THERE, at_counter))
        for browser in ("", "of nobody", "of eve"):
            assert await enter_in(browser) == Denial("locked", retry_after_s=900)
        for _ in range(5):
            assert await identity.sign_in("bob", "no idea", "", source=THERE, browser="of bob") == WRONG
        assert await enter_in("of bob") == Denial("locked", retry_after_s=900), "it is no way to guess without end"
        people.clock.advance(30 * DAY_MS)
        await guess(identity)
        assert await enter_in("of bob") == Denial("locked", retry_after_s=900)


async def test_one_source_over_all_accounts_is_closed(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        for number in range(5):
            assert await guess(identity, f"somebody{number}", times=4) == ["wrong_credentials"] * 4
        assert await enter(identity) == Denial("locked", retry_after_s=900)
        signed_in(await enter(identity, HERE))


async def test_wrong_ones_at_a_counter_over_all_accounts_close_none_and_say_so_of_none(people: People) -> None:
    async with people.open() as identity:
        everybody = [f"bob{number}" for number in range(14)]
        for login in everybody:
            await added(identity, login)
        at_counter = await counter(identity)
        for login in everybody:
            for _ in range(4):
                assert await identity.sign_in(login, "no idea", "", source=THERE, device_id=at_counter) == WRONG
        assert not any(one.locked for one in await identity.accounts())
        for login in everybody:
            signed_in(await identity.sign_in(login, LONG, "", source=THERE, device_id=at_counter))


async def test_staff_open_it_again(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        await guess(identity)
        assert [one.locked for one in await identity.accounts()] == [True]
        assert await identity.unlock("person:test", bob) is None
        assert [one.locked for one in await identity.accounts()] == [False]
        signed_in(await enter(identity))


async def test_a_clock_set_back_a_day_neither_frees_nor_locks_for_longer(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        await guess(identity)
    people.clock.advance(-DAY_MS)
    async with people.open() as identity:
        assert await enter(identity) == Denial("locked", retry_after_s=900)
        people.clock.advance(15 * MINUTE_MS)
        signed_in(await enter(identity))


async def test_others_sign_in_while_somebody_guesses(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        guesses = [identity.sign_in("bob", "no idea", "", source=f"198.51.100.{number}") for number in range(40)]
        answers = await asyncio.gather(*guesses[:20], enter(identity, HERE), *guesses[20:])
        assert isinstance(answers[20], SignedIn)


async def test_more_than_may_wait_are_told_so(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        answers = await asyncio.gather(
            *(identity.sign_in("bob", "no idea", "", source=f"198.51.{number}.1") for number in range(90))
        )
        codes = [one.code for one in answers if isinstance(one, Denial)]
        assert codes.count("busy") == 25
        assert codes.count("wrong_credentials") == 65 - codes.count("locked")


@pytest.mark.parametrize("at_a_counter", [False, True])
async def test_strangers_from_everywhere_keep_nobody_waiting_who_is_near(people: People, at_a_counter: bool) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        seat = await counter(identity) if at_a_counter else ""
        if not at_a_counter:
            await added(identity, "eve")
            signed_in(await identity.sign_in("eve", LONG, "", source=HERE))
        heard: list[str] = []
        busy = asyncio.Event()

        async def strange(number: int) -> None:
            answer = await identity.sign_in(f"nobody{number}", "no idea", "", source=f"198.51.{number}.1")
            assert isinstance(answer, Denial)
            if answer.code == "busy":
                busy.set()
            else:
                heard.append(answer.code)

        strangers = [asyncio.create_task(strange(number)) for number in range(140)]
        async with asyncio.timeout(5):
            await busy.wait()
        before = len(heard)
        signed_in(await enter(identity, HERE, seat))
        assert len(heard) - before < 10
        await asyncio.gather(*strangers)


async def test_one_block_alone_keeps_no_other_stranger_from_waiting(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        many = [identity.sign_in(f"nobody{one}", "no idea", "", source=f"198.51.100.{one}") for one in range(140)]
        *_, last = await asyncio.gather(*many, enter(identity, HERE))
        signed_in(last)


async def made_up_names(identity: Identity) -> None:
    for number in range(20):
        assert await guess(identity, f"made up {number}", times=1) == ["wrong_credentials"]


async def test_made_up_names_close_no_place_where_one_is_known(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        at_counter = await counter(identity)
        await made_up_names(identity)
        assert await enter(identity) == Denial("locked", retry_after_s=900)
        signed_in(await enter(identity, THERE, at_counter))
        signed_in(await enter(identity))


async def test_staff_see_and_open_what_made_up_names_have_closed(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        await made_up_names(identity)
        assert [one.locked for one in await identity.accounts()] == [False]
        assert await enter(identity) == Denial("locked", retry_after_s=900)
        assert [one.locked for one in await identity.accounts()] == [True]
        assert await identity.unlock("person:test", bob) is None
        assert [one.locked for one in await identity.accounts()] == [False]
        signed_in(await enter(identity))


async def test_it_is_kept_of_no_place_that_is_open_where_somebody_was_refused(people: People) -> None:
    """Strangers choose the addresses from which they try an account that is closed everywhere."""
    before = living(lambda kind: kind is RefusedAt)
    async with people.open() as identity:
        (kept,) = (one for one in living(lambda kind: kind is RefusedAt) if one not in before)
        await added(identity, "bob")
        for number in range(10):
            assert await guess(identity, source=f"198.51.100.{number}") == ["wrong_credentials"] * 5
        for number in range(20, 30):
            assert await guess(identity, source=f"198.51.100.{number}", times=1) == ["locked"]
        assert len(kept) == 0
        await made_up_names(identity)
        await guess(identity, times=1)
        assert len(kept) == 1
        people.clock.advance(HOUR_MS)
        async with asyncio.timeout(20):
            while len(kept):
                await asyncio.sleep(0.01)
