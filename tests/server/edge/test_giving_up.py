"""A visitor gives the own number up by phone: the token is the right, for that number alone. Through real uvicorn, in
the server itself and by way of a process that has no right of its own."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from server.edge.giving_up import AT_ONCE, Visitor
from server.passing_on import passed_on
from server.port_settings import PortSettings
from server.settings import read_settings
from tests.server.domain.scene import Scene
from tests.server.edge.running import Peer, RunningServer
from tests.server.edge.test_phones import follow, issue
from wire.messages import Accepted, GiveUpTicket, PhoneTicket, Refused
from wire.messages.commands import ArriveTicket, CallNext
from wire.messages.events import HallMoved
from wire.messages.phone import FollowTicket

ROOT = Path(__file__).parents[3]


def gives_up(phone: Peer, key: str) -> Accepted | Refused:
    phone.send(GiveUpTicket(key=key))
    while True:
        answer = phone.next()
        if isinstance(answer, Accepted | Refused):
            return answer


def logged(hall: RunningServer) -> list[tuple[str, str]]:
    """What was done by visitors, and by which key."""
    return [(str(what), str(cause)) for what, cause in hall.rows("SELECT type, cause FROM event WHERE by = 'visitor'")]


def test_one_press_ends_the_visit_for_everybody(hall: RunningServer) -> None:
    first, second = issue(hall, 1), issue(hall, 2)
    with hall.socket("/ws/phone") as phone, hall.socket("/ws/phone") as other, hall.screen("display") as wall:
        ticket, _ = follow(phone, first)
        assert ticket.gives_up == ("in_line", "called", "aside")
        follow(other, second)
        hall.post(CallNext(key="call-0001", counter_id="1", after=0))
        answer = gives_up(phone, "given-up-1")
        assert answer == Accepted(key="given-up-1", what="ticket_given_up", seq=hall.seq(), number="A001")
        while not (isinstance(moved := wall.next(), HallMoved) and moved.what == "ticket_given_up"):
            pass
        assert [(one.number, one.state, one.stage) for one in moved.tickets] == [("A001", "cancelled", "gone")]
        assert [(one.counter_id, one.tickets) for one in moved.counters] == [("1", ())], "the counter is free at once"
        told = phone.until(PhoneTicket)[1]
        assert (told.number, told.state, told.stage) == ("A001", "cancelled", "gone")
        hall.post(CallNext(key="call-0002", counter_id="1", after=1))
    assert logged(hall) == [("ticket_given_up", "phone:given-up-1")]
    with hall.socket("/ws/phone") as again:
        assert follow(again, first)[0].state == "cancelled"


def test_the_same_key_again_is_answered_and_does_nothing_more(hall: RunningServer) -> None:
    """Also over another line, as after a lost connection."""
    token = issue(hall, 1)
    with hall.socket("/ws/phone") as phone:
        follow(phone, token)
        answer = gives_up(phone, "given-up-1")
    seq = hall.seq()
    with hall.socket("/ws/phone") as phone:
        follow(phone, token)
        assert gives_up(phone, "given-up-1") == answer
        late = gives_up(phone, "given-up-2")
        assert isinstance(late, Refused)
        assert late.code == "unknown_ticket", "another key finds the visit over"
    assert hall.seq() == seq


def test_whom_somebody_serves_only_that_clerk_finishes(hall: RunningServer) -> None:
    """And a refusal says nothing of the ticket but why."""
    token = issue(hall, 1)
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    hall.post(ArriveTicket(key="here-0001", counter_id="1", ticket_id="1-A001"))
    seq = hall.seq()
    with hall.socket("/ws/phone") as phone:
        ticket, _ = follow(phone, token)
        assert ticket.stage not in ticket.gives_up
        assert gives_up(phone, "given-up-1") == Refused(code="not_now", key="given-up-1")
    assert hall.seq() == seq


def test_a_phone_cannot_take_a_key_of_staff_nor_learn_whether_it_came(hall: RunningServer) -> None:
    token = issue(hall, 1)
    issue(hall, 2)
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    with hall.socket("/ws/phone") as phone:
        follow(phone, token)
        assert isinstance(gives_up(phone, "call-0001"), Accepted), "as if nobody had ever used it"
        phone.send('{"type":"give_up_ticket","key":"author:open-day:2"}')
        assert phone.until(Refused)[1].code == "malformed"
    called = hall.post(CallNext(key="call-0001", counter_id="1", after=0)).json()
    assert called["number"] == "A001", "and staff's goes on meaning what it meant"


def test_who_presses_on_and_on_is_slowed_down_over_all_lines(hall: RunningServer) -> None:
    token, other = issue(hall, 1), issue(hall, 2)
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    hall.post(ArriveTicket(key="here-0001", counter_id="1", ticket_id="1-A001"))
    answers = []
    for press in range(int(AT_ONCE) + 1):
        with hall.socket("/ws/phone") as phone:
            follow(phone, token)
            answers.append(gives_up(phone, f"given-up-{press}"))
    last = answers.pop()
    assert [one.code for one in answers if isinstance(one, Refused)] == ["not_now"] * int(AT_ONCE)
    assert isinstance(last, Refused)
    assert (last.code, bool(last.retry_after_s)) == ("overloaded", True)
    with hall.socket("/ws/phone") as phone:
        follow(phone, other)
        assert isinstance(gives_up(phone, "given-up-o"), Accepted), "and nobody else is"


@pytest.mark.parametrize("greeted", [False, True])
def test_without_the_token_nothing_is_heard(hall: RunningServer, greeted: bool) -> None:
    issue(hall, 1)
    seq = hall.seq()
    with hall.socket("/ws/phone") as phone:
        if greeted:
            phone.send(FollowTicket(protocol=2, token="x" * 22))
            assert phone.until(Refused)[1].code == "unknown_token"
        phone.send(GiveUpTicket(key="given-up-1"))
        assert phone.until(Refused)[1].code == "hello_first"
    assert hall.seq() == seq


def ports(port: int) -> PortSettings:
    """Of the sample hall, in the clear on this computer."""
    return replace(read_settings(ROOT / "config.toml").ports, port=port, encryption=False, certificate=None)


def visitor(token: str, source: str = "203.0.113.9") -> Visitor:
    scene = Scene()
    return Visitor(token, scene.ticket(scene.issue()), source)


def test_another_process_passes_on_what_a_visitor_asks(hall: RunningServer) -> None:
    """By the visitor's token; where that is none of the hall's, so is the process."""
    token = issue(hall, 1)
    hand_in = passed_on(ports(hall.port), "sample")
    assert hand_in is not None
    asked = GiveUpTicket(key="given-up-1")
    answer = hall.run(lambda: hand_in(visitor(token), asked))
    assert answer == Accepted(key="given-up-1", what="ticket_given_up", seq=hall.seq(), number="A001")
    assert hall.run(lambda: hand_in(visitor(token), asked)) == answer, "its key is passed on as well"
    assert logged(hall) == [("ticket_given_up", "phone:given-up-1")]
    stranger = hall.run(lambda: hand_in(visitor("x" * 22), asked))
    assert stranger == Refused(code="unknown_ticket", key="given-up-1")


def test_a_server_that_is_not_there_is_said(hall: RunningServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        free = int(held.getsockname()[1])
    hand_in = passed_on(ports(free), "sample")
    assert hand_in is not None
    answer = hall.run(lambda: hand_in(visitor("x" * 22), GiveUpTicket(key="given-up-1")))
    assert answer == Refused(code="unavailable", key="given-up-1")


def test_where_nobody_knows_the_servers_port_nothing_is_offered() -> None:
    assert passed_on(ports(0), "sample") is None
