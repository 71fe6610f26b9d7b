"""The link against a peer that speaks real WebSocket on a loopback port. The rules are in test_conversation.py."""

from __future__ import annotations

import asyncio

import pytest
from websockets.asyncio.server import ServerConnection, serve

from program.steady import steady_ms
from tests.contract.wire_samples import ACCEPTED, KEY
from tests.wire.conversation_halves import HALL_ID, sample
from tests.wire.peers import Heard, Peer, conversation, moved, say, snapshot, until
from wire.codec import decode_client
from wire.errors import Close, Code
from wire.link import Link, LinkState, Reason
from wire.messages import (
    Accepted,
    AskFate,
    AskSnapshot,
    CallNext,
    CancelKey,
    DeviceReport,
    Fate,
    IssueTicket,
    Probe,
    Pulse,
    Refused,
    ServerMessage,
)

ISSUE = sample(IssueTicket)


def test_what_moves_is_handed_on_in_order_and_a_gap_is_closed() -> None:
    async def then(socket: ServerConnection) -> None:
        await say(socket, moved(6, 5), moved(9, 8), moved(10, 9))
        assert isinstance(decode_client(await socket.recv()), AskSnapshot)
        await say(socket, snapshot(10), moved(11, 10))
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        async with conversation(Peer(then), heard):
            await until(lambda: len(heard.seqs) == 4)
        assert heard.seqs == [5, 6, 10, 11]
        assert heard.states == [(LinkState.CONNECTED, Reason.NONE)]

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
        await say(socket, ACCEPTED)
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        peer = Peer(then)
        async with conversation(peer, heard) as link:
            assert [await answer for answer in (link.ask(ISSUE), link.ask(ISSUE))] == [ACCEPTED, ACCEPTED]
        assert keys == [KEY] * 3
        assert [(hello.last_seq, hello.hall_id) for hello in peer.hellos] == [(one, HALL_ID) for one in (None, 5, 5)]
        assert heard.states.count((LinkState.LOST, Reason.CLOSED)) == 2

    asyncio.run(main())


def test_giving_up_resolves_and_a_late_answer_is_still_heard() -> None:
    release = asyncio.Event()

    async def then(socket: ServerConnection) -> None:
        await socket.recv()
        await release.wait()
        await say(socket, ACCEPTED)
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        async with conversation(Peer(then), heard) as link:
            answer = await link.ask(ISSUE, give_up_ms=50)
            assert isinstance(answer, Refused)
            assert answer.code == Code.EXPIRED
            release.set()
            await until(lambda: ACCEPTED in heard.messages)

    asyncio.run(main())


def test_a_key_has_a_fate_and_can_be_cancelled() -> None:
    async def then(socket: ServerConnection) -> None:
        async for raw in socket:
            question = decode_client(raw)
            assert isinstance(question, AskFate | CancelKey)
            await say(socket, Fate(key=question.key, fate="none" if isinstance(question, AskFate) else "cancelled"))

    async def main() -> None:
        async with conversation(Peer(then), Heard()) as link:
            assert await link.fate(KEY) == Fate(key=KEY, fate="none")
            assert await link.cancel(KEY) == Fate(key=KEY, fate="cancelled")

    asyncio.run(main())


def test_the_time_is_taken_when_a_message_has_come_not_when_it_was_awaited() -> None:
    """Else the server's clock would be ahead by the silence before, and a fresh call would look old."""

    async def then(socket: ServerConnection) -> None:
        await asyncio.sleep(0.3)  # the silence
        await say(socket, Pulse(at=10**12 + int(steady_ms())))
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        async with conversation(Peer(then), heard) as link:
            await until(lambda: any(isinstance(one, Pulse) for one in heard.messages))
            told = link.server_time()
            assert told is not None
            assert 10**12 < told <= 10**12 + steady_ms()

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
        await say(socket, Refused(code=Code.EXPIRED, key=command.key))
        await socket.wait_closed()

    async def main() -> None:
        async with conversation(Peer(then), Heard()) as link:
            await link.ask(CallNext(key=KEY, counter_id="1", after=0, patience_ms=5_000), give_up_ms=20_000)
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


def test_silence_is_probed() -> None:
    async def then(socket: ServerConnection) -> None:
        async for raw in socket:
            assert isinstance(decode_client(raw), Probe)
            await say(socket, Pulse(at=3))

    async def main() -> None:
        heard = Heard()
        async with conversation(Peer(then), heard, silence_ms=10):
            await until(lambda: heard.messages.count(Pulse(at=3)) >= 2)
        assert heard.states == [(LinkState.CONNECTED, Reason.NONE)]

    asyncio.run(main())


def test_another_halls_server_is_refused_with_a_sentence_and_tried_again() -> None:
    async def main() -> None:
        heard = Heard()
        peer = Peer(lambda socket: socket.wait_closed(), hall_id="hsinying")
        async with conversation(peer, heard):
            await until(lambda: len(peer.hellos) >= 2)
        assert heard.states == [(LinkState.REFUSED, Reason.WRONG_HALL)]
        assert heard.sentences == ["this program belongs to hall yongkang, the server to hsinying"]
        assert heard.messages == []

    asyncio.run(main())


@pytest.mark.parametrize(
    ("code", "reason"), [(Close.SLOW, Reason.TOO_SLOW), (Close.GOING_AWAY, Reason.GOING_AWAY), (1000, Reason.CLOSED)]
)
def test_how_the_server_closed_is_told(code: int, reason: Reason) -> None:
    async def main() -> None:
        heard = Heard()
        async with conversation(Peer(lambda socket: socket.close(code)), heard):
            await until(lambda: (LinkState.LOST, reason) in heard.states)

    asyncio.run(main())


def test_nonsense_from_the_server_ends_the_connection_not_the_link() -> None:
    async def then(socket: ServerConnection) -> None:
        await socket.send("nonsense" if len(peer.hellos) % 2 else b"{}")
        await socket.wait_closed()

    peer = Peer(then)

    async def main() -> None:
        heard = Heard()
        async with conversation(peer, heard):
            await until(lambda: len(peer.hellos) >= 3)
        assert (LinkState.LOST, Reason.MALFORMED) in heard.states

    asyncio.run(main())


def test_a_listener_that_fails_is_reported_and_ends_nothing() -> None:
    faults: list[object] = []

    class Faulty(Heard):
        def message(self, message: ServerMessage) -> None:
            super().message(message)
            raise ZeroDivisionError

    async def then(socket: ServerConnection) -> None:
        await say(socket, moved(6, 5))
        await socket.wait_closed()

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context["exception"]))
        heard = Faulty()
        async with conversation(Peer(then), heard):
            await until(lambda: heard.seqs == [5, 6])
        assert heard.states == [(LinkState.CONNECTED, Reason.NONE)]
        assert {type(fault) for fault in faults} == {ZeroDivisionError}

    asyncio.run(main())


def test_an_answer_resolves_whoever_still_waits() -> None:
    async def then(socket: ServerConnection) -> None:
        await socket.recv()
        await say(socket, ACCEPTED)
        await socket.wait_closed()

    async def main() -> None:
        async with conversation(Peer(then), Heard()) as link:
            gone, stays = link.ask(ISSUE), link.ask(ISSUE)
            gone.cancel()
            assert isinstance(await stays, Accepted)

    asyncio.run(main())


def test_a_fault_of_ours_ends_the_run_and_what_was_asked_waits_for_the_next() -> None:
    chances = [LookupError("no luck"), LookupError("none at all")]

    def chance() -> float:
        if chances:
            raise chances.pop(0)
        return 0.0

    async def then(socket: ServerConnection) -> None:
        assert isinstance(decode_client(await socket.recv()), IssueTicket)
        await say(socket, ACCEPTED)
        await socket.wait_closed()

    async def main() -> None:
        heard = Heard()
        async with serve(Peer(then), "127.0.0.1", 0) as server, asyncio.timeout(10):
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ws"
            link = Link(url, "display", "d", heard.message, heard.state, hall_id=HALL_ID, random=chance)
            answer = link.ask(ISSUE)
            with pytest.raises(LookupError, match="none at all"):
                await link.run()
            again = asyncio.create_task(link.run())
            assert await answer == ACCEPTED
            again.cancel()
            await asyncio.gather(again, return_exceptions=True)

    asyncio.run(main())
