"""Snapshots, replies, and the fate of a key, on the wire."""

from __future__ import annotations

import pytest

from server.domain import commands as domain
from server.domain.hall import Hall
from server.submissions import Answer, AuthorRefusal, AuthorRefused, KeyFate
from server.translation.hall import hall_view, openings
from server.translation.session import reply, snapshot
from server.translation.tickets import call_view, ticket_view
from tests.server.sample_halls import NOON, sample_hall
from tests.server.translation.story import Story
from wire.codec import encode
from wire.errors import Code
from wire.messages.session import Accepted, DeviceView, Fate, Refused
from wire.messages.tickets import CounterState

KEY = "key-1234"


def token(ticket_id: str) -> str:
    return f"token of {ticket_id}"


def test_a_snapshot_says_what_the_hall_says() -> None:
    story = Story()
    for service in ("apples", "books", "apples"):
        story.issue(service)
    story.next("1")
    device = DeviceView(device_id="printer", kind="ticket_printer", state="ok")
    told = snapshot(story.hall, hall_view(story.config), NOON + 5, openings(story.config, NOON), [device])
    assert (told.seq, told.at, told.business_day, told.date) == (5, NOON + 5, 1, "2026-11-24")
    assert [(state.service_id, state.waiting, state.open) for state in told.services] == [
        ("apples", 1, True),
        ("books", 1, True),
    ]
    assert told.counters == (
        CounterState(counter_id="1", calls=1, tickets=("1-A001",)),
        CounterState(counter_id="2", calls=0),
        CounterState(counter_id="3", calls=0),
    )
    assert told.tickets == tuple(ticket_view(one, story.config) for one in story.hall.tickets())
    assert [(ticket.number, ticket.state) for ticket in told.tickets] == [
        ("A002", "waiting"),
        ("B001", "waiting"),
        ("A001", "called"),
    ]
    assert told.calls == (call_view(story.hall.calls[0], story.config),)
    assert told.devices == (device,)
    assert b"hash of" not in encode(told)


def test_a_hall_without_configuration_is_not_served() -> None:
    with pytest.raises(ValueError, match="no configuration"):
        snapshot(Hall.empty(), hall_view(sample_hall()), NOON, {}, ())


def test_an_issued_ticket_is_answered_with_its_token() -> None:
    story = Story()
    story.issue()
    answer = story.do(domain.IssueTicket(story.ticket("1-A001").visit))
    assert reply(KEY, answer, story.hall, token) == Accepted(
        key=KEY,
        what="ticket_issued",
        seq=3,
        ticket_id="1-A002",
        number="A002",
        people_ahead=1,
        token="token of 1-A002",
        ticket=ticket_view(story.ticket("1-A002"), story.config),
    )


def test_what_a_clerk_did_is_answered_without_a_token_and_with_the_number_also_of_a_ticket_that_is_gone() -> None:
    story = Story()
    story.issue()
    story.next("1")
    answer = story.do(domain.FinishTicket("1", "1-A001"))
    assert reply(KEY, answer, story.hall, token) == Accepted(
        key=KEY, what="ticket_finished", seq=4, ticket_id="1-A001", number="A001"
    )


def test_nothing_done_is_said_so() -> None:
    story = Story()
    assert reply(KEY, story.do(domain.CallNext("1", 0)), story.hall, token) == Accepted(key=KEY, what="nothing", seq=0)


def test_refusals_name_the_ticket_that_is_there() -> None:
    story = Story()
    story.issue()
    no = domain.Declined(domain.Refusal.STILL_CALLED, "d" * 999, "1-A001")
    present = ticket_view(story.ticket("1-A001"), story.config)
    assert reply(KEY, no, story.hall, token) == Refused(code="still_called", key=KEY, detail="d" * 200, ticket=present)
    gone = domain.Declined(domain.Refusal.ALREADY_CALLED, "", "1-A777")
    assert reply(KEY, gone, story.hall, token) == Refused(code="already_called", key=KEY)
    late = AuthorRefused(AuthorRefusal.EXPIRED, "late")
    assert reply(KEY, late, story.hall, token) == Refused(code="expired", key=KEY, detail="late")


def test_a_keys_fate_is_one_of_three_words() -> None:
    story = Story()
    assert reply(KEY, KeyFate(), story.hall, token) == Fate(key=KEY, fate="none")
    assert reply(KEY, KeyFate(cancelled=True), story.hall, token) == Fate(key=KEY, fate="cancelled")
    answer = story.do(domain.CallNext("1", 0))
    done = reply(KEY, KeyFate(done=answer), story.hall, token)
    assert done == Fate(key=KEY, fate="done", done=Accepted(key=KEY, what="nothing", seq=0))
    story.issue()
    issued = story.do(domain.IssueTicket(story.ticket("1-A001").visit))
    done = reply(KEY, KeyFate(done=issued), story.hall, token)
    assert done == Fate(key=KEY, fate="done", done=accepted(reply(KEY, issued, story.hall, token)))


def accepted(message: object) -> Accepted:
    assert isinstance(message, Accepted)
    return message


def test_every_refusal_is_a_code_of_the_wire() -> None:
    codes = {code.value for code in Code}
    assert {refusal.value for refusal in domain.Refusal} | {refusal.value for refusal in AuthorRefusal} <= codes


def test_an_answer_of_a_hall_without_configuration_shows_no_ticket() -> None:
    story = Story()
    story.issue()
    answer = Answer("ticket_issued", 2, "1-A001", "A001", 0, story.ticket("1-A001"))
    assert accepted(reply(KEY, answer, Hall.empty(), token)).ticket is None
