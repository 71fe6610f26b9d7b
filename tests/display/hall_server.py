"""A server that only tells: one snapshot for every display that greets it, then the events a test sends. A process of
its own is not needed: it runs on a thread with its own loop, over a real socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from wire.codec import decode_client, encode
from wire.messages import PROTOCOL, DeviceReport, Hello, Snapshot, Welcome


class HallServer:
    """`snapshot` is asked for at each greeting; `reports` are what displays told of their devices."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot
        self._loop = asyncio.new_event_loop()
        self._sockets: set[ServerConnection] = set()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self.reports: dict[str, DeviceReport] = {}
        self.greeted = 0
        self.port = 0
        self._thread = threading.Thread(target=self._run, name="hall server", daemon=True)

    def start(self, port: int = 0) -> HallServer:
        self.port = port
        self._thread.start()
        assert self._ready.wait(10)
        return self

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    def send(self, message: msgspec.Struct) -> None:
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
                    self.greeted += 1
                    snapshot = self._snapshot()
                    welcome = Welcome(protocol=PROTOCOL, oldest=1, server="test", hall_id="yongkang", at=snapshot.at)
                    await socket.send(encode(welcome), text=True)
                    await socket.send(encode(snapshot), text=True)
                    self._sockets.add(socket)
                elif isinstance(message, DeviceReport):
                    self.reports[message.device_id] = message
        self._sockets.discard(socket)
