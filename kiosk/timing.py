"""The kiosk's patience. Milliseconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """How long each screen lasts."""

    idle: int = 60_000
    reading: int = 120_000
    """The same before a guide: nobody touches what he reads."""
    countdown: int = 20_000
    done: int = 5_000
    shown: int = 30_000
    """A number without paper, and the trouble screen, stay so long."""
    ask: int = 10_000
    """The visitor is told what to do after waiting so long for the server."""
    printing: int = 15_000
    """A paper that does not move is waited for so long before its number is shown large."""
    held: int = 5_000
    """The same, when the printer says what holds it up."""
    sent: int = 10_000
    """How long the number stands of which no printer proves that its paper came out."""
    late: int = 60_000
    """A number that came after its visitor had left is named on the home screen so long."""

    byte_us: int = 0
    """What a byte takes on the printer's line, in microseconds; 0: nothing worth counting."""

    def line_ms(self, count: int) -> int:
        """What so many bytes take on the printer's line."""
        return count * self.byte_us // 1000

    @property
    def paper(self) -> int:
        """How long a paper is tried that no byte has gone out of: until its visitor's screen ends by itself."""
        return self.printing + self.shown

    @property
    def give_up(self) -> int:
        """How long the command is sent again: as long as its visitor can still be standing before the answer.

        Not longer, or a link that returns after an hour would make a ticket for somebody who has left.
        """
        return self.ask + self.shown
