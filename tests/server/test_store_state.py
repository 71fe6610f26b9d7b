"""The store's troubles: named for what they are, said once, over only when a whole batch found its way to the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, event, text

from server.author import Author
from server.storage import engine as opening
from server.storage.engine import open_engine, sqlite_module
from server.storage.faults import FaultKind, StorageFault
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.room import LOW_BYTES, DiskRoom, disk_room
from server.store_state import StoreState
from server.submissions import Answer, AuthorRefusal
from tests.server.asking import refused, submission
from tests.server.conftest import Authors
from tests.server.stores import FaultyLog

pytestmark = pytest.mark.anyio

GIB = 1 << 30


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


def codes(author: Author) -> list[tuple[str, bool]]:
    return [(one.code, one.blocks) for one in author.troubles()]


def said(records: list[Any]) -> list[str]:
    return [record["event"] for record in records if record["event"].startswith("store_")]


async def test_a_heartbeat_is_no_proof_after_a_refused_commit(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    with structlog.testing.capture_logs() as records:
        async with authors(log, beat_s=0.01) as author:
            assert codes(author) == []
            log.full = True
            assert await refused(author.ask(submission("key-0001"))) == AuthorRefusal.UNAVAILABLE
            assert codes(author) == [("disk_full", True)]
            for tried in range(1, 6):
                await until(lambda tried=tried: log.rehearsals >= tried)  # type: ignore[misc]
                assert codes(author) == [("disk_full", True)]
            assert await refused(author.ask(submission("key-0001"))) == AuthorRefusal.UNAVAILABLE
            assert said(records) == ["store_unavailable"]
            log.full = False
            await until(lambda: not author.troubles())
            assert isinstance(await author.ask(submission("key-0001")), Answer)
    assert said(records) == ["store_unavailable", "store_back"]


async def test_a_command_that_goes_through_has_the_store_tried_at_once(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log, beat_s=600.0) as author:
        log.fail_appends = 1
        assert await refused(author.ask(submission("key-0001"))) == AuthorRefusal.UNAVAILABLE
        assert isinstance(await author.ask(submission("key-0001")), Answer)
        await until(lambda: not author.troubles())
        assert log.rehearsals == 1


async def test_a_lock_of_another_program_is_one_trouble_though_nobody_asks(
    authors: Authors, store: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 20)
    log = FaultyLog(store, "sample")
    with structlog.testing.capture_logs() as records:
        async with authors(log, beat_s=0.01) as author:
            other = sqlite_module().connect(f"{tmp_path}/hall.db", isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
            await until(lambda: log.rehearsals >= 4)
            assert codes(author) == [("store_locked", True)]
            assert said(records) == ["store_unavailable"]
            other.execute("ROLLBACK")
            other.close()
            await until(lambda: not author.troubles())
    assert said(records) == ["store_unavailable", "store_back"]


async def test_little_room_is_said_before_there_is_none_and_blocks_nothing(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log, beat_s=0.01) as author:
        log.left = DiskRoom(free=200 << 20, size=100 * GIB)
        await until(lambda: codes(author) == [("disk_low", False)])
        assert "200 of 102400 MiB" in author.troubles()[0].detail
        assert isinstance(await author.ask(submission("key-0001")), Answer)
        log.left = DiskRoom(free=2 * GIB, size=100 * GIB)
        await until(lambda: not author.troubles())


def test_room_between_little_and_plenty_changes_nothing() -> None:
    state = StoreState("sample")
    between = DiskRoom(LOW_BYTES + 1, 100 * GIB)
    state.room(between)
    assert not state.troubles()
    state.room(DiskRoom(LOW_BYTES - 1, 100 * GIB))
    state.room(between)
    assert [one.code for one in state.troubles()] == ["disk_low"]
    state.room(DiskRoom(LOW_BYTES * 5 // 4, 100 * GIB))
    assert not state.troubles()


def test_a_small_disk_is_not_low_for_being_small(tmp_path: Path) -> None:
    assert not DiskRoom(free=1 << 20, size=3 << 20).low
    assert DiskRoom(free=100 << 10, size=3 << 20).low
    assert disk_room(tmp_path / "hall.db") is not None
    assert disk_room(tmp_path / "none" / "hall.db") is None


def limited(engine: Engine, log: HallLog, pages: int) -> None:
    """The database may have so many pages from now on."""

    @event.listens_for(engine, "connect")
    def _limit(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}").close()

    log.close()


def test_a_rehearsal_needs_the_room_of_a_batch_and_leaves_nothing(store: Engine) -> None:
    log = HallLog(store, "sample")
    log.beat(1, "test")
    with store.connect() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    limited(store, log, pages + 3)
    log.beat(2, "test")
    with pytest.raises(StorageFault) as full:
        log.rehearse(3, "test")
    assert full.value.kind is FaultKind.DISK_FULL
    log.beat(4, "test")
    limited(store, log, pages + 100)
    log.rehearse(5, "test")
    with store.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM command_key")) == 0
        assert connection.scalar(text("SELECT at FROM heartbeat")) == 5
    log.close()


def test_what_a_rehearsal_writes_reaches_the_disk(store: Engine, tmp_path: Path) -> None:
    """Though nothing is left of it."""
    log = HallLog(store, "sample")
    log.beat(1, "test")
    before = (tmp_path / "hall.db-wal").stat().st_size
    log.beat(2, "test")
    beat = (tmp_path / "hall.db-wal").stat().st_size - before
    log.rehearse(3, "test")
    assert (tmp_path / "hall.db-wal").stat().st_size - before - beat > 70_000 > 5 * beat
    log.close()


def test_faults_are_named_for_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 20)
    engine = open_engine(f"sqlite:///{tmp_path}/data/hall.db")
    migrate(engine)
    log = HallLog(engine, "sample")

    def kind() -> FaultKind:
        with pytest.raises(StorageFault) as fault:
            log.beat(1, "test")
        return fault.value.kind

    other = sqlite_module().connect(f"{tmp_path}/data/hall.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert kind() is FaultKind.LOCKED
    other.execute("ROLLBACK")
    other.close()

    @event.listens_for(engine, "connect")
    def _reads_only(connection: Any, _: object) -> None:
        connection.execute("PRAGMA query_only=ON").close()

    assert kind() is FaultKind.READ_ONLY
    log.close()
    (tmp_path / "data").rename(tmp_path / "gone")
    assert kind() is FaultKind.AWAY
