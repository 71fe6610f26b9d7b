"""A visitor is held and comes back, over HTTP and over sockets: who may ask it, and with which words."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.server.edge.running import RunningServer, visit
from wire.messages.commands import ArriveTicket, CallNext, HoldTicket, IssueTicket, ResumeTicket
from wire.messages.session import Accepted, AskFate, Fate, Refused, Role

KEY = "hold-0001"
HOLD = HoldTicket(key=KEY, counter_id="1", ticket_id="1-A001", reason="papers")
RESUME = ResumeTicket(key="back-0001", counter_id="2", ticket_id="1-A001")


@pytest.fixture
def serving(hall: RunningServer) -> RunningServer:
    """A001 is served at counter 1."""
    for command in (
        IssueTicket(key="issue-001", visit=visit()),
        CallNext(key="call-0001", counter_id="1", after=0),
        ArriveTicket(key="come-0001", counter_id="1", ticket_id="1-A001"),
    ):
        assert hall.post(command).status == 200
    return hall


@pytest.mark.parametrize("role", get_args(Role))
def test_only_a_console_holds_and_resumes_over_a_socket(serving: RunningServer, role: Role) -> None:
    with serving.screen(role) as peer:
        for command, what in ((HOLD, "ticket_held"), (RESUME, "ticket_resumed")):
            peer.send(command)
            message = peer.next()
            while not isinstance(message, Accepted | Refused):
                message = peer.next()
            if role == "console":
                assert isinstance(message, Accepted)
                assert (message.what, message.ticket_id) == (what, "1-A001")
            else:
                assert isinstance(message, Refused)
                assert (message.code, message.key) == ("not_allowed", command.key)
    _, _, _, _, *acted = serving.rows('SELECT type, "by" FROM event ORDER BY seq')
    console = [("ticket_held", "person:clerk"), ("ticket_resumed", "person:clerk")]
    assert acted == (console if role == "console" else [])


def test_a_clerk_may_over_http_too(serving: RunningServer) -> None:
    held = serving.post(HOLD).json()
    assert (held["what"], held["ticket"]["state"], held["ticket"]["reason"]) == ("ticket_held", "held", "papers")
    resumed = serving.post(RESUME).json()
    assert (resumed["what"], resumed["ticket"]["state"]) == ("ticket_resumed", "serving")
    assert (resumed["ticket"]["counter_id"], resumed["ticket"]["reason"]) == ("2", "papers")


def test_a_reason_that_this_hall_does_not_know_is_malformed_and_nothing_happens(serving: RunningServer) -> None:
    lunch = HoldTicket(key=KEY, counter_id="1", ticket_id="1-A001", reason="lunch")
    seq = serving.seq()
    answer = serving.post(lunch)
    assert (answer.status, answer.json()["code"], answer.json()["key"]) == (400, "malformed", KEY)
    with serving.screen("console") as console:
        console.send(lunch)
        _, refused = console.until(Refused)
        assert (refused.code, refused.key) == ("malformed", KEY)
        assert serving.seq() == seq
        console.send(AskFate(key=KEY))
        assert console.until(Fate)[1].fate == "none"
        console.send(HOLD)
        assert console.until(Accepted)[1].what == "ticket_held", "the key is still good"


def test_a_resume_at_a_busy_counter_is_told_who_is_there(serving: RunningServer) -> None:
    serving.post(HOLD)
    serving.post(IssueTicket(key="issue-002", visit=visit()))
    serving.post(CallNext(key="call-0002", counter_id="2", after=0))
    answer = serving.post(RESUME)
    assert (answer.status, answer.json()["code"]) == (409, "still_called")
    assert (answer.json()["ticket"]["ticket_id"], answer.json()["ticket"]["state"]) == ("1-A002", "called")
