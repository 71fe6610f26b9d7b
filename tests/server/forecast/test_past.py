"""What a day of the log teaches, told by commands as a hall takes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.commands import (
    ArriveTicket,
    CallNext,
    CancelTicket,
    CheckIn,
    FinishTicket,
    GiveUpTicket,
    IssueTicket,
    Leaving,
    MissTicket,
    OpenCounter,
    OpenDay,
    PauseCounter,
    ServeWithoutNumber,
    TransferTicket,
    UndoCall,
    VoidTicket,
)
from server.domain.config import SlotRule
from server.domain.counter_states import PauseReason
from server.domain.events import AUTHOR, Fact, TicketIssued, TimeCorrected
from server.domain.promise import Promise
from server.domain.tickets import CancelReason, Channel, VoidReason
from server.forecast.past import PastDay, past_day
from tests.server.asking import issue
from tests.server.domain.scene import Scene
from tests.server.domain.test_appointments import HOUR_MS, book, hall_with
from tests.server.sample_halls import NOON

MINUTE_MS = 60_000


def learnt(scene: Scene) -> PastDay:
    found = past_day(scene.facts)
    assert found is not None
    return found


def later(scene: Scene, minutes: int) -> None:
    scene.now += minutes * MINUTE_MS - 1_000


def test_from_call_to_finish_a_visit_keeps_the_counter() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.do(CallNext("1", 0))
    later(scene, 2)
    scene.do(ArriveTicket("1", ticket))
    later(scene, 6)
    scene.do(FinishTicket("1", ticket))
    assert learnt(scene).served == (("apples", 8 * MINUTE_MS),)
    assert learnt(scene).missed == ()


def test_a_press_of_next_ends_the_visit_before() -> None:
    scene = Scene()
    scene.issue("apples")
    second = scene.issue("apples")
    scene.do(CallNext("1", 0))
    later(scene, 5)
    scene.do(CallNext("1", 1, Leaving.SERVED))
    later(scene, 1)
    scene.do(MissTicket("1", second))
    found = learnt(scene)
    assert found.served == (("apples", 5 * MINUTE_MS),)
    assert found.missed == (("apples", MINUTE_MS),)


def test_who_left_when_called_did_not_come() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.do(CallNext("1", 0))
    later(scene, 3)
    scene.do(CancelTicket(ticket, CancelReason.LEFT))
    assert learnt(scene).missed == (("apples", 3 * MINUTE_MS),)


def test_who_gave_the_number_up_when_called_is_nobody_who_did_not_come() -> None:
    """And the counter's own time begins there."""
    scene = Scene()
    first, _ = scene.issue("apples"), scene.issue("apples")
    scene.do(CallNext("1", 0))
    later(scene, 3)
    scene.do(GiveUpTicket(first))
    later(scene, 2)
    scene.do(CallNext("1", 1))
    found = learnt(scene)
    assert (found.missed, found.served, found.turnarounds) == ((), (), (2 * MINUTE_MS,))


def test_a_call_that_was_not_meant_counts_as_none() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.do(CallNext("1", 0))
    scene.do(UndoCall("1", ticket))
    assert learnt(scene).kept == ()
    later(scene, 4)
    scene.do(CallNext("1", 1))
    found = learnt(scene)
    assert found.served == found.missed == ()
    assert [one.waited_ms for one in found.kept] == [scene.now - 1_000 - NOON - 1_000]


def test_the_counter_is_free_until_it_calls_again_who_waited() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.issue("apples")
    scene.do(CallNext("1", 0))
    later(scene, 5)
    scene.do(FinishTicket("1", ticket))
    scene.now += 29_000
    scene.do(CallNext("1", 1))
    assert learnt(scene).turnarounds == (30_000,)


def test_a_counter_that_waited_for_somebody_to_come_took_no_time_of_its_own() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.do(CallNext("1", 0))
    scene.do(FinishTicket("1", ticket))
    scene.now += 60_000
    scene.issue("apples")
    scene.do(CallNext("1", 1))
    assert learnt(scene).turnarounds == ()


@pytest.mark.parametrize("between", ["back", "paused", "without_number"])
def test_a_counter_that_was_about_something_else_took_no_time_between_two(between: str) -> None:
    scene = Scene()
    first, _ = scene.issue("apples"), scene.issue("apples")
    scene.next("1")
    scene.arrive("1", first)
    scene.hold("1", first)
    if between == "back":
        scene.resume("1", first)
        later(scene, 3)
        scene.finish("1", first)
        scene.now += 29_000
    elif between == "paused":
        scene.do(PauseCounter("1", PauseReason.BREAK))
        later(scene, 3)
        scene.do(OpenCounter("1"))
    else:
        later(scene, 3)
        scene.do(ServeWithoutNumber("1", "apples"))
    scene.next("1")
    assert learnt(scene).turnarounds == ((30_000,) if between == "back" else ())


def test_a_visit_that_was_sent_on_counts_for_the_service_that_it_was_at() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.do(CallNext("1", 0))
    later(scene, 4)
    scene.do(TransferTicket(ticket, "books", "1"))
    later(scene, 10)
    found = learnt(scene)
    assert found.served == (("apples", 4 * MINUTE_MS),)
    assert [one.service_id for one in found.kept] == ["apples"]


def test_who_was_sent_on_before_any_call_was_promised_another_line() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.do(TransferTicket(ticket, "books"))
    scene.do(CallNext("1", 0))
    assert learnt(scene).kept == ()


def test_what_was_told_stands_beside_what_came() -> None:
    scene = Scene()
    promise = Promise(5 * MINUTE_MS, 2 * MINUTE_MS, 9 * MINUTE_MS, made_at=scene.now - 500)
    scene.happen(TicketIssued("1-A001", "A001", "A", 1, issue().visit, scene.now, "hash", 0, promise))
    scene.now += 8 * MINUTE_MS
    scene.do(CallNext("1", 0))
    (kept,) = learnt(scene).kept
    assert kept.promise == promise
    assert kept.waited_ms == 8 * MINUTE_MS
    assert kept.error_ms == 3 * MINUTE_MS
    assert kept.held is True


def test_arrivals_are_counted_by_half_hours_of_the_local_day() -> None:
    scene = Scene()
    scene.issue("apples")
    assert learnt(scene).came == (("apples", "ordinary", 24),), "noon in the hall's zone"


def test_a_number_that_was_no_visit_teaches_nothing() -> None:
    scene = Scene()
    real, burst, called = (scene.issue("apples") for _ in range(3))
    scene.do(VoidTicket(burst, VoidReason.BURST))
    scene.next("1")
    scene.finish("1", real)
    assert scene.next("1") == called
    later(scene, 4)
    scene.do(VoidTicket(called, VoidReason.BURST))
    found = learnt(scene)
    assert found.came == (("apples", "ordinary", 24),)
    assert len(found.served) == 1
    assert found.missed == ()
    assert len(found.kept) == 1


def test_who_was_forgotten_at_a_counter_was_not_served_until_the_next_morning() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.next("1")
    scene.arrive("1", ticket)
    scene.by = AUTHOR
    later(scene, 20 * 60)
    scene.do(OpenDay("2026-11-25"))
    found = past_day(scene.facts[:-1])
    assert found is not None
    assert (found.served, found.missed) == ((), ())
    assert len(found.kept) == 1, "but he was called"


def test_who_comes_to_an_appointment_is_no_arrival_by_chance() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    code = book(scene, NOON + 2 * HOUR_MS)
    scene.do(CheckIn(code, Channel.DESK))
    assert len(scene.hall.live) == 1
    assert learnt(scene).came == ()


def test_a_day_whose_time_was_wrong_teaches_nothing() -> None:
    scene = Scene()
    scene.issue("apples")
    scene.happen(TimeCorrected(scene.hall.date, scene.now, 60_000, "battery"))
    assert past_day(scene.facts) is None


def test_practice_teaches_nothing_of_visitors() -> None:
    scene = Scene()
    scene.issue("apples")
    before = learnt(scene)
    scene.do(IssueTicket(replace(issue().visit, practice=True)))
    scene.do(CallNext("1", 0, practice=True))
    assert learnt(scene) == before


def test_no_facts_are_no_day() -> None:
    nothing: list[Fact] = []
    assert past_day(nothing) is None
