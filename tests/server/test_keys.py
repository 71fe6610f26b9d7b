"""One intent, one key, one effect: whoever asks again, over whatever connection, before or after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from program.clock import ManualClock
from server.author import Author
from server.domain.commands import (
    ArriveTicket,
    CallNext,
    Declined,
    FinishTicket,
    HoldTicket,
    Leaving,
    MissTicket,
    Refusal,
    RestoreTicket,
    ResumeTicket,
)
from server.domain.tickets import HoldReason, TicketState
from server.submissions import Answer, AuthorRefusal, KeyFate
from tests.server.asking import answered, ask_fate, cancel, fate, issue, refused, submission
from tests.server.conftest import Authors
from tests.server.sample_halls import NOON
from tests.server.stores import FaultyLog

pytestmark = pytest.mark.anyio

DAY_MS = 86_400_000


async def test_a_repeat_is_answered_alike_over_any_connection_also_after_a_restart(authors: Authors) -> None:
    async with authors() as author:
        await author.ask(submission("key-0001"))
        first = await author.ask(submission("key-0002", by="kiosk"))
        assert first == Answer("ticket_issued", 3, "1-A002", "A002", 1, author.hall.ticket("1-A002"))
        await author.ask(submission("key-0003"))
        assert await author.ask(submission("key-0002", by="console")) == first
        seq = author.hall.seq
    async with authors() as author:
        assert await author.ask(submission("key-0002", by="program:9")) == first
        assert author.hall.seq == seq


async def test_a_repeat_shows_the_ticket_as_it_is_now(authors: Authors) -> None:
    """What was done is the same for ever; what became of it is not."""
    again = submission("key-0001")
    async with authors() as author:
        first = await answered(author.ask(again))
        seen = [first.ticket and first.ticket.state]
        for number, command in enumerate((CallNext("1", 0), MissTicket("1", "1-A001"), RestoreTicket("1-A001"))):
            await answered(author.ask(submission(f"step-{number:03}", command)))
            now = await answered(author.ask(again))
            assert replace(now, ticket=None) == replace(first, ticket=None)
            assert now.ticket == author.hall.ticket("1-A001")
            seen.append(now.ticket and now.ticket.state)
    assert seen == [TicketState.WAITING, TicketState.CALLED, TicketState.MISSED, TicketState.WAITING]
    async with authors() as author:
        await author.ask(submission("step-call", CallNext("1", 1)))
        now = await answered(author.ask(again))
        assert now.ticket is not None
        assert now.ticket.state is TicketState.CALLED
        await author.ask(submission("step-done", FinishTicket("1", "1-A001")))
        assert await author.ask(again) == replace(first, ticket=None), "it has left the hall"


async def test_a_repeat_of_what_a_clerk_did_says_the_same_and_does_nothing(authors: Authors) -> None:
    async with authors() as author:
        for number in range(3):
            await author.ask(submission(f"issue-{number:03}"))
        await author.ask(submission("call-0001", CallNext("1", 0)))
        made_room = submission("call-0002", CallNext("1", 1, Leaving.MISSED), by="console:1")
        first = await answered(author.ask(made_room))
        assert (first.what, first.ticket_id, first.number, first.people_ahead) == (
            "ticket_called",
            "1-A002",
            "A002",
            None,
        )
        await author.ask(submission("come-0001", ArriveTicket("1", "1-A002")))
        seq = author.hall.seq
        again = await answered(author.ask(made_room))
        assert replace(again, ticket=None) == replace(first, ticket=None)
        assert author.hall.seq == seq, "its `after` is stale by now; the key wins over every rule"


async def test_a_hold_repeated_after_the_resume_holds_nobody_again(authors: Authors) -> None:
    hold = submission("hold-0001", HoldTicket("1", "1-A001", HoldReason.FORM), by="console:1")
    async with authors() as author:
        for number, command in enumerate((None, CallNext("1", 0), ArriveTicket("1", "1-A001"))):
            await answered(author.ask(submission(f"step-{number:03}", command)))
        first = await answered(author.ask(hold))
        assert (first.what, first.ticket_id, first.number) == ("ticket_held", "1-A001", "A001")
        assert first.ticket is not None
        assert (first.ticket.state, first.ticket.reason) == (TicketState.HELD, HoldReason.FORM)
        await answered(author.ask(submission("back-0001", ResumeTicket("2", "1-A001"))))
        seq = author.hall.seq
        again = await answered(author.ask(hold))
        assert replace(again, ticket=None) == replace(first, ticket=None)
        assert again.ticket == author.hall.ticket("1-A001")
        assert again.ticket is not None
        assert (again.ticket.state, again.ticket.counter_id) == (TicketState.SERVING, "2")
        another = submission("hold-0001", HoldTicket("1", "1-A001", HoldReason.PAPERS))
        assert await refused(author.ask(another)) == AuthorRefusal.KEY_REUSED
    async with authors() as author:
        assert await author.ask(hold) == again
        assert author.hall.seq == seq
        await answered(author.ask(submission("done-0001", FinishTicket("2", "1-A001"))))
        assert await author.ask(hold) == replace(first, ticket=None)


async def test_two_orders_of_one_key_in_one_batch_have_one_effect(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        log.gate.clear()
        opening = asyncio.create_task(author.ask(submission("key-0000")))
        await asyncio.to_thread(log.at_gate.wait, 10)
        twins = [asyncio.create_task(author.ask(submission("key-0001"))) for _ in range(20)]
        other = asyncio.create_task(author.ask(submission("key-0001", issue("books"))))
        late = asyncio.create_task(author.ask(cancel("key-0001")))
        await asyncio.sleep(0)
        log.gate.set()
        assert isinstance(await opening, Answer)
        answers = await asyncio.gather(*twins)
        assert len(set(answers)) == 1
        assert author.hall.seq == 3
        assert await refused(other) == AuthorRefusal.KEY_REUSED
        assert (await fate(late)).done == answers[0]


async def test_a_cancel_and_its_command_in_one_batch_have_no_effect(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        log.gate.clear()
        opening = asyncio.create_task(author.ask(submission("key-0000")))
        await asyncio.to_thread(log.at_gate.wait, 10)
        cancelled = asyncio.create_task(author.ask(cancel("key-0001")))
        command = asyncio.create_task(author.ask(submission("key-0001")))
        await asyncio.sleep(0)
        log.gate.set()
        assert isinstance(await opening, Answer)
        assert await fate(cancelled) == KeyFate(cancelled=True)
        assert await refused(command) == AuthorRefusal.CANCELLED
        assert author.hall.seq == 2


async def test_a_key_with_another_intent_is_refused(authors: Authors) -> None:
    async with authors() as author:
        await author.ask(submission("key-0001"))
        await author.ask(submission("key-0002", CallNext("2", 0)))
        for other in (issue("books"), issue(language="en"), CallNext("1", 0), RestoreTicket("1-A001")):
            assert await refused(author.ask(submission("key-0001", other))) == AuthorRefusal.KEY_REUSED
        for other in (CallNext("2", 1), CallNext("2", 0, Leaving.SERVED), CallNext("1", 0)):
            assert await refused(author.ask(submission("key-0002", other))) == AuthorRefusal.KEY_REUSED
        seq = author.hall.seq
        assert seq == 3
    async with authors() as author:
        assert await refused(author.ask(submission("key-0001", issue("books")))) == AuthorRefusal.KEY_REUSED
        assert author.hall.seq == seq


async def test_a_command_that_did_nothing_goes_on_doing_nothing(authors: Authors) -> None:
    """A clerk pressed *next* when nobody waited; the same press again must not call somebody who came meanwhile."""
    nothing = submission("key-0001", CallNext("1", 0))
    async with authors() as author:
        assert await author.ask(nothing) == Answer("nothing")
        await author.ask(submission("key-0002"))
        assert await author.ask(nothing) == Answer("nothing")
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate(done=Answer("nothing"))
        assert author.hall.waiting("apples") == 1
    async with authors() as author:
        assert await author.ask(nothing) == Answer("nothing")
        assert await refused(author.ask(submission("key-0001", CallNext("2", 0)))) == AuthorRefusal.KEY_REUSED
        assert author.hall.waiting("apples") == 1
        assert (await answered(author.ask(submission("key-0003", CallNext("1", 0))))).what == "ticket_called"


async def test_a_refusal_is_not_remembered(authors: Authors) -> None:
    async with authors() as author:
        assert await author.ask(submission("key-0001", issue("pears"))) == Declined(Refusal.UNKNOWN_SERVICE, "pears")
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate()
        assert (await answered(author.ask(submission("key-0001")))).seq == 2, (
            "another intent, and still the first effect"
        )
        move = submission("key-0002", MissTicket("1", "1-A001"))
        outcome = await author.ask(move)
        assert isinstance(outcome, Declined)
        assert outcome.code is Refusal.NOT_AT_COUNTER
        await author.ask(submission("key-0003", CallNext("1", 0)))
        assert (await answered(author.ask(move))).what == "ticket_missed"


async def test_the_fate_of_a_key_is_none_then_done(authors: Authors) -> None:
    async with authors() as author:
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate()
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate(), "asking is not doing"
        answer = await answered(author.ask(submission("key-0001")))
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate(done=answer)
        await author.ask(submission("key-0002", CallNext("1", 0)))
        await author.ask(submission("key-0003", FinishTicket("1", "1-A001")))
        gone = replace(answer, ticket=None)
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate(done=gone)
    async with authors() as author:
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate(done=gone)


async def test_a_key_cancelled_before_its_command_never_has_an_effect(authors: Authors) -> None:
    async with authors() as author:
        seq = author.hall.seq
        assert await fate(author.ask(cancel("key-0001"))) == KeyFate(cancelled=True)
        assert await refused(author.ask(submission("key-0001"))) == AuthorRefusal.CANCELLED
        assert await refused(author.ask(submission("key-0001", CallNext("1", 0)))) == AuthorRefusal.CANCELLED
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate(cancelled=True)
        assert await fate(author.ask(cancel("key-0001"))) == KeyFate(cancelled=True)
        assert (author.hall.seq, author.hall.tickets()) == (seq, ())
    async with authors() as author:
        assert await refused(author.ask(submission("key-0001"))) == AuthorRefusal.CANCELLED
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate(cancelled=True)
        assert (author.hall.seq, author.hall.tickets()) == (seq, ())


async def test_a_cancel_after_the_effect_says_what_was_done(authors: Authors) -> None:
    async with authors() as author:
        answer = await answered(author.ask(submission("key-0001")))
        assert await fate(author.ask(cancel("key-0001"))) == KeyFate(done=answer)
        assert await author.ask(submission("key-0001")) == answer, "and takes nothing back"
        assert author.hall.waiting("apples") == 1


async def test_a_cancel_after_a_refusal_is_for_good(authors: Authors) -> None:
    async with authors() as author:
        assert isinstance(await author.ask(submission("key-0001", RestoreTicket("1-A001"))), Declined)
        assert await fate(author.ask(cancel("key-0001"))) == KeyFate(cancelled=True)
        assert await refused(author.ask(submission("key-0001", RestoreTicket("1-A001")))) == AuthorRefusal.CANCELLED


@pytest.mark.parametrize(("passed", "remembered"), [(2 * DAY_MS, True), (4 * DAY_MS, False)])
@pytest.mark.parametrize("restarted", [False, True])
async def test_keys_of_former_days_are_forgotten_when_their_time_is_over(
    authors: Authors, passed: int, remembered: bool, restarted: bool
) -> None:
    clock = ManualClock(NOON)
    async with authors(clock=clock, keys_kept_ms=3 * DAY_MS) as author:
        first = await answered(author.ask(submission("key-0001")))
        await author.ask(cancel("key-0002"))
        clock.advance(passed)
        if not restarted:
            assert (await answered(author.ask(submission("new-day")))).what == "ticket_issued"
            await _check(author, first, remembered=remembered)
    if restarted:
        async with authors(clock=clock, keys_kept_ms=3 * DAY_MS) as author:
            await _check(author, first, remembered=remembered)


async def _check(author: Author, first: Answer, *, remembered: bool) -> None:
    """What the same keys are answered days later."""
    ask = author.ask
    if remembered:
        assert await ask(submission("key-0001")) == replace(first, ticket=None)
        assert await refused(ask(submission("key-0002"))) == AuthorRefusal.CANCELLED
    else:
        assert await fate(ask(ask_fate("key-0001"))) == KeyFate()
        assert (await answered(ask(submission("key-0001")))).ticket_id not in {None, first.ticket_id}
        assert (await answered(ask(submission("key-0002")))).what == "ticket_issued"


async def test_no_key_of_the_open_day_is_ever_forgotten(authors: Authors) -> None:
    """Not at a restart, however short the memory and however long the day."""
    clock = ManualClock(NOON)
    async with authors(clock=clock, keys_kept_ms=0) as author:
        first = await answered(author.ask(submission("key-0001")))
    clock.advance(15 * 3_600_000)
    async with authors(clock=clock, keys_kept_ms=0) as author:
        assert author.hall.day == 1
        assert await author.ask(submission("key-0001")) == first
        clock.advance(9 * 3_600_000)
        await author.ask(submission("new-day"))
        assert author.hall.day == 2
        assert await fate(author.ask(ask_fate("key-0001"))) == KeyFate()
        assert isinstance((await fate(author.ask(ask_fate("new-day")))).done, Answer)
