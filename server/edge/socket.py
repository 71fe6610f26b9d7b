"""uvicorn's WebSocket, with what a hall needs beyond ASGI: bytes encoded once, an end for those who do not read, and
one turn after the other for what comes.

ASGI's `send` builds a frame for each receiver and waits for as long as a socket is full. Here a frame is built once
and written to any number of sockets, nobody waits, and a connection that does not read is cut. What a peer sends is
read a slice at a time, with a turn for everybody else between two of them, and not further than its messages are dealt
with; how much it may be at all is `frame_limits`' matter.
"""

from __future__ import annotations

import asyncio
import secrets
import struct
from asyncio import BaseTransport
from typing import Any, cast

import structlog
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.frames import CloseCode, Frame
from websockets.http11 import Request
from websockets.protocol import State

from server.edge.arrivals import detain, heard
from server.edge.denials import whole_denial
from server.edge.frame_limits import FrameLimits, HallMachine
from server.edge.gate import NO_STORE, security_headers
from server.edge.strange_words import shown
from server.edge.way import Denied

EXTENSION = "jiaohao.socket"
"""Key in the ASGI scope's `extensions` under which a connection finds its `HallSocket`."""
CUT_AFTER_S = 5.0
"""How long a closed connection may take to read what was written before it is cut."""
SLICE = 1024
"""Bytes read at a turn; at most some hundred frames."""
MOST_UNASKED = 4 * 1024
"""Bytes that a peer may send before its handshake is answered, when it does not know yet what it speaks to."""

_FINAL_TEXT = 0x81
_log = structlog.get_logger("server.edge")


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

    conn: HallMachine

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = HallMachine(self.loop.time, lambda: self.unsent > 0, self.logger)
        self._asked: dict[bytes, asyncio.Future[bool]] = {}
        """What was asked by a ping of ours, by its payload."""
        self._held = bytearray()
        """Received, and not read."""
        self._turn: asyncio.Handle | None = None
        """When more of it is read."""
        self._told = False
        """A message waits to be dealt with."""
        self._detained = False
        """Its peer broke a rule: nothing that comes is looked at."""
        self._cuts: list[asyncio.TimerHandle] = []

    def connection_made(self, transport: BaseTransport) -> None:
        """Under TLS a transport below buffers as much as an unencrypted one would, and tells nobody; so what waits
        above it is too much from its first byte on."""
        super().connection_made(transport)
        if self.scheme == "wss":
            self.transport.set_write_buffer_limits(high=1, low=0)

    def data_received(self, data: bytes) -> None:
        heard(self.app_state)
        if not self.handshake_initiated:
            self._begin(data)
            return
        if self._detained or self.transport.is_closing():
            return
        self._held += data
        if not self.handshake_complete:
            self._wait_for_the_handshake()
        elif self._turn is None and not self._told:
            self._read()

    def _begin(self, head: bytes) -> None:
        """With a whole head, which HTTP has read already."""
        super().data_received(head)
        if not self.handshake_initiated:
            self.transport.write(whole_denial(Denied(400, "this is no handshake"), [*security_headers(b""), NO_STORE]))
            self.handshake_initiated = self.handshake_complete = self.close_sent = True
        if self.close_sent:
            self._end()
            source = self.client[0] if self.client else ""
            _log.warning("socket_refused", address=source, origin=shown(_origin(head)), why="no handshake")

    def _wait_for_the_handshake(self) -> None:
        if len(self._held) > MOST_UNASKED:
            self.transport.abort()
        else:
            self._pause()

    def _read(self) -> None:
        """A slice of what was received."""
        self._turn = None
        piece = bytes(self._held[:SLICE])
        del self._held[:SLICE]
        super().data_received(piece)
        if self._detained or self.disconnected or self.transport.is_closing():
            self._held.clear()
        elif self._told or self._held:
            self._pause()
            if not self._told:
                self._turn = self.loop.call_soon(self._read)
        else:
            self._resume()

    def _go_on(self) -> None:
        """What was told has been dealt with, or nobody deals with anything any more."""
        self._told = False
        if self._detained:
            return
        if not self._held:
            self._resume()
        elif self._turn is None:
            self._turn = self.loop.call_soon(self._read)

    def _pause(self) -> None:
        if not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()

    def _resume(self) -> None:
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    async def receive(self) -> Any:
        message = await self.queue.get()
        if self.queue.empty() and self.handshake_complete and (self._told or self.read_paused):
            self._go_on()
        return message

    def send_receive_event_to_app(self) -> None:
        """uvicorn 0.54 logs a text that is no UTF-8 as a fault of ours."""
        data = b"".join(self.frames)
        self.frames = []
        if self.close_sent:
            return
        if self.curr_msg_data_type == "bytes":
            self.queue.put_nowait({"type": "websocket.receive", "bytes": data})
        else:
            try:
                self.queue.put_nowait({"type": "websocket.receive", "text": data.decode()})
            except UnicodeDecodeError:
                self.conn.give_up(CloseCode.INVALID_DATA, "not UTF-8")
                self.handle_parser_exception()
                return
        self._told = True

    def allow(self, limits: FrameLimits) -> None:
        """From now on, since more is known of the peer."""
        self.conn.allow(limits)

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
        elif message["type"] == "websocket.accept" and self.handshake_complete:
            self._go_on()

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
        """A transport may weigh a quarter of a megabyte: what holds it neither runs on nor waits for the collector."""
        super().connection_lost(exc)
        if self._turn is not None:
            self._turn.cancel()
        for cut in self._cuts:
            cut.cancel()
        self._held.clear()
        self.conn.let_go()
        for answer in self._asked.values():
            if not answer.done():
                answer.set_result(False)

    def drop(self, code: int, reason: str = "", *, broke_a_rule: bool = False) -> None:
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
        if broke_a_rule and self._detain():
            return
        self._go_on()
        self.close_timer = self.loop.call_later(CUT_AFTER_S, self.transport.abort)

    def handle_parser_exception(self) -> None:
        """As uvicorn's own, but that whoever did it may be kept from coming back at once."""
        said = self.conn.close_sent
        if said is None:
            raise AssertionError("a fault that nothing was said of")
        self.queue.put_nowait({"type": "websocket.disconnect", "code": said.code, "reason": said.reason})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if not self._detain():
            self._end()

    def _detain(self) -> bool:
        """See `Arrival.detain`."""
        if detain(self.app_state, self.transport):
            self._detained = True
            # uvicorn closes what has no such timer as soon as nobody deals with it any more
            self.close_timer = self.loop.call_later(CUT_AFTER_S, self.transport.abort)
            self._held.clear()
            self._pause()
            if self._turn is not None:
                self._turn.cancel()
        return self._detained

    def handle_close(self, event: Frame) -> None:
        super().handle_close(event)
        self._end()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._end()

    def _end(self) -> None:
        """Closes, and cuts who does not read that far."""
        self.transport.close()
        self._cut_in(CUT_AFTER_S)

    def shutdown(self) -> None:
        if self.handshake_complete and self.conn.state is not State.OPEN:
            # Whoever is closing is not told to: uvicorn's own would raise, and leave every later one open.
            self.stop_keepalive()
            self._end()
            return
        super().shutdown()
        if self.unsent:
            self._cut_in(1.0)

    def _cut_in(self, seconds: float) -> None:
        self._cuts.append(self.loop.call_later(seconds, self.transport.abort))

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """One that was never accepted still stands in its own scope."""
        super().on_task_complete(task)
        cast("dict[str, Any]", self.scope["extensions"]).pop(EXTENSION, None)


def _origin(head: bytes) -> bytes:
    """Of the head of a handshake, as HTTP wrote it; b"" without one."""
    _, found, rest = head.partition(b"\r\norigin: ")
    return rest.partition(b"\r\n")[0] if found else b""
