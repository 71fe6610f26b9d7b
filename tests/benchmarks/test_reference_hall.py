"""The halls of the figures: what their days must be made of, whatever rule is run on them."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable

import pytest

from benchmarks.routing.reference_hall import MINUTE_MS, OTHERS, REFERENCE, STRESS, Day, Hall, Visitor, day, ms

DAYS = 300
SERVICES = {"A": (8, 0.7, 0.35), "B": (15, 0.8, 0.30), "C": (22, 0.5, 0.20), "D": (5, 0.9, 0.15)}


@pytest.fixture(scope="module")
def days() -> list[Day]:
    return [day(REFERENCE, 185, number) for number in range(DAYS)]


@pytest.fixture(scope="module")
def visitors(days: list[Day]) -> list[Visitor]:
    return [visitor for each in days for visitor in each.visitors]


def share(of: Iterable[bool]) -> float:
    return statistics.mean(map(float, of))


def test_a_day_is_the_same_for_ever_and_no_two_are_alike() -> None:
    assert day(REFERENCE, 185, 7) == day(REFERENCE, 185, 7)
    assert len({day(REFERENCE, 185, number).visitors for number in range(20)}) == 20
    assert day(REFERENCE, 185, 7) != day(REFERENCE, 185, 7, seed=1)
    first = day(REFERENCE, 185, 0)
    assert (len(first.visitors), first.visitors[0].came, first.visitors[-1].came) == FIRST_DAY


FIRST_DAY = (199, 289, 28_349_482)
"""Visitors of the first day, and when the first and the last came: who changes the generator changes every figure."""


def test_so_many_come_as_were_asked_for_and_days_differ_by_a_tenth(days: list[Day]) -> None:
    expected = [each.volume for each in days]
    assert statistics.mean(expected) == pytest.approx(1, abs=0.02)
    assert statistics.stdev(expected) == pytest.approx(0.10, abs=0.015)
    assert all(0.6 <= volume <= 1.4 for volume in expected)
    booked = [len(each.bookings) for each in days]
    walked_in = [sum(visitor.slot is None for visitor in each.visitors) for each in days]
    assert statistics.mean(booked) == pytest.approx(37, rel=0.02)
    assert statistics.mean(walked_in) == pytest.approx(148, rel=0.03)
    # more than a Poisson number of a fixed mean: the day's volume is in it
    assert statistics.variance(walked_in) > 1.5 * statistics.mean(walked_in)


def test_services_are_asked_for_and_last_as_was_said(visitors: list[Visitor]) -> None:
    firsts = [visitor.legs[0] for visitor in visitors]
    asked = Counter(leg.service for leg in firsts)
    for name, (mean, variation, part) in SERVICES.items():
        times = [leg.lasts / MINUTE_MS for leg in firsts if leg.service == name]
        assert asked[name] / len(firsts) == pytest.approx(part, abs=0.01)
        assert statistics.mean(times) == pytest.approx(mean, rel=0.03)
        assert statistics.stdev(times) / statistics.mean(times) == pytest.approx(variation, rel=0.06)


def test_some_go_on_to_another_service_which_is_shorter(visitors: list[Visitor]) -> None:
    second = [(visitor.legs[0], visitor.legs[1]) for visitor in visitors if len(visitor.legs) > 1]
    assert len(second) / len(visitors) == pytest.approx(0.06, abs=0.005)
    assert all(first.service != then.service for first, then in second)
    for name, (mean, _, _) in SERVICES.items():
        times = [then.lasts / MINUTE_MS for _, then in second if then.service == name]
        assert statistics.mean(times) == pytest.approx(0.7 * mean, rel=0.1)


def test_walk_ins_follow_the_hours(visitors: list[Visitor]) -> None:
    hours = Counter(visitor.came // (60 * MINUTE_MS) for visitor in visitors if visitor.slot is None)
    assert set(hours) == set(range(8))
    shape = (1.15, 1.45, 1.35, 1.05, 0.75, 0.95, 0.85, 0.45)
    for hour, weight in enumerate(shape):
        assert hours[hour] / hours.total() == pytest.approx(weight / sum(shape), rel=0.05)


def test_appointments_are_even_and_kept_a_little_early_or_never(days: list[Day]) -> None:
    for each in days:
        slots = [booking.slot for booking in each.bookings]
        assert slots == sorted(slots)
        assert (slots[0], slots[-1]) == (ms(10), ms(450))
        assert all(slot % ms(5) == 0 for slot in slots)
        came = sorted(booking.came for booking in each.bookings if booking.came is not None)
        assert came == [visitor.came for visitor in each.visitors if visitor.slot is not None]
    bookings = [booking for each in days for booking in each.bookings]
    assert share(booking.came is None for booking in bookings) == pytest.approx(0.08, abs=0.01)
    # those of the first hour cannot come before the doors open
    late = [(b.came - b.slot) / MINUTE_MS for b in bookings if b.came is not None and b.slot > ms(60)]
    assert statistics.mean(late) == pytest.approx(-6, abs=0.3)
    assert statistics.stdev(late) == pytest.approx(7, abs=0.3)


def test_who_is_promised_more_who_is_gone_who_knows_an_officer(visitors: list[Visitor]) -> None:
    assert share(visitor.priority for visitor in visitors) == pytest.approx(0.15, abs=0.01)
    assert share(v.gone for v in visitors if v.slot is None) == pytest.approx(0.08, abs=0.01)
    assert not any(visitor.gone for visitor in visitors if visitor.slot is not None)
    of_c = [visitor for visitor in visitors if visitor.legs[0].service == "C"]
    assert share(visitor.officer != "" for visitor in of_c) == pytest.approx(0.5, abs=0.02)
    assert not any(visitor.officer for visitor in visitors if visitor.legs[0].service != "C")
    officers = Counter(visitor.officer for visitor in of_c if visitor.officer)
    assert set(officers) == {"4", "5", "6"}
    assert min(officers.values()) / max(officers.values()) > 0.9


def test_numbers_follow_the_check_in(days: list[Day]) -> None:
    for each in days:
        assert [visitor.number for visitor in each.visitors] == list(range(len(each.visitors)))
        assert [visitor.came for visitor in each.visitors] == sorted(visitor.came for visitor in each.visitors)


def test_under_stress_nearly_everybody_is_promised_something() -> None:
    found = [visitor for number in range(60) for visitor in day(STRESS, 185, number).visitors]
    assert share(visitor.priority for visitor in found) == pytest.approx(0.45, abs=0.02)
    # of the 45 in a hundred who booked, 8 in a hundred never come
    assert share(visitor.slot is not None for visitor in found) == pytest.approx(0.43, abs=0.02)


@pytest.mark.parametrize("hall", [REFERENCE, STRESS, *OTHERS], ids=lambda hall: hall.name)
def test_every_hall_can_do_what_its_visitors_ask_for_and_is_nearly_full(hall: Hall) -> None:
    assert sum(service.share for service in hall.services) == pytest.approx(1)
    skills = {counter.name: set(counter.skills) for counter in hall.counters}
    assert len(skills) == len(hall.counters)
    assert set.union(*skills.values()) == {service.name for service in hall.services}
    assert all(hall.officer_service in skills[officer] for officer in hall.officers)
    minutes = sum(service.share * service.minutes for service in hall.services) + hall.call_minutes
    at_work = len(hall.counters) * (hall.doors_close - hall.break_minutes)
    normal, busy, too_many = (load * minutes / at_work for load in hall.loads)
    assert 0.75 < normal < busy < too_many < 1.3
