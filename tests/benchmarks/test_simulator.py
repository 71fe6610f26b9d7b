"""The simulator of the figures: small days counted by hand, and queues whose waits are known."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from benchmarks.routing.known_queues import ciw_waits, erlang_c_wait, mean_and_margin, our_waits, visitors
from benchmarks.routing.reference_hall import REFERENCE, Counter, Day, Hall, Leg, Service, Visitor, day, ms
from benchmarks.routing.rules import RULES, RankedLine, Waiter, first_come, munich, strict
from benchmarks.routing.simulate import Outcome, Simulation, play


def hall(*skills: str, breaks: float = 1_000, close: float = 1_000) -> Hall:
    return replace(
        REFERENCE,
        services=(Service("A", 10, 1, 0.5), Service("B", 10, 1, 0.5)),
        counters=tuple(Counter(str(place + 1), each, breaks) for place, each in enumerate(skills)),
        hard_close=close,
    )


def visitor(
    number: int,
    came: float,
    *legs: tuple[str, float],
    slot: float | None = None,
    priority: bool = False,
    gone: bool = False,
) -> Visitor:
    parts = tuple(Leg(service, ms(lasts)) for service, lasts in legs)
    return Visitor(number, ms(came), None if slot is None else ms(slot), priority, gone, parts, "")


def calls(outcome: Outcome) -> list[tuple[int, str, float]]:
    return [(call.waiter.number, call.counter, call.at / ms(1)) for call in outcome.calls]


def played(where: Hall, *came: Visitor) -> Outcome:
    return play(where, Day(came, (), 1), RankedLine(first_come))


def test_a_call_costs_half_a_minute_and_who_is_gone_a_minute_and_a_half() -> None:
    outcome = played(hall("A"), visitor(0, 0, ("A", 10)), visitor(1, 1, ("A", 10), gone=True), visitor(2, 2, ("A", 10)))
    assert calls(outcome) == [(0, "1", 0), (1, "1", 10.5), (2, "1", 12)]
    assert outcome.waits(lambda _: True) == [0, 9.5, 10]


def test_an_arrival_goes_to_the_idle_counter_that_can_do_least() -> None:
    outcome = played(hall("AB", "A", "B"), visitor(0, 1, ("A", 10)), visitor(1, 2, ("A", 10)), visitor(2, 3, ("A", 1)))
    assert calls(outcome) == [(0, "2", 1), (1, "1", 2), (2, "2", 11.5)]


def test_a_break_waits_for_who_is_served_and_lasts_its_time() -> None:
    outcome = played(hall("A", breaks=20), visitor(0, 15, ("A", 10)), visitor(1, 16, ("A", 10)))
    assert calls(outcome) == [(0, "1", 15), (1, "1", 55.5)]


def test_an_idle_counter_takes_its_break_on_time() -> None:
    outcome = played(hall("A", breaks=20), visitor(0, 21, ("A", 10)))
    assert calls(outcome) == [(0, "1", 50)]


def test_who_is_not_called_when_the_hall_closes_has_waited_until_then() -> None:
    outcome = played(hall("A", close=30), visitor(0, 0, ("A", 40)), visitor(1, 10, ("A", 10)))
    assert calls(outcome) == [(0, "1", 0)]
    assert [waiter.number for waiter in outcome.left_over] == [1]
    assert outcome.waits(lambda _: True) == [0, 20]


def test_a_second_leg_waits_from_the_end_of_the_first() -> None:
    outcome = played(hall("A", "B"), visitor(0, 0, ("A", 10), ("B", 5)), visitor(1, 1, ("B", 20)))
    assert calls(outcome) == [(0, "1", 0), (1, "2", 1), (0, "2", 21.5)]
    assert outcome.calls[-1].wait == ms(11)


def test_an_appointment_waits_from_its_time() -> None:
    outcome = played(hall("A"), visitor(0, 0, ("A", 10)), visitor(1, 2, ("A", 10), slot=8))
    assert outcome.calls[-1].wait == ms(2.5)


def test_who_is_passed_is_counted_whatever_the_rule_says() -> None:
    first = visitor(0, 0, ("A", 10))
    waits = visitor(1, 1, ("A", 10))
    urgent = [visitor(number, number, ("A", 1), priority=True) for number in (2, 3)]
    early = visitor(4, 4, ("A", 1), slot=500)
    late = visitor(5, 5, ("B", 1), priority=True)
    outcome = play(hall("AB"), Day((first, waits, *urgent, early, late), (), 1), RankedLine(munich))
    assert [number for number, _, _ in calls(outcome)] == [0, 2, 3, 5, 1, 4]
    # the appointment of minute 500 is not passed before its time
    assert outcome.passes == {1: 3}


def test_the_others_rules_put_people_in_their_order() -> None:
    slot_now = visitor(0, 0, ("A", 1), slot=31)
    slot_later = visitor(1, 5, ("A", 1), slot=60)
    plain = visitor(2, 3, ("A", 1))
    urgent = visitor(3, 9, ("A", 1), priority=True)
    everybody = [Waiter(each, 0, each.came) for each in (slot_now, slot_later, plain, urgent)]
    now = ms(30)

    def order(rank: object) -> list[int]:
        assert callable(rank)
        return [waiter.number for waiter in sorted(everybody, key=lambda waiter: rank(waiter, now))]

    assert order(first_come) == [0, 2, 1, 3]
    assert order(strict) == [0, 1, 3, 2]
    assert order(munich) == [3, 0, 2, 1]


@pytest.mark.parametrize("rule", RULES)
def test_everybody_is_called_once_a_leg_and_never_before_he_came(rule: str) -> None:
    for number in range(3):
        visits = day(REFERENCE, 205, number)
        outcome = play(REFERENCE, visits, RULES[rule]())
        expected = sum(1 if each.gone else len(each.legs) for each in visits.visitors)
        legs = {(call.waiter.number, call.waiter.leg) for call in outcome.calls}
        assert len(legs) == len(outcome.calls) == expected
        assert not outcome.left_over
        assert all(call.at >= call.waiter.joined for call in outcome.calls)


def test_no_counter_is_idle_while_somebody_waits_whom_it_may_call() -> None:
    seen = 0

    def watch(simulation: Simulation, waiter: Waiter) -> None:
        nonlocal seen
        seen += 1
        able = [desk for desk in simulation.desks.values() if waiter.service in desk.counter.skills]
        assert all(desk.serves is not None or desk.back_at is not None for desk in able)

    Simulation(REFERENCE, day(REFERENCE, 185, 1), RULES["balanced"](), watch).run()
    assert seen > 50


@pytest.mark.parametrize(("arrivals", "minutes", "counters"), [(0.08, 10, 1), (0.24, 10, 3), (0.5, 10, 6)])
def test_waits_are_those_of_ciw_one_by_one(arrivals: float, minutes: float, counters: int) -> None:
    visits = visitors(arrivals, minutes, 1_000, seed=5)
    ours, ciws = our_waits(visits, counters), ciw_waits(visits, counters)
    assert len(ours) == len(ciws) == 1_000
    assert max(ours) > minutes
    assert all(math.isclose(our, other, abs_tol=1e-6) for our, other in zip(ours, ciws, strict=True))


def test_the_mean_wait_is_erlangs() -> None:
    assert erlang_c_wait(0.08, 10, 1) == pytest.approx(40)
    mean, margin = mean_and_margin(0.24, 10, 3, days=20, count=2_500)
    assert margin < 0.25 * erlang_c_wait(0.24, 10, 3)
    assert mean == pytest.approx(erlang_c_wait(0.24, 10, 3), abs=margin)
