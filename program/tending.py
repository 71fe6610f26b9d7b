"""Work that must not end as long as its program runs: what falls is logged whole and begun again after a pause."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable

import structlog

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
WELL_AFTER_S = 60.0
"""Work that has run for so long is well again, and its next pause is short again."""

_log = structlog.get_logger()


class Falls:
    """How long to wait before work that fell is begun again: longer each time, until it has run well for a while."""

    def __init__(
        self,
        *,
        first_pause_s: float = FIRST_PAUSE_S,
        longest_pause_s: float = LONGEST_PAUSE_S,
        well_after_s: float = WELL_AFTER_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._first_pause_s = first_pause_s
        self._longest_pause_s = longest_pause_s
        self._well_after_s = well_after_s
        self._monotonic = monotonic
        self._next_pause_s = first_pause_s
        self._begun = monotonic()
        self._why = ""

    @property
    def why(self) -> str:
        """What it fell over last; empty when it has been well since."""
        return "" if self._monotonic() - self._begun >= self._well_after_s else self._why

    def fell(self, name: str, fault: Exception | None) -> float:
        """Logs it with its traceback; how many seconds to wait. Without a fault the work has ended by itself."""
        if not self.why:
            self._next_pause_s = self._first_pause_s
        pause_s = self._next_pause_s
        self._next_pause_s = min(self._longest_pause_s, pause_s * 2)
        self._why = f"{type(fault).__name__}: {fault}"[:200] if fault else "it ended by itself"
        self._begun = self._monotonic() + pause_s
        _log.error("work_failed", work=name, reason=self._why, again_in_s=pause_s, exc_info=fault)
        return pause_s


async def tend(name: str, work: Callable[[], Awaitable[object]], falls: Falls) -> None:
    """Until it is cancelled. `work` begins anew each time, and never ends by itself. `name` is one word of ours."""
    while True:
        fault: Exception | None = None
        try:
            await work()
        except Exception as found:  # noqa: BLE001 - the border of a task
            fault = found
        await asyncio.sleep(falls.fell(name, fault))


def tended_thread(
    name: str, work: Callable[[], object], stopping: threading.Event, falls: Falls | None = None
) -> threading.Thread:
    """A daemon thread, not yet started, that does `work` until `stopping` is set. `work` has to end by itself then."""
    counted = falls or Falls()

    def run() -> None:
        while not stopping.is_set():
            fault: Exception | None = None
            try:
                work()
            except Exception as found:  # noqa: BLE001 - the border of a thread
                fault = found
            if not stopping.is_set():
                stopping.wait(counted.fell(name, fault))

    return threading.Thread(target=run, name=name, daemon=True)
