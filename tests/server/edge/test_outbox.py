from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from server.edge.outbox import MOST_PENDING, MOST_PENDING_BYTES, Outbox
from server.edge.socket import HallSocket
from wire.errors import Close

pytestmark = pytest.mark.anyio


class FullSocket:
    """Takes nothing until it is told to."""

    def __init__(self) -> None:
        self.open = True
        self.room = asyncio.Event()
        self.written: list[bytes] = []
        self.dropped: list[int] = []

    @property
    def ready(self) -> bool:
        return self.open and self.room.is_set()

    async def drained(self) -> None:
        await self.room.wait()

    def write(self, frames: bytes) -> None:
        self.written.append(frames)

    def drop(self, code: int, reason: str) -> None:
        assert reason
        self.open = False
        self.dropped.append(code)
        self.room.set()


def outbox() -> tuple[Outbox, FullSocket]:
    socket = FullSocket()
    return Outbox(cast("HallSocket", cast("Any", socket))), socket


async def test_what_waits_is_bounded_in_bytes() -> None:
    box, socket = outbox()
    part = b"x" * (MOST_PENDING_BYTES // 4)
    for _ in range(4):
        box.post(part)
    assert socket.dropped == []
    box.post(b"x")
    assert socket.dropped == [Close.SLOW]
    await asyncio.sleep(0)


async def test_one_that_is_larger_than_that_may_wait_alone() -> None:
    box, socket = outbox()
    box.post(b"x" * (2 * MOST_PENDING_BYTES))
    assert socket.dropped == []
    socket.room.set()
    async with asyncio.timeout(5):
        while not socket.written:
            await asyncio.sleep(0)
    socket.room.clear()
    for _ in range(4):
        box.post(b"x" * (MOST_PENDING_BYTES // 4))
    assert socket.dropped == [], "what has left counts no more"
    box.post(b"x")
    assert socket.dropped == [Close.SLOW]
    await asyncio.sleep(0)


async def test_and_in_number() -> None:
    box, socket = outbox()
    for _ in range(MOST_PENDING):
        box.post(b"x")
    assert socket.dropped == []
    box.post(b"x")
    assert socket.dropped == [Close.SLOW]
    await asyncio.sleep(0)
