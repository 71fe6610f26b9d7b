"""The staff log is read by day and person, a part at a time, with the names of today; and what others tell it."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import pytest

from server.identity.database import open_identity
from server.identity.refusal_pace import FEW, MANY
from server.identity.sign_in_policy import DAY_MS
from server.identity.staff_log import ADDRESS_KEPT_MS
from server.identity.staff_notes import AT_ONCE
from server.storage.append_only import lost_triggers
from tests.server.identity.people import (
    HERE,
    LONG,
    THERE,
    People,
    added,
    counter,
    first_administrator,
    signed_in,
)
from tests.server.identity.test_staff_acts import BY, Since, details, entries
from tests.server.storage.tampering import tampered

pytestmark = pytest.mark.anyio


async def told(since: Since, count: int) -> list[tuple[str, str, str, str]]:
    """Waits for as many entries that nobody waited for."""
    found: list[tuple[str, str, str, str]] = []
    async with asyncio.timeout(5):
        while len(found) < count:
            found += since.told()
            await asyncio.sleep(0.002)
    return found


async def test_the_newest_come_first_with_names_of_people_counters_and_addresses(people: People) -> None:
    async with people.open() as identity:
        amy = (await first_administrator(identity)).principal.actor
        bob, at = await added(identity, "bob"), await counter(identity, "三號櫃檯")
        signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        assert await identity.set_role(amy, bob, "supervisor") is None
        found = await identity.staff_lines()
        assert [one.seq for one in found.lines] == list(range(len(found.lines), 0, -1))
        assert not found.older
        role, entered = found.lines[:2]
        assert (role.what, role.by, role.subject_id, dict(role.detail)) == (
            "role_changed",
            amy,
            bob,
            {"role": "supervisor", "before": "clerk"},
        )
        assert (entered.what, entered.by_id, entered.counter, entered.address) == ("signed_in", bob, "三號櫃檯", THERE)
        assert found.people == {role.by_id: "艾米", bob: "bob 的名字"}


async def test_that_a_start_made_the_protection_again_is_an_entry(people: People) -> None:
    async with people.open():
        pass
    tampered(open_identity(people.url))
    async with people.open() as identity:
        (line,) = (await identity.staff_lines()).lines
        triggers = "identity_staff_log_no_update, identity_staff_log_no_delete"
        assert (line.what, line.by, dict(line.detail)) == (
            "protection_restored",
            "server",
            {"where": "own_log", "triggers": triggers},
        )
        identity.tell_restored(["event_no_update"])
        async with asyncio.timeout(5):
            while len(found := (await identity.staff_lines()).lines) < 2:
                await asyncio.sleep(0.002)
        assert dict(found[0].detail) == {"where": "hall_log", "triggers": "event_no_update"}
    async with people.open() as identity:
        assert len((await identity.staff_lines()).lines) == 2
    with open_identity(people.url).connect() as connection:
        assert not lost_triggers(connection, "identity_staff_log")


async def test_of_a_person_what_they_did_and_what_was_done_to_them(people: People) -> None:
    async with people.open() as identity:
        bob, eve, at = await added(identity, "bob"), await added(identity, "eve"), await counter(identity)
        signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        signed_in(await identity.sign_in("eve", LONG, "", source=THERE))
        assert await identity.disable(f"person:{bob}@device:{at}", eve) is None
        of_bob = [one.what for one in (await identity.staff_lines(person=bob)).lines]
        assert of_bob == ["account_disabled", "signed_in", "password_chosen", "account_added"]
        of_eve = [one.what for one in (await identity.staff_lines(person=eve)).lines]
        assert of_eve == ["account_disabled", "signed_in", "password_chosen", "account_added"]
        assert (await identity.staff_lines(person="%")).lines == ()
        assert (await identity.staff_lines(person=bob[:-1])).lines == ()


async def test_a_day_is_the_halls(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        lines = (await identity.staff_lines()).lines
        today = datetime.fromtimestamp(lines[0].at / 1000, people.policy.time_zone).date()
        assert (await identity.staff_lines(day=today)).lines == lines
        people.clock.advance(DAY_MS)
        await added(identity, "eve")
        assert (await identity.staff_lines(day=today)).lines == lines
        for never in (date.min, date.max):
            assert (await identity.staff_lines(day=never)).lines == ()


async def test_it_is_read_a_part_at_a_time(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        for _ in range(AT_ONCE):
            assert await identity.unlock(BY, bob) is None
        first = await identity.staff_lines()
        assert (len(first.lines), first.older) == (AT_ONCE, True)
        rest = await identity.staff_lines(before=first.lines[-1].seq)
        assert ([one.seq for one in rest.lines], rest.older) == ([2, 1], False)


async def test_reading_writes_nothing(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        before = entries(people)
        for _ in range(3):
            await identity.staff_lines()
        assert entries(people) == before


async def test_of_somebody_erased_the_id_is_left_and_of_an_old_entry_no_address(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        assert await identity.erase(BY, bob) is None
        found = await identity.staff_lines()
        assert found.people == {bob: ""}
        assert {one.subject_id for one in found.lines} == {bob}
        assert found.lines[1].address == HERE
        people.clock.advance(ADDRESS_KEPT_MS)
        async with asyncio.timeout(5):
            while (found := await identity.staff_lines()).lines[1].address:
                await asyncio.sleep(0.002)
        assert found.lines[1].what == "password_chosen"


async def test_what_the_edge_refused_is_noted_a_few_times_and_then_counted(people: People) -> None:
    async with people.open() as identity:
        log = Since(people)
        for _ in range(1_000):
            identity.note("socket_refused", THERE, "wrong origin; https://evil.example")
        assert await told(log, FEW) == [("socket_refused", "", "", "")] * FEW
    assert details(entries(people))[-1] == {"more": 1_000 - FEW}


async def test_refused_from_everywhere_is_some_entries_and_one_count(people: People) -> None:
    async with people.open() as identity:
        log = Since(people)
        for number in range(600):
            identity.note("socket_refused", f"198.51.{number // 2 % 250}.{number % 4}", "wrong origin")
        assert len(await told(log, MANY)) == MANY
    assert log.told() == [("socket_refused", "", "", "")]
    last = details(entries(people))[-1]
    assert (last["more"], last["sources"]) == (600 - MANY, 500)


async def test_what_somebody_has_no_right_to_is_noted_a_few_times_of_each_and_then_counted(people: People) -> None:
    async with people.open() as identity:
        log = Since(people)
        for _ in range(100):
            identity.right_refused("person:p1@device:d1", "d1", THERE, "GET /api/staff-log")
        identity.right_refused("device:d2", "d2", THERE, "GET /api/staff-log")
        noted = [("right_refused", "person:p1@device:d1", "", "d1")] * FEW
        assert await told(log, FEW + 1) == [*noted, ("right_refused", "device:d2", "", "d2")]
    assert log.told() == [("right_refused", "person:p1", "", "")]
    assert details(entries(people))[-1] == {"more": 100 - FEW}


async def test_a_device_that_is_here_twice_and_a_config_that_was_taken(people: People) -> None:
    async with people.open() as identity:
        log = Since(people)
        identity.note("device_twice", THERE, "d1")
        identity.tell("config_taken", by="server", detail={"hash": "ab", "seq": 3})
        assert await told(log, 2) == [("device_twice", "", "", "d1"), ("config_taken", "server", "", "")]
    with_detail = details(entries(people))
    assert with_detail == [{}, {"hash": "ab", "seq": 3}]


async def test_each_hall_reads_its_own(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
    async with people.open("another") as other:
        assert (await other.staff_lines()).lines == ()
