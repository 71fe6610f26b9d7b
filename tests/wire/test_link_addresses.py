"""Whatever an address meets becomes a state of the link, and ends with it."""

from __future__ import annotations

import asyncio
import socket as sockets

import pytest

from tests.wire.peers import Heard, linked, until
from wire.link import LinkState, Reason


@pytest.mark.parametrize(
    "url",
    [
        "ws://127.0.0.1:99999/ws",
        "ws://[::1/ws",
        "ws://a..b/ws",
        "http://127.0.0.1/ws",
        "ws://",
        "",
        "ws://\udcff/",
        "ws://x:y/",
    ],
)
def test_whatever_an_address_meets_is_a_state(url: str) -> None:
    async def main() -> None:
        heard = Heard()
        async with linked(url, heard):
            await until(lambda: heard.states != [])
        assert heard.states[0] == (LinkState.LOST, Reason.UNREACHABLE)

    asyncio.run(main())


def test_a_peer_that_speaks_no_websocket_is_unreachable_and_retried_when_told() -> None:
    async def main() -> None:
        met = 0

        async def no_websocket(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal met
            met += 1
            writer.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
            writer.close()

        heard = Heard()
        server = await asyncio.start_server(no_websocket, "127.0.0.1", 0)
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with server, linked(url, heard) as link:
            await until(lambda: heard.states != [])
            link.retry_now()
            await until(lambda: met >= 2)
        assert heard.states[0] == (LinkState.LOST, Reason.UNREACHABLE)
        assert "403" in heard.sentences[0]

    asyncio.run(main())


def test_ending_while_a_connection_opens_leaves_nothing_behind() -> None:
    """A peer that takes the connection and says nothing."""

    async def main() -> None:
        with sockets.create_server(("127.0.0.1", 0)) as silent:
            async with linked(f"ws://127.0.0.1:{silent.getsockname()[1]}/ws", Heard()):
                silent.setblocking(False)
                connection, _ = await asyncio.get_running_loop().sock_accept(silent)
            connection.close()
            assert len(asyncio.all_tasks()) == 1

    asyncio.run(main())
