"""What is expected of a hall's lines at one instant: for every number that waits, and for one that were taken now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from server.domain.promise import Promise
from server.domain.tickets import Visit


@dataclass(frozen=True, slots=True)
class Wait:
    """From the instant of its forecast to the call, in ms; none is negative, and low <= point <= high."""

    point_ms: int
    low_ms: int
    """Four in five are meant to be called between `low_ms` and `high_ms`."""
    high_ms: int


class Unknown(StrEnum):
    """Why no time can be said."""

    NO_COUNTER = "no_counter"
    """No counter that may call it is open, or said when it will be."""
    AFTER_CLOSING = "after_closing"
    """It may not be called before the hall's day ends."""
    NOT_LEARNT = "not_learnt"
    """Nothing is known yet of how long it takes, or it is called by hand only."""


Expected = Wait | Unknown


@dataclass(frozen=True, slots=True)
class Forecast:
    at: int
    """Instant of the hall, ms since the epoch, from which every wait counts."""
    seq: int
    """Log position of the hall that it was made of."""
    issued_now: Mapping[tuple[str, str], Expected] = field(default_factory=dict)
    """By service id and visitor class: the wait of a number that were taken at `at`."""
    tickets: Mapping[str, Expected] = field(default_factory=dict)
    """By id, of every ticket that waits in line."""


def promise_of(forecast: Forecast | None, visit: Visit) -> Promise | None:
    """What may be told to who takes a number for this visit; None: nothing. An appointment has its time."""
    if forecast is None or visit.practice or visit.slot is not None:
        return None
    expected = forecast.issued_now.get((visit.service_id, visit.visitor_class))
    if not isinstance(expected, Wait):
        return None
    return Promise(expected.point_ms, expected.low_ms, expected.high_ms, made_at=forecast.at)
