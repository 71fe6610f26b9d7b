"""What a hall's last days teach of the next: how long its services take, who does not come, who comes when."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, log, sqrt
from statistics import NormalDist, fmean

from server.forecast.past import PastDay

LEARNT_DAYS = 60
ENOUGH = 30
"""So many visits of a service say how long it takes; where there are fewer, the configured minutes say the rest."""
FEW = 5
"""Without configured minutes, fewer visits than these say nothing."""
CUT_AT = 0.995
"""Longer than all but so many, a visit was forgotten to be finished."""
VARIATION = 0.8
"""Standard deviation over mean of a service of which only the mean is known."""
MINUTE_MS = 60_000
UNKNOWN_MS = 10 * MINUTE_MS
"""How long a service is taken to last of which nothing is known: those behind it are told something, its own not."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long something lasted, ever so often: shortest first, at least one. In ms."""

    shortest_first: tuple[int, ...]

    @property
    def mean(self) -> float:
        return fmean(self.shortest_first)

    def at(self, part: float, elapsed: int = 0) -> int:
        """What is longer than the part (0 to under 1) of all those that last longer than `elapsed`."""
        times = self.shortest_first
        first = bisect_right(times, elapsed) if elapsed else 0
        left = len(times) - first
        if not left:  # longer than ever: nobody knows; what is left of it grows with what it has lasted
            return elapsed + round(elapsed * part / 2)
        return times[first + int(part * left)]


@dataclass(frozen=True, slots=True)
class Learnt:
    """By service id. Nothing is known of a service that is not in it."""

    times: Mapping[str, Times] = field(default_factory=dict)
    """From call to finish of who came."""
    missed: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    """Part of those called who did not come, and how long each kept a counter, ms."""
    turnaround_ms: int = 0
    """From when a counter is left to its next call."""
    days: int = 0
    came: Mapping[tuple[str, str, int], int] = field(default_factory=dict)
    """By service, visitor class and half hour of the local day, how many took a number in all those days."""

    def times_of(self, service_id: str, minutes: int | None) -> Times | None:
        """`minutes`: as configured. None: nothing is known."""
        found = self.times.get(service_id)
        known = () if found is None else found.shortest_first
        if len(known) >= ENOUGH:
            return found
        if minutes is None:
            return found if len(known) >= FEW else None
        return Times(tuple(sorted((*known, *spread(minutes * MINUTE_MS, ENOUGH - len(known))))))


def spread(mean_ms: int, count: int) -> tuple[int, ...]:
    """So many times as a service has that takes so long in the mean: lognormal, each standing for as many visits."""
    deviation = sqrt(log(1 + VARIATION**2))
    normal = NormalDist(log(mean_ms) - deviation**2 / 2, deviation)
    raw = [exp(normal.inv_cdf((place + 0.5) / count)) for place in range(count)]
    right = mean_ms * count / sum(raw) if raw else 1  # few of them miss the long tail
    return tuple(round(one * right) for one in raw)


def learn(days: Iterable[PastDay]) -> Learnt:
    """From the last `LEARNT_DAYS` of them, the oldest first."""
    last = tuple(days)[-LEARNT_DAYS:]
    served: dict[str, list[int]] = {}
    missed: dict[str, list[int]] = {}
    for day in last:
        for service_id, took in day.served:
            served.setdefault(service_id, []).append(took)
        for service_id, took in day.missed:
            missed.setdefault(service_id, []).append(took)
    turnarounds = [one for day in last for one in day.turnarounds]
    return Learnt(
        times={service_id: Times(_cut(took)) for service_id, took in served.items()},
        missed={
            service_id: (len(took) / (len(took) + len(served.get(service_id, ()))), round(fmean(took)))
            for service_id, took in missed.items()
        },
        turnaround_ms=round(fmean(turnarounds)) if len(turnarounds) >= ENOUGH else 0,
        days=len(last),
        came=Counter(one for day in last for one in day.came),
    )


def _cut(took: list[int]) -> tuple[int, ...]:
    ordered = sorted(took)
    longest = ordered[int(CUT_AT * (len(ordered) - 1))]
    return tuple(min(one, longest) for one in ordered)
