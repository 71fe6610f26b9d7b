"""The log keeps what it took, whole batches only, and tells when somebody else was there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from server.domain.events import DayOpened, Fact, HallConfigured, TicketCalled
from server.storage.chain import GENESIS
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, LogTaken, StorageFault
from server.storage.keys import NOTHING, KeyEntry, Remembered
from server.storage.log import Entry, HallLog
from tests.server.sample_halls import sample_hall
from tests.server.storage.tampering import tampered

HALL = sample_hall()


@pytest.fixture
def log(engine: Engine) -> Iterator[HallLog]:
    log = HallLog(engine, HALL.hall_id)
    yield log
    log.close()


def opened(day: int) -> Entry:
    event = DayOpened(day=day, date=f"2026-11-{day:02}", config=HALL)
    return Entry(day, Fact(day * 1_000, "author", f"author:open-day:{day}", event))


def called(day: int, number: int) -> Entry:
    event = TicketCalled(ticket_id=f"{day}-A{number:03}", counter_id="1")
    return Entry(day, Fact(day * 1_000 + number, "console:1", f"call-{day}-{number}", event))


def key(name: str, seq: int, what: str = "ticket_called", *, day: int = 1, at: int = 1_001) -> KeyEntry:
    return KeyEntry(name, "1:" + "ab" * 32, what, seq, day, at)


def edited(engine: Engine, statement: str) -> None:
    tampered(engine, statement)


def test_an_empty_log_starts_at_one(log: HallLog) -> None:
    day = log.load_day()
    assert (day.first_seq, day.facts, day.head) == (1, (), GENESIS)
    assert log.verify_chain() == 0


def test_a_batch_is_read_again_as_it_was_written(log: HallLog, engine: Engine) -> None:
    configured = Entry(1, Fact(5, "author", "author:configure:3", HallConfigured(HALL)))
    batch = [opened(1), called(1, 1), configured, called(1, 2)]
    head = log.append(batch, [key("first-key", 4)])
    again = HallLog(engine, HALL.hall_id)
    day = again.load_day()
    assert day.facts == tuple(entry.fact for entry in batch)
    assert day.head == head == again.head == log.head
    first = Remembered("1:" + "ab" * 32, "ticket_called", 4, called(1, 2).fact)
    assert again.remembered(["first-key", "other-key"]) == {"first-key": first}
    assert again.remembered([]) == {}
    assert again.verify_chain() == 4
    again.close()


def test_only_the_last_business_day_is_read(log: HallLog, engine: Engine) -> None:
    for number in (1, 2, 3):
        log.append([opened(number), *(called(number, ticket) for ticket in range(1, 51))], [])
    rows = []

    @event.listens_for(engine, "before_cursor_execute")
    def _seen(connection: Connection, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT"):
            beside = open_engine(connection.engine.url)
            with beside.connect() as other:
                rows.append(len(other.exec_driver_sql(statement, parameters).all()))
            beside.dispose()

    day = log.load_day()
    assert (day.first_seq, len(day.facts), day.head.seq) == (103, 51, 153)
    assert rows == [1, 51], "one row says where the day begins; then its own rows"


def test_two_halls_in_one_store_do_not_meet(engine: Engine) -> None:
    here, there = HallLog(engine, "here"), HallLog(engine, "there")
    here.append([opened(1)], [key("same-key", 1)])
    there.append([opened(1), called(1, 1)], [key("same-key", 2)])
    assert here.load_day().head.seq == 1
    assert there.load_day().head.seq == 2
    assert here.remembered(["same-key"])["same-key"].fact == opened(1).fact
    assert there.remembered(["same-key"])["same-key"].fact == called(1, 1).fact
    here.close()
    there.close()


def test_a_stale_author_cannot_append(engine: Engine) -> None:
    first, second = HallLog(engine, HALL.hall_id), HallLog(engine, HALL.hall_id)
    first.append([opened(1)], [])
    second.load_day()
    first.append([called(1, 1)], [key("first-key", 2)])
    with pytest.raises(LogTaken):
        second.append([called(1, 2)], [key("second-key", 2)])
    assert first.load_day().facts[-1] == called(1, 1).fact
    assert first.remembered(["second-key"]) == {}
    assert first.verify_chain() == 2
    first.append([called(1, 3)], [])
    first.close()
    second.close()


def test_a_stale_author_cannot_remember_keys_either(engine: Engine) -> None:
    """A batch of keys alone has no row that would collide with the other author's."""
    first, second = HallLog(engine, HALL.hall_id), HallLog(engine, HALL.hall_id)
    first.append([opened(1)], [])
    second.load_day()
    second.append([], [key("early-key", 0, NOTHING)])
    first.append([called(1, 1)], [])
    with pytest.raises(LogTaken):
        second.append([], [key("late-key", 0, NOTHING)])
    assert set(first.remembered(["early-key", "late-key"])) == {"early-key"}
    first.close()
    second.close()


def test_a_key_that_another_author_used_stops_the_batch(engine: Engine) -> None:
    first = HallLog(engine, HALL.hall_id)
    first.append([opened(1)], [key("first-key", 1)])
    with pytest.raises(LogTaken):
        first.append([called(1, 1)], [key("first-key", 2)])
    assert first.load_day().head.seq == 1
    first.close()


def test_a_batch_is_whole_or_not_at_all(log: HallLog) -> None:
    """The third row cannot be written; so neither are the first two, nor their keys."""
    log.append([opened(1)], [])
    before = log.head
    broken = Entry(1, Fact(None, "console:1", "call-1-3", called(1, 3).fact.event))  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)not.null"):
        log.append([called(1, 1), called(1, 2), broken], [key("first-key", 2)])
    assert log.head == before
    assert log.load_day().head == before
    assert log.remembered(["first-key"]) == {}
    log.append([called(1, 1)], [key("first-key", 2)])


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET body = replace(body, 'A002', 'A009') WHERE seq = 3",
        "UPDATE event SET at = at + 1 WHERE seq = 3",
        "UPDATE event SET by = 'console:2' WHERE seq = 3",
        "UPDATE event SET cause = 'another-key' WHERE seq = 3",
        "UPDATE event SET day = 2 WHERE seq = 3",
        "UPDATE event SET type = 'ticket_recalled' WHERE seq = 3",
        "DELETE FROM event WHERE seq = 3",
        "UPDATE event SET seq = 9 WHERE seq = 4",
        "UPDATE event SET prev_hash = '" + "0" * 64 + "' WHERE seq = 3",
    ],
)
def test_a_touched_row_breaks_the_chain(log: HallLog, engine: Engine, damage: str) -> None:
    log.append([opened(1), called(1, 1), called(1, 2), called(1, 3)], [])
    edited(engine, damage)
    with pytest.raises(LogCorrupt, match="seq"):
        log.verify_chain()
    with pytest.raises(LogCorrupt, match="seq"):
        log.load_day()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM event WHERE seq = 1",
        "DELETE FROM business_day",
        "UPDATE business_day SET first_seq = 2",
    ],
)
def test_a_day_without_its_beginning_is_refused(log: HallLog, engine: Engine, damage: str) -> None:
    log.append([opened(1), called(1, 1)], [])
    edited(engine, damage)
    with pytest.raises(LogCorrupt, match="business day"):
        log.load_day()


def test_a_last_row_that_does_not_decode_is_named(log: HallLog, engine: Engine) -> None:
    log.append([opened(1), called(1, 1)], [])
    edited(engine, "UPDATE event SET body = '{}' WHERE seq = 2")
    with pytest.raises(LogCorrupt, match="seq 2"):
        log.load_day()


def test_a_heartbeat_is_one_row(log: HallLog, engine: Engine) -> None:
    for at in (1, 2, 3):
        log.beat(at, f"host:{os.getpid()}")
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text("SELECT hall_id, at FROM heartbeat"))] == [("sample", 3)]


def test_a_missing_table_is_not_taken_for_an_empty_log(log: HallLog, engine: Engine) -> None:
    edited(engine, "DROP TABLE event")
    with pytest.raises(Exception, match="event"):
        log.load_day()


def test_closing_leaves_one_whole_file_and_a_usable_log(log: HallLog, url: str) -> None:
    log.append([opened(1)], [])
    log.remembered(["some-key"])
    log.close()
    if url.startswith("sqlite"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        assert [path.name for path in folder.iterdir()] == ["hall.db"], "no write-ahead log beside it"
    log.append([called(1, 1)], [])
    assert log.verify_chain() == 2


def test_a_store_that_is_away_is_the_worlds_fault(engine: Engine, url: str) -> None:
    gone = url.replace("hall.db", "is/not/there.db").replace("/hall_", "/not_there_")
    away = open_engine(gone)
    if url.startswith("sqlite"):
        folder = gone.removeprefix("sqlite:///").removesuffix("/there.db")
        shutil.rmtree(folder)
    log = HallLog(away, HALL.hall_id)
    with pytest.raises(StorageFault):
        log.load_day()
    with pytest.raises(StorageFault):
        log.append([opened(1)], [])
