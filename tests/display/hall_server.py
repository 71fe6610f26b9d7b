"""A socket that says what a real hall says, and no rule of its own: the greeting for every display, then what the hall
said since. A process of its own is not needed: it runs on a thread with its own loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from typing import Any

import msgspec
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.real_hall import RealHall
from wire.codec import decode_client, encode
from wire.messages import OLDEST_ACCEPTED, PROTOCOL, DeviceReport, HallMoved, Hello, Probe, Pulse, Refused, Welcome


class HallServer:
    """`reports` are what displays told of their devices, `hellos` how they greeted. With `refusal` every display is
    refused by that message and close code."""

    def __init__(self, hall: RealHall, refusal: tuple[Refused, int] | None = None) -> None:
        self._hall = hall
        self._refusal = refusal
        self._told = len(hall.messages)
        self._loop = asyncio.new_event_loop()
        self._sockets: set[ServerConnection] = set()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self.reports: dict[str, DeviceReport] = {}
        self.hellos: list[Hello] = []
        self.port = 0
        self._thread = threading.Thread(target=self._run, name="hall server", daemon=True)

    def start(self, port: int = 0) -> HallServer:
        self.port = port
        self._hall.set_going()
        self._thread.start()
        assert self._ready.wait(10)
        return self

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    def tell(self, *_acts: HallMoved) -> None:
        """Everything that the hall has said since; `_acts` are there to be read, as what made it speak."""
        new = self._hall.messages[self._told :]
        self._told += len(new)
        for message in (*new, self._hall.lines()):
            self._do(self._send(message))

    def cut(self) -> None:
        """Ends every conversation, as a server that goes down."""
        self._do(self._cut())

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(20)

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    async def _send(self, message: msgspec.Struct) -> None:
        for socket in tuple(self._sockets):
            await socket.send(encode(message), text=True)

    async def _cut(self) -> None:
        for socket in tuple(self._sockets):
            await socket.close()

    def _run(self) -> None:
        self._loop.run_until_complete(self._main())
        self._loop.close()

    async def _main(self) -> None:
        async with serve(self._talk, "127.0.0.1", self.port, compression=None, close_timeout=0.5) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            self._ready.set()
            await self._stop.wait()

    async def _talk(self, socket: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for raw in socket:
                message = decode_client(raw)
                if isinstance(message, Hello):
                    self.hellos.append(message)
                    await self._greet(socket)
                elif isinstance(message, Probe):
                    await socket.send(encode(Pulse(at=self._hall.at)), text=True)
                elif isinstance(message, DeviceReport):
                    self.reports[message.device_id] = message
        self._sockets.discard(socket)

    async def _greet(self, socket: ServerConnection) -> None:
        if self._refusal is not None:
            refused, code = self._refusal
            await socket.send(encode(refused), text=True)
            await socket.close(code)
            return
        hall = self._hall
        welcome = Welcome(
            protocol=PROTOCOL, oldest=OLDEST_ACCEPTED, server="test", hall_id=hall.config.hall_id, at=hall.at
        )
        for message in (welcome, hall.snapshot(), hall.lines()):
            await socket.send(encode(message), text=True)
        self._sockets.add(socket)
