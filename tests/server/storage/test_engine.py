"""A database is opened so that what it acknowledges stays."""

from __future__ import annotations

import sqlite3
import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import text

from server.storage.engine import READS_ONLY, SQLITE_FLOOR, open_engine, sqlite_module
from server.storage.faults import SqliteTooOld, StorageFault
from tests.postgres import Cluster


def test_sqlite_keeps_what_it_acknowledges(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/folder/hall.db")
    with engine.connect() as connection:

        def pragma(name: str) -> object:
            return connection.execute(text(f"PRAGMA {name}")).scalar()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2, "FULL"
        assert pragma("foreign_keys") == 1
        assert pragma("busy_timeout") == 5_000


def test_only_its_owner_may_read_what_sqlite_keeps(tmp_path: Path) -> None:
    names = ("hall.db", "hall.db-wal", "hall.db-shm")
    (tmp_path / "hall.db").touch(mode=0o644)
    for folder in (tmp_path, tmp_path / "new"):
        engine = open_engine(f"sqlite:///{folder}/hall.db")
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE t (n INTEGER)"))
            assert [stat.S_IMODE((folder / name).stat().st_mode) for name in names] == [0o600] * 3
            # As an older program made them, and left behind without an end.
            for name in names:
                (folder / name).chmod(0o644)
            open_engine(f"sqlite:///{folder}/hall.db").dispose()
            assert [stat.S_IMODE((folder / name).stat().st_mode) for name in names] == [0o600] * 3


def test_sqlite_is_free_of_the_wal_reset_race() -> None:
    assert sqlite_module().sqlite_version_info >= SQLITE_FLOOR


def test_a_transaction_that_writes_holds_the_lock_from_its_beginning(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    with engine.begin() as first:
        first.execute(text("CREATE TABLE t (n INTEGER)"))
    with engine.connect().execution_options(**READS_ONLY) as reader, engine.connect() as writer:
        writer.begin()
        assert reader.execute(text("SELECT count(*) FROM t")).scalar() == 0, "reading goes on"
        # The same library as ours: two SQLites in one process do not see each other's locks.
        other = sqlite_module().connect(f"{tmp_path}/hall.db", timeout=0)
        with pytest.raises(sqlite_module().OperationalError, match="locked"):
            other.execute("INSERT INTO t VALUES (1)")
        other.close()


def test_an_old_sqlite_is_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    with pytest.raises(SqliteTooOld, match=r"3\.51\.3 or newer is needed"):
        sqlite_module()
    old = ModuleType("pysqlite3")
    old.sqlite_version_info = (3, 51, 2)  # type: ignore[attr-defined]
    old.sqlite_version = "3.51.2"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pysqlite3", old)
    with pytest.raises(SqliteTooOld, match=r"pysqlite3 carries SQLite 3\.51\.2"):
        sqlite_module()


def test_a_new_enough_standard_sqlite_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", SQLITE_FLOOR)
    assert sqlite_module() is sqlite3


def test_a_folder_that_cannot_be_made_is_the_worlds_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFault, match="cannot be made"):
        open_engine(f"sqlite:///{tmp_path}/file/data/hall.db")


@pytest.mark.postgres
def test_postgresql_commits_wait_for_the_disk_and_locks_end(postgres: Cluster) -> None:
    with open_engine(postgres.new_database()).connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "5s"
