"""A hall followed by its log alone: the same hall, batch for batch, and said when it is not to be believed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from program.clock import ManualClock
from server.author import Author
from server.domain.commands import CallNext, IssueTicket
from server.domain.tickets import Channel, Visit
from server.follower import Follower, LogReplaced
from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.reader import LogReader
from server.submissions import Answer, Published, Submission
from server.tokens import TokenMint
from tests.server.sample_halls import NOON, sample_hall
from tests.server.storage.tampering import unprotect

pytestmark = pytest.mark.anyio

HALL = sample_hall()
DAY_MS = 86_400_000
SILENT_MS = 2_000


class RunningClock(ManualClock):
    """Runs at the real rate, and is set forward when told."""

    def __init__(self, now: int) -> None:
        super().__init__(now)
        self._begun = time.monotonic()

    def now(self) -> int:
        return super().now() + int((time.monotonic() - self._begun) * 1_000)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'hall.db'}"


@asynccontextmanager
async def author(url: str, clock: ManualClock, name: str = "first") -> AsyncIterator[Author]:
    engine = open_engine(url)
    await asyncio.to_thread(migrate, engine)
    mint = TokenMint(b"s" * 32, HALL.hall_id)
    one = Author(HallLog(engine, HALL.hall_id), HALL, clock=clock, mint=mint, name=name, beat_s=0.05)
    await one.start()
    try:
        yield one
    finally:
        await one.stop()


def made(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def remove_log(folder: Path) -> None:
    for file in folder.glob("hall.db*"):
        file.unlink()


def reader(engine: Engine) -> LogReader:
    return LogReader(engine, HALL.hall_id, "public")


@asynccontextmanager
async def following(url: str, clock: ManualClock) -> AsyncIterator[Follower]:
    engine = open_engine(url, follows=True)
    one = Follower(reader(engine), clock, reopen=engine.dispose, look_every_s=0.01, silent_ms=SILENT_MS)
    one.start()
    try:
        yield one
    finally:
        await one.stop()
        engine.dispose()


def trouble(read: Follower) -> str:
    """Its code; empty when there is none."""
    return "".join(one.code for one in read.troubles())


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


keys = iter(range(10_000))


async def ask(one: Author, command: IssueTicket | CallNext) -> Answer:
    outcome = await one.ask(Submission(f"key-{next(keys):05}", command, "script"))
    assert isinstance(outcome, Answer)
    return outcome


def issue() -> IssueTicket:
    return IssueTicket(Visit("apples", Channel.KIOSK, "en"))


async def test_it_knows_the_hall_that_its_author_knows(url: str) -> None:
    clock = RunningClock(NOON)
    async with author(url, clock) as writing:
        await ask(writing, issue())
        async with following(url, clock) as read:
            heard: list[Published] = []
            read.subscribe(heard.extend)
            await until(lambda: read.caught_up)
            assert read.hall == writing.hall
            await ask(writing, issue())
            await ask(writing, CallNext("1", 0))
            await until(lambda: read.hall.seq == writing.hall.seq)
            assert read.hall.canonical() == writing.hall.canonical()
            assert [one.seq for one in heard] == list(range(1, writing.hall.seq + 1))
            assert [one.rings for one in heard[-1:]] == [True]
            assert trouble(read) == ""


async def test_a_start_reads_the_open_day_and_no_row_before_it(url: str) -> None:
    clock = RunningClock(NOON)
    async with author(url, clock) as writing:
        await ask(writing, issue())
        async with following(url, clock) as read:
            await until(lambda: read.caught_up)
            clock.advance(DAY_MS)
            opened = await ask(writing, issue())
            await until(lambda: read.hall.seq == opened.seq)
            assert read.hall.day == 2
        cursor = reader(open_engine(url)).position()
        async with following(url, clock) as again:
            heard: list[Published] = []
            again.subscribe(heard.extend)
            await until(lambda: again.caught_up)
            assert again.hall.canonical() == writing.hall.canonical()
    assert heard[0].seq == cursor + 1 == opened.seq - 1, "the day's first event, then the ticket"


async def test_an_author_that_goes_is_missed_and_welcomed_back(url: str) -> None:
    clock = RunningClock(NOON)
    async with author(url, clock):
        pass
    async with following(url, clock) as read:
        await until(lambda: trouble(read) == "server_silent")
        assert read.caught_up
        async with author(url, clock, "second") as back:
            answer = await ask(back, issue())
            await until(lambda: trouble(read) == "")
            await until(lambda: read.hall.seq == answer.seq)


async def test_an_author_that_was_gone_before_the_start_is_missed_at_once(url: str) -> None:
    async with author(url, RunningClock(NOON)):
        pass
    async with following(url, RunningClock(NOON + 10 * SILENT_MS)) as read:
        await until(lambda: trouble(read) not in {"log_unread", "hall_not_open"})
        assert trouble(read) == "server_silent"


async def test_before_the_hall_there_is_trouble_and_no_file_is_made(url: str, tmp_path: Path) -> None:
    clock = RunningClock(NOON)
    async with following(url, clock) as read:
        await until(lambda: trouble(read) == "log_unreadable")
        assert made(tmp_path) == []
        async with author(url, clock) as writing:
            await until(lambda: read.caught_up)
            await until(lambda: trouble(read) == "")
            assert read.hall == writing.hall


async def test_a_log_that_was_put_back_ends_it(url: str, tmp_path: Path) -> None:
    """As from a backup: what its listeners were told has not happened."""
    clock = RunningClock(NOON)
    async with author(url, clock) as writing:
        await ask(writing, issue())
        async with following(url, clock) as read:
            await until(lambda: read.caught_up)
            await writing.stop()
            remove_log(tmp_path)
            async with author(url, clock) as other:
                await ask(other, issue())
                await asyncio.wait_for(read.ended.wait(), 10)
    assert isinstance(read.fault, LogReplaced)


async def test_a_row_that_nobody_of_ours_wrote_ends_it(url: str) -> None:
    clock = RunningClock(NOON)
    async with author(url, clock) as writing:
        await ask(writing, issue())
    with open_engine(url).begin() as connection:
        unprotect(connection)
        connection.execute(text("UPDATE event SET body = '{}' WHERE seq = 2"))
    async with following(url, clock) as read:
        await asyncio.wait_for(read.ended.wait(), 10)
        assert not read.caught_up
    assert isinstance(read.fault, LogCorrupt)


async def test_one_listeners_bug_keeps_no_other_from_its_news(url: str) -> None:
    clock = RunningClock(NOON)

    def breaks(_: Sequence[Published]) -> None:
        raise ValueError("on purpose")

    async with author(url, clock), following(url, clock) as read:
        heard: list[Published] = []
        read.subscribe(breaks)
        read.subscribe(heard.extend)
        await until(lambda: read.caught_up)
    assert heard


async def test_what_follows_makes_no_file(url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageFault):
        reader(open_engine(url, follows=True)).read()
    assert made(tmp_path) == []


async def test_a_log_whose_end_is_gone_ends_it_as_soon_as_another_author_begins_there(url: str) -> None:
    """Whose first fact would stand where another stood, and could not have happened."""
    clock = RunningClock(NOON)
    async with author(url, clock) as writing:
        await ask(writing, issue())
        await ask(writing, issue())
        async with following(url, clock) as read:
            await until(lambda: read.hall.seq == writing.hall.seq)
            await writing.stop()
            engine = open_engine(url)
            with engine.begin() as connection:
                unprotect(connection)
                connection.execute(text("DELETE FROM event WHERE seq = 3"))
                connection.execute(text("DELETE FROM command_key WHERE seq = 3"))
            async with author(url, clock, name="second"):
                await asyncio.wait_for(read.ended.wait(), 10)
    assert isinstance(read.fault, LogReplaced)
