"""The same key over any connection, and questions about a key, over HTTP and over sockets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.server.edge.running import RunningServer, visit
from wire.codec import encode
from wire.messages import AskFate, CancelKey
from wire.messages.commands import CallNext, FinishTicket, IssueTicket
from wire.messages.session import Accepted, Fate, Refused

ISSUE = IssueTicket(key="issue-123", visit=visit())


def test_a_repeated_key_over_two_connections_has_one_effect(hall: RunningServer) -> None:
    with hall.screen("kiosk", "kiosk-1") as first:
        first.send(ISSUE)
        _, answer = first.until(Accepted)
    assert (answer.what, answer.number, answer.people_ahead, len(answer.token)) == ("ticket_issued", "A001", 0, 22)
    seq = hall.seq()
    with hall.screen("kiosk", "kiosk-2") as second:
        second.send(ISSUE)
        before, again = second.until(Accepted)
        assert (before, again) == ([], answer)
    over_http = hall.post(ISSUE)
    assert over_http.json()["token"] == answer.token
    assert over_http.json()["ticket"]["ticket_id"] == answer.ticket_id
    assert hall.seq() == seq


def test_a_repeat_after_the_visit_still_names_the_number_and_the_token(hall: RunningServer) -> None:
    first = hall.post(ISSUE).json()
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    again = hall.post(ISSUE).json()
    assert (first["ticket"]["state"], again["ticket"]["state"]) == ("waiting", "called")
    hall.post(FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001"))
    gone = hall.post(ISSUE).json()
    assert gone["ticket"] is None
    for answer in (again, gone):
        assert {name: text for name, text in answer.items() if name != "ticket"} == {
            name: text for name, text in first.items() if name != "ticket"
        }


def test_a_press_that_found_nobody_goes_on_finding_nobody(hall: RunningServer) -> None:
    press = CallNext(key="call-0001", counter_id="1", after=0)
    nothing = hall.post(press)
    assert (nothing.status, nothing.json()["what"], nothing.json()["seq"]) == (200, "nothing", 0)
    hall.post(ISSUE)
    seq = hall.seq()
    assert hall.post(press).json() == nothing.json()
    assert hall.post(AskFate(key="call-0001")).json()["done"] == nothing.json()
    assert hall.seq() == seq


def over_http(hall: RunningServer, asked: Any) -> Any:
    answer = hall.post(asked)
    return answer.json()


def over_a_socket(hall: RunningServer, asked: Any) -> Any:
    """As a kiosk, or for what kiosks may not ask as a console; each over a new connection."""
    with hall.screen("console" if isinstance(asked, CallNext | FinishTicket) else "kiosk") as peer:
        peer.send(asked)
        message = peer.next()
        while not isinstance(message, Accepted | Refused | Fate):
            message = peer.next()
        return plain(message)


def plain(message: Accepted | Refused | Fate) -> Any:
    return json.loads(encode(message))


@pytest.mark.parametrize("ask", [over_http, over_a_socket])
def test_the_fate_of_a_key_is_none_then_done(hall: RunningServer, ask: Any) -> None:
    assert ask(hall, AskFate(key="issue-123")) == {"type": "fate", "key": "issue-123", "fate": "none", "done": None}
    accepted = ask(hall, ISSUE)
    fate = ask(hall, AskFate(key="issue-123"))
    assert (fate["fate"], fate["done"]) == ("done", accepted)
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    hall.post(FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001"))
    gone = ask(hall, CancelKey(key="issue-123"))
    assert gone["fate"] == "done", "too late to be cancelled"
    assert gone["done"] == {**accepted, "ticket": None}


@pytest.mark.parametrize("ask", [over_http, over_a_socket])
def test_a_cancelled_key_never_has_an_effect(hall: RunningServer, ask: Any) -> None:
    seq = hall.seq()
    cancelled = {"type": "fate", "key": "issue-123", "fate": "cancelled", "done": None}
    assert ask(hall, CancelKey(key="issue-123")) == cancelled
    late = ask(hall, ISSUE)
    assert (late["type"], late["code"], late["key"]) == ("refused", "cancelled", "issue-123")
    assert ask(hall, AskFate(key="issue-123")) == cancelled
    assert hall.seq() == seq


def test_a_fate_is_told_after_all_that_was_asked_before(hall: RunningServer) -> None:
    """So that a kiosk that lost its connection knows what it will never hear."""
    with hall.screen("kiosk") as kiosk:
        for number in range(20):
            kiosk.send(IssueTicket(key=f"issue-{number:03}", visit=visit()))
        kiosk.send(AskFate(key="issue-019"))
        before, fate = kiosk.until(Fate)
    accepted = [message for message in before if isinstance(message, Accepted)]
    assert len(accepted) == 20
    assert (fate.fate, fate.done) == ("done", accepted[-1])


def test_a_cancelled_order_over_http_is_a_conflict(hall: RunningServer) -> None:
    hall.post(CancelKey(key="issue-123"))
    assert hall.post(ISSUE).status == 409
