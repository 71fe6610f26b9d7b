"""How many requests are served to those whom nobody knows, by where they come from. Pure; the time is an argument."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from server.edge.access import Surface
from server.edge.in_block import InBlock
from server.edge.pace import Pace

PHONES_PER_S = 100.0
PHONES_AT_ONCE = 1_000
"""On the public surface, of one address (`server.edge.in_block`). A page with its files is a dozen; a mobile network
shows thousands of phones as one."""
UNSIGNED_PER_S = 50.0
UNSIGNED_AT_ONCE = 300
"""On the staff's surface: whoever is about to sign in, beside the clerks who work there."""
SIGNING_IN_AT_ONCE = 60
"""Of those, the last are for requests that make somebody known."""
MAKE_KNOWN = frozenset(
    {
        "/api/sign-in",
        "/api/pin/switch",
        "/api/enrol",
        "/api/enrol/counter",
        "/api/first",
        "/api/password/reset",
    }
)
"""Paths of them."""
OF_A_BLOCK = 2
"""Addresses that use up what their whole block has."""
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
        pace = self.of(key)
        return 0.0 if pace.take(now) else pace.wait_s(now)

    def of(self, key: str) -> Pace:
        pace = self._paces.get(key)
        if pace is None:
            pace = self._paces[key] = Pace(self._per_s, self._burst)
            if len(self._paces) > self._most:
                self._paces.popitem(last=False)
        else:
            self._paces.move_to_end(key)
        return pace


class StrangerPaces:
    """One pace for each address, and one for each block of them, `OF_A_BLOCK` times as fast: so no address alone keeps
    its neighbours waiting. `reserve` of what each may have at once is left to those who are about to become known."""

    def __init__(self, per_s: float, burst: float, *, reserve: float = 0.0) -> None:
        """Raises ValueError when the reserve leaves nothing to anybody else."""
        if reserve + 1 > burst:
            raise ValueError(f"a reserve of {reserve} leaves nothing of {burst}")
        self._addresses = Paces(per_s, burst)
        self._blocks = Paces(per_s * OF_A_BLOCK, burst * OF_A_BLOCK)
        self._reserve = reserve

    def wait_s(self, place: InBlock, now: float, *, makes_known: bool) -> float:
        """As `Paces.wait_s`; what the address or its block keeps waiting costs neither anything."""
        both = (self._addresses.of(place.source), self._blocks.of(place.block))
        needed = 1 if makes_known else 1 + self._reserve
        wait_s = max(pace.wait_s(now, needed) for pace in both)
        if not wait_s:
            for pace in both:
                pace.take(now)
        return wait_s


def paces_of_strangers() -> Mapping[Surface, StrangerPaces]:
    return {
        "public": StrangerPaces(PHONES_PER_S, PHONES_AT_ONCE),
        "staff": StrangerPaces(UNSIGNED_PER_S, UNSIGNED_AT_ONCE, reserve=SIGNING_IN_AT_ONCE),
    }
