"""Phones that follow a ticket, through real uvicorn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from server.edge.phones import Phones
from tests.server.edge.deadlines import until
from tests.server.edge.deaf import deaf_peer
from tests.server.edge.running import Peer, RunningServer, running_server
from wire.errors import Close
from wire.messages import PROTOCOL
from wire.messages.commands import CallNext, FinishTicket, IssueTicket, MissTicket
from wire.messages.phone import FollowTicket, PhoneBoard, PhoneCall, PhoneTicket
from wire.messages.session import Hello, Refused

LONG_LINE = 300
"""Waiting tickets that make a board some kilobytes long."""


def issue(hall: RunningServer, number: int, service: str = "apples") -> str:
    """The token of a new ticket."""
    command = IssueTicket(key=f"issue-{number:05}", service_id=service, channel="kiosk", language="en")
    answer = hall.post(command)
    assert answer.status == 200
    return str(answer.json()["token"])


def follow(phone: Peer, token: str) -> tuple[PhoneTicket, PhoneBoard]:
    phone.send(FollowTicket(protocol=PROTOCOL, token=token))
    ticket, board = phone.next(), phone.next()
    assert isinstance(ticket, PhoneTicket)
    assert isinstance(board, PhoneBoard)
    return ticket, board


def board_at(phone: Peer, seq: int) -> PhoneBoard:
    """The first board that knows of `seq`: boards in between may be left out."""
    while True:
        board = phone.next()
        assert isinstance(board, PhoneBoard)
        if board.seq >= seq:
            return board


def test_a_phone_sees_its_ticket_and_the_line(hall: RunningServer) -> None:
    issue(hall, 1)
    token = issue(hall, 2)
    with hall.socket("/ws/phone") as phone:
        ticket, board = follow(phone, token)
        assert (ticket.number, ticket.service_id, ticket.state) == ("A002", "apples", "waiting")
        assert ticket.service_name["zh-TW"]
        assert board.lines == {"apples": ("A001", "A002"), "books": ()}
        hall.post(CallNext(key="call-0001", counter_id="1", after=0))
        assert board_at(phone, hall.seq()).calls == (PhoneCall(number="A001", counter="1", serving=False),)
        hall.post(MissTicket(key="miss-0001", counter_id="1", ticket_id="1-A001"))
        missed = board_at(phone, hall.seq())
        assert (missed.calls, missed.missed, missed.lines["apples"]) == ((), ("A001",), ("A002",))


def test_a_finished_ticket_is_still_known(hall: RunningServer) -> None:
    token = issue(hall, 1)
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    hall.post(FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001"))
    with hall.socket("/ws/phone") as phone:
        assert follow(phone, token)[0].state == "served"


def test_yesterdays_token_is_unknown(hall: RunningServer) -> None:
    token = issue(hall, 1)
    hall.clock.advance(24 * 3_600_000)
    issue(hall, 2)
    with hall.socket("/ws/phone") as phone:
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        _, refused = phone.until(Refused)
        assert refused.code == "unknown_token"


def test_a_wrong_token_is_refused_three_times(hall: RunningServer) -> None:
    with hall.socket("/ws/phone") as phone:
        for _ in range(3):
            phone.send(FollowTicket(protocol=PROTOCOL, token="x" * 22))
            _, refused = phone.until(Refused)
            assert refused.code == "unknown_token"
        with pytest.raises(ConnectionClosed) as closed:
            phone.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.MALFORMED


def test_a_phone_may_only_listen(hall: RunningServer) -> None:
    token = issue(hall, 1)
    seq = hall.seq()
    with hall.socket("/ws/phone") as phone:
        phone.send(Hello(protocol=PROTOCOL, role="console", name="counter-1"))
        assert phone.until(Refused)[1].code == "hello_first"
        follow(phone, token)
        phone.send(CallNext(key="call-0001", counter_id="1", after=0))
        refused = phone.until(Refused)[1]
        assert (refused.code, refused.key) == ("not_allowed", "call-0001")
        phone.send("nonsense")
        assert phone.until(Refused)[1].code == "malformed"
        assert hall.seq() == seq


def test_an_old_phone_page_is_told_to_reload(hall: RunningServer) -> None:
    with hall.socket("/ws/phone") as phone:
        phone.send(FollowTicket(protocol=PROTOCOL + 1, token="x" * 22))
        assert phone.until(Refused)[1].code == "protocol_too_new"


def test_a_phone_does_not_get_screens_messages(hall: RunningServer) -> None:
    token = issue(hall, 1)
    with hall.socket("/ws/phone") as phone:
        follow(phone, token)
        for number in range(2, 30):
            issue(hall, number)
        last = board_at(phone, hall.seq())
        assert len(last.lines["apples"]) == 29


def test_phones_leave(hall: RunningServer) -> None:
    token = issue(hall, 1)
    with hall.socket("/ws/phone") as phone:
        follow(phone, token)
        assert hall.request("GET", "/health").json()["phones"] == 1
    until(lambda: len(hall.hub.phones) == 0)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, send_buffer=4096) as server:
        yield server


def test_a_deaf_phone_is_dropped_and_the_others_hear_on(small: RunningServer) -> None:
    token = issue(small, 0)
    for number in range(1, LONG_LINE):
        issue(small, number)
    greeting = FollowTicket(protocol=PROTOCOL, token=token)
    with small.socket("/ws/phone") as phone, deaf_peer(small.port, "/ws/phone", greeting) as deaf:
        follow(phone, token)
        until(lambda: len(small.hub.phones) == 2)
        number = LONG_LINE
        while len(small.hub.phones) == 2:
            assert number < LONG_LINE + 100
            issue(small, number)
            number += 1
            assert len(board_at(phone, small.seq()).lines["apples"]) == number
        assert deaf.hear(10)[1] == Close.SLOW


def test_nothing_is_made_for_nobody(hall: RunningServer) -> None:
    def board() -> tuple[int, bytes]:
        return newest_board(hall.hub.phones)

    before = hall.on_loop(board)
    issue(hall, 1)
    until(lambda: hall.on_loop(lambda: hall.hub.hall.seq) == hall.seq())
    assert hall.on_loop(board) == before


def newest_board(phones: Phones) -> tuple[int, bytes]:
    return phones._board
