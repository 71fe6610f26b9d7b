"""Devices whose closing may take long: a serial port waits until its bytes are out, half a minute while the other end
holds it off (CTS), and a USB converter does not let them be thrown away.

The closing goes on by itself; its caller is held for a moment only. Who opens the same device waits for it here,
since the system would hold him for as long.
"""

import logging
import threading
import time
from collections.abc import Callable

HELD_S = 0.3
"""How long a caller is held at most."""

logger = logging.getLogger(__name__)


class Closings:
    """What is being closed, by the path of the device. Safe to use from several threads."""

    def __init__(self) -> None:
        """Nothing is being closed."""
        self._guard = threading.Lock()
        self._going_on: dict[str, list[threading.Thread]] = {}

    def close(self, path: str, release: Callable[[], None]) -> None:
        """Run ``release``; return when it is done, or after HELD_S while it goes on. What it raises is let go."""

        def run() -> None:
            try:
                release()
            except Exception:
                # A device that was pulled out cannot be closed properly, and need not be.
                logger.debug("closing %s", path, exc_info=True)
            finally:
                with self._guard:
                    self._going_on[path].remove(thread)

        thread = threading.Thread(target=run, name=f"closing {path}", daemon=True)
        with self._guard:
            self._going_on.setdefault(path, []).append(thread)
        thread.start()
        thread.join(HELD_S)

    def closed(self, path: str, deadline: float) -> bool:
        """Wait until nothing closes this device any more; false at ``deadline`` of ``time.monotonic()``."""
        with self._guard:
            going_on = tuple(self._going_on.get(path, ()))
        for thread in going_on:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in going_on)


CLOSINGS = Closings()
"""The devices of this program."""
