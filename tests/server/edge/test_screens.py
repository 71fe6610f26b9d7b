"""Screens, kiosks and consoles over the WebSocket, through real uvicorn."""

from __future__ import annotations

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server.edge.running import RunningServer
from wire.errors import Close
from wire.messages import OLDEST_ACCEPTED, PROTOCOL
from wire.messages.commands import ArriveTicket, CallNext, Command, FinishTicket, IssueTicket, MissTicket, RestoreTicket
from wire.messages.events import Happened
from wire.messages.phone import FollowTicket
from wire.messages.session import (
    Accepted,
    AskSnapshot,
    DeviceChanged,
    DeviceReport,
    Hello,
    Refused,
    Role,
    Snapshot,
    Welcome,
)
from wire.messages.tickets import Channel


def issue(key: str, channel: Channel = "kiosk", service: str = "apples") -> IssueTicket:
    return IssueTicket(key=f"issue-{key}", service_id=service, channel=channel, language="en")


def test_greeting_names_versions_and_hall(hall: RunningServer) -> None:
    with hall.socket() as peer:
        peer.send(Hello(protocol=PROTOCOL, role="display", name="display-1"))
        welcome = peer.next()
        assert isinstance(welcome, Welcome)
        assert (welcome.protocol, welcome.oldest) == (PROTOCOL, OLDEST_ACCEPTED)
        assert welcome.hall_id == "sample"
        assert welcome.server
        snapshot = peer.next()
        assert isinstance(snapshot, Snapshot)
        assert snapshot.seq == hall.seq()
        assert [service.service_id for service in snapshot.hall.services] == ["apples", "books"]


@pytest.mark.parametrize(
    ("protocol", "code"), [(OLDEST_ACCEPTED - 1, "protocol_too_old"), (PROTOCOL + 1, "protocol_too_new")]
)
def test_another_protocol_is_refused_and_closed(hall: RunningServer, protocol: int, code: str) -> None:
    with hall.socket() as peer:
        peer.send(Hello(protocol=protocol, role="display", name="display-1"))
        refused = peer.next()
        assert isinstance(refused, Refused)
        assert refused.code == code
        with pytest.raises(ConnectionClosed) as closed:
            peer.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.PROTOCOL


def test_events_follow_the_snapshot_without_a_gap(hall: RunningServer) -> None:
    with (
        hall.screen("kiosk", "kiosk-1") as kiosk,
        hall.screen("console", "counter-1") as console,
        hall.socket() as display,
    ):
        kiosk.send(issue("one"))
        kiosk.until(Accepted)
        display.send(Hello(protocol=PROTOCOL, role="display", name="display-1"))
        display.until(Welcome)
        last = display.until(Snapshot)[1].seq
        console.send(CallNext(key="call-0001", counter_id="1", after=0))
        _, called = console.until(Accepted)
        assert called.ticket is not None
        kiosk.send(issue("two", service="books"))
        kiosk.until(Accepted)
        console.send(MissTicket(key="miss-0001", counter_id="1", ticket_id=called.ticket.ticket_id))
        console.send(RestoreTicket(key="back-0001", ticket_id=called.ticket.ticket_id))
        console.send(CallNext(key="call-0002", counter_id="1", after=1))
        for _ in range(3):
            console.until(Accepted)
        seen = []
        while last < hall.seq():
            event = display.next()
            assert isinstance(event, Happened)
            assert event.prev_seq == last
            last = event.seq
            seen.append(str(event.__struct_config__.tag))
    assert seen == ["ticket_called", "ticket_issued", "ticket_missed", "ticket_restored", "ticket_called"]


def test_a_served_ticket_is_told_whole(hall: RunningServer) -> None:
    with hall.screen("console", "counter-1") as console:
        console.send(issue("one", "desk"))
        console.send(CallNext(key="call-0001", counter_id="1", after=0))
        console.until(Accepted)
        _, called = console.until(Accepted)
        assert called.ticket is not None
        console.send(ArriveTicket(key="come-0001", counter_id="1", ticket_id=called.ticket.ticket_id))
        console.send(FinishTicket(key="done-0001", counter_id="1", ticket_id=called.ticket.ticket_id))
        console.until(Accepted)
        before, finished = console.until(Accepted)
        (event,) = before
        assert isinstance(event, Happened)
        assert (event.ticket.state, event.ticket.counter_id, event.waiting) == ("served", "1", 0)
        assert finished.ticket is not None
        assert finished.ticket.state == "served"


def test_the_answer_comes_after_its_event(hall: RunningServer) -> None:
    with hall.screen("console", "counter-1") as console:
        for number in range(20):
            console.send(issue(f"{number:04}", "desk"))
        for number in range(20):
            before, accepted = console.until(Accepted)
            assert [type(event).__name__ for event in before] == ["TicketIssued"]
            assert accepted.key == f"issue-{number:04}"
            assert isinstance(before[0], Happened)
            assert before[0].seq == accepted.seq


@pytest.mark.parametrize(
    ("role", "command", "allowed"),
    [
        ("kiosk", issue("role", "kiosk"), True),
        ("kiosk", issue("role", "desk"), False),
        ("kiosk", CallNext(key="call-role", counter_id="1", after=0), False),
        ("display", issue("role", "kiosk"), False),
        ("display", CallNext(key="call-role", counter_id="1", after=0), False),
        ("console", issue("role", "desk"), True),
        ("console", issue("role", "kiosk"), False),
        ("console", CallNext(key="call-role", counter_id="1", after=0), True),
    ],
)
def test_roles(hall: RunningServer, role: Role, command: Command, allowed: bool) -> None:
    seq = hall.seq()
    with hall.screen(role) as peer:
        peer.send(command)
        if allowed:
            peer.until(Accepted)
        else:
            _, refused = peer.until(Refused)
            assert (refused.code, refused.key) == ("not_allowed", command.key)
            assert hall.seq() == seq


def test_a_repeated_key_over_two_connections_has_one_effect(hall: RunningServer) -> None:
    with hall.screen("kiosk", "kiosk-1") as first:
        first.send(issue("same"))
        _, answer = first.until(Accepted)
    with hall.screen("kiosk", "kiosk-1") as second:
        seq = hall.seq()
        second.send(issue("same"))
        before, again = second.until(Accepted)
        assert (before, again) == ([], answer)
        assert hall.seq() == seq


def test_a_snapshot_can_be_asked_for(hall: RunningServer) -> None:
    with hall.screen("display") as display:
        display.send(AskSnapshot())
        _, snapshot = display.until(Snapshot)
        assert snapshot.seq == hall.seq()


MALFORMED = [
    ("nonsense", "malformed"),
    (b"\x00\x01", "malformed"),
    ('{"type":"hello"}', "malformed"),
    ('{"type":"open_sesame"}', "unknown_type"),
    ("[" * 5_000, "too_deep"),
    ('{"type":"hello","x":' + "[" * 9 + "]" * 9 + "}", "too_deep"),
    ('"' + "x" * 20_000 + '"', "too_large"),
    ('{"type":"call_next","key":"k","counter_id":"1","after":1e999}', "malformed"),
]


@pytest.mark.parametrize(("raw", "code"), MALFORMED)
def test_bad_messages_get_a_code_and_the_conversation_goes_on(hall: RunningServer, raw: str | bytes, code: str) -> None:
    with hall.screen("kiosk") as peer:
        for _ in range(4):
            peer.send(raw)
            refused = peer.next()
            assert isinstance(refused, Refused)
            assert refused.code == code
        peer.send(issue("after"))
        peer.until(Accepted)


def test_a_message_beyond_the_sockets_limit_closes_it(hall: RunningServer) -> None:
    with hall.screen("kiosk") as peer:
        peer.send("x" * 200_000)
        with pytest.raises(ConnectionClosed) as closed:
            peer.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
    assert hall.post(issue("after")).status == 200


def test_three_faults_before_the_greeting_close_the_socket(hall: RunningServer) -> None:
    with hall.socket() as peer:
        peer.send("nonsense")
        peer.send(issue("early"))
        peer.send(FollowTicket(protocol=PROTOCOL, token="x" * 22))
        codes = [peer.until(Refused)[1].code for _ in range(3)]
        with pytest.raises(ConnectionClosed) as closed:
            peer.next()
        assert codes == ["malformed", "hello_first", "hello_first"]
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.MALFORMED


def test_two_faults_and_then_a_greeting_are_forgiven(hall: RunningServer) -> None:
    with hall.socket() as peer:
        peer.send("nonsense")
        peer.send("nonsense")
        peer.send(Hello(protocol=PROTOCOL, role="display", name="display-1"))
        before, _ = peer.until(Welcome)
        assert len(before) == 2


def test_a_second_greeting_is_refused(hall: RunningServer) -> None:
    with hall.screen("display") as peer:
        peer.send(Hello(protocol=PROTOCOL, role="console", name="counter-1"))
        _, refused = peer.until(Refused)
        assert refused.code == "not_allowed"
        peer.send(CallNext(key="call-role", counter_id="1", after=0))
        _, refused = peer.until(Refused)
        assert refused.code == "not_allowed"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
@pytest.mark.parametrize("path", ["/ws", "/ws/phone"])
def test_a_page_from_elsewhere_gets_no_socket(hall: RunningServer, origin: str, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused, hall.socket(path, origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_own_pages_and_programs_get_one(hall: RunningServer) -> None:
    with hall.screen("console", origin=f"http://127.0.0.1:{hall.port}"):
        pass
    with pytest.raises(InvalidStatus) as refused, hall.socket(additional_headers={"cookie": "sid=1"}):
        pass
    assert refused.value.response.status_code == 403


def test_devices_are_told_and_remembered(hall: RunningServer) -> None:
    report = DeviceReport(device_id="printer", kind="ticket_printer", state="trouble", code="paper_out")
    with hall.screen("console", "counter-1") as console, hall.screen("kiosk", "kiosk-1") as kiosk:
        kiosk.send(report)
        _, told = console.until(DeviceChanged)
        assert (told.device.reported_by, told.device.state, told.device.code) == ("kiosk-1", "trouble", "paper_out")
        kiosk.send(report)
        kiosk.send(issue("next"))
        before, _ = console.until(Happened)
        assert before == []
        console.send(report)
        _, refused = console.until(Refused)
        assert refused.code == "not_allowed"
    devices = hall.request("GET", "/api/snapshot").json()["devices"]
    assert [(device["device_id"], device["code"]) for device in devices] == [("printer", "paper_out")]
