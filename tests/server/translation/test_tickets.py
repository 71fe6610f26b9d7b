"""Tickets, calls and counters as screens see them."""

from __future__ import annotations

from dataclasses import fields, replace

import msgspec
import pytest

from server.domain.commands import (
    ArriveTicket,
    ConfigureHall,
    FinishTicket,
    HoldTicket,
    LaterTicket,
    MissTicket,
    RecallTicket,
    ResumeTicket,
)
from server.domain.promise import Promise
from server.domain.tickets import Channel, HoldReason, Ticket, TicketState, Visit
from server.domain.visitor_classes import PRIORITY
from server.translation.tickets import call_view, counter_state, ticket_view, visit_view
from tests.server.sample_halls import NOON, sample_hall
from tests.server.translation.story import Story
from wire.codec import encode
from wire.messages import tickets as wire
from wire.messages.tickets import CounterState, TicketView


def test_a_ticket_is_told_but_for_its_token_and_inner_order() -> None:
    told_fields = {field.name for field in msgspec.structs.fields(TicketView)}
    own_fields = {field.name for field in fields(Ticket)}
    inner = {"came", "passes", "passed", "hops"}
    assert own_fields - told_fields - inner == {"token_hash", "issue_order", "place", "call_seq", "taken_by"}
    assert told_fields - own_fields == {"stage", "allows", "rests_until", "device_id", "priority"}


def test_a_visit_is_the_same_on_both_sides() -> None:
    visit = Visit("apples", Channel.DESK, "en", PRIORITY, ("books",))
    told = visit_view(visit)
    assert told == wire.Visit(
        service_id="apples", channel="desk", language="en", visitor_class="priority", then=("books",)
    )
    assert msgspec.convert(told, Visit, from_attributes=True) == visit
    assert [field.name for field in fields(Visit)] == [field.name for field in msgspec.structs.fields(wire.Visit)]


def test_what_its_visitor_was_told_is_said_by_the_one_rule_of_showing() -> None:
    story = Story()
    story.issue()
    told = replace(story.ticket("1-A001"), promise=Promise(1_860_000, 1_560_000, 2_280_000, made_at=NOON))
    assert ticket_view(told, story.config).promise == wire.WaitView(says="range", low=25, high=40)
    assert ticket_view(story.ticket("1-A001"), story.config).promise is None


def test_a_ticket_is_told_as_it_is() -> None:
    story = Story()
    story.issue()
    story.now += 7
    story.next("1")
    story.now += 7
    story.do(RecallTicket("1", "1-A001"))
    assert ticket_view(story.ticket("1-A001"), story.config) == TicketView(
        ticket_id="1-A001",
        number="A001",
        visit=wire.Visit(service_id="apples", channel="kiosk", language="en", visitor_class="priority"),
        state="called",
        stage="called",
        allows={"undo": NOON + 10_007, "recall": None, "arrive": None, "finish": None, "miss": None}
        | dict.fromkeys(("transfer", "cancel", "give_up", "void")),
        issued_at=NOON,
        since=NOON + 7,
        counter_id="1",
        called_at=NOON + 14,
        priority=True,
        recalls=1,
        rule="in_turn",
    )
    assert b"hash of" not in encode(ticket_view(story.ticket("1-A001"), story.config))


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (TicketState.WAITING, {"pick", "later"}),
        (TicketState.LATER, {"back"}),
        (TicketState.CALLED, {"undo", "recall", "arrive", "finish", "miss"}),
        (TicketState.SERVING, {"finish", "hold"}),
        (TicketState.MISSED, {"restore"}),
        (TicketState.HELD, {"resume"}),
    ],
)
def test_what_a_ticket_allows_goes_by_its_state(state: TicketState, verbs: set[str]) -> None:
    story = Story()
    story.issue()
    if state is TicketState.LATER:
        story.do(LaterTicket("1-A001", 20))
    elif state is not TicketState.WAITING:
        story.next("1")
    if state in {TicketState.SERVING, TicketState.HELD}:
        story.do(ArriveTicket("1", "1-A001"))
    if state is TicketState.MISSED:
        story.do(MissTicket("1", "1-A001"))
    if state is TicketState.HELD:
        story.do(HoldTicket("1", "1-A001", HoldReason.PAPERS))
    assert story.ticket("1-A001").state is state
    allows = ticket_view(story.ticket("1-A001"), story.config).allows
    ends = set() if state is TicketState.SERVING else {"cancel", "give_up", "void"}
    assert allows.keys() == verbs | {"transfer"} | ends
    assert {verb for verb, until in allows.items() if until is not None} == verbs & {"undo"}


def test_a_held_ticket_tells_why_and_a_resumed_one_why_it_was() -> None:
    story = Story()
    story.issue()
    story.next("1")
    story.do(ArriveTicket("1", "1-A001"))
    told = [ticket_view(story.ticket("1-A001"), story.config)]
    for command in (HoldTicket("1", "1-A001", HoldReason.INQUIRY), ResumeTicket("2", "1-A001")):
        story.now += 1_000
        story.do(command)
        told.append(ticket_view(story.ticket("1-A001"), story.config))
    assert [(one.state, one.stage, one.counter_id, one.reason, one.since) for one in told] == [
        ("serving", "serving", "1", None, NOON),
        ("held", "aside", "1", "inquiry", NOON + 1_000),
        ("serving", "serving", "2", "inquiry", NOON + 2_000),
    ]


def test_a_used_up_recall_is_not_allowed_any_more() -> None:
    story = Story(sample_hall(recall_limit=1))
    story.issue()
    story.next("1")
    assert "recall" in ticket_view(story.ticket("1-A001"), story.config).allows
    story.do(RecallTicket("1", "1-A001"))
    assert "recall" not in ticket_view(story.ticket("1-A001"), story.config).allows
    story.do(ConfigureHall(sample_hall(recall_limit=2)))
    assert "recall" in ticket_view(story.ticket("1-A001"), story.config).allows


def test_a_call_tells_its_ticket_as_it_is_now_also_when_it_is_gone() -> None:
    story = Story()
    story.issue()
    story.next("1")
    told = [call_view(story.hall.calls[0], story.config)]
    story.now += 60_000
    story.do(FinishTicket("1", "1-A001"))
    told.append(call_view(story.hall.calls[0], story.config))
    assert [(one.seq, one.at, one.counter_id) for one in told] == [(3, NOON, "1")] * 2
    assert [(one.ticket.state, one.ticket.stage) for one in told] == [("called", "called"), ("served", "gone")]
    assert told[1].ticket.allows == {}


def test_a_counter_tells_its_calls_and_who_is_there() -> None:
    story = Story()
    story.issue()
    assert counter_state(story.hall, "1") == CounterState(counter_id="1", calls=0)
    story.next("1")
    assert counter_state(story.hall, "1") == CounterState(counter_id="1", calls=1, tickets=("1-A001",))
    story.do(FinishTicket("1", "1-A001"))
    assert counter_state(story.hall, "1") == CounterState(counter_id="1", calls=1)
    assert counter_state(story.hall, "never seen") == CounterState(counter_id="never seen", calls=0)
