"""The kiosk's patience. Milliseconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """How long each screen lasts."""

    idle: int = 60_000
    countdown: int = 20_000
    done: int = 5_000
    shown: int = 30_000
    """A number without paper, and the trouble screen, stay so long."""
    ask: int = 10_000
    """The visitor is told what to do after waiting so long for the server."""
    printing: int = 15_000
    late: int = 60_000
    """A number that came after its visitor had left is named on the home screen so long."""

    @property
    def give_up(self) -> int:
        """How long the command is sent again: as long as its visitor can still be standing before the answer.

        Not longer, or a link that returns after an hour would make a ticket for somebody who has left.
        """
        return self.ask + self.shown
