"""Full disks, foreign locks and a database that goes away: refused, nothing half written, and on again by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from server.storage import engine as opening
from server.storage.engine import open_engine, sqlite_module
from server.storage.faults import FaultKind, InDoubt, LogTaken, StorageFault
from server.storage.log import HallLog
from server.storage.migrate import migrate
from tests.postgres import Cluster
from tests.server.storage.test_log import HALL, called, key, opened


def test_a_full_disk_refuses_and_room_lets_it_go_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    migrate(engine)
    connections: list[Any] = []
    event.listen(engine, "connect", lambda connection, _: connections.append(connection))
    log = HallLog(engine, HALL.hall_id)
    log.append([opened(1)], [])

    def pages(limit: int) -> None:
        @event.listens_for(engine, "connect")
        def _limit(connection: Any, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count={limit}").close()

        log.close()

    pages(20)
    taken = 0
    try:
        while taken < 1_000:
            log.append([called(1, taken * 20 + number) for number in range(20)], [key(f"batch-{taken}", 1)])
            taken += 1
    except StorageFault as fault:
        assert "full" in str(fault)
    assert 0 < taken < 1_000
    assert log.load_day().head.seq == 1 + taken * 20
    assert log.remembered([f"batch-{taken}"]) == {}, "its key is not remembered either"
    with pytest.raises(StorageFault, match="full"):
        log.append([called(1, 9_000 + number) for number in range(200)], [])
    pages(10_000)
    log.append([called(1, 9_000 + number) for number in range(20)], [key(f"batch-{taken}", 1)])
    assert log.verify_chain() == 21 + taken * 20
    log.close()


def test_a_foreign_lock_is_waited_for_then_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 50)
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    migrate(engine)
    log = HallLog(engine, HALL.hall_id)
    log.append([opened(1)], [])
    other = sqlite_module().connect(f"{tmp_path}/hall.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageFault, match="locked"):
        log.append([called(1, 1)], [])
    with pytest.raises(StorageFault, match="locked"):
        log.beat(1, "test")
    assert log.load_day().head.seq == 1, "reading goes on"
    other.execute("ROLLBACK")
    other.close()
    log.append([called(1, 1)], [])
    assert log.verify_chain() == 2
    log.close()


@pytest.fixture
def postgres_log(postgres: Cluster) -> tuple[HallLog, Engine]:
    engine = open_engine(postgres.new_database())
    migrate(engine)
    return HallLog(engine, HALL.hall_id), engine


def end_backends(engine: Engine) -> None:
    """As an administrator or a restart does to every other connection of the database."""
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


@pytest.mark.postgres
@pytest.mark.parametrize("call", [lambda log: log.remembered(["some-key"]), lambda log: log.append([called(1, 1)], [])])
def test_a_lost_connection_is_made_again(
    postgres_log: tuple[HallLog, Engine], call: Callable[[HallLog], object]
) -> None:
    log, engine = postgres_log
    log.append([opened(1)], [])
    log.load_day()
    end_backends(engine)
    with pytest.raises(StorageFault) as gone:
        call(log)
    assert gone.value.kind is FaultKind.AWAY
    call(log)
    log.close()


@pytest.mark.postgres
def test_a_commit_that_never_reached_the_server_is_in_doubt_and_did_not_land(
    postgres_log: tuple[HallLog, Engine],
) -> None:
    log, engine = postgres_log
    log.append([opened(1)], [])

    def cut(_: object) -> None:
        end_backends(engine)

    event.listen(engine, "commit", cut)
    with pytest.raises(InDoubt) as doubt:
        log.append([called(1, 1)], [key("first-key", 2)])
    event.remove(engine, "commit", cut)
    assert not log.landed(doubt.value.head, ["first-key"])
    assert log.remembered(["first-key"]) == {}
    log.append([called(1, 1)], [key("first-key", 2)])
    assert log.landed(doubt.value.head, ["first-key"]), "the same batch again is the same rows"
    log.close()


@pytest.mark.postgres
def test_of_two_authors_at_once_one_waits_and_loses(postgres_log: tuple[HallLog, Engine]) -> None:
    """The first has written its row but not committed; the second waits for it, and then its seq is taken."""
    log, engine = postgres_log
    log.append([opened(1)], [])
    stale = HallLog(engine, HALL.hall_id)
    stale.load_day()

    def first_commits(_: object) -> None:
        with pytest.raises(StorageFault, match="lock timeout") as waited:
            impatient.append([called(1, 3)], [])
        assert waited.value.kind is FaultKind.LOCKED

    event.listen(engine, "commit", first_commits)
    impatient = HallLog(_hurried(engine), HALL.hall_id)
    impatient.load_day()
    log.append([called(1, 1)], [])
    event.remove(engine, "commit", first_commits)
    with pytest.raises(LogTaken):
        stale.append([called(1, 2)], [])
    assert log.verify_chain() == 2
    for one in (log, stale, impatient):
        one.close()


@pytest.mark.postgres
def test_a_rehearsal_leaves_nothing_on_postgresql_either(postgres_log: tuple[HallLog, Engine]) -> None:
    log, engine = postgres_log
    log.append([opened(1)], [key("first-key", 1)])
    for at in (1, 2):
        log.rehearse(at, "test")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM command_key")) == 1
        assert connection.scalar(text("SELECT at FROM heartbeat")) == 2
    log.close()

    @event.listens_for(engine, "connect")
    def _reads_only(connection: Any, _: object) -> None:
        connection.execute("SET default_transaction_read_only = on")
        connection.commit()

    with pytest.raises(StorageFault) as refused:
        log.rehearse(3, "test")
    assert refused.value.kind is FaultKind.READ_ONLY
    log.close()


def _hurried(engine: Engine) -> Engine:
    hurried = open_engine(engine.url)

    @event.listens_for(hurried, "connect")
    def _hurry(connection: Any, _: object) -> None:
        connection.execute("SET lock_timeout = 50")
        connection.commit()

    return hurried
