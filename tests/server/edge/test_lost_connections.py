"""Nothing of a connection is left when it is lost, though nobody collects garbage and none of its timers has run out:
under TLS each holds up to a quarter of a megabyte, and strangers come and go faster than a collector at rest."""

from __future__ import annotations

import gc
import socket
import ssl
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from server.edge.arrivals import Arrivals
from tests.server.certificates.tls_port import made, tls_port, trusting
from tests.server.edge.running import RunningServer, running_server, visit
from tests.server.edge.test_frame_limits import CONT, TEXT, frame
from tests.server.living_objects import living
from wire.messages import PROTOCOL, IssueTicket
from wire.messages.phone import FollowTicket, PhoneBoard

SOCKETS = 10
TURNS = 20
"""Of the loop, from the loss of a connection until its task and its handle have ended."""
WAIT_S = 10.0
HELD = {"HallSocket", "HallHttp", "HallMachine", "SSLProtocol", "_SSLProtocolTransport", "TCPTransport", "Arrival"}
REQUEST = b"GET /x HTTP/1.1\r\nhost: localhost\r\n"
SHAKE = REQUEST + (
    b"connection: Upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
CLOSE = 8


@pytest.fixture(autouse=True)
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def held() -> Counter[str]:
    return Counter(type(one).__name__ for one in living(lambda kind: kind.__name__ in HELD))


def until_empty(on_loop: Callable[[Callable[[], Any]], Any], arrivals: Arrivals) -> None:
    """All connections are lost, and the loop has had its turns since."""
    deadline = time.monotonic() + WAIT_S
    while any(on_loop(lambda: arrivals.crowd.counts).values()):
        assert time.monotonic() < deadline, "some connections never ended"
        time.sleep(0.005)
    for _ in range(TURNS):
        on_loop(bool)


def read_on(client: ssl.SSLSocket) -> None:
    with suppress(OSError):
        while client.recv(4096):
            pass


def shakes_hands(client: ssl.SSLSocket) -> None:
    client.sendall(SHAKE)
    assert client.recv(4096).startswith(b"HTTP/1.1 101")


def resets(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def asks_and_resets(client: ssl.SSLSocket) -> None:
    client.sendall(REQUEST + b"\r\n")
    assert client.recv(4096).startswith(b"HTTP/1.1 200")
    resets(client)


def shakes_wrongly(client: ssl.SSLSocket) -> None:
    client.sendall(SHAKE.replace(b"dGhl", b"!"))
    assert client.recv(4096).startswith(b"HTTP/1.1 400")


def closes(client: ssl.SSLSocket) -> None:
    shakes_hands(client)
    client.sendall(frame(CLOSE, b"\x03\xe8"))
    read_on(client)


def leaves(client: ssl.SSLSocket) -> None:
    shakes_hands(client)


def shakes_hands_and_resets(client: ssl.SSLSocket) -> None:
    shakes_hands(client)
    resets(client)


def floods(client: ssl.SSLSocket) -> None:
    shakes_hands(client)
    with suppress(OSError):
        client.sendall(frame(TEXT, b"", fin=False) + frame(CONT, b"", fin=False) * 1_000)
    read_on(client)


def breaks_the_protocol(client: ssl.SSLSocket) -> None:
    shakes_hands(client)
    with suppress(OSError):
        client.sendall(b"\xff" * 100)
    read_on(client)


@pytest.mark.parametrize(
    "once", [asks_and_resets, shakes_wrongly, closes, leaves, shakes_hands_and_resets, floods, breaks_the_protocol]
)
def test_nothing_of_a_lost_connection_is_left(tmp_path: Path, once: Callable[[ssl.SSLSocket], None]) -> None:
    shown, pem = made(tmp_path)
    arrivals, trusts = Arrivals(detained_s=0.02), trusting(pem)
    with tls_port(shown.context(), arrivals=arrivals) as port:
        before = held()
        for _ in range(SOCKETS):
            with (
                socket.create_connection(("127.0.0.1", port.port), WAIT_S) as plain,
                trusts.wrap_socket(plain, server_hostname="localhost") as client,
            ):
                once(client)
        until_empty(port.on_loop, arrivals)
        assert len(port.sockets) == (0 if once in {asks_and_resets, shakes_wrongly} else SOCKETS)
        port.on_loop(port.sockets.clear)
        assert held() - before == Counter()


def test_nothing_is_left_of_a_handshake_in_one_breath(tmp_path: Path) -> None:
    """With the end of TLS's own: then something of that is unsent when HTTP hands over, and writing is paused."""
    shown, pem = made(tmp_path)
    arrivals, trusts = Arrivals(detained_s=0.02), trusting(pem)
    with tls_port(shown.context(), arrivals=arrivals) as port:
        before = held()
        for _ in range(SOCKETS):
            with socket.create_connection(("127.0.0.1", port.port), WAIT_S) as plain:
                came, goes = ssl.MemoryBIO(), ssl.MemoryBIO()
                client = trusts.wrap_bio(came, goes, server_hostname="localhost")
                while not _done(client):
                    plain.sendall(goes.read())
                    came.write(plain.recv(65_536))
                client.write(SHAKE)
                plain.sendall(goes.read())
                assert plain.recv(4096)
        until_empty(port.on_loop, arrivals)
        port.on_loop(port.sockets.clear)
        assert held() - before == Counter()


def _done(client: ssl.SSLObject) -> bool:
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True


@contextmanager
def a_hall(folder: Path) -> Iterator[tuple[RunningServer, Arrivals]]:
    arrivals = Arrivals(detained_s=0.02)
    with running_server(folder, arrivals=arrivals) as hall:
        yield hall, arrivals


def test_nothing_of_phones_and_screens_is_left(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, arrivals):
        token = hall.post(IssueTicket(key="k" * 22, visit=visit())).json()["token"]
        until_empty(hall.on_loop, arrivals)
        before = held()
        for number in range(SOCKETS):
            with hall.socket("/ws/phone") as phone:
                phone.send(FollowTicket(protocol=PROTOCOL, token=token))
                phone.until(PhoneBoard)
            with hall.screen("display", f"screen-{number}"):
                pass
        until_empty(hall.on_loop, arrivals)
        assert held() - before == Counter()


def test_nothing_of_a_refused_socket_is_left(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, arrivals):
        until_empty(hall.on_loop, arrivals)
        before = held()
        for _ in range(SOCKETS):
            with pytest.raises(InvalidStatus), hall.socket("/ws"):
                pass
        until_empty(hall.on_loop, arrivals)
        assert held() - before == Counter()
