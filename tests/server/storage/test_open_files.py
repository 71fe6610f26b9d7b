"""A database file that is taken away under its author takes no more commits; SQLite alone would go on into nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.storage.engine import open_engine
from server.storage.faults import StoreGone
from server.storage.log import HallLog
from server.storage.migrate import migrate
from tests.server.storage.test_log import HALL, called, key, opened

Use = Callable[[HallLog], object]

USES: list[Use] = [
    lambda log: log.append([called(1, 2)], [key("second-key", 3)]),
    lambda log: log.beat(2, "author"),
    lambda log: log.remembered(["first-key"]),
]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "hall.db"


@pytest.fixture
def log(database: Path) -> Iterator[HallLog]:
    engine = open_engine(f"sqlite:///{database}")
    migrate(engine)
    log = HallLog(engine, HALL.hall_id)
    log.claim("author", 1)
    log.append([opened(1), called(1, 1)], [key("first-key", 2)])
    log.remembered(["first-key"])
    yield log
    log.release()


@pytest.mark.parametrize("use", USES)
def test_a_deleted_database_is_noticed_at_every_use(log: HallLog, database: Path, use: Use) -> None:
    for file in database.parent.iterdir():
        file.unlink()
    for _ in range(2):
        with pytest.raises(StoreGone, match=rf"deleted or moved away .*{database}"):
            use(log)
    assert list(database.parent.iterdir()) == [], "nor is another made in its place"


@pytest.mark.parametrize("use", USES)
def test_a_database_that_comes_back_goes_on(log: HallLog, database: Path, use: Use) -> None:
    away = database.parent.with_name("away")
    database.parent.rename(away)
    with pytest.raises(StoreGone):
        use(log)
    away.rename(database.parent)
    use(log)


def test_a_copy_in_its_place_is_another(log: HallLog, database: Path) -> None:
    copy = database.with_name("copy.db")
    shutil.copyfile(database, copy)
    copy.replace(database)
    with pytest.raises(StoreGone, match="replaced"):
        log.beat(2, "author")


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_a_write_ahead_log_that_was_deleted_costs_one_try_and_no_row(log: HallLog, database: Path, ending: str) -> None:
    Path(f"{database}{ending}").unlink()
    with pytest.raises(StoreGone, match="beside the database"):
        log.append([called(1, 2)], [key("second-key", 3)])
    log.append([called(1, 2)], [key("second-key", 3)])
    rescued: Engine = open_engine(f"sqlite:///{database}")
    other = HallLog(rescued, HALL.hall_id)
    assert other.load_day().head.seq == 3
    assert other.verify_chain() == 3
    other.close()
