"""Which of the asked chimes is played next, and which comes too late to be heard. Pure; instants are steady ms.

Chimes take turns: each has its turn when the one before it should be over, however long that takes in truth. So a
player that hangs holds back no more than what is still worth hearing once it is heard again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

CHIME_MS = 1_000
"""How long one chime needs."""
LATE_MS = 3_000
"""A chime is dropped so long after its turn."""
TURN_WITHIN_MS = 60_000
"""A chime whose turn would come later than this after it was asked for is dropped."""


@dataclass(frozen=True, slots=True)
class ChimeTurns:
    """`asked` are those that wait, the oldest first: when each was asked for, and the ticket that it is for."""

    asked: tuple[tuple[float, str], ...] = ()
    free_at: float = 0.0
    """When the chimes before these should be over."""

    def ask(self, chimes: Iterable[tuple[float, str]]) -> ChimeTurns:
        return ChimeTurns((*self.asked, *chimes), self.free_at)

    def without(self, tickets: Collection[str]) -> ChimeTurns:
        """Their calls were taken back before the chime sounded."""
        return ChimeTurns(tuple(one for one in self.asked if one[1] not in tickets), self.free_at)

    def take(self, now: float) -> tuple[ChimeTurns, bool]:
        """The player is free: whether to play one now, and what waits after it. Call it while one is `asked`."""
        asked, free_at = self.asked, self.free_at
        while asked:
            (first, _), *rest = asked
            turn = max(first, free_at)
            asked = tuple(rest)
            if turn - first > TURN_WITHIN_MS:
                continue
            if now - turn <= LATE_MS:
                return ChimeTurns(asked, now + CHIME_MS), True
            free_at = turn + CHIME_MS
        return ChimeTurns((), free_at), False
