"""The list of what is held about people is the one that deletes: nothing is missing in it, and what it says is done."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection

import wire.messages.tickets
from program.texts import read_catalog
from server.domain.tickets import Visit
from server.identity import tables
from server.identity.answers import Denial
from server.identity.database import open_identity
from server.identity.sign_in_policy import DAY_MS, HOUR_MS, MINUTE_MS
from server.identity.staff_log import note
from server.privacy.holdings import ABOUT_NOBODY, HOLDINGS, Holding, numbers
from server.storage import schema
from tests.server.identity.people import (
    HALL_ID,
    HERE,
    LONG,
    PLAIN,
    THERE,
    People,
    added,
    counter,
    first_administrator,
    signed_in,
)

ROOT = Path(__file__).parents[3]
POLICY = dataclasses.replace(PLAIN, idle_ms=PLAIN.absolute_ms)
"""Whoever signed in stays so until the absolute end."""
BY_RULE = {one.key: one for one in HOLDINGS if one.rule is not None}
LAST_OF_USE = {"codes": 10 * MINUTE_MS}
"""When something was last of use, from when it was made; at once, but for these."""
SURELY_THERE = {"full_sign_ins": HOUR_MS}
"""So long after that it is there in any case, where that is not until just before the end."""

pytestmark = pytest.mark.anyio


def count(people: People, holding: Holding) -> int:
    with stored(people) as connection:
        return holding.count(connection, HALL_ID)


async def lived_in(folder: Path) -> People:
    """A hall of which everything is held that can be."""
    people = People(folder, POLICY)
    async with people.open() as identity:
        await first_administrator(identity)
        await added(identity, "bob")
        at = await counter(identity)
        signed_in(await identity.sign_in("bob", LONG, "", source=HERE, device_id=at))
        assert isinstance(await identity.sign_in("bob", "no idea at all", "", source=THERE), Denial)
        await identity.device_code("person:test", "kiosk", "入口的取號機")
        lost = await counter(identity, "一台不見的電腦")
        assert await identity.revoke("person:test", lost) is None
    with stored(people) as connection:
        note(connection, HALL_ID, "sign_in_refused", at=people.clock.now(), by="", address=THERE)
    return people


@contextmanager
def stored(people: People) -> Iterator[Connection]:
    """A transaction in their store, while nothing else has it open."""
    engine = open_identity(people.url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def test_every_table_is_told_of_or_said_to_hold_nothing_about_people() -> None:
    told = {one.table.name for one in HOLDINGS if one.table is not None}
    there = {*tables.metadata.tables, *schema.metadata.tables}
    assert told | ABOUT_NOBODY.keys() == there
    assert not told & ABOUT_NOBODY.keys()


def test_what_ends_without_anybodys_word() -> None:
    assert BY_RULE.keys() == {
        "sessions",
        "full_sign_ins",
        "known_sources",
        "failures",
        "codes",
        "revoked_devices",
        "staff_addresses",
    }


@pytest.mark.parametrize("key", BY_RULE)
async def test_what_is_over_is_deleted_and_not_before(tmp_path: Path, key: str) -> None:
    people, holding = await lived_in(tmp_path), BY_RULE[key]
    assert holding.rule is not None
    ends = holding.rule.kept_ms(POLICY) + LAST_OF_USE.get(key, 0)
    before = SURELY_THERE.get(key, ends - 1)
    assert count(people, holding)
    people.clock.advance(before)
    async with people.open():
        assert count(people, holding)
    people.clock.advance(ends - before)
    async with people.open():
        assert not count(people, holding)


async def test_it_is_deleted_while_the_server_runs(tmp_path: Path) -> None:
    people = await lived_in(tmp_path)
    rule = BY_RULE["failures"].rule
    assert rule is not None
    async with people.open():
        people.clock.advance(rule.kept_ms(POLICY) - 1)
        async with asyncio.timeout(5):
            while count(people, BY_RULE["full_sign_ins"]):  # of another day: the first look is over
                await asyncio.sleep(0.01)
        assert count(people, BY_RULE["failures"])
        people.clock.advance(HOUR_MS)
        async with asyncio.timeout(5):
            while count(people, BY_RULE["failures"]):
                await asyncio.sleep(0.01)


async def test_a_revoked_device_is_known_by_its_name_and_nothing_else(tmp_path: Path) -> None:
    people = await lived_in(tmp_path)
    people.clock.advance(90 * DAY_MS)
    async with people.open():
        pass
    with stored(people) as connection:
        rows = connection.execute(tables.device.select().where(tables.device.c.revoked_at.is_not(None))).all()
    assert [(row.name, row.address, row.version, row.last_seen) for row in rows] == [("一台不見的電腦", "", "", None)]


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_how_long_something_is_kept_is_said_by_the_rules_own_number(language: str) -> None:
    say = read_catalog("privacy").text
    for key, holding in BY_RULE.items():
        text = say(language, f"{key}_until")
        if key == "full_sign_ins":
            continue  # a date is no number
        assert re.search(r"\{(days|hours|minutes)\}", text), key
        assert "0" not in re.findall(r"\d+", say(language, f"{key}_until", **numbers(holding, PLAIN))), key


def test_a_visitor_is_asked_nothing_about_themselves() -> None:
    """Whoever adds a field that a visitor fills in adds a holding, a rule and a purpose on the screen first."""
    asked = {"service_id", "channel", "language", "visitor_class", "then", "practice"}
    told = {"slot", "officer"}  # by staff, see the holding `appointments`
    assert {one.name for one in dataclasses.fields(Visit)} == asked | told
    assert {one.name for one in msgspec.structs.fields(wire.messages.tickets.Visit)} == asked | told
    page = (ROOT / "server" / "web" / "templates" / "phone.html").read_text("utf-8")
    assert not re.search(r"<(input|textarea|select|form)\b", page)
    glass = list((ROOT / "kiosk" / "qml").rglob("*.qml"))
    assert glass
    assert not [path for path in glass if re.search(r"\bText(Input|Field|Edit|Area)\b", path.read_text("utf-8"))]
