"""The records of TLS that a stranger may send beside what they say. One costs the same whether anything is in it or
not: one that only changes keys (RFC 8446 section 4.6.3), of which nobody above hears, as much as a request. So
they are counted, and whoever sends more than a program of ours or a browser ever would is detained.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Final, cast

import structlog

from server.edge.arrivals import Arrival
from server.edge.pace import Pace

RECORDS_PER_S: Final = 20.0
MOST_RECORDS: Final = 80
"""At once, beyond those that may come with each thing that is said."""
OF_WHAT_IS_SAID: Final = 4
"""Of one that is heard at once: many programs send the head of a request and its body each in a record of its own."""
_HEAD: Final = 5
"""Bytes of a record's head; its last two are how long the rest is (RFC 8446 section 5.1)."""

_HELD_BYTES: Final = 16 * 1024
"""Read at once of what nobody deciphers yet."""

_log = structlog.get_logger("server.edge")


class RecordCount:
    """Pure: of one direction of a connection, from the beginning of a record on."""

    __slots__ = ("_head", "_rest")

    def __init__(self) -> None:
        self._head = b""
        """Of a record whose head has not come whole."""
        self._rest = 0
        """Bytes of the last record that have not come."""

    def fed(self, data: memoryview) -> int:
        """How many records began in what came next."""
        at, size, begun = 0, len(data), 0
        while at < size:
            if self._rest:
                step = min(self._rest, size - at)
                self._rest -= step
                at += step
                continue
            begun += not self._head
            step = min(_HEAD - len(self._head), size - at)
            self._head += bytes(data[at : at + step])
            at += step
            if len(self._head) == _HEAD:
                self._rest = int.from_bytes(self._head[3:])
                self._head = b""
        return begun


class Records(asyncio.BufferedProtocol):
    """Stands between a connection and what deciphers it: from its first byte on, whatever that is read by."""

    def __init__(self, arrival: Arrival, now: Callable[[], float]) -> None:
        """`now` in seconds, of a clock that does not jump."""
        self._arrival = arrival
        self._now = now
        self._count = RecordCount()
        self._pace = Pace(RECORDS_PER_S, MOST_RECORDS)
        self._heard = 0
        self._refused = False
        self._into = memoryview(b"")
        self._held = b""
        """What came before somebody deciphers it."""
        self._below: asyncio.BufferedProtocol | None = None
        self._transport: asyncio.Transport
        self.lost = False

    async def encrypted(
        self, context: ssl.SSLContext, handshake_s: float, goodbye_s: float, speaker: Callable[[], asyncio.Protocol]
    ) -> None:
        """The handshake; then what `speaker` makes speaks over `Arrival.transport`. Raises OSError. Of a connection
        that is lost or broken off meanwhile nothing stays."""
        loop = asyncio.get_running_loop()
        unspoken = _Unspoken()
        begun = loop.create_task(
            loop.start_tls(
                self._transport,
                unspoken,
                context,
                server_side=True,
                ssl_handshake_timeout=handshake_s,
                ssl_shutdown_timeout=goodbye_s,
            )
        )
        loop.call_soon(self._stand_before)  # it has found its place by then, and has read nothing
        try:
            transport = await begun
        except BaseException:
            self._transport.abort()
            raise
        self._arrival.transport = made = cast("asyncio.Transport", transport)
        unspoken.give(made, speaker)

    def _stand_before(self) -> None:
        """Before what deciphers, whose beginning is the next turn's."""
        below = self._transport.get_protocol()
        if isinstance(below, Records) or self.lost:
            return
        self._below = cast("asyncio.BufferedProtocol", below)
        self._transport.set_protocol(self)
        asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        """With what was held."""
        while self._held and self._below is not None:
            into = memoryview(self._below.get_buffer(len(self._held)))
            piece, self._held = self._held[: len(into)], self._held[len(into) :]
            into[: len(piece)] = piece
            self._below.buffer_updated(len(piece))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        if self._below is None or self._refused or self._held:
            self._into = memoryview(bytearray(_HELD_BYTES))
        else:
            self._into = memoryview(self._below.get_buffer(sizehint))
        return self._into

    def buffer_updated(self, nbytes: int) -> None:
        came, self._into = self._into[:nbytes], memoryview(b"")
        if self._refused:
            return
        if not self._may(self._count.fed(came)):
            self._refuse()
        elif self._below is None or self._held:
            self._held += bytes(came)
            self._transport.pause_reading()
        else:
            self._below.buffer_updated(nbytes)

    def _may(self, records: int) -> bool:
        """Whether so many may have come since the last look, in which something was said or not."""
        arrival = self._arrival
        said, self._heard = arrival.heard - self._heard, arrival.heard
        return arrival.standing == "known" or self._pace.take(self._now(), max(0, records - said * OF_WHAT_IS_SAID))

    def _refuse(self) -> None:
        self._refused = True
        _log.info("records_refused", address=self._arrival.place.source, why="too many records of TLS")
        self._transport.pause_reading()
        spoken = self._arrival.transport
        if spoken is None or not self._arrival.detain(spoken):
            self._transport.abort()

    def eof_received(self) -> bool | None:
        return False if self._below is None else self._below.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """What deciphers holds a quarter of a megabyte: nothing here holds it any more."""
        self.lost = True
        below, self._below = self._below, None
        if below is not None:
            below.connection_lost(exc)

    def pause_writing(self) -> None:
        if self._below is not None:
            self._below.pause_writing()

    def resume_writing(self) -> None:
        if self._below is not None:
            self._below.resume_writing()


class _Unspoken(asyncio.Protocol):
    """Keeps what is said over a connection that has just been encrypted until its speaker is there."""

    def __init__(self) -> None:
        self._said = b""
        self._over = False
        self._lost = False

    def data_received(self, data: bytes) -> None:
        self._said += data

    def eof_received(self) -> bool:
        self._over = True
        return False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's form
        self._lost = True

    def give(self, transport: asyncio.Transport, speaker: Callable[[], asyncio.Protocol]) -> None:
        """From now on one that `speaker` makes speaks over `transport`; nobody does over one that is lost."""
        if self._lost:
            return
        made = speaker()
        transport.set_protocol(made)
        made.connection_made(transport)
        if self._said:
            made.data_received(self._said)
        if self._over:
            made.eof_received()
