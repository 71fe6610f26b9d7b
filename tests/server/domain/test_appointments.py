"""Appointments: times that follow from hours, a code for each, never more than fit, none lost over the days."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.appointments import CODE_LENGTH, LETTERS, AppointmentEnd, AppointmentState, typed_code
from server.domain.calendar import working
from server.domain.closing import ClosingReason
from server.domain.commands import (
    BookAppointment,
    CancelAppointment,
    CheckIn,
    CloseToday,
    ConfigureHall,
    CorrectTime,
    Declined,
    OpenDay,
    Refusal,
    ReopenToday,
)
from server.domain.config import HallConfig, Interval, SlotRule, SpecialDay, WeeklyHours
from server.domain.events import AppointmentBooked, AppointmentCancelled, AppointmentMissed, DayOpened
from server.domain.evolve import replay
from server.domain.fairness.policy import Preset, preset
from server.domain.hall import Hall
from server.domain.opening import business_date, instant
from server.domain.right_time import LONGEST_CLOSED_DAYS, may_follow
from server.domain.slots import MINUTE_MS, busy_then, day_of, free_slots, slots
from server.domain.tickets import Channel, Visit
from tests.server.asking import issue
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_hall, sample_service

OFFICE = WeeklyHours(((Interval(480, 720), Interval(810, 1020)),) * 5 + ((),) * 2)
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
TODAY = date(2026, 11, 24)
"""A Tuesday, as `NOON` is."""


def hall_with(rule: SlotRule | None, **more: object) -> HallConfig:
    apples = replace(sample_service("apples", "A", hours=OFFICE), appointments=rule)
    routing = preset(Preset.PROMISE_FIRST)
    return replace(sample_hall((apples, sample_service("books", "B"))), routing=routing, **more)  # type: ignore[arg-type]


def visit(slot: int | None, officer: str = "", service_id: str = "apples") -> Visit:
    return Visit(service_id, Channel.DESK, "en", slot=slot, officer=officer)


def book(scene: Scene, slot: int, officer: str = "") -> str:
    (event,) = scene.do(BookAppointment(visit(slot, officer)))
    assert isinstance(event, AppointmentBooked)
    return event.code


def refused(scene: Scene, slot: int | None, officer: str = "", service_id: str = "apples") -> Refusal:
    return scene.refusal(BookAppointment(visit(slot, officer, service_id))).code


def clock(config: HallConfig, *instants: int) -> list[str]:
    return [f"{(at - instant(config.time_zone, TODAY, 0)) // MINUTE_MS / 60:g}" for at in instants]


def test_slots_fill_each_of_the_hours_and_reach_over_none() -> None:
    config = hall_with(SlotRule(50))
    apples = config.services[0]
    minutes = (480, 530, 580, 630, 810, 860, 910, 960)
    assert slots(apples, config, TODAY) == tuple(instant("Asia/Taipei", TODAY, one) for one in minutes)
    assert slots(apples, config, date(2026, 11, 28)) == ()
    assert slots(config.services[1], config, TODAY) == ()


def test_slots_keep_to_hours_of_their_own() -> None:
    mornings = WeeklyHours((((Interval(600, 840),),) * 2) + ((),) * 5)
    config = hall_with(SlotRule(30, hours=mornings))
    apples = config.services[0]
    assert clock(config, *slots(apples, config, TODAY)) == ["10", "10.5", "11", "11.5", "13.5"]
    assert slots(apples, config, date(2026, 11, 25)) == ()
    make_up = replace(config, days=(SpecialDay("2026-11-28", like=1),))
    assert len(slots(apples, make_up, date(2026, 11, 28))) == 5


def test_no_slots_on_a_holiday_or_when_the_service_is_closed() -> None:
    config = hall_with(SlotRule(30), days=(SpecialDay("2026-11-24"),))
    assert slots(config.services[0], config, TODAY) == ()
    closed = replace(config.services[0], closed_on="2026-11-25")
    assert slots(closed, config, date(2026, 11, 25)) == ()
    assert slots(closed, config, date(2026, 11, 26)) != ()


hours = st.lists(st.integers(0, 48), min_size=0, max_size=6, unique=True).map(
    lambda ends: tuple(Interval(a * 30, b * 30) for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


@given(
    week=st.tuples(*[hours] * 7).map(WeeklyHours),
    own=st.none() | st.tuples(*[hours] * 7).map(WeeklyHours),
    minutes=st.integers(5, 300),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    zone=st.sampled_from(["Asia/Taipei", "Europe/Berlin", "America/New_York"]),
)
def test_a_slot_lies_inside_the_hours_and_meets_no_other(
    week: WeeklyHours, own: WeeklyHours | None, minutes: int, day: date, zone: str
) -> None:
    apples = replace(sample_service("apples", "A", hours=week), appointments=SlotRule(minutes, hours=own))
    config = sample_hall((apples,), time_zone=zone)
    found = slots(apples, config, day)
    for kept in (week, *([own] if own else [])):
        spans = [(instant(zone, day, one.start), instant(zone, day, one.end)) for one in kept.days[day.weekday()]]
        for slot in found:
            assert any(start <= slot and slot + minutes * MINUTE_MS <= end for start, end in spans)
    assert all(after - slot >= minutes * MINUTE_MS for slot, after in pairwise(found))


def test_what_is_booked_has_a_code_and_says_nothing_else_of_the_visitor() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    code = book(scene, NOON + 2 * HOUR_MS, "officer-1")
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(LETTERS)
    found = scene.hall.appointments.get(code)
    assert found is not None
    assert (found.slot, found.visit.officer, found.state) == (NOON + 2 * HOUR_MS, "officer-1", "booked")
    assert scene.hall.live.get(code) is None


@pytest.mark.parametrize(
    ("slot", "why"),
    [
        (None, "no_such_slot"),
        (NOON + 2 * HOUR_MS + 1, "no_such_slot"),
        (NOON, "no_such_slot"),  # at lunch
        (NOON + 90 * MINUTE_MS, "slot_too_soon"),
        (NOON - HOUR_MS, "slot_too_soon"),
        (NOON + 4 * DAY_MS, "no_such_slot"),  # Saturday
        (NOON + 8 * DAY_MS + 2 * HOUR_MS, "no_such_slot"),  # further ahead than may be
    ],
)
def test_a_time_that_cannot_be_booked_is_refused(slot: int | None, why: str) -> None:
    scene = Scene(hall_with(SlotRule(30, lead_minutes=120, days_ahead=7)))
    assert refused(scene, slot) == why
    book(scene, NOON + 7 * DAY_MS + 2 * HOUR_MS)


def test_a_full_slot_a_busy_officer_and_a_service_without_times_are_refused() -> None:
    scene = Scene(hall_with(SlotRule(30, capacity=2)))
    at = NOON + 2 * HOUR_MS
    first = book(scene, at, "officer-1")
    assert refused(scene, at, "officer-1") == Refusal.OFFICER_BUSY
    book(scene, at)
    assert refused(scene, at) == Refusal.SLOT_FULL
    scene.do(CancelAppointment(first, AppointmentEnd.ASKED))
    book(scene, at, "officer-1")
    assert refused(scene, at, service_id="books") == Refusal.NO_APPOINTMENTS
    assert refused(scene, at, service_id="pears") == Refusal.UNKNOWN_SERVICE


@pytest.mark.parametrize(("booked", "full"), [(150, {150}), (120, {90, 150})])
def test_where_slots_have_become_longer_one_that_was_booked_fills_what_it_reaches_into(
    booked: int, full: set[int]
) -> None:
    scene = Scene(hall_with(SlotRule(30)))
    book(scene, NOON + booked * MINUTE_MS)
    scene.do(ConfigureHall(hall_with(SlotRule(60))))
    for minutes in full:
        assert refused(scene, NOON + minutes * MINUTE_MS) == Refusal.SLOT_FULL
    free = {one.slot for one in free_slots(scene.hall, scene.hall.config.services[0], scene.now)}  # type: ignore[union-attr]
    assert {one for one in (90, 150, 210) if NOON + one * MINUTE_MS not in free} == full


@pytest.mark.parametrize(("minutes", "is_busy"), [(100, False), (105, True), (120, True), (149, True), (150, False)])
def test_an_officer_is_busy_for_the_whole_time_of_whatever_service(minutes: int, is_busy: bool) -> None:
    """Half an hour from 120 minutes past noon on; the other service's appointments take twenty minutes."""
    config = hall_with(SlotRule(30))
    books = replace(config.services[1], appointments=SlotRule(20))
    scene = Scene(replace(config, services=(config.services[0], books)))
    book(scene, NOON + 120 * MINUTE_MS, "officer-1")
    found = busy_then(scene.hall, books, NOON + minutes * MINUTE_MS)
    assert found == (frozenset({"officer-1"}) if is_busy else frozenset())


def test_a_log_in_which_an_appointment_comes_twice_or_ends_before_it_is_booked_is_damaged() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    code = book(scene, NOON + 2 * HOUR_MS)
    known = visit(NOON + 2 * HOUR_MS)
    for event in (AppointmentBooked(code, known), AppointmentBooked("222222", visit(None))):
        with pytest.raises(ValueError, match=f"{event.code} has no time, or was booked before"):
            scene.happen(event)
    scene.do(CancelAppointment(code, AppointmentEnd.ASKED))
    for ends in (
        AppointmentMissed(code),
        AppointmentCancelled(code, AppointmentEnd.ASKED),
        AppointmentMissed("222222"),
    ):
        with pytest.raises(ValueError, match=f"no appointment {ends.code} is to come"):
            scene.happen(ends)


def test_nobody_has_a_time_or_an_officer_without_the_code() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    taken = issue("books")
    for more in ({"slot": NOON}, {"officer": "officer-1"}):
        command = replace(taken, visit=replace(taken.visit, **more))
        why = "a time or an officer is had by an appointment's code alone"
        assert scene.refusal(command) == Declined(Refusal.UNKNOWN_APPOINTMENT, why)


def test_one_that_is_cancelled_is_over() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    code = book(scene, NOON + 2 * HOUR_MS)
    spelled = f" {code[:3].lower()}-{code[3:]}"
    assert typed_code(spelled) == code
    scene.do(CancelAppointment(spelled, AppointmentEnd.CLOSED))
    found = scene.hall.appointments.get(code)
    assert found is not None
    assert found.state is AppointmentState.CANCELLED
    again = CancelAppointment(code, AppointmentEnd.ASKED)
    assert scene.refusal(again) == Declined(Refusal.APPOINTMENT_OVER, f"{code} is cancelled")
    unknown = Declined(Refusal.UNKNOWN_APPOINTMENT, "no appointment has this code")
    assert scene.refusal(replace(again, code="222222")) == unknown
    assert scene.refusal(CheckIn("222222", Channel.DESK)) == unknown


def test_a_service_that_loses_its_slots_keeps_those_that_are_booked() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    code = book(scene, NOON + DAY_MS + 2 * HOUR_MS)
    scene.do(ConfigureHall(hall_with(None)))
    assert refused(scene, NOON + DAY_MS + 3 * HOUR_MS) == Refusal.NO_APPOINTMENTS
    scene.do(ConfigureHall(sample_hall((sample_service("books", "B"),))))
    scene.do(OpenDay("2026-11-25"))
    assert code in scene.hall.appointments


def test_a_hall_that_is_closed_today_books_nothing_for_today_and_forgets_nobody() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    code = book(scene, NOON + 2 * HOUR_MS)
    scene.do(CloseToday(ClosingReason.TYPHOON))
    assert refused(scene, NOON + 3 * HOUR_MS) == Refusal.NO_SUCH_SLOT
    assert scene.hall.appointments.get(code).open  # type: ignore[union-attr]
    book(scene, NOON + DAY_MS + 2 * HOUR_MS)
    scene.do(ReopenToday())
    book(scene, NOON + 3 * HOUR_MS)


def test_a_day_ends_with_those_who_did_not_come_and_begins_with_those_to_come() -> None:
    scene = Scene(hall_with(SlotRule(30, capacity=2)))
    late, early = book(scene, NOON + 3 * HOUR_MS), book(scene, NOON + 2 * HOUR_MS)
    cancelled, tomorrow = book(scene, NOON + 4 * HOUR_MS), book(scene, NOON + DAY_MS + 2 * HOUR_MS)
    scene.do(CancelAppointment(cancelled, AppointmentEnd.ASKED))
    *missed, opened = scene.do(OpenDay("2026-11-25"))
    assert missed == [AppointmentMissed(early), AppointmentMissed(late)]
    assert isinstance(opened, DayOpened)
    states = {one.code: one.state for one in scene.hall.appointments.values()}
    assert states == {early: "missed", late: "missed", tomorrow: "booked"}
    assert {one.code: one.state for one in opened.appointments} == states
    assert scene.refusal(CancelAppointment(late, AppointmentEnd.ASKED)).code == Refusal.APPOINTMENT_OVER
    scene.do(OpenDay("2026-12-09"))
    assert {one.code for one in scene.hall.appointments.values()} == {early, late, tomorrow}
    scene.do(OpenDay("2026-12-10"))
    assert {one.code for one in scene.hall.appointments.values()} == {tomorrow}


def test_a_false_date_makes_nobody_miss_a_time_that_is_still_to_come() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    today, later = book(scene, NOON + 2 * HOUR_MS), book(scene, NOON + 2 * DAY_MS + 2 * HOUR_MS)
    since = scene.now
    scene.now += 5 * DAY_MS
    scene.do(OpenDay("2026-11-29"))
    assert {one.state for one in scene.hall.appointments.values()} == {"missed"}
    scene.now = since + DAY_MS
    scene.do(CorrectTime(since, -4 * DAY_MS, "the battery"))
    assert scene.hall.date == "2026-11-25"
    found = {one.code: (one.state, one.slot) for one in scene.hall.appointments.values()}
    assert found == {
        today: ("missed", NOON + 2 * HOUR_MS),
        later: ("booked", NOON + 2 * DAY_MS + 2 * HOUR_MS),
    }


def test_a_false_date_that_nobody_was_asked_about_forgets_none_of_today() -> None:
    scene = Scene(hall_with(SlotRule(30)))
    code, since = book(scene, NOON + 2 * HOUR_MS), scene.now
    false = (TODAY + timedelta(days=LONGEST_CLOSED_DAYS + 1)).isoformat()
    assert may_follow(false, TODAY.isoformat())
    scene.now += (LONGEST_CLOSED_DAYS + 1) * DAY_MS
    scene.do(OpenDay(false))
    by_ms, scene.now = since - scene.now, since
    scene.do(CorrectTime(since, by_ms, "the battery"))
    scene.do(CheckIn(code, Channel.DESK))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("book"), st.integers(0, 5), st.sampled_from(["", "", "one", "two"])),
        st.tuples(st.just("cancel"), st.integers(0, 20), st.just("")),
        st.tuples(st.just("day"), st.integers(1, 2), st.just("")),
    ),
    max_size=30,
)


@given(steps=steps, capacity=st.integers(1, 3))
def test_under_any_order_no_slot_holds_more_than_fit_and_every_day_begins_with_all_that_are_to_come(
    steps: list[tuple[str, int, str]], capacity: int
) -> None:
    config = hall_with(SlotRule(120, capacity=capacity, days_ahead=9))
    scene = Scene(config)
    codes: list[str] = []
    for what, number, officer in steps:
        free = list(free_slots(scene.hall, config.services[0], scene.now))
        if what == "book" and free:
            chosen = free[number % len(free)]
            command = BookAppointment(visit(chosen.slot, officer))
            if officer in chosen.busy:
                assert scene.refusal(command).code == Refusal.OFFICER_BUSY
            else:
                (event,) = scene.do(command)
                assert isinstance(event, AppointmentBooked)
                codes.append(event.code)
        elif what == "cancel" and codes:
            cancel = CancelAppointment(codes[number % len(codes)], AppointmentEnd.ASKED)
            found = scene.hall.appointments.get(cancel.code)
            if found is not None and found.state == "booked":
                scene.do(cancel)
            else:
                scene.refusal(cancel)
        elif what == "day":
            before = {one.code for one in scene.hall.appointments.values() if one.state == "booked"}
            scene.now += number * DAY_MS
            opened = scene.do(OpenDay(business_date(config, scene.now)))
            missed = Counter(one.code for one in opened if isinstance(one, AppointmentMissed))
            kept = [one for one in scene.hall.appointments.values() if one.state == "booked"]
            assert {one.code for one in kept} | set(missed) == before
            assert max(missed.values(), default=1) == 1
            assert all(one.date(config) >= scene.hall.date for one in kept)
            assert not {one.code for one in kept} & set(missed)
        _check(scene.hall, config, capacity, codes)
    begins = max(at for at, fact in enumerate(scene.facts) if isinstance(fact.event, DayOpened))
    assert replay(scene.facts[begins:], Hall.empty(begins)).canonical() == scene.hall.canonical()


def _check(hall: Hall, config: HallConfig, capacity: int, codes: list[str]) -> None:
    assert len(set(codes)) == len(codes), "a code stood for two"
    booked = [one for one in hall.appointments.values() if one.open]
    assert max(Counter(one.slot for one in booked).values(), default=0) <= capacity
    held = Counter((one.slot, one.visit.officer) for one in booked if one.visit.officer)
    assert max(held.values(), default=1) == 1
    for one in booked:
        day = day_of(config, one.slot)
        minute = (one.slot - instant(config.time_zone, day, 0)) // MINUTE_MS
        assert any(
            span.start <= minute and minute + 120 <= span.end for span in working(config.services[0], config, day)
        )


def test_a_code_that_is_taken_is_given_to_nobody_else() -> None:
    """The same name again, as a log of another secret could bring: the next one is asked for."""
    scene = Scene(hall_with(SlotRule(30)))
    first = book(scene, NOON + 2 * HOUR_MS)
    scene.hall = replace(scene.hall, booked=0)
    second = book(scene, NOON + 3 * HOUR_MS)
    assert first != second
    assert {one.code for one in scene.hall.appointments.values()} == {first, second}
