"""Readers of the log: each with a cursor of its own, in order, without a gap, and everything at least once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.reader import LoggedFact, LogReader
from tests.server.storage.tampering import tampered
from tests.server.storage.test_log import HALL, called, opened


@pytest.fixture
def log(engine: Engine) -> Iterator[HallLog]:
    """Of five facts."""
    log = HallLog(engine, HALL.hall_id)
    log.append([opened(1), *(called(1, number) for number in range(1, 5))], [])
    yield log
    log.close()


def reader(engine: Engine, name: str = "monthly") -> LogReader:
    return LogReader(engine, HALL.hall_id, name)


def seqs(facts: tuple[LoggedFact, ...]) -> list[int]:
    return [fact.seq for fact in facts]


def test_what_is_read_is_what_was_written(log: HallLog, engine: Engine) -> None:
    log.append([opened(2)], [])
    found = reader(engine).read()
    written = [opened(1), *(called(1, number) for number in range(1, 5)), opened(2)]
    assert found == tuple(LoggedFact(seq, entry.day, entry.fact) for seq, entry in enumerate(written, 1))


def test_reading_goes_on_after_the_cursor_and_in_pieces(log: HallLog, engine: Engine) -> None:
    one = reader(engine)
    assert one.position() == 0
    assert seqs(one.read(limit=2)) == [1, 2]
    one.advance(2, at=10)
    assert seqs(one.read(limit=2)) == [3, 4]
    one.advance(4, at=11)
    assert seqs(one.read(limit=2)) == [5]
    one.advance(5, at=12)
    assert one.read() == ()
    log.append([called(1, 5)], [])
    assert seqs(one.read()) == [6]
    assert seqs(one.read(after=3)) == [4, 5, 6], "and anywhere else without moving"
    assert one.position() == 5


def test_two_readers_have_cursors_of_their_own(log: HallLog, engine: Engine) -> None:
    monthly, daily = reader(engine, "monthly"), reader(engine, "daily")
    monthly.advance(3, at=1)
    daily.advance(1, at=1)
    assert seqs(monthly.read()) == [4, 5]
    assert seqs(daily.read()) == [2, 3, 4, 5]
    other = LogReader(engine, "other", "monthly")
    assert other.position() == 0
    assert other.read() == ()


def test_one_that_dies_between_reading_and_advancing_reads_the_same_again(log: HallLog, engine: Engine) -> None:
    first = reader(engine)
    first.advance(2, at=1)
    read = first.read()
    del first
    beside = open_engine(engine.url)
    again = reader(beside)
    assert again.read() == read
    assert seqs(read) == [3, 4, 5]
    again.advance(read[-1].seq, at=2)
    beside.dispose()
    assert reader(engine).position() == 5


def test_a_cursor_never_goes_back(log: HallLog, engine: Engine) -> None:
    one = reader(engine)
    one.advance(4, at=10)
    for earlier in (3, 0, 4):
        one.advance(earlier, at=20)
        assert one.position() == 4
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT hall_id, name, seq, at FROM log_reader")).all()
    assert [tuple(row) for row in rows] == [("sample", "monthly", 4, 10)]


def test_a_row_that_nobody_of_ours_wrote_is_named(log: HallLog, engine: Engine) -> None:
    tampered(engine, "UPDATE event SET body = '{}' WHERE seq = 3")
    one = reader(engine)
    assert seqs(one.read(limit=2)) == [1, 2]
    with pytest.raises(LogCorrupt, match="seq 3"):
        one.read()


def test_a_reader_hinders_no_author(log: HallLog, engine: Engine) -> None:
    """It reads while the author writes, and sees whole batches only."""
    one = reader(engine)
    assert len(one.read()) == 5
    with engine.begin() as writing:
        writing.execute(text("UPDATE heartbeat SET at = 1"))
        assert len(one.read()) == 5
    log.append([called(1, 5), called(1, 6)], [])
    assert len(one.read()) == 7


def test_a_store_that_is_away_is_the_worlds_fault(engine: Engine, url: str) -> None:
    gone = url.replace("/hall_", "/not_there_")
    away = open_engine(f"{url}.empty/hall.db" if url.startswith("sqlite") else gone)
    one = LogReader(away, HALL.hall_id, "monthly")
    for call in (one.position, one.read, lambda: one.advance(1, at=1)):
        with pytest.raises(StorageFault):
            call()
    away.dispose()


halls = itertools.count()
steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 4)),
        st.tuples(st.sampled_from(["monthly", "daily"]), st.integers(1, 3), st.booleans()),
    ),
    max_size=20,
)


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('reader')}/hall.db")
    migrate(engine)
    yield engine
    engine.dispose()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(steps)
def test_every_reader_deals_with_everything_in_order_and_repeats_only_what_it_did_not_advance_over(
    sqlite: Engine, story: list[tuple[str | int | bool, ...]]
) -> None:
    hall_id = f"hall-{next(halls)}"
    log = HallLog(sqlite, hall_id)
    log.append([opened(1)], [])
    dealt: dict[str, list[int]] = {"monthly": [], "daily": []}
    sure = {"monthly": 0, "daily": 0}
    for kind, count, *dies in story:
        if kind == "append":
            log.append([called(1, log.head.seq + number) for number in range(int(count))], [])
            continue
        name = str(kind)
        one = LogReader(sqlite, hall_id, name)
        found = seqs(one.read(limit=int(count)))
        assert found == list(range(sure[name] + 1, min(sure[name] + int(count), log.head.seq) + 1))
        dealt[name] += found
        if found and not dies[0]:
            one.advance(found[-1], at=1)
            sure[name] = found[-1]
    for name, seen in dealt.items():
        rest = seqs(LogReader(sqlite, hall_id, name).read())
        assert set(seen) | set(rest) == set(range(1, log.head.seq + 1))
    log.close()


def test_a_gap_is_said_and_a_position_beyond_the_end_refused(log: HallLog, engine: Engine) -> None:
    one = reader(engine)
    with pytest.raises(ValueError, match="ends at 5, before 6"):
        one.advance(6, at=1)
    assert one.position() == 0
    tampered(engine, "DELETE FROM event WHERE seq = 3")
    with pytest.raises(LogCorrupt, match="seq 4 follows 2"):
        one.read()


def test_finished_days_are_read_one_by_one(log: HallLog, engine: Engine) -> None:
    log.append([opened(2), called(2, 1)], [])
    log.append([opened(3)], [])
    every = [seqs(one) for one in reader(engine).days("0000-00-00", before=4)]
    assert every == [[1, 2, 3, 4, 5], [6, 7], [8]]
    assert [seqs(one) for one in reader(engine).days("0000-00-00", before=3)] == every[:2], "the third is not finished"
    assert [seqs(one) for one in reader(engine).days("2026-11-02", before=4)] == every[1:]
