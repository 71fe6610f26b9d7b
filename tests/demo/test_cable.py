from __future__ import annotations

import asyncio
import contextlib

import pytest

from demo.cable import Cable


class Echo:
    """A peer that says everything back and counts who has hung up."""

    def __init__(self) -> None:
        self.gone = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(1000):
                writer.write(data)
                await writer.drain()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        self.gone += 1


def test_a_pulled_cable_ends_connections_and_comes_back_on_the_same_port() -> None:
    async def main() -> None:
        echo = Echo()
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        cable = Cable(server.sockets[0].getsockname()[1])
        await cable.plug_in()
        port = cable.port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"

        await cable.pull()
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        with pytest.raises(OSError, match="Connect call failed"):
            await asyncio.open_connection("127.0.0.1", port)

        await cable.plug_in()
        assert cable.port == port
        reader, again = await asyncio.open_connection("127.0.0.1", port)
        again.write(b"back")
        assert await reader.readexactly(4) == b"back"
        for one in (writer, again):
            one.close()
            with contextlib.suppress(OSError):
                await one.wait_closed()
        await cable.pull()
        server.close()
        async with asyncio.timeout(10):
            while echo.gone < 2:
                await asyncio.sleep(0.01)

    asyncio.run(main())
