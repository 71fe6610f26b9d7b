"""What the estimate must reach, set before it was run: its errors beside others', and how often its band held."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

from benchmarks.routing.estimates import LES, NO_ROSTER, QL, REPLAY, Errors, told_days
from benchmarks.routing.measures import Samples, Sure, percentile, resampled, sure
from benchmarks.routing.reference_hall import REFERENCE, SEED
from benchmarks.routing.targets import Row
from server.domain.fairness.policy import Preset, preset
from server.forecast.calibration import ROLLING

LEARN_DAYS, TEST_DAYS = 60, 120
CASES = ((185, Preset.BALANCED), (205, Preset.BALANCED), (205, Preset.PROMISE_FIRST))


@dataclass(frozen=True, slots=True)
class Case:
    load: int
    preset: Preset
    errors: Errors

    @property
    def name(self) -> str:
        return f"n={self.load}, {self.preset.replace('_', '-')}"


def told_case(
    load: int,
    name: Preset,
    *,
    learn_days: int = LEARN_DAYS,
    test_days: int = TEST_DAYS,
    errors_from: int | None = None,
    runs: int | None = None,
    seed: int = SEED,
) -> Case:
    """`errors_from` None: as many days as hold the errors that are remembered."""
    if errors_from is None:
        errors_from = max(learn_days - ROLLING * 3 // (2 * load), 0)
    told = told_days(
        REFERENCE,
        load,
        preset(name),
        learn_days=learn_days,
        test_days=test_days,
        errors_from=errors_from,
        runs=runs,
        seed=seed,
    )
    return Case(load, name, Errors(tuple(tuple(each) for each in told)))


def estimate_rows(case: Case) -> list[Row]:
    errors = case.errors
    zms = errors.zms()
    days = len(errors.days)

    def of(name: str, over: str, sample: Callable[[str], Samples]) -> Sure:
        return sure(sample(name), sample(over), _pooled)

    def row(target: str, found: Sure, **bounds: float) -> Row:
        return Row(f"{case.name}: {target}", found, days=days, **bounds)

    held = errors.held(REPLAY)
    return [
        row("error of the estimate / ZMS's", of(REPLAY, zms, errors.missed_by), at_most=0.80),
        row("error / that of QL", of(REPLAY, QL, errors.missed_by), at_most=0.60),
        row("error / that of LES", of(REPLAY, LES, errors.missed_by), at_most=0.65),
        row("error without a roster / ZMS's", of(NO_ROSTER, zms, errors.missed_by), at_most=1.00),
        row("part of waits within their 80 % band", resampled(held, _pooled), at_least=0.77, at_most=0.85),
        row("the same on the tenth worst of a hundred days", resampled(held, _bad_day), at_least=0.65),
        row("width of the band / one made of ZMS's errors", of(REPLAY, zms, errors.widths), at_most=0.90),
    ]


def _pooled(days: Samples) -> float:
    return statistics.fmean(chain.from_iterable(days))


def _bad_day(days: Samples) -> float:
    return percentile([statistics.fmean(day) for day in days if day], 0.1)


def errors_table(cases: Sequence[Case]) -> str:
    """Every way of telling, beside each other: in Markdown."""
    lines = [
        "| told by | case | mean error | bias | within the band | width of the band |",
        "|---|---|---|---|---|---|",
    ]
    for case in cases:
        for name in case.errors.names:
            errors = case.errors
            lines.append(
                f"| {name} | {case.name} | {errors.mean_error(name):.1f} | {errors.bias(name):+.1f}"
                f" | {_pooled(errors.held(name)):.2f} | {_pooled(errors.widths(name)):.1f} |"
            )
    return "\n".join(lines)
