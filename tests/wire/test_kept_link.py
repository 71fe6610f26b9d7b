"""A link that keeps its hall: it says what it has, makes whole what comes, and asks where that does not fit."""

from __future__ import annotations

import asyncio

from websockets.asyncio.server import ServerConnection, serve

from tests.wire.conversation_halves import HALL_ID
from tests.wire.peers import Heard, Peer, say, snapshot, until
from wire.codec import decode_client
from wire.kept_hall import KeptHall
from wire.link import Link
from wire.messages import AskSnapshot, HallEdited, Snapshot
from wire.messages.hall import ValueEdit


def limit(seq: int, value: int, field: str = "recall_limit") -> HallEdited:
    return HallEdited(seq=seq, prev_seq=seq - 1, edits=(ValueEdit(path=(field,), value=value),))


def test_edits_are_made_whole_and_what_does_not_fit_is_asked_for() -> None:
    async def then(socket: ServerConnection) -> None:
        await say(socket, limit(6, 9), limit(7, 1, "of_another_hall"))
        assert isinstance(decode_client(await socket.recv()), AskSnapshot)
        await say(socket, snapshot(7))
        await socket.wait_closed()

    async def main() -> None:
        heard, peer = Heard(), Peer(then)
        async with serve(peer, "127.0.0.1", 0) as server, asyncio.timeout(10):
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ws"
            link = Link(url, "display", "d", heard.message, heard.state, hall_id=HALL_ID, kept=KeptHall(None))
            task = asyncio.create_task(link.run())
            await until(lambda: [one.seq for one in heard.messages if isinstance(one, Snapshot)] == [5, 7])
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert peer.hellos[0].guides == "", "it keeps a hall, and has no guides yet"
        (edited,) = (one for one in heard.messages if isinstance(one, HallEdited))
        assert edited.hall is not None
        assert edited.hall.recall_limit == 9

    asyncio.run(main())


def test_who_keeps_nothing_says_nothing_of_it() -> None:
    async def main() -> None:
        heard, peer = Heard(), Peer(lambda socket: socket.wait_closed())
        async with serve(peer, "127.0.0.1", 0) as server, asyncio.timeout(10):
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ws"
            task = asyncio.create_task(Link(url, "display", "d", heard.message, heard.state, hall_id=HALL_ID).run())
            await until(lambda: len(peer.hellos) == 1)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert peer.hellos[0].guides is None

    asyncio.run(main())
