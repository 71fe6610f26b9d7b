"""Between the hall's own words and the wire's: every event and command has its counterpart, and nothing is lost."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final, get_args

import msgspec
import pytest

from server import translation
from server.domain import commands as orders
from server.domain import events as facts
from server.domain.commands import Context
from server.domain.config import Guide, HallConfig, Paper
from server.domain.hall import Hall
from server.domain.tickets import Channel, Ticket, VisitorClass
from server.draft import Draft
from server.orders import Answer, AuthorRefusal, AuthorRefused, Published
from tests.server.sample_halls import NOON, both, sample_hall, sample_service
from wire.codec import encode
from wire.errors import Code
from wire.messages import commands as asked
from wire.messages import events as told
from wire.messages.hall import HallView
from wire.messages.session import Accepted, Refused
from wire.messages.tickets import TicketView

PRIORITY: Final = "priority"
CONTEXT = Context(NOON, lambda ticket_id: f"hash of {ticket_id}")


class Story:
    """A hall and what was published of it."""

    def __init__(self) -> None:
        self.hall = Hall.empty()
        self.keys = 0
        self.published: list[Published] = []
        self.do(orders.ConfigureHall(sample_hall()))

    def do(self, command: orders.Command) -> None:
        draft = Draft(self.hall, CONTEXT, {})
        self.keys += 1
        draft.take(f"key-{self.keys:06}", command)
        self.hall = draft.hall
        self.published += draft.published

    def issue(self, service_id: str = "apples") -> None:
        self.do(orders.IssueTicket(service_id, Channel.KIOSK, VisitorClass.PRIORITY, "en", "kiosk-1"))

    def last(self) -> told.HallEvent | None:
        return translation.happened(self.published[-1], 41)


def test_a_configured_hall_is_told_whole() -> None:
    guide = Guide(
        title=both("title"),
        steps=(both("first"), both("second")),
        papers=(Paper(both("card"), both("or passport")),),
        notice=both("notice"),
        legal_basis=both("law"),
        fee=both("free"),
        minutes=7,
    )
    config = replace(
        sample_hall((replace(sample_service("apples", "A"), guide=guide), sample_service("books", "B"))),
        notices=(both("news"),),
        missed_rule=both("rule"),
        phone_url="http://127.0.0.1:8765/t",
    )
    view = translation.hall_view(config)
    told_guide = view.services[0].guide
    assert msgspec.to_builtins(told_guide) == {
        "title": dict(both("title")),
        "steps": (dict(both("first")), dict(both("second"))),
        "papers": ({"name": dict(both("card")), "note": dict(both("or passport"))},),
        "notice": dict(both("notice")),
        "legal_basis": dict(both("law")),
        "fee": dict(both("free")),
        "minutes": 7,
    }
    assert [(counter.label, counter.primary, counter.backup) for counter in view.counters] == [
        ("1", ("apples",), ()),
        ("2", ("books",), ("apples",)),
        ("3", ("apples", "books"), ()),
    ]
    for field in msgspec.structs.fields(HallView):
        if field.name not in {"services", "counters", "notices"}:
            own = getattr(config, field.name)
            is_text = isinstance(own, tuple) and all(isinstance(item, tuple) for item in own)
            assert getattr(view, field.name) == (dict(own) if is_text else own), field.name


def test_a_ticket_is_told_but_for_its_token_and_inner_order() -> None:
    told_fields = {field.name for field in msgspec.structs.fields(TicketView)}
    assert {field.name for field in fields(Ticket)} - told_fields == {"token_hash", "issue_order"}


def test_every_event_has_its_message() -> None:
    story = Story()
    assert story.last() is None
    story.issue()
    issued = story.last()
    assert isinstance(issued, told.TicketIssued)
    assert (issued.seq, issued.prev_seq, issued.at, issued.waiting) == (2, 41, NOON, 1)
    assert (issued.ticket.number, issued.ticket.visitor_class, issued.ticket.channel) == ("A001", "priority", "kiosk")
    story.do(orders.CallNext("1", 0, None))
    called = story.last()
    assert isinstance(called, told.TicketCalled)
    assert (called.counter_id, called.calls, called.waiting, called.ticket.state) == ("1", 1, 0, "called")
    story.do(orders.RecallTicket("1", "1-A001"))
    recalled = story.last()
    assert isinstance(recalled, told.TicketRecalled)
    assert recalled.ticket.recalls == 1
    story.do(orders.MissTicket("1", "1-A001"))
    assert isinstance(story.last(), told.TicketMissed)
    story.do(orders.RestoreTicket("1-A001"))
    restored = story.last()
    assert isinstance(restored, told.TicketRestored)
    assert (restored.ticket.state, restored.ticket.counter_id, restored.waiting) == ("waiting", None, 1)
    story.do(orders.CallNext("1", 1, None))
    story.do(orders.ArriveTicket("1", "1-A001"))
    assert isinstance(story.last(), told.TicketArrived)
    story.do(orders.FinishTicket("1", "1-A001"))
    finished = story.last()
    assert isinstance(finished, told.TicketFinished)
    assert (finished.ticket.state, finished.ticket.counter_id, finished.counter_id) == ("served", "1", "1")
    story.issue()
    story.do(orders.OpenDay("2026-11-25"))
    kinds = {type(published.event) for published in story.published}
    assert kinds == set(get_args(facts.Event)) - {facts.HallConfigured}
    for published in story.published:
        untold = isinstance(published.event, facts.DayOpened | facts.HallConfigured | facts.TicketLapsed)
        assert (translation.happened(published, 0) is None) is untold


def test_an_event_of_an_unknown_ticket_is_our_fault() -> None:
    story = Story()
    event = facts.TicketArrived(at=NOON, ticket_id="1-A009", counter_id="1")
    with pytest.raises(ValueError, match="1-A009"):
        translation.happened(Published(9, event, story.hall, None), 8)


def test_a_snapshot_says_what_the_hall_says() -> None:
    story = Story()
    for service in ("apples", "books", "apples"):
        story.issue(service)
    story.do(orders.CallNext("1", 0, None))
    config = story.hall.config
    assert isinstance(config, HallConfig)
    view, openings = translation.hall_view(config), translation.openings(config, NOON)
    snapshot = translation.snapshot(story.hall, view, NOON + 5, openings, ())
    assert (snapshot.seq, snapshot.at, snapshot.business_day, snapshot.date) == (5, NOON + 5, 1, "2026-11-24")
    assert [(state.service_id, state.waiting, state.open) for state in snapshot.services] == [
        ("apples", 1, True),
        ("books", 1, True),
    ]
    assert [(counter.counter_id, counter.calls, counter.ticket_id) for counter in snapshot.counters] == [
        ("1", 1, "1-A001"),
        ("2", 0, None),
        ("3", 0, None),
    ]
    assert [(ticket.number, ticket.state) for ticket in snapshot.tickets] == [
        ("A002", "waiting"),
        ("B001", "waiting"),
        ("A001", "called"),
    ]
    (call,) = snapshot.calls
    assert (call.seq, call.number, call.counter_id, call.visitor_class, call.at) == (5, "A001", "1", "priority", NOON)
    assert b"hash of" not in encode(snapshot)


def test_a_hall_without_configuration_is_not_served() -> None:
    with pytest.raises(ValueError, match="no configuration"):
        translation.phone_board(Hall.empty(), NOON)
    view = translation.hall_view(sample_hall())
    with pytest.raises(ValueError, match="no configuration"):
        translation.snapshot(Hall.empty(), view, NOON, {}, ())
    assert translation.service_states(Hall.empty(), {}) == ()


@pytest.mark.parametrize(
    ("command", "expected", "patience"),
    [
        (
            asked.IssueTicket(
                key="k" * 8, service_id="apples", channel="desk", language="en", visitor_class="priority"
            ),
            orders.IssueTicket("apples", Channel.DESK, VisitorClass.PRIORITY, "en", "desk-1"),
            None,
        ),
        (asked.CallNext(key="k" * 8, counter_id="1", after=3), orders.CallNext("1", 3, None), 5_000),
        (
            asked.CallNext(key="k" * 8, counter_id="1", after=3, present="missed", patience_ms=7),
            orders.CallNext("1", 3, orders.Outcome.MISSED),
            7,
        ),
        (asked.RecallTicket(key="k" * 8, counter_id="1", ticket_id="t"), orders.RecallTicket("1", "t"), 5_000),
        (asked.ArriveTicket(key="k" * 8, counter_id="1", ticket_id="t"), orders.ArriveTicket("1", "t"), 5_000),
        (asked.FinishTicket(key="k" * 8, counter_id="1", ticket_id="t"), orders.FinishTicket("1", "t"), 5_000),
        (asked.MissTicket(key="k" * 8, counter_id="1", ticket_id="t"), orders.MissTicket("1", "t"), 5_000),
        (asked.RestoreTicket(key="k" * 8, ticket_id="t"), orders.RestoreTicket("t"), 5_000),
    ],
)
def test_every_command_has_its_order(command: asked.Command, expected: orders.Command, patience: int | None) -> None:
    order = translation.order(command, "desk-1")
    assert (order.key, order.command, order.patience_ms) == ("k" * 8, expected, patience)


def test_answers_and_refusals() -> None:
    story = Story()
    story.issue()
    ticket = story.hall.tickets()[0]
    accepted = translation.reply("key-1", Answer(2, ticket, 0), story.hall, lambda ticket_id: f"token of {ticket_id}")
    assert isinstance(accepted, Accepted)
    assert (accepted.key, accepted.seq, accepted.people_ahead, accepted.token) == ("key-1", 2, 0, "token of 1-A001")
    assert accepted.ticket == translation.ticket_view(ticket)
    nobody = translation.reply("key-1", Answer(0, None, None), story.hall, lambda _: "token")
    assert nobody == Accepted(key="key-1", seq=0)
    staff = translation.reply("key-1", Answer(2, ticket, None), story.hall, None)
    assert isinstance(staff, Accepted)
    assert staff.token == ""
    no = orders.Refused(orders.Refusal.STILL_CALLED, "d" * 999, "1-A001")
    assert translation.reply("key-1", no, story.hall, None) == Refused(
        code="still_called", key="key-1", detail="d" * 200, ticket=translation.ticket_view(ticket)
    )
    gone = orders.Refused(orders.Refusal.ALREADY_CALLED, "", "1-A777")
    assert translation.reply("key-1", gone, story.hall, None) == Refused(code="already_called", key="key-1")
    late = AuthorRefused(AuthorRefusal.EXPIRED, "late")
    assert translation.reply("key-1", late, story.hall, None) == Refused(code="expired", key="key-1", detail="late")


def test_every_refusal_is_a_code_of_the_wire() -> None:
    codes = {code.value for code in Code}
    assert {refusal.value for refusal in orders.Refusal} | {refusal.value for refusal in AuthorRefusal} <= codes


def test_what_phones_see() -> None:
    story = Story()
    for service in ("apples", "apples", "books", "apples"):
        story.issue(service)
    story.do(orders.CallNext("1", 0, None))
    story.do(orders.MissTicket("1", "1-A001"))
    story.do(orders.CallNext("1", 1, None))
    story.do(orders.ArriveTicket("1", "1-A002"))
    board = translation.phone_board(story.hall, NOON)
    assert board.lines == {"apples": ("A003",), "books": ("B001",)}
    assert [(call.number, call.counter, call.serving) for call in board.calls] == [("A002", "1", True)]
    assert board.missed == ("A001",)
    config = story.hall.config
    assert config is not None
    phone = translation.phone_ticket(story.hall.tickets()[0], config)
    assert (phone.number, phone.state, phone.service_name["en"]) == ("A003", "waiting", "apples")


def test_a_ticket_outlives_its_service_and_counter() -> None:
    story = Story()
    story.issue()
    story.issue("books")
    story.do(orders.CallNext("1", 0, None))
    story.do(orders.ConfigureHall(sample_hall((sample_service("pears", "P"),), ())))
    board = translation.phone_board(story.hall, NOON)
    assert board.lines == {"pears": (), "books": ("B001",)}
    assert [(call.number, call.counter) for call in board.calls] == [("A001", "1")]
    config = story.hall.config
    assert config is not None
    phone = translation.phone_ticket(story.hall.tickets()[0], config)
    assert phone.service_name == {"zh-TW": "books"}
    assert phone.papers == ()
