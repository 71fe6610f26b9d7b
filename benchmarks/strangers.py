"""A clerk's *next* and a kiosk's numbers while strangers do their worst at the same port, against the same presses
while nobody does.

    python -m benchmarks.strangers [--quick] [--json] [--far] [PHASE ...]

The hall is encrypted as it comes, and the strangers have the clerk's own address, or with `--far` come from fifty
networks. They are one process at nice 19 which rests whenever it has had more than half a core
(`tests.system.strangers.half_core`). Quiet and attacked presses take turns; a figure is the median over the rounds of
the quotient of a round's p99, since one round's p99 is three calls.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.system.strangers.attacks import PHASES, sizes
from tests.system.strangers.rig import Toll, under_attack
from tests.system.strangers.staff import ANSWER_WITHIN_S, Held

GOAL = 3.0
MEMORY_GOAL_KB = 100 * 1024
NETWORKS = 50


@dataclass(frozen=True)
class Round:
    quiet: Toll
    attacked: Toll

    @property
    def ratio(self) -> float:
        return p99(self.attacked.next_s) / p99(self.quiet.next_s)

    @property
    def number_ratio(self) -> float:
        return p99(self.attacked.number_s) / p99(self.quiet.number_s)


def p99(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


def figures(rounds: list[Round]) -> dict[str, float]:
    """Of one phase."""
    attacked = [one.attacked for one in rounds]
    return {
        "quiet_p50_ms": 1000 * statistics.median(statistics.median(one.quiet.next_s) for one in rounds),
        "quiet_p99_ms": 1000 * statistics.median(p99(one.quiet.next_s) for one in rounds),
        "p50_ms": 1000 * statistics.median(statistics.median(one.next_s) for one in attacked),
        "p99_ms": 1000 * statistics.median(p99(one.next_s) for one in attacked),
        "worst_ms": 1000 * max(one.next_s[-1] for one in attacked),
        "ratio": statistics.median(one.ratio for one in rounds),
        "number_ratio": statistics.median(one.number_ratio for one in rounds),
        "grown_kb": max(one.grown_kb for one in attacked),
        "descriptors_lost": max(one.descriptors[1] - one.descriptors[0] for one in attacked),
        "lines": statistics.median(len(one.records) for one in attacked),
        "faults": sum(record.get("level") in {"error", "critical"} for one in attacked for record in one.records),
        "opened": statistics.median(sum(tally["opened"] for tally in one.attacks.values()) for one in attacked),
        "mb_sent": statistics.median(sum(tally["bytes"] for tally in one.attacks.values()) for one in attacked) / 1e6,
        "share": max(one.share for one in attacked),
    }


def met(found: dict[str, float]) -> bool:
    return (
        not found.get("held")
        and found["ratio"] <= GOAL
        and found["grown_kb"] < MEMORY_GOAL_KB
        and found["descriptors_lost"] <= 0
        and not found["faults"]
    )


def measured(phase: str, rounds: int, presses: int, networks: int) -> dict[str, float]:
    """In a hall of its own."""
    found = []
    with tempfile.TemporaryDirectory() as folder, under_attack(Path(folder), sources=networks, forked=False) as rig:
        for _ in range(rounds):
            quiet = rig.quiet(presses)
            try:
                found.append(Round(quiet, rig.attacked(sizes(phase), presses)))
            except Held:
                return {"held": ANSWER_WITHIN_S}
    return figures(found)


COLUMNS = (
    ("quiet p50", "quiet_p50_ms", 1, "10.2f"),
    ("p99", "quiet_p99_ms", 1, "7.1f"),
    ("attacked", "p50_ms", 1, "9.2f"),
    ("p99", "p99_ms", 1, "8.1f"),
    ("worst ms", "worst_ms", 1, "9.0f"),
    ("p99/p99", "ratio", 1, "8.2f"),
    ("numbers", "number_ratio", 1, "8.2f"),
    ("MB more", "grown_kb", 1 / 1024, "8.0f"),
    ("desc.", "descriptors_lost", 1, "6.0f"),
    ("lines", "lines", 1, "6.0f"),
    ("faults", "faults", 1, "7.0f"),
    ("opened", "opened", 1, "8.0f"),
    ("MB sent", "mb_sent", 1, "8.1f"),
    ("core", "share", 1, "5.2f"),
)
"""Heading, figure, factor, form."""


def head() -> str:
    return f"{'phase':18}" + "".join(f"{title:>{form.partition('.')[0]}}" for title, _, _, form in COLUMNS)


def row(phase: str, found: dict[str, float]) -> str:
    if "held" in found:
        return f"{phase:18}somebody waited for {found['held']:.0f} s  not met"
    told = "".join(f"{found[name] * factor:{form}}" for _, name, factor, form in COLUMNS)
    return f"{phase:18}{told}{'' if met(found) else '  not met'}"


def main() -> int:
    parser = argparse.ArgumentParser(description="what strangers cost a clerk who calls")
    parser.add_argument("phases", nargs="*", metavar="PHASE", help=", ".join(PHASES))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--far", action="store_true", help="the strangers come from other networks than the clerk")
    options = parser.parse_args()
    unknown = [phase for phase in options.phases if phase not in PHASES]
    if unknown:
        parser.error(f"no phase {', '.join(unknown)}; there are {', '.join(PHASES)}")
    rounds, presses = (1, 100) if options.quick else (5, 300)
    found: dict[str, dict[str, float]] = {}
    if not options.json:
        print(f"goals: p99 at most {GOAL:.0f} x its own, less than 100 MB more, all descriptors back, no fault logged")
        print(head(), flush=True)
    for phase in options.phases or PHASES:
        found[phase] = measured(phase, rounds, presses, NETWORKS if options.far else 0)
        if not options.json:
            print(row(phase, found[phase]), flush=True)
    well = all(met(one) for one in found.values())
    if options.json:
        print(json.dumps({"phases": found, "met": well}))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
