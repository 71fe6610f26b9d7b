"""What would have been: a day's waits as they were, replayed as they were, and replayed under a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

from server.domain.config import HallConfig
from server.what_if.changes import Change, changed
from server.what_if.day import Day
from server.what_if.handling import Handlings, as_happened, redrawn
from server.what_if.likely_day import LikelyDays
from server.what_if.replay_of_day import DayPlan, Stood, replayed

RUNS = 30
"""How often service times are drawn anew."""
LOW, HIGH = 0.1, 0.9
"""Of ten runs, eight lie in a range."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Of those who came into a line; of who was never called, as long as he stood there."""

    people: int
    mean_ms: float
    p90_ms: float
    longest_ms: float
    not_called: float
    over_promise: float | None
    """Who waited longer than was promised; None: nothing was promised to anybody."""


@dataclass(frozen=True, slots=True)
class Range:
    """Of a figure: the mean of the runs, and where eight of ten lie."""

    point: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Changed less unchanged, run by run."""

    mean_ms: Range
    p90_ms: Range
    longest_ms: Range
    over_promise: Range | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of one service, or of all."""

    service_id: str
    """"": of all."""
    happened: Waits | None
    """None: it has not, yet."""
    unchanged: Waits
    """Replayed without any change: the mean of the runs, as `changed`."""
    changed: Waits
    unchanged_mean_ms: Range
    changed_mean_ms: Range
    difference: Difference


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a replay without any change is from what happened, in ms."""

    each_ms: float
    """Of one visitor's wait, on average."""
    mean_ms: float
    """Of the mean wait: replayed less happened."""


@dataclass(frozen=True, slots=True)
class Answer:
    date: str
    days: tuple[str, ...]
    """Dates of the days that it was made of."""
    until: int
    """Nothing later is in it; 0 of a date to come."""
    runs: int
    distance: Distance | None
    """None where nothing has happened yet."""
    outlooks: tuple[Outlook, ...]
    """Of all first, then by service as the hall orders them, those that anybody came for; what it does no more last."""


@dataclass(frozen=True, slots=True)
class _Wait:
    service_id: str
    ms: int
    called: bool
    promised_ms: int | None


def what_if(day: Day, changes: Sequence[Change], *, runs: int = RUNS, seed: str = "") -> Answer:
    """Of a day that was, or goes on. The same day, changes and seed, the same answer."""
    plan = DayPlan(day)
    handlings = Handlings((leg for _, leg in plan.legs), day.config)
    other = changed(day, changes)
    happened = _happened(plan)
    own = _waits(plan, replayed(plan, day, as_happened(plan, handlings)))
    pairs = []
    for run in range(runs):
        handled = redrawn(plan, handlings, f"{seed}-{run}")
        pairs.append((_waits(plan, replayed(plan, day, handled)), _waits(plan, replayed(plan, other, handled))))
    distance = _distance(happened, own)
    return Answer(day.date, (day.date,), day.until, runs, distance, _outlooks(day.config, happened, pairs))


def what_if_on(
    date: str,
    days: Sequence[Day],
    changes: Sequence[Change],
    *,
    runs: int = RUNS,
    seed: str = "",
) -> Answer:
    """Of a date to come, from days like it: at least one, the newest last."""
    likely, config = LikelyDays(days, date), days[-1].config
    handlings = Handlings((leg for day in days for _, _, leg in day.legs()), config)
    pairs = []
    for run in range(runs):
        day = likely.draw(Random(f"{seed}-{run}"))  # noqa: S311 - no secret
        plan = DayPlan(day)
        handled = redrawn(plan, handlings, f"{seed}-{run}")
        other = changed(day, changes)
        pairs.append((_waits(plan, replayed(plan, day, handled)), _waits(plan, replayed(plan, other, handled))))
    return Answer(date, tuple(one.date for one in days), 0, runs, None, _outlooks(config, None, pairs))


_Run = Sequence["_Wait | None"]


def _outlooks(config: HallConfig, happened: _Run | None, pairs: Sequence[tuple[_Run, _Run]]) -> tuple[Outlook, ...]:
    found = []
    asked = (*((happened,) if happened is not None else ()), *(one for one, _ in pairs))
    came = sorted({one.service_id for waits in asked for one in waits if one is not None})
    known = [one.service_id for one in config.services]
    for service_id in ("", *known, *(one for one in came if one not in known)):
        before = [_figures(_of(one, service_id)) for one, _ in pairs]
        after = [_figures(_of(one, service_id)) for _, one in pairs]
        was = None if happened is None else _figures(_of(happened, service_id))
        if any(one.people for one in (*before, *after)) or (was and was.people):
            means = (_range(one.mean_ms for one in before), _range(one.mean_ms for one in after))
            found.append(Outlook(service_id, was, _mean(before), _mean(after), *means, _difference(before, after)))
    return tuple(found)


def _of(waits: _Run, service_id: str) -> list[_Wait]:
    return [one for one in waits if one is not None and service_id in {"", one.service_id}]


def _happened(plan: DayPlan) -> _Run:
    return [
        _wait(plan, index, leg.waited_ms(plan.until, plan.slot(index)), called=leg.called_at is not None)
        for index, (_, leg) in enumerate(plan.legs)
    ]


def _waits(plan: DayPlan, stood: Sequence[Stood | None]) -> _Run:
    return [
        None
        if one is None
        else _wait(plan, index, one.waited_ms(plan.until, plan.slot(index)), called=one.called_at is not None)
        for index, one in enumerate(stood)
    ]


def _wait(plan: DayPlan, index: int, ms: int, *, called: bool) -> _Wait:
    """What was promised is the first call."""
    arrival, leg = plan.legs[index]
    return _Wait(leg.service_id, ms, called, arrival.promised_ms if plan.first[index] else None)


def _figures(waits: Sequence[_Wait]) -> Waits:
    each = sorted(one.ms for one in waits)
    promised = [one for one in waits if one.promised_ms is not None]
    if not each:
        return Waits(0, 0, 0, 0, 0, None)
    return Waits(
        people=len(each),
        mean_ms=sum(each) / len(each),
        p90_ms=each[ceil(0.9 * len(each)) - 1],
        longest_ms=each[-1],
        not_called=sum(not one.called for one in waits),
        over_promise=sum(one.ms > (one.promised_ms or 0) for one in promised) if promised else None,
    )


def _mean(each: Sequence[Waits]) -> Waits:
    promised = [one.over_promise for one in each if one.over_promise is not None]

    def mean(figure: Callable[[Waits], float]) -> float:
        return _average([figure(one) for one in each])

    return Waits(
        people=round(mean(lambda one: one.people)),
        mean_ms=mean(lambda one: one.mean_ms),
        p90_ms=mean(lambda one: one.p90_ms),
        longest_ms=mean(lambda one: one.longest_ms),
        not_called=mean(lambda one: one.not_called),
        over_promise=_average(promised) if promised else None,
    )


def _difference(before: Sequence[Waits], after: Sequence[Waits]) -> Difference:
    def between(figure: Callable[[Waits], float]) -> Range:
        return _range(figure(other) - figure(one) for one, other in zip(before, after, strict=True))

    promised = all(one.over_promise is not None for one in (*before, *after))
    return Difference(
        mean_ms=between(lambda one: one.mean_ms),
        p90_ms=between(lambda one: one.p90_ms),
        longest_ms=between(lambda one: one.longest_ms),
        over_promise=between(lambda one: one.over_promise or 0) if promised else None,
    )


def _range(values: Iterable[float]) -> Range:
    each = sorted(values)
    last = len(each) - 1
    return Range(_average(each), each[round(LOW * last)], each[round(HIGH * last)])


def _average(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _distance(happened: _Run, own: _Run) -> Distance | None:
    both = [(was.ms, now.ms) for was, now in zip(happened, own, strict=True) if was is not None and now is not None]
    if not both:
        return None
    return Distance(
        each_ms=_average([abs(now - was) for was, now in both]), mean_ms=_average([now - was for was, now in both])
    )
