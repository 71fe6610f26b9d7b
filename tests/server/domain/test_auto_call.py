"""A clerk may choose that a finish calls who is next, by the same decision."""

from __future__ import annotations

import pytest

from server.domain.commands import (
    CallNext,
    ConfigureHall,
    Declined,
    FinishTicket,
    Leaving,
    OpenCounter,
    OpenDay,
    PauseCounter,
    Refusal,
    SetAutoCall,
)
from server.domain.counter_states import PauseReason
from server.domain.events import AutoCallSet, TicketCalled, TicketFinished
from server.domain.tickets import Outcome
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall

FIRST, SECOND, THIRD = "1-A001", "1-A002", "1-A003"


def at_work(*, on: bool = True) -> Scene:
    """The first of three is served at counter 1."""
    scene = Scene()
    for _ in range(3):
        scene.issue()
    scene.do(SetAutoCall("1", on=on))
    scene.next("1")
    scene.arrive("1", FIRST)
    return scene


@pytest.mark.parametrize("outcome", Outcome)
def test_a_finish_calls_the_next_by_the_same_decision(outcome: Outcome) -> None:
    scene = at_work()
    assert scene.do(FinishTicket("1", FIRST, outcome)) == (
        TicketFinished(FIRST, "1", arrival_implied=False, outcome=outcome),
        TicketCalled(SECOND, "1"),
    )
    assert (scene.hall.counter("1").calls, scene.hall.counter("1").tickets) == (2, (SECOND,))
    assert scene.do(FinishTicket("1", SECOND))[1:] == (TicketCalled(THIRD, "1"),), "also from called"
    assert len(scene.do(FinishTicket("1", THIRD))) == 1, "nobody waits"


def test_without_the_choice_a_finish_calls_nobody_and_it_is_one_counters_alone() -> None:
    scene = at_work(on=False)
    scene.do(SetAutoCall("3", on=True))
    assert len(scene.do(FinishTicket("1", FIRST))) == 1


def test_only_a_finish_calls() -> None:
    scene = at_work()
    scene.hold("1", FIRST)
    assert scene.hall.counter("1").free
    scene.next("1")
    scene.miss("1", SECOND)
    assert scene.hall.counter("1").free
    assert scene.do(CallNext("1", 2)) == (TicketCalled(THIRD, "1"),)


def test_a_call_that_finishes_calls_once() -> None:
    scene = at_work()
    events = scene.do(CallNext("1", 1, Leaving.SERVED))
    assert [type(event) for event in events] == [TicketFinished, TicketCalled]


def test_a_counter_that_pauses_calls_nobody_and_goes_on_as_it_was() -> None:
    scene = at_work()
    scene.do(PauseCounter("1", PauseReason.BREAK))
    assert len(scene.do(FinishTicket("1", FIRST))) == 1
    scene.do(OpenCounter("1"))
    scene.next("1")
    assert len(scene.do(FinishTicket("1", SECOND))) == 2


def test_who_comes_next_is_the_counters_own_line() -> None:
    scene = at_work()
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("1", ("books",)), sample_counter("2", ("apples",))))))
    assert len(scene.do(FinishTicket("1", FIRST))) == 1


def test_a_counter_that_has_left_the_configuration_calls_nobody() -> None:
    scene = at_work()
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("3", ("apples",)),))))
    assert len(scene.do(FinishTicket("1", FIRST))) == 1


def test_the_choice_is_an_event_once_and_ends_with_the_day() -> None:
    scene = Scene()
    assert scene.do(SetAutoCall("1", on=False)) == ()
    assert scene.do(SetAutoCall("1", on=True)) == (AutoCallSet("1", on=True),)
    assert scene.do(SetAutoCall("1", on=True)) == ()
    assert scene.refusal(SetAutoCall("9", on=True)) == Declined(Refusal.UNKNOWN_COUNTER, "9")
    scene.do(OpenDay("2026-11-25"))
    assert not scene.hall.counter("1").auto_call
