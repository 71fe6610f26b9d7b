"""Who broke a rule is told so, and then costs nothing: nobody reads what they send, and nobody cuts them so that they
come back at once."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from server.edge.arrivals import Arrivals
from tests.server.certificates.tls_port import TlsPort, made, tls_port, trusting
from tests.server.edge.running import RunningServer, running_server
from tests.server.edge.test_arrivals import NOBODY, SMALL, counts, ended, silent, until
from tests.server.edge.test_frame_limits import CONT, PING, TEXT, frame
from tests.server.edge.test_lost_connections import resets
from wire.messages import PROTOCOL
from wire.messages.session import Hello

SHAKE = (
    b"GET /ws/phone HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
FRAGMENTS = frame(TEXT, b"", fin=False) + frame(CONT, b"", fin=False) * 100
FLOOD = frame(PING, b"p" * 125) * 500
MOST_IN_THE_SYSTEM = 64 * 1024 * 1024
"""Of what is sent and not read, both sides together; tcp_wmem and tcp_rmem are less everywhere."""
LONG_S = 3_600.0


@pytest.fixture
def arrivals() -> Arrivals:
    return Arrivals(SMALL, detained_s=LONG_S)


@pytest.fixture
def hall(tmp_path: Path, arrivals: Arrivals) -> Iterator[RunningServer]:
    with running_server(tmp_path, arrivals=arrivals) as server:
        yield server


def breaks_frames(line: socket.socket) -> bytes:
    line.sendall(SHAKE)
    assert line.recv(4096).startswith(b"HTTP/1.1 101")
    line.sendall(FRAGMENTS)
    return line.recv(4096)


def says_no_greeting(line: socket.socket) -> bytes:
    line.sendall(SHAKE)
    heard = line.recv(4096)
    line.sendall(frame(TEXT, b"[") * 3)
    while b"no greeting" not in heard and (more := line.recv(4096)):
        heard += more
    return heard.rpartition(b"\x88")[2]


def breaks_a_head(line: socket.socket) -> bytes:
    line.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\nx-long: " + b"a" * 20_000)
    return line.recv(4096)


RULES: list[tuple[Callable[[socket.socket], bytes], bytes]] = [
    (breaks_frames, b"too many fragments"),
    (says_no_greeting, b"no greeting"),
    (breaks_a_head, b"HTTP/1.1 431"),
]


def detained(hall: RunningServer, arrivals: Arrivals) -> int:
    """How many the system alone holds."""
    return hall.on_loop(lambda: sum(one.detained is not None for one in arrivals.detained))


@pytest.mark.parametrize(("breaks", "told"), RULES)
def test_who_breaks_a_rule_is_told_and_keeps_a_place_that_nobody_reads(
    hall: RunningServer, arrivals: Arrivals, breaks: Callable[[socket.socket], bytes], told: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", hall.port), 10) as line:
        assert told in breaks(line)
        until(lambda: detained(hall, arrivals) == 1)
        assert counts(hall, arrivals) == {**NOBODY, "unknown": 1}
        assert not ended(line)
        assert_nobody_reads(line)
        resets(line)
    until(lambda: counts(hall, arrivals) == NOBODY)


def assert_nobody_reads(line: socket.socket) -> None:
    """What is sent comes to an end."""
    line.setblocking(False)
    sent = 0
    while select.select([], [line], [], 0.1)[1]:
        sent += line.send(FLOOD)
        assert sent < MOST_IN_THE_SYSTEM, "somebody reads all that"


def test_under_encryption_too_and_nothing_of_it_is_left_but_the_connection(tmp_path: Path) -> None:
    shown, pem = made(tmp_path)
    arrivals = Arrivals(SMALL, detained_s=LONG_S)
    with tls_port(shown.context(), arrivals=arrivals) as port, _encrypted(port, trusting(pem)) as line:
        assert b"too many fragments" in breaks_frames(line)
        until(lambda: port.on_loop(lambda: all(one.detained and one.transport is None for one in arrivals.detained)))
        assert port.on_loop(lambda: arrivals.crowd.counts) == {**NOBODY, "unknown": 1}
        raw = socket.socket(fileno=line.detach())
        with raw:
            assert_nobody_reads(raw)
            resets(raw)
        until(lambda: port.on_loop(lambda: arrivals.crowd.counts) == NOBODY)


def _encrypted(port: TlsPort, trusts: ssl.SSLContext) -> ssl.SSLSocket:
    plain = socket.create_connection(("127.0.0.1", port.port), 10)
    return trusts.wrap_socket(plain, server_hostname="localhost")


def test_it_ends_after_a_while(tmp_path: Path) -> None:
    arrivals = Arrivals(SMALL, detained_s=0.05)
    with running_server(tmp_path, arrivals=arrivals) as hall:
        with socket.create_connection(("127.0.0.1", hall.port), 10) as line:
            breaks_frames(line)
            until(lambda: ended(line))
        until(lambda: counts(hall, arrivals) == NOBODY)


def test_of_its_source_it_goes_before_those_who_broke_none(hall: RunningServer, arrivals: Arrivals) -> None:
    """They have been silent for longer."""
    with ExitStack() as stack:
        honest = stack.enter_context(silent(hall.port, 5))
        until(lambda: counts(hall, arrivals)["unknown"] == 5)
        lines = [stack.enter_context(socket.create_connection(("127.0.0.1", hall.port), 10)) for _ in range(3)]
        for line in lines:
            breaks_frames(line)
        until(lambda: detained(hall, arrivals) == 3)
        more = stack.enter_context(silent(hall.port, 5))
        until(lambda: all(map(ended, lines)))
        assert not any(map(ended, (*honest, *more)))
        assert counts(hall, arrivals) == {**NOBODY, "unknown": SMALL.unknown}


def test_who_is_known_is_closed_as_ever(hall: RunningServer, arrivals: Arrivals) -> None:
    with hall.socket("/ws", who="clerk") as clerk:
        clerk.send(Hello(protocol=PROTOCOL, role="console", name="a clerk's"))
        assert clerk.next_type() == "welcome"
        with suppress(ConnectionClosed):
            for number in range(20):
                clerk.connection.ping(bytes([number]))
        until(lambda: clerk.connection.protocol.close_rcvd is not None)
        assert detained(hall, arrivals) == 0
        until(lambda: counts(hall, arrivals) == NOBODY)


def test_the_end_of_a_server_waits_for_none_of_them(tmp_path: Path) -> None:
    arrivals = Arrivals(SMALL, detained_s=LONG_S)
    with ExitStack() as stack:
        with running_server(tmp_path, arrivals=arrivals) as hall:
            lines = [stack.enter_context(socket.create_connection(("127.0.0.1", hall.port), 10)) for _ in range(3)]
            for line in lines:
                breaks_frames(line)
            until(lambda: detained(hall, arrivals) == 3)
        assert not arrivals.detained
        until(lambda: all(map(ended, lines)))
