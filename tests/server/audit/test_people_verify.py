"""Accounts and devices are held against the staff log: what somebody wrote into their tables by hand is named."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from server.audit.people_verify import fault_of_people
from server.identity.database import open_identity
from tests.server.identity.people import HALL_ID, People, added, enrolled, first_administrator

CHANGED = {
    "UPDATE identity_account SET role = 'administrator' WHERE account_id = '{clerk}'": "is administrator, and clerk by",
    "UPDATE identity_account SET enabled = 1 WHERE account_id = '{ended}'": "may sign in, and was ended by",
    "UPDATE identity_account SET enabled = 0 WHERE account_id = '{clerk}'": "may not sign in, and may by",
    "UPDATE identity_account SET role = 'clerk' WHERE account_id = '{boss}'": "is clerk, and administrator by",
    "UPDATE identity_account SET account_id = 'f0', created_at = 0 WHERE account_id = '{clerk}'": "f0, clerk, is told",
    "UPDATE identity_device SET revoked_at = NULL WHERE device_id = '{lost}'": "is enrolled, and was revoked by",
    "UPDATE identity_device SET kind = 'kiosk' WHERE device_id = '{kiosk}'": "is a kiosk, and a counter by",
    "UPDATE identity_device SET device_id = 'beef' WHERE device_id = '{kiosk}'": "beef, counter, is told",
    "UPDATE identity_device SET revoked_at = 1 WHERE device_id = '{kiosk}'": "is revoked, and enrolled by",
}


async def _hall(people: People) -> dict[str, str]:
    """Somebody of each kind, by what the statements call them."""
    async with people.open() as identity:
        boss = (await first_administrator(identity)).principal.actor.removeprefix("person:")
        clerk, raised, ended = [await added(identity, login) for login in ("lin", "wang", "huang")]
        await identity.set_role(boss, raised, "supervisor")
        await identity.disable(boss, raised)
        await identity.enable(boss, raised)
        await identity.disable(boss, ended)
        kiosk, lost = [(await enrolled(identity, name)).device_id for name in ("kiosk 1", "kiosk 2")]
        await identity.revoke(boss, lost)
    return {"boss": boss, "clerk": clerk, "ended": ended, "kiosk": kiosk, "lost": lost}


@pytest.fixture
def hall(tmp_path: Path) -> tuple[People, dict[str, str]]:
    people = People(tmp_path)
    return people, asyncio.run(_hall(people))


def test_each_change_by_hand_is_named(hall: tuple[People, dict[str, str]]) -> None:
    people, ids = hall
    engine = open_identity(people.url)
    assert fault_of_people(engine, HALL_ID) == ""
    for statement, told in CHANGED.items():
        with engine.connect() as connection:
            names = ("identity_account", "identity_device")
            kept = {name: connection.execute(text(f"SELECT * FROM {name}")).mappings().all() for name in names}
        with engine.begin() as connection:
            assert connection.execute(text(statement.format(**ids))).rowcount == 1
        found = fault_of_people(engine, HALL_ID)
        assert told in found, statement
        with engine.begin() as connection:
            for name, rows in kept.items():
                connection.execute(text(f"DELETE FROM {name}"))
                for row in rows:
                    fields = ", ".join(map(str, row)), ", ".join(f":{one}" for one in row)
                    connection.execute(text(f"INSERT INTO {name} ({fields[0]}) VALUES ({fields[1]})"), dict(row))
    assert fault_of_people(engine, HALL_ID) == ""
    engine.dispose()
