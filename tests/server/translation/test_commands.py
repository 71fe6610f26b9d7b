"""What is asked on the wire is what the hall is asked, field by field."""

from __future__ import annotations

from typing import get_args

import pytest

from server.domain import by_hand
from server.domain import commands as domain
from server.domain.appointments import AppointmentEnd
from server.domain.by_hand import HandWhat
from server.domain.closing import ClosingReason
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.tickets import (
    CancelReason,
    Channel,
    HoldReason,
    Outcome,
    PickReason,
    Visit,
    VoidReason,
)
from server.domain.visitor_classes import PRIORITY
from server.submissions import KeyEnquiry
from server.translation.commands import DOMAIN, key_enquiry, submission
from wire.errors import Code, MalformedMessage
from wire.messages import AskFate, CancelKey
from wire.messages import commands as asked
from wire.messages import tickets as wire
from wire.messages.commands import HandValue

KEY = "k" * 8


@pytest.mark.parametrize(
    ("command", "expected", "patience"),
    [
        (
            asked.IssueTicket(
                key=KEY,
                visit=wire.Visit(service_id="apples", channel="desk", language="en", visitor_class="priority"),
            ),
            domain.IssueTicket(Visit("apples", Channel.DESK, "en", PRIORITY)),
            None,
        ),
        (asked.CallNext(key=KEY, counter_id="1", after=3), domain.CallNext("1", 3, None), 5_000),
        (
            asked.CallNext(key=KEY, counter_id="1", after=3, present="missed", patience_ms=7),
            domain.CallNext("1", 3, domain.Leaving.MISSED),
            7,
        ),
        (
            asked.CallGroup(key=KEY, counter_id="1", service_id="apples", after=3, present="served"),
            domain.CallGroup("1", "apples", 3, domain.Leaving.SERVED),
            5_000,
        ),
        (asked.RecallTicket(key=KEY, counter_id="1", ticket_id="t"), domain.RecallTicket("1", "t"), 5_000),
        (asked.ArriveTicket(key=KEY, counter_id="1", ticket_id="t"), domain.ArriveTicket("1", "t"), 5_000),
        (asked.FinishTicket(key=KEY, counter_id="1", ticket_id="t"), domain.FinishTicket("1", "t"), 5_000),
        (
            asked.FinishTicket(key=KEY, counter_id="1", ticket_id="t", outcome="done_by_phone"),
            domain.FinishTicket("1", "t", Outcome.DONE_BY_PHONE),
            5_000,
        ),
        (asked.MissTicket(key=KEY, counter_id="1", ticket_id="t"), domain.MissTicket("1", "t"), 5_000),
        (asked.RestoreTicket(key=KEY, ticket_id="t"), domain.RestoreTicket("t"), 5_000),
        (
            asked.HoldTicket(key=KEY, counter_id="1", ticket_id="t", reason="form"),
            domain.HoldTicket("1", "t", HoldReason.FORM),
            5_000,
        ),
        (asked.UndoCall(key=KEY, counter_id="1", ticket_id="t"), domain.UndoCall("1", "t"), 5_000),
        (
            asked.SetByHand(
                key=KEY, what="extra_counter", subject="x", value=HandValue(label="臨", primary=("a",)), reason="many"
            ),
            domain.SetByHand(HandWhat.EXTRA_COUNTER, "x", by_hand.HandValue("臨", ("a",)), "many"),
            5_000,
        ),
        (
            asked.SetByHand(key=KEY, what="service_closed", subject="a"),
            domain.SetByHand(HandWhat.SERVICE_CLOSED, "a", None),
            5_000,
        ),
        (
            asked.PickTicket(key=KEY, counter_id="1", ticket_id="t", reason="passed_over"),
            domain.PickTicket("1", "t", PickReason.PASSED_OVER),
            5_000,
        ),
        (
            asked.CancelTicket(key=KEY, ticket_id="t", reason="wrong_service"),
            domain.CancelTicket("t", CancelReason.WRONG_SERVICE),
            5_000,
        ),
        (
            asked.VoidBurst(key=KEY, device_id="kiosk-1", since=5, until=9),
            domain.VoidBurst("device:kiosk-1", 5, 9, VoidReason.BURST),
            5_000,
        ),
        (
            asked.VoidTicket(key=KEY, ticket_id="t", reason="duplicate"),
            domain.VoidTicket("t", VoidReason.DUPLICATE),
            5_000,
        ),
        (
            asked.BookAppointment(
                key=KEY, visit=wire.Visit(service_id="apples", channel="desk", language="en", slot=9, officer="a1")
            ),
            domain.BookAppointment(Visit("apples", Channel.DESK, "en", slot=9, officer="a1")),
            5_000,
        ),
        (
            asked.CancelAppointment(key=KEY, code="k7m-4xr", reason="closed"),
            domain.CancelAppointment("k7m-4xr", AppointmentEnd.CLOSED),
            5_000,
        ),
        (
            asked.CheckIn(key=KEY, code="k7m-4xr", channel="kiosk", patience_ms=60_000),
            domain.CheckIn("k7m-4xr", Channel.KIOSK),
            60_000,
        ),
        (asked.CloseToday(key=KEY, reason="typhoon"), domain.CloseToday(ClosingReason.TYPHOON), 5_000),
        (asked.ReopenToday(key=KEY), domain.ReopenToday(), 5_000),
        (
            asked.RaiseEmergency(key=KEY, kind="fire", words="外面", words_in={"vi": " ", "en": "outside "}),
            domain.RaiseEmergency(EmergencyKind.FIRE, "外面", (("en", "outside"),)),
            5_000,
        ),
        (asked.EndEmergency(key=KEY), domain.EndEmergency(), 5_000),
        (asked.LaterTicket(key=KEY, ticket_id="t", minutes=20), domain.LaterTicket("t", 20), 5_000),
        (asked.BackTicket(key=KEY, ticket_id="t"), domain.BackTicket("t"), 5_000),
        (asked.ResumeTicket(key=KEY, counter_id="1", ticket_id="t"), domain.ResumeTicket("1", "t"), 5_000),
        (asked.OpenCounter(key=KEY, counter_id="1"), domain.OpenCounter("1"), 5_000),
        (asked.SetAutoCall(key=KEY, counter_id="1", on=True), domain.SetAutoCall("1", on=True), 5_000),
        (
            asked.ServeWithoutNumber(key=KEY, counter_id="1", service_id="a"),
            domain.ServeWithoutNumber("1", "a", Outcome.SERVED),
            5_000,
        ),
        (
            asked.ServeWithoutNumber(key=KEY, counter_id="1", service_id="a", outcome="done_by_phone"),
            domain.ServeWithoutNumber("1", "a", Outcome.DONE_BY_PHONE),
            5_000,
        ),
        (asked.CloseCounter(key=KEY, counter_id="1"), domain.CloseCounter("1"), 5_000),
        (
            asked.PauseCounter(key=KEY, counter_id="1", reason="lunch"),
            domain.PauseCounter("1", PauseReason.LUNCH, None),
            5_000,
        ),
        (
            asked.PauseCounter(key=KEY, counter_id="1", reason="meeting", back_at=7),
            domain.PauseCounter("1", PauseReason.MEETING, 7),
            5_000,
        ),
        (asked.TransferAgain(key=KEY, ticket_id="t", to_service="s"), domain.TransferAgain("t", "s"), 5_000),
        (asked.TransferTicket(key=KEY, ticket_id="t", to_service="s"), domain.TransferTicket("t", "s"), 5_000),
        (
            asked.TransferTicket(key=KEY, ticket_id="t", to_service="s", to_officer="a"),
            domain.TransferTicket("t", "s", to_officer="a"),
            5_000,
        ),
        (
            asked.TransferTicket(
                key=KEY, counter_id="1", ticket_id="t", to_service="s", note_code="27", to_counter="2"
            ),
            domain.TransferTicket("t", "s", "1", "27", "2"),
            5_000,
        ),
    ],
)
def test_every_command_is_submitted_whole(
    command: asked.Command, expected: domain.Command, patience: int | None
) -> None:
    made = submission(command, "console:1", steady=0)
    assert (made.key, made.command, made.by, made.patience_ms) == (KEY, expected, "console:1", patience)


def test_no_command_is_without_its_order() -> None:
    assert set(DOMAIN) == set(get_args(asked.Command))
    assert set(DOMAIN.values()) | {domain.GiveUpTicket} == {
        domain.IssueTicket,
        domain.CallNext,
        domain.CallGroup,
        domain.SetByHand,
        domain.CloseToday,
        domain.ReopenToday,
        domain.RaiseEmergency,
        domain.EndEmergency,
        domain.VoidBurst,
        domain.CheckIn,
        *get_args(domain.ArrangeAppointment),
        *get_args(domain.MoveTicket),
        *get_args(domain.WorkCounter),
    }, "and one is a visitor's, for the number whose token was shown"


def test_a_word_of_a_visit_that_no_hall_knows_is_malformed() -> None:
    """The wire is open for words of tomorrow; a hall that would not know what to do says so. Which classes of visitors
    there are is the hall's own business."""
    visit = wire.Visit(service_id="apples", channel="carrier-pigeon", language="en", visitor_class="royal")
    with pytest.raises(MalformedMessage) as refused:
        submission(asked.IssueTicket(key=KEY, visit=visit), "kiosk", steady=0)
    assert refused.value.code is Code.MALFORMED
    assert "visit" in refused.value.detail


@pytest.mark.parametrize("outcome", ["went_home", "Served", ""])
def test_an_outcome_that_this_hall_does_not_know_is_malformed(outcome: str) -> None:
    with pytest.raises(MalformedMessage) as refused:
        submission(asked.FinishTicket(key=KEY, counter_id="1", ticket_id="t", outcome=outcome), "console:1", steady=0)
    assert refused.value.code is Code.MALFORMED


@pytest.mark.parametrize("reason", ["lunch", "Papers", "held"])
def test_a_reason_that_this_hall_does_not_know_is_malformed(reason: str) -> None:
    with pytest.raises(MalformedMessage) as refused:
        submission(asked.HoldTicket(key=KEY, counter_id="1", ticket_id="t", reason=reason), "console:1", steady=0)
    assert refused.value.code is Code.MALFORMED
    assert "reason" in refused.value.detail


@pytest.mark.parametrize(("kind", "cancel"), [(AskFate, False), (CancelKey, True)])
def test_questions_about_a_key(kind: type[AskFate | CancelKey], cancel: bool) -> None:
    assert key_enquiry(kind(key=KEY)) == KeyEnquiry(KEY, cancel)
