"""websockets' machine, with an end to the frames that a stranger may send. No I/O: it is given bytes and the time.

A frame costs the same whether anything is in it or not, so frames are counted and not bytes. Whoever sends more than
a program of ours ever would is closed with 1008.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.exceptions import ProtocolError
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Response
from websockets.server import ServerProtocol

from server.edge.denials import denial_body, denial_headers
from server.edge.gate import NO_STORE, security_headers
from server.edge.pace import Pace
from server.edge.way import Denied
from wire.codec import MAX_CLIENT_BYTES

MAX_WS_BYTES = 64 * 1024
"""A longer message closes its socket with 1009; one above `MAX_CLIENT_BYTES` is refused in words."""
MOST_FRAGMENTS = 16
"""Of one message."""
PINGS_PER_S = 2.0
MOST_PINGS = 10
"""At once. A browser's page cannot ping, and a program of ours does so every 20 s."""
_SHAPELESS = "this is no WebSocket's handshake"


@dataclass(frozen=True, slots=True)
class FrameLimits:
    """What one connection may send."""

    per_s: float
    burst: int
    max_bytes: int
    """Of a message, all fragments together."""


BEFORE_GREETING = FrameLimits(per_s=2, burst=40, max_bytes=MAX_CLIENT_BYTES)
PHONE = FrameLimits(per_s=5, burst=60, max_bytes=MAX_WS_BYTES)
KNOWN = FrameLimits(per_s=500, burst=4_000, max_bytes=MAX_WS_BYTES)
"""Staff and devices."""


class HallMachine(ServerProtocol):
    def __init__(self, now: Callable[[], float], unread: Callable[[], bool], logger: logging.Logger) -> None:
        """`now` in seconds, of a clock that does not jump; `unread` says whether the peer has not read yet what it was
        sent: then it gets no pong, which would wait with the rest."""
        super().__init__(max_size=BEFORE_GREETING.max_bytes, logger=logger)
        self._now = now
        self._unread = unread
        self._frames = Pace(BEFORE_GREETING.per_s, BEFORE_GREETING.burst)
        self._pings = Pace(PINGS_PER_S, MOST_PINGS)
        self._fragments = 0

    def allow(self, limits: FrameLimits) -> None:
        """From now on."""
        self._frames = Pace(limits.per_s, limits.burst)
        self.max_message_size = limits.max_bytes

    def let_go(self) -> None:
        """The connection is lost: what this machine holds goes with the last who holds it, and does not wait for the
        garbage collector. It is given nothing more."""
        self.parser.close()  # holds the machine
        for fault in (self.parser_exc, self.handshake_exc):
            link: BaseException | None = fault
            while link is not None:
                link.with_traceback(None)  # its frames hold the machine too, and what they ran for
                link = link.__context__
        self._unread = bool

    def recv_frame(self, frame: Frame) -> None:
        fault = self._fault(frame)
        if fault:
            self.give_up(CloseCode.POLICY_VIOLATION, fault)
        elif frame.opcode is not Opcode.PING or not self._unread():
            super().recv_frame(frame)

    def give_up(self, code: int, reason: str) -> None:
        """Closes, as after a fault in the protocol: nothing more is read."""
        self.parser_exc = ProtocolError(reason)
        self.fail(code, reason)

    def _fault(self, frame: Frame) -> str:
        now = self._now()
        if not self._frames.take(now):
            return "too many frames"
        if frame.opcode is Opcode.PING and not self._pings.take(now):
            return "too many pings"
        if frame.opcode is Opcode.TEXT or frame.opcode is Opcode.BINARY:
            self._fragments = 1
        elif frame.opcode is Opcode.CONT:
            self._fragments += 1
        return "too many fragments" if self._fragments > MOST_FRAGMENTS else ""

    def reject(self, status: HTTPStatus | int, text: str) -> Response:  # noqa: ARG002 - words for developers
        """In the house's shape."""
        known = HTTPStatus(status)
        denied = Denied(known, "our fault; it is in the log" if known >= 500 else _SHAPELESS)
        body = denial_body(denied)
        pairs = [*denial_headers(denied, len(body)), (b"connection", b"close"), *security_headers(b""), NO_STORE]
        headers = Headers([(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs])
        return Response(known, known.phrase, headers, body)
