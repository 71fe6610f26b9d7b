"""Work for many names, of which each may hang: a slow one holds up no other."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

FEW = 4
"""At work at once, of those that are not slow."""
SLOW_S = 2.0

Result = TypeVar("Result")


class Turns(Generic[Result]):
    """`work` yields what it finds for a name, on a thread of its own, and raises nothing. A name has one thread at
    most, however often it is asked for. All methods but `wake` are for one thread."""

    def __init__(self, work: Callable[[str], Iterator[Result]], *, slow_s: float = SLOW_S) -> None:
        self._work = work
        self._slow_s = slow_s
        self._waiting: deque[str] = deque()
        self._begun: dict[str, float] = {}
        """When the work that is under way was begun."""
        self._found: queue.SimpleQueue[tuple[str, Result | None]] = queue.SimpleQueue()
        """None: there is no more for this name; without a name: somebody wakes."""

    @property
    def busy(self) -> bool:
        return bool(self._waiting or self._begun)

    def ask(self, names: Iterable[str]) -> None:
        """For each of them once more, unless it is asked for already."""
        known = {*self._waiting, *self._begun}
        self._waiting.extend(name for name in dict.fromkeys(names) if name not in known)

    def hear(self, longest_s: float) -> Iterator[tuple[str, Result]]:
        """What is found next, with all that is there by then; nothing after so long, when a name is done with or
        somebody wakes."""
        until = time.monotonic() + longest_s
        wait_s = self._begin(until)
        while True:
            try:
                name, result = self._found.get(timeout=max(0.0, wait_s))
            except queue.Empty:
                return
            if result is not None:
                yield name, result
            else:
                self._begun.pop(name, None)
            wait_s = 0.0

    def wake(self) -> None:
        self._found.put(("", None))

    def _begin(self, until: float) -> float:
        """Begins as many as may be; for how many seconds nothing more can be begun before something is found."""
        now = time.monotonic()
        quick = [since for since in self._begun.values() if now - since < self._slow_s]
        while self._waiting and len(quick) < FEW:
            name = self._waiting.popleft()
            self._begun[name] = now
            quick.append(now)
            threading.Thread(target=self._do, args=(name,), name="media source", daemon=True).start()
        return min([until, *(since + self._slow_s for since in quick if self._waiting)]) - now

    def _do(self, name: str) -> None:
        try:
            for result in self._work(name):
                self._found.put((name, result))
        finally:
            self._found.put((name, None))
