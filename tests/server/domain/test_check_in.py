"""An appointment is checked in: once, on its day, at its own time in line, and taken back by a void number."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.appointments import AppointmentEnd, AppointmentState
from server.domain.by_hand import HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.commands import (
    BookAppointment,
    CancelAppointment,
    CheckIn,
    CloseToday,
    ConfigureHall,
    Context,
    CorrectTime,
    Declined,
    OpenCounter,
    OpenDay,
    PauseCounter,
    Refusal,
    ReopenToday,
    SetByHand,
    VoidTicket,
)
from server.domain.config import SlotRule
from server.domain.counter_states import PauseReason
from server.domain.decide import decide
from server.domain.events import TicketIssued
from server.domain.evolve import replay
from server.domain.hall import Hall
from server.domain.promise import Promise
from server.domain.slots import MINUTE_MS
from server.domain.tickets import Channel, Visit, VoidReason
from server.domain.visitor_classes import ORDINARY
from server.forecast.forecast import Forecast, Wait, promise_of
from tests.server.asking import issue
from tests.server.domain.scene import Scene, token_hash
from tests.server.domain.test_appointments import DAY_MS, HOUR_MS, book, hall_with
from tests.server.sample_halls import NOON, sample_hall, sample_service

SLOT = NOON + 2 * HOUR_MS
GRACE = 10 * MINUTE_MS


@pytest.fixture
def scene() -> Scene:
    return Scene(hall_with(SlotRule(30, capacity=2)))


def here(scene: Scene, code: str, at: int, channel: Channel = Channel.DESK) -> TicketIssued:
    scene.now = at
    (event,) = scene.do(CheckIn(code, channel))
    assert isinstance(event, TicketIssued)
    return event


def test_the_number_has_time_and_officer_and_the_appointment_has_the_number(scene: Scene) -> None:
    code = book(scene, SLOT, "officer-1")
    event = here(scene, f"{code[:3]} {code[3:]}".lower(), SLOT - HOUR_MS, Channel.KIOSK)
    ticket = scene.ticket(event.ticket_id)
    assert (ticket.number, ticket.visit.slot, ticket.visit.officer) == ("A001", SLOT, "officer-1")
    assert (ticket.visit.channel, ticket.visit.language) == (Channel.KIOSK, "en")
    found = scene.hall.appointments.get(code)
    assert found is not None
    assert (found.state, found.ticket_id, event.appointment) == ("here", "1-A001", code)
    refused = scene.refusal(CheckIn(code, Channel.DESK))
    assert (refused.code, refused.ticket_id) == (Refusal.CHECKED_IN, "1-A001")
    assert scene.refusal(CancelAppointment(code, AppointmentEnd.ASKED)).code == Refusal.CHECKED_IN


@pytest.mark.parametrize(
    ("came", "place"),
    [
        (SLOT - HOUR_MS, SLOT),
        (SLOT, SLOT),
        (SLOT + GRACE, SLOT),
        (SLOT + GRACE + 1, SLOT + GRACE + 1),
    ],
)
def test_in_time_it_stands_at_its_time_and_late_from_then_on(scene: Scene, came: int, place: int) -> None:
    code = book(scene, SLOT)
    assert here(scene, code, came).place == place


def test_who_came_early_keeps_nobody_behind_who_comes_before_the_time(scene: Scene) -> None:
    """Its place lies ahead; the next number stands where it was taken all the same."""
    early = here(scene, book(scene, SLOT), NOON + 95 * MINUTE_MS)
    scene.now = NOON + 100 * MINUTE_MS
    other = scene.issue("apples")
    assert scene.ticket(other).place == NOON + 100 * MINUTE_MS
    assert scene.hall.line("apples") == (other, early.ticket_id)


@pytest.mark.parametrize(("days", "why"), [(-1, "not_today"), (1, "appointment_over")])
def test_it_is_checked_in_on_its_own_day(scene: Scene, days: int, why: str) -> None:
    scene.now = NOON - DAY_MS
    code = book(scene, SLOT + DAY_MS)
    if days < 0:
        assert scene.refusal(CheckIn(code, Channel.DESK)).code == why
        return
    scene.now = NOON + 2 * DAY_MS
    scene.do(OpenDay("2026-11-26"))
    assert scene.refusal(CheckIn(code, Channel.DESK)).code == why


def test_what_nobody_was_told_is_no_code(scene: Scene) -> None:
    assert scene.refusal(CheckIn("K7M4XR", Channel.KIOSK)).code == Refusal.UNKNOWN_APPOINTMENT
    code = book(scene, SLOT)
    assert scene.refusal(CheckIn(code, Channel.KIOSK, "fr")).code == Refusal.UNKNOWN_LANGUAGE
    assert here(scene, code, SLOT).visit.language == "en"


@pytest.mark.parametrize(("asked", "spoken"), [("", "en"), ("zh-TW", "zh-TW"), ("en", "en")])
def test_who_checks_in_is_spoken_to_in_the_language_of_the_moment(asked: str, spoken: str) -> None:
    """The one that was booked in, unless the kiosk is in another; one that the hall does not speak is refused."""
    scene = Scene(hall_with(SlotRule(30)))
    code = book(scene, SLOT)
    assert scene.refusal(CheckIn(code, Channel.KIOSK, "xx")) == Declined(Refusal.UNKNOWN_LANGUAGE, "xx")
    (event,) = scene.do(CheckIn(code, Channel.KIOSK, asked))
    assert isinstance(event, TicketIssued)
    assert (event.visit.language, event.visit.channel, event.visit.slot) == (spoken, Channel.KIOSK, SLOT)


def test_neither_a_quota_nor_the_last_number_of_the_day_is_kept_from_who_was_told_a_time() -> None:
    config = hall_with(SlotRule(30))
    few = replace(config.services[0], quota=1, last_number_minutes=180)
    scene = Scene(replace(config, services=(few, config.services[1])))
    code, late = book(scene, SLOT), book(scene, NOON + 270 * MINUTE_MS)
    scene.now = NOON + 90 * MINUTE_MS
    scene.issue("apples")
    here(scene, code, SLOT)
    assert scene.refusal(issue("apples")).code == Refusal.SERVICE_CLOSED
    here(scene, late, NOON + 275 * MINUTE_MS)


def test_a_hall_or_service_that_is_closed_gives_no_number_until_it_opens_again(scene: Scene) -> None:
    code = book(scene, SLOT)
    scene.do(CloseToday(ClosingReason.OUTAGE))
    assert scene.refusal(CheckIn(code, Channel.DESK)).code == Refusal.SERVICE_CLOSED
    scene.do(ReopenToday())
    scene.do(SetByHand(HandWhat.SERVICE_CLOSED, "apples", HandValue()))
    assert scene.refusal(CheckIn(code, Channel.DESK)).code == Refusal.SERVICE_CLOSED
    scene.do(SetByHand(HandWhat.SERVICE_CLOSED, "apples", None))
    scene.now = NOON + 5 * HOUR_MS
    assert scene.refusal(CheckIn(code, Channel.DESK)).code == Refusal.SERVICE_CLOSED
    here(scene, code, SLOT)


def test_a_service_without_slots_checks_in_whom_it_told_a_time_and_one_that_has_gone_nobody(scene: Scene) -> None:
    first, second = book(scene, SLOT), book(scene, SLOT)
    scene.do(ConfigureHall(hall_with(None)))
    here(scene, first, SLOT)
    scene.do(ConfigureHall(sample_hall((sample_service("books", "B"),))))
    assert scene.refusal(CheckIn(second, Channel.DESK)).code == Refusal.UNKNOWN_SERVICE


def test_a_void_number_gives_its_appointment_back(scene: Scene) -> None:
    """The wrong code was typed: whoever has it comes later."""
    code = book(scene, SLOT)
    wrong = here(scene, code, SLOT - HOUR_MS)
    scene.do(VoidTicket(wrong.ticket_id, VoidReason.OTHER))
    found = scene.hall.appointments.get(code)
    assert found is not None
    assert (found.state, found.ticket_id) == (AppointmentState.BOOKED, "")
    right = here(scene, code, SLOT)
    assert right.ticket_id != wrong.ticket_id
    again = replay(scene.facts, Hall.empty())
    assert again.canonical() == scene.hall.canonical()


def test_who_is_told_a_time_is_promised_no_wait_and_who_is_late_is(scene: Scene) -> None:
    known = Forecast(NOON, 1, {("apples", ORDINARY): Wait(1, 1, 1)})
    promise = Promise(1, 1, 1, made_at=NOON)
    code = book(scene, SLOT)
    for now, told in ((SLOT, None), (SLOT + GRACE + 1, promise)):
        ctx = Context(now, token_hash, promise_of=partial(promise_of, known))
        decision = decide(scene.hall, CheckIn(code, Channel.DESK), ctx)
        assert isinstance(decision, tuple)
        (event,) = decision
        assert isinstance(event, TicketIssued)
        assert event.promise == told


def test_a_clock_that_is_put_right_moves_no_time_that_was_told(scene: Scene) -> None:
    code = book(scene, SLOT)
    here(scene, code, SLOT - HOUR_MS)
    scene.now = SLOT - 30 * MINUTE_MS
    walked_in = scene.issue("apples")
    scene.do(CorrectTime(NOON + MINUTE_MS, -20 * MINUTE_MS, "the battery"))
    ticket = scene.ticket("1-A001")
    assert (ticket.place, ticket.visit.slot, ticket.issued_at) == (SLOT, SLOT, SLOT - 80 * MINUTE_MS)
    assert scene.ticket(walked_in).place == SLOT - 50 * MINUTE_MS


def test_an_appointment_that_was_never_booked_is_a_damaged_log(scene: Scene) -> None:
    event = here(scene, book(scene, SLOT), SLOT)
    for code in (event.appointment, "K7M4XR"):
        with pytest.raises(ValueError, match="to come"):
            scene.happen(replace(event, ticket_id="1-A777", number="A777", ordinal=777, appointment=code))


@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["in", "void", "cancel"])), max_size=40))
def test_in_any_order_one_appointment_has_one_number_at_a_time(steps: list[tuple[int, str]]) -> None:
    scene = Scene(hall_with(SlotRule(30, capacity=4)))
    codes = [book(scene, SLOT + (n % 2) * HOUR_MS) for n in range(8)]
    for number, what in steps:
        code = codes[number]
        found = scene.hall.appointments.get(code)
        assert found is not None
        if what == "in":
            if found.state == "booked":
                scene.do(CheckIn(code, Channel.DESK))
            else:
                wanted = Refusal.CHECKED_IN if found.state == "here" else Refusal.APPOINTMENT_OVER
                assert scene.refusal(CheckIn(code, Channel.DESK)).code == wanted
        elif what == "void" and found.ticket_id:
            scene.do(VoidTicket(found.ticket_id, VoidReason.OTHER))
        elif what == "cancel" and found.state == "booked":
            scene.do(CancelAppointment(code, AppointmentEnd.ASKED))
        live = {ticket.ticket_id for ticket in scene.hall.live.values()}
        held = [one.ticket_id for one in scene.hall.appointments.values() if one.state == "here"]
        assert sorted(held) == sorted(live)
    scene.do(OpenDay("2026-11-25"))
    states = {one.code: one.state for one in scene.hall.appointments.values()}
    assert set(states.values()) <= {"missed"}


def test_the_visit_of_a_booking_is_the_visit_of_its_number(scene: Scene) -> None:
    visit = Visit("apples", Channel.DESK, "zh-TW", then=("books",), slot=SLOT)
    (booked,) = scene.do(BookAppointment(visit))
    scene.do(ConfigureHall(replace(hall_with(SlotRule(30)), languages=("en",))))
    event = here(scene, booked.code, SLOT)  # type: ignore[union-attr]
    assert event.visit == replace(visit, language="en")


@pytest.mark.parametrize("first", ["hers", "anybodys"])
def test_the_officer_of_record_draws_the_number_to_where_that_person_is_at_work(scene: Scene, first: str) -> None:
    """Of two who were told the same time, whoever came first."""
    codes = {"hers": book(scene, SLOT, "chen"), "anybodys": book(scene, SLOT)}
    for who, counter_id in (("person:chen", "3"), ("person:wang", "1")):
        scene.by = who
        scene.do(PauseCounter(counter_id, PauseReason.BREAK))
        scene.do(OpenCounter(counter_id))
    tickets: dict[str, str] = {}
    for whose in sorted(codes, key=lambda one: one != first):
        tickets[whose] = here(scene, codes[whose], scene.now + MINUTE_MS if tickets else SLOT).ticket_id
    assert scene.next("1") == tickets["anybodys"]
    scene.by = "person:chen"
    assert scene.next("3") == tickets["hers"]
