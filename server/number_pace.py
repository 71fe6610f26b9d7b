"""How many numbers one kiosk, person or program may take in a while: so many at once, then so many a minute. Pure.

A pace is a value: a batch that does not come into the log is forgotten together with what it counted. Instants are
milliseconds of a clock that never jumps. A new start of the server begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class NumberLimits:
    """Both at least 1."""

    a_minute: int
    at_once: int


@dataclass(frozen=True, slots=True)
class NumberPace:
    """By who takes; nobody's numbers count for another."""

    limits: NumberLimits
    _free_at: Mapping[str, int] = field(default_factory=dict)
    """In units of 1/`a_minute` of a millisecond, so that nothing is rounded: when each has as many at once again."""

    def wait_ms(self, taker: str, at: int) -> int:
        """How long until this one may take a number; 0: now."""
        begun = (self.limits.at_once - 1) * _MINUTE_MS
        early = self._free_at.get(taker, 0) - begun - at * self.limits.a_minute
        return max(0, -(-early // self.limits.a_minute))

    def after(self, taker: str, at: int) -> NumberPace:
        """This one has taken a number."""
        now = at * self.limits.a_minute
        free_at = {one: then for one, then in self._free_at.items() if then > now}
        free_at[taker] = max(now, free_at.get(taker, 0)) + _MINUTE_MS
        return NumberPace(self.limits, free_at)


def taker(actor: str) -> str:
    """Whose numbers they are: a person's, wherever that person sits."""
    return actor.partition("@")[0]
