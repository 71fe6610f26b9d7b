"""SQLite's write-ahead log is emptied at rest: it stays small, and what was moved is in the database file."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from server.storage.connections import TIDY_AFTER
from server.storage.engine import CHECKPOINT_PAGES, READS_ONLY, open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from tests.server.asking import answered, submission
from tests.server.conftest import HALL, Authors, authors, store

__all__ = ["authors", "store"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def beats(log: HallLog, count: int) -> None:
    for at in range(count):
        log.beat(at, "author")


def beat_in_file_alone(database: Path, folder: Path) -> object:
    """The last beat, as the database file says without its write-ahead log: None when it knows nobody."""
    copy = folder / "copy.db"
    shutil.copyfile(database, copy)
    with open_engine(f"sqlite:///{copy}").connect().execution_options(**READS_ONLY) as connection:
        return connection.execute(text("SELECT at FROM heartbeat")).scalar()


def test_the_write_ahead_log_is_used_again_once_it_is_tidied(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    migrate(engine)
    log = HallLog(engine, HALL.hall_id)
    sizes = []
    for _ in range(5):
        beats(log, TIDY_AFTER)
        log.tidy()
        sizes.append((tmp_path / "hall.db-wal").stat().st_size)
    assert sizes[1:] == sizes[:-1]
    assert beat_in_file_alone(tmp_path / "hall.db", tmp_path) == TIDY_AFTER - 1
    log.close()


def test_a_few_commits_are_not_worth_it(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    migrate(engine)
    log = HallLog(engine, HALL.hall_id)
    beats(log, TIDY_AFTER - 1)
    log.tidy()
    assert beat_in_file_alone(tmp_path / "hall.db", tmp_path) is None
    log.close()


def test_a_reader_in_the_middle_of_its_work_is_not_waited_for(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    migrate(engine)
    log = HallLog(engine, HALL.hall_id)
    beats(log, TIDY_AFTER)
    with engine.connect().execution_options(**READS_ONLY) as reader, reader.begin():
        assert reader.execute(text("SELECT at FROM heartbeat")).scalar() == TIDY_AFTER - 1
        beats(log, 1)
        log.tidy()
        assert reader.execute(text("SELECT at FROM heartbeat")).scalar() == TIDY_AFTER - 1
    beats(log, TIDY_AFTER)
    log.tidy()
    assert beat_in_file_alone(tmp_path / "hall.db", tmp_path) == TIDY_AFTER - 1
    log.close()


def test_without_any_rest_sqlite_empties_it_by_itself(tmp_path: Path) -> None:
    with open_engine(f"sqlite:///{tmp_path}/hall.db").connect() as connection:
        assert connection.execute(text("PRAGMA wal_autocheckpoint")).scalar() == CHECKPOINT_PAGES


def test_either_store_may_be_tidied(engine: Engine) -> None:
    log = HallLog(engine, HALL.hall_id)
    beats(log, TIDY_AFTER)
    log.tidy()
    log.beat(1, "author")
    log.close()


@pytest.mark.anyio
async def test_an_author_at_rest_tidies(authors: Authors, tmp_path: Path) -> None:
    async with authors(beat_s=0.05) as author:
        for number in range(TIDY_AFTER):
            await answered(author.ask(submission(f"key-{number:04}")))
        async with asyncio.timeout(10):
            while await asyncio.to_thread(beat_in_file_alone, tmp_path / "hall.db", tmp_path) is None:
                await asyncio.sleep(0.02)
