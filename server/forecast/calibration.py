"""How wide the band must be: what was expected of those who waited before, and what came."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from server.forecast.past import PastDay

MINUTE_MS = 60_000
BINS_MS = tuple(minutes * MINUTE_MS for minutes in (2, 7, 15, 25, 40, 60, 90))
"""Where one bin of expected waits ends and the next begins."""
ROLLING = 3_000
"""So many tickets are remembered, the newest."""
ENOUGH_IN_BIN = 30
"""A bin with fewer goes by the errors of all bins."""
ENOUGH = 200
"""Before so many, nobody knows how wrong the estimate is."""
LOW, HIGH = 0.1, 0.9
WIDER = 1.5
"""How much wider than the runs themselves the band is made until then: a guess."""


def part(ordered: tuple[float, ...] | list[float] | tuple[int, ...] | list[int], share: float) -> float:
    """The value below which that share of them lies, between two of them in proportion. Not for none."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What to add to an expected wait for the low and the high end of its band, by bin; () until enough is known."""

    ends: tuple[tuple[int, int], ...] = ()

    def band(self, point_ms: float, raw_low_ms: float, raw_high_ms: float) -> tuple[int, int]:
        """Low and high end, neither negative. `raw_low_ms` and `raw_high_ms`: where a tenth of the runs lies below, and
        above."""
        if self.ends:
            low, high = self.ends[_bin(point_ms)]
            return _ends(point_ms + low, point_ms + high)
        return _ends(point_ms - WIDER * (point_ms - raw_low_ms), point_ms + WIDER * (raw_high_ms - point_ms))


def calibrate(days: Iterable[PastDay]) -> Calibration:
    """From finished days alone, the oldest first: today's numbers know only of those who did not wait long."""
    errors = [
        (kept.promise.point_ms, kept.waited_ms - kept.promise.point_ms)
        for day in days
        for kept in day.kept
        if kept.promise is not None
    ][-ROLLING:]
    if len(errors) < ENOUGH:
        return Calibration()
    binned: list[list[int]] = [[] for _ in range(len(BINS_MS) + 1)]
    for point, error in errors:
        binned[_bin(point)].append(error)
    every = sorted(error for _, error in errors)
    return Calibration(
        tuple(
            (round(part(one, LOW)), round(part(one, HIGH)))
            for one in (sorted(found) if len(found) >= ENOUGH_IN_BIN else every for found in binned)
        )
    )


def _bin(point_ms: float) -> int:
    return bisect_right(BINS_MS, point_ms)


def _ends(low: float, high: float) -> tuple[int, int]:
    return max(0, round(low)), max(0, round(high))
