"""Floors: programs that do the least that the work needs, on the same loop and the same HTTP server.

    python -m benchmarks.bare sockets    a line "send SEQ" goes as one board-like frame to every open socket
    python -m benchmarks.bare asgi       GET answers at once; a WebSocket sends back what it gets

Each prints a JSON line with its port on stderr and ends on SIGTERM.
"""

from __future__ import annotations

import asyncio
import json
import resource
import signal
import socket
import sys
from typing import Any, ClassVar, cast

import uvicorn
import uvloop

from server.edge.socket import text_frame

FILLER = ",".join(f'"A{number:03d}"' for number in range(40))


class Bare(asyncio.Protocol):
    """Takes any greeting for a WebSocket's."""

    sockets: ClassVar[set[asyncio.Transport]] = set()
    _transport: asyncio.Transport
    _greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET "):
            self._transport.write(b"HTTP/1.1 101 Bare\r\n\r\n")
        elif data.startswith(b"send "):
            frame = board(int(data.split()[1]))
            for one in self.sockets:
                one.write(frame)
        elif not self._greeted:
            self._greeted = True
            self.sockets.add(self._transport)
            self._transport.write(board(0))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - how it ended does not matter here
        self.sockets.discard(self._transport)


def board(seq: int) -> bytes:
    """A frame as long as a board with forty waiting."""
    return text_frame(f'{{"type":"phone_board","seq":{seq},"at":1795395300000,"lines":{{"a":[{FILLER}]}}}}'.encode())


async def sockets(listener: socket.socket, ended: asyncio.Event) -> None:
    server = await asyncio.get_running_loop().create_server(Bare, sock=listener, backlog=4096)
    await ended.wait()
    server.close()


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI with nothing in it."""
    if scope["type"] == "http":
        await receive()
        headers = [(b"content-length", b"2"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


async def asgi(listener: socket.socket, ended: asyncio.Event) -> None:
    config = uvicorn.Config(
        cast("Any", answer),
        ws="websockets-sansio",
        interface="asgi3",
        lifespan="off",
        http="httptools",
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        log_level="warning",
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve([listener]))  # noqa: SLF001 - `serve` would take the signals
    await ended.wait()
    server.should_exit = True
    await serving


async def main(kind: str) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        print(json.dumps({"port": listener.getsockname()[1]}), file=sys.stderr, flush=True)
        await {"sockets": sockets, "asgi": asgi}[kind](listener, ended)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
