"""Waiting until a file descriptor can be read or written, bounded by a deadline whatever the descriptor says."""

import select
import time
from collections.abc import Iterator
from typing import Final

READABLE: Final = select.POLLIN
WRITABLE: Final = select.POLLOUT
GONE: Final = select.POLLHUP | select.POLLERR | select.POLLNVAL
_FRUITLESS_S = 0.01


def ready(descriptor: int, wanted: int, deadline: float) -> Iterator[int]:
    """Give the events each time there are any of ``wanted`` or GONE. Looks at least once, ends at the deadline.

    ``deadline`` is an instant of ``time.monotonic()``.
    """
    poll = select.poll()
    poll.register(descriptor, wanted)
    while True:
        left_s = max(0.0, deadline - time.monotonic())
        for _, events in poll.poll(left_s * 1000):
            yield events
        if not left_s:
            return


def after_nothing(deadline: float) -> None:
    """Pause after a device that called itself ready gave or took nothing: it may do so without end."""
    time.sleep(min(_FRUITLESS_S, max(0.0, deadline - time.monotonic())))
