"""Who has hung up, of connections that nothing reads: an event loop that reads nothing hears of no end either."""

from __future__ import annotations

import asyncio
import select
import socket as sockets
from collections.abc import Callable
from contextlib import suppress


class HangUps:
    """Lives on the event loop. Costs nothing until somebody hangs up; where the system cannot tell, nobody ever does.
    An end behind bytes that found no room is heard of as little as those."""

    def __init__(self) -> None:
        self._epoll: select.epoll | None = None
        self._told: dict[int, Callable[[], object]] = {}

    def watch(self, socket: sockets.socket, tell: Callable[[], object]) -> None:
        """`tell` is called when the other side has ended it, whatever it sent before, until `forget`."""
        with suppress(OSError, AttributeError):  # no descriptor for it, or another system
            if self._epoll is None:
                self._epoll = select.epoll()
                asyncio.get_running_loop().add_reader(self._epoll, self._look)
            self._epoll.register(socket, select.EPOLLRDHUP)
            self._told[socket.fileno()] = tell

    def forget(self, socket: sockets.socket) -> None:
        """Before it is closed. Nothing happens to one that is not watched."""
        if self._epoll is not None and self._told.pop(socket.fileno(), None) is not None:
            self._epoll.unregister(socket)
            if not self._told:
                self.close()

    def close(self) -> None:
        """All are forgotten, and its own descriptor is given back; it may begin again."""
        if self._epoll is not None:
            asyncio.get_running_loop().remove_reader(self._epoll)
            self._epoll.close()
            self._epoll = None
        self._told.clear()

    def _look(self) -> None:
        if self._epoll is not None:
            for number, _ in self._epoll.poll(0):
                self._told.get(number, bool)()
