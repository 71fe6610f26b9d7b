"""The cables of the emulated printer: a TCP connection and a pseudo terminal, read and written alike."""

import asyncio
import os
import socket
import tty
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol


class Link(Protocol):
    """One open cable to a host."""

    async def read(self, limit: int) -> bytes:
        """Return at least one byte, or ``b""`` when the host is gone."""

    def write(self, data: bytes) -> None:
        """Send; bytes for a host that is gone are lost."""

    def drop(self) -> None:
        """Break the cable."""


class TcpLink:
    """A connection that a host opened."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, limit: int) -> bytes:
        """See Link."""
        try:
            return await self._reader.read(limit)
        except ConnectionError:
            return b""

    def write(self, data: bytes) -> None:
        """See Link."""
        if data and not self._writer.is_closing():
            self._writer.write(data)

    def drop(self) -> None:
        """See Link."""
        self._writer.transport.abort()

    async def close(self) -> None:
        """End the connection in good order."""
        with suppress(ConnectionError):
            self._writer.close()
            await self._writer.wait_closed()


class Door:
    """The printer's TCP port, which can be shut so that a host is refused, and opened again under the same number."""

    def __init__(self, address: tuple[str, int], entered: Callable[[TcpLink], Awaitable[None]], held: int) -> None:
        """``held``: bytes that the system may take before the printer does."""
        self.address = address
        self._entered = entered
        self._held = held
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Take hosts. Nothing happens when it is open."""
        if self._server is not None:
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._held)
        listener.bind(self.address)
        self._server = await asyncio.start_server(self._greet, sock=listener, limit=max(1, self._held // 2))
        self.address = listener.getsockname()

    def shut(self) -> None:
        """Refuse whoever comes; who is in stays in."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = TcpLink(reader, writer)
        await self._entered(link)
        await link.close()


class PtyLink:
    """A pseudo terminal under a name of its own. It outlives its hosts; a dropped one is opened anew.

    The slave is held open here, otherwise reading fails between two hosts.
    """

    def __init__(self, name: Path) -> None:
        self._name = name
        self._opened = 0
        self._ready = asyncio.Event()
        self._open()

    def _open(self) -> None:
        self._opened += 1
        self._master, self._slave = os.openpty()
        tty.setraw(self._master)
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        fresh = self._name.with_name(f".{self._name.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self._name)

    async def read(self, limit: int) -> bytes:
        """See Link."""
        opened = self._opened
        while opened == self._opened:
            try:
                return os.read(self._master, limit)
            except BlockingIOError:
                await self._until_readable()
        return b""

    async def _until_readable(self) -> None:
        """Wait for bytes, or for the end of this pseudo terminal."""
        self._ready.clear()
        asyncio.get_running_loop().add_reader(self._master, self._ready.set)
        try:
            await self._ready.wait()
        finally:
            asyncio.get_running_loop().remove_reader(self._master)

    def write(self, data: bytes) -> None:
        """See Link."""
        with suppress(OSError):
            if data:
                os.write(self._master, data)

    def drop(self) -> None:
        """Unplug, and plug in again under the same name."""
        asyncio.get_running_loop().remove_reader(self._master)
        self._ready.set()
        self._shut()
        self._open()

    def close(self) -> None:
        """Take the name away."""
        self._shut()
        self._name.unlink(missing_ok=True)

    def _shut(self) -> None:
        os.close(self._master)
        os.close(self._slave)
