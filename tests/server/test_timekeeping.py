"""Whether a start's clock can be right, and what is said when it cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from program.clock import ManualClock, RehearsalClock, rehearsal_from
from server.storage.engine import open_engine
from server.storage.log_end import LogEnd, LogEnds
from server.storage.migrate import migrate
from server.timekeeping import DateWords, WrongClock, check_rehearsal, judge_start, until_date_is_right
from tests.server.asking import submission
from tests.server.conftest import Authors
from tests.server.sample_halls import NOON, sample_hall

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 86_400_000
HALL = sample_hall()
END = LogEnd(at=NOON, day=7, date="2026-11-24", rehearsal=False)
CONFIRMED, HEALED = DateWords(confirmed=True), DateWords(heal="flat battery")


@contextmanager
def looking(folder: Path) -> Iterator[LogEnds]:
    """At the log in a folder, which another process may be writing."""
    engine = open_engine(f"sqlite:///{folder}/hall.db", follows=True)
    try:
        yield LogEnds(engine, "sample")
    finally:
        engine.dispose()


@pytest.mark.parametrize("ahead", [-5 * MINUTE, 0, DAY, 14 * DAY, 15 * DAY, 15 * DAY + 5 * HOUR])
def test_a_clock_near_the_logs_end_needs_nobodys_word(ahead: int) -> None:
    start = judge_start(END, NOON + ahead, HALL, DateWords())
    assert (start.held, start.put_right, start.days_ahead) == ("", "", max(0, ahead // DAY))


@pytest.mark.parametrize(
    ("away", "put_right"),
    [(16 * DAY - 8 * HOUR, ""), (3_652 * DAY, ""), (-5 * MINUTE - 1, "the computer's clock was confirmed at a start")],
)
def test_a_clock_far_from_the_logs_end_waits_for_a_word(away: int, put_right: str) -> None:
    held = judge_start(END, NOON + away, HALL, DateWords()).held
    assert held.endswith("run: ./jiaohao server --confirm-date")
    assert "2026-11-24 12:00" in held
    assert "\n" not in held
    confirmed = judge_start(END, NOON + away, HALL, CONFIRMED)
    assert (confirmed.held, confirmed.put_right) == ("", put_right)


def test_a_log_whose_date_is_to_come_waits_for_a_reason() -> None:
    poisoned = END._replace(date="2036-11-23")
    for words in (DateWords(), CONFIRMED):
        assert "./jiaohao server --heal-date" in judge_start(poisoned, NOON, HALL, words).held
    assert judge_start(poisoned, NOON, HALL, HEALED).put_right == "flat battery"


def test_a_reason_is_not_needed_for_a_log_that_is_right() -> None:
    assert judge_start(END, NOON, HALL, HEALED).put_right == ""
    assert judge_start(END, NOON + 40 * DAY, HALL, HEALED).held, "healing says nothing of a clock that is far ahead"


def test_nobodys_word_makes_2020_right() -> None:
    for end in (None, END):
        for words in (DateWords(), CONFIRMED, HEALED):
            assert "cannot be" in judge_start(end, 1_577_836_800_000, HALL, words).held
    assert judge_start(None, NOON, HALL, DateWords()).held == ""


def test_before_four_in_the_morning_the_day_before_is_still_open() -> None:
    night = NOON + 15 * HOUR
    assert judge_start(END, night, HALL, DateWords()).days_ahead == 0
    assert judge_start(END, night + HOUR, HALL, DateWords()).days_ahead == 1
    opened = LogEnd(at=night, day=8, date="2026-11-25", rehearsal=False)
    assert judge_start(opened, night + MINUTE, HALL, DateWords()).held == "", "as when the day's start was moved"


@pytest.mark.anyio
async def test_a_start_in_doubt_says_it_once_and_looks_until_the_clock_is_right(
    authors: Authors, tmp_path: Path
) -> None:
    async with authors():
        pass
    shown: Iterator[int] = iter((1_577_836_800_000, 1_577_836_801_000, NOON - DAY, NOON))
    with capture_logs() as said, looking(tmp_path) as ends:
        put_right = await until_date_is_right(
            ends, lambda: next(shown), HALL, DateWords(), asyncio.Event(), look_every_s=0.001
        )
    assert put_right is None
    assert [one["event"] for one in said] == ["date_in_doubt", "date_believed"]
    assert not list(shown)


@pytest.mark.anyio
async def test_a_long_holiday_opens_and_is_logged(authors: Authors, tmp_path: Path) -> None:
    async with authors():
        pass
    with capture_logs() as said, looking(tmp_path) as ends:
        await until_date_is_right(ends, lambda: NOON + 10 * DAY, HALL, DateWords(), asyncio.Event())
    assert [(one["event"], one["days"]) for one in said] == [("days_left_out", 9)]


@pytest.mark.anyio
async def test_a_day_that_opens_over_people_says_so(authors: Authors) -> None:
    clock = ManualClock(NOON)
    with capture_logs() as said:
        async with authors(clock=clock) as author:
            await author.ask(submission("key-0001"))
            await author.ask(submission("key-0002"))
            clock.advance(DAY)
            await author.ask(submission("key-0003"))
    days = [(one["log_level"], one["date"], one["lapsed"]) for one in said if one["event"] == "day_opened"]
    assert days == [("info", "2026-11-24", 0), ("warning", "2026-11-25", 2)]


def test_looking_makes_no_file_and_finds_no_log_where_there_is_none(tmp_path: Path) -> None:
    with looking(tmp_path / "none") as ends:
        assert ends.end() is None
    assert not list(tmp_path.iterdir())
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    with looking(tmp_path) as ends:
        engine.connect().close()
        assert ends.end() is None
        migrate(engine)
        assert ends.end() is None


@pytest.mark.anyio
async def test_a_log_knows_that_it_is_a_rehearsal_every_day(authors: Authors, tmp_path: Path) -> None:
    rehearsal = rehearsal_from("2026-11-24T12:00:00+08:00")
    assert isinstance(rehearsal, RehearsalClock)
    async with authors(clock=rehearsal):
        pass
    async with authors(clock=rehearsal_from("2026-11-25T12:00:00+08:00")):
        pass
    with looking(tmp_path) as ends:
        end = ends.end()
    assert end is not None
    assert (end.day, end.date, end.rehearsal) == (2, "2026-11-25", True)
    check_rehearsal(end, rehearsed=True)
    with pytest.raises(WrongClock, match="begun with --now"):
        check_rehearsal(end, rehearsed=False)
    with pytest.raises(WrongClock, match="--now: this log is a real hall's"):
        check_rehearsal(END, rehearsed=True)
    check_rehearsal(END, rehearsed=False)
    check_rehearsal(None, rehearsed=True)
