"""Which of the asked chimes is played next, and which comes too late to be heard. Pure; instants are steady ms.

Chimes take turns: each has its turn when the one before it should be over, however long that takes in truth. So a
player that hangs holds back no more than what is still worth hearing once it is heard again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CHIME_MS = 1_000
"""How long one chime needs."""
LATE_MS = 3_000
"""A chime is dropped so long after its turn."""
TURN_WITHIN_MS = 60_000
"""A chime whose turn would come later than this after it was asked for is dropped."""


@dataclass(frozen=True, slots=True)
class ChimeTurns:
    """`asked` are the instants at which those that wait were asked for, the oldest first."""

    asked: tuple[float, ...] = ()
    free_at: float = 0.0
    """When the chimes before these should be over."""

    def ask(self, instants: Iterable[float]) -> ChimeTurns:
        return ChimeTurns((*self.asked, *instants), self.free_at)

    def take(self, now: float) -> tuple[ChimeTurns, bool]:
        """The player is free: whether to play one now, and what waits after it. Call it while one is `asked`."""
        asked, free_at = self.asked, self.free_at
        while asked:
            first, *rest = asked
            turn = max(first, free_at)
            asked = tuple(rest)
            if turn - first > TURN_WITHIN_MS:
                continue
            if now - turn <= LATE_MS:
                return ChimeTurns(asked, now + CHIME_MS), True
            free_at = turn + CHIME_MS
        return ChimeTurns((), free_at), False
