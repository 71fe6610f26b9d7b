"""Devices: enrolled by a code that is short of life, listed, renamed, revoked for good."""

from __future__ import annotations

import asyncio

import pytest

from server.identity.answers import Denial, Device, DeviceCode, Enrolled
from server.identity.identity import Identity
from server.identity.principal import DEVICE_KINDS, DeviceKind, Principal
from server.identity.sessions import token_hash
from tests.server.identity.people import HALL_ID, HERE, MINUTE_MS, THERE, People, added, enrolled
from tests.server.sample_halls import NOON

pytestmark = pytest.mark.anyio


async def made(identity: Identity, kind: DeviceKind = "kiosk", name: str = "入口") -> DeviceCode:
    code = await identity.device_code("person:test", kind, name)
    assert isinstance(code, DeviceCode)
    return code


@pytest.mark.parametrize("kind", DEVICE_KINDS)
async def test_a_code_makes_one_device_of_its_kind(people: People, kind: DeviceKind) -> None:
    async with people.open() as identity:
        code = await made(identity, kind)
        assert (len(code.code), code.expires_at) == (8, NOON + 10 * MINUTE_MS)
        one = await identity.enrol(f"{code.code[:4]}-{code.code[4:]}".lower(), "0.1.0", source=HERE)
        assert isinstance(one, Enrolled)
        assert (one.kind, one.name) == (kind, "入口")
        principal = Principal(kind, HALL_ID, f"device:{one.device_id}", "入口", device_id=one.device_id)
        assert identity.principal_of_device(one.token) == principal
        assert identity.principal_of_session(one.token) is None
        assert await identity.enrol(code.code, "0.1.0", source=HERE) == Denial("wrong_code")
    async with people.open() as identity:
        assert identity.principal_of_device(one.token) == principal
    raw = b"".join(path.read_bytes() for path in people.file.parent.iterdir())
    assert one.token.encode() not in raw
    assert token_hash(one.token).encode() in raw


async def test_a_code_lives_ten_minutes(people: People) -> None:
    async with people.open() as identity:
        code, later = await made(identity), await made(identity)
        people.clock.advance(10 * MINUTE_MS - 1)
        assert isinstance(await identity.enrol(code.code, "", source=HERE), Enrolled)
        people.clock.advance(1)
        assert await identity.enrol(later.code, "", source=HERE) == Denial("expired_code")
        assert len(await identity.devices()) == 1


async def test_one_code_at_once_from_many_places_makes_one(people: People) -> None:
    async with people.open() as identity:
        code = await made(identity)
        answers = await asyncio.gather(
            *(identity.enrol(code.code, "", source=f"198.51.100.{number}") for number in range(20))
        )
        assert [isinstance(one, Enrolled) for one in answers].count(True) == 1


async def test_guessing_is_stopped_at_the_guesser_also_over_a_restart(people: People) -> None:
    async with people.open() as identity:
        code = await made(identity)
        for _ in range(5):
            assert await identity.enrol("AAAABBBB", "", source=THERE) == Denial("wrong_code")
    async with people.open() as identity:
        assert await identity.enrol(code.code, "", source=THERE) == Denial("locked", retry_after_s=900)
        assert isinstance(await identity.enrol(code.code, "", source=HERE), Enrolled)


async def test_an_accounts_code_enrols_nothing(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        code = await identity.reset_code("person:test", bob)
        assert isinstance(code, str)
        assert await identity.enrol(code, "", source=HERE) == Denial("wrong_code")


async def test_a_revoked_one_is_nobody_at_once_and_for_ever(people: People) -> None:
    async with people.open() as identity:
        one, other = await enrolled(identity, "3"), await enrolled(identity, "4")
        assert await identity.revoke("person:test", one.device_id) is None
        assert people.ended == [one.device_id]
        assert identity.principal_of_device(one.token) is None
        assert identity.principal_of_device(other.token) is not None
        assert [device.device_id for device in await identity.devices()] == [other.device_id]
        assert await identity.revoke("person:test", one.device_id) == Denial("unknown")
    async with people.open() as identity:
        assert identity.principal_of_device(one.token) is None


async def test_the_list_knows_what_was_heard_of_each_over_a_restart_too(people: People) -> None:
    async with people.open() as identity:
        one = await enrolled(identity, "3")
        people.clock.advance(MINUTE_MS)
        identity.seen(one.device_id, "192.0.2.77", "0.2.0", -1_500)
        identity.seen("made-up", "192.0.2.78", "0.2.0", 0)
        device = Device(
            one.device_id, "counter", "3", NOON, NOON + MINUTE_MS, "0.2.0", address="192.0.2.77", skew_ms=-1_500
        )
        assert await identity.devices() == (device,)
    async with people.open() as identity:
        assert await identity.devices() == (device,)


async def test_a_new_name_is_the_devices_at_once(people: People) -> None:
    async with people.open() as identity:
        one = await enrolled(identity, "3")
        identity.seen(one.device_id, "192.0.2.77", "0.2.0", 0)
        assert await identity.rename("person:test", one.device_id, " 服務台 ") is None
        assert [(device.name, device.version) for device in await identity.devices()] == [("服務台", "0.2.0")]
        principal = identity.principal_of_device(one.token)
        assert principal is not None
        assert principal.name == "服務台"
        assert await identity.rename("person:test", "made-up", "5") == Denial("unknown")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 41])
async def test_a_name_is_one_line_that_shows_something(people: People, name: str) -> None:
    bad = Denial("not_allowed", reason="name")
    async with people.open() as identity:
        one = await enrolled(identity, "3")
        assert await identity.device_code("person:test", "kiosk", name) == bad
        assert await identity.rename("person:test", one.device_id, name) == bad
