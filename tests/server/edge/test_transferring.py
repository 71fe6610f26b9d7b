"""A number goes on to another line, over HTTP and over sockets: who may ask it, and what the phone hears."""

from __future__ import annotations

from typing import get_args

import pytest

from server.identity.principal import Role as StaffRole
from tests.server.edge.running import RunningServer, visit
from wire.messages.commands import CallNext, IssueTicket, TransferAgain, TransferTicket
from wire.messages.session import Accepted, Refused, Role

SEND = TransferTicket(key="send-0001", counter_id="1", ticket_id="1-A001", to_service="books")


@pytest.fixture
def called(hall: RunningServer) -> RunningServer:
    """A001 is called to counter 1."""
    for command in (IssueTicket(key="issue-001", visit=visit()), CallNext(key="call-0001", counter_id="1", after=0)):
        assert hall.post(command).status == 200
    return hall


@pytest.mark.parametrize("role", get_args(Role))
def test_only_a_console_sends_a_number_on(called: RunningServer, role: Role) -> None:
    with called.screen(role) as peer:
        peer.send(SEND)
        message = peer.next()
        while not isinstance(message, Accepted | Refused):
            message = peer.next()
        if role == "console":
            assert isinstance(message, Accepted)
            assert (message.what, message.number) == ("ticket_transferred", "A001")
        else:
            assert isinstance(message, Refused)
            assert message.code == "not_allowed"
    *_, last = called.rows('SELECT type, "by" FROM event ORDER BY seq')
    assert last == (("ticket_transferred", "person:clerk") if role == "console" else ("ticket_called", "person:clerk"))


def test_the_desk_sends_on_only_who_is_at_no_counter(called: RunningServer) -> None:
    desk = TransferTicket(key="send-0002", ticket_id="1-A001", to_service="books")
    refused = called.post(desk)
    assert (refused.status, refused.json()["code"]) == (409, "not_at_counter")
    assert called.post(SEND).json()["ticket"]["visit"]["service_id"] == "books"
    back = called.post(TransferTicket(key="send-0003", ticket_id="1-A001", to_service="apples")).json()
    assert (back["ticket"]["state"], back["ticket"]["visit"]["service_id"]) == ("waiting", "apples")


def test_a_note_that_the_hall_does_not_have_is_refused_and_the_key_stays_good(called: RunningServer) -> None:
    noted = TransferTicket(key="send-0001", counter_id="1", ticket_id="1-A001", to_service="books", note_code="99")
    refused = called.post(noted)
    assert (refused.status, refused.json()["code"]) == (409, "unknown_note")
    assert called.post(SEND).json()["what"] == "ticket_transferred"


@pytest.mark.parametrize("who", ["volunteer", "clerk", "supervisor", "administrator"])
def test_a_third_hop_is_a_right_of_its_own(called: RunningServer, who: StaffRole) -> None:
    for key, to, at in (("send-0001", "books", "1"), ("send-0002", "apples", "")):
        sent = TransferTicket(key=key, counter_id=at, ticket_id="1-A001", to_service=to)
        allows = called.post(sent).json()["ticket"]["allows"]
    assert "transfer_again" in allows
    assert "transfer" not in allows
    third = TransferTicket(key="send-0003", ticket_id="1-A001", to_service="books")
    plain = called.post(third, who="supervisor")
    assert (plain.status, plain.json()["code"]) == (409, "transfer_limit"), "nobody does it without meaning to"
    answer = called.post(TransferAgain(key="send-0004", ticket_id="1-A001", to_service="books"), who=who)
    if who in {"volunteer", "clerk"}:
        assert (answer.status, answer.json()["code"]) == (403, "not_allowed")
        return
    assert (answer.status, answer.json()["what"]) == (200, "ticket_transferred")
    *_, last = called.rows('SELECT type, "by" FROM event ORDER BY seq')
    assert last == ("ticket_transferred", f"person:{who}")
