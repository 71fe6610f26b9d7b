"""Slow hashes of passwords and PINs, as a port, and who waits for them.

Hashing takes tens of milliseconds of one core. It happens on one thread of its own, one after the other, so that
with any number of people signing in the author and the event loop keep a core to themselves.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from server.identity.hash_line import HashLine, Place

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
"""argon2id as OWASP's password storage cheat sheet names it at least."""
MAX_WAITING = 64
"""Of each standing."""
NICENESS = 19
"""Of the thread that hashes, more than the program's: who signs in waits a little longer, who calls does not."""


class Hasher(Protocol):
    """Called on one thread only, never on the event loop's. A quick one for tests: `quick_hasher`."""

    def hash(self, secret: str) -> str:
        """A salted hash with its parameters, at most 200 characters."""
        ...

    def verify(self, hashed: str, secret: str) -> bool:
        """Takes as long for a wrong secret as for the right one; False for what is no hash of ours."""
        ...


class Argon2Hasher:
    def __init__(self) -> None:
        self._argon2 = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)

    def hash(self, secret: str) -> str:
        return self._argon2.hash(secret)

    def verify(self, hashed: str, secret: str) -> bool:
        try:
            return self._argon2.verify(hashed, secret)
        except (VerificationError, InvalidHashError):
            return False


class Busy(Exception):
    """So many wait already that nobody else may."""


class HashQueue:
    """Lives on the event loop. Whoever proves a secret waits for a turn, and has the hasher alone in it: what is
    counted after a wrong one is known to the next."""

    def __init__(self, hasher: Hasher, most_waiting: int = MAX_WAITING) -> None:
        """`most_waiting`: of each standing."""
        self._hasher = hasher
        self._line = HashLine[asyncio.Future[None]](most_waiting)
        self._taken = False
        """Somebody has a turn."""
        self._thread = ThreadPoolExecutor(1, "password-hash", initializer=_give_way)
        self._nobody: asyncio.Future[str] | None = None

    def warm(self) -> None:
        """Makes what strangers' passwords are held against, so that the first one waits no longer than others."""
        loop = asyncio.get_running_loop()
        self._nobody = loop.run_in_executor(self._thread, self._hasher.hash, secrets.token_urlsafe(12))

    @asynccontextmanager
    async def turn(self, place: Place) -> AsyncIterator[None]:
        """Raises Busy, also after a while: whoever comes later may have a better right to wait."""
        if self._taken:
            await self._wait(place)
        self._taken = True
        try:
            yield
        finally:
            self._hand_on()

    async def _wait(self, place: Place) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        out = self._line.join(turn, place)
        if out is turn:
            raise Busy
        if out is not None and not out.done():
            out.set_exception(Busy())
        try:
            await turn
        except asyncio.CancelledError:
            self._line.leave(turn)
            if not turn.cancelled() and turn.exception() is None:
                self._hand_on()
            raise

    def _hand_on(self) -> None:
        following = self._line.take()
        while following is not None and following.done():  # its asker has just left
            following = self._line.take()
        self._taken = following is not None
        if following is not None:
            following.set_result(None)

    async def hash(self, secret: str) -> str:
        """Within a turn."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._hasher.hash, secret)

    async def verify(self, hashed: str, secret: str) -> bool:
        """Within a turn. An empty `hashed` (nobody, or no password yet) takes as long, and never holds."""
        loop = asyncio.get_running_loop()
        if not hashed and self._nobody is None:
            self.warm()
        against = hashed if hashed or self._nobody is None else await asyncio.shield(self._nobody)
        held = await loop.run_in_executor(self._thread, self._hasher.verify, against, secret)
        return held and bool(hashed)

    def close(self) -> None:
        self._thread.shutdown()


def _give_way() -> None:
    """This thread alone: on Linux a thread has a niceness of its own."""
    me = threading.get_native_id()
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, me, os.getpriority(os.PRIO_PROCESS, me) + NICENESS)
