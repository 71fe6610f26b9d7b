"""Identity's database: its own, refused when newer, the same in PostgreSQL, and a disk that fails changes nothing."""

from __future__ import annotations

import asyncio
import stat
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.engine import make_url

from server.identity.answers import Denial
from server.identity.database import open_identity, prepare
from server.identity.identity import Identity
from server.identity.tables import REVISION, metadata, revision
from server.storage.faults import SchemaTooNew, StorageFault
from server.storage.schema import metadata as log_tables
from tests.postgres import Cluster, running_cluster
from tests.server.identity.people import (
    HALL_ID,
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

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as one:
        yield one


async def a_morning(identity: Identity) -> None:
    first = await first_administrator(identity)
    bob = await added(identity, "bob")
    at = await counter(identity)
    here = signed_in(await identity.sign_in("bob", LONG, "", source=THERE, device_id=at))
    assert await identity.set_pin(here.principal.session_id, PIN) is None
    signed_in(await identity.switch(at, bob, PIN, source=THERE))
    assert await identity.sign_in("bob", "no idea at all", "", source=HERE) == Denial("wrong_credentials")
    assert await identity.set_role(first.principal.actor, bob, "supervisor") is None
    assert await identity.revoke(first.principal.actor, at) is None
    assert [one.login for one in await identity.accounts()] == ["amy", "bob"]


def test_a_newer_programs_tables_are_refused(people: People) -> None:
    engine = open_identity(people.url)
    prepare(engine)
    prepare(engine)
    with engine.begin() as connection:
        connection.execute(update(revision).values(revision=REVISION + 1))
    with pytest.raises(SchemaTooNew, match="newer Jiaohao"):
        prepare(engine)


def test_a_file_that_others_could_read_is_closed_to_them(people: People) -> None:
    people.file.touch(mode=0o644)
    open_identity(people.url).dispose()
    assert stat.S_IMODE(people.file.stat().st_mode) == 0o600


def test_its_tables_bear_other_names_than_the_logs() -> None:
    assert not metadata.tables.keys() & log_tables.tables.keys()
    assert all(name.startswith("identity_") for name in metadata.tables)


@pytest.mark.postgres
async def test_a_morning_in_postgresql(cluster: Cluster, people: People) -> None:
    people.url = make_url(cluster.new_database())
    async with people.open() as identity:
        await a_morning(identity)
    assert not people.file.exists()
    async with people.open() as identity:
        assert len(await identity.accounts()) == 2


async def test_a_morning_in_sqlite(people: People) -> None:
    async with people.open() as identity:
        await a_morning(identity)


async def test_nothing_of_it_happens_on_the_loops_thread(people: People) -> None:
    threads: set[str] = set()

    def watched(engine: Engine) -> Engine:
        from sqlalchemy import event

        @event.listens_for(engine, "before_cursor_execute")
        def _note(*_: object) -> None:
            threads.add(threading.current_thread().name)

        return engine

    engine = watched(open_identity(people.url))
    identity = Identity(
        engine, HALL_ID, people.clock, people.policy, first_code_file=people.code_file, hasher=people.hasher
    )
    await identity.start()
    await a_morning(identity)
    await identity.stop()
    assert {name.split("_")[0] for name in threads} == {"identity"}


async def test_a_store_that_fails_changes_nothing_and_works_again(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        session = signed_in(await identity.sign_in("bob", LONG, "", source=HERE))
        engine = open_identity(people.url)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE identity_account RENAME TO hidden"))
        for work in (identity.disable("person:test", bob), identity.sign_in("bob", LONG, "", source=HERE)):
            with pytest.raises(StorageFault):
                await work
        assert identity.principal_of_session(session.token) == session.principal
        assert [(one.part, one.blocks) for one in identity.troubles()] == [("identity", False)]
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE hidden RENAME TO identity_account"))
        async with asyncio.timeout(5):
            while identity.troubles():
                await asyncio.sleep(0.002)
        assert await identity.disable("person:test", bob) is None
        assert identity.principal_of_session(session.token) is None


async def test_a_file_that_is_deleted_under_the_server_is_a_trouble_until_it_is_back(people: People) -> None:
    async with people.open() as identity:
        bob = await added(identity, "bob")
        assert list(identity.troubles()) == []
        aside = people.file.with_name("aside.db")
        people.file.rename(aside)
        async with asyncio.timeout(5):
            while not identity.troubles():
                await asyncio.sleep(0.002)
        assert [(one.part, one.code, one.blocks) for one in identity.troubles()] == [("identity", "store_away", False)]
        with pytest.raises(StorageFault, match="deleted or moved away"):
            await identity.disable("person:test", bob)
        aside.rename(people.file)
        async with asyncio.timeout(5):
            while identity.troubles():
                await asyncio.sleep(0.002)
        assert await identity.disable("person:test", bob) is None
