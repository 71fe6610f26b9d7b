"""At most half of one core for everything that a process does: a rig's attackers must not win by computing."""

from __future__ import annotations

import asyncio
import os
import time

SHARE = 0.5
LONGEST_DEBT_S = 0.02
"""Nobody is made to wait for less; what was not used counts no further back than this either."""
NICE = 19


class HalfCore:
    """The time of the process's own threads, system calls included, against the clock. Whoever works takes `turn` after
    each piece and waits there while the process has had more than its share."""

    def __init__(self) -> None:
        self._began, self._used_before = time.monotonic(), time.process_time()
        self._at, self._used = self._began, self._used_before
        self._debt = 0.0
        self._paid = asyncio.Event()
        self._paid.set()

    async def turn(self) -> None:
        """Gives the event loop back, and comes when there is time to spend."""
        now, used = time.monotonic(), time.process_time()
        self._debt += used - self._used - SHARE * (now - self._at)
        self._debt = max(self._debt, -LONGEST_DEBT_S)
        self._at, self._used = now, used
        if self._debt > LONGEST_DEBT_S and self._paid.is_set():
            self._paid.clear()
            asyncio.get_running_loop().call_later(self._debt / SHARE, self._paid.set)
        await asyncio.sleep(0)
        await self._paid.wait()

    def share(self) -> float:
        """Of a core, since the beginning."""
        return (time.process_time() - self._used_before) / (time.monotonic() - self._began)


def be_the_last() -> None:
    """Whoever else wants a core has it."""
    os.nice(NICE - os.nice(0))
