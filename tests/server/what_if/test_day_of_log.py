"""A day read from its facts: who stood in which line how long, how long he took, and who was there to call him."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.domain.by_hand import HandValue, HandWhat
from server.domain.commands import (
    CancelTicket,
    CloseCounter,
    CorrectTime,
    GiveUpTicket,
    IssueTicket,
    MoveTicket,
    OpenCounter,
    OpenDay,
    PauseCounter,
    SetByHand,
    VoidTicket,
)
from server.domain.config import SlotRule
from server.domain.counter_states import PauseReason
from server.domain.events import AUTHOR, DayOpened, TicketIssued, TicketLapsed
from server.domain.fairness.policy import Preset, preset
from server.domain.promise import Promise
from server.domain.tickets import CancelReason, Channel, Visit, VoidReason
from server.domain.visitor_classes import PRIORITY, VisitorClass
from server.what_if.day import Arrival, Leg, Presence
from server.what_if.day_of_log import day_of_log
from tests.server.domain.scene import Scene
from tests.server.domain.test_appointments import book
from tests.server.sample_halls import NOON, both, grouped, sample_counter, sample_hall, sample_service

MINUTE = 60_000
ONE = sample_hall(counters=(sample_counter("1", ("apples", "books")),))


def scene_at(minute: int, scene: Scene) -> Scene:
    scene.now = NOON + minute * MINUTE
    return scene


def served(scene: Scene, ticket: str, called: int, finished: int, counter: str = "1") -> None:
    assert scene_at(called, scene).next(counter) == ticket
    scene_at(finished, scene).finish(counter, ticket)


def arrivals(scene: Scene, until: int | None = None) -> tuple[Arrival, ...]:
    return day_of_log(scene.facts, None if until is None else NOON + until * MINUTE).arrivals


def minutes(leg: Leg) -> tuple[float, float | None, float | None]:
    """When it came into line and was called, after noon, and how long it took."""
    called = None if leg.called_at is None else (leg.called_at - NOON) / MINUTE
    return (leg.entered_at - NOON) / MINUTE, called, None if leg.took_ms is None else leg.took_ms / MINUTE


def present(scene: Scene, until: int) -> list[tuple[str, float, float]]:
    """Counter, from and to in minutes after noon."""
    day = day_of_log(scene.facts, NOON + until * MINUTE)
    return [(one.counter_id, (one.start - NOON) / MINUTE, (one.end - NOON) / MINUTE) for one in day.presences]


def test_a_visit_is_a_line_a_call_and_a_time_at_the_counter() -> None:
    scene = Scene(ONE)
    ticket = scene_at(10, scene).issue()
    served(scene, ticket, 14, 20)
    (visitor,) = arrivals(scene)
    assert (visitor.ticket_id, visitor.at, visitor.order) == (ticket, NOON + 10 * MINUTE, 1)
    (leg,) = visitor.legs
    assert minutes(leg) == (10, 14, 6)
    assert (leg.service_id, leg.counter_id, leg.came, leg.gone_at) == ("apples", "1", True, None)
    assert leg.waited_ms(NOON) == 4 * MINUTE
    assert leg.turn_ms == 4 * MINUTE, "it was free all the while"


def test_who_waits_still_has_waited_until_now() -> None:
    scene = Scene(ONE)
    scene_at(10, scene).issue()
    (visitor,) = arrivals(scene, until=25)
    assert minutes(visitor.legs[0]) == (10, None, None)
    assert visitor.legs[0].waited_ms(NOON + 25 * MINUTE) == 15 * MINUTE


def test_who_is_sent_on_stands_in_two_lines() -> None:
    scene = Scene(ONE)
    ticket = scene_at(0, scene).issue()
    scene_at(2, scene).next("1")
    scene_at(7, scene).transfer("1", ticket, "books", at="1")
    served(scene, ticket, 9, 10)
    first, second = arrivals(scene)[0].legs
    assert (minutes(first), minutes(second)) == ((0, 2, 5), (7, 9, 1))
    assert (second.service_id, second.place, second.only_at) == ("books", NOON, "1")


def test_who_comes_for_two_services_stands_in_two_lines() -> None:
    scene = Scene(ONE)
    ticket = scene_at(0, scene).issue(then=("books",))
    served(scene, ticket, 1, 3)
    served(scene, ticket, 5, 8)
    assert [minutes(leg) for leg in arrivals(scene)[0].legs] == [(0, 1, 2), (3, 5, 3)]


def test_who_is_sent_on_uncalled_never_stood_in_the_first_line() -> None:
    scene = Scene(ONE)
    ticket = scene_at(0, scene).issue()
    scene_at(4, scene).transfer("", ticket, "books")
    (leg,) = arrivals(scene)[0].legs
    assert (leg.service_id, minutes(leg)[0]) == ("books", 4)


def test_who_missed_the_call_took_the_counters_time_and_stands_again() -> None:
    scene = Scene(ONE)
    ticket = scene_at(0, scene).issue()
    scene_at(1, scene).next("1")
    scene_at(3, scene).miss("1", ticket)
    scene_at(8, scene).restore(ticket)
    first, second = arrivals(scene)[0].legs
    assert (minutes(first), first.came) == ((0, 1, 2), False)
    assert (minutes(second), second.place) == ((8, None, None), NOON + 10 * MINUTE)


def test_who_was_held_took_what_he_took_in_both_parts() -> None:
    scene = Scene(ONE)
    ticket = scene_at(0, scene).issue()
    scene_at(1, scene).next("1")
    scene.arrive("1", ticket)
    scene_at(4, scene).hold("1", ticket)
    scene_at(30, scene).resume("1", ticket)
    scene_at(32, scene).finish("1", ticket)
    (leg,) = arrivals(scene)[0].legs
    assert minutes(leg) == (0, 1, 5)


def test_a_call_that_was_not_meant_was_none() -> None:
    scene = Scene(ONE)
    ticket = scene_at(0, scene).issue()
    scene_at(1, scene).next("1")
    scene.undo("1", ticket)
    served(scene, ticket, 3, 4)
    assert [minutes(leg) for leg in arrivals(scene)[0].legs] == [(0, 3, 1)]


@pytest.mark.parametrize("end", [lambda one: CancelTicket(one, CancelReason.LEFT), GiveUpTicket], ids=["left", "phone"])
def test_who_went_away_is_in_line_so_long_and_what_was_no_visit_is_none(end: Callable[[str], MoveTicket]) -> None:
    scene = Scene(ONE)
    gone, void, called = (scene_at(0, scene).issue() for _ in range(3))
    scene_at(2, scene).do(VoidTicket(void, VoidReason.DUPLICATE))
    scene_at(5, scene).do(end(gone))
    scene_at(6, scene).next("1")
    scene_at(7, scene).do(VoidTicket(called, VoidReason.OTHER))
    first, second = arrivals(scene)
    assert (first.ticket_id, first.legs[0].gone_at) == (gone, NOON + 5 * MINUTE)
    assert (second.ticket_id, second.legs[0].came, minutes(second.legs[0])) == (called, False, (0, 6, 1))


def test_what_is_said_of_a_visit_is_known() -> None:
    scene = Scene(ONE)
    visit = Visit("apples", Channel.KIOSK, "en", PRIORITY)
    promise = Promise(MINUTE, 0, 9 * MINUTE, scene.now)
    scene.happen(TicketIssued("1-A001", "A001", "A", 1, visit, scene.now, "0" * 64, 0, promise))
    scene.issue()
    first, second = arrivals(scene)
    assert (first.visitor_class, first.priority, first.promised_ms) == ("priority", True, 9 * MINUTE)
    assert (second.visitor_class, second.priority, second.promised_ms) == ("ordinary", False, None)


def test_practice_is_no_visit() -> None:
    scene = Scene(ONE)
    scene.do(IssueTicket(Visit("apples", Channel.DESK, "en", practice=True)))
    assert scene.next("1") is None
    assert arrivals(scene) == ()


def test_a_group_is_called_as_it_was() -> None:
    hall = replace(ONE, services=(grouped(sample_service("apples", "A"), 2), sample_service("books", "B")))
    scene = Scene(hall)
    two = [scene_at(0, scene).issue() for _ in range(2)]
    scene_at(1, scene).group("1")
    for ticket in two:
        scene_at(4, scene).finish("1", ticket)
    scene.issue()
    legs = [visitor.legs[0] for visitor in arrivals(scene)]
    assert [leg.together for leg in legs] == [True, True, True]
    assert minutes(legs[0]) == (0, 1, 3)


def test_a_counter_is_there_as_long_as_it_was_open() -> None:
    scene = Scene(ONE)
    scene_at(30, scene).do(PauseCounter("1", PauseReason.LUNCH, None))
    scene_at(60, scene).do(PauseCounter("1", PauseReason.MEETING, None))
    scene_at(90, scene).do(OpenCounter("1"))
    scene_at(100, scene).do(CloseCounter("1"))
    assert present(scene, 120) == [("1", 0, 30), ("1", 90, 100)]


def test_a_counter_at_which_nothing_was_done_was_not_attended() -> None:
    scene = Scene()
    served(scene, scene_at(0, scene).issue(), 1, 5)
    assert present(scene, 120) == [("1", 0, 120)]


def test_a_free_counter_that_lets_somebody_stand_for_long_was_not_attended() -> None:
    scene = Scene(ONE)
    first, second = (scene_at(10, scene).issue() for _ in range(2))
    served(scene, first, 16, 20)
    served(scene, second, 24, 30)
    scene_at(40, scene).issue()
    assert present(scene, 60) == [("1", 0, 10), ("1", 16, 40)]
    turns = [visitor.legs[0].turn_ms for visitor in arrivals(scene, 60)]
    assert turns == [0, 4 * MINUTE, 0]


def test_nobody_is_let_stand_by_a_counter_that_cannot_call_him() -> None:
    hall = sample_hall(counters=(sample_counter("1", ("apples",)), sample_counter("2", ("books",))))
    scene = Scene(hall)
    ticket = scene_at(0, scene).issue("books")
    served(scene, scene_at(0, scene).issue("apples"), 0, 1)
    sent = scene_at(2, scene).issue("apples")
    scene_at(4, scene).next("1")
    scene_at(5, scene).transfer("1", sent, "books", at="2")
    served(scene, ticket, 30, 31, "2")
    assert present(scene, 40) == [("1", 0, 40), ("2", 30, 31)]


def test_what_a_counter_does_may_change_in_the_day() -> None:
    scene = Scene(ONE)
    scene.by = "person:7"
    value = HandValue(primary=("books",), backup=("apples",))
    scene_at(20, scene).do(SetByHand(HandWhat.COUNTER_SERVICES, "1", value, "", False))
    served(scene, scene.issue(), 20, 21)
    day = day_of_log(scene.facts, NOON + 60 * MINUTE)
    apples, books = frozenset({"apples"}), frozenset({"books"})
    assert day.presences == (
        Presence("1", NOON, NOON + 20 * MINUTE, apples | books),
        Presence("1", NOON + 20 * MINUTE, NOON + 60 * MINUTE, books, apples),
    )
    assert day.officers == ((NOON + 20 * MINUTE, "7", "1"),)


def test_what_the_clock_said_wrongly_is_put_right() -> None:
    scene = Scene(ONE)
    ticket = scene_at(60, scene).issue()
    scene_at(5, scene).do(CorrectTime(NOON + 30 * MINUTE, -57 * MINUTE, "clock", ()))
    served(scene, ticket, 6, 8)
    (visitor,) = arrivals(scene)
    assert minutes(visitor.legs[0]) == (3, 6, 2)


def test_who_came_while_the_clock_was_ahead_stands_before_who_came_later() -> None:
    scene = Scene(ONE)
    first = scene_at(60, scene).issue()
    scene_at(5, scene).do(CorrectTime(NOON + 30 * MINUTE, -57 * MINUTE, "clock", ()))
    scene_at(6, scene).issue()
    assert scene_at(7, scene).next("1") == first
    scene_at(8, scene).transfer("1", first, "books")
    day = day_of_log(scene.facts)
    assert [leg.place for _, _, leg in day.legs()] == [NOON + minute * MINUTE for minute in (3, 3, 6)]


def test_nobody_leaves_a_counter_before_he_came_to_it() -> None:
    scene = Scene(ONE)
    ticket = scene_at(0, scene).issue()
    assert scene_at(20, scene).next("1") == ticket
    scene_at(30, scene).finish("1", ticket)
    scene_at(10, scene).do(CorrectTime(NOON + 25 * MINUTE, -20 * MINUTE, "clock", ()))
    (visitor,) = arrivals(scene)
    assert minutes(visitor.legs[0]) == (0, 20, 0), "of a call before anybody found the clock wrong nothing is known"


def test_facts_that_are_no_day_are_refused() -> None:
    with pytest.raises(ValueError, match="DayOpened"):
        day_of_log([])
    with pytest.raises(ValueError, match="DayOpened"):
        day_of_log(Scene(ONE).facts[1:])


def test_a_counter_that_is_kept_for_others_lets_nobody_stand() -> None:
    young = (VisitorClass("young", both("young"), both("15 to 29"), priority=False),)
    counters = (replace(sample_counter("1", ("apples",)), classes=("young",)), sample_counter("2", ("apples", "books")))
    scene = Scene(replace(sample_hall(counters=counters), visitor_classes=young))
    first = scene_at(0, scene).issue()
    scene_at(0, scene).do(IssueTicket(Visit("apples", Channel.KIOSK, "en", "young")))
    served(scene, "1-A002", 1, 20)
    served(scene, first, 30, 31, "2")
    day = day_of_log(scene.facts, NOON + 40 * MINUTE)
    assert [leg.visitor_class for _, _, leg in day.legs()] == ["ordinary", "young"]
    assert present(scene, 40) == [("1", 0, 40), ("2", 30, 40)]
    assert {one.counter_id: one.classes for one in day.presences} == {"1": {"young", ""}, "2": frozenset()}


def test_an_appointment_that_was_kept_waits_from_its_time_on() -> None:
    scene = Scene(ONE)
    scene.now = NOON + 5 * MINUTE
    slot = NOON + 10 * MINUTE
    visit = Visit("apples", Channel.KIOSK, "en", slot=slot, officer="7")
    scene.happen(TicketIssued("1-A001", "A001", "A", 1, visit, slot, "0" * 64, 0))
    served(scene, "1-A001", 13, 20)
    (visitor,) = arrivals(scene)
    assert (visitor.slot, visitor.officer, visitor.legs[0].place) == (slot, "7", slot)
    assert visitor.legs[0].waited_ms(NOON, visitor.slot) == 3 * MINUTE
    assert visitor.legs[0].turn_ms == 3 * MINUTE
    late = replace(ONE, routing=preset(Preset.BALANCED))
    scene = Scene(late)
    scene.now = slot + late.routing.grace_ms + 1
    scene.happen(TicketIssued("1-A001", "A001", "A", 1, visit, scene.now, "0" * 64, 0))
    assert arrivals(scene)[0].slot is None


def test_who_was_not_called_has_waited_until_the_last_thing_was_done_and_not_until_he_lapsed() -> None:
    scene = Scene(ONE)
    first, left = (scene_at(0, scene).issue() for _ in range(2))
    served(scene, first, 1, 30)
    scene_at(24 * 60, scene).happen(TicketLapsed(left))
    assert day_of_log(scene.facts).until == NOON + 30 * MINUTE


def test_a_day_is_over_when_the_last_thing_was_done_and_not_when_the_next_one_opened() -> None:
    scene = Scene(replace(ONE, services=(replace(ONE.services[0], appointments=SlotRule(30)), *ONE.services[1:])))
    book(scene, NOON + 120 * MINUTE)
    ticket = scene_at(0, scene).issue()
    scene_at(0, scene).issue()
    assert scene_at(5, scene).next("1") == ticket
    scene_at(30, scene).arrive("1", ticket)
    scene.by = AUTHOR
    scene_at(20 * 60, scene).do(OpenDay("2026-11-25"))
    facts = scene.facts[
        : next(index for index, one in enumerate(scene.facts) if index and one.event.__class__ is DayOpened)
    ]
    day = day_of_log(facts)
    assert day.until == NOON + 30 * MINUTE
    first, second = (visitor.legs[0] for visitor in day.arrivals)
    assert (minutes(first), minutes(second)) == ((0, 5, None), (0, None, None)), "nobody knows when he went"
    assert second.waited_ms(day.until) == 30 * MINUTE


def test_who_was_sent_to_one_counter_is_let_stand_by_no_other() -> None:
    scene = Scene(sample_hall(counters=(sample_counter("1", ("apples", "books")), sample_counter("2", ("books",)))))
    ticket = scene_at(0, scene).issue("apples")
    assert scene_at(0, scene).next("1") == ticket
    scene_at(1, scene).transfer("1", ticket, "books", at="2")
    served(scene, ticket, 30, 31, "2")
    day = day_of_log(scene.facts, NOON + 40 * MINUTE)
    assert present(scene, 40) == [("1", 0, 40), ("2", 0, 1), ("2", 30, 40)]
    assert [leg.visitor_class for _, _, leg in day.legs()] == ["ordinary", ""]


def test_who_has_a_number_for_what_is_kept_for_others_is_called_all_the_same() -> None:
    young = (VisitorClass("young", both("young"), both("15 to 29"), priority=False),)
    counters = (replace(sample_counter("1", ("apples",)), classes=("young",)),)
    scene = Scene(replace(sample_hall(counters=counters), visitor_classes=young))
    scene_at(0, scene).issue()
    assert [leg.visitor_class for _, _, leg in day_of_log(scene.facts).legs()] == [""]
