"""An appointment over HTTP and sockets: free times, its code, who hears of it, and that the log says nobody's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from server.domain.config import SlotRule
from server.edge.code_guesses import WRONG_CODES, CodeGuesses
from server.identity.principal import Role
from tests.server.edge.running import Answered, RunningServer, running_server, visit
from tests.server.edge.signed_in import staffed_hall
from tests.server.sample_halls import NOON, sample_hall, sample_service
from wire.messages import Appointments, HallMoved
from wire.messages.commands import BookAppointment, CancelAppointment, CheckIn, IssueTicket

APPLES = replace(sample_service("apples", "A"), appointments=SlotRule(30, capacity=2, days_ahead=1))
CONFIG = sample_hall((APPLES, sample_service("books", "B")))
HOUR_MS = 3_600_000
AT_DESK = visit(channel="desk")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, config=CONFIG) as running:
        yield running


def booking(key: str, slot: int = NOON + HOUR_MS, officer: str = "") -> BookAppointment:
    return BookAppointment(key=key, visit=msgspec.structs.replace(AT_DESK, slot=slot, officer=officer))


def test_one_key_books_one_appointment_whose_code_cancels_it(hall: RunningServer) -> None:
    first = hall.post(booking("book-0001")).json()
    assert (first["what"], len(first["code"])) == ("appointment_booked", 6)
    again = hall.post(booking("book-0001")).json()
    assert (again["code"], again["seq"]) == (first["code"], first["seq"])
    listed = hall.request("GET", "/api/appointments", who="clerk").json()
    assert listed["date"] == "2026-11-24"
    (one,) = listed["appointments"]
    assert (one["code"], one["visit"]["slot"], one["state"]) == (first["code"], NOON + HOUR_MS, "booked")
    cancel = CancelAppointment(key="cancel-001", code=first["code"].lower(), reason="asked")
    assert hall.post(cancel).json()["code"] == first["code"]
    over = hall.post(CancelAppointment(key="cancel-002", code=first["code"], reason="asked"))
    assert (over.status, over.json()["code"]) == (409, "appointment_over")


def test_free_times_are_told_with_what_is_left_and_which_officers_are_busy(tmp_path: Path) -> None:
    with staffed_hall(tmp_path, config=CONFIG) as staffed:
        chen_id, wang_id = staffed.hire("chen"), staffed.hire("wang")
        staffed.hire("volunteer", "volunteer")
        chen = staffed.browser()
        chen.sign_in("chen")
        assert chen.ask(booking("book-0001", officer=chen_id)).status == 200
        told = chen.get("/api/slots?service=apples").json()
        names = {one["officer"]: one["name"] for one in told["officers"]}
        assert {chen_id: "Chen", wang_id: "Wang"}.items() <= names.items()
        assert "Volunteer" not in names.values()
        slots = {one["slot"]: one for one in told["slots"]}
        assert min(slots) == NOON
        assert slots[NOON + HOUR_MS] == {"slot": NOON + HOUR_MS, "left": 1, "busy": [chen_id]}
        assert slots[NOON]["left"] == 2
        assert chen.ask(booking("book-0002", officer=chen_id)).json()["code"] == "officer_busy"
        assert chen.ask(booking("book-0003", officer=wang_id)).status == 200
        assert chen.ask(booking("book-0004")).json()["code"] == "slot_full"
        after = chen.get("/api/slots?service=apples").json()["slots"]
        assert NOON + HOUR_MS not in [one["slot"] for one in after]
        assert chen.get("/api/slots?service=pears").status == 404
        there = {one["officer"]: one["counter_id"] for one in chen.get("/api/officers").json()}
        assert there == {chen_id: "", wang_id: ""}, "whom an appointment names is named, wherever he is"
        rows = staffed.hall.rows("SELECT * FROM event")
        assert not any("Chen" in str(row) or "Wang" in str(row) for row in rows), "ids only"


def test_an_officer_is_an_id_and_no_text_in_which_somebody_could_be_named(hall: RunningServer) -> None:
    named = hall.post(booking("book-0001", officer="王小明"))
    assert (named.status, named.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("who", ["kiosk", "display", "volunteer"])
def test_who_is_to_come_is_not_told_to_screens(hall: RunningServer, who: Role) -> None:
    with hall.screen("console" if who == "volunteer" else who, who=who) as screen:  # type: ignore[arg-type]
        assert hall.post(booking("book-0001")).status == 200
        message = screen.next()
        while not isinstance(message, HallMoved):
            message = screen.next()
        assert (message.what, message.tickets) == ("appointment_booked", ())
        code = hall.request("GET", "/api/appointments", who="clerk").json()["appointments"][0]["code"]
        assert code not in json.dumps(msgspec.to_builtins(message))
    assert hall.request("GET", "/api/appointments", who=who).status == 403


def test_a_console_hears_of_todays_at_its_greeting_and_at_each_change(hall: RunningServer) -> None:
    code = hall.post(booking("book-0001")).json()["code"]
    hall.post(booking("book-0002", NOON + 24 * HOUR_MS))
    with hall.screen("console", who="clerk") as console:
        message = console.next()
        while not isinstance(message, Appointments):
            message = console.next()
        assert [(one.code, one.state) for one in message.appointments] == [(code, "booked")]
        hall.post(CancelAppointment(key="cancel-001", code=code, reason="closed"))
        message = console.next()
        while not isinstance(message, Appointments):
            message = console.next()
        assert [(one.code, one.state) for one in message.appointments] == [(code, "cancelled")]


def test_no_number_is_taken_with_a_time_or_an_officer(hall: RunningServer) -> None:
    with_slot = IssueTicket(key="issue-001", visit=msgspec.structs.replace(AT_DESK, slot=NOON))
    refused = hall.post(with_slot, who="clerk")
    assert (refused.status, refused.json()["code"]) == (409, "unknown_appointment")


def test_the_list_says_which_are_concerned_when_the_hall_closes(hall: RunningServer) -> None:
    hall.post(booking("book-0001"))
    close = {"type": "close_today", "key": "close-001", "reason": "typhoon"}
    assert hall.post(json.dumps(close).encode(), who="supervisor").status == 200
    (one,) = hall.request("GET", "/api/appointments", who="clerk").json()["appointments"]
    assert (one["state"], one["concern"]) == ("booked", "closed")


def test_who_types_too_many_wrong_codes_is_not_heard_for_a_while_and_others_are(hall: RunningServer) -> None:
    code = hall.post(booking("book-0001")).json()["code"]

    def typed(n: int, text: str, who: Role) -> Answered:
        check_in = CheckIn(key=f"check-{n:03}-{who}", code=text, channel="kiosk" if who == "kiosk" else "desk")
        return hall.post(check_in, who=who)

    wrong = [f"22{letter}22{other}" for letter in "346789AEFH" for other in "2"]
    answers = [typed(n, text, "kiosk").json()["code"] for n, text in enumerate(wrong)]
    assert answers == ["unknown_appointment"] * 10
    locked = typed(90, code, "kiosk")
    assert (locked.status, locked.json()["code"]) == (429, "too_many_codes")
    assert 0 < locked.json()["retry_after_s"] <= 300
    assert typed(91, code, "volunteer").json()["what"] == "ticket_issued"


def test_wrong_codes_are_forgiven() -> None:
    guesses = CodeGuesses()
    for n in range(WRONG_CODES.count):
        assert guesses.rests_s("kiosk", n) == 0
        guesses.wrong("kiosk", n)
    last = WRONG_CODES.count - 1
    assert guesses.rests_s("kiosk", last) == WRONG_CODES.lock_ms // 1000
    assert guesses.rests_s("kiosk", last + WRONG_CODES.lock_ms - 1) == 1
    assert guesses.rests_s("kiosk", last + WRONG_CODES.lock_ms) == 0
    assert guesses.rests_s("other", last) == 0
