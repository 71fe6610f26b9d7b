"""Peers that speak real WebSocket on a loopback port, and a listener: for tests of the links."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
from websockets.asyncio.server import ServerConnection, serve

from tests.wire.conversation_halves import HALL_ID, sample
from wire.codec import decode_client, encode
from wire.link import Link, LinkState, Reason
from wire.messages import PROTOCOL, HallMoved, Hello, ServerMessage, Snapshot, Welcome

Handler = Callable[[ServerConnection], Awaitable[None]]


def snapshot(seq: int) -> Snapshot:
    return msgspec.structs.replace(sample(Snapshot), seq=seq)


def moved(seq: int, prev_seq: int) -> HallMoved:
    return HallMoved(seq=seq, prev_seq=prev_seq, at=0, what="ticket_issued")


async def say(socket: ServerConnection, *messages: ServerMessage) -> None:
    for message in messages:
        await socket.send(encode(message).decode())


class Peer:
    """A server that greets, then does what the test says; counts connections."""

    def __init__(self, then: Handler, seq: int = 5, hall_id: str = HALL_ID) -> None:
        self.then = then
        self.welcome = Welcome(protocol=PROTOCOL, oldest=PROTOCOL, server="t", hall_id=hall_id, at=0)
        self.seq = seq
        self.hellos: list[Hello] = []

    async def __call__(self, socket: ServerConnection) -> None:
        hello = decode_client(await socket.recv())
        assert isinstance(hello, Hello)
        self.hellos.append(hello)
        await say(socket, self.welcome, snapshot(self.seq))
        await self.then(socket)


class Heard:
    def __init__(self) -> None:
        self.messages: list[ServerMessage] = []
        self.states: list[tuple[LinkState, Reason]] = []
        self.sentences: list[str] = []

    def message(self, message: ServerMessage) -> None:
        self.messages.append(message)

    def state(self, state: LinkState, reason: Reason, sentence: str) -> None:
        self.states.append((state, reason))
        self.sentences.append(sentence)

    @property
    def seqs(self) -> list[int]:
        return [message.seq for message in self.messages if isinstance(message, Snapshot | HallMoved)]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def linked(url: str, heard: Heard, *, silence_ms: float = 60_000) -> AsyncIterator[Link]:
    link = Link(
        url, "display", "d", heard.message, heard.state, hall_id=HALL_ID, silence_ms=silence_ms, random=lambda: 0.0
    )
    task = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        assert not task.done(), "a link ends by cancellation only"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def conversation(peer: Handler, heard: Heard, *, silence_ms: float = 60_000) -> AsyncIterator[Link]:
    async with serve(peer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with linked(f"ws://127.0.0.1:{port}/ws", heard, silence_ms=silence_ms) as link:
            yield link
