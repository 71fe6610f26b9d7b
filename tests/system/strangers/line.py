"""One connection of an attacker: encrypted as the hall's port wants it, written to as long as the other side takes
more, read or not."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast

from tests.system.strangers.half_core import HalfCore

PATIENCE_S = 20.0
"""For an answer, and for a handshake: a server that lets strangers wait is in its right."""
KEPT_BYTES = 4096


class Gone(Exception):
    """The server ended this connection."""


def blind() -> ssl.SSLContext:
    """A stranger does not care whom they talk to."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@dataclass
class Tally:
    """What an attack has come to."""

    opened: int = 0
    refused: int = 0
    """Connections that never came to be."""
    ended: int = 0
    """By the server, while more was to be said."""
    bytes: int = 0


@dataclass(frozen=True)
class Place:
    """What is attacked."""

    port: int
    token: str
    """Of a number that this stranger took at the kiosk."""
    half: HalfCore
    sources: int = 0
    """So many addresses of this computer's own network do it together; 0: the one that everybody has."""
    tls: ssl.SSLContext = field(default_factory=blind)
    lines: set[Line] = field(default_factory=set)
    """Those that are open."""

    async def connect(self, tally: Tally, *, number: int = 0, tls: bool = True, small: bool = False) -> Line:
        """The `number`-th one. `small`: its system takes next to nothing for it. Raises Gone."""
        loop = asyncio.get_running_loop()
        await self.half.turn()
        raw = socket.socket()
        try:
            raw.setblocking(False)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if small:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
                raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
            if self.sources:
                raw.bind((f"127.0.{number % self.sources + 1}.1", 0))
            async with asyncio.timeout(PATIENCE_S):
                await loop.sock_connect(raw, ("127.0.0.1", self.port))
                _, line = await loop.create_connection(
                    lambda: Line(tally, self.half, self.lines),
                    sock=raw,
                    ssl=self.tls if tls else None,
                    server_hostname="localhost" if tls else None,
                )
        except (OSError, TimeoutError) as fault:
            raw.close()
            tally.refused += 1
            raise Gone from fault
        tally.opened += 1
        return line


class Line(asyncio.Protocol):
    _transport: asyncio.Transport

    def __init__(self, tally: Tally, half: HalfCore, lines: set[Line]) -> None:
        """Stands in `lines` as long as it is open."""
        self._tally = tally
        self._half = half
        self._lines = lines
        self._room = asyncio.Event()
        self._news = asyncio.Event()
        self._over = False
        self._left = False
        self.heard = b""
        """The first bytes that came."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._lines.add(self)
        self._room.set()

    def data_received(self, data: bytes) -> None:
        if len(self.heard) < KEPT_BYTES:
            self.heard += data
        self._news.set()

    def pause_writing(self) -> None:
        self._room.clear()

    def resume_writing(self) -> None:
        self._room.set()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._left:
            self._tally.ended += 1
        self._over = True
        self._lines.discard(self)
        self._room.set()
        self._news.set()

    async def say(self, data: bytes) -> None:
        """Waits for room after it, so that a server that does not read is not what fills this process. Raises Gone."""
        self._go_on()
        self._transport.write(data)
        self._tally.bytes += len(data)
        await self._half.turn()
        await self._room.wait()
        self._go_on()

    async def say_each(self, data: bytes) -> None:
        """As `say`, each byte in a record of its own."""
        self._go_on()
        self._transport.writelines([data[at : at + 1] for at in range(len(data) - 1)])
        await self.say(data[-1:])

    async def hear(self, words: bytes) -> None:
        """Returns when the first bytes that came have these in them. Raises Gone."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while words not in self.heard:
                    self._go_on()
                    self._news.clear()
                    await self._news.wait()
                return
        self.leave()
        raise Gone

    async def rest(self, seconds: float) -> None:
        """Raises Gone as soon as the server has ended it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._over:
                    self._news.clear()
                    await self._news.wait()
        self._go_on()

    def be_deaf(self) -> None:
        """Reads nothing from now on."""
        self._transport.pause_reading()

    def leave(self) -> None:
        """At once and without a goodbye."""
        self._left = True
        raw = self._transport.get_extra_info("socket")
        if raw is not None and not self._transport.is_closing():
            with suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def _go_on(self) -> None:
        if self._over or self._transport.is_closing():
            raise Gone


def client_hello() -> bytes:
    """The first flight of a handshake that goes no further."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    with suppress(ssl.SSLWantReadError):
        blind().wrap_bio(incoming, outgoing, server_hostname="localhost").do_handshake()
    return outgoing.read()
