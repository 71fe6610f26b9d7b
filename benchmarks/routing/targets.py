"""What the rule must reach, set before it was run: each row a figure, where it may lie, and what was measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.routing import measures as m
from benchmarks.routing.measures import Measure, Sure
from benchmarks.routing.reference_hall import (
    REFERENCE,
    SEED,
    STRESS,
    Counter,
    Hall,
    Service,
    day,
    ms,
)
from benchmarks.routing.rules import RULES, FairLine, Line
from benchmarks.routing.simulate import Outcome, play
from server.domain.fairness.policy import Policy

MOST_PASSED = 8
STRESS_DAYS = 150


@dataclass(frozen=True, slots=True)
class Row:
    target: str
    found: Sure
    at_most: float = math.inf
    at_least: float = -math.inf
    days: int = 0

    @property
    def met(self) -> bool:
        return self.at_least <= self.found.value <= self.at_most

    @property
    def accept(self) -> str:
        if self.at_least == -math.inf:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_most == math.inf else f"{self.at_least:g} to {self.at_most:g}"


class Played:
    """Days of the halls under each rule; each is played once."""

    def __init__(self, days: int, seed: int = SEED, rules: dict[str, Callable[[], Line]] | None = None) -> None:
        self.days = days
        self._seed = seed
        self._rules = RULES if rules is None else rules
        self._played: dict[tuple[Hall, int, str], list[Outcome]] = {}

    def under(self, rule: str, load: int, hall: Hall = REFERENCE) -> list[Outcome]:
        key = (hall, load, rule)
        if key not in self._played:
            # stress is measured over half as many days
            days = max(self.days * STRESS_DAYS // 300, 1) if hall == STRESS else self.days
            self._played[key] = [
                play(hall, day(hall, load, number, self._seed), self._rules[rule]()) for number in range(days)
            ]
        return self._played[key]

    def ratio(self, measure: Measure, rule: str, over: str, load: int, hall: Hall = REFERENCE) -> Sure:
        return m.ratio(measure, self.under(rule, load, hall), self.under(over, load, hall))


def fairness_rows(played: Played, random_halls: int) -> list[Row]:
    """Who waits how long, in the reference hall, and that nobody is passed too often in any hall."""
    normal, busy, _ = REFERENCE.loads
    days = played.days
    above = float(sum(passed_too_often(number) for number in range(random_halls)))
    rows = [Row(f"visitors passed more than K times, {random_halls} random halls", Sure(above, above, above), 0)]
    for load in (normal, busy):
        stressed = played.under("promise-first", load, STRESS)
        rows += [
            Row(
                f"stress, n={load}: longest ordinary wait / ZMS's, promise-first",
                played.ratio(m.longest(m.ordinary), "promise-first", "ZMS", load, STRESS),
                0.60,
                days=len(stressed),
            ),
            Row(
                f"stress, n={load}: most often passed, promise-first K={MOST_PASSED}"
                f" (ZMS: {m.MOST_PASSED(played.under('ZMS', load, STRESS)):.0f})",
                m.value(m.MOST_PASSED, stressed),
                MOST_PASSED,
                days=len(stressed),
            ),
        ]
    rows += [
        Row(
            f"n={busy}: ordinary p95 / ZMS's, {rule}",
            played.ratio(m.p95(m.ordinary), rule, "ZMS", busy),
            bound,
            days=days,
        )
        for rule, bound in (("promise-first", 0.95), ("balanced", 0.90))
    ]
    rows += [
        Row(
            f"n={busy}: the day's longest wait / ZMS's, balanced",
            played.ratio(m.longest_of_a_day(m.first_leg), "balanced", "ZMS", busy),
            0.95,
            days=days,
        ),
        Row(
            f"n={normal}: appointments within 10 minutes, promise-first"
            f" (ZMS: {m.KEPT_IN_TIME(played.under('ZMS', normal)):.2f})",
            m.value(m.KEPT_IN_TIME, played.under("promise-first", normal)),
            at_least=0.90,
            days=days,
        ),
        Row(
            f"n={normal}: priority p95 / FCFS's, promise-first",
            played.ratio(m.p95(m.priority), "promise-first", "FCFS", normal),
            0.35,
            days=days,
        ),
    ]
    rows += [
        Row(
            f"n={load}: wait for a second service / ZMS's, {rule}",
            played.ratio(m.mean(m.second_leg), rule, "ZMS", load),
            0.70,
            days=days,
        )
        for load in (normal, busy)
        for rule in ("promise-first", "balanced")
    ]
    rows += [
        Row(
            f"n={load}: mean of all waits / FCFS's, {rule}",
            played.ratio(m.mean(m.anybody), rule, "FCFS", load),
            1.03,
            days=days,
        )
        for load in (normal, busy)
        for rule in ("promise-first", "balanced")
    ]
    without = "balanced, nobody's officer"
    rows += [
        Row(
            f"n={normal}: called by the own officer / without the rule, balanced"
            f" ({m.BY_OWN_OFFICER(played.under('balanced', normal)):.2f}"
            f" of {m.BY_OWN_OFFICER(played.under(without, normal)):.2f})",
            played.ratio(m.BY_OWN_OFFICER, "balanced", without, normal),
            at_least=1.6,
            days=days,
        ),
        Row(
            f"n={normal}: mean of all waits / without the rule, balanced",
            played.ratio(m.mean(m.anybody), "balanced", without, normal),
            1.02,
            days=days,
        ),
    ]
    return rows


def passed_too_often(number: int, line: Callable[[Policy], Line] = FairLine) -> int:
    """Visitors of a day of random hall `number` who are passed more often than its random policy allows."""
    random = Random(f"hall {number}")
    policy = Policy(
        priority_ms=ms(random.choice((0, 30, 480))),
        appointment_ms=ms(random.choice((0, 45, 480))),
        officer_ms=ms(random.choice((0, 20, 60))),
        backup_ms=0,
        early_ms=ms(random.choice((0, 10))),
        grace_ms=ms(10),
        most_passed=random.randrange(13),
    )
    hall = random_hall(random)
    outcome = play(hall, day(hall, hall.loads[0], number), line(policy))
    return sum(passes > policy.most_passed for passes in outcome.passes.values())


def random_hall(random: Random) -> Hall:
    names = "ABCDEF"[: random.randint(1, 6)]
    weights = [random.uniform(0.2, 1) for _ in names]
    services = tuple(
        Service(name, random.uniform(3, 25), random.uniform(0.3, 1), weight / sum(weights))
        for name, weight in zip(names, weights, strict=True)
    )
    skills = ["".join(random.sample(names, random.randint(1, len(names)))) for _ in range(random.randint(1, 7))]
    skills[0] = names
    counters = tuple(Counter(str(place + 1), each, random.uniform(60, 400)) for place, each in enumerate(skills))
    service_minutes = sum(service.share * service.minutes for service in services)
    full = len(counters) * REFERENCE.doors_close / service_minutes
    return replace(
        REFERENCE,
        name="random",
        services=services,
        counters=counters,
        officers=("1",),
        officer_service=names[0],
        loads=(max(round(full * random.uniform(0.6, 1.3)), 2),),
        booked_share=random.uniform(0, 0.6),
        priority_share=random.uniform(0, 0.6),
        transfer_share=random.uniform(0, 0.3) if len(names) > 1 else 0,
        never_come=random.uniform(0, 0.2),
        no_show_share=random.uniform(0, 0.2),
    )


def table(rows: Sequence[Row]) -> str:
    """In Markdown, as docs/routing.md shows it."""
    lines = ["| target | accept | measured | 95 % interval | days | |", "|---|---|---|---|---|---|"]
    for row in rows:
        found = row.found
        interval = "" if found.low == found.high else f"{found.low:.2f} to {found.high:.2f}"
        shown = f"{found.value:.0f}" if float(found.value).is_integer() and not interval else f"{found.value:.2f}"
        if (row.at_least <= round(found.value, 2) <= row.at_most) != row.met:
            shown = f"{found.value:.3f}"  # two places would say the contrary
        verdict = "met" if row.met else "**missed**"
        lines.append(f"| {row.target} | {row.accept} | {shown} | {interval} | {row.days or ''} | {verdict} |")
    return "\n".join(lines)
