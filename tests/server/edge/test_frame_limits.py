"""How many frames a stranger may send. The machine alone: bytes in, what it says out."""

from __future__ import annotations

import logging
import struct
from collections.abc import Sequence

import pytest
from websockets.frames import Close, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State

from server.edge.frame_limits import (
    BEFORE_GREETING,
    KNOWN,
    MAX_WS_BYTES,
    MOST_FRAGMENTS,
    MOST_PINGS,
    PHONE,
    HallMachine,
)

TEXT, CONT, PING, PONG = 0x1, 0x0, 0x9, 0xA


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0) -> bytes:
    """A client's; a mask of zeros leaves the payload as it is."""
    size = len(payload)
    head = bytes([(0x80 if fin else 0) | rsv | opcode])
    if size < 126:
        return head + bytes([0x80 | size]) + b"\0\0\0\0" + payload
    return head + struct.pack("!BH", 0x80 | 126, size) + b"\0\0\0\0" + payload


class Machine:
    def __init__(self) -> None:
        self.now = 50.0
        self.unread = False
        self.ws = HallMachine(lambda: self.now, lambda: self.unread, logging.getLogger("test"))
        self.ws.receive_data(
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
        )
        (request,) = self.ws.events_received()
        assert isinstance(request, Request)
        self.answer = self.ws.accept(request)
        self.ws.send_response(self.answer)
        self.ws.data_to_send()

    def take(self, data: bytes) -> Sequence[Frame]:
        """What comes of it."""
        self.ws.receive_data(data)
        return [one for one in self.ws.events_received() if isinstance(one, Frame)]

    @property
    def closed(self) -> Close | None:
        return self.ws.close_sent


def test_whoever_sends_more_than_the_limit_is_closed_at_the_first_frame_too_much() -> None:
    machine = Machine()
    taken = machine.take(frame(TEXT, b"x") * 40_000)
    assert len(taken) == BEFORE_GREETING.burst
    assert machine.closed == Close(1008, "too many frames")
    assert machine.take(frame(TEXT, b"x") * 40_000) == []


@pytest.mark.parametrize("limits", [PHONE, KNOWN])
def test_more_is_allowed_to_whoever_has_said_who_it_is(limits: object) -> None:
    machine = Machine()
    machine.ws.allow(limits)  # type: ignore[arg-type]
    taken = machine.take(frame(TEXT, b"x") * 40_000)
    assert len(taken) == (PHONE.burst if limits is PHONE else KNOWN.burst) > BEFORE_GREETING.burst
    assert machine.closed == Close(1008, "too many frames")


def test_a_program_of_ours_never_comes_near() -> None:
    """A day's kiosk: a message each second."""
    machine = Machine()
    machine.ws.allow(KNOWN)
    for _ in range(5_000):
        machine.now += 1
        assert len(machine.take(frame(TEXT, b"{}"))) == 1
    assert machine.ws.state is State.OPEN


def test_a_message_has_an_end_to_its_fragments() -> None:
    machine = Machine()
    machine.ws.allow(KNOWN)
    for _ in range(3):
        assert len(machine.take(frame(TEXT, fin=False) + frame(CONT, fin=False) * (MOST_FRAGMENTS - 2))) == 15
        machine.take(frame(CONT))
    assert machine.ws.state is State.OPEN
    machine.take(frame(TEXT, fin=False) + frame(CONT, fin=False) * 40_000)
    assert machine.closed == Close(1008, "too many fragments")


def test_fragments_are_counted_together() -> None:
    machine = Machine()
    machine.ws.allow(KNOWN)
    piece = b"x" * 8_000
    machine.take(frame(TEXT, piece, fin=False) + frame(CONT, piece, fin=False) * 7)
    assert machine.ws.state is State.OPEN
    machine.take(frame(CONT, piece, fin=False))
    assert machine.closed is not None
    assert machine.closed.code == 1009
    assert 9 * len(piece) > MAX_WS_BYTES


def test_pings_have_a_pace_of_their_own() -> None:
    machine = Machine()
    machine.ws.allow(KNOWN)
    machine.take(frame(PING, b"1") * MOST_PINGS)
    assert len(machine.ws.data_to_send()) == MOST_PINGS
    machine.now += 1
    machine.take(frame(PING, b"2") * 2)
    assert machine.ws.state is State.OPEN
    machine.take(frame(PING, b"3"))
    assert machine.closed == Close(1008, "too many pings")


def test_nothing_is_kept_for_who_does_not_read() -> None:
    machine = Machine()
    machine.unread = True
    machine.take(frame(PING, b"x" * 125) * MOST_PINGS)
    assert machine.ws.data_to_send() == []
    machine.unread = False
    machine.now += 10
    machine.take(frame(PING, b"there?"))
    assert machine.ws.data_to_send() == [b"\x8a\x06there?"]


def test_pongs_that_nobody_asked_for_are_frames_like_others() -> None:
    machine = Machine()
    machine.take(frame(PONG) * 40_000)
    assert machine.closed == Close(1008, "too many frames")


def test_nothing_is_agreed_on_beyond_the_protocol() -> None:
    """So a compressed frame is a fault: nothing of a stranger's is ever inflated."""
    machine = Machine()
    assert "Sec-WebSocket-Extensions" not in machine.answer.headers
    machine.take(frame(TEXT, b"\xaa\x00", rsv=0x40))
    assert machine.closed is not None
    assert machine.closed.code == 1002


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(0x3), 1002),
        (frame(TEXT, rsv=0x10), 1002),
        (frame(CONT), 1002),
        (frame(TEXT, fin=False) + frame(TEXT), 1002),
        (frame(PING, b"x" * 126), 1002),
        (frame(PING, fin=False), 1002),
        (b"\x81\x01x", 1002),
        (b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff", 1009),
        (b"\x81\xff\x00\x00\x00\x00\x00\x01\x00\x01", 1009),
        (frame(0x8, b"\x03"), 1002),
        (frame(0x8, b"\x03\xe8\xff"), 1007),
        (frame(0x8, b"\x00\x00"), 1002),
    ],
)
def test_what_is_no_frame_closes(data: bytes, code: int, caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    machine.take(data)
    assert machine.closed is not None
    assert machine.closed.code == code
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_close_is_answered() -> None:
    machine = Machine()
    (closing,) = machine.take(frame(0x8, b"\x03\xe8bye"))
    assert closing.opcode is Opcode.CLOSE
    assert machine.closed == Close(1000, "bye")
