"""The pictures of docs/routing.md, drawn from the same days as its tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from benchmarks.routing import measures as m
from benchmarks.routing.reference_hall import REFERENCE, STRESS
from benchmarks.routing.targets import MOST_PASSED, Played, Row

OURS, OTHERS, BOUND = "#1a6fb0", "#8a8f98", "#c0392b"
SHADES = {"promise-first": "#0b3c63", "balanced": OURS, "first-come": "#7db8e0"}
"""What a colour-blind reader tells apart by brightness; other systems are grey."""
GREYS = {"FCFS": "#c9ccd1", "STRICT": "#8a8f98", "ZMS": "#4a4e55"}
SETTINGS: Any = {"font.size": 11, "axes.spines.top": False, "axes.spines.right": False}


def waits(played: Played, folder: Path) -> None:
    """95th percentile of the wait of each kind of visitor, by rule, in a busy hall."""
    load = REFERENCE.loads[1]
    kinds = {"ordinary walk-ins": m.ordinary, "priority": m.priority, "appointments": m.booked}
    rules = {**GREYS, **SHADES}
    with rc_context(SETTINGS):
        figure = Figure(figsize=(9, 4.2))
        axes = figure.subplots()
        wide = 0.8 / len(rules)
        for place, (rule, colour) in enumerate(rules.items()):
            found = [m.p95(of)(played.under(rule, load)) for of in kinds.values()]
            at = [kind + (place - (len(rules) - 1) / 2) * wide for kind in range(len(kinds))]
            bars = axes.bar(at, found, wide * 0.92, color=colour, label=rule)
            axes.bar_label(bars, fmt="%.0f", fontsize=9)
        axes.set_xticks(range(len(kinds)), list(kinds))
        axes.set_ylabel("minutes that 95 of 100 do not exceed")
        axes.set_title(f"How long people wait, by rule (reference hall, n={load}, {played.days} days)", fontsize=12)
        axes.legend(ncols=2, frameon=False, loc="upper right")
        save(figure, folder / "waits.png")


def passes(played: Played, folder: Path) -> None:
    """How many visitors are passed how often where nearly everybody is promised something."""
    load = REFERENCE.loads[1]
    with rc_context(SETTINGS):
        figure = Figure(figsize=(9, 4.2))
        axes = figure.subplots()
        for rule, colour in {"STRICT": GREYS["STRICT"], "ZMS": GREYS["ZMS"], "promise-first": OURS}.items():
            days = played.under(rule, load, STRESS)
            people = sum(len({call.waiter.number for call in day.calls}) for day in days)
            counts = sorted(count for day in days for count in day.passes.values())
            most = counts[-1]
            part = [100 * sum(count > times for count in counts) / people for times in range(most + 1)]
            label = f"{rule}: at most {most}"
            axes.step(range(most + 1), part, where="post", color=colour, linewidth=2.2, label=label)
        axes.axvline(MOST_PASSED, color=BOUND, linestyle="--", linewidth=1.2)
        axes.text(MOST_PASSED + 0.7, 30, f"K = {MOST_PASSED}", color=BOUND)
        axes.set_yscale("log")
        axes.set_ylim(0.005, 100)
        axes.set_yticks([0.01, 0.1, 1, 10, 100], ["0.01 %", "0.1 %", "1 %", "10 %", "100 %"])
        axes.set_xlim(0, None)
        axes.set_xlabel("times passed by somebody who came later")
        axes.set_ylabel("visitors passed more often")
        title = f"Nobody is passed more than {MOST_PASSED} times (stress, n={load}, {len(days)} days)"
        axes.set_title(title, fontsize=12)
        axes.legend(frameon=False)
        save(figure, folder / "passes.png")


def ratios(rows: Sequence[Row], folder: Path, name: str, title: str) -> None:
    """Each ratio with its interval, and where it may lie."""
    shown = [row for row in rows if row.found.low != row.found.high]
    with rc_context(SETTINGS):
        figure = Figure(figsize=(9, 0.34 * len(shown) + 1.4))
        axes = figure.subplots()
        for place, row in enumerate(reversed(shown)):
            colour = OURS if row.met else BOUND
            axes.plot([row.found.low, row.found.high], [place, place], color=colour, linewidth=2.2)
            axes.plot(row.found.value, place, "o", color=colour, markersize=6)
            for bound in (row.at_least, row.at_most):
                if abs(bound) < float("inf"):
                    axes.plot([bound, bound], [place - 0.35, place + 0.35], color="black", linewidth=1.6)
        axes.set_yticks(range(len(shown)), [row.target.split(" (")[0] for row in reversed(shown)], fontsize=9)
        axes.set_xlim(0, None)
        axes.grid(axis="x", color="#e4e6ea")
        axes.set_axisbelow(True)
        axes.set_title(title, fontsize=12, loc="right")
        save(figure, folder / name)


def save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
