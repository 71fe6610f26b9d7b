"""A visit that ends without being served: cancelled by whoever was to be served, or void because it was no visit."""

from __future__ import annotations

import pytest

from server.domain.commands import (
    CallNext,
    CancelTicket,
    ConfigureHall,
    Declined,
    GiveUpTicket,
    MoveTicket,
    Refusal,
    VoidTicket,
)
from server.domain.events import TicketCalled, TicketCancelled, TicketVoided
from server.domain.hall import CounterNow
from server.domain.ticket_after import ticket_after
from server.domain.tickets import CancelReason, Stage, TicketState, VoidReason
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall

FIRST, SECOND = "1-A001", "1-A002"
CANCEL, VOID = CancelTicket(FIRST, CancelReason.LEFT), VoidTicket(FIRST, VoidReason.DUPLICATE)
ENDS: list[MoveTicket] = [CANCEL, GiveUpTicket(FIRST), VOID]


@pytest.mark.parametrize("reason", CancelReason)
def test_cancelled_with_a_reason(reason: CancelReason) -> None:
    scene = Scene()
    scene.issue()
    event = TicketCancelled(FIRST, reason)
    assert ticket_after(scene.hall, event, scene.now).state is TicketState.CANCELLED
    assert scene.do(CancelTicket(FIRST, reason)) == (event,)
    assert scene.hall.ticket(FIRST) is None


@pytest.mark.parametrize("reason", VoidReason)
def test_void_with_a_reason_and_its_number_stays_used(reason: VoidReason) -> None:
    scene = Scene()
    scene.issue()
    event = TicketVoided(FIRST, reason)
    assert ticket_after(scene.hall, event, scene.now).stage is Stage.GONE
    assert scene.do(VoidTicket(FIRST, reason)) == (event,)
    assert scene.issue() == SECOND


@pytest.mark.parametrize("end", ENDS)
def test_who_waited_behind_is_next(end: MoveTicket) -> None:
    scene = Scene()
    scene.issue()
    scene.issue()
    scene.do(end)
    assert scene.hall.line("apples") == (SECOND,)
    assert scene.do(CallNext("1", 0)) == (TicketCalled(SECOND, "1"),)


@pytest.mark.parametrize("end", ENDS)
def test_a_counter_that_has_called_it_is_free(end: MoveTicket) -> None:
    scene = Scene()
    scene.issue()
    scene.next("1")
    scene.do(end)
    assert scene.hall.counter("1") == CounterNow(1, ())


@pytest.mark.parametrize("end", ENDS)
def test_a_counter_that_has_somebody_else_keeps_them(end: MoveTicket) -> None:
    scene = Scene()
    scene.issue()
    scene.issue()
    scene.next("1")
    scene.miss("1", FIRST)
    scene.next("1")
    scene.do(end)
    assert scene.hall.counter("1") == CounterNow(2, (SECOND,))


@pytest.mark.parametrize("end", ENDS)
def test_whom_somebody_serves_that_clerk_finishes(end: MoveTicket) -> None:
    scene = Scene()
    scene.issue()
    scene.next("1")
    scene.arrive("1", FIRST)
    assert scene.refusal(end) == Declined(Refusal.NOT_NOW, f"{FIRST} is serving", FIRST)
    scene.hold("1", FIRST)
    scene.do(end)
    assert scene.refusal(end) == Declined(Refusal.UNKNOWN_TICKET, FIRST), "once is enough"


@pytest.mark.parametrize("end", ENDS)
def test_what_was_kept_for_it_alone_goes_with_it(end: MoveTicket) -> None:
    scene = Scene()
    scene.issue()
    scene.next("1")
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("3", ("apples", "books")),))))
    assert scene.hall.config is not None
    assert scene.hall.config.counter("1") is not None
    scene.do(end)
    assert scene.hall.config.counter("1") is None
