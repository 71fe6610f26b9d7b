"""The link against a peer that speaks real WebSocket on a loopback port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve

from tests.contract.wire_samples import HALL, KEY, TICKET
from wire.codec import decode_client, encode
from wire.errors import Code
from wire.link import LONGEST_PAUSE_S, Link, LinkState
from wire.messages import (
    Accepted,
    AskSnapshot,
    CallNext,
    DeviceReport,
    Hello,
    IssueTicket,
    Refused,
    ServerMessage,
    Snapshot,
    TicketIssued,
    Welcome,
)

Handler = Callable[[ServerConnection], Awaitable[None]]


def snapshot(seq: int) -> Snapshot:
    return Snapshot(
        seq=seq, at=0, hall=HALL, business_day=1, date="2026-11-23", services=(), counters=(), tickets=(), calls=()
    )


def issued(seq: int, prev_seq: int) -> TicketIssued:
    return TicketIssued(seq=seq, prev_seq=prev_seq, at=0, ticket=TICKET, waiting=1)


class Peer:
    """A server that greets, then does what the test says; counts connections."""

    def __init__(self, then: Handler, seq: int = 5) -> None:
        self.then = then
        self.seq = seq
        self.hellos: list[Hello] = []

    async def __call__(self, socket: ServerConnection) -> None:
        hello = decode_client(await socket.recv())
        assert isinstance(hello, Hello)
        self.hellos.append(hello)
        await socket.send(encode(Welcome(protocol=1, oldest=1, server="t", hall_id="h", at=0)).decode())
        await socket.send(encode(snapshot(self.seq)).decode())
        await self.then(socket)


class Heard:
    def __init__(self) -> None:
        self.messages: list[ServerMessage] = []
        self.states: list[LinkState] = []
        self.changed = asyncio.Condition()

    def message(self, message: ServerMessage) -> None:
        self.messages.append(message)

    def state(self, state: LinkState, sentence: str) -> None:
        self.states.append(state)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def conversation(peer: Handler, heard: Heard) -> AsyncIterator[Link]:
    async with serve(peer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        link = Link(f"ws://127.0.0.1:{port}/ws", "display", "d", heard.message, heard.state, uniform=lambda _a, _b: 0.0)
        task = asyncio.create_task(link.run())
        try:
            yield link
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def test_snapshot_then_events_in_order() -> None:
    async def then(socket: ServerConnection) -> None:
        await socket.send(encode(issued(6, 5)).decode())
        await socket.send(encode(issued(8, 6)).decode())
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        async with conversation(Peer(then), heard):
            await until(lambda: len(heard.messages) == 3)
        assert [getattr(message, "seq", None) for message in heard.messages] == [5, 6, 8]
        assert heard.states[:2] == [LinkState.CONNECTING, LinkState.CONNECTED]

    asyncio.run(main())


def test_a_gap_is_closed_by_a_snapshot_before_anything_later() -> None:
    asked = 0

    async def then(socket: ServerConnection) -> None:
        nonlocal asked
        await socket.send(encode(issued(9, 8)).decode())
        await socket.send(encode(issued(10, 9)).decode())
        assert isinstance(decode_client(await socket.recv()), AskSnapshot)
        asked += 1
        await socket.send(encode(snapshot(10)).decode())
        await socket.send(encode(issued(11, 10)).decode())
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        async with conversation(Peer(then), heard):
            await until(lambda: len(heard.messages) == 3)
        assert [getattr(message, "seq", None) for message in heard.messages] == [5, 10, 11]
        assert asked == 1

    asyncio.run(main())


def test_reconnects_tells_its_last_seq_and_asks_again_with_the_same_key() -> None:
    keys: list[str] = []

    async def then(socket: ServerConnection) -> None:
        command = decode_client(await socket.recv())
        assert isinstance(command, IssueTicket)
        keys.append(command.key)
        if len(keys) < 3:
            socket.transport.abort()
            return
        await socket.send(encode(Accepted(key=command.key, seq=6, ticket=TICKET)).decode())
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        peer = Peer(then)
        async with conversation(peer, heard) as link:
            answer = await link.ask(IssueTicket(key=KEY, service_id="a", channel="kiosk", language="en"))
            assert answer == Accepted(key=KEY, seq=6, ticket=TICKET)
        assert keys == [KEY] * 3
        assert [hello.last_seq for hello in peer.hellos] == [None, 5, 5]
        assert heard.states.count(LinkState.LOST) == 2

    asyncio.run(main())


def test_giving_up_resolves_and_a_late_answer_is_still_heard() -> None:
    release = asyncio.Event()

    async def then(socket: ServerConnection) -> None:
        command = decode_client(await socket.recv())
        assert isinstance(command, IssueTicket)
        await release.wait()
        await socket.send(encode(Accepted(key=command.key, seq=6)).decode())
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        async with conversation(Peer(then), heard) as link:
            command = IssueTicket(key=KEY, service_id="a", channel="kiosk", language="en")
            answer = await link.ask(command, give_up_ms=50)
            assert isinstance(answer, Refused)
            assert answer.code == Code.EXPIRED
            release.set()
            await until(lambda: Accepted(key=KEY, seq=6) in heard.messages)

    asyncio.run(main())


def test_patience_shrinks_while_a_command_waits_for_a_connection() -> None:
    patience: list[int] = []

    async def then(socket: ServerConnection) -> None:
        command = decode_client(await socket.recv())
        assert isinstance(command, CallNext)
        patience.append(command.patience_ms)
        if len(patience) == 1:
            await asyncio.sleep(0.05)  # what the second sending has to have lost, at least
            socket.transport.abort()
            return
        await socket.send(encode(Refused(code=Code.EXPIRED, key=command.key)).decode())
        await socket.wait_closed()

    async def main() -> None:
        async with conversation(Peer(then), Heard()) as link:
            await link.ask(CallNext(key=KEY, counter_id="1", after=0, patience_ms=5_000))
        assert patience[1] <= patience[0] - 50

    asyncio.run(main())


def test_device_reports_are_repeated_over_every_connection() -> None:
    reports: list[DeviceReport] = []

    async def then(socket: ServerConnection) -> None:
        report = decode_client(await socket.recv())
        assert isinstance(report, DeviceReport)
        reports.append(report)
        if len(reports) == 2:
            await socket.wait_closed()

    async def main() -> None:
        report = DeviceReport(device_id="printer", kind="ticket_printer", state="trouble", code="paper_out")
        async with conversation(Peer(then), Heard()) as link:
            link.tell(DeviceReport(device_id="printer", kind="ticket_printer", state="ok"))
            link.tell(report)
            await until(lambda: len(reports) == 2)
        assert reports == [report, report]

    asyncio.run(main())


@pytest.mark.parametrize(
    "greeting",
    [
        Refused(code=Code.PROTOCOL_TOO_OLD, detail="needs 7"),
        Welcome(protocol=9, oldest=7, server="t", hall_id="h", at=0),
    ],
)
def test_a_server_that_is_too_new_is_named_as_such_and_tried_again(greeting: ServerMessage) -> None:
    async def peer(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.send(encode(greeting).decode())

    async def main() -> None:
        heard = Heard()
        async with conversation(peer, heard):
            await until(lambda: heard.states.count(LinkState.REFUSED) >= 2)
        assert heard.messages == []

    asyncio.run(main())


def test_nonsense_from_the_server_ends_the_connection_not_the_link() -> None:
    async def then(socket: ServerConnection) -> None:
        await socket.send("nonsense")
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        peer = Peer(then)
        async with conversation(peer, heard):
            await until(lambda: len(peer.hellos) >= 3)

    asyncio.run(main())


def test_pauses_grow_to_their_ceiling_with_full_jitter() -> None:
    ceilings: list[float] = []

    class Enough(Exception):
        pass

    def uniform(low: float, high: float) -> float:
        assert low == 0.0
        ceilings.append(high)
        if len(ceilings) == 9:
            raise Enough
        return 0.0

    async def main() -> None:
        async with serve(lambda socket: socket.close(), "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
        link = Link(f"ws://127.0.0.1:{port}/", "kiosk", "k", lambda _: None, lambda _s, _t: None, uniform=uniform)
        with pytest.raises(Enough):
            await link.run()

    asyncio.run(main())
    assert ceilings == [0.5, 1, 2, 4, 8, 16, LONGEST_PAUSE_S, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
