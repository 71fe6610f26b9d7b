"""How often something may happen: a bucket of tokens that fills by itself. Pure; the time is an argument."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """At most `burst` at once and `per_s` a second for ever. Starts full; time that goes back changes nothing."""

    per_s: float
    burst: float
    _left: float = field(init=False)
    _at: float = field(init=False, default=-math.inf)

    def __post_init__(self) -> None:
        if self.per_s <= 0 or self.burst <= 0:
            raise ValueError(f"a pace of {self.per_s} a second and {self.burst} at once lets nobody through")
        self._left = self.burst

    def take(self, now: float, cost: float = 1.0) -> bool:
        """Whether `cost` may happen at `now`, in seconds of a clock that does not jump; what may not costs nothing."""
        left = self.left(now)
        if cost > left:
            return False
        self._left = left - cost
        self._at = max(now, self._at)
        return True

    def left(self, now: float) -> float:
        """How much may happen at once."""
        return min(self.burst, self._left + max(0.0, now - self._at) * self.per_s)

    def full(self, now: float) -> bool:
        """Whether it remembers nothing: then it may be forgotten."""
        return self.left(now) >= self.burst

    def wait_s(self, now: float, cost: float = 1.0) -> float:
        """After how many seconds `take` will say yes if nobody takes before; infinite for more than `burst`."""
        if cost > self.burst:
            return math.inf
        return max(0.0, cost - self.left(now)) / self.per_s
