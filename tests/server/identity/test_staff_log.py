"""The staff log: a chain of rows without gaps that nobody can change, addresses that go, and a store from before."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete, exc, insert, select, text
from sqlalchemy.engine import make_url

from server.identity.database import open_identity, prepare
from server.identity.rows import account_of_login
from server.identity.staff_log import (
    ADDRESS_KEPT_MS,
    StaffEntry,
    address_hash,
    note,
    staff_head,
)
from server.identity.tables import REVISION, metadata, revision, staff_log, staff_log_address
from server.privacy.holdings import STAFF_ADDRESSES
from server.storage.chain import GENESIS, Head, row_hash
from tests.postgres import Cluster, running_cluster
from tests.server.identity.people import HALL_ID, HERE, PLAIN, People
from tests.server.identity.staff_rows import staff_rows
from tests.server.storage.tampering import tampered

NOW = 1_800_000_000_000


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as one:
        yield one


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, people: People) -> Iterator[Engine]:
    if request.param == "postgresql":
        people.url = make_url(request.getfixturevalue("cluster").new_database())
    engine = open_identity(people.url)
    prepare(engine)
    yield engine
    engine.dispose()


def noted(engine: Engine, at: int = NOW, address: str = HERE, hall_id: str = HALL_ID) -> StaffEntry:
    with engine.begin() as connection:
        return note(
            connection,
            hall_id,
            "signed_in",
            at=at,
            by="person:a1@device:d1",
            subject="a1",
            device_id="d1",
            address=address,
            detail={"by_pin": False, "said": "早\0\ud800" + "x" * 300},
        )


def test_each_entry_names_the_one_before(engine: Engine) -> None:
    made = [noted(engine) for _ in range(3)]
    with engine.connect() as connection:
        rows = staff_rows(connection, HALL_ID, 0, 10)
        assert rows == made
        assert staff_rows(connection, HALL_ID, 1, 1) == made[1:2]
        assert staff_head(connection, HALL_ID) == Head(3, row_hash(made[2]))
        assert staff_head(connection, "another") == GENESIS
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.prev_hash for row in rows] == [GENESIS.hash, row_hash(rows[0]), row_hash(rows[1])]


def test_halls_have_chains_of_their_own(engine: Engine) -> None:
    noted(engine)
    assert (noted(engine, hall_id="another").seq, noted(engine).seq) == (1, 2)


def test_a_long_text_of_a_stranger_is_cut_and_stored(engine: Engine) -> None:
    said = json.loads(noted(engine).detail)["said"]
    assert len(said) == 200
    assert said.startswith("早\ufffd?x")


@pytest.mark.parametrize("change", ["UPDATE identity_staff_log SET by = 'person:b2'", "DELETE FROM identity_staff_log"])
def test_the_database_refuses_to_change_an_entry(engine: Engine, change: str) -> None:
    made = noted(engine)
    with pytest.raises(exc.DBAPIError, match="never changed and never removed"), engine.begin() as connection:
        connection.execute(text(change))
    with engine.connect() as connection:
        assert staff_rows(connection, HALL_ID, 0, 10) == [made]


def test_an_address_goes_after_90_days_and_its_chain_holds(engine: Engine) -> None:
    old, new = noted(engine, NOW), noted(engine, NOW + 1)
    with engine.begin() as connection:
        kept = {row.seq: row for row in connection.execute(select(staff_log_address))}
        assert {row.address for row in kept.values()} == {HERE}
        assert json.loads(old.detail)["address"] == address_hash(kept[1].salt, HERE)
        STAFF_ADDRESSES.forget(connection, HALL_ID, NOW + ADDRESS_KEPT_MS - 1, PLAIN)
        assert STAFF_ADDRESSES.count(connection, HALL_ID) == 2
        STAFF_ADDRESSES.forget(connection, HALL_ID, NOW + ADDRESS_KEPT_MS, PLAIN)
        assert list(connection.scalars(select(staff_log_address.c.seq))) == [2]
        assert staff_rows(connection, HALL_ID, 0, 10) == [old, new]
    assert HERE not in "".join(map(str, (*old, *new)))


def test_the_same_address_looks_like_another_each_time(engine: Engine) -> None:
    first, second = (json.loads(noted(engine).detail)["address"] for _ in range(2))
    assert first != second


def test_a_store_from_before_keeps_what_it_holds(people: People, engine: Engine) -> None:
    """Revision 1 had all tables but those of the staff log."""
    with engine.begin() as connection:
        connection.execute(
            insert(metadata.tables["identity_account"]).values(
                hall_id=HALL_ID,
                account_id="a1",
                login="amy",
                name="艾米",
                role="clerk",
                enabled=True,
                password_hash="h",
                password_at=1,
                pin_hash="",
                totp_secret="",
                totp_step=0,
                created_at=1,
            )
        )
        connection.execute(delete(revision))
        connection.execute(insert(revision).values(revision=1))
    tampered(engine, "DROP TABLE identity_staff_log", "DROP TABLE identity_staff_log_address")
    prepare(engine)
    prepare(engine)
    with engine.connect() as connection:
        assert connection.scalar(select(revision.c.revision)) == REVISION
        found = account_of_login(connection, HALL_ID, "amy")
        assert found is not None
        assert found.name == "艾米"
    assert noted(engine).seq == 1
    with pytest.raises(exc.DBAPIError), engine.begin() as connection:
        connection.execute(delete(staff_log))
