"""The server's clock, carried to where its messages are read. Pure; pages have `server/web/static/server_clock.mjs`.

A screen shows the hall's time, and judges by it how old a call is; its own PC's clock may be wrong. A message that
tells the time was sent at that time, so it gives a floor: the best one is that which was least on its way. One that
comes late, or is read late since this program stood still, does not lower it. What was answered cannot have been said
before it was asked, which gives a ceiling: a floor above it is of a clock that has been set back since.

Welcome and pulse tell the time. A snapshot may have been made long before it is sent. An event was made before it is
sent as well, so it sets no clock forward; but a line tells in order: one that says to be earlier than what the line has
said before is of a clock that was set back between the two. Whoever judges by the clock how old that event is has to
know so at once, not at the next answer.
"""

from __future__ import annotations

import math

from wire.messages import HallMoved, Pulse, ServerMessage, Welcome

ASK_MS = 10_000
"""A line that is never silent is asked for the time this often: what is said by a clock that was set back looks old."""
DRIFT = 0.0005
"""Two clocks that tick side by side part by no more than this: 500 ppm, the most that NTP slews."""
RESOLUTION_MS = 1.0
SAVED_MS = 1_000
"""An event is told once it is saved; meanwhile the line may have told a later time."""


class ServerClock:
    """`now` is the reader's own steady clock, in milliseconds from anywhere; it has to count the time asleep."""

    def __init__(self, *, asked: bool = True) -> None:
        """`asked`: it wants a probe at `ask_at`; else that is never."""
        self._period = ASK_MS if asked else math.inf
        self.ask_at = math.inf
        self._ahead: float | None = None
        self._since = 0.0
        self._asked: float | None = None
        self._said = -math.inf

    def read(self, now: float) -> float | None:
        """The server's clock, ms since the epoch; behind it by what the quickest message needed. None: not heard."""
        return None if self._ahead is None else now + self._ahead

    def begin(self, now: float) -> None:
        """A fresh line is greeted: the welcome answers."""
        self._asked, self.ask_at = now, now + self._period
        self._said = -math.inf

    def ask(self, now: float) -> None:
        """A probe goes out: a pulse answers."""
        if self._asked is None:
            self._asked = now
        self.ask_at = now + self._period

    def hear(self, now: float, message: ServerMessage) -> None:
        """Anything that the server says."""
        if isinstance(message, HallMoved):
            self._moved(now, message.at)
        if not isinstance(message, Welcome | Pulse):
            return
        floor = message.at - now
        if self._ahead is not None:
            kept = self._ahead - DRIFT * (now - self._since)
            set_back = self._asked is not None and kept > message.at - self._asked + RESOLUTION_MS
            floor = floor if set_back else max(floor, kept)
        self._ahead, self._since, self._asked = floor, now, None
        self._said = message.at

    def _moved(self, now: float, at: int) -> None:
        if at < self._said - SAVED_MS:
            self._ahead, self._since, self._said = at - now, now, at
        self._said = max(self._said, at)
