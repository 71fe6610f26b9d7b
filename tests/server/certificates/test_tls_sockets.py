"""Under TLS a connection is held to what it reads, as without, though a transport with its own buffer is between."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.edge.outbox import Outbox
from server.edge.socket import CUT_AFTER_S, HallSocket, text_frame
from tests.server.certificates.tls_port import WAIT_S, TlsPort, made, tls_port, trusting

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
FRAME = text_frame(b"x" * 10_000)
MOST = 400_000
"""Bytes that a connection may take unread, its systems' own buffers included."""


@contextmanager
def deaf(port: TlsPort, context: ssl.SSLContext) -> Iterator[tuple[ssl.SSLSocket, HallSocket]]:
    """A socket that reads only when told, with a buffer as small as the system allows, and the server's end of it."""
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        plain.settimeout(WAIT_S)
        plain.connect(("127.0.0.1", port.port))
        with context.wrap_socket(plain, server_hostname="localhost") as client:
            client.sendall(UPGRADE)
            while not client.recv(4096).endswith(b"\r\n\r\n"):
                pass
            until(lambda: bool(port.sockets))
            yield client, port.sockets[-1]


def until(happened: object, seconds: float = WAIT_S) -> None:
    deadline = time.monotonic() + seconds
    assert callable(happened)
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[tuple[TlsPort, ssl.SSLContext]]:
    certificate, pem = made(tmp_path / "own")
    with tls_port(certificate.context(), send_buffer=4096) as port:
        yield port, trusting(pem)


def write_until_full(port: TlsPort, end: HallSocket) -> int:
    """How many frames a connection takes before it says that it is full."""

    def write() -> bool:
        end.write(FRAME)
        return end.ready

    count = 1
    while port.on_loop(write):
        count += 1
        assert count * len(FRAME) < MOST
    return count


def test_who_does_not_read_is_full_after_little_and_ready_again_once_it_has_read(
    hall: tuple[TlsPort, ssl.SSLContext],
) -> None:
    port, context = hall
    with deaf(port, context) as (client, end):
        count = write_until_full(port, end)
        assert port.on_loop(lambda: end.offer(FRAME)) is False
        assert port.on_loop(lambda: end.unsent) > 0
        got = b""
        while len(got) < count * len(FRAME):
            got += client.recv(65_536)
        assert got == FRAME * count
        until(lambda: port.on_loop(lambda: end.ready))
        assert port.on_loop(lambda: end.offer(FRAME)) is True
        assert len(client.recv(4)) == 4


def test_who_reads_is_never_full(hall: tuple[TlsPort, ssl.SSLContext]) -> None:
    port, context = hall
    with deaf(port, context) as (client, end):
        for _ in range(60):
            until(lambda: port.on_loop(lambda: end.offer(FRAME)))
            got = 0
            while got < len(FRAME):
                got += len(client.recv(65_536))


def test_who_does_not_read_is_closed_and_then_cut(hall: tuple[TlsPort, ssl.SSLContext]) -> None:
    """As an outbox does it: what waits is bounded, and the connection ends although its close is never read."""
    port, context = hall
    with deaf(port, context) as (_, end):
        boxes: list[Outbox] = []
        port.on_loop(lambda: boxes.append(Outbox(end)))

        def post() -> bool:
            boxes[0].post(FRAME)
            return end.open

        posted = 0
        while port.on_loop(post):
            posted += 1
            assert posted * len(FRAME) < 2_000_000
        began = time.monotonic()
        until(lambda: end.disconnected, CUT_AFTER_S + 3)
        assert time.monotonic() - began < CUT_AFTER_S + 2


def test_the_end_of_a_server_waits_for_nobody_who_is_asleep(hall: tuple[TlsPort, ssl.SSLContext]) -> None:
    port, context = hall
    with (
        deaf(port, context),
        deaf(port, context) as (_, end),
        socket.create_connection(("127.0.0.1", port.port)) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as idle,
    ):
        idle.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while not idle.recv(4096).endswith(b"https"):
            pass
        write_until_full(port, end)
        began = time.monotonic()
        port.stop()
        until(port.ended.is_set)
        assert time.monotonic() - began < 3
