"""What no target was set for: every rule beside the others, and the same in halls and on days that are not the
reference's."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.routing import measures as m
from benchmarks.routing.reference_hall import OTHER_SEEDS, OTHERS, REFERENCE, SEED, Hall
from benchmarks.routing.rules import RULES
from benchmarks.routing.targets import Played


def rules_table(played: Played, load: int, hall: Hall = REFERENCE) -> str:
    """In Markdown; waits in minutes."""
    lines = [
        (
            "| rule | ordinary p50 | p95 | longest | priority p95 | appointments p95 | within 10 min"
            " | second service, mean | all, mean | most often passed | own officer |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for rule in RULES:
        days = played.under(rule, load, hall)
        ordinary = [wait for day in days for wait in day.waits(m.ordinary)]
        minutes = (
            m.percentile(ordinary, 0.5),
            m.percentile(ordinary, 0.95),
            max(ordinary),
            m.p95(m.priority)(days),
            m.p95(m.booked)(days),
        )
        lines.append(
            f"| {rule} | "
            + " | ".join(f"{each:.0f}" for each in minutes)
            + f" | {m.KEPT_IN_TIME(days):.2f} | {m.mean(m.second_leg)(days):.1f} | {m.mean(m.anybody)(days):.1f}"
            + f" | {m.MOST_PASSED(days):.0f} | {m.BY_OWN_OFFICER(days):.2f} |"
        )
    return "\n".join(lines)


def elsewhere_table(days: int) -> str:
    """Other days of the reference hall, and other halls: the ratios for which the reference hall has targets."""
    lines = [
        (
            "| hall | n | ordinary p95 / ZMS's: promise-first, balanced | day's longest / ZMS's, balanced"
            " | appointments within 10 min | priority p95 / FCFS's | second service / ZMS's, and had ZMS kept the place"
            " | mean of all / FCFS's: promise-first, balanced | most often passed (ZMS) |"
        ),
        "|---|---|---|---|---|---|---|---|---|",
    ]
    cases = [(REFERENCE, seed) for seed in (SEED, *OTHER_SEEDS)] + [(hall, SEED) for hall in OTHERS]
    for hall, seed in cases:
        played = Played(days, seed)
        name = hall.name if seed == SEED else f"{hall.name}, days of seed {seed}"
        lines += [_elsewhere(played, hall, name, load) for load in hall.loads]
    return "\n".join(lines)


def _elsewhere(played: Played, hall: Hall, name: str, load: int) -> str:
    def over(measure: m.Measure, rule: str, other: str) -> float:
        return m.ratio(measure, played.under(rule, load, hall), played.under(other, load, hall), resamples=0).value

    def both(measure: m.Measure, other: str) -> str:
        return ", ".join(f"{over(measure, rule, other):.2f}" for rule in ("promise-first", "balanced"))

    promised = played.under("promise-first", load, hall)
    second = m.mean(m.second_leg)
    cells: Sequence[str] = (
        name,
        str(load),
        both(m.p95(m.ordinary), "ZMS"),
        f"{over(m.longest_of_a_day(m.first_leg), 'balanced', 'ZMS'):.2f}",
        f"{m.KEPT_IN_TIME(promised):.2f}",
        f"{over(m.p95(m.priority), 'promise-first', 'FCFS'):.2f}",
        f"{over(second, 'promise-first', 'ZMS'):.2f}, {over(second, 'promise-first', 'ZMS, place kept'):.2f}",
        both(m.mean(m.anybody), "FCFS"),
        f"{m.MOST_PASSED(promised):.0f} ({m.MOST_PASSED(played.under('ZMS', load, hall)):.0f})",
    )
    return "| " + " | ".join(cells) + " |"
