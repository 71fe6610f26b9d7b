"""Setting a visitor aside for a while, and coming back: each with every reason to refuse it."""

from __future__ import annotations

import pytest

from server.domain.commands import (
    CallNext,
    ConfigureHall,
    Declined,
    HoldTicket,
    Leaving,
    OpenDay,
    Refusal,
    ResumeTicket,
)
from server.domain.events import TicketCalled, TicketFinished, TicketHeld, TicketLapsed, TicketResumed
from server.domain.hall import CounterNow
from server.domain.tickets import HoldReason, Stage, TicketState
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall

FIRST, SECOND = "1-A001", "1-A002"


def held() -> Scene:
    """The first of two is held at counter 1, which is free; the second waits."""
    scene = Scene()
    assert (scene.issue(), scene.issue()) == (FIRST, SECOND)
    scene.next("1")
    scene.arrive("1", FIRST)
    scene.hold("1", FIRST)
    return scene


@pytest.mark.parametrize("reason", HoldReason)
def test_hold_frees_the_counter_and_keeps_the_ticket_and_why(reason: HoldReason) -> None:
    scene = Scene()
    scene.issue()
    scene.issue()
    scene.next("1")
    scene.arrive("1", FIRST)
    assert scene.do(HoldTicket("1", FIRST, reason)) == (TicketHeld(FIRST, "1", reason),)
    assert scene.hall.counter("1") == CounterNow(1)
    ticket = scene.ticket(FIRST)
    assert (ticket.state, ticket.stage, ticket.reason, ticket.counter_id) == (
        TicketState.HELD,
        Stage.ASIDE,
        reason,
        "1",
    )
    assert scene.hall.line("apples") == (SECOND,), "and stands in no line"
    assert scene.do(CallNext("1", 1)) == (TicketCalled(SECOND, "1"),)


def test_only_somebody_being_served_can_be_held() -> None:
    scene = Scene()
    scene.issue()
    order = HoldTicket("1", FIRST, HoldReason.FORM)
    assert scene.refusal(order) == Declined(Refusal.NOT_AT_COUNTER, f"{FIRST} is waiting", FIRST)
    scene.next("1")
    assert scene.refusal(order) == Declined(Refusal.NOT_NOW, f"{FIRST} is called", FIRST)
    scene.arrive("1", FIRST)
    for other in ("2", "3"):
        refused = scene.refusal(HoldTicket(other, FIRST, HoldReason.FORM))
        assert refused == Declined(Refusal.NOT_AT_COUNTER, f"{FIRST} is serving", FIRST)
    assert scene.refusal(HoldTicket("9", FIRST, HoldReason.FORM)) == Declined(Refusal.UNKNOWN_COUNTER, "9")
    scene.do(order)
    assert scene.refusal(order) == Declined(Refusal.NOT_AT_COUNTER, f"{FIRST} is held", FIRST)


@pytest.mark.parametrize("counter_id", ["1", "2", "3"])
def test_resume_serves_at_any_free_counter_and_is_no_call(counter_id: str) -> None:
    """Counter 3 may do what the ticket is for; that 2 does it only as a backup is no matter."""
    scene = held()
    before, calls = scene.ticket(FIRST), scene.hall.calls
    counted = scene.hall.counter(counter_id).calls
    assert scene.do(ResumeTicket(counter_id, FIRST)) == (TicketResumed(FIRST, counter_id),)
    assert scene.hall.counter(counter_id) == CounterNow(counted, (FIRST,))
    after = scene.ticket(FIRST)
    assert (after.state, after.counter_id, after.reason) == (TicketState.SERVING, counter_id, HoldReason.PAPERS)
    assert (after.call_seq, after.called_at, after.recalls) == (before.call_seq, before.called_at, before.recalls)
    assert [call.seq for call in scene.hall.calls] == [call.seq for call in calls]
    assert scene.do(CallNext(counter_id, counted, Leaving.SERVED)) == (
        TicketFinished(FIRST, counter_id, arrival_implied=False),
        TicketCalled(SECOND, counter_id),
    )


def test_resume_at_a_counter_that_serves_none_of_it_is_the_clerks_business() -> None:
    scene = held()
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("4", ("books",)),))))
    assert scene.do(ResumeTicket("4", FIRST)) == (TicketResumed(FIRST, "4"),)


def test_resume_waits_until_whoever_is_there_has_left() -> None:
    scene = held()
    scene.next("1")
    assert scene.refusal(ResumeTicket("1", FIRST)) == Declined(Refusal.STILL_CALLED, f"{SECOND} is called", SECOND)
    scene.arrive("1", SECOND)
    assert scene.refusal(ResumeTicket("1", FIRST)) == Declined(Refusal.STILL_SERVING, f"{SECOND} is serving", SECOND)
    scene.hold("1", SECOND)
    scene.resume("1", FIRST)
    assert scene.refusal(ResumeTicket("1", SECOND)).ticket_id == FIRST
    assert scene.refusal(ResumeTicket("1", FIRST)) == Declined(Refusal.STILL_SERVING, f"{FIRST} is serving", FIRST)


def test_only_a_held_ticket_can_be_resumed() -> None:
    scene = held()
    assert scene.refusal(ResumeTicket("1", "1-Z999")) == Declined(Refusal.UNKNOWN_TICKET, "1-Z999")
    assert scene.refusal(ResumeTicket("1", SECOND)) == Declined(Refusal.NOT_NOW, f"{SECOND} is waiting", SECOND)
    scene.next("3")
    assert scene.refusal(ResumeTicket("1", SECOND)) == Declined(Refusal.NOT_NOW, f"{SECOND} is called", SECOND)
    scene.miss("3", SECOND)
    assert scene.refusal(ResumeTicket("1", SECOND)) == Declined(Refusal.NOT_NOW, f"{SECOND} is missed", SECOND)
    scene.resume("3", FIRST)
    assert scene.refusal(ResumeTicket("1", FIRST)) == Declined(Refusal.NOT_NOW, f"{FIRST} is serving", FIRST)
    scene.finish("3", FIRST)
    assert scene.refusal(ResumeTicket("1", FIRST)) == Declined(Refusal.UNKNOWN_TICKET, FIRST)


def test_nobody_resumes_at_a_counter_that_is_not_configured_any_more() -> None:
    scene = held()
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("3", ("apples",)),))))
    for gone in ("1", "9"):
        assert scene.refusal(ResumeTicket(gone, FIRST)) == Declined(Refusal.UNKNOWN_COUNTER, gone)
    assert scene.do(ResumeTicket("3", FIRST)) == (TicketResumed(FIRST, "3"),)


def test_a_second_hold_says_the_second_reason() -> None:
    scene = held()
    scene.resume("1", FIRST)
    scene.hold("1", FIRST, HoldReason.INQUIRY)
    assert scene.ticket(FIRST).reason is HoldReason.INQUIRY


def test_who_is_held_when_the_day_ends_has_lapsed() -> None:
    scene = held()
    events = scene.do(OpenDay("2026-11-25"))
    assert [event for event in events if getattr(event, "ticket_id", "") == FIRST] == [TicketLapsed(FIRST)]
    assert scene.refusal(ResumeTicket("1", FIRST)) == Declined(Refusal.UNKNOWN_TICKET, FIRST)
