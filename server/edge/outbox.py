"""What one screen or console still has to get. Bounded: who does not read is dropped and comes back to a snapshot."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from server.edge.socket import HallSocket
from wire.errors import Close

MOST_PENDING = 64
"""Batches kept for a receiver whose socket is full."""
MOST_PENDING_BYTES = 4 * 1024 * 1024
"""And so much of them together; a single one may be larger: the snapshot of a flooded hall is 6 MB."""
BLOCKED_S = 5.0
"""How long a socket may stay full."""


class Outbox:
    """Frames leave at once while the socket takes them; only behind a full socket do they queue, with a task."""

    def __init__(self, socket: HallSocket) -> None:
        self._socket = socket
        self._pending: deque[bytes] = deque()
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def post(self, frames: bytes) -> None:
        """Sends whole frames after everything posted before. Never waits."""
        if not self._pending and self._socket.ready:
            self._socket.write(frames)
        elif not self._socket.open:
            self._clear()
        elif self._full(frames):
            self._drop()
        else:
            self._pending.append(frames)
            self._bytes += len(frames)
            if self._task is None:
                self._task = asyncio.get_running_loop().create_task(self._drain())

    def give_up(self) -> None:
        """Ends a connection that has failed by a fault of ours, as well as that goes."""
        self._clear()
        with suppress(Exception):
            self._socket.drop(Close.FAULT, "a fault in the server")

    async def _drain(self) -> None:
        try:
            while self._pending:
                async with asyncio.timeout(BLOCKED_S):
                    await self._socket.drained()
                if not self._socket.open:
                    self._clear()
                while self._pending and self._socket.ready:
                    frames = self._pending.popleft()
                    self._bytes -= len(frames)
                    self._socket.write(frames)
        except TimeoutError:
            self._drop()
        finally:
            self._task = None

    def _full(self, frames: bytes) -> bool:
        too_much = self._bytes + len(frames) > MOST_PENDING_BYTES
        return len(self._pending) >= MOST_PENDING or (bool(self._pending) and too_much)

    def _clear(self) -> None:
        self._pending.clear()
        self._bytes = 0

    def _drop(self) -> None:
        self._clear()
        self._socket.drop(Close.SLOW, "too slow")
