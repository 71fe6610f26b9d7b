"""Pictures of how good what visitors are told is."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

from benchmarks.routing.estimate_targets import Case
from benchmarks.routing.estimates import LES, NO_ROSTER, QL, REPLAY
from benchmarks.routing.plots import BOUND, SETTINGS, SHADES, save


def errors(cases: Sequence[Case], folder: Path) -> None:
    """Mean error of each way of telling, and how the band held day by day."""
    with rc_context(SETTINGS):
        figure = Figure(figsize=(11, 4.2))
        left, right = figure.subplots(1, 2, width_ratios=(3, 2))
        wide = 0.8 / len(cases)
        for place, case in enumerate(cases):
            ways = {
                "replay": REPLAY,
                "replay,\nno roster": NO_ROSTER,
                "ZMS's formula": case.errors.zms(),
                "QL": QL,
                "LES": LES,
            }
            colour = list(SHADES.values())[place]
            at = [way + (place - (len(cases) - 1) / 2) * wide for way in range(len(ways))]
            found = [case.errors.mean_error(name) for name in ways.values()]
            bars = left.bar(at, found, wide * 0.92, color=colour, label=case.name)
            left.bar_label(bars, fmt="%.0f", fontsize=9)
            left.set_xticks(range(len(ways)), list(ways))
            by_day = sorted(100 * statistics.fmean(day) for day in case.errors.held(REPLAY) if day)
            part = [100 * (rank + 1) / len(by_day) for rank in range(len(by_day))]
            right.step(by_day, part, where="post", color=colour, linewidth=2)
        left.set_ylabel("mean error, minutes")
        left.set_title("How far off what is told is", fontsize=12)
        left.legend(frameon=False)
        right.axvline(80, color=BOUND, linestyle="--", linewidth=1.2)
        right.set_xlim(40, 100)
        right.set_xlabel("waits of a day within their band, %")
        right.set_ylabel("days with at most so many, %")
        right.set_title("The 80 % band, day by day", fontsize=12)
        save(figure, folder / "estimate.png")
