"""Somebody is erased: nothing in the database says any more who that was, and the logs still hold."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.identity.answers import AddedAccount, Denial
from server.identity.database import open_identity
from server.identity.tables import metadata
from server.identity.throttle import login_subject
from tests.server.identity.people import (
    HERE,
    LONG,
    PIN,
    THERE,
    People,
    added,
    counter,
    first_administrator,
    signed_in,
)
from tests.server.identity.test_staff_acts import BY, Since, entries

pytestmark = pytest.mark.anyio
UNKNOWN = Denial("unknown")


def whole(people: People) -> str:
    """Every cell of the database."""
    with open_identity(people.url).connect() as connection:
        return "\n".join(str(row) for table in metadata.sorted_tables for row in connection.execute(select(table)))


async def test_nothing_of_who_they_were_is_left_and_their_entries_are(people: People) -> None:
    async with people.open() as identity:
        bob, at = await added(identity, "bob"), await counter(identity)
        one = signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
        assert await identity.set_pin(one.principal.session_id, PIN) is None
        assert isinstance(await identity.reset_code(BY, bob), str)
        await identity.sign_in("bob", "no idea at all", "", source=HERE)
        for secret in ("bob", login_subject("bob")):
            assert secret in whole(people)
        log, before = Since(people), entries(people)
        assert await identity.erase(BY, bob) is None
        assert log.told() == [("account_erased", BY, bob, "")]
        left = whole(people)
        for secret in ("bob", login_subject("bob"), one.principal.session_id):
            assert secret not in left.replace(bob, "")
        assert entries(people)[: len(before)] == before
        assert f"'{bob}'" in left
        assert await identity.accounts() == ()
        assert identity.principal_of_session(one.token) is None


async def test_nothing_is_left_in_the_bytes_of_the_files_either(people: People) -> None:
    files = (people.file, people.file.with_name(f"{people.file.name}-wal"))
    async with people.open() as identity:
        made = await identity.add_account(BY, "whoeverthatwas", "Vanishing Person", "clerk")
        assert isinstance(made, AddedAccount)
        secrets = (b"whoeverthatwas", b"Vanishing Person")
        before = b"".join(file.read_bytes() for file in files)
        assert all(one in before for one in secrets)
        assert await identity.erase(BY, made.account.account_id) is None
        after = b"".join(file.read_bytes() for file in files)
        assert not [one for one in secrets if one in after]


async def test_the_session_ends_and_nobody_signs_in_with_it(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        one = signed_in(await identity.sign_in("bob", LONG, "", source=HERE))
        assert await identity.erase(BY, bob) is None
        assert identity.principal_of_session(one.token) is None
        assert one.principal.session_id in people.ended
        for login in ("bob", f"erased:{bob}"):
            assert await identity.sign_in(login, LONG, "", source=HERE) == Denial("wrong_credentials")
            assert await identity.sign_in(login, "", "", source=HERE) == Denial("wrong_credentials")


async def test_it_cannot_be_brought_back(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        assert await identity.erase(BY, bob) is None
        log = Since(people)
        assert await identity.erase(BY, bob) == UNKNOWN
        assert await identity.enable(BY, bob) == UNKNOWN
        assert await identity.set_role(BY, bob, "administrator") == UNKNOWN
        assert await identity.reset_code(BY, bob) == UNKNOWN
        assert await identity.unlock(BY, bob) == UNKNOWN
        assert log.told() == []


async def test_the_login_is_free_again_for_somebody_else(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        assert await identity.erase(BY, bob) is None
        made = await identity.add_account(BY, "bob", "另一位", "clerk")
        assert isinstance(made, AddedAccount)
        assert made.account.account_id != bob


async def test_the_last_administrator_is_not_erased(people: People) -> None:
    async with people.open() as identity:
        amy = (await first_administrator(identity)).principal.actor.removeprefix("person:")
        assert await identity.erase(BY, amy) == Denial("not_now", reason="last_administrator")
        assert len(await identity.accounts()) == 1
