"""The waits that everybody is shown, out of the newest forecast: taken off as soon as that is old."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from program.clock import Clock
from server.edge.elapsed import elapsed_ms
from server.forecast.forecast import Forecast
from server.translation.waits import no_waits, same_words, waits
from wire.messages.waits import Waits

LOOK_EVERY_S = 1.0
"""What is shown changes this often at most."""
OLD_MS = 30_000
"""A forecast of so long ago, by the hall's clock, is not shown: whoever makes it lags, or has died."""
GOOD_MS = 60_000
"""So long a screen shows what it was told; a server that has died says nothing more."""
AGAIN_MS = 20_000
"""What stays the same is said again after so long, while it is good on every screen."""

NewestForecast = Callable[[], Forecast | None]


def no_forecast() -> Forecast | None:
    """Where nobody makes one."""
    return None


class WaitsShown:
    """Lives on the event loop."""

    def __init__(self, clock: Clock, forecast: NewestForecast = no_forecast) -> None:
        self._clock = clock
        self._forecast = forecast
        self._of: Forecast | None = None
        self.now: Waits | None = None
        """The newest; None before the first."""
        self._told_at = 0

    def look(self, elapsed: int) -> Waits | None:
        """What is to be told now: another text than before, or the same again in time. None: nothing. `elapsed`: ms of
        a clock that never jumps."""
        at = self._clock.now()
        found = self._forecast()
        if found is not None and abs(at - found.at) > OLD_MS:  # of the future: the clock was set back
            found = None
        if found is None:
            fresh = None if self.now is None else no_waits(self.now.seq, at, GOOD_MS)
        elif found is self._of and self.now is not None:
            fresh = self.now
        else:
            fresh = waits(found, GOOD_MS)
        self._of = found
        if fresh is None or (same_words(fresh, self.now) and (found is None or elapsed - self._told_at < AGAIN_MS)):
            return None
        self.now, self._told_at = fresh, elapsed
        return fresh

    def look_and_tell(self, tell: Callable[[Waits], None]) -> None:
        fresh = self.look(elapsed_ms())
        if fresh is not None:
            tell(fresh)


async def look_on(look: Callable[[], None]) -> None:
    """Looks for as long as it is let."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        look()
