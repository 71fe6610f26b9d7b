"""A number is called out of turn, over HTTP and over sockets: by whom, with which words, and what the log keeps."""

from __future__ import annotations

import json

import pytest

from server.identity.principal import Role
from tests.server.edge.running import RunningServer, visit
from wire.messages.commands import IssueTicket, PickTicket
from wire.messages.session import Accepted, Refused

PICK = PickTicket(key="pick-0001", counter_id="1", ticket_id="1-A002", reason="unwell")


@pytest.fixture
def waiting(hall: RunningServer) -> RunningServer:
    """A001 and A002 wait."""
    for key in ("issue-001", "issue-002"):
        assert hall.post(IssueTicket(key=key, visit=visit())).status == 200
    return hall


@pytest.mark.parametrize("who", ["volunteer", "clerk", "supervisor", "administrator"])
def test_a_pick_is_a_right_of_its_own(waiting: RunningServer, who: Role) -> None:
    with waiting.screen("console", who=who) as console:
        console.send(PICK)
        message = console.next()
        while not isinstance(message, Accepted | Refused):
            message = console.next()
    if who in {"volunteer", "clerk"}:
        assert isinstance(message, Refused)
        assert (message.code, waiting.seq()) == ("not_allowed", 3)
        return
    assert isinstance(message, Accepted)
    assert (message.what, message.ticket_id) == ("ticket_picked", "1-A002")
    (row,) = waiting.rows("SELECT type, \"by\", body FROM event WHERE type = 'ticket_picked'")
    assert row[1] == f"person:{who}"
    assert json.loads(row[2]) == {"ticket_id": "1-A002", "counter_id": "1", "picked": "unwell"}


def test_without_a_reason_that_this_hall_knows_nobody_is_picked(waiting: RunningServer) -> None:
    seq = waiting.seq()
    friend = PickTicket(key="pick-0002", counter_id="1", ticket_id="1-A002", reason="friend")
    answer = waiting.post(friend, who="supervisor")
    assert (answer.status, answer.json()["code"], waiting.seq()) == (400, "malformed", seq)
