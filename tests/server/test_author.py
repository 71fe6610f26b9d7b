"""The author: one effect for a key, nothing announced that is not saved, and a failed commit that never was."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from program.clock import ManualClock
from server.domain.commands import CallNext, FinishTicket, Leaving, RecallTicket
from server.domain.events import DayOpened, HallEdited, TicketFinished, TicketIssued, TicketLapsed
from server.domain.tickets import TicketState
from server.storage.log import HallLog
from server.submissions import Answer, AuthorRefusal, Published
from tests.server.asking import answered, issue, refused, submission
from tests.server.conftest import Authors
from tests.server.sample_halls import NOON, sample_hall, sample_service
from tests.server.stores import FaultyLog

pytestmark = pytest.mark.anyio

DAY_MS = 86_400_000


async def test_a_command_is_committed_announced_and_answered_in_this_order(authors: Authors, store: Engine) -> None:
    async with authors() as author:
        heard: list[tuple[int, bool]] = []

        def listen(batch: Sequence[Published]) -> None:
            with store.connect() as connection:
                rows = connection.execute(text("SELECT max(seq) FROM event")).scalar_one()
            heard.extend((published.seq, rows >= published.seq and not asked.done()) for published in batch)
            assert author.hall is batch[-1].hall

        author.subscribe(listen)
        asked = asyncio.create_task(author.ask(submission("key-0001")))
        answer = await answered(asked)
        assert heard == [(2, True)]
        assert (answer.what, answer.seq, answer.ticket_id, answer.number) == ("ticket_issued", 2, "1-A001", "A001")
        assert answer.people_ahead == 0
        assert answer.ticket == author.hall.ticket("1-A001")
        assert answer.ticket is not None
        assert answer.ticket.state is TicketState.WAITING


async def test_an_answer_speaks_of_the_last_event_and_what_was_published_of_the_ticket(authors: Authors) -> None:
    async with authors() as author:
        news: list[Published] = []
        author.subscribe(news.extend)
        await author.ask(submission("key-0001"))
        called = await answered(author.ask(submission("key-0002", CallNext("1", 0, None))))
        assert (called.what, called.ticket_id, called.people_ahead) == ("ticket_called", "1-A001", None)
        recall = await answered(author.ask(submission("key-0003", RecallTicket("1", "1-A001"))))
        assert recall.ticket is not None
        assert recall.ticket.recalls == 1
        assert [published.rings for published in news] == [False, True, True]
        finish = await answered(author.ask(submission("key-0004", FinishTicket("1", "1-A001"))))
        assert finish == Answer("ticket_finished", 5, "1-A001", "A001", None, None)
        assert isinstance(news[-1].fact.event, TicketFinished)
        (gone,) = news[-1].tickets
        assert gone.state is TicketState.SERVED
        assert news[-1].hall.ticket("1-A001") is None
        await author.ask(submission("key-0005"))
        await author.ask(submission("key-0006", CallNext("1", 1, None)))
        last = await answered(author.ask(submission("key-0007", CallNext("1", 2, Leaving.SERVED))))
        assert last == Answer("ticket_finished", author.hall.seq, "1-A002", "A002"), "it made room, nobody was waiting"
        assert await author.ask(submission("key-0008", CallNext("1", 2, None))) == Answer("nothing")


async def test_an_event_is_marked_with_when_who_and_why(authors: Authors, store: Engine) -> None:
    clock = ManualClock(NOON)
    async with authors(clock=clock) as author:
        news: list[Published] = []
        author.subscribe(news.extend)
        clock.advance(5)
        await author.ask(submission("key-0001", by="kiosk"))
        clock.advance(5)
        await author.ask(submission("key-0002", CallNext("1", 0, None), by="console:1"))
        await author.ask(submission("key-0003", CallNext("1", 1, Leaving.MISSED), by="console:1"))
        marks = [(one.fact.at, one.fact.by, one.fact.cause) for one in news]
        assert marks == [
            (NOON + 5, "kiosk", "key-0001"),
            (NOON + 10, "console:1", "key-0002"),
            (NOON + 10, "console:1", "key-0003"),
        ]
        clock.advance(DAY_MS)
        await author.ask(submission("key-0004"))
        assert {one.fact.by for one in news[3:-1]} == {"author"}
    log = HallLog(store, "sample")
    opened = log.load_day().facts[0]
    log.close()
    assert (opened.at, opened.by) == (NOON + 10 + DAY_MS, "author")


async def test_many_at_once_share_commits_and_get_numbers_of_their_own(authors: Authors, store: Engine) -> None:
    config = sample_hall((sample_service("apples", "A", last=9_999),))
    log = FaultyLog(store, "sample")
    async with authors(log, config) as author:
        batches: list[int] = []
        author.subscribe(lambda batch: batches.append(len(batch)))
        answers = await asyncio.gather(*(author.ask(submission(f"key-{number:05}")) for number in range(1_000)))
        numbers = [answer.number for answer in answers if isinstance(answer, Answer) and answer.number]
        assert sorted(numbers) == [f"A{number:04}" for number in range(1, 1_001)]
        assert sum(batches) == 1_000
        assert log.appends == len(batches) + 1 < 100
        assert max(batches) <= 256
    assert HallLog(store, "sample").verify_chain() == 1_001


async def test_replaying_the_log_gives_the_live_state_byte_for_byte(authors: Authors) -> None:
    async with authors() as author:
        for number in range(30):
            await author.ask(submission(f"issue-{number:03}", issue("apples" if number % 3 else "books")))
        for number in range(12):
            here = author.hall.counter("3")
            await author.ask(
                submission(f"call-{number:03}", CallNext("3", here.calls, Leaving.MISSED if number else None))
            )
        live = author.hall.canonical()
    async with authors() as author:
        assert author.hall.canonical() == live


async def test_the_day_is_rolled_before_the_first_command_of_a_new_one(authors: Authors) -> None:
    clock = ManualClock(NOON)
    async with authors(clock=clock) as author:
        await author.ask(submission("key-0001"))
        news: list[Published] = []
        author.subscribe(news.extend)
        clock.advance(DAY_MS)
        answer = await answered(author.ask(submission("key-0002")))
        assert [type(published.fact.event) for published in news] == [TicketLapsed, DayOpened, TicketIssued]
        assert [ticket.state for ticket in news[0].tickets] == [TicketState.LAPSED]
        assert answer.ticket_id == "2-A001"
        assert (author.hall.day, author.hall.date) == (2, "2026-11-25")
        clock.advance(-3 * DAY_MS)
        await author.ask(submission("key-0003"))
        assert (author.hall.day, author.hall.date) == (2, "2026-11-25"), "a clock set back reopens nothing"
        live = author.hall.canonical()
    async with authors(clock=clock) as author:
        assert author.hall.canonical() == live


async def test_the_day_is_rolled_by_the_clock_alone(authors: Authors) -> None:
    clock = ManualClock(NOON)
    async with authors(clock=clock, beat_s=0.02) as author:
        rolled = asyncio.Event()
        author.subscribe(lambda _: rolled.set())
        clock.advance(DAY_MS)
        await asyncio.wait_for(rolled.wait(), 10)
        assert author.hall.date == "2026-11-25"


async def test_a_start_on_a_later_day_opens_it(authors: Authors) -> None:
    async with authors() as author:
        await author.ask(submission("key-0001"))
    async with authors(clock=ManualClock(NOON + 3 * DAY_MS)) as author:
        assert (author.hall.day, author.hall.date) == (2, "2026-11-27")
        assert len(author.hall.tickets()) == 0


async def test_a_configuration_is_taken_over_once(authors: Authors) -> None:
    config = sample_hall()
    async with authors(config=config) as author:
        news: list[Published] = []
        author.subscribe(news.extend)
        assert await author.configure(config) == Answer("nothing")
        shorter = replace(config, recall_limit=0)
        assert (await answered(author.configure(shorter))).seq == 2
        assert (await answered(author.configure(config))).seq == 3, "and back again"
        assert [type(published.fact.event) for published in news] == [HallEdited] * 2
        with pytest.raises(ValueError, match="another"):
            await author.configure(replace(config, hall_id="another"))
    async with authors(config=replace(config, recall_limit=5)) as author:
        assert author.hall.seq == 4
        assert author.hall.config is not None
        assert author.hall.config.recall_limit == 5


async def test_a_stop_finishes_what_was_received(authors: Authors, store: Engine) -> None:
    async with authors() as author:
        asked = [asyncio.create_task(author.ask(submission(f"key-{number:04}"))) for number in range(300)]
        await asyncio.sleep(0)
        await author.stop()
        assert all(isinstance(answer, Answer) for answer in await asyncio.gather(*asked))
        assert await refused(author.ask(submission("too-late"))) == AuthorRefusal.UNAVAILABLE
        await author.stop()
    assert HallLog(store, "sample").verify_chain() == 301
