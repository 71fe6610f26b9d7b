"""What is measured of days that were played, and how sure it is."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random

from benchmarks.routing.rules import Waiter
from benchmarks.routing.simulate import Outcome

PROMISED_MINUTES = 10
RESAMPLES = 200

Of = Callable[[Waiter], bool]
Samples = Sequence[Sequence[float]]
"""Of each day."""


def ordinary(waiter: Waiter) -> bool:
    """First leg of somebody to whom nothing more was promised."""
    return waiter.leg == 0 and waiter.visitor.slot is None and not waiter.visitor.priority


def priority(waiter: Waiter) -> bool:
    return waiter.leg == 0 and waiter.visitor.priority


def booked(waiter: Waiter) -> bool:
    return waiter.leg == 0 and waiter.visitor.slot is not None


def first_leg(waiter: Waiter) -> bool:
    return waiter.leg == 0


def second_leg(waiter: Waiter) -> bool:
    return waiter.leg > 0


def anybody(_waiter: Waiter) -> bool:
    return True


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that this part of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(part * 1000) // 1000) - 1)]


@dataclass(frozen=True, slots=True)
class Measure:
    sample: Callable[[Outcome], Sequence[float]]
    """What a day gives."""
    summary: Callable[[Samples], float]

    def samples(self, days: Sequence[Outcome]) -> Samples:
        return [self.sample(day) for day in days]

    def __call__(self, days: Sequence[Outcome]) -> float:
        return self.summary(self.samples(days))


def _waits(of: Of) -> Callable[[Outcome], Sequence[float]]:
    return lambda day: day.waits(of)


def mean(of: Of) -> Measure:
    return Measure(_waits(of), lambda days: statistics.fmean(chain.from_iterable(days)))


def p95(of: Of) -> Measure:
    return Measure(_waits(of), lambda days: percentile(list(chain.from_iterable(days)), 0.95))


def longest(of: Of) -> Measure:
    return Measure(lambda day: [max(day.waits(of), default=0.0)], lambda days: max(chain.from_iterable(days)))


def longest_of_a_day(of: Of) -> Measure:
    """In the mean over the days."""
    return Measure(longest(of).sample, lambda days: statistics.fmean(chain.from_iterable(days)))


KEPT_IN_TIME = Measure(
    lambda day: [float(wait <= PROMISED_MINUTES) for wait in day.waits(booked)],
    lambda days: statistics.fmean(chain.from_iterable(days)),
)
"""Part of the appointments that are called within ten minutes of when they may expect it."""

MOST_PASSED = Measure(
    lambda day: [float(max(day.passes.values(), default=0))], lambda days: max(chain.from_iterable(days))
)


def _at_own_officer(day: Outcome) -> Sequence[float]:
    return [
        float(call.counter == call.waiter.visitor.officer)
        for call in day.calls
        if call.waiter.leg == 0 and call.waiter.visitor.officer
    ]


BY_OWN_OFFICER = Measure(_at_own_officer, lambda days: statistics.fmean(chain.from_iterable(days)))
"""Part of those who know an officer."""


@dataclass(frozen=True, slots=True)
class Sure:
    value: float
    low: float
    high: float
    """95 in 100 of the values of days drawn anew lie between these."""


def ratio(measure: Measure, of: Sequence[Outcome], over: Sequence[Outcome], resamples: int = RESAMPLES) -> Sure:
    """Of the same measure under two rules, the days being the same; whole days are drawn anew, in pairs."""
    return sure(measure.samples(of), measure.samples(over), measure.summary, resamples)


def sure(of: Samples, over: Samples, summary: Callable[[Samples], float], resamples: int = RESAMPLES) -> Sure:
    random = Random(1)
    found: list[float] = []
    for _ in range(resamples):
        drawn = random.choices(range(len(of)), k=len(of))
        found.append(_quotient(summary([of[at] for at in drawn]), summary([over[at] for at in drawn])))
    return _sure(_quotient(summary(of), summary(over)), found)


def value(measure: Measure, days: Sequence[Outcome], resamples: int = RESAMPLES) -> Sure:
    return resampled(measure.samples(days), measure.summary, resamples)


def resampled(samples: Samples, summary: Callable[[Samples], float], resamples: int = RESAMPLES) -> Sure:
    random = Random(1)
    found = [summary(random.choices(samples, k=len(samples))) for _ in range(resamples)]
    return _sure(summary(samples), found)


def _sure(value: float, found: Sequence[float]) -> Sure:
    if not found:
        return Sure(value, value, value)
    return Sure(value, percentile(found, 0.025), percentile(found, 0.975))


def _quotient(above: float, below: float) -> float:
    return above / below if below else float("inf") if above else 1.0
