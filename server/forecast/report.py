"""How good the estimate was: what visitors were told when they took their number, and when they were called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol

from server.forecast.past import Kept, PastDay

MINUTE_MS = 60_000
ALL = ""
"""Instead of a service: all of them."""


@dataclass(frozen=True, slots=True)
class Score:
    service_id: str
    """`ALL`: of every service together."""
    called: int
    """Numbers that were taken, and called."""
    promised: int
    """Of them, those whose visitor was told a wait."""
    error_ms: float = 0.0
    """Mean of how far the wait was off, whichever way."""
    bias_ms: float = 0.0
    """Mean of the wait less what was told: above 0, visitors waited longer."""
    coverage: float = 0.0
    """Part of those who were called within their band."""
    width_ms: float = 0.0
    """Mean width of the bands."""
    age_ms: float = 0.0
    """Mean age of what was told."""


class Log(Protocol):
    def info(self, event: str, **fields: object) -> object: ...


def report(days: Iterable[PastDay]) -> tuple[Score, ...]:
    """All services together first, then each that was called, by id."""
    kept = [one for day in days for one in day.kept]
    services = sorted({one.service_id for one in kept})
    return (_score(ALL, kept), *(_score(key, [one for one in kept if one.service_id == key]) for key in services))


def say_report(log: Log, scores: Iterable[Score]) -> None:
    """A line for each, in the server's own log."""
    for one in scores:
        if not one.called:
            continue
        log.info(
            "forecast_report",
            service=one.service_id,
            called=one.called,
            promised=one.promised,
            error_min=round(one.error_ms / MINUTE_MS, 1),
            bias_min=round(one.bias_ms / MINUTE_MS, 1),
            coverage=round(one.coverage, 2),
        )


def _score(service_id: str, kept: list[Kept]) -> Score:
    told = [(one, one.promise) for one in kept if one.promise is not None]
    if not told:
        return Score(service_id, len(kept), 0)
    errors = [one.waited_ms - promise.point_ms for one, promise in told]
    return Score(
        service_id,
        len(kept),
        len(told),
        error_ms=fmean(abs(one) for one in errors),
        bias_ms=fmean(errors),
        coverage=fmean(bool(one.held) for one, _ in told),
        width_ms=fmean(promise.high_ms - promise.low_ms for _, promise in told),
        age_ms=fmean(one.issued_at - promise.made_at for one, promise in told),
    )
