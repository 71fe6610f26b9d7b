"""Signals from the first moment of the program on, long before anything can act on them: a start takes a second, and
longer while a store makes it wait.

A reload that is asked for meanwhile is kept until there is something to reload. An end that is asked for is clean
whenever it comes. Imports nothing that takes time.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from types import FrameType

ENDINGS = (signal.SIGTERM, signal.SIGINT)


class EarlySignals:
    """One for each process, made on its main thread."""

    def __init__(self) -> None:
        """Nothing is open yet: an end is an end at once, with status 0."""
        self._reload_asked = False
        signal.signal(signal.SIGHUP, self._reload_came)
        for ending in ENDINGS:
            signal.signal(ending, _end_now)

    def hand_over(self, *, end: Callable[[], None], reload: Callable[[], None] | None = None) -> None:
        """From now on they are the running event loop's. Without `reload` one that comes, or came, is kept for the next
        call of this."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, reload or self._reload_came)
        for ending in ENDINGS:
            loop.add_signal_handler(ending, end)
        if reload is not None and self._reload_asked:
            self._reload_asked = False
            reload()

    def _reload_came(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self._reload_asked = True


def _end_now(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
