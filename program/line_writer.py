"""Lines for a reader who may not read: whoever says one never waits for him.

They wait in a queue with an end, and a thread of its own writes them. What finds no room, or cannot be written, is
counted, and said where it is missing as soon as lines flow again.
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from program.tending import tended_thread

MOST_BYTES: Final = 1_000_000
"""Of lines that wait."""
LOOK_EVERY_S: Final = 1.0
_FULL_POLL_MS: Final = 1_000


class LineWriter:
    """Any thread may call."""

    def __init__(
        self,
        descriptor: int | None,
        missing: Callable[[int], str],
        *,
        most_bytes: int = MOST_BYTES,
        write: Callable[[int, memoryview], int] = os.write,
    ) -> None:
        """Writes to `descriptor`, which may block or not; None: nobody reads, and nothing is kept. `missing` words the
        line that says how many are not there."""
        self.look: Callable[[], None] = lambda: None
        """Called on the writer's thread once a second while there is nothing to write."""
        self._descriptor = descriptor
        self._missing = missing
        self._most_bytes = most_bytes
        self._os_write = write
        self._news = threading.Condition()
        self._waiting: deque[tuple[int, bytes]] = deque()
        """Each with how many before it found no room."""
        self._size = 0
        self._dropped = 0
        """After the last one that waits."""
        self._at_work = False
        self._given_up = False
        self._lost = 0
        """Not written since the last that was; of the thread's own."""
        self._torn = False
        """Whether the last line was written in part; of the thread's own."""
        if descriptor is not None:
            tended_thread("log_lines", self._work, threading.Event()).start()

    def put(self, line: str) -> None:
        """One line, without its end. Returns at once."""
        if self._descriptor is None:
            return
        raw = line.encode("utf-8", "backslashreplace") + b"\n"
        with self._news:
            if self._size + len(raw) > self._most_bytes and self._waiting:
                self._dropped += 1
                return
            self._waiting.append((self._dropped, raw))
            self._dropped = 0
            self._size += len(raw)
            self._news.notify_all()

    def flush(self, within_s: float) -> bool:
        """Waits until everything is written, `within_s` at most; whether it is. Who has waited in vain once does not
        wait again before something flows."""
        deadline = time.monotonic() + within_s
        with self._news:
            while self._waiting or self._dropped or self._at_work:
                left = deadline - time.monotonic()
                if self._given_up or left <= 0:
                    self._given_up = True
                    return False
                self._news.wait(left)
        return True

    def _work(self) -> None:
        while True:
            dropped, raw = self._next()
            try:
                self._lost += dropped
                if self._lost and self._write(self._missing(self._lost).encode("utf-8", "backslashreplace") + b"\n"):
                    self._lost = 0
                if raw and not self._write(raw):
                    self._lost += 1
            finally:
                with self._news:
                    self._size -= len(raw)
                    self._at_work = False
                    self._news.notify_all()

    def _next(self) -> tuple[int, bytes]:
        """What is to be written now; no line at all when only some are missing at the end."""
        while True:
            with self._news:
                if not self._waiting and not self._dropped:
                    self._news.wait(LOOK_EVERY_S)
                if self._waiting or self._dropped:
                    self._at_work = True
                    if self._waiting:
                        return self._waiting.popleft()
                    dropped, self._dropped = self._dropped, 0
                    return dropped, b""
            self.look()

    def _write(self, raw: bytes) -> bool:
        """Whether all of it was taken. Waits for a reader who is there and does not read."""
        left = memoryview(b"\n" + raw if self._torn else raw)
        whole = len(left)
        try:
            while left:
                left = left[self._some(left) :]
        except OSError:
            self._torn = self._torn or len(left) < whole
            return False
        self._torn = self._given_up = False
        return True

    def _some(self, left: memoryview) -> int:
        """How many bytes were taken."""
        descriptor = -1 if self._descriptor is None else self._descriptor
        while True:
            try:
                return self._os_write(descriptor, left)
            except BlockingIOError:
                room = select.poll()
                room.register(descriptor, select.POLLOUT)
                room.poll(_FULL_POLL_MS)
