"""What keys did stands beside the log: with the facts or without any, and forgotten only when nobody asks any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy import event as hooks

from server.storage.chain import Head
from server.storage.engine import open_engine
from server.storage.faults import LogTaken
from server.storage.keys import CANCELLED, NOTHING, KeyEntry, Keys, Remembered
from server.storage.log import Entry, HallLog
from server.storage.migrate import migrate
from tests.server.storage.test_log import HALL, called, key, opened

DAY_MS = 86_400_000


@pytest.fixture
def log(engine: Engine) -> Iterator[HallLog]:
    log = HallLog(engine, HALL.hall_id)
    yield log
    log.close()


def test_a_row_says_when_by_whom_and_why(log: HallLog, engine: Engine) -> None:
    log.append([opened(1), called(1, 1)], [])
    with engine.connect() as connection:
        rows = connection.execute(text('SELECT day, type, version, at, "by", cause FROM event ORDER BY seq')).all()
    assert [tuple(row) for row in rows] == [
        (1, "day_opened", 3, 1_000, "author", "author:open-day:1"),
        (1, "ticket_called", 1, 1_001, "console:1", "call-1-1"),
    ]


@pytest.mark.parametrize("what", [NOTHING, CANCELLED])
def test_keys_are_remembered_without_a_fact(log: HallLog, engine: Engine, what: str) -> None:
    log.append([opened(1)], [])
    head = log.head
    assert log.append([], [key("did-nothing", 0, what)]) == head
    again = HallLog(engine, HALL.hall_id)
    assert again.load_day().head == head
    assert again.remembered(["did-nothing"]) == {"did-nothing": Remembered("1:" + "ab" * 32, what, 0, None)}
    again.append([called(1, 1)], [])
    assert again.verify_chain() == 2
    again.close()


def test_a_key_without_a_fact_that_another_author_used_stops_the_batch(log: HallLog) -> None:
    log.append([opened(1)], [])
    log.append([], [key("same-key", 0, NOTHING)])
    with pytest.raises(LogTaken):
        log.append([], [key("same-key", 0, CANCELLED)])
    assert log.remembered(["same-key"])["same-key"].what == NOTHING


@pytest.mark.parametrize(
    ("entries", "keys"),
    [
        ([called(1, 1)], []),
        ([called(1, 1), called(1, 2)], [key("first-key", 2), key("other-key", 3)]),
        ([], [key("first-key", 0, NOTHING)]),
    ],
)
def test_landed_tells_whether_a_batch_arrived(
    log: HallLog, engine: Engine, entries: list[Entry], keys: list[KeyEntry]
) -> None:
    log.append([opened(1)], [])
    behind = HallLog(engine, HALL.hall_id)
    before = behind.load_day().head
    names = [one.key for one in keys]
    if entries:
        assert not behind.landed(Head(1 + len(entries), "f" * 64), names)
    if keys:
        assert not behind.landed(before, names), "the head is there, the keys are not"
    arrived = log.append(entries, keys)
    if entries:
        assert not behind.landed(Head(arrived.seq, "f" * 64), names), "somebody else's batch stands there"
    assert not behind.landed(arrived, [*names, "one-more-key"])
    assert behind.head == before
    assert behind.landed(arrived, names)
    assert behind.head == arrived
    behind.append([called(1, 7)], [])
    behind.close()


def test_keys_are_forgotten_by_day_and_instant(log: HallLog, engine: Engine) -> None:
    """Both must be over: keys of the open day stay however long that lasts, and fresh ones through a short day."""
    log.append([opened(1)], [])
    log.append(
        [],
        [
            key("old-day-old", 0, NOTHING, day=1, at=1 * DAY_MS),
            key("old-day-fresh", 0, NOTHING, day=1, at=5 * DAY_MS),
            key("open-day-old", 0, NOTHING, day=2, at=1 * DAY_MS),
            key("open-day-fresh", 0, NOTHING, day=2, at=5 * DAY_MS),
        ],
    )
    other = HallLog(engine, "other")
    other.append([opened(1)], [key("old-day-old", 1, day=1, at=1 * DAY_MS)])
    assert log.forget_keys(before_day=2, before=5 * DAY_MS) == 1
    left = log.remembered(["old-day-old", "old-day-fresh", "open-day-old", "open-day-fresh"])
    assert set(left) == {"old-day-fresh", "open-day-old", "open-day-fresh"}
    assert log.forget_keys(before_day=2, before=5 * DAY_MS) == 0
    assert set(other.remembered(["old-day-old"])) == {"old-day-old"}, "another hall's"
    other.close()


def test_however_many_keys_there_are_the_newest_and_the_oldest_are_found_by_their_day(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    migrate(engine)
    keys = Keys(engine, HALL.hall_id)
    said: list[tuple[str, Any]] = []

    def hear(_: Connection, cursor: object, statement: str, parameters: Any, *rest: object) -> None:
        said.append((statement, parameters))

    with engine.begin() as connection:
        hooks.listen(engine, "before_cursor_execute", hear)
        keys.newest(connection)
        keys.forget(connection, before_day=3, before=5)
        hooks.remove(engine, "before_cursor_execute", hear)
        plans = [
            " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
            for statement, parameters in said
            if "command_key" in statement
        ]
    assert len(plans) == 2
    for plan in plans:
        assert "INDEX command_key_day (hall_id=?" in plan
        assert "SCAN command_key" not in plan
