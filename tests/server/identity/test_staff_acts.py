"""What people do, and what they are refused, is in the staff log: who, at which counter, about whom; never a name."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import select, text

from server.identity.answers import Denial, DeviceCode, TotpSecret
from server.identity.database import open_identity
from server.identity.refusal_pace import FEW
from server.identity.staff_log import StaffEntry
from server.identity.tables import staff_log_address
from server.storage.faults import StorageFault
from tests.server.identity.people import (
    HALL_ID,
    HERE,
    LONG,
    MINUTE_MS,
    OTHER,
    PIN,
    THERE,
    People,
    added,
    counter,
    first_administrator,
    signed_in,
)
from tests.server.identity.staff_rows import staff_rows

pytestmark = pytest.mark.anyio
BY = "person:boss@device:front"


def entries(people: People) -> list[StaffEntry]:
    with open_identity(people.url).connect() as connection:
        return staff_rows(connection, HALL_ID, 0, 1_000)


class Since:
    """What was noted since it was made, or asked the last time."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._seq = len(entries(people))

    def rows(self) -> list[StaffEntry]:
        rows = entries(self._people)[self._seq :]
        self._seq += len(rows)
        return rows

    def told(self) -> list[tuple[str, str, str, str]]:
        return [(row.what, row.by, row.subject, row.device_id) for row in self.rows()]


def details(rows: Sequence[StaffEntry]) -> list[dict[str, object]]:
    return [{key: one for key, one in json.loads(row.detail).items() if key != "address"} for row in rows]


async def test_the_first_administrator(people: People) -> None:
    async with people.open() as identity:
        amy = (await first_administrator(identity)).principal.actor
        rows = entries(people)
    assert [(row.what, row.by) for row in rows] == [("first_code_made", "server"), ("first_administrator", amy)]
    assert rows[1].subject == amy.removeprefix("person:")


async def test_signing_in_and_out_switching_and_what_one_does_with_ones_own_account(people: People) -> None:
    async with people.open() as identity:
        bob, at = await added(identity, "bob"), await counter(identity)
        me, here = f"person:{bob}", f"person:{bob}@device:{at}"
        log = Since(people)
        one = signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        assert one.principal.actor == here
        assert log.told() == [("signed_in", here, bob, at)]
        assert await identity.set_pin(one.principal.session_id, PIN) is None
        assert log.told() == [("pin_set", here, bob, at)]
        two = signed_in(await identity.switch(at, bob, PIN, source=THERE))
        assert two.principal.actor == here
        assert log.told() == [("switched_by_pin", here, bob, at)]
        await identity.sign_out(two.principal.session_id)
        await identity.sign_out(two.principal.session_id)
        assert log.told() == [("signed_out", here, bob, at)]

        away = signed_in(await identity.sign_in("bob", LONG, "", source=HERE))
        assert log.told() == [("signed_in", me, bob, "")]
        assert await identity.set_pin(away.principal.session_id, "") is None
        away = signed_in(await identity.change_password(away.principal.session_id, LONG, OTHER))
        made = await identity.totp_begin(away.principal.session_id)
        assert isinstance(made, TotpSecret)
        code = pyotp.TOTP(made.secret).at(people.clock.now() // 1000)
        assert signed_in(await identity.totp_confirm(away.principal.session_id, code))
        assert [what for what, *_ in log.told()] == ["pin_removed", "password_changed", "second_factor_set"]


async def test_a_session_that_ends_by_itself(people: People) -> None:
    people.policy = replace(people.policy, idle_ms=10 * MINUTE_MS, absolute_ms=15 * MINUTE_MS)
    async with people.open() as identity:
        bob, at = await added(identity, "bob"), await counter(identity)
        idle = signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        log = Since(people)
        people.clock.advance(10 * MINUTE_MS)
        await _until_ended(people, idle.principal.session_id)
        busy = signed_in(await identity.sign_in("bob", LONG, "", source=THERE))
        for _ in range(2):
            people.clock.advance(8 * MINUTE_MS)
            identity.principal_of_session(busy.token)
        await _until_ended(people, busy.principal.session_id)
    assert log.told() == [
        ("session_idle", "server", bob, at),
        ("signed_in", f"person:{bob}", bob, ""),
        ("session_too_old", "server", bob, ""),
    ]


async def _until_ended(people: People, session_id: str) -> None:
    async with asyncio.timeout(5):
        while session_id not in people.ended:
            await asyncio.sleep(0.002)
        rows = len(entries(people))
        while entries(people)[-1].what not in {"session_idle", "session_too_old"}:
            assert len(entries(people)) <= rows + 1
            await asyncio.sleep(0.002)


async def test_what_is_done_to_others(people: People) -> None:
    async with people.open() as identity:
        await first_administrator(identity)
        log = Since(people)
        bob = await added(identity, "bob")
        assert log.told() == [
            ("account_added", "person:test", bob, ""),
            ("password_chosen", f"person:{bob}", bob, ""),
        ]
        session = signed_in(await identity.sign_in("bob", LONG, "", source=HERE)).principal.session_id
        log.rows()
        assert await identity.end_session(BY, session) is None
        assert await identity.set_role(BY, bob, "supervisor") is None
        assert await identity.set_role(BY, bob, "supervisor") is None
        assert await identity.disable(BY, bob) is None
        assert await identity.disable(BY, bob) is None
        assert await identity.enable(BY, bob) is None
        assert await identity.enable(BY, bob) is None
        assert await identity.unlock(BY, bob) is None
        assert isinstance(await identity.reset_code(BY, bob), str)
        rows = log.rows()
        whats = ["session_ended", "role_changed", "account_disabled", "account_enabled", "account_unlocked"]
        assert [(row.what, row.by, row.subject) for row in rows] == [
            (what, BY, bob) for what in [*whats, "account_reset"]
        ]
        assert details(rows)[1] == {"role": "supervisor", "before": "clerk"}


async def test_what_was_refused_to_do_is_not_said_to_have_been_done(people: People) -> None:
    async with people.open() as identity:
        amy = (await first_administrator(identity)).principal.actor.removeprefix("person:")
        log = Since(people)
        assert isinstance(await identity.disable(BY, amy), Denial)
        assert isinstance(await identity.set_role(BY, amy, "clerk"), Denial)
        assert isinstance(await identity.enable(BY, "nobody"), Denial)
        assert isinstance(await identity.add_account(BY, "amy", "艾", "clerk"), Denial)
        assert isinstance(await identity.revoke(BY, "nothing"), Denial)
        assert isinstance(await identity.end_session(BY, "none"), Denial)
        assert log.told() == []


async def test_devices(people: People) -> None:
    async with people.open() as identity:
        log = Since(people)
        code = await identity.device_code(BY, "kiosk", "入口")
        assert isinstance(code, DeviceCode)
        made = await identity.enrol(code.code, "0.1.0", source=THERE)
        assert not isinstance(made, Denial)
        assert await identity.enrol(code.code, "0.1.0", source=THERE) == Denial("wrong_code")
        assert await identity.rename(BY, made.device_id, "大門") is None
        assert await identity.revoke(BY, made.device_id) is None
        assert log.told() == [
            ("device_code_made", BY, "", ""),
            ("device_enrolled", f"device:{made.device_id}", "", made.device_id),
            ("enrolment_refused", "", "", ""),
            ("device_renamed", BY, "", made.device_id),
            ("device_revoked", BY, "", made.device_id),
        ]


async def test_wrong_guesses_are_noted_a_few_times_and_then_counted(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        log = Since(people)
        for _ in range(8):
            assert isinstance(await identity.sign_in("bob", "no idea at all", "", source=THERE), Denial)
        await identity.sign_in("bob", "no idea at all", "", source=HERE)
        rows = log.rows()
        assert [(row.what, row.subject) for row in rows] == [
            *[("sign_in_refused", bob)] * FEW,
            ("locked", bob),
            ("sign_in_refused", bob),
        ]
        assert details(rows)[0] == {"where": "password"}
        people.clock.advance(MINUTE_MS)
        await identity.sign_in("bob", "no idea at all", "", source=THERE)
        async with asyncio.timeout(5):
            while not (rows := log.rows()):
                await asyncio.sleep(0.002)
        assert rows[0].what == "sign_in_refused"
        assert details(rows)[0]["more"] == 5


async def test_what_was_only_counted_has_an_entry_after_its_minute_or_at_the_end(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        log = Since(people)
        for _ in range(FEW + 1):
            await identity.sign_in("bob", "no idea at all", "", source=THERE)
        assert details(log.rows()) == [{"where": "password"}] * FEW
        people.clock.advance(MINUTE_MS)
        async with asyncio.timeout(5):
            while not (rows := log.rows()):
                await asyncio.sleep(0.002)
        assert (rows[0].what, details(rows)) == ("sign_in_refused", [{"more": 1}])
        for _ in range(FEW + 1):
            await identity.sign_in("bob", "no idea at all", "", source=HERE)
    assert details(log.rows())[-1] == {"more": 1}


async def test_whom_somebody_guessed_at_is_named_whatever_else_they_tried(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        log = Since(people)
        for number in range(4):
            await identity.sign_in(f"decoy{number}", "no idea at all", "", source=THERE)
        await identity.sign_in("bob", "no idea at all", "", source=THERE)
        assert log.told()[FEW:] == [("sign_in_refused", "", bob, "")]
        for _ in range(FEW):
            await identity.sign_in("bob", "no idea at all", "", source=THERE)
        log.rows()
    rows = log.rows()
    assert [(row.what, row.subject) for row in rows] == [("sign_in_refused", ""), ("sign_in_refused", bob)]
    assert details(rows) == [{"more": 1}] * 2


async def test_whoever_is_nobody_is_noted_as_whoever_is_somebody(people: People) -> None:
    async with people.open() as identity:
        await added(identity, "bob")
        log = Since(people)
        await identity.sign_in("bob", "no idea at all", "", source=HERE)
        await identity.sign_in("hunter2", "no idea at all", "", source=THERE)
        known, unknown = log.rows()
        assert (unknown.what, unknown.by, unknown.subject, details([unknown])) == (known.what, "", "", details([known]))


async def test_a_wrong_pin_and_the_lock_behind_it(people: People) -> None:
    async with people.open() as identity:
        bob, at = await added(identity, "bob"), await counter(identity)
        one = signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        assert await identity.set_pin(one.principal.session_id, PIN) is None
        log = Since(people)
        for _ in range(3):
            await identity.switch(at, bob, "111222", source=THERE)
        rows = log.rows()
        assert [(row.what, row.device_id) for row in rows] == [("sign_in_refused", at)] * 3 + [("locked", at)]
        assert details(rows) == [{"where": "pin"}] * 4


async def test_no_name_login_password_or_address_stands_in_it(people: People) -> None:
    async with people.open() as identity:
        await first_administrator(identity)
        await added(identity, "bob")
        await identity.sign_in("bob", "hunter2hunter2", "", source=THERE)
        await identity.sign_in("somebody-else", "hunter2hunter2", "", source=THERE)
        code = await identity.device_code(BY, "kiosk", "入口的機器")
        assert isinstance(code, DeviceCode)
    whole = repr(entries(people))
    for secret in ("bob", "amy", "艾米", "的名字", "hunter2", "somebody", LONG, HERE, THERE, "入口的機器", code.code):
        assert secret not in whole
    with open_identity(people.url).connect() as connection:
        assert set(connection.scalars(select(staff_log_address.c.address))) == {HERE, THERE}


async def test_a_change_and_its_entry_stand_or_fall_together(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        engine = open_identity(people.url)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE identity_staff_log RENAME TO hidden"))
        with pytest.raises(StorageFault):
            await identity.disable(BY, bob)
        with pytest.raises(StorageFault):
            await identity.sign_in("bob", LONG, "", source=HERE)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE hidden RENAME TO identity_staff_log"))
        async with asyncio.timeout(5):
            while identity.troubles():
                await asyncio.sleep(0.002)
        (account,) = [one for one in await identity.accounts() if one.account_id == bob]
        assert not account.disabled
