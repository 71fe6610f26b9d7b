"""How many requests are served to those whom nobody knows, by where they come from. Pure; the time is an argument."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from server.edge.access import Surface
from server.edge.pace import Pace

PHONES_PER_S = 100.0
PHONES_AT_ONCE = 1_000
"""On the public surface, of one block of addresses (`server.edge.in_block`). A page with its files is a dozen; a mobile
network shows thousands of phones as one."""
UNSIGNED_PER_S = 50.0
UNSIGNED_AT_ONCE = 300
"""On the staff's surface: whoever is about to sign in, beside the clerks who work there."""
KNOWN_PER_S = 2_000.0
KNOWN_AT_ONCE = 20_000
"""Of one session or device: more than a person or a program of ours ever asks, and theirs alone."""
MOST_BLOCKS = 4_096
"""Remembered; who asked longest ago is forgotten first."""


class Paces:
    """One pace for each key."""

    def __init__(self, per_s: float, burst: float, most: int = MOST_BLOCKS) -> None:
        self._per_s = per_s
        self._burst = burst
        self._most = most
        self._paces: OrderedDict[str, Pace] = OrderedDict()

    def __len__(self) -> int:
        return len(self._paces)

    def wait_s(self, key: str, now: float) -> float:
        """0 when it may, and then it has; else after how long it may. `now` in seconds of a clock that does not
        jump."""
        pace = self._paces.get(key)
        if pace is None:
            pace = self._paces[key] = Pace(self._per_s, self._burst)
            if len(self._paces) > self._most:
                self._paces.popitem(last=False)
        else:
            self._paces.move_to_end(key)
        return 0.0 if pace.take(now) else pace.wait_s(now)


def paces_of_strangers() -> Mapping[Surface, Paces]:
    return {
        "public": Paces(PHONES_PER_S, PHONES_AT_ONCE),
        "staff": Paces(UNSIGNED_PER_S, UNSIGNED_AT_ONCE),
    }
