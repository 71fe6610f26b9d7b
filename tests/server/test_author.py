"""The author: one effect for a key, nothing announced that is not saved, and a failed commit that never was."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from server.domain.commands import CallNext, FinishTicket, Outcome, RecallTicket, Refusal, Refused
from server.domain.events import DayOpened, HallConfigured, TicketFinished, TicketIssued, TicketLapsed
from server.domain.tickets import TicketState
from server.orders import Answer, AuthorRefusal, Published
from server.storage.log import HallLog
from tests.server.asking import answered, issue, order, refused
from tests.server.conftest import Authors
from tests.server.sample_halls import NOON, sample_hall, sample_service
from tests.server.stores import FaultyLog
from wire.clock import ManualClock

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
        asked = asyncio.create_task(author.ask(order("key-0001")))
        answer = await answered(asked)
        assert heard == [(2, True)]
        assert answer.seq == 2
        assert answer.people_ahead == 0
        assert answer.ticket is not None
        assert (answer.ticket.number, answer.ticket.state) == ("A001", TicketState.WAITING)


async def test_the_same_key_gives_the_same_answer_and_one_effect_also_after_a_restart(authors: Authors) -> None:
    async with authors() as author:
        first = await author.ask(order("key-0001"))
        await author.ask(order("key-0002"))
        assert await author.ask(order("key-0001")) == first
        seq = author.hall.seq
    async with authors() as author:
        assert await author.ask(order("key-0001")) == first
        assert author.hall.seq == seq


async def test_two_orders_of_one_key_in_one_batch_have_one_effect(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        log.gate.clear()
        opening = asyncio.create_task(author.ask(order("key-0000")))
        await asyncio.to_thread(log.at_gate.wait, 10)
        twins = [asyncio.create_task(author.ask(order("key-0001"))) for _ in range(20)]
        other = asyncio.create_task(author.ask(order("key-0001", issue("books"))))
        await asyncio.sleep(0)
        log.gate.set()
        assert isinstance(await opening, Answer)
        answers = await asyncio.gather(*twins)
        assert len(set(answers)) == 1
        assert author.hall.seq == 3
        assert await refused(other) == AuthorRefusal.KEY_REUSED


async def test_a_key_with_another_command_is_refused(authors: Authors) -> None:
    async with authors() as author:
        await author.ask(order("key-0001"))
        assert await refused(author.ask(order("key-0001", issue("books")))) == AuthorRefusal.KEY_REUSED
        assert author.hall.waiting("books") == 0
    async with authors() as author:
        assert await refused(author.ask(order("key-0001", issue("books")))) == AuthorRefusal.KEY_REUSED


async def test_a_refusal_and_an_answer_without_effect_are_not_remembered(authors: Authors) -> None:
    async with authors() as author:
        assert await author.ask(order("key-0001", issue("pears"))) == Refused(Refusal.UNKNOWN_SERVICE, "pears")
        assert await author.ask(order("key-0002", CallNext("1", 0, None))) == Answer(0, None, None)
        assert (await answered(author.ask(order("key-0001")))).seq == 2
        call = await answered(author.ask(order("key-0002", CallNext("1", 0, None))))
        assert call.ticket is not None
        assert call.ticket.state is TicketState.CALLED


async def test_answers_speak_of_the_ticket_also_when_it_has_left_the_hall(authors: Authors) -> None:
    async with authors() as author:
        news: list[Published] = []
        author.subscribe(news.extend)
        await author.ask(order("key-0001"))
        await author.ask(order("key-0002", CallNext("1", 0, None)))
        recall = await answered(author.ask(order("key-0003", RecallTicket("1", "1-A001"))))
        assert recall.ticket is not None
        assert recall.ticket.recalls == 1
        finish = await answered(author.ask(order("key-0004", FinishTicket("1", "1-A001"))))
        assert finish.ticket is not None
        assert finish.ticket.state is TicketState.SERVED
        assert isinstance(news[-1].event, TicketFinished)
        assert news[-1].ticket == finish.ticket
        assert news[-1].hall.ticket("1-A001") is None
        await author.ask(order("key-0005"))
        await author.ask(order("key-0006", CallNext("1", 1, None)))
        last = await answered(author.ask(order("key-0007", CallNext("1", 2, Outcome.SERVED))))
        assert last == Answer(author.hall.seq, None, None), "it made room, and nobody was waiting"


async def test_many_at_once_share_commits_and_get_numbers_of_their_own(authors: Authors, store: Engine) -> None:
    config = sample_hall((sample_service("apples", "A", last=9_999),))
    log = FaultyLog(store, "sample")
    async with authors(log, config) as author:
        batches: list[int] = []
        author.subscribe(lambda batch: batches.append(len(batch)))
        answers = await asyncio.gather(*(author.ask(order(f"key-{number:05}")) for number in range(1_000)))
        tickets = [answer.ticket for answer in answers if isinstance(answer, Answer) and answer.ticket]
        assert sorted(ticket.number for ticket in tickets) == [f"A{number:04}" for number in range(1, 1_001)]
        assert sum(batches) == 1_000
        assert log.appends == len(batches) + 1 < 100
        assert max(batches) <= 256
    assert HallLog(store, "sample").verify_chain() == 1_001


async def test_replaying_the_log_gives_the_live_state_byte_for_byte(authors: Authors) -> None:
    async with authors() as author:
        for number in range(30):
            await author.ask(order(f"issue-{number:03}", issue("apples" if number % 3 else "books")))
        for number in range(12):
            here = author.hall.counter("3")
            await author.ask(order(f"call-{number:03}", CallNext("3", here.calls, Outcome.MISSED if number else None)))
        live = author.hall.canonical()
    async with authors() as author:
        assert author.hall.canonical() == live


async def test_the_day_is_rolled_before_the_first_command_of_a_new_one(authors: Authors) -> None:
    clock = ManualClock(NOON)
    async with authors(clock=clock) as author:
        await author.ask(order("key-0001"))
        news: list[Published] = []
        author.subscribe(news.extend)
        clock.advance(DAY_MS)
        answer = await answered(author.ask(order("key-0002")))
        assert [type(published.event) for published in news] == [TicketLapsed, DayOpened, TicketIssued]
        assert news[0].ticket is not None
        assert news[0].ticket.state is TicketState.LAPSED
        assert answer.ticket is not None
        assert answer.ticket.ticket_id == "2-A001"
        assert (author.hall.day, author.hall.date) == (2, "2026-11-25")
        clock.advance(-3 * DAY_MS)
        await author.ask(order("key-0003"))
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
        await author.ask(order("key-0001"))
    async with authors(clock=ManualClock(NOON + 3 * DAY_MS)) as author:
        assert (author.hall.day, author.hall.date) == (2, "2026-11-27")
        assert len(author.hall.tickets()) == 0
        assert isinstance(await author.ask(order("key-0001")), Answer), "yesterday's key still has its answer"
        assert len(author.hall.tickets()) == 0


async def test_a_configuration_is_taken_over_once(authors: Authors) -> None:
    config = sample_hall()
    async with authors(config=config) as author:
        news: list[Published] = []
        author.subscribe(news.extend)
        assert await author.configure(config) == Answer(0, None, None)
        shorter = replace(config, recall_limit=0)
        assert (await answered(author.configure(shorter))).seq == 2
        assert (await answered(author.configure(config))).seq == 3, "and back again"
        assert [type(published.event) for published in news] == [HallConfigured] * 2
        with pytest.raises(ValueError, match="another"):
            await author.configure(replace(config, hall_id="another"))
    async with authors(config=replace(config, recall_limit=5)) as author:
        assert author.hall.seq == 4
        assert author.hall.config is not None
        assert author.hall.config.recall_limit == 5


async def test_a_stop_finishes_what_was_received(authors: Authors, store: Engine) -> None:
    async with authors() as author:
        asked = [asyncio.create_task(author.ask(order(f"key-{number:04}"))) for number in range(300)]
        await asyncio.sleep(0)
        await author.stop()
        assert all(isinstance(answer, Answer) for answer in await asyncio.gather(*asked))
        assert await refused(author.ask(order("too-late"))) == AuthorRefusal.UNAVAILABLE
        await author.stop()
    assert HallLog(store, "sample").verify_chain() == 301
