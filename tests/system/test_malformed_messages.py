"""Whatever is sent, the server answers with a code or hangs up, changes nothing, and goes on."""

from __future__ import annotations

import os
import random
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.system.hall_server import HallServer, write_config
from wire.codec import decode_server, encode
from wire.errors import Code
from wire.messages import PROTOCOL, CallNext, DeviceReport, Hello, IssueTicket, Refused, Visit

pytestmark = pytest.mark.system

MESSAGES = 4_000
BROKEN_STREAMS = 200
SEED = 20_261_123
WAIT_S = 15.0

GOOD = [
    encode(IssueTicket(key="k" * 8, visit=Visit(service_id="job-seeking", channel="kiosk", language="en"))),
    encode(CallNext(key="k" * 8, counter_id="4", after=0)),
    encode(DeviceReport(device_id="printer", kind="ticket_printer", state="ok")),
    encode(Hello(protocol=PROTOCOL, role="display", name="display-9")),
]
HANDSHAKE = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer %s\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
"""Of a device with that token."""

POST = b"POST /api/commands HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HallServer]:
    with HallServer(write_config(tmp_path), forked=True) as running:
        yield running


def spoiled(chance: random.Random) -> bytes:
    """A message that no server of ours may act on: a good one with something broken, or nothing like one."""
    kind = chance.randrange(7)
    raw = bytearray(chance.choice(GOOD))
    if kind == 0:
        del raw[chance.randrange(1, len(raw)) :]
    elif kind == 1:
        raw[0:1] = bytes([chance.choice([byte for byte in range(256) if byte != ord("{")])]) * chance.randrange(1, 4)
    elif kind == 2:
        protocol = b'"protocol":%d' % PROTOCOL
        raw = bytearray(
            raw.replace(b'"key":"kkkkkkkk"', b'"key":' + chance.choice(ODD)).replace(protocol, b'"protocol":[]')
        )
        raw = bytearray(raw.replace(b'"kind":"ticket_printer"', b'"kind":["ticket_printer"]'))
    elif kind == 3:
        raw = bytearray(b'{"type":' + chance.choice(ODD) + b"}")
    elif kind == 4:
        raw = bytearray(chance.choice((b"[", b'{"a":')) * chance.randrange(9, 3_000))
    elif kind == 5:
        raw = bytearray(b'"' + b"x" * chance.randrange(16_384, 40_000) + b'"')
    else:
        raw = bytearray(chance.randbytes(chance.randrange(1, 200)))
    return bytes(raw)


ODD = (
    b"null",
    b'""',
    b"1e999",
    b"[]",
    b"{}",
    b'"\\ud800"',
    b'"x"',
    b'"' + b"k" * 65 + b'"',
    b"-0",
    b"true",
    b'"..\\u0000.."',
)


@contextmanager
def greeted(server: HallServer) -> Iterator[ClientConnection]:
    url, headers = f"ws://127.0.0.1:{server.port}/ws", server.entry.device(server.door)
    with connect(url, additional_headers=headers, compression=None, proxy=None, max_size=None) as connection:
        connection.send(encode(Hello(protocol=PROTOCOL, role="kiosk", name="kiosk-1")), text=True)
        for _ in ("welcome", "snapshot", "lines"):
            connection.recv(timeout=WAIT_S)
        yield connection


def test_thousands_of_bad_messages_change_nothing(server: HallServer) -> None:
    chance = random.Random(SEED)
    before = server.get("/api/snapshot")
    codes = set()
    with greeted(server) as connection:
        for _ in range(MESSAGES):
            raw = spoiled(chance)
            connection.send(raw)
            answer = decode_server(connection.recv(timeout=WAIT_S))
            assert isinstance(answer, Refused), raw
            codes.add(answer.code)
        connection.send(GOOD[0], text=True)
        assert b'"ticket_issued"' in connection.recv(timeout=WAIT_S, decode=False)
    assert codes == {Code.MALFORMED, Code.TOO_DEEP, Code.TOO_LARGE, Code.UNKNOWN_TYPE}
    after = server.get("/api/snapshot")
    assert after["seq"] == before["seq"] + 1
    assert after["devices"] == []
    assert server.get("/health")["status"] == "ok"
    assert not [record for record in server.records if record.get("level") in {"error", "critical"}]


def broken_stream(chance: random.Random) -> bytes:
    """Bytes after the handshake that are no conversation of RFC 6455."""
    mask = os.urandom(4)
    return chance.choice(
        (
            b"\x81\x05hello",  # not masked
            b"\x81\xff" + struct.pack("!Q", 2**62) + mask + b"x" * 100,  # says that it is huge
            b"\x01\x81" + mask + b"x" + (b"\x00\x81" + mask + b"x") * 500,  # fragments without an end
            b"\x83\x81" + mask + b"x",  # a kind that does not exist
            b"\xf1\x81" + mask + b"x",  # extensions that were not agreed
            b"\x89\xfe\x10\x00" + mask + b"p" * 4_096,  # a ping larger than a ping may be
            b"\x81\x82" + b"\0\0\0\0" + b"\xc3\x28",  # text that is not UTF-8
            b"\x88\x81" + b"\0\0\0\0" + b"x",  # a close without a whole code
            chance.randbytes(chance.randrange(1, 2_000)),
            b"GET / HTTP/1.1\r\n\r\n",
        )
    )


def test_broken_frames_end_their_own_connection_only(server: HallServer) -> None:
    chance = random.Random(SEED)
    handshake = HANDSHAKE % server.entry.token(server.door, "display").encode()
    with greeted(server) as well:
        for _ in range(BROKEN_STREAMS):
            with socket.create_connection(("127.0.0.1", server.port), WAIT_S) as connection:
                connection.sendall(handshake)
                assert connection.recv(12) == b"HTTP/1.1 101"
                connection.sendall(broken_stream(chance))
        well.send(GOOD[0], text=True)
        assert b'"ticket_issued"' in well.recv(timeout=WAIT_S, decode=False)
    assert server.get("/health")["status"] == "ok"


def test_broken_requests_end_their_own_connection_only(server: HallServer) -> None:
    chance = random.Random(SEED)
    for _ in range(BROKEN_STREAMS):
        raw = chance.choice(
            (
                b"\x16\x03\x01\x02\x00",
                b"GET\r\n\r\n",
                POST + b"content-length: -1\r\n\r\n",
                POST + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                b"GET / HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n",
                b"GET /\xff HTTP/1.1\r\nhost: localhost\r\n\r\n",
                b"GET / HTTP/9.9\r\n\r\n",
                b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
                chance.randbytes(300),
            )
        )
        with socket.create_connection(("127.0.0.1", server.port), WAIT_S) as connection:
            connection.sendall(raw)
            answer = connection.recv(65_536)
            assert not answer.startswith(b"HTTP/1.1 2"), raw[:80]
            assert not answer.startswith(b"HTTP/1.1 5"), raw[:80]
    assert server.get("/health")["seq"] == 1


def test_a_message_beyond_every_limit_hangs_up(server: HallServer) -> None:
    with greeted(server) as connection:
        connection.send("x" * 1_000_000)
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=WAIT_S)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
