"""Screens, kiosks and consoles over the WebSocket, through real uvicorn."""

from __future__ import annotations

import pytest
from websockets.exceptions import ConnectionClosed

from tests.server.edge.running import RunningServer, visit
from tests.server.sample_halls import NOON
from wire.messages import PROTOCOL
from wire.messages.commands import ArriveTicket, CallNext, FinishTicket, IssueTicket, MissTicket, RestoreTicket
from wire.messages.events import HallMoved
from wire.messages.session import (
    Accepted,
    AskSnapshot,
    DeviceChanged,
    DeviceReport,
    Hello,
    Probe,
    Pulse,
    Refused,
    Role,
    Snapshot,
    Welcome,
)


def issue(key: str, channel: str = "kiosk", service: str = "apples") -> IssueTicket:
    return IssueTicket(key=f"issue-{key}", visit=visit(service, channel))


def test_events_follow_the_snapshot_without_a_gap(hall: RunningServer) -> None:
    with (
        hall.screen("kiosk", "kiosk-1") as kiosk,
        hall.screen("console", "counter-1") as console,
        hall.socket(who="display") as display,
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
            assert isinstance(event, HallMoved)
            assert event.prev_seq == last
            last = event.seq
            seen.append(event.what)
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
        assert isinstance(event, HallMoved)
        (served,) = event.tickets
        assert (served.state, served.stage, served.counter_id) == ("served", "gone", "1")
        assert [(one.counter_id, one.tickets) for one in event.counters] == [("1", ())]
        assert (event.what, event.rings, event.waiting) == ("ticket_finished", False, {})
        assert (finished.what, finished.number, finished.ticket) == ("ticket_finished", "A001", None)


def test_the_answer_comes_after_its_event(hall: RunningServer) -> None:
    with hall.screen("console", "counter-1") as console:
        for number in range(20):
            console.send(issue(f"{number:04}", "desk"))
        for number in range(20):
            before, accepted = console.until(Accepted)
            assert [getattr(event, "what", "") for event in before] == ["ticket_issued"]
            assert accepted.key == f"issue-{number:04}"
            assert isinstance(before[0], HallMoved)
            assert before[0].seq == accepted.seq


def test_a_snapshot_can_be_asked_for(hall: RunningServer) -> None:
    with hall.screen("display") as display:
        display.send(AskSnapshot())
        _, snapshot = display.until(Snapshot)
        assert snapshot.seq == hall.seq()


@pytest.mark.parametrize("role", ["kiosk", "display", "console"])
def test_a_probe_is_answered_with_a_pulse(hall: RunningServer, role: Role) -> None:
    with hall.screen(role) as peer:
        for passed in (0, 1_500):
            hall.clock.advance(passed)
            peer.send(Probe())
            pulse = peer.next()
            assert isinstance(pulse, Pulse)
            assert pulse.at == NOON + passed


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


def test_devices_are_told_and_remembered(hall: RunningServer) -> None:
    report = DeviceReport(device_id="printer", kind="ticket_printer", state="trouble", code="paper_out")
    with hall.screen("console", "counter-1") as console, hall.screen("kiosk", "kiosk-1") as kiosk:
        kiosk.send(report)
        _, told = console.until(DeviceChanged)
        assert (told.device.reported_by, told.device.state, told.device.code) == ("kiosk-1", "trouble", "paper_out")
        kiosk.send(report)
        kiosk.send(issue("next"))
        before, _ = console.until(HallMoved)
        assert before == []
        console.send(report)
        _, refused = console.until(Refused)
        assert refused.code == "not_allowed"
    devices = hall.snapshot()["devices"]
    assert [(device["device_id"], device["code"]) for device in devices] == [("printer", "paper_out")]
