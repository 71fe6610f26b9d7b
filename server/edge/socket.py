"""uvicorn's WebSocket, with what a hall needs beyond ASGI: bytes encoded once, and an end for those who do not read.

ASGI's `send` builds a frame for each receiver and waits for as long as a socket is full. Here a frame is built once
and written to any number of sockets, nobody waits, and a connection that does not read is cut.
"""

from __future__ import annotations

import asyncio
import secrets
import struct
from asyncio import BaseTransport
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.frames import Frame
from websockets.http11 import Request

EXTENSION = "jiaohao.socket"
"""Key in the ASGI scope's `extensions` under which a connection finds its `HallSocket`."""
CUT_AFTER_S = 5.0
"""How long a closed connection may take to read what was written before it is cut."""

_FINAL_TEXT = 0x81


def text_frame(payload: bytes) -> bytes:
    """One unmasked text frame, as servers send it (RFC 6455 section 5.2); the same for every receiver."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", _FINAL_TEXT, size) + payload
    if size < 65_536:
        return struct.pack("!BBH", _FINAL_TEXT, 126, size) + payload
    return struct.pack("!BBQ", _FINAL_TEXT, 127, size) + payload


class HallSocket(WebSocketsSansIOProtocol):
    """For `uvicorn.Config(ws=HallSocket)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked: dict[bytes, asyncio.Future[bool]] = {}
        """What was asked by a ping of ours, by its payload."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Under TLS a transport below buffers as much as an unencrypted one would, and tells nobody; so what waits
        above it is too much from its first byte on."""
        super().connection_made(transport)
        if self.scheme == "wss":
            self.transport.set_write_buffer_limits(high=1, low=0)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.handshake_complete:
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            extensions[EXTENSION] = self

    async def send(self, message: Any) -> None:
        """A refused upgrade is answered whole: uvicorn 0.54 would log each one as a fault of ours."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            self.handshake_complete = True

    @property
    def open(self) -> bool:
        """Whether messages may be written: greeted, not closed by either side."""
        return self.handshake_complete and not (self.close_sent or self.disconnected or self.transport.is_closing())

    @property
    def ready(self) -> bool:
        """Open, and the peer has read enough for more to be written."""
        return self.open and self.writable.is_set()

    @property
    def unsent(self) -> int:
        """Bytes written that the operating system has not taken yet; under TLS beyond the first 64 KB of them."""
        return self.transport.get_write_buffer_size()

    async def drained(self) -> None:
        """Returns when the socket is `ready` or lost."""
        await self.writable.wait()

    def write(self, frames: bytes) -> None:
        """Hands whole frames to the operating system; nothing happens on a socket that is not `open`."""
        if self.open:
            self.transport.write(frames)

    def offer(self, frames: bytes) -> bool:
        """Writes whole frames if everything written before has left; says whether it did."""
        if self.transport.get_write_buffer_size() or not self.open:
            return False
        self.transport.write(frames)
        return True

    async def answers(self, within_s: float) -> bool:
        """Whether the peer answers a ping in time: one without power, or behind a cut cable, does not. Where this
        server itself is behind with reading what came from it, it is taken to be there."""
        if not self.open:
            return False
        payload = secrets.token_bytes(8)
        answer: asyncio.Future[bool] = self.loop.create_future()
        self._asked[payload] = answer
        try:
            self.conn.send_ping(payload)
            self.transport.write(b"".join(self.conn.data_to_send()))
            async with asyncio.timeout(within_s):
                return await answer
        except TimeoutError:
            return self.open and self.read_paused
        finally:
            del self._asked[payload]

    def handle_pong(self, event: Frame) -> None:
        answer = self._asked.get(bytes(event.data))
        if answer is None:
            super().handle_pong(event)
        elif not answer.done():
            answer.set_result(True)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for answer in self._asked.values():
            if not answer.done():
                answer.set_result(False)

    def drop(self, code: int, reason: str = "") -> None:
        """Closes with a code; who does not read that far within `CUT_AFTER_S` is cut off."""
        if not self.open:
            return
        try:
            self.conn.send_close(code, reason)
        except InvalidState:
            self.transport.abort()
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(CUT_AFTER_S, self.transport.abort)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.loop.call_later(CUT_AFTER_S, self.transport.abort)

    def shutdown(self) -> None:
        super().shutdown()
        if self.unsent:
            self.loop.call_later(1.0, self.transport.abort)
