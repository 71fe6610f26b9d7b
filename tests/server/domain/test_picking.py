"""Calling somebody out of turn: whom, where to, with which reason, and what it leaves to the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import CallNext, ConfigureHall, Declined, Leaving, PickTicket, Refusal
from server.domain.events import TicketCalled, TicketFinished, TicketPicked
from server.domain.hall import CounterNow
from server.domain.tickets import PickReason, Stage, TicketState
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall

FIRST, SECOND, THIRD = "1-A001", "1-A002", "1-A003"


def three() -> Scene:
    """Three wait for apples; every counter is free."""
    scene = Scene()
    assert (scene.issue(), scene.issue(), scene.issue()) == (FIRST, SECOND, THIRD)
    return scene


@pytest.mark.parametrize("reason", PickReason)
def test_a_pick_is_a_call_with_its_reason(reason: PickReason) -> None:
    scene = three()
    at = scene.now
    assert scene.do(PickTicket("1", THIRD, reason)) == (TicketPicked(THIRD, "1", reason),)
    ticket = scene.ticket(THIRD)
    assert (ticket.state, ticket.stage, ticket.counter_id) == (TicketState.CALLED, Stage.CALLED, "1")
    assert (ticket.called_at, ticket.call_seq, ticket.since) == (at, scene.hall.seq, at)
    assert scene.hall.counter("1") == CounterNow(1, (THIRD,))
    assert [(call.seq, call.ticket.ticket_id) for call in scene.hall.calls] == [(scene.hall.seq, THIRD)]
    assert scene.hall.line("apples") == (FIRST, SECOND), "the others stand as they stood"


def test_who_was_picked_lives_on_as_any_other() -> None:
    scene = three()
    scene.pick("1", THIRD)
    scene.recall("1", THIRD)
    scene.miss("1", THIRD)
    scene.restore(THIRD)
    assert scene.hall.line("apples") == (FIRST, SECOND, THIRD), "back in line at its own place, later by the delay"
    scene.pick("3", THIRD)
    scene.arrive("3", THIRD)
    assert scene.do(CallNext("3", 1, Leaving.SERVED)) == (
        TicketFinished(THIRD, "3", arrival_implied=False),
        TicketCalled(FIRST, "3"),
    )


def test_a_pick_counts_as_a_call_so_a_press_that_did_not_see_it_calls_nobody() -> None:
    scene = three()
    scene.pick("1", SECOND)
    stale = scene.refusal(CallNext("1", 0, Leaving.SERVED))
    assert stale == Declined(Refusal.ALREADY_CALLED, "calls 1, not 0", SECOND)


def test_only_somebody_who_waits_can_be_picked() -> None:
    scene = three()
    assert scene.refusal(PickTicket("1", "1-Z999", PickReason.OTHER)) == Declined(Refusal.UNKNOWN_TICKET, "1-Z999")
    scene.next("1")
    for elsewhere, state in ((scene.arrive, "serving"), (scene.hold, "held")):
        elsewhere("1", FIRST)
        refused = scene.refusal(PickTicket("3", FIRST, PickReason.OTHER))
        assert refused == Declined(Refusal.NOT_NOW, f"{FIRST} is {state}", FIRST)
    scene.next("1")
    scene.miss("1", SECOND)
    refused = scene.refusal(PickTicket("1", SECOND, PickReason.OTHER))
    assert refused == Declined(Refusal.NOT_NOW, f"{SECOND} is missed", SECOND)


def test_nobody_is_picked_to_a_counter_where_somebody_is_or_that_there_is_not() -> None:
    scene = three()
    scene.next("1")
    refused = scene.refusal(PickTicket("1", THIRD, PickReason.OTHER))
    assert refused == Declined(Refusal.STILL_CALLED, f"{FIRST} is called", FIRST)
    assert scene.refusal(PickTicket("9", THIRD, PickReason.OTHER)) == Declined(Refusal.UNKNOWN_COUNTER, "9")
    scene.arrive("1", FIRST)
    refused = scene.refusal(PickTicket("1", THIRD, PickReason.OTHER))
    assert refused == Declined(Refusal.STILL_SERVING, f"{FIRST} is serving", FIRST)


def test_a_pick_to_a_counter_that_does_something_else_is_the_matter_of_whoever_may_pick() -> None:
    scene = three()
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("1", ("apples",)), sample_counter("4", ("books",))))))
    assert scene.do(PickTicket("4", SECOND, PickReason.SPECIALIST)) == (
        TicketPicked(SECOND, "4", PickReason.SPECIALIST),
    )


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(1, 9))
def test_picks_change_nobody_elses_order(picks: list[int], waiting: int) -> None:
    """Whoever is picked, those who are left are called in the order in which they would have been."""
    scene = Scene()
    left = [scene.issue() for _ in range(waiting)]
    for pick in picks:
        if left:
            ticket_id = left.pop(pick % len(left))
            scene.pick("1", ticket_id)
            scene.finish("1", ticket_id)
    for ticket_id in left:
        assert scene.next("1") == ticket_id
        scene.finish("1", ticket_id)
