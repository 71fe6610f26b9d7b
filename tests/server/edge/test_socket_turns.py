"""What a peer sends over a WebSocket is read a slice at a time, and no further than its messages are dealt with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any, cast

import pytest

from server.edge.frame_limits import KNOWN
from server.edge.gate import Scope, Send
from server.edge.greeting import accept
from server.edge.socket import CUT_AFTER_S, MOST_UNASKED, SLICE, HallSocket
from server.edge.whole_request import Receive
from tests.server.edge.held_line import HttpLine, http_line
from tests.server.edge.test_frame_limits import CONT, PING, PONG, TEXT, frame

SHAKE = (
    b"GET /ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


class Talk:
    """An application that takes messages when it may."""

    def __init__(self) -> None:
        self.may_accept = asyncio.Event()
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.taken: list[Any] = []
        self.ended: Any = None
        self.socket: HallSocket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.may_accept.wait()
        self.socket = await accept(scope, receive, send)
        self.socket.allow(KNOWN)
        while True:
            await self.may_take.wait()
            message = await receive()
            if message["type"] != "websocket.receive":
                self.ended = message
                return
            self.taken.append(message.get("text") or message["bytes"])


class Spoken:
    """A WebSocket's connection in front of `talk`."""

    def __init__(self, talk: Talk, *, accepted: bool = True) -> None:
        self.talk = talk
        self.peer: HttpLine = http_line(talk)
        self.line = self.peer.line
        self.peer.send(SHAKE)
        assert isinstance(self.line.protocol, HallSocket)
        self.ws = self.line.protocol
        if accepted:
            talk.may_accept.set()

    async def settled(self) -> None:
        await self.peer.settled()

    def send(self, data: bytes) -> None:
        self.ws.data_received(data)

    @property
    def closed_with(self) -> int | None:
        """The code of the frame that closes."""
        _, found, rest = self.line.written.rpartition(b"\x88")
        return int.from_bytes(rest[1:3], "big") if found else None


def test_messages_come_in_order_however_they_are_cut() -> None:
    async def story() -> None:
        texts = [f"{number}" * (1 + number * 37 % 300) for number in range(60)]
        raw = b"".join(frame(TEXT, text.encode()) for text in texts)
        for at_once in (1, 100, len(raw)):
            here = Spoken(Talk())
            await here.settled()
            sent = 0
            while sent < len(raw):
                if here.line.paused:
                    await asyncio.sleep(0)
                else:
                    here.send(raw[sent : sent + at_once])
                    sent += at_once
            while len(here.talk.taken) < len(texts):
                await asyncio.sleep(0)
            assert here.talk.taken == texts
            assert not here.line.paused

    run(story)


def test_a_flood_is_read_with_turns_for_everybody_else() -> None:
    async def story() -> None:
        here = Spoken(Talk())
        await here.settled()
        read: list[int] = []
        flood = frame(PONG) * 3_000
        here.send(flood)
        while here.line.paused:
            read.append(len(here.ws._held))
            await asyncio.sleep(0)
        assert max(before - after for before, after in pairwise(read)) <= SLICE
        assert len(read) >= len(flood) // SLICE - 1
        assert not here.line.closed

    run(story)


def test_no_more_is_read_than_is_dealt_with() -> None:
    async def story() -> None:
        talk = Talk()
        here = Spoken(talk)
        await here.settled()
        talk.may_take.clear()
        here.send(frame(TEXT, b"taken"))
        await here.settled()
        here.send(frame(TEXT, b"x" * 100) * 2_000)
        await here.settled()
        assert here.line.paused
        assert here.ws.queue.qsize() <= SLICE // 106 + 1
        talk.may_take.set()
        while len(talk.taken) < 2_001:
            await asyncio.sleep(0)
        assert not here.line.paused

    run(story)


def test_nothing_is_read_before_the_handshake_is_answered() -> None:
    async def story() -> None:
        here = Spoken(Talk(), accepted=False)
        here.send(frame(PING, b"early") + frame(TEXT, b"early"))
        await here.settled()
        assert here.line.written == b""
        here.talk.may_accept.set()
        await here.settled()
        assert here.talk.taken == ["early"]
        assert here.line.written.index(b"HTTP/1.1 101") < here.line.written.index(b"\x8a\x05early")

    run(story)


def test_who_does_not_wait_for_the_handshake_is_cut() -> None:
    async def story() -> None:
        here = Spoken(Talk(), accepted=False)
        await here.settled()
        here.send(b"x" * (MOST_UNASKED + 1))
        assert here.line.aborted

    run(story)


@pytest.mark.parametrize(
    "data",
    [
        frame(TEXT, b"\xff"),
        frame(TEXT, b"good", fin=False) + frame(CONT, b"\xc3", fin=True),
        frame(TEXT, b"\xed\xa0\x80"),
        frame(TEXT, b"\xff") + frame(TEXT, b"more") * 100,
    ],
)
def test_what_is_no_text_closes_without_a_word_in_the_log(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        here = Spoken(Talk())
        await here.settled()
        here.send(data)
        await here.settled()
        assert here.closed_with == 1007
        assert here.line.closed
        assert here.talk.taken == []
        assert here.talk.ended["code"] == 1007

    run(story)
    assert caplog.records == []


def test_a_peer_that_does_not_read_is_sent_no_pongs() -> None:
    async def story() -> None:
        here = Spoken(Talk())
        await here.settled()
        before = len(here.line.written)
        here.line.unsent = 1
        here.send(frame(PING, b"x" * 125) * 5)
        await here.settled()
        assert len(here.line.written) == before
        here.line.unsent = 0
        here.send(frame(PING, b"now"))
        assert here.line.written.endswith(b"\x8a\x03now")

    run(story)


def test_a_peer_that_is_closed_and_does_not_read_is_cut() -> None:
    async def story() -> None:
        here = Spoken(Talk())
        await here.settled()
        here.ws.loop = cast("Any", here.peer.hands)
        here.send(frame(PING) * 100)
        assert here.closed_with == 1008
        assert not here.line.aborted
        here.peer.hands.ring(CUT_AFTER_S)
        assert here.line.aborted

    run(story)


def test_what_comes_behind_the_end_is_forgotten() -> None:
    async def story() -> None:
        here = Spoken(Talk())
        await here.settled()
        here.send(frame(TEXT, b"one") + frame(0x8, b"\x03\xe8") + frame(TEXT, b"two") * 5_000)
        await here.settled()
        assert here.talk.taken == ["one"]
        assert here.line.closed
        assert len(here.ws._held) == 0

    run(story)


def test_a_server_that_ends_cuts_who_is_closing_already() -> None:
    """One that has said goodbye and is not gone yet must not keep the server from closing the others."""

    async def story() -> None:
        here = Spoken(Talk())
        await here.settled()
        here.send(frame(0x8, b"\x03\xe8"))
        here.line.closed = False
        said = len(here.line.written)
        here.ws.shutdown()
        assert here.line.closed
        assert len(here.line.written) == said

    run(story)
