"""The clerk's orders, each with every reason to refuse it."""

from __future__ import annotations

from typing import get_args

import pytest

from server.domain.commands import (
    ArriveTicket,
    CallNext,
    Declined,
    FinishTicket,
    Leaving,
    MissTicket,
    MoveTicket,
    RecallTicket,
    Refusal,
    RestoreTicket,
)
from server.domain.events import (
    TicketArrived,
    TicketCalled,
    TicketFinished,
    TicketMissed,
    TicketRecalled,
    TicketRestored,
)
from server.domain.hall import CounterNow
from server.domain.tickets import TicketState
from tests.server.asking import move
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_hall


def test_the_first_in_line_is_called() -> None:
    scene = Scene()
    first, second = scene.issue(), scene.issue()
    assert scene.do(CallNext("1", 0, None)) == (TicketCalled(first, "1"),)
    assert scene.hall.counter("1") == CounterNow(1, (first,))
    assert scene.hall.line("apples") == (second,)


def test_nobody_waiting_is_no_refusal() -> None:
    assert Scene().do(CallNext("1", 0, None)) == ()


def test_a_counter_nobody_configured_cannot_call() -> None:
    assert Scene().refusal(CallNext("9", 0, None)) == Declined(Refusal.UNKNOWN_COUNTER, "9")


@pytest.mark.parametrize("after", [-1, 0, 2])
def test_a_second_press_gets_the_ticket_that_is_there(after: int) -> None:
    scene = Scene()
    first = scene.issue()
    scene.issue()
    scene.next("1")
    refused = scene.refusal(CallNext("1", after, Leaving.SERVED))
    assert refused == Declined(Refusal.ALREADY_CALLED, f"calls 1, not {after}", first)


def test_a_second_press_after_the_ticket_is_finished_names_none() -> None:
    scene = Scene()
    first = scene.issue()
    scene.next("1")
    scene.finish("1", first)
    assert scene.refusal(CallNext("1", 0, None)) == Declined(Refusal.ALREADY_CALLED, "calls 1, not 0", None)


def test_next_while_somebody_is_called_asks_what_became_of_them() -> None:
    scene = Scene()
    first = scene.issue()
    scene.next("1")
    assert scene.refusal(CallNext("1", 1, None)) == Declined(Refusal.STILL_CALLED, f"{first} is called", first)


@pytest.mark.parametrize("present", [None, Leaving.MISSED])
def test_somebody_being_served_can_only_have_been_served(present: Leaving | None) -> None:
    scene = Scene()
    first = scene.issue()
    scene.next("1")
    scene.arrive("1", first)
    assert scene.refusal(CallNext("1", 1, present)) == Declined(Refusal.STILL_SERVING, f"{first} is serving", first)


@pytest.mark.parametrize("arrived", [False, True])
def test_served_and_next_are_one_order(arrived: bool) -> None:
    scene = Scene()
    first, second = scene.issue(), scene.issue()
    scene.next("1")
    if arrived:
        scene.arrive("1", first)
    assert scene.do(CallNext("1", 1, Leaving.SERVED)) == (
        TicketFinished(first, "1", arrival_implied=not arrived),
        TicketCalled(second, "1"),
    )


def test_missed_and_next_are_one_order() -> None:
    scene = Scene()
    first, second = scene.issue(), scene.issue()
    scene.next("1")
    assert scene.do(CallNext("1", 1, Leaving.MISSED)) == (TicketMissed(first, "1"), TicketCalled(second, "1"))
    assert scene.ticket(first).state is TicketState.MISSED


@pytest.mark.parametrize("outcome", list(Leaving))
def test_when_nobody_waits_only_the_outcome_takes_effect(outcome: Leaving) -> None:
    scene = Scene()
    first = scene.issue()
    scene.next("1")
    (event,) = scene.do(CallNext("1", 1, outcome))
    assert event in {
        TicketFinished(first, "1", arrival_implied=True),
        TicketMissed(first, "1"),
    }
    assert scene.hall.counter("1") == CounterNow(1)


def test_an_outcome_for_a_counter_that_is_already_empty_just_calls() -> None:
    scene = Scene()
    first, second = scene.issue(), scene.issue()
    scene.next("1")
    scene.finish("1", first)
    assert scene.do(CallNext("1", 1, Leaving.SERVED)) == (TicketCalled(second, "1"),)


def test_a_recall_sounds_again_up_to_the_limit() -> None:
    scene = Scene(sample_hall(recall_limit=2))
    first = scene.issue()
    scene.next("1")
    for _ in range(2):
        assert scene.do(RecallTicket("1", first)) == (TicketRecalled(first, "1"),)
    assert scene.refusal(RecallTicket("1", first)) == Declined(Refusal.RECALL_LIMIT, "recall is used up", first)


def test_recalls_are_counted_from_the_latest_call() -> None:
    scene = Scene(sample_hall(recall_limit=1))
    first = scene.issue()
    scene.next("1")
    scene.recall("1", first)
    scene.miss("1", first)
    scene.restore(first)
    scene.next("1")
    scene.recall("1", first)
    assert scene.ticket(first).recalls == 1


def test_arrive_begins_the_visit() -> None:
    scene = Scene()
    first = scene.issue()
    scene.next("1")
    assert scene.do(ArriveTicket("1", first)) == (TicketArrived(first, "1"),)
    assert scene.ticket(first).state is TicketState.SERVING


@pytest.mark.parametrize("arrived", [False, True])
def test_finish_says_whether_it_implied_the_arrival(arrived: bool) -> None:
    scene = Scene()
    first = scene.issue()
    scene.next("1")
    if arrived:
        scene.arrive("1", first)
    event = TicketFinished(first, "1", arrival_implied=not arrived)
    assert scene.do(FinishTicket("1", first)) == (event,)
    assert scene.hall.ticket(first) is None


def test_missed_frees_the_counter_and_keeps_the_ticket() -> None:
    scene = Scene()
    first = scene.issue()
    scene.next("1")
    assert scene.do(MissTicket("1", first)) == (TicketMissed(first, "1"),)
    assert scene.hall.counter("1") == CounterNow(1)
    assert scene.ticket(first).counter_id == "1"


@pytest.mark.parametrize("order", [RecallTicket, ArriveTicket, MissTicket])
def test_what_only_a_called_ticket_can(order: type[RecallTicket | ArriveTicket | MissTicket]) -> None:
    scene = Scene()
    first = scene.issue()
    scene.next("1")
    scene.arrive("1", first)
    assert scene.refusal(order("1", first)) == Declined(Refusal.NOT_CALLED, f"{first} is serving", first)


@pytest.mark.parametrize("order", [RecallTicket, ArriveTicket, FinishTicket, MissTicket])
def test_orders_need_the_ticket_at_the_counter(
    order: type[RecallTicket | ArriveTicket | FinishTicket | MissTicket],
) -> None:
    scene = Scene()
    first, second = scene.issue(), scene.issue()
    scene.next("1")
    assert scene.refusal(order("9", first)) == Declined(Refusal.UNKNOWN_COUNTER, "9")
    assert scene.refusal(order("1", "1-Z999")) == Declined(Refusal.UNKNOWN_TICKET, "1-Z999")
    assert scene.refusal(order("2", first)) == Declined(Refusal.NOT_AT_COUNTER, f"{first} is called", first)
    assert scene.refusal(order("1", second)) == Declined(Refusal.NOT_AT_COUNTER, f"{second} is waiting", second)
    scene.miss("1", first)
    assert scene.refusal(order("1", first)) == Declined(Refusal.NOT_AT_COUNTER, f"{first} is missed", first)
    scene.next("1")
    scene.finish("1", second)
    assert scene.refusal(order("1", second)) == Declined(Refusal.UNKNOWN_TICKET, second)


def test_a_restored_ticket_stands_ten_minutes_later_in_line() -> None:
    scene = Scene(sample_hall(restore_delay_minutes=10))
    first = scene.issue()
    place = scene.ticket(first).place
    soon = scene.issue()
    scene.now = place + 10 * 60_000 - 1
    before = scene.issue()
    scene.now = place + 10 * 60_000
    after = scene.issue()
    scene.next("1")
    scene.miss("1", first)
    event = TicketRestored(first, place + 10 * 60_000)
    assert scene.do(RestoreTicket(first)) == (event,)
    # at the same place the one issued first is first
    assert scene.hall.line("apples") == (soon, before, first, after)
    restored = scene.ticket(first)
    assert (restored.counter_id, restored.called_at, restored.recalls) == (None, None, 0)


def test_restored_twice_is_later_twice() -> None:
    scene = Scene(sample_hall(restore_delay_minutes=10))
    first = scene.issue()
    place = scene.ticket(first).place
    for _ in range(2):
        scene.next("1")
        scene.miss("1", first)
        scene.restore(first)
    assert scene.ticket(first).place == place + 20 * 60_000


def test_only_a_missed_ticket_can_be_restored() -> None:
    scene = Scene()
    first = scene.issue()
    assert scene.refusal(RestoreTicket("1-Z999")) == Declined(Refusal.UNKNOWN_TICKET, "1-Z999")
    assert scene.refusal(RestoreTicket(first)) == Declined(Refusal.NOT_MISSED, f"{first} is waiting", first)
    scene.next("1")
    assert scene.refusal(RestoreTicket(first)) == Declined(Refusal.NOT_MISSED, f"{first} is called", first)
    scene.finish("1", first)
    assert scene.refusal(RestoreTicket(first)) == Declined(Refusal.UNKNOWN_TICKET, first)


ORDERS = [CallNext("1", 0, None), *(move(kind, "1", "1-A001") for kind in get_args(MoveTicket))]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: type(order).__name__)
def test_a_decision_changes_nothing_by_itself(order: CallNext | MoveTicket) -> None:
    scene = Scene()
    scene.issue()
    before = scene.hall.canonical()
    assert scene.ask(order) == scene.ask(order)
    assert scene.hall.canonical() == before
