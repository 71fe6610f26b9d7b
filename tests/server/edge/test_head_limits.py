"""What of a request's head, and of what stands around it, a stranger may send; and how long it may take."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import structlog

from server.edge.gate import Scope, Send
from server.edge.head_limits import CUT_SOON_S, HEAD_WITHIN_S, MOST_WAITING, UNREAD_S
from server.edge.head_meter import MAX_HEAD_BYTES, MAX_HEADERS, MAX_PATH_BYTES, MAX_REQUEST_BYTES
from server.edge.listen import KEEP_ALIVE_S
from server.edge.whole_request import MAX_BODY_BYTES, Receive
from tests.server.edge.held_line import HttpLine, hello, http_line

GET = b"GET / HTTP/1.1\r\nhost: hall\r\n\r\n"


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


def headers(count: int, size: int) -> bytes:
    return b"".join(b"x-%04d: %b\r\n" % (number, b"v" * size) for number in range(count))


TOO_MUCH: dict[str, tuple[bytes, bytes, int]] = {
    "an endless path": (b"GET /", b"a", 414),
    "an endless query": (b"GET /?", b"a=b&", 414),
    "an endless header": (b"GET / HTTP/1.1\r\nx: ", b"a", 431),
    "an endless name of a header": (b"GET / HTTP/1.1\r\n", b"a", 431),
    "headers without end": (b"GET / HTTP/1.1\r\n", b"a: b\r\n", 431),
    "blank lines without end": (b"", b"\r\n", 431),
}


@pytest.mark.parametrize("what", TOO_MUCH)
@pytest.mark.parametrize("at_once", [1_000, 262_144])
def test_what_has_no_end_is_read_to_its_limit(what: str, at_once: int) -> None:
    """However it comes; a piece is what a system hands over at once."""
    begin, more, status = TOO_MUCH[what]

    async def story() -> None:
        peer = http_line()
        peer.http.data_received(begin) if begin else None
        sent, piece = 0, more * (at_once // len(more))
        while not peer.line.closed:
            peer.http.data_received(piece)
            sent += len(piece)
            assert sent < MAX_HEAD_BYTES + 2 * at_once
        assert peer.statuses == [status]
        body = json.loads(peer.line.written.partition(b"\r\n\r\n")[2])
        assert (body["status"], body["code"]) == (status, "too_large")
        assert b"\r\nconnection: close\r\n" in peer.line.written
        assert b"\r\nx-content-type-options: nosniff\r\n" in peer.line.written

    run(story)


def test_a_head_as_large_as_a_head_may_be_is_served() -> None:
    async def story() -> None:
        path = b"/" + b"a" * (MAX_PATH_BYTES - 1)
        size = (MAX_HEAD_BYTES - MAX_PATH_BYTES - 2_048) // MAX_HEADERS - 10
        for at_once in (1, 700, 65_536):
            peer = http_line()
            peer.send(b"GET " + path + b" HTTP/1.1\r\n" + headers(MAX_HEADERS, size) + b"\r\n", at_once=at_once)
            await peer.settled()
            assert peer.statuses == [200]
            assert not peer.line.closed

    run(story)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"a" * MAX_PATH_BYTES + b" HTTP/1.1\r\nhost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + headers(MAX_HEADERS + 1, 1) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + headers(17, 1_000) + b"\r\n", 431),
        (b"GET http://elsewhere/ HTTP/1.1\r\nhost: x\r\n\r\n", 400),
        (b"OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n", 400),
        (b"CONNECT elsewhere:443 HTTP/1.1\r\nhost: x\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\nhost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"\x00" * 100, 400),
    ],
)
def test_what_is_no_head_of_ours_is_answered_in_our_shape(head: bytes, status: int) -> None:
    async def story() -> None:
        peer = http_line()
        with structlog.testing.capture_logs() as said:
            peer.send(head)
        assert peer.statuses == [status]
        assert json.loads(peer.line.written.partition(b"\r\n\r\n")[2])["status"] == status
        assert peer.line.closed
        (line,) = said
        assert (line["event"], line["log_level"]) == ("head_refused", "info")
        assert (line["address"], line["status"]) == ("192.0.2.7", status)

    run(story)


@pytest.mark.parametrize("begun", [b"", b"G", b"GET / HTTP/1.1\r\nhost: x\r\n", b"\r\n"])
def test_a_head_is_whole_in_time_or_the_connection_ends(begun: bytes) -> None:
    """Who has sent nothing at all hears nothing."""

    async def story() -> None:
        peer = http_line()
        if begun:
            peer.send(begun)
        peer.hands.ring(HEAD_WITHIN_S)
        assert peer.statuses == ([408] if begun else [])
        assert peer.line.closed

    run(story)


def test_the_next_head_has_the_same_time_from_its_first_byte() -> None:
    async def story() -> None:
        peer = http_line()
        peer.send(GET)
        await peer.settled()
        assert peer.hands.waiting() == [KEEP_ALIVE_S]
        peer.send(b"G")
        assert peer.hands.waiting() == [HEAD_WITHIN_S]
        peer.send(b"E")
        peer.hands.ring(HEAD_WITHIN_S)
        assert peer.statuses == [200, 408]
        assert peer.line.closed

    run(story)


def test_a_whole_head_is_waited_for_no_more() -> None:
    async def story() -> None:
        peer = http_line()
        peer.send(GET[:-2])
        peer.send(GET[-2:])
        assert peer.hands.waiting() == []
        await peer.settled()
        assert peer.statuses == [200]
        assert not peer.line.closed

    run(story)


class Slow:
    """Answers when it is let go."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.begun = 0
        self.gone = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.begun += 1
        await self.gate.wait()
        if (await receive())["type"] == "http.disconnect":
            self.gone += 1
        await hello(scope, receive, send)


def test_a_few_requests_may_wait_for_the_one_before_them() -> None:
    async def story() -> None:
        app = Slow()
        peer = http_line(app)
        peer.send(GET * (1 + MOST_WAITING))
        await peer.settled()
        app.gate.set()
        await peer.settled()
        await peer.settled()
        assert peer.statuses == [200] * (1 + MOST_WAITING)
        assert not peer.line.closed

    run(story)


def test_more_of_them_are_not_read_and_those_before_are_answered() -> None:
    async def story() -> None:
        app = Slow()
        peer = http_line(app)
        peer.send(GET * 10_000)
        assert len(peer.http.pipeline) == MOST_WAITING
        app.gate.set()
        for _ in range(5):
            await peer.settled()
        assert peer.statuses == [200] * (1 + MOST_WAITING)
        assert peer.line.closed

    run(story)


def test_requests_that_wait_end_with_their_connection(caplog: pytest.LogCaptureFixture) -> None:
    """The one that is being answered hears that nobody is there; the others are not begun."""

    async def story() -> None:
        app = Slow()
        peer = http_line(app)
        peer.send(GET * 4)
        await peer.settled()
        peer.line.closed = True
        peer.http.connection_lost(ConnectionResetError())
        app.gate.set()
        await peer.settled()
        assert (app.begun, app.gone) == (1, 1)
        assert peer.line.written == b""

    run(story)
    assert caplog.records == []


def test_a_body_that_breaks_is_answered_at_once_and_its_route_hears_that_nobody_is_there() -> None:
    async def story() -> None:
        heard: list[str] = []

        async def app(_: Scope, receive: Receive, __: Send) -> None:
            while True:
                heard.append((await receive())["type"])
                if heard[-1] == "http.disconnect":
                    return

        peer = http_line(app)
        peer.send(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n")
        await peer.settled()
        peer.send(b"nonsense\r\n")
        await peer.settled()
        assert peer.statuses == [400]
        assert heard[-1] == "http.disconnect"

    run(story)


def test_a_body_is_kept_only_as_far_as_it_shows_that_it_is_too_large() -> None:
    async def story() -> None:
        app = Slow()
        peer = http_line(app)
        peer.send(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000\r\n\r\n")
        while not peer.line.closed:
            peer.http.data_received(b"x" * 65_536)
            assert MAX_BODY_BYTES < len(peer.http.cycle.body) < MAX_BODY_BYTES + 4_096
        assert peer.statuses == [413]

    run(story)


def test_who_sends_on_behind_the_answer_ends_in_time() -> None:
    async def story() -> None:
        peer = http_line()
        peer.send(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n")
        await peer.settled()
        assert peer.statuses == [200]
        peer.send(b"x")
        peer.send(b"x")
        assert peer.hands.waiting() == [HEAD_WITHIN_S]
        peer.hands.ring(HEAD_WITHIN_S)
        assert peer.line.closed

    run(story)


def test_a_body_in_countless_pieces_is_cut() -> None:
    async def story() -> None:
        peer = http_line()
        peer.send(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
        sent = 0
        while not peer.line.closed:
            peer.http.data_received(b"1\r\nx\r\n" * 1_000)
            sent += 6_000
        assert sent < MAX_REQUEST_BYTES / 20

    run(story)


def test_what_stands_behind_a_body_is_no_header() -> None:
    async def story() -> None:
        met: list[list[tuple[bytes, bytes]]] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            while (await receive()).get("more_body"):
                pass
            met.append(list(scope["headers"]))
            await hello(scope, receive, send)

        peer = http_line(app)
        peer.send(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
        peer.send(b"0\r\nauthorization: Bearer x\r\n\r\n")
        await peer.settled()
        assert [name for name, _ in met[0]] == [b"host", b"transfer-encoding"]

    run(story)


def test_another_protocol_is_not_spoken_and_its_request_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        peer = http_line()
        upgrade = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n"
        peer.send(upgrade + b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        await peer.settled()
        assert peer.statuses == [200]
        assert peer.line.closed

    run(story)
    assert caplog.records == [], "no library speaks of it"


UPGRADE = b"GET /ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
SHAKE = b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
NO_HANDSHAKES = {
    "no key": UPGRADE + b"sec-websocket-version: 13\r\n\r\n",
    "another version": UPGRADE + b"sec-websocket-version: 8\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    "a key that is none": UPGRADE + b"sec-websocket-version: 13\r\nsec-websocket-key: x\r\n\r\n",
    "by POST": UPGRADE.replace(b"GET", b"POST") + SHAKE + b"\r\n",
    "with a body": UPGRADE + SHAKE + b"content-length: 3\r\n\r\nabc",
    "in chunks": UPGRADE + SHAKE + b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "a line longer than websockets reads": UPGRADE + SHAKE + b"cookie: " + b"c" * 9_000 + b"\r\n\r\n",
    "subprotocols that are none": UPGRADE + SHAKE + b"sec-websocket-protocol: ,;,\r\n\r\n",
}


@pytest.mark.parametrize("how", NO_HANDSHAKES)
def test_what_is_no_handshake_is_refused_in_our_shape(how: str, caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        peer = http_line()
        with structlog.testing.capture_logs() as said:
            peer.send(NO_HANDSHAKES[how].replace(b"host: x", b"host: x\r\norigin: http://evil\x85"))
            await peer.settled()
        assert len(peer.statuses) == 1
        assert 400 <= peer.statuses[0] < 500 or peer.statuses[0] == 505
        body = json.loads(peer.line.written.partition(b"\r\n\r\n")[2])
        assert body["status"] == peer.statuses[0]
        assert peer.line.closed
        (line,) = said
        assert (line["event"], line["address"]) == ("socket_refused", "192.0.2.7")
        assert line["origin"] == "http://evil\\x85"

    run(story)
    assert caplog.records == []


def test_a_socket_does_not_begin_while_something_is_answered() -> None:
    async def story() -> None:
        app = Slow()
        peer = http_line(app)
        peer.send(GET + UPGRADE + SHAKE + b"\r\n")
        await peer.settled()
        assert peer.line.protocol is None
        app.gate.set()
        await peer.settled()
        assert peer.statuses == [200]
        assert peer.line.closed

    run(story)


async def unread(peer: HttpLine, before: int, after: int) -> None:
    peer.send(GET)
    await peer.settled()
    peer.line.unsent = before
    peer.http.pause_writing()
    peer.line.unsent = after
    peer.hands.ring(UNREAD_S)


def test_who_does_not_read_an_answer_is_cut() -> None:
    async def story() -> None:
        peer = http_line()
        await unread(peer, 100_000, 99_000)
        assert peer.line.aborted

    run(story)


def test_who_reads_slowly_is_not() -> None:
    async def story() -> None:
        peer = http_line()
        await unread(peer, 100_000, 60_000)
        assert not peer.line.closed
        peer.http.resume_writing()
        assert peer.hands.waiting() == [KEEP_ALIVE_S]
        peer.http.connection_lost(None)
        assert peer.hands.waiting() == []

    run(story)


def test_a_connection_that_is_closed_is_cut_when_its_peer_does_not_read() -> None:
    async def story() -> None:
        peer = http_line()
        peer.send(b"nonsense\r\n\r\n")
        assert peer.line.closed
        assert not peer.line.aborted
        peer.hands.ring(CUT_SOON_S)
        assert peer.line.aborted

    run(story)


def test_who_has_had_an_answer_and_sends_on_without_end_is_cut_and_not_waited_for() -> None:
    """A connection that is being closed would go on reading, where it is encrypted."""

    async def story() -> None:
        peer = http_line()
        peer.send(b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 900000000\r\n\r\n")
        await peer.settled()
        sent = 0
        while not peer.line.aborted:
            peer.http.data_received(b"x" * 65_536)
            sent += 65_536
            assert sent < MAX_REQUEST_BYTES + 2 * 65_536
        assert peer.statuses == [200], "a second answer to one request"
        assert peer.line.paused

    run(story)


def test_of_who_is_refused_nothing_more_is_read() -> None:
    async def story() -> None:
        peer = http_line()
        peer.send(b"nonsense\r\n\r\n")
        assert peer.line.paused
        peer.http.flow.resume_reading()  # as whoever waits for a body does
        peer.http.data_received(b"more")
        assert peer.line.paused

    run(story)
