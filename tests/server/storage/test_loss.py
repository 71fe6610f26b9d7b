"""A log that has less than was acknowledged is not begun upon, unless a person says so; then it goes on from there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from server.storage.chain import GENESIS
from server.storage.engine import open_engine
from server.storage.faults import LogLost
from server.storage.keys import NOTHING
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.promise import Promise
from server.storage.reader import LogReader
from tests.server.storage.test_log import HALL, called, edited, key, opened

COMMITS = 60


@pytest.fixture
def promise(tmp_path: Path) -> Promise:
    """Of a hall that begins for the first time."""
    promise = Promise(tmp_path / "promise", HALL.hall_id)
    promise.begin()
    return promise


def started(engine: Engine, promise: Promise | None, *, accept_loss: bool = False) -> HallLog:
    """As an author starts. Raises LogLost."""
    log = HallLog(engine, HALL.hall_id, promise, accept_loss=accept_loss)
    try:
        log.hold_to_promise(log.load_day())
    except LogLost:
        log.release()
        raise
    return log


def filled(log: HallLog, commits: int) -> None:
    log.append([opened(1)], [key("author:open-day:1", 1, "day_opened")])
    for number in range(1, commits + 1):
        log.append([called(1, number)], [key(f"key-{number}", number + 1)])


@pytest.mark.parametrize("lost", [1, 2, 40])
def test_a_damaged_end_of_the_write_ahead_log_is_noticed(tmp_path: Path, lost: int) -> None:
    """SQLite takes a frame whose checksum does not hold for the end, and says nothing."""
    alive, dead = tmp_path / "alive", tmp_path / "dead"
    promise = Promise(alive / "promise", HALL.hall_id)
    promise.begin()
    engine = open_engine(f"sqlite:///{alive}/hall.db")
    migrate(engine)
    log = started(engine, promise)
    filled(log, COMMITS - lost)
    long_enough = (alive / "hall.db-wal").stat().st_size
    for number in range(COMMITS - lost + 1, COMMITS + 1):
        log.append([called(1, number)], [key(f"key-{number}", number + 1)])
    shutil.copytree(alive, dead)  # as a kill leaves it
    log.release()
    with (dead / "hall.db-wal").open("r+b") as file:
        file.seek(long_enough + 100)
        file.write(b"\xff" * 8)
    engine = open_engine(f"sqlite:///{dead}/hall.db")
    migrate(engine)
    ends = COMMITS + 1 - lost
    assert HallLog(engine, HALL.hall_id).load_day().head.seq == ends, "nobody but the promise knows of more"
    promise = Promise(dead / "promise", HALL.hall_id)
    for _ in range(2):
        with pytest.raises(
            LogLost, match=rf"ends at seq {ends}, but {COMMITS + 1} .* the last {lost} facts.*--accept-loss"
        ):
            started(engine, promise)
    log = started(engine, promise, accept_loss=True)
    log.append([called(1, 99)], [key("another-key", ends + 1)])
    log.release()
    started(engine, promise).release()


def test_rows_that_were_cut_with_their_keys_left_are_noticed(engine: Engine) -> None:
    log = started(engine, None)
    filled(log, 9)
    LogReader(engine, HALL.hall_id, "phones").advance(10, 1)
    log.release()
    edited(engine, "DELETE FROM event WHERE seq > 6")
    with pytest.raises(LogLost, match=r"ends at seq 6 in business day 1, but keys .* seq 10 .*--accept-loss"):
        started(engine, None)
    log = started(engine, None, accept_loss=True)
    assert set(log.remembered([f"key-{number}" for number in range(1, 10)])) == {
        f"key-{number}" for number in range(1, 6)
    }
    assert LogReader(engine, HALL.hall_id, "phones").position() == 6
    log.append([called(1, 9)], [key("key-9", 7)])
    log.release()
    assert LogReader(engine, HALL.hall_id, "phones").read()[0].seq == 7
    started(engine, None).release()


def test_a_whole_day_that_was_cut_is_noticed_by_a_key_that_did_nothing(engine: Engine) -> None:
    log = started(engine, None)
    filled(log, 3)
    log.append([opened(2)], [])
    log.append([], [key("idle-key", 0, NOTHING, day=2)])
    log.release()
    edited(engine, "DELETE FROM event WHERE day = 2")
    edited(engine, "DELETE FROM business_day WHERE day = 2")
    with pytest.raises(LogLost, match="of seq 0 in day 2"):
        started(engine, None)


def test_a_database_made_anew_is_no_new_hall(engine: Engine, url: str, promise: Promise, tmp_path: Path) -> None:
    log = started(engine, promise)
    filled(log, 5)
    log.release()
    for table in ("event", "command_key", "business_day"):
        edited(engine, f"DELETE FROM {table}")
    with pytest.raises(LogLost, match=r"ends at seq 0, but 6 .*--accept-loss"):
        started(engine, promise)
    (tmp_path / "promise").unlink()
    with pytest.raises(LogLost, match=r"its secret is there from an earlier start.*--accept-loss"):
        started(engine, promise)
    (tmp_path / "promise").write_text("damaged too")
    with pytest.raises(LogLost, match="its secret is there"):
        started(engine, promise)
    log = started(engine, promise, accept_loss=True)
    assert log.head == GENESIS
    log.release()
    started(engine, promise).release()


def test_a_first_start_that_ended_early_is_a_new_hall_still(engine: Engine, promise: Promise) -> None:
    """The promise of nothing comes before the secret, so a power cut between leaves nothing to ask about."""
    started(engine, promise).release()
    started(engine, promise).release()


def test_a_hall_from_before_there_were_promises_gets_one(engine: Engine, tmp_path: Path) -> None:
    log = started(engine, None)
    filled(log, 3)
    log.release()
    promise = Promise(tmp_path / "promise", HALL.hall_id)
    with capture_logs() as lines:
        started(engine, promise).release()
        started(engine, promise).release()
    assert promise.read() == log.head
    assert [line["event"] for line in lines] == ["promise_missing"]


def test_a_promise_that_cannot_be_read_is_a_line(engine: Engine, promise: Promise, tmp_path: Path) -> None:
    log = started(engine, promise)
    filled(log, 3)
    log.release()
    (tmp_path / "promise").write_bytes(bytes(range(256)) * 4)
    with capture_logs() as lines:
        started(engine, promise).release()
        started(engine, promise).release()
    assert [(line["event"], line["seq"]) for line in lines] == [("promise_unreadable", 4)]


def test_another_log_of_the_same_hall_is_noticed(engine: Engine, promise: Promise) -> None:
    log = started(engine, promise)
    filled(log, 3)
    log.release()
    edited(engine, "DELETE FROM event")
    edited(engine, "DELETE FROM command_key")
    edited(engine, "DELETE FROM business_day")
    other = HallLog(engine, HALL.hall_id)
    other.append([opened(1)], [])
    other.append([called(1, 50 + number) for number in range(9)], [])
    other.release()
    with pytest.raises(LogLost, match=r"another than the one that was written: see its seq 4.*--accept-loss"):
        started(engine, promise)


def test_a_promise_that_is_behind_its_log_is_right(engine: Engine, promise: Promise) -> None:
    """As a kill between commit and promise leaves it."""
    log = started(engine, promise)
    filled(log, 3)
    log.release()
    ahead = HallLog(engine, HALL.hall_id)
    ahead.load_day()
    ahead.append([called(1, 7)], [])
    ahead.release()
    log = started(engine, promise)
    assert promise.read() == log.head == ahead.head
    log.release()
