"""PINs: what they may be, who may use them where, and how few may be tried."""

from __future__ import annotations

import pytest

from server.identity.answers import Denial, PinPerson
from server.identity.identity import Identity
from server.identity.pins import hall_date, pin_fault, role_by_pin
from server.identity.sign_in_policy import TAIPEI
from tests.server.identity.people import (
    DAY_MS,
    HERE,
    HOUR_MS,
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
FULL = Denial("not_allowed", reason="full_sign_in")
WRONG_PIN = "907351"


async def with_pin(identity: Identity, login: str, device_id: str) -> str:
    """Signs in at the counter, chooses PIN; the account's id."""
    account_id = await added(identity, login)
    here = signed_in(await identity.sign_in(login, LONG, "", source=THERE, device_id=device_id))
    assert await identity.set_pin(here.principal.session_id, PIN) is None
    return account_id


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("25803", "pin_length"),
        ("258036914", "pin_length"),
        ("25803a", "pin_length"),
        ("２５８０３６", "pin_length"),
        ("", "pin_length"),
        ("111111", "pin_easy"),
        ("112211", "pin_easy"),
        ("123456", "pin_easy"),
        ("87654321", "pin_easy"),
        ("901234", "pin_easy"),
        ("258258", "pin_easy"),
        ("25252525", "pin_easy"),
        ("258036", ""),
        ("25803691", ""),
    ],
)
def test_what_may_be_a_pin(pin: str, fault: str) -> None:
    assert pin_fault(pin) == fault


def test_a_day_is_the_halls_and_no_pin_makes_an_administrator() -> None:
    assert hall_date(1_795_017_599_999, TAIPEI) != hall_date(1_795_017_600_000 + 8 * 3_600_000, TAIPEI)
    assert [role_by_pin("administrator"), role_by_pin("supervisor"), role_by_pin("volunteer")] == [
        "clerk",
        "supervisor",
        "volunteer",
    ]


async def test_a_pin_switches_to_whoever_signed_in_at_this_counter_today(people: People) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        bob = await with_pin(identity, "bob", at)
        eve = await with_pin(identity, "eve", at)
        assert await identity.pin_people(at) == (PinPerson(bob, "bob 的名字"), PinPerson(eve, "eve 的名字"))
        before = signed_in(await identity.switch(at, eve, PIN, source=THERE))
        after = signed_in(await identity.switch(at, bob, PIN, source=THERE))
        assert (after.principal.actor, after.principal.role) == (f"person:{bob}@device:{at}", "clerk")
        assert after.principal.device_id == at
        assert identity.principal_of_session(before.token) is None
        assert identity.principal_of_session(after.token) == after.principal
        assert before.principal.session_id in people.ended


async def test_an_administrator_by_pin_is_a_clerk(people: People) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        bob = await with_pin(identity, "bob", at)
        assert await identity.set_role("person:test", bob, "administrator") is None
        signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        by_pin = signed_in(await identity.switch(at, bob, PIN, source=THERE))
        own = identity.own_account(by_pin.principal.session_id)
        assert own is not None
        assert (by_pin.principal.role, own.role) == ("clerk", "clerk")


async def test_nowhere_but_at_an_enrolled_counter(people: People) -> None:
    async with people.open() as identity:
        at, beside = await counter(identity), await counter(identity, "4 號櫃檯的電腦")
        bob = await with_pin(identity, "bob", at)
        assert await identity.switch(beside, bob, PIN, source=THERE) == FULL
        no_counter = Denial("not_allowed", reason="not_a_counter")
        assert await identity.switch("", bob, PIN, source=THERE) == no_counter
        await identity.revoke("person:test", at)
        assert await identity.switch(at, bob, PIN, source=THERE) == no_counter
        assert await identity.pin_people(at) == ()


async def test_not_before_a_full_sign_in_of_that_day(people: People) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        bob = await with_pin(identity, "bob", at)
        people.clock.advance(DAY_MS)
        assert await identity.pin_people(at) == ()
        assert await identity.switch(at, bob, PIN, source=THERE) == FULL
        signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        signed_in(await identity.switch(at, bob, PIN, source=THERE))
        people.clock.advance(-DAY_MS)
        assert await identity.switch(at, bob, PIN, source=THERE) == FULL


async def test_the_third_wrong_one_asks_for_the_password(people: People) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        bob = await with_pin(identity, "bob", at)
        assert await identity.switch(at, bob, WRONG_PIN, source=THERE) == Denial("wrong_credentials")
    async with people.open() as identity:
        assert await identity.switch(at, bob, WRONG_PIN, source=THERE) == Denial("wrong_credentials")
        assert await identity.switch(at, bob, WRONG_PIN, source=THERE) == FULL
        assert await identity.switch(at, bob, PIN, source=THERE) == FULL
        signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        signed_in(await identity.switch(at, bob, PIN, source=THERE))


async def test_a_counter_at_which_many_are_wrong_is_closed_to_pins(people: People) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        ids = [await with_pin(identity, f"clerk{number}", at) for number in range(6)]
        for account_id in ids[:5]:
            for _ in range(2):
                await identity.switch(at, account_id, WRONG_PIN, source=THERE)
        assert await identity.switch(at, ids[5], PIN, source=THERE) == Denial("locked", retry_after_s=900)
        people.clock.advance(15 * MINUTE_MS)
        signed_in(await identity.switch(at, ids[5], PIN, source=THERE))


async def test_it_is_set_after_the_password_only(people: People) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        bob = await with_pin(identity, "bob", at)
        by_pin = signed_in(await identity.switch(at, bob, PIN, source=THERE)).principal.session_id
        assert await identity.set_pin(by_pin, "736194") == FULL
        assert await identity.totp_begin(by_pin) == FULL
        assert await identity.change_password(by_pin, LONG, OTHER) == FULL
        whole = signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at)).principal.session_id
        assert await identity.set_pin(whole, "123456") == Denial("weak_password", reason="pin_easy")
        assert await identity.set_pin(whole, "") is None
        assert await identity.pin_people(at) == ()


@pytest.mark.parametrize("change", ["password", "role", "disabled"])
async def test_whatever_ends_the_sessions_ends_the_pin_for_today(people: People, change: str) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        bob = await with_pin(identity, "bob", at)
        if change == "password":
            elsewhere = signed_in(await identity.sign_in("bob", LONG, "", source=HERE))
            signed_in(await identity.change_password(elsewhere.principal.session_id, LONG, OTHER))
        elif change == "role":
            assert await identity.set_role("person:test", bob, "supervisor") is None
        else:
            assert await identity.disable("person:test", bob) is None
        assert await identity.pin_people(at) == ()
        assert await identity.switch(at, bob, PIN, source=THERE) == FULL


async def test_a_clock_set_back_to_an_earlier_day_revives_no_pin(people: People) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        bob = await with_pin(identity, "bob", at)
        signed_in(await identity.switch(at, bob, PIN, source=THERE))
        people.clock.advance(DAY_MS + HOUR_MS)
        assert await identity.pin_people(at) == ()
        people.clock.advance(-DAY_MS)
        assert await identity.pin_people(at) == ()
        assert await identity.switch(at, bob, PIN, source=THERE) == FULL


async def test_nor_does_a_clock_set_back_behind_the_sign_in_while_nothing_ran(people: People) -> None:
    async with people.open() as identity:
        at = await counter(identity)
        bob = await with_pin(identity, "bob", at)
    people.clock.advance(-2 * HOUR_MS)
    async with people.open() as identity:
        assert await identity.switch(at, bob, PIN, source=THERE) == FULL
        signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        signed_in(await identity.switch(at, bob, PIN, source=THERE))
