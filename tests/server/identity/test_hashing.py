"""The one thread that hashes passwords."""

from __future__ import annotations

import asyncio
import os
import threading

from server.identity.hash_line import known
from server.identity.hashing import HashQueue


class Feels:
    """A hasher that says how much of the machine its thread may have."""

    def hash(self, secret: str) -> str:
        return f"{secret} at {_niceness()}"

    def verify(self, hashed: str, secret: str) -> bool:
        return hashed.startswith(secret)


def _niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_whoever_signs_in_gives_way_to_everybody_else() -> None:
    before = _niceness()

    async def hashed() -> str:
        queue = HashQueue(Feels())
        async with queue.turn(known("bob")):
            found = await queue.hash("swans")
        queue.close()
        return found

    assert asyncio.run(hashed()) == f"swans at {19}"
    assert _niceness() == before


def test_whoever_has_left_takes_no_place_from_who_waits() -> None:
    async def waited() -> str:
        queue = HashQueue(Feels(), most_waiting=1)

        async def wait() -> str:
            async with queue.turn(known("bob")):
                return "had a turn"

        async with queue.turn(known("bob")):
            gone = asyncio.create_task(wait())
            await asyncio.sleep(0)
            gone.cancel()
            await asyncio.wait([gone])
            waiting = asyncio.create_task(wait())
            await asyncio.sleep(0)
        found = await waiting
        queue.close()
        return found

    assert asyncio.run(waited()) == "had a turn"
